"""The garbage collector, the keyboard and the first word.

What the agent imports stays for good, and so does nearly all that a growing chat is made of. A full collection that
walks over it stops the app: for up to 0.4 s after the imports, for a tenth of a second after ten turns and longer after
more, most likely while somebody types or waits for a word. So nothing is collected while much is loaded or a reply is
awaited; it is done once the candidate has his turn, and what is there then is never looked at again.
"""

from __future__ import annotations

import gc


def hold_off() -> None:
    """Collect nothing for now: a lot is about to be loaded, or somebody waits for a word."""
    gc.disable()


def go_on() -> None:
    """Collect again as Python would. Safe to call where nothing was held off."""
    gc.enable()


def settle() -> None:
    """It is loaded: leave it alone from here on, and collect what comes after it."""
    gc.freeze()
    gc.enable()


def tidy() -> None:
    """Nobody waits: collect what the turn left behind, a hundredth of a second, and leave the rest alone.

    Only the younger generations are looked at, which hold all that was made while collecting was held off.
    """
    gc.collect(1)
    settle()


def give_back() -> None:
    """What was left alone may go now: a screen with all its widgets was closed."""
    gc.unfreeze()
    gc.enable()
