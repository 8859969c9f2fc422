"""What the samples of a run share (knowledge, embedder, index, model), and what each has for itself."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from agent.catalog.loader import Catalog
from agent.domain.terms import InterviewerKind
from agent.llm.base import LanguageModel, Request, Usage
from agent.prompting.library import PromptLibrary, load_prompts
from agent.settings import Settings
from evals.purse import Price, Purse, Tries
from evals.recorded_model import RecordedModel, Source, TracedPrompts
from evals.recordings import Recordings, scope_name
from evals.spending import Spent

if TYPE_CHECKING:
    from agent.grading.offline import OfflineGrader
    from agent.interviewer.base import Interviewer
    from agent.listening.classify import MessageClassifier
    from agent.retrieval.base import Embedder
    from agent.retrieval.embedder import MiniLM
    from evals.retrieval.shared import SharedSearch

T = TypeVar("T")
_REMEMBERED = 20_000  # vectors: 31 MB


@dataclass(frozen=True, slots=True)
class Asking:
    """Who is asked, and how far.

    `model` None is the offline interviewer; `replay` asks nobody for what was not recorded, `fresh` asks again for what
    was. `max_cost` is in US dollars.
    """

    model: str | None = None
    replay: bool = False
    fresh: bool = False
    price: Price | None = None
    max_cost: float | None = None


class World:
    """Made once a run; everything heavy loads when it is first used.

    `model` and `prompts` may be others than those of the settings and on disk: a scripted model, a mutated rule.
    """

    def __init__(
        self,
        settings: Settings,
        asking: Asking | None = None,
        *,
        model: LanguageModel | None = None,
        prompts: PromptLibrary | None = None,
        recordings: Path | None = None,
    ) -> None:
        self.settings = settings
        self.asking = asking or Asking()
        self._recorded_in = recordings or settings.paths.evals / "recordings"
        self.recordings = Recordings(self._recorded_in, fresh=self.asking.fresh)
        self.purse = Purse(self.asking.price, self.asking.max_cost)
        self._once: dict[str, asyncio.Future[Any]] = {}
        self._given_model = model
        self._given_prompts = prompts

    def twin(self, model: LanguageModel | None, prompts: PromptLibrary | None, recordings: Path | None) -> World:
        """Another world with the same heavy parts; None: the same model, prompts or recordings as here."""
        made = World(
            self.settings, self.asking, model=model or self._given_model, prompts=prompts or self._given_prompts,
            recordings=recordings or self._recorded_in,
        )  # fmt: skip
        for name in ("catalog", "embedder", "kept_vectors", "search", "classifier", "offline_grader"):
            made.__dict__[name] = getattr(self, name)
        return made

    @property
    def model_name(self) -> str | None:
        """The model that interviews and grades, None where the offline interviewer does."""
        return self.asking.model

    @cached_property
    def catalog(self) -> Catalog:
        """Everything the interviewer knows."""
        return Catalog(user_loops=self.settings.paths.loops)

    @cached_property
    def embedder(self) -> MiniLM:
        """One embedder for all samples; it remembers what other samples had it embed, since candidates repeat lines."""
        from agent.retrieval.embedder import MiniLM

        return MiniLM(remembered=_REMEMBERED)

    @cached_property
    def kept_vectors(self) -> Embedder:
        """The embedder for texts of ours (knowledge, datasets): its vectors are kept between runs."""
        from agent.retrieval.vectors import VectorCache

        return VectorCache(self.embedder, self.settings.paths.cache)

    @cached_property
    def search(self) -> SharedSearch:
        """One index for all samples."""
        from evals.retrieval.shared import SharedSearch

        return SharedSearch(self.catalog, self.embedder, self.settings.paths.cache)

    @cached_property
    def classifier(self) -> MessageClassifier:
        """One classifier of messages."""
        from agent.listening.classify import MessageClassifier

        return MessageClassifier(self.embedder)

    @cached_property
    def offline_grader(self) -> OfflineGrader:
        """The offline grader, which reads its examples once."""
        from agent.grading.offline import OfflineGrader

        return OfflineGrader(self.embedder, self.catalog)

    @cached_property
    def prompts(self) -> TracedPrompts:
        """The prompts of this run."""
        return TracedPrompts((self._given_prompts or load_prompts()).prompts)

    @cached_property
    def prompt_hashes(self) -> Mapping[str, str]:
        """A hash for each prompt."""
        return {name: prompt.digest for name, prompt in sorted(self.prompts.prompts.items())}

    @property
    def interviewer_name(self) -> str:
        """`offline`, or the model's name."""
        return self.model_name or "offline"

    @cached_property
    def model(self) -> LanguageModel | None:
        """The model that is asked, None where nobody is."""
        if self._given_model is not None or self.asking.replay or self.model_name is None:
            return self._given_model
        from agent.llm.endpoints import Endpoint
        from agent.llm.openai import OpenAIModel
        from agent.llm.retry import Deadlines

        deadlines = Deadlines(self.settings.first_token_seconds, self.settings.call_seconds)
        return OpenAIModel(Endpoint(self.settings.base_url, self.settings.api_key), deadlines, self.purse)

    async def once(self, name: str, make: Callable[[], Awaitable[T]]) -> T:
        """What `make` gives, made once a run however many samples wait for it."""
        if name not in self._once:
            self._once[name] = asyncio.ensure_future(make())
        made: T = await asyncio.shield(self._once[name])
        return made

    def begin(self, run: str, tasks: Sequence[str]) -> None:
        """From now on calls are this run's; what it made of them before it was stopped counts."""
        self.recordings.run = run
        self.purse.begin(self.recordings.paid(tasks) if self.model_name is not None else ())

    @property
    def cost(self) -> float:
        """What the run has cost so far, in US dollars."""
        return self.purse.spent

    def check_cost(self) -> None:
        """Raise CostReachedError where no further call may be made."""
        self.purse.check()

    def allowed(self, request: Request) -> AbstractAsyncContextManager[Tries]:
        """Around every call: its money is set aside. Raises CostReachedError where it may not be made."""
        return self.purse.call(request)

    async def close(self) -> None:
        """Let go of files and connections."""
        self.recordings.close()
        if "search" in self.__dict__:
            await self.search.close_for_all()
        close = getattr(self.__dict__.get("model"), "aclose", None)
        if close is not None:
            await close()


