"""What a round takes: time to the first word, calls and tokens. Times are of this machine and this moment."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from evals.sitting import hold, round_samples
from evals.task import Better, Metric, Record, Result, Sample, Task, mean_of
from evals.world import Scope


def latency_cost() -> Task:
    """Seconds to a model's first token, calls and tokens for a round, and the share of input an endpoint had cached."""
    return Task(
        name="latency_cost",
        about="a round's seconds to the first token, model calls and tokens",
        samples=samples,
        run=run,
        metrics=(
            mean_of("seconds_a_message", 1.0, "lower"),
            _of_spent("calls_a_round", lambda r: float(r.spent.calls + r.spent.replayed)),
            _of_spent("first_token_seconds", lambda r: r.spent.first_token),
            _of_spent("input_tokens", lambda r: float(r.spent.input) if r.spent.calls else None),
            _of_spent("output_tokens", lambda r: float(r.spent.output) if r.spent.calls else None),
            _of_spent("cached_share", lambda r: r.spent.cached / r.spent.input if r.spent.input else None, "higher"),
        ),
    )


def _of_spent(name: str, of: Callable[[Record], float | None], better: Better = "lower") -> Metric:
    def mean(records: Sequence[Record]) -> float | None:
        values = [value for record in records if (value := of(record)) is not None]
        return sum(values) / len(values) if values else None

    return Metric(name, mean, 1.0, better)


def samples() -> list[Sample]:
    """Every kind with one candidate who talks."""
    from agent.catalog.loader import Catalog

    return round_samples(Catalog().kinds(), ("solid",))


async def run(sample: Sample, scope: Scope) -> Result:
    """Sit a round."""
    begun = time.perf_counter()
    sat = await hold(sample, scope)
    messages = len(sat.rounds[0].moments)
    return Result({"seconds_a_message": (time.perf_counter() - begun) / max(1, messages)}, {"messages": messages})
