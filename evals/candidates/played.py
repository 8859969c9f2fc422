"""Candidates played by a model: a prompt for each persona, in prompts/candidate/."""

from __future__ import annotations

from agent.domain.terms import MessageKind, RoundKind
from agent.llm.base import Request
from evals.candidates.base import Hearing, Line
from evals.world import Scope

_TOKENS, _TEMPERATURE = 500, 0.8
_NOTHING = "(nothing yet)"


class Played:
    """One candidate in one round, with the model of the run.

    What he means by a message is what the session's own classifier reads in it: a model does not say.
    """

    def __init__(self, persona: str, kind: RoundKind, scope: Scope) -> None:
        self.name = f"played:{persona}"
        self._prompt = f"candidate_{persona}"
        self._title = kind.label
        self._scope = scope

    async def say(self, hearing: Hearing) -> Line:
        """The next message. Raises ProviderError, and PromptError where there is no such persona."""
        prompts, model = self._scope.world.prompts, self._scope.world.model_name or ""
        spoken = "\n".join(f"{turn.role.value}: {turn.text}" for turn in hearing.turns[:-1])
        system = prompts.render(self._prompt, round=self._title)
        user = prompts.render("candidate_turn", history=spoken or _NOTHING, asked=hearing.asked)
        request = Request((("system", system), ("user", user)), "candidate", model, _TOKENS, _TEMPERATURE)
        text = (await self._scope.model.complete(request)).text.strip()
        classifier = self._scope.world.classifier
        kind = await classifier.classify(text, hearing.asked, closing=hearing.closing, confirming=False)
        return Line(text, MessageKind(kind), injects="injector" in self.name)
