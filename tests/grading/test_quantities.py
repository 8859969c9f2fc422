"""Which figures are quantities: a version, a status, an index or a shape is none."""

from __future__ import annotations

import pytest

from agent.grading.quantities import quantities


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("App 5.9 sends 12 keys, and 5.8's requests had 14.", ["12", "14"]),
        ("Print one 5.9 request next to a 5.8 request.", []),
        ("Two are missing in 5.9. The error on 5.8, it ends in 2.5 of 3 runs.", ["Two", "2.5", "3"]),
        ("A 400, with the name of the field, or a 500 error.", []),
        ("It took a 400 row sample.", ["400"]),
        ("Its shape is (0, 12), so the index is 0,12 or x[3].", []),
        ("3,5 percent of 4,200 mails, 2,5 hours.", ["3,5 percent", "4,200", "2,5"]),
        ("Line 40 took 42 seconds.", ["42"]),
        ("It stops at 2^24, 2 to the 24, so 2**24 + 1 is 16,777,216.", ["1", "16,777,216"]),
        ("47.9 against 45.2 is 2.7 points.", ["47.9", "45.2", "2.7 points"]),
    ],
)
def test_what_only_names_something_is_no_quantity(said: str, found: list[str]) -> None:
    assert [match.group().strip() for match in quantities(said)] == found
