"""A few made-up occupations whose right answers are obvious."""

from __future__ import annotations

from typing import Any

from data.tables import Tables, frame

WHERE = {"issuer": "s", "source": "made", "locator": "made:1", "origin": ""}

OCCUPATIONS = {
    "a:sailor": ("Sailors", ("Deckhand", "Able Seaman (AS)", "Rigger"), "Work on deck, row and tie knots.", "53-5011"),
    "a:cook": (
        "Ship Cooks",
        ("Galley Cook", "Chef", "Rigger", "Van Drivers"),
        "Prepare meals in the galley of a ship.",
        "35-2011",
    ),
    "a:nurse": ("Registered Nurses", ("Staff Nurse", "Ward Nurse", "RN"), "Care for the sick.", "29-1141"),
    "a:nursedir": ("Nursing Directors", ("Director of Nursing",), "Lead nurses.", "11-9111"),
    "a:dev": (
        "Software Developers",
        ("Software Engineer", "Java Developer", "Web Developer"),
        "Write code.",
        "15-1252",
    ),
    "a:van": ("Van Drivers", ("Delivery Driver", "Courier Driver"), "Drive vans.", "53-3033"),
    "b:programmer": ("programmer", ("coder", "software programmer"), "Programmers write programs.", "2512"),
    "b:mariner": ("mariner", ("seaman", "deck hand"), "Mariners work on ships.", "8350"),
}
SKILLS = {
    "k:knots": "tie knots",
    "k:row": "row boats",
    "k:java": "Java",
    "k:care": "care for people",
    "k:old": "whittle",
}
ASKED = (
    ("a:sailor", "k:knots", "technology"),
    ("a:sailor", "k:row", "technology"),
    ("b:mariner", "k:knots", "technology"),
    ("a:dev", "k:java", "technology"),
    ("b:programmer", "k:java", "technology"),
    ("a:nurse", "k:care", "technology"),
    ("a:nursedir", "k:care", "technology"),
    ("a:van", "k:old", "technology"),
)


def tables() -> Tables:
    """The world as a build would have it."""
    occupations: list[dict[str, Any]] = [
        {"id": id_, "vocabulary": id_[0], "label": label, "alt_labels": list(others), "description": said, "code": code}
        | WHERE
        for id_, (label, others, said, code) in OCCUPATIONS.items()
    ]
    relation = {"subject": "b:programmer", "predicate": "close match", "object": "a:dev", "confidence": 0.9} | WHERE
    skills = [{"id": id_, "vocabulary": "k", "kind": "skill", "label": label} | WHERE for id_, label in SKILLS.items()]
    asked = [{"occupation": one, "skill": skill, "relation": how} | WHERE for one, skill, how in ASKED]
    return Tables(
        {
            "occupations": frame("occupations", occupations),
            "occupation_relations": frame("occupation_relations", [relation]),
            "skills": frame("skills", skills),
            "occupation_skills": frame("occupation_skills", asked),
        }
    )
