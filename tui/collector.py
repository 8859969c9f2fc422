"""The garbage collector and the keyboard.

What the agent imports stays for good. A full collection that walks over all of it stops the app for up to 0.4 s, most
likely while somebody types, and the imports set off several. So nothing is collected while it is loaded, and what is
there afterwards is never looked at again.
"""

from __future__ import annotations

import gc


def hold_off() -> None:
    """Collect nothing for now: a lot is about to be loaded."""
    gc.disable()


def settle() -> None:
    """It is loaded: leave it alone from here on, and collect what comes after it."""
    gc.freeze()
    gc.enable()
