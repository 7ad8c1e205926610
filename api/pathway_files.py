"""Pathway files in and out: read by whatever reader knows the file, written in a format, with the losses named."""

from __future__ import annotations

import re
import tempfile
from dataclasses import replace
from pathlib import Path

from api.errors import BadOption
from data.formats import Asked, format_of, named
from graph.from_tables import pathways_from_tables
from graph.pathways.formats import FORMATS, Loss, PathwayFormat, Written, losses_between
from graph.pathways.model import Pathway


def pathways_of(path: Path, *, issuer: str = "") -> tuple[str, tuple[Pathway, ...]]:
    """The format of a file and its pathways; raises `UnknownKind`, `UnreadableFile`, `BadOption` where it has none."""
    format_ = format_of(path)
    found = pathways_from_tables(format_.read(path, Asked(issuer=issuer)).tables)
    if not found:
        raise BadOption(f"{path.name}: there is no pathway in it; it is {format_.title}.", hint="Name another file.")
    return format_.name, found


def format_called(name: str) -> PathwayFormat:
    """The format of a short name; raises `BadOption`."""
    for format_ in FORMATS:
        if format_.name == name:
            return format_
    known = ", ".join(one.name for one in FORMATS)
    raise BadOption(f"Pathways aren't written as {name[:100]!r}.", hint=f"Known: {known}.")


def converted(pathway: Pathway, format_: PathwayFormat) -> Written:
    """The pathway in that format; its losses are what differs when the text is read again, and what its writer says."""
    written = format_.write(pathway)
    again = _again(written.text, format_, pathway.issuer)
    if len(again) == 1:
        losses = losses_between(pathway, again[0], format_.reasons, format_.title)
    else:
        why = f"{format_.title} joins only steps that are linked with each other"
        losses = (Loss("", "steps", why, f"reads as {len(again)} pathways"),)
    return replace(written, losses=tuple(dict.fromkeys((*written.losses, *losses))))


def _again(text: str, format_: PathwayFormat, issuer: str) -> tuple[Pathway, ...]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"pathway{format_.suffix}"
        path.write_text(text, encoding="utf-8", newline="")
        reader = named(format_.reader or format_.name)
        return pathways_from_tables(reader.read(path, Asked(issuer=issuer)).tables)


def file_name(pathway: Pathway, format_: PathwayFormat) -> str:
    """A safe file name for a pathway."""
    return re.sub(r"[^\w.-]+", "-", pathway.id).strip("-.")[:100] + format_.suffix
