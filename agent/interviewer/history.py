"""What was said so far, as messages: the same bytes turn after turn, so that an endpoint finds them in its cache."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from agent.domain.runs import counted, is_for_changed_case
from agent.domain.terms import Move, Role
from agent.domain.transcript import Transcript, Turn
from agent.llm.base import Message
from agent.prompting.fence import Fence

CUT_SHARE = 0.5
"""Past the budget the history is cut down to this share of it at once: cutting a turn at a time would change the
beginning of every request, and no endpoint would find anything in its cache."""

_BEGINNING = 14
"""Words of an answer that stand for it where it is left out."""
_PASSAGE_LEFT_OUT = "\n[… a passage is left out here …]\n"

Count = Callable[[str], int]
Earlier = Callable[[Sequence[Turn]], str]


@dataclass(frozen=True, slots=True)
class Room:
    """How much history a request may hold: `budget` tokens, as `count` counts them."""

    budget: int
    count: Count


def round_fence(salt: bytes, transcript: Transcript) -> Fence:
    """The fences of a round."""
    return Fence(salt, transcript.round_id)


def conversation(
    turns: Sequence[Turn], fence: Fence, room: Room, begin: str, notes: Mapping[int, str], earlier: Earlier
) -> tuple[Message, ...]:
    """The turns as alternating messages, the interviewer's with the header line they had.

    `begin` stands first, as a user message. `notes` (by the index of a turn) stand behind their turn, as user messages
    too. Where everything is longer than the room, turns after the opening are left out, oldest first; `earlier` says
    what stands for them.
    """
    messages = [_message(index, turn, fence, room) for index, turn in enumerate(turns)]
    sizes = [room.count(content) + room.count(notes.get(index, "")) for index, (_, content) in enumerate(messages)]
    cut = _cut(sizes, room.budget)
    kept: list[Message] = [("user", begin)]
    for index, message in enumerate(messages):
        if index == 0 or index >= cut:
            kept.append(message)
            if index in notes:
                kept.append(("user", notes[index]))
        elif index == 1:
            kept.append(("user", earlier(turns[1:cut])))
            # The note of the newest question that was left out still holds.
            kept += [("user", notes[at]) for at in sorted(notes, reverse=True) if 0 < at < cut][:1]
    return _alternating(kept)


def asked_in(turns: Sequence[Turn]) -> list[str]:
    """What the interviewer asked in some turns: the last sentence of each that is a question."""
    asked = []
    for turn in turns:
        if turn.role is Role.INTERVIEWER and "?" in turn.text:
            sentence = re.split(r"(?<=[.!?])\s+", turn.text[: turn.text.rindex("?") + 1])[-1]
            asked.append(" ".join(sentence.split()))
    return asked


def beginnings(turns: Sequence[Turn]) -> list[str]:
    """The first words of the candidate's turns."""
    return [
        " ".join(turn.text.split()[:_BEGINNING]) for turn in turns if turn.role is Role.CANDIDATE and turn.text.strip()
    ]


def newest_within(limit: int, items: Sequence[str], count: Count) -> list[str]:
    """The last items that together have at most `limit` tokens, in order."""
    kept: list[str] = []
    for item in reversed(items):
        limit -= count(item)
        if limit < 0:
            break
        kept.insert(0, item)
    return kept


def _message(index: int, turn: Turn, fence: Fence, room: Room) -> Message:
    if turn.role is Role.CANDIDATE:
        return "user", fence.wrap(shortened(turn.text, room.budget // 4, room.count), Role.CANDIDATE, index)
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
        blocks = [_block(index, transcript, fence, limit, count) for index in range(len(transcript.turns))]
        whole = "\n\n".join(blocks)
        if count(whole) <= budget or limit < 50:
            return whole
        limit //= 2


def _block(index: int, transcript: Transcript, fence: Fence, limit: int, count: Count) -> str:
    turn = transcript.turns[index]
    known = counted(turn.run) if turn.run else None
    checks = "checks for the case before its change" if is_for_changed_case(transcript, index) else "checks"
    run = f"\n(its code was run: {known[0]} of {known[1]} {checks} passed)" if known is not None else ""
    hint = "\n(a hint)" if turn.move is Move.HINT else ""
    return fence.wrap(shortened(turn.text, limit, count), turn.role, index) + hint + run
