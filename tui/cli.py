"""The console command, `mockloop`.

Without arguments it is the app, and nothing that the app does not need is imported before it paints.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from tui.commands.terminal import on_terminal, open_app

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line (`sys.argv` by default) and return its exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if not given and on_terminal():
            return open_app({})
        from tui.commands.root import run

        return run(given)
    except KeyboardInterrupt:  # before anything was begun
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
