"""What can go wrong in the graph.

StackwayError
└── GraphError
    ├── InvalidRequirement    a requirement that is no tree of the known kinds
    ├── RequirementCycle      credentials that require each other in a circle
    ├── UnknownNode           an identifier that the graph doesn't hold
    └── GraphStoreError       a store that can't do what is asked
        ├── GraphMissing      nothing has been saved in it
        ├── GraphVersion      saved by a version that this one can't read
        ├── GraphDamaged      what was saved is no longer whole
        ├── GraphStoreUnreachable   a server that doesn't answer
        └── GraphStoreRefused       a server that doesn't let us in
"""

from __future__ import annotations

from collections.abc import Iterable

from data.errors import StackwayError


class GraphError(StackwayError):
    """Something asked of the graph can't be answered."""


class InvalidRequirement(GraphError):
    """A requirement that is no tree of the known kinds."""


class RequirementCycle(GraphError):
    """Credentials that require each other in a circle, so that none of them can be begun."""


class UnknownNode(GraphError):
    """An identifier that the graph doesn't hold."""

    @classmethod
    def among(cls, identifier: str, known: Iterable[str], *, what: str = "node") -> UnknownNode:
        """The error for an identifier; its hint names up to three of the known ones that are spelt alike.

        >>> print(UnknownNode.among("CKA", ["cncf:CKA", "cncf:CKS", "x:other"]))
        There is no node 'CKA'. Did you mean cncf:CKA, cncf:CKS?
        """
        alike = _alike(identifier[:200], known)
        hint = (
            f"Did you mean {', '.join(alike)}?" if alike else "Look it up by its name; identifiers look like cncf:CKA."
        )
        return cls(f"There is no {what} {identifier[:200]!r}.", hint=hint)


class GraphStoreError(GraphError):
    """A store that can't do what is asked: it is closed, or what it writes to or reads from fails."""


class GraphMissing(GraphStoreError):
    """Nothing has been saved in the store."""


class GraphVersion(GraphStoreError):
    """The graph was saved by a version of Stackway that this one can't read."""


class GraphDamaged(GraphStoreError):
    """What was saved is no longer whole: a file is missing, cut short or changed."""


class GraphStoreUnreachable(GraphStoreError):
    """The server of the store doesn't answer, or went away in the middle."""


class GraphStoreRefused(GraphStoreError):
    """The server of the store doesn't know the user, or doesn't let the user do this."""


def _alike(identifier: str, known: Iterable[str]) -> list[str]:
    """Identifiers close in spelling, best first; what is typed without a prefix is compared without prefixes."""
    from rapidfuzz import fuzz, process

    choices = sorted(known)
    bare = ":" not in identifier
    spelt = [(one.partition(":")[2] if bare else one).casefold() for one in choices]
    close = process.extract(identifier.casefold(), spelt, scorer=fuzz.ratio, limit=3, score_cutoff=65 if bare else 80)
    return [choices[place] for _, _, place in close]
