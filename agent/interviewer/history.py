"""What was said so far, as messages: the same bytes turn after turn, so that an endpoint finds them in its cache."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from agent.domain.terms import Move, Role
from agent.domain.transcript import Transcript, Turn
from agent.llm.base import Message
from agent.prompting.fence import Fence

CUT_SHARE = 0.5
"""Past the budget the history is cut down to this share of it at once: cutting a turn at a time would change the
beginning of every request, and no endpoint would find anything in its cache."""

_LEFT_OUT = "[{count} earlier turns of this round are left out here]"
_PASSAGE_LEFT_OUT = "\n[… a passage is left out here …]\n"

Count = Callable[[str], int]


def round_fence(salt: bytes, transcript: Transcript) -> Fence:
    """The fences of a round."""
    return Fence(salt, transcript.round_id)


def conversation(turns: Sequence[Turn], fence: Fence, begin: str, budget: int, count: Count) -> tuple[Message, ...]:
    """The turns as alternating messages, the interviewer's with the header line they had.

    `begin` stands first, as a user message. Where everything is longer than `budget` tokens, turns after the opening
    are left out, oldest first.
    """
    messages = [_message(index, turn, fence, budget, count) for index, turn in enumerate(turns)]
    cut = _cut([count(content) for _, content in messages], budget)
    first = messages[:1] if cut > 1 else []
    marker: list[Message] = [("user", _LEFT_OUT.format(count=cut - 1))] if cut > 1 else []
    return _alternating([("user", begin), *first, *marker, *messages[cut if cut > 1 else 0 :]])


def _message(index: int, turn: Turn, fence: Fence, budget: int, count: Count) -> Message:
    if turn.role is Role.CANDIDATE:
        return "user", fence.wrap(shortened(turn.text, budget // 4, count), Role.CANDIDATE, index)
    if turn.move is None or index == 0:
        return "assistant", turn.text
    return "assistant", f"@{turn.move} {turn.probe_id or ''}".rstrip() + f"\n{turn.text}"


def _cut(sizes: Sequence[int], budget: int) -> int:
    """Index of the first turn that is kept behind the opening; 1 or less where all are.

    It depends on the turns alone and moves in leaps, so that it stays put for many turns.
    """
    cut = 1
    for end in range(1, len(sizes) + 1):
        if sizes[0] + sum(sizes[cut:end]) <= budget:
            continue
        while cut < end - 1 and sizes[0] + sum(sizes[cut:end]) > budget * CUT_SHARE:
            cut += 1
    return cut


def _alternating(messages: Sequence[Message]) -> tuple[Message, ...]:
    """Neighbours of one role joined: many chat templates refuse two in a row."""
    joined: list[Message] = []
    for role, content in messages:
        if joined and joined[-1][0] == role:
            joined[-1] = (role, f"{joined[-1][1]}\n\n{content}")
        else:
            joined.append((role, content))
    return tuple(joined)


def with_last(messages: Sequence[Message], content: str) -> tuple[Message, ...]:
    """The messages with a last one of the user."""
    return _alternating([*messages, ("user", content)])


def shortened(text: str, limit: int, count: Count) -> str:
    """`text` within about `limit` tokens: beginning and end stay, the middle of an oversized one goes."""
    size = count(text) if len(text) > limit else 0  # a token has at least one character
    if size <= limit:
        return text
    keep = max(1, int(len(text) * limit / size / 2))
    return text[:keep] + _PASSAGE_LEFT_OUT + text[-keep:]


def numbered(transcript: Transcript, fence: Fence, budget: int, count: Count) -> str:
    """The transcript for a grader: every turn fenced, with its number and who spoke.

    Past the budget the longest candidate turns are shortened; no turn is left out.
    """
    limit = budget
    while True:
        blocks = [_block(index, turn, fence, limit, count) for index, turn in enumerate(transcript.turns)]
        whole = "\n\n".join(blocks)
        if count(whole) <= budget or limit < 50:
            return whole
        limit //= 2


def _block(index: int, turn: Turn, fence: Fence, limit: int, count: Count) -> str:
    run = f"\n(the submitted code: {turn.run.passed} tests passed, {turn.run.failed} failed)" if turn.run else ""
    hint = "\n(a hint)" if turn.move is Move.HINT else ""
    return fence.wrap(shortened(turn.text, limit, count), turn.role, index) + hint + run
