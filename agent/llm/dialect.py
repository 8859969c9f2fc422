"""What one endpoint accepts for one model, learnt from what it refuses."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from agent.llm.base import Message, Request
from agent.llm.faults import Fault, Kind
from agent.llm.structured import Rung, response_format, with_schema

_MORE_OUTPUT = 4  # reasoning counts as output: a budget for the words alone is used up before the first of them
_MOST_OUTPUT = 16
_OUTPUT_CEILING = 16_000


@dataclass(frozen=True, slots=True)
class Dialect:
    """The request fields that an endpoint takes. The default asks for everything."""

    rung: Rung = Rung.STRICT
    temperature: bool = True
    stream_options: bool = True
    new_output_field: bool = False  # max_completion_tokens in place of max_tokens
    system_role: bool = True
    output_factor: int = 1

    def body(self, request: Request, messages: tuple[Message, ...], *, stream: bool) -> dict[str, Any]:
        """The body of the HTTP request; `messages` may be longer than the request's own (a repair)."""
        field = "max_completion_tokens" if self.new_output_field else "max_tokens"
        body: dict[str, Any] = {
            "model": request.model,
            "messages": [{"role": role, "content": content} for role, content in self._roles(messages)],
            field: min(request.max_output_tokens * self.output_factor, _OUTPUT_CEILING),
        }
        if request.temperature is not None and self.temperature:
            body["temperature"] = request.temperature
        form = response_format(self.rung, request.schema) if request.schema else None
        if form:
            body["response_format"] = form
        if stream:
            body["stream"] = True
            if self.stream_options:
                body["stream_options"] = {"include_usage": True}
        return body

    def messages(self, request: Request) -> tuple[Message, ...]:
        """The request's messages, with the schema in words where the endpoint is not held to it otherwise."""
        if request.schema is None or self.rung is Rung.STRICT:
            return request.messages
        return with_schema(request.messages, request.schema)

    def _roles(self, messages: tuple[Message, ...]) -> tuple[Message, ...]:
        """Without a system role its text stands at the head of the first user message."""
        if self.system_role or not messages or messages[0][0] != "system":
            return messages
        system, rest = messages[0][1], messages[1:]
        if rest and rest[0][0] == "user":
            return (("user", f"{system}\n\n{rest[0][1]}"), *rest[1:])
        return (("user", system), *rest)

    def adapted(self, fault: Fault, request: Request, *, repeated: bool) -> Dialect | None:
        """How to ask again after a refusal, or None where asking differently can't help.

        `repeated` says that the same request failed the same way before: only then is a server error blamed on
        the form of the request. Every step gives something up, so the steps come to an end.
        """
        if fault.kind is Kind.LENGTH:
            more = (
                request.max_output_tokens * self.output_factor < _OUTPUT_CEILING and self.output_factor < _MOST_OUTPUT
            )
            return replace(self, output_factor=self.output_factor * _MORE_OUTPUT) if more else None
        if fault.kind is Kind.NONSENSE:
            return self._lower(request)
        if fault.kind is Kind.REFUSED_REQUEST:
            return self._named(fault, request) or self._plainer(request)
        if fault.kind is Kind.BUSY and fault.status in (500, 501) and repeated:
            return self._named(fault, request) or self._lower(request)
        return None

    def _named(self, fault: Fault, request: Request) -> Dialect | None:
        """Give up what the refusal names."""
        if fault.mentions("max_completion_tokens", "max_tokens") and not self.new_output_field:
            return replace(self, new_output_field=True)
        if fault.mentions("temperature") and self.temperature and request.temperature is not None:
            return replace(self, temperature=False)
        if fault.mentions("stream_options", "include_usage") and self.stream_options:
            return replace(self, stream_options=False)
        if fault.mentions("response_format", "json_schema", "json_object", "schema", "grammar", "guided"):
            return self._lower(request)
        if fault.mentions("system role", "role 'system'", 'role "system"', "role: system", "system message",
                          "roles must alternate"):  # fmt: skip
            return replace(self, system_role=False) if self.system_role else None
        return None

    def _lower(self, request: Request) -> Dialect | None:
        if request.schema is None or self.rung is Rung.PROMPT:
            return None
        return replace(self, rung=Rung(self.rung + 1))

    def _plainer(self, request: Request) -> Dialect | None:
        """Give up one thing after the other where a refusal names none."""
        lower = self._lower(request)
        if lower:
            return lower
        if self.temperature or self.stream_options:
            return replace(self, temperature=False, stream_options=False)
        if not self.new_output_field:
            return replace(self, new_output_field=True)
        return replace(self, system_role=False) if self.system_role else None
