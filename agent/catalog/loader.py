"""The catalog: what the interviewer knows, read file by file and only when it is asked for."""

from __future__ import annotations

import re
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from agent.catalog.front_matter import read, read_text
from agent.catalog.loop_rules import check_questions
from agent.catalog.values import H, Held, QuestionHead, RoundHead, expanded, head_of, load_sources
from agent.domain.falsehoods import FalsehoodSet
from agent.domain.frameworks import Framework
from agent.domain.knowledge import (
    FailureMode,
    Guide,
    LoopPack,
    Probe,
    ProbeSet,
    Question,
    RoundSpec,
    Rubric,
    Source,
)
from agent.domain.people import BackgroundProfile, Character
from agent.domain.problems import Problem
from agent.domain.terms import RoundKind
from agent.errors import KnowledgeError, NotFoundError

_NAME = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_OURS: dict[tuple[str, str], Any] = {}
"""What was read of the knowledge that came with the program: its files are read once a process, not once a catalog."""


class Catalog:
    """Reads knowledge/ lazily and keeps what it has read.

    `root` is another folder of the same layout (tests), `user_loops` the folder of the user's own loops, which
    may be `.md` files like ours or plain `.yaml`. Every method raises KnowledgeError, with file and line, where
    a file it needs is wrong, and NotFoundError where something of the given name does not exist. Ids of probes
    come out in full: `<question id>.<probe id>`, and `<round kind>.<probe id>` for those of a probe set.
    """

    def __init__(self, root: Traversable | None = None, user_loops: Path | None = None) -> None:
        own = root is not None
        self.root = files("knowledge") if root is None else root
        self._user_loops = user_loops
        self._kept: dict[tuple[str, str], Any] = {} if own else _OURS
        self._kept_loops: dict[str, LoopPack] = {}  # the user's own

    def kinds(self) -> tuple[RoundKind, ...]:
        """The round kinds that can be held: with a spec, a rubric and at least one question."""
        return tuple(
            kind
            for kind in RoundKind
            if self._file("rounds", f"{kind}.md").is_file()
            and self._file("rubrics", f"{kind}.md").is_file()
            and any(self._names("questions", kind))
        )

    def question_ids(self, kind: RoundKind) -> tuple[str, ...]:
        """The ids of a round kind's questions, sorted; reads no file."""
        return tuple(f"{kind}-{name}" for name in self._names("questions", kind))

    def question_heads(self, kind: RoundKind) -> tuple[QuestionHead, ...]:
        """Title, domain, levels and contexts of a round kind's questions; the rest of them is not parsed."""
        names = self._names("questions", kind)
        return tuple(self._head(QuestionHead, "questions", kind, f"{name}.md") for name in names)

    def round_heads(self) -> tuple[RoundHead, ...]:
        """Title, one line and minutes of every kind that can be held, in the contract's order."""
        return tuple(self._head(RoundHead, "rounds", f"{kind}.md") for kind in self.kinds())

    def question(self, question_id: str) -> Question:
        """One question by its id."""
        kind, _, name = question_id.partition("-")
        named = kind in set(RoundKind) and _NAME.fullmatch(name) is not None
        if not named or not self._file("questions", kind, f"{name}.md").is_file():
            raise NotFoundError(f"There is no question {question_id!r}.")
        return self._value(Question, "statement", "questions", kind, f"{name}.md")

    def statement(self, question_id: str) -> str:
        """A question's statement by its id, '' where there is none of that id (any more)."""
        try:
            return self.question(question_id).statement
        except NotFoundError:
            return ""

    def questions(self, kind: RoundKind) -> tuple[Question, ...]:
        """All questions of a round kind, by id."""
        return tuple(self.question(question_id) for question_id in self.question_ids(kind))

    def problem(self, question_id: str) -> Problem | None:
        """How code for a question is tried, None where nothing tries it."""
        kind, _, name = question_id.partition("-")
        named = kind in set(RoundKind) and _NAME.fullmatch(name) is not None
        if not named or not self._file("problems", kind, f"{name}.md").is_file():
            return None
        return self._value(Problem, "program", "problems", kind, f"{name}.md")

    def rubric(self, kind: RoundKind) -> Rubric:
        """The rubric of a round kind."""
        return self._value(Rubric, None, "rubrics", f"{kind}.md")

    def round_spec(self, kind: RoundKind) -> RoundSpec:
        """How a round kind is held."""
        return self._value(RoundSpec, "guidance", "rounds", f"{kind}.md")

    def probe_set(self, kind: RoundKind) -> ProbeSet:
        """The probes that fit any question of a round kind; an empty set where there is no such file."""
        if not self._file("probes", f"{kind}.md").is_file():
            return ProbeSet(kind, ())
        return self._value(ProbeSet, None, "probes", f"{kind}.md")

    def probe(self, probe_id: str) -> Probe | None:
        """A probe by its full id, None where there is none (any more)."""
        owner, _, _ = probe_id.rpartition(".")
        try:
            probes = self.probe_set(RoundKind(owner)).probes if owner in set(RoundKind) else self.question(owner).probes
        except NotFoundError:
            return None
        return next((probe for probe in probes if probe.id == probe_id), None)

    def failure_modes(self) -> tuple[FailureMode, ...]:
        """All failure modes, by id. They are wanted twice a turn: the folder is listed once."""
        key = ("failure_modes", "")
        if key not in self._kept:
            names = self._names("failure_modes")
            every = (self._value(FailureMode, "explanation", "failure_modes", f"{name}.md") for name in names)
            self._kept[key] = tuple(every)
        found: tuple[FailureMode, ...] = self._kept[key]
        return found

    def falsehoods(self, kind: RoundKind) -> tuple[FalsehoodSet, ...]:
        """The wrong statements that are heard in a round kind, by subject. They are wanted each turn, too."""
        key = ("falsehoods", "")
        if key not in self._kept:
            names = self._names("falsehoods")
            self._kept[key] = tuple(self._value(FalsehoodSet, None, "falsehoods", f"{name}.md") for name in names)
        every: tuple[FalsehoodSet, ...] = self._kept[key]
        return tuple(held for held in every if kind in held.signals)

    def guides(self) -> tuple[Guide, ...]:
        """All guides, by id."""
        return tuple(self._value(Guide, "body", "guides", f"{name}.md") for name in self._names("guides"))

    def character_names(self) -> tuple[str, ...]:
        """The names of all interviewer's characters; reads no file."""
        return self._names("interviewers")

    def character(self, name: str) -> Character:
        """An interviewer's character by name."""
        return self._known(Character, "manner", "interviewers", name, "interviewer", self.character_names())

    def characters(self) -> tuple[Character, ...]:
        """All interviewer's characters, by name."""
        return tuple(self.character(name) for name in self.character_names())

    def background(self, name: str) -> BackgroundProfile:
        """What is known about a background."""
        return self._known(BackgroundProfile, "briefing", "backgrounds", name, "background", self._names("backgrounds"))

    def frameworks(self, kind: RoundKind) -> tuple[Framework, ...]:
        """The ways of answering that are evidence in a round kind, by id."""
        every = (self._value(Framework, "explanation", "frameworks", f"{n}.md") for n in self._names("frameworks"))
        return tuple(framework for framework in every if kind in framework.rounds)

    def loop_names(self) -> tuple[str, ...]:
        """The names of all loops, ours first, then the user's own; reads no file."""
        ours = self._names("loops")
        return (*ours, *(name for name in self._user_loop_files() if name not in ours))

    def loop(self, name: str) -> LoopPack:
        """A loop by name; one of ours goes before one of the user's with the same name."""
        if not _NAME.fullmatch(name):
            raise NotFoundError(f"There is no loop {name!r}.")
        if self._file("loops", f"{name}.md").is_file():
            return self._value(LoopPack, None, "loops", f"{name}.md")
        path = self._user_loop_files().get(name)
        if path is None:
            known = ", ".join(self.loop_names())
            raise NotFoundError(f"There is no loop {name!r}; there are: {known or 'none'}.")
        if name not in self._kept_loops:
            document = read(path, str(path))
            pack = expanded(document, LoopPack, None, name)
            check_questions(document, pack, self.question_ids)
            self._kept_loops[name] = pack
        return self._kept_loops[name]

    def loops(self) -> tuple[LoopPack, ...]:
        """All loops, ours first, each by its place; those of the user's that are broken are left out."""
        broken = self.broken_loops()
        packs = (self.loop(name) for name in self.loop_names() if name not in broken)
        return tuple(sorted(packs, key=lambda pack: pack.place))

    def broken_loops(self) -> dict[str, str]:
        """What is wrong with those of the user's loops that can't be read, by name: one line with file and line."""
        found: dict[str, str] = {}
        for name in self._user_loop_files():
            try:
                self.loop(name)
            except KnowledgeError as error:
                found[name] = str(error)
        return found

    def sources(self) -> dict[str, Source]:
        """Where claims come from, by id."""
        key = ("sources", "")
        if key not in self._kept:
            self._kept[key] = load_sources(read(self._file("sources.yaml"), self._called("sources.yaml")))
        found: dict[str, Source] = self._kept[key]
        return found

    def _names(self, *folder: str) -> tuple[str, ...]:
        return tuple(sorted(_stems(self._file(*folder), (".md",))))

    def _user_loop_files(self) -> dict[str, Path]:
        if self._user_loops is None:
            return {}
        names = sorted(_stems(self._user_loops, (".md", ".yaml", ".yml")).items())
        return {name: self._user_loops / file for name, file in names if _NAME.fullmatch(name)}

    def _file(self, *parts: str) -> Traversable:
        return self.root.joinpath(*parts)

    def _called(self, *parts: str) -> str:
        return "/".join((self.root.name, *parts))

    def _value(self, kind: type[Held], body_field: str | None, *parts: str) -> Held:
        key = (kind.__name__, "/".join(parts))
        if key not in self._kept:
            path = self._file(*parts)
            stem = parts[-1].removesuffix(".md")
            if not path.is_file():
                raise NotFoundError(f"There is no {parts[0].replace('_', ' ').rstrip('s')} {stem!r}.")
            expected = f"{parts[1]}-{stem}" if kind in (Question, Problem) else stem
            self._kept[key] = expanded(read(path, self._called(*parts)), kind, body_field, expected)
        value: Held = self._kept[key]
        return value

    def _known(self, kind: type[Held], body: str, folder: str, name: str, noun: str, known: tuple[str, ...]) -> Held:
        """A value by a name that a user may have typed."""
        if name not in known:
            raise NotFoundError(f"There is no {noun} {name!r}; there are: {', '.join(known) or 'none'}.")
        return self._value(kind, body, folder, f"{name}.md")

    def _head(self, kind: type[H], *parts: str) -> H:
        key = (kind.__name__, "/".join(parts))
        if key not in self._kept:
            name = self._called(*parts)
            self._kept[key] = head_of(read_text(self._file(*parts), name), name, kind)
        head: H = self._kept[key]
        return head


def _stems(folder: Traversable, endings: tuple[str, ...]) -> dict[str, str]:
    """File names by stem, README and hidden files left out; empty where there is no such folder."""
    if not folder.is_dir():
        return {}
    return {
        entry.name.rpartition(".")[0]: entry.name
        for entry in folder.iterdir()
        if entry.name.endswith(endings) and entry.name != "README.md" and not entry.name.startswith(".")
    }
