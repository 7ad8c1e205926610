"""The rules: why a credential that scored well must not be suggested to this learner, each said aloud."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from graph.checker import Finding, check
from graph.credentials import Availability, Credential, Offering
from graph.holdings import Known
from graph.requirements import HasSkill, leaves
from recommender.offers import misfits
from recommender.query import Limits, Reason, Verdict
from recommender.situation import Situation
from recommender.wording import Name, in_words


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whether the requirement is met, in three values, and what was found; words are made only for what is shown."""

    verdict: Verdict
    finding: Finding | None = None

    @property
    def lacking(self) -> int:
        """How many credentials or skills it would take to meet it."""
        return len(self.finding.missing) if self.finding is not None else 0

    def words(self, name: Name) -> tuple[str, ...]:
        """What is met, or what is missing or uncertain, a sentence each."""
        return in_words(self.finding, name) if self.finding is not None else ("No requirement is stated.",)


NOTHING_ASKED: Final = Eligibility(Verdict.YES)
NO_LIMITS: Final = Limits()


def eligibility(situation: Situation, credential: Credential) -> Eligibility:
    """Check the credential's requirement against what is held on the day."""
    if credential.requirement is None:
        return NOTHING_ASKED
    attests = situation.attests if any(isinstance(leaf, HasSkill) for leaf in leaves(credential.requirement)) else {}
    finding = check(credential.requirement, situation.holdings, situation.query.today, attests)
    return Eligibility(Verdict(finding.verdict.value), finding)


Rule = Callable[[Situation, int, Credential], str]
"""Gives the sentence that refuses, or nothing."""


def earned(situation: Situation, i: int, credential: Credential) -> str:
    """Already held and valid."""
    if i not in situation.held:
        return ""
    if through := situation.held[i].through:
        return f"{situation.name_of(through)}, which you hold, is taken in its place."
    said = "You hold" if situation.held[i].known is Known.VERIFIED else "You say that you hold"
    return f"{said} {credential.name}."


def enrolled(situation: Situation, i: int, credential: Credential) -> str:
    """Under way: finish it first."""
    return f"You are enrolled in {credential.name}: finish it first." if i in situation.enrolled else ""


def dismissed(situation: Situation, i: int, credential: Credential) -> str:
    """The learner doesn't want to see it."""
    return "You dismissed it." if credential.id in situation.query.dismissed else ""


def already_known(situation: Situation, i: int, credential: Credential) -> str:
    """The learner says that they know this."""
    return "You said that you already know this." if credential.id in situation.query.already_know else ""


def withdrawn(situation: Situation, i: int, credential: Credential) -> str:
    """No longer given, or replaced."""
    if credential.superseded_by:
        return f"It has been replaced by {situation.name_of(credential.superseded_by)}."
    return "Its issuer has withdrawn it." if credential.withdrawn else ""


def out_of_scope(situation: Situation, i: int, credential: Credential) -> str:
    """Not among the issuers whose credentials may be suggested here."""
    scope = situation.query.scope
    outside = bool(scope.issuers) and credential.issuer not in scope.issuers
    who = credential.issuer_name or credential.issuer
    return f"Credentials of {who} aren't suggested here." if outside or credential.issuer in scope.blocked else ""


def closed(situation: Situation, i: int, credential: Credential) -> str:
    """Offerings are stated and none is open on the day."""
    shut = credential.availability(situation.query.today) is Availability.CLOSED
    return f"None of its offerings is open on {situation.query.today}." if shut else ""


def beyond_limits(situation: Situation, i: int, credential: Credential) -> str:
    """No open offering fits the learner's own limits; the first offering's misfit is told."""
    query = situation.query
    if query.limits == NO_LIMITS:
        return ""
    offerings = [o for o in credential.offerings if o.is_open(query.today)] or [Offering("")]
    reasons = [misfits(offering, credential, query.today, query.limits) for offering in offerings]
    return " ".join(reasons[0]) if all(reasons) else ""


RULES: Final[Mapping[str, Rule]] = {
    rule.__name__: rule
    for rule in (earned, enrolled, dismissed, already_known, withdrawn, out_of_scope, closed, beyond_limits)
}


def refusals(situation: Situation, i: int, credential: Credential) -> Iterator[Reason]:
    """Every rule that speaks against the credential, and the requirement where it isn't met."""
    for code, rule in RULES.items():
        if text := rule(situation, i, credential):
            yield Reason(text, (credential.provenance,), code)
