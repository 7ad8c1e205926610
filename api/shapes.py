"""Answers as plain JSON values: the one shape that the API and the command line share."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from graph.credentials import Credential, Offering
from graph.pathways import Pathway, Progress
from graph.requirements import to_json
from recommender.match_types import Match, SkillNeed, Wage
from recommender.query import Advice, Reason, Recommendation, Refusal
from recommender.uploads import TakenBadge
from recommender.wording import in_words, to_begin
from skills_taxonomy.types import Goal, Hit, Provenance

Json = dict[str, Any]


def advice_json(advice: Advice) -> Json:
    """An answer with the snapshot's name, the goal as understood, recommendations, refusals and notes."""
    return {
        "snapshot": advice.snapshot,
        "goal": goal_json(advice.goal) if advice.goal is not None else None,
        "recommendations": [recommendation_json(one) for one in advice.recommendations],
        "refusals": [refusal_json(one) for one in advice.refusals],
        "notes": list(advice.notes),
    }


def goal_json(goal: Goal) -> Json:
    """A goal: what was typed, the occupation understood, what else it could mean, and it in other vocabularies."""
    found = goal.occupation
    return {
        "typed": goal.typed,
        "occupation": {"id": found.id, "label": found.label, "vocabulary": found.vocabulary} if found else None,
        "how": goal.how,
        "matched": goal.matched,
        "alternatives": [{"id": hit.id, "label": hit.label, "vocabulary": hit.vocabulary} for hit in goal.alternatives],
        "also": [{"id": job.id, "label": job.label, "confidence": sure} for job, sure in goal.also],
    }


def recommendation_json(one: Recommendation) -> Json:
    """One next step; cost and hours are null where they aren't known."""
    return {
        "id": one.id,
        "credential": one.credential,
        "name": one.name,
        "issuer": one.issuer,
        "issuer_name": one.issuer_name,
        "score": one.score,
        "eligible": one.eligible.value,
        "eligibility": list(one.eligibility),
        "available": one.available.value,
        "reasons": [reason_json(reason) for reason in one.reasons],
        "contributions": [{"name": part.name, "contribution": part.contribution} for part in one.contributions],
        "signup_url": one.signup_url or None,
        "signup_note": one.signup_note or None,
        "page_url": one.page_url or None,
        "cost": one.cost,
        "currency": one.currency or None,
        "hours": one.hours,
        "level": one.level or None,
        "mode": one.mode or None,
        "language": one.language or None,
        "teaches": list(one.teaches),
        "gains": list(one.gains),
        "pathways": list(one.pathways),
        "chance": one.chance,
        "outlook": one.outlook or None,
        "outlook_in_full": one.outlook_in_full or None,
        "propensity": one.propensity,
        "explored": one.explored,
    }


def reason_json(reason: Reason) -> Json:
    """A reason with its evidence."""
    return {"text": reason.text, "code": reason.code, "evidence": evidence_json(reason.evidence)}


def evidence_json(places: Iterable[Provenance]) -> list[Json]:
    """Where statements stand: data set, file and line, and what that was made from."""
    return [{"source": place.source, "locator": place.locator, "origin": place.origin or None} for place in places]


def refusal_json(one: Refusal) -> Json:
    """What isn't suggested, by which rule and why."""
    return {
        "credential": one.credential,
        "name": one.name,
        "code": one.code,
        "reasons": [reason_json(reason) for reason in one.reasons],
    }


def match_json(match: Match) -> Json:
    """Had, lacking, what closes the gap, wages."""
    return {
        "goal": goal_json(match.goal),
        "share": match.share,
        "have": [need_json(need) for need in match.have],
        "lack": [need_json(need) for need in match.lack],
        "closes": [
            {"credential": one.credential, "name": one.name, "gains": list(one.gains), "share_after": one.share_after}
            for one in match.closes
        ],
        "wages": [wage_json(wage) for wage in match.wages],
        "notes": list(match.notes),
    }


def need_json(need: SkillNeed) -> Json:
    """A needed skill, how it is asked for and where that stands."""
    return {
        "skill": need.skill,
        "label": need.label,
        "weight": need.weight,
        "asked": need.asked,
        "held_through": list(need.held_through),
        "evidence": evidence_json((need.provenance,)),
    }


