"""The formats in which pathways are written: one table for the command, the studio and the tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from graph.pathways.formats import badgr, ctdl, yaml
from graph.pathways.formats.losses import Loss, Written, differing, losses_between
from graph.pathways.model import Pathway

__all__ = ["FORMATS", "Loss", "PathwayFormat", "Written", "differing", "losses_between"]


@dataclass(frozen=True, slots=True)
class PathwayFormat:
    """One format: its short name, what it is, the end of its files' names, its writer, why fields may get lost."""

    name: str
    title: str
    suffix: str
    write: Callable[[Pathway], Written]
    reasons: Mapping[str, str] = field(default_factory=dict)


FORMATS: Final = (
    PathwayFormat("yaml", "Stackway's YAML, to be written by hand", ".yaml", yaml.write),
    PathwayFormat("ctdl", "CTDL JSON-LD of the Credential Registry", ".json", ctdl.write, ctdl.REASONS),
    PathwayFormat("badgr", "Badgr pathway JSON", ".json", badgr.write, badgr.REASONS),
)
