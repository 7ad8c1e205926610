"""What names a merged skill or occupation is carried through the merge; what names a withdrawn one is left as it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd

from data.schemas import SCHEMAS
from data.tables import Tables, frame, rows_of
from graph.requirements import HasSkill, Leaf, Node, Requirement, fold, from_json, leaves, to_json
from recommender.concepts import folded
from recommender.enrich import resolver
from skills_taxonomy.versions import VocabularyChange
from skills_taxonomy.versions.changes import Merged, Renamed
from skills_taxonomy.versions.concepts import REPLACED_BY, SKILL

NAMING: Final[Mapping[str, tuple[str, ...]]] = {
    "skill_relations": ("subject", "object"),
    "occupation_relations": ("subject", "object"),
    "occupation_skills": ("occupation", "skill"),
    "wages": ("occupation",),
    "postings": ("occupation",),
    "posting_skills": ("skill",),
    "pathways": ("destination",),
}
"""Tables other than a vocabulary's own concepts whose columns name skills and occupations."""


@dataclass(frozen=True, slots=True)
class Forwards:
    """Where identifiers lead that a newer version no longer has, and the labels that it no longer prefers.

    `labels` hold skills only, by folded label; a label that belonged to several is left out.
    """

    ids: Mapping[str, tuple[Merged, str]]
    labels: Mapping[str, tuple[str, str]]

    @classmethod
    def of(cls, changes: Sequence[VocabularyChange]) -> Forwards:
        """What these changes forward, each to the version that it ends in; of several for one identifier the first."""
        ids: dict[str, tuple[Merged, str]] = {}
        names: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for change in changes:
            for merged in change.merged:
                ids.setdefault(merged.concept.id, (merged, change.after))
            followed: tuple[Merged | Renamed, ...] = (*change.merged, *change.renamed)
            for one in followed:
                if one.concept.noun == SKILL:
                    names[folded(_old_label(one))].add((_now(one), change.after))
        single = {label: next(iter(found)) for label, found in names.items() if len({id_ for id_, _ in found}) == 1}
        return cls(ids, single)

    def id(self, id_: str) -> str:
        """Where the identifier leads: to itself where it isn't forwarded."""
        return self.ids[id_][0].into.id if id_ in self.ids else id_

    def note(self, id_: str) -> str:
        """What happened to a forwarded identifier, as a sentence without its stop."""
        merged, version = self.ids[id_]
        into = f"{merged.into.id} ({merged.into.label})"
        return f"{id_} ({merged.concept.label}) was merged into {into} in {version} ({merged.how.words})"


@dataclass(frozen=True, slots=True)
class Forwarded:
    """One statement that was carried through a merge or renaming: whose it is, what it named, what it names now."""

    table: str
    owner: str
    named: str
    now: str
    note: str


def _old_label(one: Merged | Renamed) -> str:
    return one.before if isinstance(one, Renamed) else one.concept.label


def _now(one: Merged | Renamed) -> str:
    return one.concept.id if isinstance(one, Renamed) else one.into.id


def forwarded(tables: Tables, forwards: Forwards) -> tuple[Tables, tuple[Forwarded, ...]]:
    """The tables with every forwarded identifier in its new place, said in `origin`, and what a credential had moved.

    A merged concept that is still listed as out of use goes, so that nothing is found by its name beside its heir.
    Two stated skills of one credential that become one keep their weights together. A label that is stated without an
    identifier, and that no vocabulary knows any more, goes where its concept went.
    """
    if not forwards.ids and not forwards.labels:
        return tables, ()
    frames = {name: tables[name] for name in tables}
    for name in ("skills", "occupations"):
        frames[name] = tables[name][~tables[name]["id"].isin(list(forwards.ids))]
    for name, columns in NAMING.items():
        frames[name] = _moved(name, tables[name], columns, forwards)
    told: list[Forwarded] = []
    frames["credential_skills"] = _stated(tables["credential_skills"], resolver(frames["skills"]), forwards, told)
    for name, owner in (("credentials", "id"), ("pathway_steps", "pathway")):
        frames[name] = _asked(name, tables[name], owner, forwards, told)
    return Tables(frames), tuple(told)


