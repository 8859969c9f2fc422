"""A page read as a browser reads it, without one."""

from __future__ import annotations

from html.parser import HTMLParser

_ALONE = {"meta", "br"}


class Page(HTMLParser):
    """What stands in a page: its tags with their attributes, what is left open, and its text by tag."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in _ALONE:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data):
        if self.open:
            self.texts.append((self.open[-1], data))

    def of(self, tag: str) -> list[str]:
        """The texts that stand directly in this kind of tag."""
        return [text for name, text in self.texts if name == tag]

    def attributes(self, name: str) -> list[str]:
        """The values of an attribute, wherever it stands."""
        return [found[name] or "" for _, found in self.tags if name in found]
