"""Titles kept apart by a hash: one to test, one to tune and calibrate, the others to match and train with.

A title and what it is called in and out of brackets ("CEO (Chief Executive Officer)", "CEO", "Chief Executive Officer")
are one family; a family is in one part, whatever occupations have its titles. A part other than the first is no name of
any occupation of any vocabulary, unless it is an occupation's own label.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass

from data.default import read_default
from data.onet import other_titles
from data.tables import Tables, merged, rows_of
from skills_taxonomy.titles.cleaning import key
from skills_taxonomy.titles.names import alternates

SETS = ("esco-1.1.1", "onet-29.0", "esco-onet-crosswalk")
VOCABULARIES = ("onet", "esco")
TENTHS = 10
TEST, VALIDATION = 0, 1


@dataclass(frozen=True, slots=True)
class Query:
    """A title as published and the occupations that have it: any of them is right."""

    title: str
    right: frozenset[str]


@dataclass(frozen=True, slots=True)
class Split:
    """The tenth of every key of a name, and each vocabulary's queries by tenth."""

    tables: Tables
    tenths: dict[str, int]
    queries: dict[str, dict[int, list[Query]]]

    def without(self, *tenths: int) -> frozenset[str]:
        """The keys of the names of these tenths."""
        return frozenset(name for name, tenth in self.tenths.items() if tenth in tenths)


def shipped() -> Tables:
    """The shipped occupations and the crosswalk between them."""
    return merged([reading.tables for _, reading in read_default(parts=SETS)])


def split(tables: Tables) -> Split:
    """All alternate titles by tenth.

    A query is a published alternate that isn't a mere form of another of the same occupation, nor the label of
    any occupation; those that differ by marks and case alone are one.
    """
    rows = rows_of(tables["occupations"])
    tenths = _tenths([name for row in rows for name in alternates(row)])
    labels = {key(row["label"]) for row in rows}
    queries: dict[str, dict[int, list[Query]]] = {}
    for vocabulary in VOCABULARIES:
        ours = [row for row in rows if row["vocabulary"] == vocabulary]
        right: defaultdict[str, set[str]] = defaultdict(set)
        titles: dict[str, str] = {}
        for row in ours:
            names = alternates(row)
            derived = {key(form) for name in names for form in other_titles(name)[1:]}
            for name in names:
                right[key(name)].add(row["id"])
                if key(name) not in derived and key(name) not in labels:
                    titles.setdefault(key(name), name)
        parts: dict[int, list[Query]] = {tenth: [] for tenth in range(TENTHS)}
        for name in sorted(titles):
            parts[tenths[name]].append(Query(titles[name], frozenset(right[name])))
        queries[vocabulary] = parts
    return Split(tables, tenths, queries)


def _tenths(names: list[str]) -> dict[str, int]:
    """The tenth of each name's key, by a hash of its family's least key."""
    root: dict[str, str] = {}

    def found(name: str) -> str:
        while root.setdefault(name, name) != name:
            name = root[name]
        return name

    for name in names:
        first, *others = (found(key(form)) for form in other_titles(name))
        for other in others:
            low, high = sorted((found(first), found(other)))
            root[high] = low
    return {name: int(hashlib.sha256(found(name).encode()).hexdigest()[:8], 16) % TENTHS for name in list(root)}