class Scope:
    """What one sample has for itself: its recorded calls, its secret, and what it has cost."""

    def __init__(self, world: World, task: str, sample: str, repeat: int) -> None:
        self.world = world
        self.name = scope_name(sample, repeat)
        self.salt = hashlib.sha256(f"{task}/{self.name}".encode()).digest()[:16]
        self._task = task
        self._spent: dict[str, float] = dict.fromkeys(("calls", "replayed", "input", "cached", "output"), 0)
        self._first_tokens: list[float] = []

    @cached_property
    def model(self) -> RecordedModel:
        """The model of this run as this sample sees it."""
        world = self.world
        for lost in world.recordings.unanswered(self._task, self.name):
            self._spend(Usage(*lost.usage), "lost", 0.0, 0.0)
        return RecordedModel(
            world.model, world.recordings, (self._task, self.name), world.prompt_hashes, self._spend, world.allowed
        )

    @property
    def kind(self) -> InterviewerKind:
        """Whether a model interviews and grades."""
        return InterviewerKind.OFFLINE if self.world.model_name is None else InterviewerKind.MODEL

    def interviewer(self) -> Interviewer:
        """An interviewer of this run."""
        world = self.world
        if world.model_name is None:
            from agent.interviewer.offline import OfflineInterviewer

            return OfflineInterviewer(world.search, lambda: world.offline_grader)
        from agent.interviewer.model import ModelInterviewer

        return ModelInterviewer(
            self.model, world.model_name, grader=world.settings.grader_model, prompts=world.prompts,
            context_tokens=world.settings.context_tokens,
        )  # fmt: skip

    def spent(self, seconds: float) -> Spent:
        """What the sample has taken."""
        numbers = {name: int(value) for name, value in self._spent.items()}
        first = sorted(self._first_tokens)
        return Spent(**numbers, seconds=seconds, first_token=first[(len(first) - 1) // 2] if first else None)

    def _spend(self, usage: Usage, source: Source, seconds: float, first: float) -> None:
        if source != "lost":
            self._first_tokens.append(first)
        self._spent["replayed" if source == "replayed" else "calls"] += 1
        if source != "replayed":
            self._spent["input"] += usage.input
            self._spent["cached"] += usage.cached
            self._spent["output"] += usage.output
