"""What can go wrong in the taxonomy.

StackwayError
└── TaxonomyError
    ├── DocumentTooLong       a document with more characters than are read
    ├── NotAText              a file of another kind, not words
    ├── IndexUnusable         the index file is missing, broken, or of another version
    └── GoalError             a goal as typed that can't be taken for one occupation
        ├── UnknownGoal       nothing at all fits
        └── AmbiguousGoal     several occupations fit, and one was asked for strictly; `choices` are those
"""

from __future__ import annotations

from data.errors import StackwayError
from skills_taxonomy.types import Hit


class TaxonomyError(StackwayError):
    """Something asked of the taxonomy can't be answered."""


class DocumentTooLong(TaxonomyError):
    """A document has more characters than are read."""


class NotAText(TaxonomyError):
    """What was given is a file of another kind, not words."""


class IndexUnusable(TaxonomyError):
    """The index file is missing, broken, or was made by a version that this one can't read."""


class GoalError(TaxonomyError):
    """A goal as typed can't be taken for one occupation."""


class UnknownGoal(GoalError):
    """No occupation fits what was typed."""


class AmbiguousGoal(GoalError):
    """Several occupations fit what was typed; `choices` are those, best first."""

    def __init__(self, message: str, choices: tuple[Hit, ...], *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.choices = choices
