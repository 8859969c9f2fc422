"""What the bench looks up in is as large as it says, the same each time, and near to what it was made of."""

from __future__ import annotations

from agent.catalog.loader import Catalog
from agent.retrieval import documents
from evals.bench.lookups import Synthetic, grown


async def test_grown_knowledge_has_the_size_asked_for_and_copies_are_near_their_originals() -> None:
    found = documents.targets(Catalog())[:40]
    held = len(documents.entries(found))
    embedder = Synthetic()
    made = grown(found, 3 * held, embedder.copies)
    entries = documents.entries(made)
    assert 3 * held <= len(entries) < 3 * held + 20 and len({entry.id for entry in entries}) == len(entries)
    assert made == grown(found, 3 * held, {})
    copied, original = next((new, old) for new, old in embedder.copies.items() if new != old)
    one, other = await embedder.embed([copied, original])
    assert 0.8 < float(one @ other) < 0.99
    assert len(documents.entries(grown(found, held // 2, {}))) < held, "fewer are some of them"
