"""The rows that go into the records and come out: frozen, and free of any database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

STATES: Final = ("enrolled", "completed", "awarded", "expired", "revoked")
"""How far a learner is with a credential."""

KNOWN: Final = ("self_declared", "uploaded", "verified")
"""How an award is known, weakest first."""

EVENT_KINDS: Final = ("shown", "clicked", "enrolled", "earned", "dismissed")
"""What can come of a suggestion, each once."""

SCOPES: Final = ("read", "recommend", "write", "events", "admin")
"""What an API key may be allowed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardRow:
    """A learner's standing with one credential, as one row of a file or one badge said it.

    The same award is one with the same learner, credential, state and date (None: not stated).
    """

    learner: str
    credential: str
    state: str = "awarded"
    awarded: date | None = None
    issuer: str = ""
    expires: date | None = None
    known: str = "verified"
    note: str = ""
    source: str = ""
    locator: str = ""


@dataclass(frozen=True, slots=True)
class Added:
    """What an import did: awards that weren't there, that were there alike, that were there otherwise."""

    new: int = 0
    same: int = 0
    changed: int = 0

    def __add__(self, other: Added) -> Added:
        return Added(self.new + other.new, self.same + other.same, self.changed + other.changed)


@dataclass(frozen=True, slots=True)
class StatedLimits:
    """A learner's own limits, as the recommender's question has them; None or empty: no limit.

    `budget` in `currency` for one credential; `hours_a_week` of work until `by`; `modes` and `languages` accepted.
    """

    budget: float | None = None
    currency: str = ""
    hours_a_week: float | None = None
    by: date | None = None
    modes: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Choices:
    """What a learner decided: what not to suggest again, what they know already (credentials, skills), goal, limits."""

    learner: str
    dismissed: frozenset[str] = frozenset()
    already_know: frozenset[str] = frozenset()
    goal: str = ""
    limits: StatedLimits = field(default_factory=StatedLimits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """An issuer's wish for one credential at one placement (a page, a mail; empty: everywhere).

    `kind` is ``pin`` (put it first) or ``boost`` (lift it by `value`, 0..1); a value of 0 takes the wish back.
    """

    issuer: str
    credential: str
    kind: str = "pin"
    placement: str = ""
    value: float = 1.0
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One credential suggested once: where, on whose behalf (`issuer`), from which snapshot, to whom if known.

    `position` counts from 1; `after` is the credential on whose page it stood; `goal` is as typed. `answer` names the
    list that it stood in. `propensity` is the chance, above 0 to 1, that it would stand at its place, None where nobody
    explored; `chances` are all credentials that might have stood there, this one among them, with theirs.
    """

    id: str
    snapshot: str
    credential: str
    position: int
    created: datetime
    placement: str = ""
    issuer: str = ""
    learner: str | None = None
    after: str = ""
    goal: str = ""
    answer: str = ""
    propensity: float | None = None
    chances: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A suggestion that was shown, and what came of it by now."""

    suggestion: Suggestion
    came: frozenset[str]


@dataclass(frozen=True, slots=True)
class Event:
    """What came of a suggestion: one of `EVENT_KINDS`, and when."""

    suggestion: str
    kind: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FunnelRow:
    """How many suggestions of one credential were made, and of how many what came."""

    credential: str
    suggested: int = 0
    shown: int = 0
    clicked: int = 0
    enrolled: int = 0
    earned: int = 0
    dismissed: int = 0


@dataclass(frozen=True, slots=True)
class Key:
    """An API key as it is kept: whose it is and what it allows. Its secret isn't kept anywhere."""

    id: str
    issuer: str
    scopes: frozenset[str]
    name: str
    created: datetime
    revoked: datetime | None = None


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Rows removed by table, and whether the bytes are gone from the file, too.

    `wiped` is False where another process was still reading an older state (forget again later), and on PostgreSQL,
    whose server overwrites removed rows in its own time.
    """

    rows: Mapping[str, int]
    wiped: bool


@dataclass(frozen=True, slots=True)
class Edit:
    """One version of something that was authored: what (`kind`, `key`), its content as JSON has it, by whom and when.

    Versions count from 1. A `body` of None takes it back. `number` counts all edits in their order.
    """

    kind: str
    key: str
    version: int
    body: Any
    author: str
    at: datetime
    number: int = field(default=0, compare=False)
