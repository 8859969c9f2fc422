"""What can go wrong with a provider, and how a user is told: what happened, what was kept, what to do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from agent.errors import ProviderError

_KEPT = "Everything is kept."
_DETAIL_CHARS = 160
_SECRETS = re.compile(r"(?i)\b(?:bearer|basic)\s+\S+|\b(?:sk|key|api|pk|org|proj)[-_][\w*.\-]{6,}")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]+")


class Kind(Enum):
    """A kind of failure; the value is (what happened, what to do, whether trying again may help)."""

    KEY = ("refused the key", "Check the key, then resume.", False)
    FORBIDDEN = ("does not allow this key to use the model", "Choose a model that the key may use, then resume.", False)
    NOT_FOUND = (
        "does not know the model or the address",
        "Check the model's name and the base URL, then resume.",
        False,
    )
    QUOTA = ("says that the account's credit is used up", "Top it up or choose another provider, then resume.", False)
    RATE = ("is limiting how often it may be called", "Wait a little, then resume.", True)
    BUSY = ("is failing on its side", "Try again in some minutes, or choose another model.", True)
    REFUSED_REQUEST = ("did not accept the request", "Choose another model, or report this, then resume.", False)
    TOO_LONG = (
        "says that the request is longer than the model's window",
        "Lower context_tokens or choose a model with a longer window, then resume.",
        False,
    )
    DNS = ("has a name that can't be found", "Check the base URL and the network, then resume.", True)
    UNREACHABLE = ("can't be reached", "Check that it runs, the base URL and the network, then resume.", True)
    TLS = ("could not prove who it is (TLS)", "Check the base URL and the machine's certificates, then resume.", False)
    SLOW_START = ("did not begin to answer in time", "Try again, or choose a faster model.", True)
    SLOW = ("did not finish its answer in time", "Try again, or choose a faster model.", True)
    STALLED = ("stopped in the middle of its answer", "Try again; if it repeats, choose another model.", True)
    BROKEN_OFF = ("broke off in the middle of its answer", "Try again; if it repeats, choose another model.", True)
    NOT_A_MODEL = ("answered with something that no model sends", "Check that the base URL ends where the API begins "
                   "(often /v1), then resume.", False)  # fmt: skip
    ERROR_BODY = ("answered with an error", "Try again; if it repeats, choose another model.", True)
    EMPTY = ("answered with nothing", "Try again, or choose another model.", True)
    REFUSAL = ("declined to answer", "Try again, or choose another model.", True)
    FILTERED = ("held its answer back in a content filter", "Try again, or choose another model.", True)
    LENGTH = ("ran into its length limit before it had finished", "Try again, or choose another model.", True)
    NONSENSE = ("did not answer in the form it was asked for", "Try again, or choose a stronger model.", True)

    @property
    def happened(self) -> str:
        """The failure, completing "The provider …"."""
        return self.value[0]

    @property
    def advice(self) -> str:
        """What the user can do."""
        return self.value[1]

    @property
    def retryable(self) -> bool:
        """Whether trying the same again may help."""
        return self.value[2]

    @property
    def answered(self) -> bool:
        """Whether the model did answer, only not with what it was asked for."""
        return self in (Kind.EMPTY, Kind.REFUSAL, Kind.FILTERED, Kind.LENGTH, Kind.NONSENSE)


@dataclass(frozen=True, slots=True)
class Fault:
    """One failure. `detail` is the provider's own words (see `scrub`), `param` the field of the request that it names;
    `retry_after` is in seconds."""

    kind: Kind
    status: int | None = None
    detail: str = ""
    param: str = ""
    retry_after: float | None = None

    def mentions(self, *words: str) -> bool:
        """Whether the provider's words name any of these."""
        said = f"{self.detail} {self.param}".lower()
        return any(word in said for word in words)


def of_status(
    status: int, detail: str = "", code: str = "", param: str = "", retry_after: float | None = None
) -> Fault:
    """The fault behind an HTTP status of 400 or more."""
    said = f"{code} {detail}".lower()
    if "insufficient_quota" in said or status == 402:
        kind = Kind.QUOTA
    elif status == 400 and ("context_length" in said or "maximum context" in said or "context size" in said):
        kind = Kind.TOO_LONG
    else:
        kind = {
            401: Kind.KEY, 403: Kind.FORBIDDEN, 404: Kind.NOT_FOUND, 413: Kind.TOO_LONG,
            408: Kind.BUSY, 409: Kind.BUSY, 425: Kind.BUSY, 429: Kind.RATE,
        }.get(status, Kind.BUSY if status >= 500 else Kind.REFUSED_REQUEST)  # fmt: skip
    return Fault(kind, status, detail, param, retry_after)


def scrub(detail: str, secret: str) -> str:
    """A provider's words made fit to be shown: one short line without the key or anything that looks like one."""
    line = _UNPRINTABLE.sub(" ", detail)
    if secret:
        line = line.replace(secret, "…")
    line = " ".join(_SECRETS.sub("…", line).split())
    return line if len(line) <= _DETAIL_CHARS else line[: _DETAIL_CHARS - 1] + "…"


def provider_error(fault: Fault, *, provider: str, model: str) -> ProviderError:
    """The error a user sees. `provider` is a host name without credentials; the fault's detail is scrubbed."""
    status = f" ({fault.status})" if fault.status else ""
    words = f' It said: "{fault.detail}".' if fault.detail else ""
    wait = ""
    if fault.kind is Kind.RATE and fault.retry_after:
        wait = f" It asks to wait {round(fault.retry_after)} seconds."
    message = (
        f"The model provider {provider} (model {model}) {fault.kind.happened}{status}."
        f"{words}{wait} {_KEPT} {fault.kind.advice}"
    )
    return ProviderError(message, retryable=fault.kind.retryable, answered=fault.kind.answered)
