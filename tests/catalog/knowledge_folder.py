"""A small knowledge tree that a test can bend."""

from __future__ import annotations

import shutil
from pathlib import Path

REAL = Path(__file__).parents[2] / "knowledge"
PARTS = ("rounds/ml_depth.md", "rubrics/ml_depth.md", "probes/ml_depth.md", "sources.yaml")


class Folder:
    """A copy of the ml_depth part of knowledge/ under `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for part in PARTS:
            (root / part).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(REAL / part, root / part)
        shutil.copytree(REAL / "questions/ml_depth", root / "questions/ml_depth")

    def replace(self, file: str, old: str, new: str) -> int:
        """Replace the first `old` in a file; the line on which it stood."""
        path = self.root / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} has no {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1
