"""What the skills graph is made of: nodes, and statements about two of them that say where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from skills_taxonomy.types import Provenance

Value = str | int | float | bool
Properties = tuple[tuple[str, Value], ...]
"""Names and values, in the order of the names; what isn't known has no entry."""

NOWHERE: Final = Provenance("", "")

CREDENTIAL: Final = "credential"
SKILL: Final = "skill"
OCCUPATION: Final = "occupation"
PATHWAY: Final = "pathway"
DANGLING: Final = "dangling"
"""The kind of what is only spoken of: an edge names it and no table holds it."""

TEACHES: Final = "teaches"
REQUIRES: Final = "requires"
NEEDS: Final = "needs"
BROADER: Final = "broader"
RELATED: Final = "related"
BUILDS_ON: Final = "builds_on"
MATCHES: Final = "matches"
HAS_STEP: Final = "has_step"
LEADS_TO: Final = "leads_to"
AIMS_AT: Final = "aims_at"
SUPERSEDED_BY: Final = "superseded_by"
REPLACED_BY: Final = "replaced_by"


@dataclass(frozen=True, slots=True)
class Node:
    """A credential, skill, occupation or pathway: its identifier, kind and label, and what else is said of it."""

    id: str
    kind: str
    label: str
    properties: Properties = ()
    provenance: Provenance = NOWHERE


@dataclass(frozen=True, slots=True)
class Edge:
    """A statement. `relation` tells apart statements with the same subject, predicate and object.

    ===============  ===========================  =====================================================
    predicate        subject, object              relation
    ===============  ===========================  =====================================================
    teaches          credential, skill            how it is known: stated, exact, lemma
    requires         credential, either           (the node's `requirement` says how they are joined)
    needs            occupation, skill            essential, optional, important, technology
    broader          narrower, broader            of skills or of occupations
    related          either, the same
    builds_on        skill, skill                 essential, optional
    matches          either, the same             exact, close, broad, narrow (in another vocabulary)
    has_step         pathway, credential          the step's identifier
    leads_to         credential, credential       the pathway in which the object may come next
    aims_at          pathway, its destination
    superseded_by    credential, credential
    replaced_by      either, the same             of skills or of occupations
    ===============  ===========================  =====================================================
    """

    subject: str
    predicate: str
    object: str
    relation: str = ""
    properties: Properties = ()
    provenance: Provenance = NOWHERE

    @property
    def identity(self) -> tuple[str, str, str, str]:
        """What makes it one statement: two edges of a graph never share it."""
        return self.subject, self.predicate, self.object, self.relation


def properties(**values: Value | None) -> Properties:
    """The values that are known, by name.

    >>> properties(level="B2", hours=None, cost=0.0)
    (('cost', 0.0), ('level', 'B2'))
    """
    return tuple(sorted((name, value) for name, value in values.items() if value is not None and value != ""))
