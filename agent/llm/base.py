"""The seam to a language model: one request, one answer, two ways to ask."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, Literal, Protocol, TypeVar

from pydantic import BaseModel, ValidationError

from agent.events import Asked

Message = tuple[Literal["system", "user", "assistant"], str]

Shape = TypeVar("Shape", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Schema(Generic[Shape]):
    """What a structured answer must look like: a pydantic model, and its JSON schema as an endpoint is shown it.

    The schema is in the subset that strict decoding accepts: every property required, no additional ones.
    """

    name: str
    model: type[Shape]
    json: Mapping[str, Any]

    @classmethod
    def of(cls, model: type[Shape], choices: Mapping[str, Sequence[str]] | None = None) -> Schema[Shape]:
        """Derive the schema of `model`; `choices` narrows string properties, by name, to the given values."""
        return cls(model.__name__, model, _strict(_described(model), choices or {}))

    def parse(self, text: str) -> Shape:
        """Read an answer; fields that nobody asked for are passed over, since asking anew costs more than they say.

        Raises ValueError (pydantic's ValidationError is one) where it does not fit.
        """
        return self.model.model_validate_json(text, extra="ignore")

    def complaint(self, text: str) -> str | None:
        """What is wrong with an answer in one line, or None where it fits."""
        try:
            self.parse(text)
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False, include_context=False)[0]
            where = ".".join(str(part) for part in first["loc"])
            return f"{where}: {first['msg']}" if where else first["msg"]
        return None


@lru_cache(64)
def _described(model: type[BaseModel]) -> dict[str, Any]:
    """A model's JSON schema; working it out takes milliseconds, and a grader needs it with every answer."""
    return model.model_json_schema()


def _strict(node: Any, choices: Mapping[str, Sequence[str]]) -> Any:
    """Copy a JSON schema without titles and descriptions, all properties required, `choices` as enumerations."""
    if isinstance(node, list):
        return [_strict(item, choices) for item in node]
    if not isinstance(node, dict):
        return node
    copy = {
        key: _strict(value, choices) for key, value in node.items() if key not in ("title", "description", "default")
    }
    properties = node.get("properties")
    if isinstance(properties, dict):
        copy["properties"] = {
            name: _chosen(_strict(value, choices), choices.get(name)) for name, value in properties.items()
        }
        copy["required"] = list(properties)
        copy["additionalProperties"] = False
    return copy


def _chosen(property_: dict[str, Any], values: Sequence[str] | None) -> dict[str, Any]:
    """A string property, or a list of strings, narrowed to `values`."""
    if not values:
        return property_
    choice = {"type": "string", "enum": list(values)}
    return {"type": "array", "items": choice} if property_.get("type") == "array" else choice


@dataclass(frozen=True, slots=True)
class Request:
    """One call of a model.

    `purpose` names the prompt it was made from and goes with the usage; `max_output_tokens` bounds the answer;
    `temperature` None leaves it to the endpoint; with a `schema` the completion's text is JSON that fits it; `round_id`
    is the round it is asked for, '' for the committee. `opens_with` is what every answer begins with, '' where that is
    anything: a stream passes nothing on before it, so that reasoning which no tag announces is not taken for words.
    """

    messages: tuple[Message, ...]
    purpose: str
    model: str
    max_output_tokens: int = 800
    temperature: float | None = None
    schema: Schema[Any] | None = None
    round_id: str = ""
    opens_with: str = ""


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as the endpoint counted them; `cached` is the part of `input` it had seen before.

    `estimated` says that the endpoint reported nothing and the figures are ours.
    """

    input: int = 0
    cached: int = 0
    output: int = 0
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Completion:
    """A whole answer. `finish` is always "stop": anything else is a ProviderError."""

    text: str
    usage: Usage | None = None
    finish: str = "stop"


@dataclass(frozen=True, slots=True)
class Call:
    """What one HTTP request to the endpoint took: on behalf of which `request`, and the `messages` that were sent,
    which may be more than its own."""

    request: Request
    usage: Usage
    messages: tuple[Message, ...] = ()


class Meter(Protocol):
    """Is asked before every HTTP request to an endpoint, and told what it took."""

    def reserved(
        self, request: Request, host: str, input: Callable[[], int], output: int
    ) -> AbstractAsyncContextManager[None]:
        """Set aside what the request may cost while it runs: `input()` tokens, estimated when asked, at most `output`.

        Entering may wait, and raises where it must not be sent.
        """
        ...

    async def record(self, call: Call, host: str) -> None:
        """Note what an answered request took."""
        ...


class LanguageModel(Protocol):
    """Anything that can answer a request. Both methods raise ProviderError and nothing else."""

    async def complete(self, request: Request) -> Completion:
        """Answer as a whole; with a schema the text is JSON that was validated against it."""
        ...

    def stream(self, request: Request) -> AsyncIterator[str | Asked | Completion]:
        """Answer in pieces; the last item is the Completion, whose text is the concatenation of the pieces.

        `Asked` says that the request is on its way, where that is known; again with every try.
        """
        ...
