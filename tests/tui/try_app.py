"""The app over the fake session in a real terminal: `python tests/tui/try_app.py [home|round|loop|crash]`."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parent)]

from fake_session import FakeBackend, Script  # noqa: E402
from sample_interviews import finished, unfinished  # noqa: E402

from agent.domain.request import StartRequest  # noqa: E402
from tui.app import MockloopApp, run  # noqa: E402
from tui.terminal import discard  # noqa: E402

OPENINGS = {"loop": StartRequest(loop="startup"), "round": StartRequest(round="ml_depth")}
OPENINGS["crash"] = OPENINGS["round"]


def main(scenario: str) -> int:
    """Run the app; after it, say on standard output what became of the session."""
    script = Script(answers_a_round=3)
    if scenario == "crash":
        script.crash = RuntimeError("the key is sk-very-secret")
    stores = [
        unfinished(StartRequest(loop="startup"), "s1", draft="I'd look at"),
        finished(StartRequest(round="ml_depth"), "s2"),
        finished(StartRequest(loop="startup"), "s3"),
    ]
    backend = FakeBackend(script, stores)
    status = run(MockloopApp(backend, OPENINGS.get(scenario)))
    try:
        for session in backend.opened:
            print(f"{session.id} closed={session.closed} draft={session.store.draft!r}", flush=True)
    except OSError:  # one test takes the terminal away
        discard(sys.stdout)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "home"))
