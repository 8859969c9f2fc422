"""Runs the rounds in which a rule matters, with and without it, and says which check caught its loss."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from agent.assembly import choose_interviewer
from agent.prompting.library import PromptLibrary
from agent.prompting.rules import Rule, load_rules
from agent.settings import Settings
from evals.mutation.forms import FORMS
from evals.mutation.obedient import Obedient
from evals.mutation.prompts import How, mutated
from evals.mutation.sheet import broken
from evals.scorers.behaviour import findings
from evals.scorers.behaviour.case import Case
from evals.scorers.behaviour.raw import raw_findings
from evals.sitting import hold
from evals.task import Finding, Sample
from evals.tasks.grading_rules import COMMITTEE, checked
from evals.tasks.grading_rules import samples as grading_samples
from evals.world import Asking, Scope, World

CANDIDATES = {
    "R5": "asks_back", "R6": "recovering", "R10": "injector", "R12": "wary", "M4": "asks_back", "M5": "stuck",
    "M3": "contradicting", "M6": "recovering", "M7": "strong", "M8": "skips",
    "G3": "injector", "G5": "bluffer", "G8": "we_inflated",
}  # fmt: skip
"""In whose rounds a rule matters; any other rule matters with a candidate who answers."""
ANSWERING = "solid"
GRADING = ("G2", "G3", "G5", "G8", "D2", "D3")
"""Rules of grading and debriefs that the scripted model can break."""
KINDS = ("ml_system_design", "ml_depth")
CLEAN_KINDS = ("ml_system_design", "ml_depth", "behavioral", "founder", "recruiter_screen", "negotiation")
CLEAN_CANDIDATES = (
    "solid", "strong", "terse", "shaky", "asks_back", "recovering", "stuck", "injector", "bluffer", "wary",
    "non_native",
)  # fmt: skip
FORMS_OF_GRADING = 3


@dataclass(frozen=True, slots=True)
class Trial:
    """One rule taken out in one way; `caught` counts the findings of each check that were not there before."""

    rule: str
    how: How
    form: int
    caught: dict[str, int]


@dataclass(slots=True)
class Outcome:
    """All trials. `scripted` says what was tested: the checks (a scripted model) or the prompts (a real one)."""

    scripted: bool
    trials: list[Trial] = field(default_factory=list)
    without_case: list[str] = field(default_factory=list)
    clean: int = 0
    alarms: list[tuple[str, Finding]] = field(default_factory=list)

    @property
    def rules(self) -> list[str]:
        """The rules that were tried."""
        return list(dict.fromkeys(trial.rule for trial in self.trials))

    def missed(self) -> list[Trial]:
        """Trials in which nobody noticed."""
        return [trial for trial in self.trials if not trial.caught]


class Mutations:
    """The trials of one world; `scripted` puts the obedient model in the place of the run's."""

    def __init__(
        self,
        world: World,
        *,
        scripted: bool,
        progress: Callable[[str], None] | None = None,
        minutes: float | None = None,
    ) -> None:
        """`minutes` asks for a short form of each round."""
        self._world = world
        self._scripted = scripted
        self._progress = progress or (lambda _: None)
        self._minutes = minutes
        self._table = load_rules()
        self._bases: dict[str, list[Finding]] = {}

    async def run(self, rules: Sequence[str], clean: int) -> Outcome:
        """Try these rules (all that have a case where none is named), then so many rounds with every rule in place.

        With any of those, the short rounds that are written for rules of grading are looked at too.
        """
        outcome = Outcome(self._scripted)
        wanted = [self._table.rules[name] for name in (rules or self._table.rules)]
        for rule in wanted:
            forms = self._forms(rule.id)
            if not forms:
                outcome.without_case.append(rule.id)
                continue
            self._progress(rule.id)
            outcome.trials += [trial async for trial in self._try(rule, forms)]
        checked = {check for rule in self._table.rules.values() for check in rule.checks}
        for sample in self._clean(clean):
            self._progress(f"clean: {sample.id}")
            outcome.alarms += [(sample.id, found) for found in await self._base(sample) if found.check in checked]
            outcome.clean += 1
        return outcome

    def _forms(self, rule: str) -> int:
        if not self._scripted:
            return 1
        return len(FORMS[rule][1]) if rule in FORMS else FORMS_OF_GRADING if rule in GRADING else len(broken(rule))

    async def _try(self, rule: Rule, forms: int) -> AsyncIterator[Trial]:
        samples = self._samples(rule.id)
        ways: list[tuple[How, int]] = [("removed", form) for form in range(forms)]
        for how, form in (*ways, ("inverted", 0)):
            prompts = mutated(self._world.prompts, rule.id, how)
            caught: Counter[str] = Counter()
            for sample in samples:
                new = _counts(await self._found(prompts, sample, form)) - _counts(await self._base(sample))
                caught += Counter({check: new[check] for check in rule.checks if new[check]})
                if caught:
                    break
            yield Trial(rule.id, how, form, dict(caught))

    def _samples(self, rule: str) -> list[Sample]:
        """Where a rule matters: the short rounds written for it, else rounds with a candidate who needs it."""
        written = [sample for sample in grading_samples() if any(rule in row["rules"] for row in sample.data["rows"])]
        if written:
            return [sample for sample in written if (sample.id == COMMITTEE) == rule.startswith("C")]
        return [self._sample(kind, CANDIDATES.get(rule, ANSWERING)) for kind in KINDS]

    async def _base(self, sample: Sample) -> list[Finding]:
        """What is found with every rule in place."""
        if sample.id not in self._bases:
            self._bases[sample.id] = await self._found(None, sample, 0)
        return self._bases[sample.id]

    def _sample(self, kind: str, candidate: str) -> Sample:
        data = {"round": kind, "candidate": candidate, "level": "senior", "seed": 0, "minutes": self._minutes}
        return Sample(f"{kind}/{candidate}", data)

    async def _found(self, prompts: PromptLibrary | None, sample: Sample, form: int) -> list[Finding]:
        """Sit a round with these prompts and check it."""
        with tempfile.TemporaryDirectory(prefix="mockloop-mutate-") as folder:
            world = self._world.twin(
                Obedient(form) if self._scripted else None, prompts, Path(folder) if self._scripted else None
            )
            scope = Scope(world, "mutate", sample.id, 0)
            if "rows" in sample.data:
                written, _ = await checked(sample, scope)
                world.recordings.close()
                return written
            sat = await hold(sample, scope)
            world.recordings.close()
        found = [finding for held in sat.rounds for finding in findings(Case(held, world.catalog))]
        return found + [f for held in sat.rounds for f in raw_findings(held, scope.model.answers)]

    def _clean(self, count: int) -> list[Sample]:
        pairs = [(kind, candidate) for candidate in CLEAN_CANDIDATES for kind in CLEAN_KINDS]
        simulated = [self._sample(kind, candidate) for kind, candidate in pairs[:count]]
        return [*simulated, *grading_samples()] if count else []


