"""The app over the fake session, by hand: `python tests/tui/try_app.py [ml_depth|loop]`."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parent)]

from fake_session import FakeBackend, StartRequest, finished, unfinished

from tui.app import MockloopApp


def main() -> None:
    stores = [
        unfinished(StartRequest(loop="startup"), "s1", draft="I'd look at"),
        finished(StartRequest(round="ml_depth"), "s2"),
        finished(StartRequest(loop="startup"), "s3"),
    ]
    opening = {"loop": StartRequest(loop="startup"), "ml_depth": StartRequest(round="ml_depth")}.get(sys.argv[-1])
    app = MockloopApp(FakeBackend(stores=stores), opening)
    app.run()
    print(app.parting_line, app.return_code)


if __name__ == "__main__":
    main()