def wage_json(wage: Wage) -> Json:
    """Yearly wages by percentile with their source; employment is a stock, not vacancies."""
    return {
        "occupation": wage.occupation,
        "label": wage.occupation_label,
        "area": wage.area,
        "period": wage.period,
        "currency": wage.currency,
        "employment": wage.employment,
        "p10": wage.p10,
        "p25": wage.p25,
        "median": wage.median,
        "p75": wage.p75,
        "p90": wage.p90,
        "note": wage.note or None,
        "evidence": evidence_json((wage.provenance,)),
    }


def badge_json(badge: TakenBadge) -> Json:
    """Of one badge file: which credential it was taken for, whether its signature fits, by which key, and why not."""
    finding = badge.finding
    return {
        "file": finding.file,
        "kind": finding.kind or None,
        "name": finding.name or None,
        "credential": badge.recognised.credential or None,
        "how": badge.recognised.how,
        "counts": badge.award is not None,
        "verified": finding.verified,
        "signed_with": finding.key or None,
        "why_not": finding.why_not or None,
        "error": finding.error or None,
    }


def hit_json(hit: Hit) -> Json:
    """One search result."""
    return {"id": hit.id, "label": hit.label, "vocabulary": hit.vocabulary, "matched": hit.matched, "how": hit.how}


def credential_json(credential: Credential, today: date, pathways: Sequence[str]) -> Json:
    """One credential with what it teaches, requires and where it can be earned."""
    requirement = credential.requirement
    return {
        "id": credential.id,
        "name": credential.name,
        "issuer": credential.issuer,
        "issuer_name": credential.issuer_name,
        "description": credential.description,
        "kind": credential.kind or None,
        "level": credential.level or None,
        "language": credential.language or None,
        "hours": credential.hours,
        "validity_months": credential.validity_months,
        "withdrawn": credential.withdrawn,
        "superseded_by": credential.superseded_by or None,
        "accepts": list(credential.accepts),
        "page_url": credential.page_url or None,
        "note": credential.note or None,
        "requirement": json.loads(to_json(requirement)) if requirement is not None else None,
        "available": credential.availability(today).value,
        "teaches": [
            {
                "skill": one.skill, "label": one.label, "weight": round(one.weight, 4), "how": one.how,
                "confidence": one.confidence, "words": one.evidence, "evidence": evidence_json((one.provenance,)),
            }
            for one in credential.teaches
        ],
        "offerings": [offering_json(one, today) for one in credential.offerings],
        "pathways": list(pathways),
        "evidence": evidence_json((credential.provenance,)),
    }  # fmt: skip


def offering_json(one: Offering, today: date) -> Json:
    """One occasion to earn a credential."""
    days = {
        name: day.isoformat() if (day := getattr(one, name)) else None for name in ("opens", "closes", "starts", "ends")
    }
    return {
        "id": one.id, "open": one.is_open(today), "signup_url": one.signup_url or None, **days,
        "place": one.place or None, "mode": one.mode or None, "language": one.language or None,
        "cost": one.cost, "currency": one.currency or None, "hours": one.hours, "note": one.note or None,
    }  # fmt: skip


def pathway_json(pathway: Pathway) -> Json:
    """One pathway with its steps."""
    return {
        "id": pathway.id,
        "name": pathway.name,
        "issuer": pathway.issuer,
        "description": pathway.description,
        "destination": pathway.destination or None,
        "page_url": pathway.page_url or None,
        "steps": [
            {"id": step.id, "position": step.position, "credential": step.credential, "optional": step.optional}
            for step in pathway.steps
        ],
        "evidence": evidence_json((pathway.provenance,)),
    }


def progress_json(progress: Progress, name_of: Callable[[str], str]) -> Json:
    """How far a learner is in a pathway, step by step."""
    return {
        "pathway": progress.pathway.id,
        "share": round(progress.share, 4),
        "reached": progress.reached,
        "next": list(progress.next),
        "soonest": progress.soonest or None,
        "milestones": [
            {"position": one.position, "step": one.step or None, "met": one.met} for one in progress.milestones
        ],
        "steps": [
            {
                "id": one.step.id,
                "credential": one.step.credential,
                "name": one.step.name or name_of(one.step.credential),
                "optional": one.step.optional,
                "state": one.state.value,
                "why": list(in_words(one.finding, name_of)),
                "begin": list(to_begin(one, name_of)),
                "replaced_by": one.replaced_by or None,
            }
            for one in progress.steps
        ],
    }
