"""The shape of the graph, as text: a change of it shows in review."""

from __future__ import annotations

from pathlib import Path

from agent.graph.build import build, build_round

PINNED = Path(__file__).with_name("topology.mmd")


def drawn() -> str:
    """The loop and the round, in Mermaid."""
    parts = [build(6).compile().get_graph(), build_round().compile().get_graph()]
    return "\n".join(part.draw_mermaid(with_styles=False).strip() for part in parts) + "\n"


def test_the_topology_is_pinned() -> None:
    assert drawn() == PINNED.read_text("utf-8"), "the graph changed: look at it, then pin it anew"
