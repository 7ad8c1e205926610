"""How often skills are asked for: by postings that were read, and by O*NET's own flags. Two figures, never one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from skills_taxonomy.columns import rows
from skills_taxonomy.types import Tag

if TYPE_CHECKING:
    import pandas as pd

    from data.tables import Tables

SMALL: Final = 1_000
"""Fewer postings than this are a small demand, and are said to be one."""

COLUMNS: Final = (
    "skill", "postings", "of", "share", "small", "first", "last", "sources", "locators",
    "onet_in_demand", "onet_hot", "onet_occupations",
)  # fmt: skip


def skill_demand(tables: Tables, tags: Mapping[str, Iterable[Tag]] | None = None) -> pd.DataFrame:
    """One row for each skill that any posting or O*NET occupation asks for, by identifier.

    `postings`: how many of the `of` postings ask for it (by `posting_skills`, and by `tags`: posting to tags), each
    counted once; `share` = postings / of, 0..1; `small`: fewer than `SMALL` postings were read, so that the share
    says little; `first` and `last` the earliest and latest date posted (ISO 8601, None: not stated); `sources` the
    data sets and `locators` the lines of the postings that ask for it.
    `onet_in_demand`, `onet_hot`: how many of the `onet_occupations` that use it O*NET flags so. Not part of
    `postings`, and not to be added to it.
    """
    import pandas as pd

    postings = {id: where for id, *where in rows(tables, "postings", "id", "posted", "source", "locator")}
    asking = _asking(tables, tags or {}, postings)
    flags = _flags(tables)
    nothing: tuple[int, int, int] = (0, 0, 0)
    found = [
        (skill, *_asked(asking.get(skill, set()), postings), *flags.get(skill, nothing))
        for skill in sorted({*asking, *flags})
    ]
    return pd.DataFrame(found, columns=list(COLUMNS))


def _asking(
    tables: Tables, tags: Mapping[str, Iterable[Tag]], postings: Mapping[str, Any]
) -> defaultdict[str, set[str]]:
    asking: defaultdict[str, set[str]] = defaultdict(set)
    for posting, skill in rows(tables, "posting_skills", "posting", "skill"):
        asking[skill].add(posting)
    for posting, found in tags.items():
        for tag in found:
            asking[tag.skill].add(posting)
    for those in asking.values():
        those.intersection_update(postings)
    return asking


def _asked(ids: set[str], postings: Mapping[str, list[Any]]) -> tuple[Any, ...]:
    rows_of = [postings[id] for id in sorted(ids)]
    dates = sorted(posted for posted, _, _ in rows_of if posted)
    sources = sorted({source for _, source, _ in rows_of})
    locators = [locator for _, _, locator in rows_of]
    total = len(postings)
    share = len(ids) / total if total else 0.0
    first, last = (dates[0], dates[-1]) if dates else (None, None)
    return len(ids), total, share, total < SMALL, first, last, sources, locators


def _flags(tables: Tables) -> dict[str, tuple[int, int, int]]:
    """In-demand, hot and all occupations that O*NET says use a technology."""
    users: defaultdict[str, list[tuple[bool, bool]]] = defaultdict(list)
    columns = ("skill", "relation", "in_demand", "hot")
    for skill, relation, in_demand, hot in rows(tables, "occupation_skills", *columns):
        if relation == "technology":
            users[skill].append((bool(in_demand), bool(hot)))
    return {
        skill: (sum(demand for demand, _ in those), sum(hot for _, hot in those), len(those))
        for skill, those in users.items()
    }
