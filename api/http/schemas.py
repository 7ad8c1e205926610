"""The bodies of requests and answers, with examples that run."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Ids = Annotated[list[str], Field(max_length=1000)]
Words = Annotated[str, Field(max_length=1000)]


class Body(BaseModel):
    """A request's body: unknown fields are an error, so that a typing mistake isn't overlooked."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class Limits(Body):
    """A learner's own limits; what a credential doesn't state is never held against it."""

    budget: float | None = Field(None, ge=0)
    currency: Words = ""
    hours_a_week: float | None = Field(None, ge=0)
    by: date | None = None
    modes: list[Literal["online", "onsite", "blended"]] = Field(default_factory=list)
    languages: Ids = Field(default_factory=list)


class Ask(Body):
    """A question: what is held, what is aimed for, within which limits."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"credentials": ["cncf:CKA"], "goal": "DevOps engineer", "limit": 5}]},
    )

    credentials: Ids = Field(default_factory=list, description="Credentials held, by identifier.")
    known: Literal["verified", "uploaded", "self_declared"] = Field(
        "verified", description="How you know that they are held."
    )
    skills: Ids = Field(default_factory=list, description="Skills had, by identifier or name.")
    badges: list[dict[str, Any] | str] = Field(
        default_factory=list,
        max_length=100,
        description="Open Badges 2.0 or 3.0, as JSON or compact text; never taken as verified.",
    )
    emails: Ids = Field(
        default_factory=list, description="The learner's addresses, to check that badges are theirs; not kept."
    )
    goal: Words = Field("", description="The job aimed for, as a person says it, or its identifier.")
    strict_goal: bool = Field(False, description="Answer 409 with the choices where the goal has several meanings.")
    after: Words = Field("", description="The credential on whose page the suggestion stands.")
    limits: Limits = Field(default_factory=Limits)
    issuers: Ids = Field(default_factory=list, description="Only credentials of these issuers (empty: all).")
    blocked: Ids = Field(default_factory=list, description="No credentials of these issuers.")
    dismissed: Ids = Field(default_factory=list)
    already_know: Ids = Field(
        default_factory=list, description="Credentials or skills that the learner knows, though not certified."
    )
    limit: int = Field(10, description="How many, 1 to 100.")
    placement: Words = Field("api", description="Where it will be shown, for the figures.")
    today: date | None = Field(None, description="The day to answer for; the calendar's where it isn't given.")


class Batch(Body):
    """Several questions at once."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"questions": [{"credentials": ["cncf:CKA"], "limit": 3}]}]}
    )

    questions: list[Ask] = Field(min_length=1, max_length=100)


class MatchAsk(Body):
    """Held credentials or skills against an occupation."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"goal": "DevOps engineer", "credentials": ["cncf:CKA"]}]}
    )

    goal: Words
    strict_goal: bool = False
    credentials: Ids = Field(default_factory=list)
    skills: Ids = Field(default_factory=list)
    limit: int = 10
    today: date | None = None


class ProgressAsk(Body):
    """What is held, for a learner's progress in a pathway."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"credentials": ["cncf:CKA"]}]})

    credentials: Ids = Field(default_factory=list)
    known: Literal["verified", "uploaded", "self_declared"] = "verified"
    today: date | None = None


class ChoicesIn(Body):
    """What a learner decided, and what they take back."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"dismissed": ["cncf:CKA"]}]})

    dismissed: Ids = Field(default_factory=list)
    undo_dismissed: Ids = Field(default_factory=list)
    already_know: Ids = Field(default_factory=list)
    undo_already_know: Ids = Field(default_factory=list)


class PinIn(Body):
    """An issuer's wish for one credential at one placement."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"credential": "cncf:CKA", "kind": "boost", "value": 0.5}]},
    )

    credential: Words
    kind: Literal["pin", "boost"] = "pin"
    placement: Words = Field("", description="The credential on whose page it holds; empty: everywhere.")
    value: float = Field(1.0, ge=0, le=1, description="How far a boost lifts; 0 takes a pin or boost back.")
    note: Words = ""


class EventIn(Body):
    """What came of one suggestion."""

    suggestion: Annotated[str, Field(min_length=1, max_length=100)]
    kind: Literal["shown", "clicked", "enrolled", "earned", "dismissed"]


class Events(Body):
    """What came of suggestions; each is kept once."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"events": [{"suggestion": "6ajzwrbzwgewrhbm", "kind": "clicked"}]}]},
    )

    events: list[EventIn] = Field(min_length=1, max_length=1000)


class EmailAsk(Ask):
    """A question whose answer is wanted as an e-mail block."""

    limit: int = Field(3, description="How many, 1 to 3.", ge=1, le=3)
    greeting: Words = ""


class Evidence(BaseModel):
    """Where a statement stands."""

    source: str
    locator: str
    origin: str | None = None


class ReasonOut(BaseModel):
    """Why, with where that stands."""

    text: str
    code: str
    evidence: list[Evidence]


class ContributionOut(BaseModel):
    """A named part of the score."""

    name: str
    contribution: float


class OccupationOut(BaseModel):
    """An occupation of a vocabulary."""

    id: str
    label: str
    vocabulary: str = ""
    confidence: float | None = None


class GoalOut(BaseModel):
    """What was understood of a goal."""

    typed: str
    occupation: OccupationOut | None
    how: str
    matched: str
    alternatives: list[OccupationOut]
    also: list[OccupationOut]


class RecommendationOut(BaseModel):
    """One next step. Cost and hours are null where they aren't known."""

    id: str
    credential: str
    name: str
    issuer: str
    issuer_name: str
    score: float
    eligible: Literal["yes", "no", "unknown"]
    eligibility: list[str]
    available: Literal["open", "closed", "unknown"]
    reasons: list[ReasonOut]
    contributions: list[ContributionOut]
    signup_url: str | None
    signup_note: str | None
    click_url: str | None = None
    page_url: str | None
    cost: float | None
    currency: str | None
    hours: float | None
    level: str | None
    mode: str | None
    language: str | None
    teaches: list[str]
    gains: list[str]
    pathways: list[str]
    chance: float | None = Field(
        description="The chance, 0 to 1, that learners with such a history get it before long; null below a floor."
    )
    outlook: str | None = Field(description="The same in words, such as: a common next step.")
    outlook_in_full: str | None = Field(description="The same as a sentence, with what is counted and within when.")
    propensity: float | None = Field(
        description="The chance, 0 to 1, that it would stand at its place; null where nothing is explored."
    )
    explored: bool = Field(description="Whether it stands by lot in the place of another, to learn whether it helps.")


class RefusalOut(BaseModel):
    """What would have been suggested and isn't, and why."""

    credential: str
    name: str
    code: str
    reasons: list[ReasonOut]


class BadgeOut(BaseModel):
    """Of one badge: which credential it was taken for, whether its signature fits, by which key, and why not."""

    file: str
    kind: str | None
    name: str | None
    credential: str | None
    how: str
    counts: bool
    verified: bool = Field(description="Unchanged since it was signed with that key; not who holds the key.")
    signed_with: str | None
    why_not: str | None
    error: str | None


class AdviceOut(BaseModel):
    """An answer."""

    snapshot: str
    goal: GoalOut | None
    recommendations: list[RecommendationOut]
    refusals: list[RefusalOut]
    notes: list[str]
    badges: list[BadgeOut] = Field(default_factory=list)


class BatchOut(BaseModel):
    """Answers in the order of the questions."""

    answers: list[AdviceOut]
