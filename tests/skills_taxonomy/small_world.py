"""A taxonomy small enough to see through: a handful of skills and occupations of two vocabularies."""

from __future__ import annotations

from typing import Any

from data.tables import Tables, frame

FROM = {"issuer": "x", "source": "s", "locator": "f.csv:2"}

SKILLS = [
    ("esco:skill/1", "esco", "manage staff", ["supervise employees", "staff management"], "skill"),
    ("esco:skill/2", "esco", "Python (computer programming)", ["Python 3"], "knowledge"),
    ("esco:skill/3", "esco", "machine learning", ["ML"], "knowledge"),
    ("esco:skill/4", "esco", "négocier des contrats", ["negotiate contracts"], "skill"),
    ("esco:skill/5", "esco", "attend to detail", ["care", "and accuracy"], "skill"),
    ("esco:skill/6", "esco", "communication", [], "skill"),
    ("onet:tech/kubernetes", "onet", "Kubernetes", [], "technology"),
    ("onet:tech/python", "onet", "Python", [], "technology"),
    ("onet:tech/r", "onet", "R", [], "technology"),
    ("onet:tech/c", "onet", "C", [], "technology"),
    ("onet:tech/c-sharp", "onet", "C#", [], "technology"),
    ("onet:tech/go", "onet", "Go", [], "technology"),
    ("onet:tech/chef", "onet", "Chef", [], "technology"),
    ("onet:tech/sql", "onet", "Structured query language SQL", ["SQL"], "technology"),
    ("onet:element/2.A.1.b", "onet", "Speaking", [], "skill"),
    *(
        (f"onet:tech/ms-{name.lower()}", "onet", f"Microsoft {name}", [], "technology")
        for name in ("Word", "Access", "PowerPoint", "Visio", "Outlook", "Project", "Teams", "Publisher")
    ),
]

OCCUPATIONS = [
    ("esco:occupation/1", "esco", "software developer", ["software engineer", "programmer"], "2512"),
    ("esco:occupation/2", "esco", "cloud engineer", ["cloud architect"], "2511"),
    ("esco:occupation/3", "esco", "nurse responsible for general care", ["nurse"], "2221"),
    ("onet:15-1252.00", "onet", "Software Developers", ["Software Engineer", "DevOps Engineer"], "15-1252.00"),
    ("onet:15-1241.00", "onet", "Computer Network Architects", ["Cloud Architect"], "15-1241.00"),
    ("onet:29-1141.00", "onet", "Registered Nurses", ["Nurse", "RN (Registered Nurse)"], "29-1141.00"),
    ("onet:29-1141.01", "onet", "Acute Care Nurses", ["Nurse"], "29-1141.01"),
    ("onet:15-1212.00", "onet", "Information Security Analysts", ["Cyber Security Analyst", "Cybersecurity Specialist"],
     "15-1212.00"),
    ("onet:15-1244.00", "onet", "Network and Computer Systems Administrators", ["Admin"], "15-1244.00"),
    ("onet:53-2011.00", "onet", "Airline Pilots", ["Pilot"], "53-2011.00"),
]  # fmt: skip


def row(**values: Any) -> dict[str, Any]:
    return {**values, **FROM}


def tables() -> Tables:
    """The whole small world."""
    skills = [
        row(id=i, vocabulary=v, label=la, alt_labels=alt, kind=k, description=f"About {la}.")
        for i, v, la, alt, k in SKILLS
    ]
    occupations = [
        row(id=i, vocabulary=v, label=la, alt_labels=alt, code=c, description=f"They work as {la}.")
        for i, v, la, alt, c in OCCUPATIONS
    ]
    twins = [
        row(subject="esco:occupation/3", predicate="close match", object="onet:29-1141.00", confidence=1.0),
        row(subject="esco:occupation/2", predicate="broader", object="esco:isco/C2511"),
    ]
    kubernetes = {"skill": "onet:tech/kubernetes", "relation": "technology", "hot": True}
    needs = [
        row(occupation="onet:15-1244.00", in_demand=True, **kubernetes),
        row(occupation="onet:15-1252.00", in_demand=False, **kubernetes),
    ]
    wages = [
        row(occupation=f"soc:{code}", area="US", period="2025", employment=people)
        for code, people in (("15-1252", 1_600_000.0), ("29-1141", 3_000_000.0), ("15-1241", 170_000.0))
    ]
    return Tables(
        {
            "skills": frame("skills", skills),
            "occupations": frame("occupations", occupations),
            "occupation_relations": frame("occupation_relations", twins),
            "occupation_skills": frame("occupation_skills", needs),
            "wages": frame("wages", wages),
            "credentials": frame("credentials", [row(id="cncf:CKA", name="Certified Kubernetes Administrator")]),
        }
    )