def _counts(found: Sequence[Finding]) -> Counter[str]:
    return Counter(finding.check for finding in found)


def lines(outcome: Outcome) -> Iterator[str]:
    """Rule -> caught by, then what the figures say and of what."""
    for rule in outcome.rules:
        trials = [trial for trial in outcome.trials if trial.rule == rule]
        by = sorted({check for trial in trials for check in trial.caught})
        caught = sum(bool(trial.caught) for trial in trials)
        missed = [f"{trial.how} in form {trial.form + 1}" for trial in trials if not trial.caught]
        tail = f"; NOT caught {', '.join(missed)}" if missed else ""
        yield f"{rule} -> {', '.join(by) or 'nobody'} ({caught} of {len(trials)}){tail}"
    if outcome.without_case:
        yield f"no case yet: {', '.join(outcome.without_case)}"
    rules, lost = outcome.rules, {trial.rule for trial in outcome.missed()}
    yield f"{len(rules) - len(lost)} of {len(rules)} rules caught in every form."
    if outcome.clean:
        rounds = len({name for name, _ in outcome.alarms})
        yield f"{rounds} of {outcome.clean} clean rounds raised an alarm ({100 * rounds / outcome.clean:.1f}%)."
        yield from (f"  {name}: {finding.line}" for name, finding in outcome.alarms)
    if outcome.scripted:
        yield "This tested the checks: a scripted model obeyed the rules it found and broke the others."
    else:
        yield "This tested the prompts: a language model was asked with and without each rule."


def world_for(world: World) -> World:
    """The same world in which a model interviews: the scripted one."""
    return World(world.settings, Asking("obedient", fresh=True), model=Obedient())


def rule_names() -> tuple[str, ...]:
    """The ids of all rules."""
    return tuple(load_rules().rules)


async def run_mutations(
    settings: Settings, rules: Sequence[str], clean: int, *, scripted: bool, progress: Callable[[str], None]
) -> Outcome:
    """The trials with what the settings choose: a model where one can be asked, else the scripted one."""
    model = None if scripted else choose_interviewer(settings).model
    world = World(settings, Asking(model)) if model else world_for(World(settings))
    try:
        return await Mutations(world, scripted=model is None, progress=progress).run(rules, clean)
    finally:
        await world.close()
