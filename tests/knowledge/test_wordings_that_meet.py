"""No sentence stands in two texts that can be said in one round: an interviewer who repeats himself is not listening."""

from __future__ import annotations

from collections import defaultdict

import pytest

from agent.catalog.loader import Catalog
from agent.domain.terms import RoundKind
from evals.scorers.wordings import wordings


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog()


@pytest.mark.parametrize("kind", list(RoundKind))
def test_no_sentence_stands_in_two_texts_of_a_round(catalog: Catalog, kind: RoundKind) -> None:
    fitting_any = [(p.id, (p.ask, p.again)) for p in catalog.probe_set(kind).probes]
    fitting_any += [(m.id, (m.ask, m.again)) for m in catalog.failure_modes() if kind in m.signals]
    twice = []
    for question in catalog.questions(kind):
        own = [(question.id, (question.statement, question.again, question.twist))]
        own += [(p.id, (p.ask, p.again)) for p in question.probes]
        places: defaultdict[str, list[str]] = defaultdict(list)
        for id, texts in (*own, *fitting_any):
            for text in texts:
                for wording, _ in wordings(text):
                    places[wording].append(id)
        twice += [(sentence, ids) for sentence, ids in places.items() if len(ids) > 1]
    assert twice == []
