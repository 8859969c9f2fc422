"""Fences around text that others wrote, so that a model can tell it from the interviewer's own instructions.

A fence's mark is an HMAC of a secret of the session: the candidate can't guess it and so can't close the fence from
within; replaying the session gives the same bytes again.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

_MARK_HEX = 16  # 64 bits: not guessable within a session, and short enough to be repeated around every turn
# One character for another, so that a quote's place in the text stays where it is.
_NEUTRAL: Mapping[int, str] = {ord("⟦"): "[", ord("⟧"): "]"}


@dataclass(frozen=True, slots=True)
class Fence:
    """Makes the fences of one round. `secret` belongs to the session, `scope` (the round) keeps marks apart."""

    secret: bytes
    scope: str = ""

    def mark(self, label: str, index: int) -> str:
        """The mark of one fenced text: 16 hexadecimal digits."""
        text = f"{self.scope}\x1f{label}\x1f{index}".encode()
        return hmac.new(self.secret, text, hashlib.sha256).hexdigest()[:_MARK_HEX]

    def wrap_list(self, text: str, label: str, index: int, nothing: str) -> str:
        """As `wrap`; a text that is just the word for nothing stays bare."""
        return text if text == nothing else self.wrap(text, label, index)

    def wrap(self, text: str, label: str, index: int) -> str:
        """`text` between an opening and a closing line with its mark; what looks like a fence in it is neutralised."""
        mark = self.mark(label, index)
        inside = neutral(text).replace(mark, "*" * _MARK_HEX)
        return f"⟦{label} {index} {mark}⟧\n{inside}\n⟦end {mark}⟧"


def neutral(text: str) -> str:
    """`text` without the characters that fences are made of, each replaced by one other."""
    return text.translate(_NEUTRAL)