def _moved(name: str, table: pd.DataFrame, columns: Iterable[str], forwards: Forwards) -> pd.DataFrame:
    named = [table[column].isin(list(forwards.ids)).to_numpy(dtype=bool) for column in columns]
    hit = named[0] if len(named) == 1 else named[0] | named[1]
    if "predicate" in table:
        hit &= (table["predicate"] != REPLACED_BY).to_numpy(dtype=bool)
    if not hit.any():
        return table
    rows = [_row_moved(row, columns, forwards) for row in rows_of(table[hit])]
    together = pd.concat([table[~hit], frame(name, rows)], ignore_index=True)
    key = SCHEMAS[name].key
    return together.drop_duplicates(list(key), ignore_index=True) if key else together


def _row_moved(row: dict[str, Any], columns: Iterable[str], forwards: Forwards) -> dict[str, Any]:
    notes = [forwards.note(row[column]) for column in columns if row[column] in forwards.ids]
    moved = {column: forwards.id(row[column]) for column in columns if row[column] is not None}
    return {**row, **moved, "origin": _with(row["origin"], *notes)}


def _with(text: str | None, *notes: str) -> str:
    return "; ".join(part for part in (text or "", *dict.fromkeys(notes)) if part)


def _stated(
    table: pd.DataFrame, resolve: Callable[[str, str], str], forwards: Forwards, told: list[Forwarded]
) -> pd.DataFrame:
    """What credentials state, each skill where it is now."""
    found: dict[object, dict[str, Any]] = {}
    for number, row in enumerate(rows_of(table)):
        note, now = "", row["skill"]
        if now in forwards.ids:
            note, now = forwards.note(now), forwards.id(now)
        elif now is None and folded(row["label"]) in forwards.labels and not resolve(row["issuer"], row["label"]):
            now, version = forwards.labels[folded(row["label"])]
            note = f"{row['label']!r} is what {now} was called before {version}"
        if note:
            told.append(Forwarded("credential_skills", row["credential"], row["skill"] or row["label"], now, note))
            row |= {"skill": now, "origin": _with(row["origin"], note), "evidence": _with(row["evidence"], note)}
        key: object = (row["credential"], now) if now is not None else number
        found[key] = _together(found[key], row) if key in found else row
    return frame("credential_skills", found.values())


def _together(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Two statements of one skill as one: the weights add up."""
    weights = [row["weight"] for row in (one, other) if row["weight"] is not None]
    notes = {name: _with(one[name], other[name] or "") or None for name in ("evidence", "origin")}
    return {**one, **notes, "weight": min(sum(weights), 1.0) if weights else None}


def _asked(name: str, table: pd.DataFrame, owner: str, forwards: Forwards, told: list[Forwarded]) -> pd.DataFrame:
    """Requirements that ask for a skill, and steps that are one, name what it has become."""
    rows, changed = rows_of(table), False
    for row in rows:
        step = str(row["credential"]) if name == "pathway_steps" else ""
        skills = [id_ for id_ in dict.fromkeys([*_skills(row["requirement"]), step]) if id_ in forwards.ids]
        if skills:
            changed = True
            notes = {skill: forwards.note(skill) for skill in skills}
            told += [Forwarded(name, row[owner], skill, forwards.id(skill), note) for skill, note in notes.items()]
            row |= {"origin": _with(row["origin"], *notes.values())}
            if step:
                row |= {"credential": forwards.id(step)}
            if row["requirement"]:
                row |= {"requirement": _renamed(row["requirement"], forwards)}
    return frame(name, rows) if changed else table


def _skills(requirement: str | None) -> list[str]:
    """The skills that a requirement asks for, each once."""
    found = (leaf.skill for leaf in leaves(from_json(requirement)) if isinstance(leaf, HasSkill)) if requirement else ()
    return list(dict.fromkeys(found))


def _renamed(requirement: str, forwards: Forwards) -> str:
    def leaf(part: Leaf) -> Requirement:
        return replace(part, skill=forwards.id(part.skill)) if isinstance(part, HasSkill) else part

    def node(part: Node, parts: tuple[Requirement, ...]) -> Requirement:
        return replace(part, parts=parts)  # type: ignore[arg-type]

    return to_json(fold(from_json(requirement), leaf, node))
