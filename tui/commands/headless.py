"""Sits an interview without the app: gives the answers in order and prints what is said."""

from __future__ import annotations

import asyncio
import signal
from collections import deque
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from agent.errors import MockloopError
from agent.events import AnswerKept, CodeRan, Ended, Event, InterviewerSpoke, Remark, RoundScored, RoundStarted
from agent.reports import plain, wording
from agent.reports.text import visible
from tui.commands.outcome import INTERRUPTED, StoppedError
from tui.commands.output import OutputError, ReaderGoneError, note, print_json, say, warn_of_first_search
from tui.invocation import program

if TYPE_CHECKING:
    from agent.domain.request import StartRequest
    from agent.domain.verdict import LoopDebrief, RoundDocument
    from agent.library import Choice
    from agent.session import Session
    from agent.settings import Settings

T = TypeVar("T")


class BrokenInterviewError(Exception):
    """A fault of ours in the middle of an interview; the cause is chained. `kept` says how to go on."""

    def __init__(self, kept: str) -> None:
        super().__init__(kept)
        self.kept = kept


def run_interruptible(work: Coroutine[Any, Any, T]) -> T:
    """Run to the end, or until SIGINT, SIGTERM or SIGHUP cancels it; a second one ends the process at once."""

    async def supervised() -> T:
        task = asyncio.create_task(work)
        loop = asyncio.get_running_loop()
        numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        before = {number: signal.getsignal(number) for number in numbers}

        def stop() -> None:
            for number in numbers:
                loop.remove_signal_handler(number)
                signal.signal(number, signal.SIG_DFL)
            task.cancel()

        for number in numbers:
            loop.add_signal_handler(number, stop)
        try:
            return await task
        finally:
            for number, handler in before.items():
                loop.remove_signal_handler(number)
                signal.signal(number, handler)

    try:
        return asyncio.run(supervised())
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None


def start(request: StartRequest, settings: Settings, answers: Sequence[str], *, as_json: bool) -> int:
    """Hold a loop or a round with these answers and print its document."""

    async def open_session() -> Session:
        from agent.session import Session

        return await Session.start(request, settings)

    return run_interruptible(_sit(open_session, settings, answers, as_json=as_json))


def resume(session_id: str | None, settings: Settings, answers: Sequence[str], *, as_json: bool) -> int:
    """Go on with a session; the answers are the next ones."""

    async def open_session() -> Session:
        from agent.session import Session

        return await Session.resume(session_id, settings)

    return run_interruptible(_sit(open_session, settings, answers, as_json=as_json, resumed=True))


def print_verdicts(document: RoundDocument | LoopDebrief, *, as_json: bool) -> None:
    """What is printed at the end of an interview, and again for one that is over."""
    if as_json:
        from agent.reports.json import session_document

        print_json(session_document(document))
    else:
        say(plain.verdicts(document), end="")


def say_who(settings: Settings, *, as_json: bool) -> None:
    """Say who will ask where it may not be what was meant: a provider is set up but no model is named."""
    from agent.library import choose_interviewer

    choice = choose_interviewer(settings)
    surprising = choice.model is None and not settings.offline and (settings.api_key or settings.base_url)
    if surprising:
        note(f"The offline interviewer asks and grades; nothing leaves this machine: {choice.why}.")
    elif not as_json:
        note(_who(choice))


def _who(choice: Choice) -> str:
    if choice.model is None:
        return "The offline interviewer asks and grades; nothing leaves this machine."
    graded = "and grades" if choice.grader == choice.model else f", {choice.grader} grades"
    return f"{choice.model} asks {graded}; answers go to {choice.host}."


