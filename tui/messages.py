"""Messages that lead from one screen to another; the app answers them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from tui.opening import Opening

if TYPE_CHECKING:
    from agent.domain.verdict import LoopDebrief, RoundDocument
    from agent.settings import Settings


class HomeWanted(Message):
    """The user left for the home screen; `notice` is what he should know there."""

    def __init__(self, notice: str = "") -> None:
        super().__init__()
        self.notice = notice


class InterviewWanted(Message):
    """The user chose what to sit, or a session to go on with. `settings` say who asks and grades."""

    def __init__(self, opening: Opening, settings: Settings) -> None:
        super().__init__()
        self.opening = opening
        self.settings = settings


class DebriefWanted(Message):
    """The user wants to read the document of a session that is over."""

    def __init__(self, document: RoundDocument | LoopDebrief) -> None:
        super().__init__()
        self.document = document


class QuitWanted(Message):
    """The user leaves the program; `status` is the exit status and `line` is said on the terminal."""

    def __init__(self, status: int = 0, line: str = "") -> None:
        super().__init__()
        self.status = status
        self.line = line
