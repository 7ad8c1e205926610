"""Builds the index file of a snapshot from its tables: everything with a label, findable by every label it has."""

from __future__ import annotations

import json
import os
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Final

from skills_taxonomy.columns import rows
from skills_taxonomy.folding import folded, initials, spellings
from skills_taxonomy.search.commonness import commonness
from skills_taxonomy.search.schema import INDEXES, KINDS, TABLES, VERSION, WORDS, padded

if TYPE_CHECKING:
    from data.tables import Tables

ALTERNATE: Final = 1
DERIVED: Final = 2
SAME_JOB: Final = ("exact match", "close match")
"""Crosswalk predicates that say two occupations are the same job (a broader or narrower match doesn't)."""
SAME_NAME: Final = 0.9
"""How sure it is that occupations of two vocabularies with the same preferred label are the same job."""


_Line = tuple[int, str, str, str, str, str, str, int]


@dataclass(frozen=True, slots=True)
class _Thing:
    id: str
    kind: str
    vocabulary: str
    label: str
    alternates: tuple[str, ...] = ()
    sort: str = ""
    code: str = ""
    description: str = ""


def build_index(path: Path, tables: Tables) -> None:
    """Write the index of the tables' skills, occupations and credentials to `path`, replacing what is there.

    The file appears whole or not at all: it is written beside `path` and then moved there.
    """
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(part)) as connection:
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + TABLES)
        for kind in KINDS:
            connection.execute(WORDS.format(kind=kind))
        with connection:
            _fill(connection, tables)
        connection.executescript(INDEXES + f"PRAGMA user_version={VERSION}; ANALYZE;")
    os.replace(part, path)  # noqa: PTH105 (one atomic step)


def _fill(connection: sqlite3.Connection, tables: Tables) -> None:
    things = list(_things(tables))
    numbers = {thing.id: n for n, thing in enumerate(things)}
    common = commonness(tables)
    connection.executemany(
        "INSERT INTO thing VALUES (?,?,?,?,?,?,?,?,?,?)",
        (
            (n, t.id, t.kind, t.vocabulary, t.label, t.sort, t.code, t.description, json.dumps(t.alternates),
             common.get(t.id, 0.0))
            for n, t in enumerate(things)
        ),
    )  # fmt: skip
    _fill_labels(connection, things)
    _fill_links(connection, tables, numbers)


def _things(tables: Tables) -> Iterator[_Thing]:
    columns = ("id", "vocabulary", "label", "alt_labels", "kind", "description")
    for id, vocabulary, label, alternates, sort, description in rows(tables, "skills", *columns):
        yield _Thing(id, "skill", vocabulary, label, tuple(alternates or ()), sort or "skill", "", description or "")
    columns = ("id", "vocabulary", "label", "alt_labels", "code", "description")
    for id, vocabulary, label, alternates, code, description in rows(tables, "occupations", *columns):
        yield _Thing(id, "occupation", vocabulary, label, tuple(alternates or ()), "", code or "", description or "")
    for id, issuer, name, description in rows(tables, "credentials", "id", "issuer", "name", "description"):
        yield _Thing(id, "credential", issuer, name, (), "", "", description or "")


def _fill_labels(connection: sqlite3.Connection, things: list[_Thing]) -> None:
    lines = [line for n, thing in enumerate(things) for line in _label_lines(n, thing)]
    lines.sort(key=lambda line: (line[4].count(" "), line[7], len(line[3]), line[3], line[0]))
    connection.executemany("INSERT INTO label VALUES (?,?,?,?,?,?,?,?,?)", ((n, *line) for n, line in enumerate(lines)))
    counts: Counter[tuple[str, str]] = Counter()
    for kind in KINDS:
        of_kind = [(n, line[4]) for n, line in enumerate(lines) if line[1] == kind]
        connection.executemany(f"INSERT INTO words_{kind} (rowid, words) VALUES (?,?)", of_kind)
        connection.execute(f"INSERT INTO words_{kind} (words_{kind}) VALUES ('optimize')")
        counts.update((kind, word) for _, text in of_kind for word in set(text.split()))
    words = [(n, kind, word, times) for n, ((kind, word), times) in enumerate(sorted(counts.items()))]
    connection.executemany("INSERT INTO word VALUES (?,?,?,?)", words)
    connection.executemany("INSERT INTO grams (rowid, text) VALUES (?,?)", ((n, padded(w)) for n, _, w, _ in words))


def _label_lines(n: int, thing: _Thing) -> Iterator[_Line]:
    """Each distinct spelling of the thing once: where two fold to the same, the one of better standing."""
    texts = [(spelling, min(i, 1) * DERIVED) for i, spelling in enumerate(spellings(thing.label))]
    texts += [(s, DERIVED if i else ALTERNATE) for text in thing.alternates for i, s in enumerate(spellings(text))]
    seen: set[str] = set()
    for text, standing in sorted(texts, key=lambda pair: pair[1]):
        line = folded(text)
        if line and line not in seen:
            seen.add(line)
            yield n, thing.kind, thing.vocabulary, text, line, line.replace(" ", ""), initials(line), standing


def _fill_links(connection: sqlite3.Connection, tables: Tables, numbers: dict[str, int]) -> None:
    relations = rows(tables, "occupation_relations", "subject", "predicate", "object", "confidence")
    twins = [
        (numbers[a], numbers[b], 1.0 if confidence is None else confidence)
        for a, predicate, b, confidence in relations
        if predicate in SAME_JOB and a in numbers and b in numbers
    ]
    twins += _namesakes(tables, numbers)
    surest: dict[tuple[int, int], float] = {}
    for a, b, confidence in twins:
        for pair in ((a, b), (b, a)):
            surest[pair] = max(confidence, surest.get(pair, 0.0))
    connection.executemany("INSERT INTO twin VALUES (?,?,?)", sorted((*pair, c) for pair, c in surest.items()))
    columns = ("occupation", "skill", "relation", "in_demand")
    needs = {
        (numbers[skill], numbers[occupation], 1.0 if relation == "essential" or in_demand else 0.5)
        for occupation, skill, relation, in_demand in rows(tables, "occupation_skills", *columns)
        if skill in numbers and occupation in numbers
    }
    connection.executemany("INSERT INTO need VALUES (?,?,?)", sorted(needs))


def _namesakes(tables: Tables, numbers: dict[str, int]) -> Iterator[tuple[int, int, float]]:
    """Occupations of two vocabularies whose preferred labels are the same but for case and plural."""
    named: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for id, vocabulary, label in rows(tables, "occupations", "id", "vocabulary", "label"):
        named[folded(label)].append((vocabulary, numbers[id]))
    for those in named.values():
        for (one, a), (other, b) in combinations(those, 2):
            if one != other:
                yield a, b, SAME_NAME
