"""The way back from the graph to the tables: their rows say what the graph says, and keep what it doesn't hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from graph.difference import Change, Changed, difference
from graph.statements import OCCUPATION, Node
from graph.table_places import Place, place_of

if TYPE_CHECKING:
    from data.tables import Tables
    from graph.skills_graph import SkillsGraph

_Row = dict[str, Any]
_Key = tuple[Any, ...]

_NAMED: Final = {"skills": "label", "occupations": "label", "credentials": "name", "pathways": "name"}


def tables_from_graph(graph: SkillsGraph, tables: Tables) -> Tables:
    """The tables with every row that makes a statement of the graph as the graph makes it; `build_graph`'s way back.

    Rows that state what the graph doesn't are gone, what only the graph states is added behind, and values are the
    graph's. What a graph doesn't hold (descriptions, other labels, offerings, wages, postings, a step's kind and
    condition, a label as it was stated, rows that state only a label) stays, by key, and so does the order of rows.
    So a graph that was made of the tables changes nothing. What follows from other statements
    (`table_places.DERIVED`) isn't looked at.

    Raises `InvalidTable` where the graph holds a value of the wrong type; `graph.sifting` finds these beforehand.
    """
    from graph.skills_graph import build_graph

    return edited(tables, difference(build_graph(tables), graph))


def edited(tables: Tables, changes: Iterable[Changed]) -> Tables:
    """The tables after the changes. Of a changed row only what the change changed is written; the rest stays.

    Nothing is done for the removal of what isn't there. Raises `InvalidTable`.
    """
    todo = _by_table(tables, changes)
    if not todo:
        return tables
    from data.tables import Tables, frame, rows_of

    names = _Names(tables)
    frames = {name: tables[name] for name in tables}
    for table, some in todo.items():
        rows = _Rows(table, rows_of(tables[table]), names)
        # Removals last: a step that goes to another credential keeps what the graph doesn't hold of it.
        for place, change in sorted(some, key=lambda pair: pair[1].after is None):
            rows.take(place, change)
        frames[table] = frame(table, rows.all())
    return Tables(frames)


def _by_table(tables: Tables, changes: Iterable[Changed]) -> dict[str, list[tuple[Place, Changed]]]:
    listed = [part for change in changes for part in _of_one_kind(change)]
    occupations = {*tables["occupations"]["id"], *tables["occupation_relations"]["subject"]} if listed else set()
    occupations |= {one.id for change in listed if isinstance(one := change.either, Node) and one.kind == OCCUPATION}
    todo: dict[str, list[tuple[Place, Changed]]] = defaultdict(list)
    for change in listed:
        place = place_of(change.either, occupations)
        if place is not None:
            todo[place.table].append((place, change))
    return todo


def _of_one_kind(change: Changed) -> Iterator[Changed]:
    """What became of another kind moves to another table: it goes here and comes there."""
    before, after = change.before, change.after
    if isinstance(before, Node) and isinstance(after, Node) and before.kind != after.kind:
        yield Change(before, None)
        yield Change(None, after)
    else:
        yield change


class _Names:
    """What skills are called and whose things are, for rows that the graph adds."""

    def __init__(self, tables: Tables) -> None:
        self._label: dict[str, str] = dict(zip(tables["skills"]["id"], tables["skills"]["label"], strict=True))
        self._issuer: dict[str, str] = {}
        for table in _NAMED:
            self._issuer.update(zip(tables[table]["id"], tables[table]["issuer"], strict=True))

    def label(self, skill: str) -> str:
        return self._label.get(skill, skill)

    def issuer(self, id_: str) -> str:
        """The issuer that the tables name, else the identifier's prefix."""
        return self._issuer.get(id_) or id_.partition(":")[0]


class _Rows:
    """The rows of one table while they are changed."""

    def __init__(self, table: str, rows: list[_Row], names: _Names) -> None:
        from data.schemas import SCHEMAS

        self._table, self._names = table, names
        self._key = SCHEMAS[table].key
        self._rows: list[_Row | None] = list(rows)
        self._places: dict[tuple[str, ...], dict[_Key, list[int]]] = {}

    def all(self) -> list[_Row]:
        """What is left, in order, what was added last."""
        return [row for row in self._rows if row is not None]

    def take(self, place: Place, change: Changed) -> None:
        """Remove, change or add the row of one change."""
        found = self._find(place.key)
        was = place.values(change.before) if change.before is not None else {}
        if change.after is not None:
            said = place.values(change.after)
            new = {column: value for column, value in said.items() if column not in was or was[column] != value}
            self._write(place, found, new, said)
        elif place.whole:
            self._drop(found)
        else:
            self._empty(found, was)

    def _write(self, place: Place, found: list[int], new: _Row, said: _Row) -> None:
        """Of several rows that make one statement, the first is changed and the others go."""
        if found:
            row = self._rows[found[0]]
            if row is not None:
                row.update(new)
            self._drop(found[1:])
        elif place.whole:
            self._add({**place.key, **said})

    def _find(self, key: Mapping[str, str]) -> list[int]:
        columns = tuple(sorted(key))
        if columns not in self._places:
            self._places[columns] = defaultdict(list)
            for i, row in enumerate(self._rows):
                self._places[columns][_key(columns, row or {})].append(i)
        wanted = _key(columns, key)
        found = self._places[columns].get(wanted, [])
        return [i for i in dict.fromkeys(found) if _key(columns, self._rows[i] or {}) == wanted]

    def _drop(self, places: Iterable[int]) -> None:
        for i in places:
            self._rows[i] = None

    def _empty(self, places: Iterable[int], was: _Row) -> None:
        for i in places:
            row = self._rows[i]
            if row is not None:
                row.update({column: None for column, value in was.items() if row[column] == value})

    def _add(self, row: _Row) -> None:
        """Add a row with what it needs and the graph doesn't say; one with its key already there is written over."""
        there = self._find({column: row[column] for column in self._key}) if self._key else []
        if there:
            place = there[0]
            self._rows[place] = {**(self._rows[place] or {}), **row}
        else:
            place = len(self._rows)
            self._rows.append(self._filled(row))
        for columns, index in self._places.items():
            index[_key(columns, self._rows[place] or {})].append(place)

    def _filled(self, row: _Row) -> _Row:
        subject = str(next(iter(row.values())))
        row = {**row, "issuer": row.get("issuer") or self._names.issuer(subject)}
        if self._table in ("skills", "occupations"):
            row["vocabulary"] = row.get("vocabulary") or row["issuer"]
        if self._table == "credential_skills":
            row["label"] = self._names.label(row["skill"])
        return row


def _key(columns: Iterable[str], row: Mapping[str, Any]) -> _Key:
    return tuple(row.get(column) for column in columns)