async def _sit(
    open_session: Callable[[], Coroutine[Any, Any, Session]],
    settings: Settings,
    answers: Sequence[str],
    *,
    as_json: bool,
    resumed: bool = False,
) -> int:
    session = await _opened(open_session())
    desk = _Desk(session, deque(answers), quiet=as_json)
    try:
        say_who(settings, as_json=as_json)
        warn_of_first_search(settings)
        await desk.begin(resumed=resumed)
        document = await desk.hold()
    except ReaderGoneError:
        raise StoppedError(f"The reader of the output is gone; {desk.kept}", INTERRUPTED) from None
    except asyncio.CancelledError:
        raise StoppedError(f"Interrupted; {desk.kept}", INTERRUPTED) from None
    except MockloopError as error:
        raise StoppedError(f"{error} Session {session.id}: {desk.kept}", error.exit_status) from None
    except Exception as error:
        raise BrokenInterviewError(f"Session {session.id}: {desk.kept}") from error
    finally:
        await session.close()
    if desk.answers:
        note(f"The interview was over before {_count(len(desk.answers))} of the file; they were not used.")
    try:
        print_verdicts(document, as_json=as_json)
    except OutputError as error:
        raise OutputError(f"{error} The interview is kept: `mockloop report {session.id}`.") from None
    return 0


async def _opened(opening: Coroutine[Any, Any, Session]) -> Session:
    """Open a session whole: cancelled half-way, its databases would be left to threads that outlive the loop."""
    task = asyncio.create_task(opening)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        session = await task
        await session.close()
        raise StoppedError(f"Interrupted; go on with `{program()} resume {session.id}`.", INTERRUPTED) from None


class _Desk:
    """The candidate's side of the table."""

    def __init__(self, session: Session, answers: deque[str], *, quiet: bool) -> None:
        self.answers = answers
        self._session = session
        self._given = len(answers)
        self._quiet = quiet
        self._document: RoundDocument | LoopDebrief | None = None

    @property
    def kept(self) -> str:
        """What was kept and how to go on."""
        done = self._given - len(self.answers)
        how = f"go on with `{program()} resume {self._session.id}`."
        if self._given:
            return f"{done} of {_count(self._given)} kept; {how}"
        return f"all is kept; {how}"

    async def begin(self, *, resumed: bool) -> None:
        """Say what is held; after a resume, what the interviewer asked last."""
        transcripts = await self._session.transcript() if resumed else []
        self._print(f"Session {self._session.id}")
        if transcripts:
            self._print(plain.turn(transcripts[-1].turns[-1]))

    async def hold(self) -> RoundDocument | LoopDebrief:
        """Drive to the end: answer while there are answers, then end."""
        await self._follow(self._session.proceed())
        while self._document is None and self.answers:
            await self._follow(self._session.answer(self.answers[0]))
        if self._document is None:
            await self._follow(self._session.end())
        assert self._document is not None
        return self._document

    async def _follow(self, events: AsyncIterator[Event]) -> None:
        async for event in events:
            match event:
                case RoundStarted(plan=plan, position=position, of=of):
                    number = f" ({position + 1} of {of})" if of > 1 else ""
                    self._print(f"--- {wording.round_title(plan.round_id)}{number}, {plan.minutes:g} minutes")
                case AnswerKept(turn=turn):
                    self.answers.popleft()
                    self._print(plain.turn(turn))
                case InterviewerSpoke(turn=turn):
                    self._print(plain.turn(turn))
                case Remark(text=text):
                    note(text)
                case CodeRan(run=run):
                    self._print(visible(wording.how_it_ran(run)))
                case RoundScored(scorecard=card):
                    self._say_it_can_wait(card.round_id)
                case Ended(document=document):
                    self._document = document

    def _say_it_can_wait(self, round_id: str) -> None:
        """After a round that is not the last: a loop may be spread over days."""
        rounds = [plan.round_id for plan in self._session.plan.rounds]
        if self.answers and round_id in rounds[:-1]:
            how = f"interrupt here, and `{program()} resume {self._session.id} --answers FILE` goes on, on any day"
            self._print(f"--- {wording.round_title(round_id)} is over. {wording.CAN_WAIT} To leave it, {how}.")

    def _print(self, text: str) -> None:
        if not self._quiet:
            say(text + "\n")


def _count(answers: int) -> str:
    return "1 answer" if answers == 1 else f"{answers} answers"
