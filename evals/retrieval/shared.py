"""A search that many sessions use at once."""

from __future__ import annotations

from agent.retrieval.search import ProbeSearch


class SharedSearch(ProbeSearch):
    """A search whose index stays open when one of its sessions closes; whoever made it calls `close_for_all`."""

    async def close(self) -> None:
        """Nothing: others may still search."""

    async def close_for_all(self) -> None:
        """Let go of the index's files."""
        await super().close()
