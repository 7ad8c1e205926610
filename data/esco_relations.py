"""ESCO's relations: what is broader, and which skills an occupation or another skill needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from data.archives import Member
from data.esco_concepts import BASE, Concepts
from data.reading import TextRow

_PREDICATES: Final = frozenset({"broader", "essential", "optional"})
_ISCO: Final = BASE + "isco/"


@dataclass(frozen=True, slots=True)
class End:
    """One end of a relation: the file's column, what kind of concept it names, the table's column."""

    column: str
    noun: str
    into: str


@dataclass(frozen=True, slots=True)
class Relation:
    """One file of relations: where its rows go and what they say (`predicate` empty: the row says it)."""

    file: str
    table: str
    subject: End
    object: End
    said_in: str
    predicate: str = ""


RELATIONS: Final = (
    Relation(
        "broaderRelationsSkillPillar",
        "skill_relations",
        End("conceptUri", "skill", "subject"),
        End("broaderUri", "skill", "object"),
        "predicate",
        "broader",
    ),
    Relation(
        "skillSkillRelations",
        "skill_relations",
        End("originalSkillUri", "skill", "subject"),
        End("relatedSkillUri", "skill", "object"),
        "predicate",
    ),
    Relation(
        "broaderRelationsOccPillar",
        "occupation_relations",
        End("conceptUri", "occupation", "subject"),
        End("broaderUri", "occupation", "object"),
        "predicate",
        "broader",
    ),
    Relation(
        "occupationSkillRelations",
        "occupation_skills",
        End("occupationUri", "occupation", "occupation"),
        End("skillUri", "skill", "skill"),
        "relation",
    ),
)


def read_relation(concepts: Concepts, relation: Relation, member: Member) -> None:
    """Take the rows of one file; those with an unknown end, an unknown kind or said twice are set aside."""
    needed = [relation.subject.column, relation.object.column, *([] if relation.predicate else ["relationType"])]
    seen: set[tuple[str, str, str]] = set()
    groups = 0
    for row in concepts.of(member, *needed):
        if row.values[relation.object.column].startswith(_ISCO):
            groups += 1
        elif reason := _take(concepts, relation, row, seen):
            concepts.report.set_aside(row.locator, reason)
    if groups:
        concepts.report.remarks.append(f"{member.locator}: {groups:,} rows that name ISCO groups are not taken.")


def _take(concepts: Concepts, relation: Relation, row: TextRow, seen: set[tuple[str, str, str]]) -> str:
    """Take one row; the reason why not, where it can't be taken."""
    ends = []
    for end in (relation.subject, relation.object):
        uri = row.get(end.column)
        if (identifier := concepts.known[end.noun].get(uri)) is None:
            return f"unknown {end.noun}: {uri[:200] or 'none is named'}"
        ends.append(identifier)
    predicate = relation.predicate or row.get("relationType").lower()
    if predicate not in _PREDICATES:
        return f"a kind of relation that isn't known: {predicate[:200] or 'none is stated'}"
    key = (ends[0], predicate, ends[1])
    if key in seen:
        return "the same relation stands there already"
    seen.add(key)
    concepts.rows.add(
        relation.table,
        locator=row.locator,
        **{relation.subject.into: ends[0], relation.object.into: ends[1], relation.said_in: predicate},
    )
    return ""
