"""A long chat in pages: what was read and lies far above the screen takes its room and no time."""

from __future__ import annotations

from collections.abc import Iterable

from textual import events
from textual.containers import VerticalGroup, VerticalScroll
from textual.widget import Widget

PAGE = 8
"""Widgets of a page: turns, and lines between them."""


class Page(VerticalGroup):
    """Some of what a chat holds. Folded, it stays as high as it is, and nothing in it is laid out."""

    is_folded = False

    def fold(self) -> None:
        """Keep the height alone."""
        self.is_folded = True
        self.styles.height = self.outer_size.height
        for child in self.children:
            child.display = False

    def unfold(self) -> None:
        """Be laid out again."""
        self.is_folded = False
        self.styles.height = "auto"
        for child in self.children:
            child.display = True


class Pages(VerticalScroll):
    """Scrolls over pages, the newest at the end.

    The screen is laid out anew for every word that is said, and that takes as long as there are widgets in it, seen or
    not. So pages more than a screen above what is seen are folded (`fold`) while it is scrolled to its end; all are
    back before it is scrolled, or has another width.
    """

    _laid_out_width = 0

    @property
    def pages(self) -> list[Page]:
        """All pages, oldest first."""
        return [child for child in self.children if isinstance(child, Page)]

    async def add(self, *widgets: Widget) -> None:
        """Put widgets behind all others."""
        if not self.is_attached:  # words may still come while the screen goes
            return
        left = list(widgets)
        pages = self.pages
        if pages and (room := PAGE - len(pages[-1].children)) > 0:
            here, left = left[:room], left[room:]
            await pages[-1].mount(*here)
        if left:
            await self.mount(*(Page(*left[at : at + PAGE]) for at in range(0, len(left), PAGE)))

    def fold(self) -> None:
        """Fold what is out of sight, once the picture is out."""
        self.call_after_refresh(self._fold)

    def _fold(self) -> None:
        if not self.is_vertical_scroll_end:
            return
        above = self.scroll_offset.y - self.size.height
        for page in self.pages:
            if not page.is_folded and 0 < page.virtual_region.bottom < above:
                page.fold()

    def unfold(self) -> None:
        """Lay out everything again."""
        for page in self._folded():
            page.unfold()

    def _folded(self) -> Iterable[Page]:
        return (page for page in self.pages if page.is_folded)

    def release_anchor(self) -> None:
        """The user scrolls."""
        self.unfold()
        super().release_anchor()

    def on_resize(self, event: events.Resize) -> None:
        """Lines break elsewhere in another width."""
        if event.size.width != self._laid_out_width:
            self._laid_out_width = event.size.width
            self.unfold()
