"""Job titles matched to the occupations of a workspace: an index beside its snapshots, made with the skills'."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from api.errors import BadOption
from data.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from data.tables import Tables
    from skills_taxonomy.titles.matcher import Answer, Matched, Matcher

FOLDER: Final = "titles"
_ABOUT: Final = "about.json"
MOST: Final = 100
"""Titles in one batch."""


def make_title_index(path: Path, tables: Tables, *, tell: Callable[[], None] = lambda: None) -> int:
    """Make the index of all names of the occupations in a workspace's folder; how many occupations it has.

    Whatever happens on the way, the index that was there stays; where there are no occupations it goes.
    """
    from skills_taxonomy.titles import index, storing
    from skills_taxonomy.titles.names import names_of

    names = names_of(tables)
    fresh, place = path / f"{FOLDER}.new", path / FOLDER
    shutil.rmtree(fresh, ignore_errors=True)
    if names.ids:
        tell()
        storing.save(index.made(names), fresh)
    shutil.rmtree(place, ignore_errors=True)
    if names.ids:
        fresh.rename(place)
    return len(names.ids)


def matcher_of(path: Path) -> Matcher:
    """The matcher of a workspace; raises `BadOption` where no index was made, `TitleIndexDamaged`."""
    from skills_taxonomy.titles.matcher import Matcher
    from skills_taxonomy.titles.storing import load

    place = Workspace.open(path).path / FOLDER
    if not (place / _ABOUT).exists():
        raise BadOption("The workspace has no index of job titles.", hint="Make one: `stackway skills index`.")
    return Matcher(load(place))


class Titles:
    """The matcher of a workspace, opened when it is first asked for, and again when another index was made."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._opening = threading.Lock()
        self._stamp = 0
        self._matcher: Matcher | None = None

    @property
    def there(self) -> bool:
        """Whether an index was made."""
        return (self._path / FOLDER / _ABOUT).exists()

    def matcher(self) -> Matcher:
        """The matcher; raises as `matcher_of` does."""
        with self._opening:
            try:
                stamp = (self._path / FOLDER / _ABOUT).stat().st_mtime_ns
            except OSError:
                stamp = 0
            if self._matcher is None or stamp != self._stamp:
                self._matcher, self._stamp = matcher_of(self._path), stamp
            return self._matcher


def answers(
    matcher: Matcher, titles: Sequence[str], *, k: int, least: float | None = None, vocabularies: Collection[str] = ()
) -> list[dict[str, Any]]:
    """What the API and the command line say of each title; raises `BadOption` for a vocabulary that isn't there."""
    from skills_taxonomy.titles.matcher import LEAST

    if unknown := sorted(set(vocabularies) - set(matcher.vocabularies)):
        there = ", ".join(matcher.vocabularies)
        raise BadOption(f"There are no occupations of {unknown[0]!r} here.", hint=f"There are: {there}.")
    bound = LEAST if least is None else least
    return [_answer(matcher.match(title, k, vocabularies=vocabularies, least=bound)) for title in titles]


def _answer(found: Answer) -> dict[str, Any]:
    return {"title": found.title, "job": found.job, "schemes": [_scheme(one) for one in found.found]}


def _scheme(found: Matched) -> dict[str, Any]:
    occupations = [
        {
            "id": one.occupation,
            "label": one.label,
            "scheme": one.vocabulary,
            "confidence": one.confidence,
            "nearest_name": one.name,
            "same_as": list(one.same),
        }
        for one in found.matches
    ]
    return {"scheme": found.vocabulary, "abstained": found.abstained, "why": found.why, "occupations": occupations}
