"""What the interviewer without a model says about code and commands. That commands are never run, he says.

What came of code that was run stands in `run_talk`.
"""

from __future__ import annotations

from hashlib import sha256

from agent.domain.code import command, submitted, unparsable
from agent.domain.interview import Allowed, Reply, RoundView
from agent.domain.terms import ANSWERS, Move
from agent.interviewer import code_phrases
from agent.interviewer.variants import fresh

_LONGEST = 80  # characters of a line or a command that is read back


def wanted_command(view: RoundView, allowed: Allowed) -> str | None:
    """The command that the newest message wants to run, None where it has none or nothing may be asked now."""
    return command(view.transcript.turns[-1].text) if view.spec.commands and _may_ask(view, allowed) else None


def about_code(view: RoundView, allowed: Allowed, output: str | None = None) -> Reply | None:
    """The question that a command, or code that is no Python, asks for; None where there is neither, or it was asked.

    `output` is what the case says the command prints; without it the candidate is asked. A line that is no Python is
    pointed at; what is wrong with it is not said.
    """
    if not _may_ask(view, allowed):
        return None
    newest = view.transcript.turns[-1].text
    wanted = wanted_command(view, allowed)
    if wanted is not None and output is not None:
        return _asked(view, f"run-{_mark(wanted)}", code_phrases.PRINTED, fact=output, output=output)
    if wanted is not None:
        shown = _shown(wanted.splitlines()[0])
        return _asked(view, f"run-{_mark(wanted)}", code_phrases.NOT_RUN, command=shown) if shown else None
    code = submitted(newest) if view.spec.code else None
    broken = unparsable(code) if code and code.strip() else None
    if broken is None or not _shown(broken.text):
        return None
    shown = _shown(broken.text)
    return _asked(view, f"line-{_mark(broken.text)}", code_phrases.ODD_LINE, line=broken.line, text=shown)


def again(view: RoundView) -> str | None:
    """The open question differently where it was one about code or a command; else None."""
    for stem, words in (("run-", code_phrases.WOULD_PRINT), ("line-", code_phrases.READ_ALOUD)):
        if (view.open_probe or "").startswith(f"{view.question.id}.{stem}"):
            return fresh(words, view.transcript.turns, view.seed)
    return None


def _may_ask(view: RoundView, allowed: Allowed) -> bool:
    return Move.PROBE in allowed.moves and view.message in ANSWERS


def _asked(
    view: RoundView, name: str, variants: tuple[str, ...], fact: str | None = None, **values: object
) -> Reply | None:
    probe = f"{view.question.id}.{name}"
    if probe in view.asked:
        return None
    text = fresh(variants, view.transcript.turns, view.seed).format(**values)
    return Reply(text, Move.PROBE, probe, (view.question.id,), stated_fact=fact)


def _shown(line: str) -> str:
    """A line as it is read back; '' where it is empty, or holds what would end the marks around it."""
    line = line.strip()
    return "" if "`" in line or not line else line if len(line) <= _LONGEST else line[:_LONGEST].rstrip() + " …"


def _mark(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:8]
