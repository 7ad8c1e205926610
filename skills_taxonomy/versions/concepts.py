"""One version of a vocabulary as plain values: its concepts in use, what replaces others, what occupations ask for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from skills_taxonomy.columns import rows

if TYPE_CHECKING:
    from data.tables import Tables

SKILL: Final = "skill"
OCCUPATION: Final = "occupation"

RETIRED: Final = frozenset({"obsolete", "withdrawn", "deprecated", "retired", "replaced"})
"""What a publisher's `status` says of a concept that is still listed and no longer in use."""

REPLACED_BY: Final = "replaced by"
"""The predicate of skill_relations and occupation_relations with which a vocabulary says what replaces a concept."""


@dataclass(frozen=True, slots=True)
class Concept:
    """A skill or an occupation of one version; `alt_labels` and `broader` are sorted, each once.

    `noun` is skill or occupation; `kind` and `code` are those of the tables, empty where there is none.
    """

    id: str
    noun: str
    label: str
    alt_labels: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    kind: str = ""
    code: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """What one version says.

    `concepts` are those in use, by identifier; `replaced` are the successors that it states, by identifier; `needs`
    say for each occupation and skill how it is asked for, in words; `links` are all other relations
    (subject, predicate, object) between concepts.
    """

    concepts: Mapping[str, Concept]
    replaced: Mapping[str, tuple[str, ...]]
    needs: Mapping[str, Mapping[str, str]]
    links: frozenset[tuple[str, str, str]]


def version_of(tables: Tables) -> Version:
    """The version that these tables hold; whatever else they hold is left alone."""
    broader, replaced, links = _relations(tables)
    concepts = {**_concepts(tables, SKILL, "kind", broader), **_concepts(tables, OCCUPATION, "code", broader)}
    return Version(concepts, {id_: tuple(sorted(by)) for id_, by in replaced.items()}, _needs(tables), links)


_Sets = defaultdict[str, set[str]]


def _relations(tables: Tables) -> tuple[_Sets, _Sets, frozenset[tuple[str, str, str]]]:
    broader: _Sets = defaultdict(set)
    replaced: _Sets = defaultdict(set)
    links: set[tuple[str, str, str]] = set()
    for table in ("skill_relations", "occupation_relations"):
        for subject, predicate, object_ in rows(tables, table, "subject", "predicate", "object"):
            if predicate == "broader":
                broader[subject].add(object_)
            elif predicate == REPLACED_BY:
                replaced[subject].add(object_)
            else:
                links.add((subject, predicate, object_))
    return broader, replaced, frozenset(links)


def _concepts(tables: Tables, noun: str, extra: str, broader: Mapping[str, set[str]]) -> dict[str, Concept]:
    columns = ("id", "label", "alt_labels", "description", "status", extra)
    return {
        id_: Concept(
            id_,
            noun,
            label,
            tuple(sorted(set(alt_labels or ()))),
            tuple(sorted(broader.get(id_, ()))),
            description=description or "",
            **{extra: more or ""},
        )
        for id_, label, alt_labels, description, status, more in rows(tables, f"{noun}s", *columns)
        if (status or "").strip().casefold() not in RETIRED
    }


def _needs(tables: Tables) -> dict[str, dict[str, str]]:
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    columns = ("occupation", "skill", "relation", "importance", "level", "hot", "in_demand")
    for occupation, skill, relation, *graded in rows(tables, "occupation_skills", *columns):
        asked = found[occupation]
        told = _told(relation, *graded)
        asked[skill] = ", ".join(sorted({asked[skill], told})) if skill in asked else told
    return dict(found)


def _told(relation: str, importance: Any, level: Any, hot: Any, in_demand: Any) -> str:
    """How a skill is asked for, in words.

    >>> _told("important", 3.5, 4.0, None, None), _told("technology", None, None, True, False)
    ('important (importance 3.5, level 4)', 'technology (hot)')
    """
    graded = [
        f"{name} {value:g}" for name, value in (("importance", importance), ("level", level)) if value is not None
    ]
    flags = [name for name, value in (("hot", hot), ("in demand", in_demand)) if value]
    return f"{relation} ({', '.join(graded + flags)})" if graded or flags else str(relation)
