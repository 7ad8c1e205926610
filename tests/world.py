"""A made-up world whose right answers are obvious: a sea school's five skills, three credentials and two occupations.

=============  ==========================================  =====================================
credential     teaches                                     asks for
=============  ==========================================  =====================================
``DECKHAND``   knots, rowing                               nothing
``RADIO``      radio                                       nothing
``SKIPPER``    sailing, navigation                         ``DECKHAND``
=============  ==========================================  =====================================

A deckhand (the job) needs knots and rowing; a skipper needs sailing and navigation, and radio would help. The one
pathway goes from ``DECKHAND`` over ``RADIO`` (optional) to ``SKIPPER``. So who holds nothing and wants to be a
skipper starts with ``DECKHAND``; who holds it goes on to ``SKIPPER``, which nobody may begin without it.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from data.tables import Tables, frame

TODAY: Final = date(2026, 6, 1)

KNOTS: Final = "esco:skill/knots"
ROWING: Final = "esco:skill/rowing"
SAILING: Final = "esco:skill/sailing"
NAVIGATION: Final = "esco:skill/navigation"
RADIO_SKILL: Final = "esco:skill/radio"
SKILLS: Final = {
    KNOTS: "tie knots",
    ROWING: "row a boat",
    SAILING: "sail a boat",
    NAVIGATION: "find the way at sea",
    RADIO_SKILL: "use a marine radio",
}
BOATS: Final = "esco:skill/boats"
"""The group above rowing and sailing; a shelf, not a sixth skill."""

DECKHAND: Final = "sea:DECKHAND"
RADIO: Final = "sea:RADIO"
SKIPPER: Final = "sea:SKIPPER"
NAMES: Final = {DECKHAND: "Deckhand Certificate", RADIO: "Marine Radio Certificate", SKIPPER: "Skipper Certificate"}
TEACHES: Final = {
    DECKHAND: ((KNOTS, 0.5), (ROWING, 0.5)),
    RADIO: ((RADIO_SKILL, 1.0),),
    SKIPPER: ((SAILING, 0.4), (NAVIGATION, 0.6)),
}
REQUIRES: Final = {SKIPPER: '{"holds":"sea:DECKHAND"}'}

DECKHAND_JOB: Final = "esco:occupation/deckhand"
SKIPPER_JOB: Final = "esco:occupation/skipper"
JOBS: Final = {DECKHAND_JOB: "deckhand", SKIPPER_JOB: "skipper"}
NEEDS: Final = {
    DECKHAND_JOB: ((KNOTS, "essential"), (ROWING, "essential")),
    SKIPPER_JOB: ((SAILING, "essential"), (NAVIGATION, "essential"), (RADIO_SKILL, "optional")),
}

TO_SKIPPER: Final = "sea:to-skipper"
STEPS: Final = (("1", 1, DECKHAND, False), ("2", 2, RADIO, True), ("3", 3, SKIPPER, False))


def tables(**extra: list[dict[str, Any]]) -> Tables:
    """The world as tables; `extra` rows (by table name) are put behind its own, and get a place of their own."""
    rows = {**_taxonomy(), **_catalogue()}
    for name, more in extra.items():
        own = rows.get(name, [])
        rows[name] = [*own, *(_placed("sea", "extra.csv", n, **row) for n, row in enumerate(more, 2))]
    return Tables({name: frame(name, found) for name, found in rows.items()})


def _placed(issuer: str, file: str, line: int, **values: Any) -> dict[str, Any]:
    """A row that stands on a line of a file, unless the values say otherwise."""
    return {"issuer": issuer, "source": "world", "locator": f"{file}:{line}", "origin": "", **values}


def _rows(issuer: str, file: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [_placed(issuer, file, line, **row) for line, row in enumerate(rows, 2)]


def _taxonomy() -> dict[str, list[dict[str, Any]]]:
    skills = [{"id": id_, "vocabulary": "esco", "label": label, "kind": "skill"} for id_, label in SKILLS.items()]
    group = {"id": BOATS, "vocabulary": "esco", "label": "handle boats", "kind": "group"}
    broader = [{"subject": skill, "predicate": "broader", "object": BOATS} for skill in (ROWING, SAILING)]
    jobs = [{"id": id_, "vocabulary": "esco", "label": label} for id_, label in JOBS.items()]
    needs = [
        {"occupation": job, "skill": skill, "relation": relation}
        for job, asked in NEEDS.items()
        for skill, relation in asked
    ]
    return {
        "skills": _rows("esco", "skills.csv", [*skills, group]),
        "skill_relations": _rows("esco", "skill_relations.csv", broader),
        "occupations": _rows("esco", "occupations.csv", jobs),
        "occupation_skills": _rows("esco", "occupation_skills.csv", needs),
    }


def _catalogue() -> dict[str, list[dict[str, Any]]]:
    credentials = [
        {
            "id": id_,
            "name": name,
            "issuer_name": "Sea School",
            "description": f"{name}: " + ", ".join(SKILLS[skill] for skill, _ in TEACHES[id_]) + ".",
            "kind": "certificate",
            "language": "en",
            "status": "active",
            "requirement": REQUIRES.get(id_),
            "page_url": f"https://sea.example/{id_.partition(':')[2].lower()}",
        }
        for id_, name in NAMES.items()
    ]
    skills = [
        {
            "credential": id_,
            "skill": skill,
            "label": SKILLS[skill],
            "weight": weight,
            "how": "stated",
            "confidence": 1.0,
        }
        for id_, taught in TEACHES.items()
        for skill, weight in taught
    ]
    pathway = {"id": TO_SKIPPER, "name": "From the deck to the helm", "destination": SKIPPER}
    steps = [
        {"pathway": TO_SKIPPER, "step": step, "position": position, "credential": credential, "optional": optional}
        for step, position, credential, optional in STEPS
    ]
    return {
        "credentials": _rows("sea", "credentials.csv", credentials),
        "credential_skills": _rows("sea", "credential_skills.csv", skills),
        "offerings": _rows("sea", "offerings.csv", [_offering(id_) for id_ in NAMES]),
        "pathways": _rows("sea", "pathways.csv", [pathway]),
        "pathway_steps": _rows("sea", "pathways.csv", steps),
    }


def _offering(credential: str) -> dict[str, Any]:
    """Online, open all through 2026, 100 euros, 20 hours."""
    return {
        "id": f"{credential}#1",
        "credential": credential,
        "signup_url": f"https://sea.example/{credential.partition(':')[2].lower()}/sign-up",
        "opens": "2026-01-01",
        "closes": "2026-12-31",
        "mode": "online",
        "language": "en",
        "cost": 100.0,
        "currency": "EUR",
        "hours": 20.0,
    }
