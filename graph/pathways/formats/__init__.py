"""The formats in which pathways are written: one table for the command, the studio and the tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from graph.pathways.formats import badgr, case, clr, ctdl, schemaorg, yaml
from graph.pathways.formats.losses import Loss, Written, differing, losses_between
from graph.pathways.model import Pathway

__all__ = ["FORMATS", "Loss", "PathwayFormat", "Written", "differing", "losses_between"]


@dataclass(frozen=True, slots=True)
class PathwayFormat:
    """One format: its short name, what it is, the end of its files' names, its writer, why fields may get lost.

    `reader` is the short name of the format that reads it (`data.formats`), where it isn't the same.
    """

    name: str
    title: str
    suffix: str
    write: Callable[[Pathway], Written]
    reasons: Mapping[str, str] = field(default_factory=dict)
    reader: str = ""


FORMATS: Final = (
    PathwayFormat("yaml", "Stackway's YAML, to be written by hand", ".yaml", yaml.write, reader="pathway-yaml"),
    PathwayFormat("ctdl", "CTDL JSON-LD of the Credential Registry", ".json", ctdl.write, ctdl.REASONS),
    PathwayFormat("badgr", "Badgr pathway JSON", ".json", badgr.write, badgr.REASONS),
    PathwayFormat(
        "clr", "Comprehensive Learner Record 2.0, its associations", ".json", clr.write, clr.REASONS, "badges"
    ),
    PathwayFormat("case", "CASE 1.1 package", ".json", case.write, case.REASONS),
    PathwayFormat("schema.org", "schema.org JSON-LD, a program", ".json", schemaorg.write, schemaorg.REASONS),
)
