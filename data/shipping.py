"""The data that come with the package: where they lie, whose they are and how to say so."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

from data.errors import UnreadableFile


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """One published set: who made it, under what licence, the attribution asked for and what was changed.

    `folder` is where it lies below `shipped_root`; `retrieved` the day on which the copy was taken.
    """

    id: str
    title: str
    publisher: str
    version: str
    licence: str
    licence_url: str
    attribution: str
    changes: str
    retrieved: date
    folder: str
    carrier: str
    caution: str = ""


def shipped_root() -> Path:
    """The folder of the shipped data, found as a resource of the package, wherever that is installed."""
    return Path(str(files("data"))) / "shipped"


@cache
def sources() -> tuple[Source, ...]:
    """The attribution record of every shipped set, in the order of ``sources.toml``.

    Raises `UnreadableFile` where that file is missing or lacks a field.
    """
    path = shipped_root() / "sources.toml"
    try:
        written = tomllib.loads(path.read_text("utf-8"))
        return tuple(Source(**record) for record in written["source"])
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise UnreadableFile(f"{path.name}: {error}.", hint="The installation is damaged: install it again.") from error


def source(identifier: str) -> Source | None:
    """The record of one set; none where nothing of that name is shipped.

    >>> source("esco-1.1.1").publisher
    'European Commission'
    """
    return next((record for record in sources() if record.id == identifier), None)
