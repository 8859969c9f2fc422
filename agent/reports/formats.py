"""A session's report in any of the formats there are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from agent.reports import html, json, markdown, pdf

if TYPE_CHECKING:
    from agent.domain.verdict import LoopDebrief, RoundDocument
    from agent.regrading import Regrade

FORMATS = ("md", "html", "pdf", "json")
"""Their names, which are also how the names of such files end."""


def report(
    document: RoundDocument | LoopDebrief, kind: str, regrades: Mapping[str, Regrade] | None = None
) -> str | bytes:
    """The document in a format; `regrades` by round_id come along.

    Raises UsageError where what writes the format is not installed.
    """
    match kind:
        case "json":
            again = {"regrades": {name: json.regrade(spread) for name, spread in regrades.items()}} if regrades else {}
            return json.dumps({**json.session_document(document), **again}) + "\n"
        case "pdf":
            return pdf.report(document, regrades)
        case "html":
            return html.report(document, regrades)
        case _:
            return markdown.report(document, regrades)
