"""What can go wrong at both doors, the command line and HTTP.

StackwayError
├── BadOption         an option or field whose value makes no sense
├── GraphEdited       a graph store that holds edits which a push would overwrite
├── NoSkillIndex      a workspace without the index that texts are read by
├── NotTheirs         something of another issuer's
├── InvalidPathway    a pathway that can't be saved as it was sent
├── PathwayConflict   a pathway that somebody else edited meanwhile
└── ReviewConflict    a tag or mapping that somebody else decided meanwhile
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from data.errors import EditConflict, StackwayError
from graph.errors import GraphStoreError

if TYPE_CHECKING:
    from recommender.authored import Fault

MOST_TOLD: Final = 5
"""How many faults of one pathway a message tells."""

MOST_LISTED: Final = 100
"""How many of them are listed for programs."""


class BadOption(StackwayError):
    """An option or field whose value makes no sense."""


class NoSkillIndex(StackwayError):
    """A workspace without the index that texts are read by."""


class GraphEdited(GraphStoreError):
    """A graph store that holds edits which this workspace hasn't taken over and a push would overwrite."""


class NotTheirs(StackwayError):
    """Something of another issuer's, which only they may change."""


class InvalidPathway(StackwayError):
    """A pathway that can't be saved as it was sent; `faults` name the fields at fault."""

    faults: tuple[Fault, ...] = ()

    @classmethod
    def of(cls, faults: Sequence[Fault]) -> InvalidPathway:
        """The error for these faults; the first ones are told in its message."""
        told = "; ".join(f"{one.field}: {one.message}" for one in faults[:MOST_TOLD])
        rest = f" ... and {len(faults) - MOST_TOLD:,} more" if len(faults) > MOST_TOLD else ""
        made = cls(f"{told}{rest}.", hint="Nothing was saved. Correct these fields and send it again.")
        made.faults = tuple(faults[:MOST_LISTED])
        return made

    @property
    def more(self) -> dict[str, Any]:
        """The fields at fault, for programs."""
        return {"errors": [{"field": one.field, "message": one.message} for one in self.faults]}


class _TwoVersions(EditConflict):
    """What stands there now (`theirs`), and what was sent (`yours`)."""

    theirs: Mapping[str, Any] | None = None
    yours: Mapping[str, Any] | None = None

    @property
    def more(self) -> dict[str, Any]:
        """Both versions, for programs."""
        return {"theirs": self.theirs, "yours": self.yours}


class PathwayConflict(_TwoVersions):
    """A pathway that somebody else edited meanwhile."""


class ReviewConflict(_TwoVersions):
    """A tag or mapping that somebody else decided meanwhile."""
