"""Which graph a snapshot was made of: noted beside it by the build, and no part of what names the snapshot."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

_NOTE: Final = "graph.json"


def note_graph(folder: Path, name: str) -> None:
    """Write down the name of the graph that a finished snapshot was made of."""
    (folder / _NOTE).write_text(json.dumps({"name": name}), "utf-8")


def noted_graph(folder: Path) -> str:
    """The name of the graph; empty for a snapshot of before there was a note."""
    try:
        return str(json.loads((folder / _NOTE).read_text("utf-8"))["name"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
