"""The index of titles in a folder: one file an array, memory-mapped when it is opened."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, Final

import numpy as np

from skills_taxonomy.errors import TaxonomyError
from skills_taxonomy.linking import terms
from skills_taxonomy.titles.index import FORMAT, TitleIndex, Usage
from skills_taxonomy.titles.names import OccupationNames

_TERMS: Final = ("single", "pairs", "grams", "every_pair", "every_gram", "described", "skilled")
_USAGES: Final = ("use", "use_pairs", "use_grams", "use_fine", "use_broad", "heads")
_ARRAYS: Final = ("first", "owners", "counts", "share", "totals")
_NAMES: Final = ("first", "fine", "broad", "twins")


class TitleIndexDamaged(TaxonomyError):
    """An index of titles can't be read, or is of another version."""


def save(index: TitleIndex, folder: Path) -> None:
    """Write the index to a folder that isn't there yet."""
    folder.mkdir(parents=True)
    for name in _TERMS:
        terms.save(getattr(index, name), folder / name)
    for name in _USAGES:
        _save_usage(getattr(index, name), folder / name)
    plain = {name: value for name, value in asdict(index.names).items() if name not in {*_NAMES, "skills"}}
    for name in _NAMES:
        np.save(folder / f"{name}.npy", getattr(index.names, name))
    about = {"format": FORMAT, "names": plain, "name_heads": index.name_heads, "exact": index.exact}
    (folder / "about.json").write_text(json.dumps(about, ensure_ascii=False), "utf-8")


def load(folder: Path) -> TitleIndex:
    """The index of a folder; raises `TitleIndexDamaged`."""
    try:
        about = json.loads((folder / "about.json").read_text("utf-8"))
        if about.get("format") != FORMAT:
            raise TitleIndexDamaged(
                f"The index of titles in {folder} has format {about.get('format')}, this version reads {FORMAT}.",
                hint="Make it again: `stackway skills index`.",
            )
        parts: dict[str, Any] = {name: terms.load(folder / name) for name in _TERMS}
        parts |= {name: _load_usage(folder / name) for name in _USAGES}
        heads = tuple(about["name_heads"])
        return TitleIndex(_names(about["names"], folder), name_heads=heads, exact=about["exact"], **parts)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TitleIndexDamaged(
            f"The index of titles in {folder} can't be read ({error}).", hint="Make it again: `stackway skills index`."
        ) from error


def _names(kept: dict[str, list[str]], folder: Path) -> OccupationNames:
    given: dict[str, Any] = {name: tuple(value) for name, value in kept.items()}
    given |= {name: np.load(folder / f"{name}.npy") for name in _NAMES}
    return OccupationNames(**given, skills=("",) * len(given["ids"]))


def _save_usage(usage: Usage, folder: Path) -> None:
    folder.mkdir()
    (folder / "terms.txt").write_text("\n".join(sorted(usage.terms, key=usage.terms.__getitem__)), "utf-8")
    for name in _ARRAYS:
        np.save(folder / f"{name}.npy", getattr(usage, name))


def _load_usage(folder: Path) -> Usage:
    known = {term: number for number, term in enumerate((folder / "terms.txt").read_text("utf-8").split("\n"))}
    arrays = {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in _ARRAYS}
    assert {"terms", *arrays} == {field.name for field in fields(Usage)}  # noqa: S101 - what is kept is all there is
    return Usage(known, **arrays)
