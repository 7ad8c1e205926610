"""What a snapshot says of the vocabularies it was built from: which versions, and where merged identifiers lead."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

CARD: Final = "vocabularies.json"


@dataclass(frozen=True, slots=True)
class Source:
    """What one part gave to a snapshot: the name of the version in force, and the folder of its tables then."""

    version: str
    folder: str


def note_sources(folder: Path, sources: Mapping[str, Source], forwards: Mapping[str, str]) -> None:
    """Write into a finished snapshot what it was built from, by part, and what its identifiers were before a merge."""
    said = {part: {"version": source.version, "folder": source.folder} for part, source in sources.items()}
    card = {"parts": said, "forwards": dict(forwards)}
    (folder / CARD).write_text(json.dumps(card, indent=1, ensure_ascii=False), "utf-8")


def sources_of(folder: Path) -> dict[str, Source] | None:
    """What a snapshot was built from, by part; None where it doesn't say."""
    try:
        return {str(part): Source(str(s["version"]), str(s["folder"])) for part, s in _card(folder)["parts"].items()}
    except (KeyError, TypeError, AttributeError):
        return None


def forwards_of(folder: Path) -> dict[str, str]:
    """Where identifiers lead that were merged into others; none where the snapshot doesn't say."""
    found = _card(folder).get("forwards")
    return {str(old): str(new) for old, new in found.items()} if isinstance(found, dict) else {}


def _card(folder: Path) -> dict[str, Any]:
    try:
        card = json.loads((folder / CARD).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return card if isinstance(card, dict) else {}
