"""How to call this program again, in words that work in the shell it was called from."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

NAME = "mockloop"


def program() -> str:
    """`mockloop` where that is found by name, else the path it was started by: `make run` puts nothing on the PATH."""
    called = Path(sys.argv[0])
    if called.name != NAME or shutil.which(NAME) is not None:
        return NAME
    return str(called)
