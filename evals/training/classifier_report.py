"""The confusion table of the message classifier: `python -m evals.training.classifier_report FILE`.

FILE holds JSON lines with `asked`, `text` and `label`, such as tests/data/messages.jsonl. Prints figures only, no
message: who tunes the classifier must not read what measures it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Iterable
from pathlib import Path

from agent.domain.terms import MessageKind
from agent.listening.classify import MessageClassifier
from agent.retrieval.embedder import MiniLM
from evals.training.confusion import Confusion


async def confusion(lines: Iterable[str]) -> Confusion:
    """Classify every message, one JSON object a line."""
    classifier = MessageClassifier(MiniLM())
    table = Confusion()
    for line in lines:
        row = json.loads(line)
        guess = await classifier.classify(row["text"], row["asked"], closing=False, confirming=False)
        table.add(MessageKind(row["label"]), guess)
    return table


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    lines = parser.parse_args().file.read_text(encoding="utf-8").splitlines()
    print(asyncio.run(confusion(lines)))  # noqa: T201


if __name__ == "__main__":
    main()
