"""What the app's tests run under."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator

import pytest
from pytest_textual_snapshot import SVGImageExtension

SVGImageExtension.file_extension = "svg"  # the plugin sets the name that older versions of syrupy read


async def give_way(*_: object) -> None:
    """In place of Textual's wait for an idle processor: the tests wait for what they look for."""
    await asyncio.sleep(0)


@pytest.fixture(autouse=True)
def plain_terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The same clock zone and colours everywhere."""
    for name in ("NO_COLOR", "COLORTERM", "TEXTUAL_ANIMATIONS", "TEXTUAL_THEME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setattr("tui.drafting.DRAFT_DELAY", 0.0)
    for module in ("textual.app", "textual.pilot"):
        monkeypatch.setattr(f"{module}.wait_for_idle", give_way)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()
