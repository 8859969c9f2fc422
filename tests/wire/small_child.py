"""`mockloop` with the real path to a model and without embeddings, for tests in a process of its own.

With MOCKLOOP_TEST_CRASH set it dies of an exception that nobody catches while it holds the key.
"""

from __future__ import annotations

import os
import sys
from typing import Any

from agent import session as session_module
from agent.llm.openai import OpenAIModel
from tests.session.services import SMALL, with_services
from tui.cli import main


def crash(self: OpenAIModel, *_: Any) -> None:
    key = self._endpoint.secret
    raise RuntimeError(f"no connection with the key {key}")


if __name__ == "__main__":
    session_module.make_context = with_services(**SMALL)
    if os.environ.pop("MOCKLOOP_TEST_CRASH", ""):
        OpenAIModel._connect = crash  # type: ignore[assignment,method-assign]
    sys.exit(main())
