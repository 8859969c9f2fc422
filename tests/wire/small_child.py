"""`mockloop` with the real path to a model and without embeddings, for tests in a process of its own.

With MOCKLOOP_TEST_CRASH set it dies of an exception that nobody catches while it holds the key.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from typing import Any

from agent import session as session_module
from agent.llm.openai import OpenAIModel
from tests.session.fakes import ByFirstWord, HearsNothing, NoSearch
from tui.cli import main


def small(*arguments: Any) -> Any:
    return replace(real(*arguments), search=NoSearch(), classifier=ByFirstWord(), listener=HearsNothing())


def crash(self: OpenAIModel, *_: Any) -> None:
    key = self._endpoint.secret
    raise RuntimeError(f"no connection with the key {key}")


if __name__ == "__main__":
    real = session_module.make_context
    session_module.make_context = small
    if os.environ.pop("MOCKLOOP_TEST_CRASH", ""):
        OpenAIModel._connect = crash  # type: ignore[assignment,method-assign]
    sys.exit(main())
