"""The question and the answer of the recommender, each one object."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from graph.credentials import Availability
from graph.holdings import Holdings, credited
from skills_taxonomy.types import Goal, Provenance


class Verdict(StrEnum):
    """Whether a learner may start a credential: three-valued, since what isn't known is neither yes nor no."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Limits:
    """A learner's own limits; None or empty: no limit.

    `budget` in `currency` for one credential; `hours_a_week` and `by` together bound the hours of work; `modes`
    (online, onsite, blended) and `languages` (BCP 47) are what is accepted. What a credential doesn't state is
    never held against it.
    """

    budget: float | None = None
    currency: str = ""
    hours_a_week: float | None = None
    by: date | None = None
    modes: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose credentials may be suggested: `issuers` (empty: all), never those of `blocked`."""

    issuers: frozenset[str] = frozenset()
    blocked: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One question to the recommender; the same question on the same snapshot gets the same answer.

    `today` and `request_id` (which makes the suggestion identifiers) are arguments: nothing is read from a clock
    or a random source. `after`: the credential on whose page the suggestion stands; for an anonymous viewer it is
    the whole history. `explore`, 0 (never) to 0.5, is how often a lower place may go to a runner-up.
    """

    today: date
    request_id: str
    holdings: Holdings = field(default_factory=Holdings)
    goal: Goal | None = None
    after: str = ""
    limits: Limits = field(default_factory=Limits)
    scope: Scope = field(default_factory=Scope)
    dismissed: frozenset[str] = frozenset()
    already_know: frozenset[str] = frozenset()
    pins: Mapping[str, str] = field(default_factory=dict)
    boosts: Mapping[str, float] = field(default_factory=dict)
    limit: int = 10
    explore: float = 0.0

    def credited(self, accepted: Mapping[str, Sequence[str]]) -> Query:
        """The same with what is held counted also as what it is taken in the place of."""
        return replace(self, holdings=credited(self.holdings, accepted))


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: one sentence that is true, and where what it says stands."""

    text: str
    evidence: tuple[Provenance, ...] = ()
    code: str = ""


@dataclass(frozen=True, slots=True)
class Contribution:
    """One named part of a score, rounded to the millionth; the parts add up to the score exactly.

    A part is weight x value (x relevance, for what only helps); ``variety`` is what likeness to others took away.
    """

    name: str
    contribution: float


@dataclass(frozen=True, slots=True)
class Chance:
    """A credential that might have stood at a place of the list, and the chance, 0..1, that it would."""

    credential: str
    propensity: float


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One next step, with everything a page, an e-mail or a machine says of it.

    `chance`, 0..1, is that of learners with such a history to get it within a horizon that `outlook_in_full` names;
    `outlook` says it in words; none below a floor. `propensity` is the chance that it would stand at its place; None
    where nothing is explored. `explored`: by lot, in the place of another. `chances` are all that might have stood
    there, adding up to 1.
    """

    id: str
    credential: str
    name: str
    issuer: str
    issuer_name: str
    score: float
    contributions: tuple[Contribution, ...]
    eligible: Verdict
    eligibility: tuple[str, ...]
    available: Availability
    reasons: tuple[Reason, ...]
    signup_url: str = ""
    signup_note: str = ""
    page_url: str = ""
    cost: float | None = None
    currency: str = ""
    hours: float | None = None
    level: str = ""
    mode: str = ""
    language: str = ""
    teaches: tuple[str, ...] = ()
    gains: tuple[str, ...] = ()
    pathways: tuple[str, ...] = ()
    chance: float | None = None
    outlook: str = ""
    outlook_in_full: str = ""
    propensity: float | None = None
    explored: bool = False
    chances: tuple[Chance, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """What would have been suggested and isn't, and why; `code` names the rule."""

    credential: str
    name: str
    code: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """The answer: what was understood, the next steps best first, what was refused and why, from which snapshot.

    `id` names this one answer; suggestions are logged with it.
    """

    snapshot: str
    goal: Goal | None
    recommendations: tuple[Recommendation, ...]
    refusals: tuple[Refusal, ...]
    notes: tuple[str, ...] = ()
    id: str = ""
