"""A small good file of every format that is read, and a large one of those that are read in a stream."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

Write = Callable[[Path], Path]
Many = Callable[[Path, int, str], Path]

UUID: Final = "10000000-0000-4000-8000-"
SKILL: Final = "http://data.europa.eu/esco/skill/60000000-0000-4000-8000-000000000001"


@dataclass(frozen=True, slots=True)
class Good:
    """How a good file of a format is written into a folder; `many` writes so many rows or objects with noise in them.

    `many` is None for a format whose files are held whole, which is bounded by the size of one document.
    """

    write: Write
    many: Many | None = None


def text_file(name: str, text: str) -> Write:
    """A file with this text."""

    def write(folder: Path) -> Path:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    return write


def of_rows(name: str, head: str, *lines: str) -> Good:
    """A CSV file; many rows are the last one again and again, with a column of noise."""

    def many(folder: Path, count: int, noise: str) -> Path:
        last = next(csv.reader(io.StringIO(lines[-1])))
        with (folder / name).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow([*next(csv.reader(io.StringIO(head))), "noise"])
            for _ in range(count):
                writer.writerow([*last, noise])
        return folder / name

    return Good(text_file(name, "\n".join((head, *lines)) + "\n"), many)


def of_objects(name: str, whole: Any, *under: str) -> Good:
    """A JSON file; many objects are the last of the list under these keys again and again, each with noise."""

    def many(folder: Path, count: int, noise: str) -> Path:
        grown = json.loads(json.dumps(whole))
        holder, members = None, grown
        for key in under:
            holder, members = members, members[key]
        mark = "@@members@@"
        if holder is not None:
            holder[under[-1]] = mark
        before, after = json.dumps(grown).split(f'"{mark}"') if holder is not None else ("", "")
        last = json.dumps({**members[-1], "x:noise": noise})
        with (folder / name).open("w", encoding="utf-8") as stream:
            stream.write(f"{before}[{last}")
            for _ in range(count - 1):
                stream.write(f",{last}")
            stream.write(f"]{after}")
        return folder / name

    return Good(text_file(name, json.dumps(whole, indent=1)), many)


def folder_of(name: str, files: Mapping[str, str]) -> Write:
    """A folder with these files."""

    def write(folder: Path) -> Path:
        for file, text in files.items():
            text_file(f"{name}/{file}", text)(folder)
        return folder / name

    return write


BADGE: Final[Mapping[str, Any]] = {
    "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
    "id": "https://knots.example/credentials/1",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {"id": "https://knots.example/issuer", "type": ["Profile"], "name": "School of Knots"},
    "validFrom": "2026-01-01T00:00:00Z",
    "name": "Bowline",
    "credentialSubject": {
        "type": ["AchievementSubject"],
        "identifier": [{"type": "IdentityObject", "hashed": False, "identityHash": "ann@x.example"}],
        "achievement": {
            "id": "https://knots.example/achievements/bowline",
            "type": ["Achievement"],
            "name": "Bowline",
            "description": "Ties a bowline.",
            "criteria": {"narrative": "Tie it."},
            "alignment": [{"type": ["Alignment"], "targetName": "tie knots", "targetUrl": SKILL}],
        },
    },
}  # fmt: skip

CTDL: Final[Mapping[str, Any]] = {
    "@context": "https://credreg.net/ctdl/schema/context/json",
    "@graph": [
        {
            "@id": f"https://credentialengineregistry.org/resources/ce-{UUID}000000000002",
            "@type": "ceasn:Competency",
            "ceterms:ctid": f"ce-{UUID}000000000002",
            "ceasn:competencyText": {"en": "Tie a bowline"},
        },
        {
            "@id": f"https://credentialengineregistry.org/resources/ce-{UUID}000000000001",
            "@type": "ceterms:Badge",
            "ceterms:ctid": f"ce-{UUID}000000000001",
            "ceterms:name": {"en": "Deckhand"},
            "ceterms:description": {"en": "Ropes."},
            "ceterms:subjectWebpage": "https://knots.example/deckhand",
        },
    ],
}


def _item(number: int) -> dict[str, Any]:
    place = f"{UUID}{number:012d}"
    uri = f"https://case.example/CFItems/{place}"
    return {"identifier": place, "uri": uri, "fullStatement": f"Tie knot {number}", "CFItemType": "Skill"}


CASE: Final[Mapping[str, Any]] = {
    "CFDocument": {"identifier": f"{UUID}000000000009", "creator": "School of Knots", "title": "Ropes"},
    "CFItems": [_item(1), _item(2)],
    "CFAssociations": [
        {
            "identifier": f"{UUID}000000000008",
            "associationType": "isChildOf",
            "originNodeURI": {"identifier": f"{UUID}000000000001"},
            "destinationNodeURI": {"identifier": f"{UUID}000000000002"},
        }
    ],
}

RSD: Final = [
    {
        "id": f"https://osmt.example/api/skills/{UUID}{number:012d}",
        "uuid": f"{UUID}{number:012d}",
        "skillName": f"Knot {number}",
        "skillStatement": f"Tie knot {number}.",
        "categories": ["Ropes"],
        "keywords": ["rope"],
        "occupations": [{"code": "53-5011", "targetNodeName": "Sailors", "frameworkName": "bls"}],
        "alignments": [{"id": SKILL, "skillName": "tie knots"}],
    }
    for number in (1, 2)
]

XAPI: Final = [
    {
        "id": f"{UUID}{number:012d}",
        "actor": {"objectType": "Agent", "mbox": f"mailto:ann{number}@x.example"},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/completed", "display": {"en": "completed"}},
        "object": {
            "objectType": "Activity",
            "id": "https://knots.example/courses/ropes",
            "definition": {"type": "http://adlnet.gov/expapi/activities/course", "name": {"en": "Ropes"}},
        },
        "result": {"completion": True},
        "timestamp": "2026-01-01T00:00:00Z",
    }
    for number in (1, 2)
]

CALIPER: Final[Mapping[str, Any]] = {
    "sensor": "https://knots.example/sensors/1",
    "sendTime": "2026-01-02T00:00:00.000Z",
    "dataVersion": "http://purl.imsglobal.org/ctx/caliper/v1p2",
    "data": [
        {
            "@context": "http://purl.imsglobal.org/ctx/caliper/v1p2",
            "id": f"urn:uuid:{UUID}{number:012d}",
            "type": "Event",
            "actor": {"id": f"https://knots.example/users/{number}", "type": "Person"},
            "action": "Completed",
            "object": {"id": "https://knots.example/courses/ropes", "type": "CourseOffering", "name": "Ropes"},
            "eventTime": "2026-01-01T00:00:00.000Z",
        }
        for number in (1, 2)
    ],
}

CLR: Final[Mapping[str, Any]] = {
    **BADGE,
    "@context": [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ],
    "id": "https://knots.example/clrs/1",
    "type": ["VerifiableCredential", "ClrCredential"],
    "credentialSubject": {"type": ["ClrSubject"], "verifiableCredential": [BADGE]},
}

_ESCO: Final = {
    "skills_en.csv": "conceptUri,skillType,preferredLabel,altLabels,hiddenLabels,status,description\n"
    f"{SKILL},skill/competence,tie knots,,,released,Ropes.\n"
    f"{SKILL[:-1]}2,knowledge,rope lore,,,released,\n",
    "occupations_en.csv": "conceptUri,iscoGroup,preferredLabel,altLabels,hiddenLabels,status,description\n"
    "http://data.europa.eu/esco/occupation/60000000-0000-4000-8000-000000000003,7215,rigger,,,released,Rigs.\n",
    "occupationSkillRelations.csv": "occupationUri,relationType,skillType,skillUri\n"
    f"http://data.europa.eu/esco/occupation/60000000-0000-4000-8000-000000000003,essential,skill/competence,{SKILL}\n",
}

_ONET: Final = {
    "Occupation Data.txt": "O*NET-SOC Code\tTitle\tDescription\n53-5011.00\tSailors\tStand watch.\n",
    "Technology Skills.txt": "O*NET-SOC Code\tExample\tCommodity Code\tCommodity Title\tHot Technology\tIn Demand\n"
    "53-5011.00\tSailing simulators\t1\tSimulators\tN\tN\n",
}

SAILOR: Final = """pathway: knots:sailor
name: Sailor
ends: [deckhand]
steps:
  - id: bowline
    credential: knots:bowline
    name: Bowline
  - id: rigging
    kind: skill
    skill: esco:skill/rope
    optional: yes
  - id: deckhand
    credential: knots:deckhand
    needs: [bowline]
    after: [bowline]
"""

PROGRAM: Final[Mapping[str, Any]] = {
    "@context": "https://schema.org/",
    "@type": "EducationalOccupationalProgram",
    "@id": "https://sea.example/programs/sailor",
    "name": "Sailor",
    "description": "From the deck to the helm.",
    "url": "https://sea.example/programs/sailor",
    "educationalCredentialAwarded": {
        "@type": "EducationalOccupationalCredential",
        "@id": "https://sea.example/skipper",
        "name": "Skipper",
    },
    "hasCourse": [
        {"@type": "Course", "@id": "https://sea.example/knots", "name": "Knots", "timeRequired": "PT8H"},
        {
            "@type": "Course",
            "@id": "https://sea.example/tides",
            "name": "Tides",
            "numberOfCredits": 3,
            "coursePrerequisites": [{"@id": "https://sea.example/knots"}, "A swimming badge"],
        },
    ],
}

BADGR: Final[Mapping[str, Any]] = {
    "elementId": "sailor",
    "name": "Sailor",
    "completionBadge": {"badgeUrl": "https://api.badgr.io/public/badges/deckhand"},
    "requirements": {"childElementRequirements": {"countRule": {"@type": "atLeastN", "requiredCount": 1}}},
    "requiredForParentCompletion": True,
    "children": [
        {
            "elementId": "bowline",
            "name": "Bowline",
            "completionBadge": {"badgeUrl": "https://api.badgr.io/public/badges/bowline"},
            "requirements": {},
            "requiredForParentCompletion": True,
            "children": [],
        }
    ],
}

GOOD: Final[Mapping[str, Good]] = MappingProxyType(
    {
        "catalogue": of_rows(
            "catalogue.csv",
            "id,name,description,kind,skills,requires,signup_url,cost,currency",
            "bowline,Bowline,Ties a bowline.,badge,onet:tech/rope=0.5|knots,,https://knots.example/b,0,EUR",
            "deckhand,Deckhand,Ropes and more.,certificate,knots,bowline,https://knots.example/d,10,EUR",
        ),
        "badges": Good(text_file("badge.json", json.dumps(BADGE, indent=1))),
        "clr": Good(text_file("record.json", json.dumps(CLR, indent=1))),
        "awards": of_rows(
            "awards.csv",
            "learner,credential,date,state,expires",
            "ann@x.example,knots:bowline,2026-01-01,awarded,2027-01-01",
            "bob@x.example,knots:bowline,2026-02-01,completed,",
        ),
        "oews": of_rows(
            "wages.csv",
            "AREA,AREA_TITLE,OCC_CODE,OCC_TITLE,TOT_EMP,A_PCT10,A_PCT25,A_MEDIAN,A_PCT75,A_PCT90,PERIOD,NOTE,ORIGIN",
            '99,U.S.,53-5011,Sailors,"29,000",30000,38000,"47,000",60000,80000,May 2025,,cell 1',
            "01,Alabama,53-5011,Sailors,900,1,2,3,4,5,May 2025,,",
        ),
        "crosswalk": of_rows(
            "walk.csv",
            "id,esco_occupation,onet_code,confidence,concept_uri",
            "1,sailor,53-5011.00,2.0,http://data.europa.eu/esco/occupation/60000000-0000-4000-8000-000000000003",
            "2,rigger,49-9096.00,1.0,http://data.europa.eu/esco/occupation/60000000-0000-4000-8000-000000000004",
        ),
        "platform": of_rows(
            "export.csv",
            "Recipient Name,Recipient Email,Group Name,Issued on,Expired on,Grade",
            "Ann,ann@x.example,Bowline,2026-01-13,2027-01-13,1",
            "Bob,bob@x.example,Bowline,2026-02-14,,2",
        ),
        "postings": of_rows(
            "jobs.csv",
            "id,title,employer,place,country,posted,url,text",
            "1,Sailor,Harbour,Kiel,DE,2026-01-01,https://jobs.example/1,Tie knots.",
            "2,Rigger,Harbour,Kiel,DE,2026-01-02,https://jobs.example/2,Splice rope.",
        ),
        "esco": Good(folder_of("esco", _ESCO)),
        "onet": Good(folder_of("onet", _ONET)),
        "pathway-yaml": Good(text_file("sailor.yaml", SAILOR)),
        "badgr": Good(text_file("pathway.json", json.dumps(BADGR, indent=1))),
        "schema.org": Good(text_file("program.json", json.dumps(PROGRAM, indent=1))),
        "ctdl": of_objects("credentials.jsonld", CTDL, "@graph"),
        "case": of_objects("framework.json", CASE, "CFItems"),
        "rsd": of_objects("skills.json", RSD),
        "skills": of_rows(
            "own.csv",
            "id,label,description,alternates,broader,type,same_as",
            f"knots,Tie knots,Bowline and hitch,Knotting|Ropework,,skill,{SKILL}",
            "bends,Tie bends,,,knots,skill,",
        ),
        "xapi": of_objects("statements.json", XAPI),
        "caliper": of_objects("events.json", CALIPER, "data"),
    }
)
"""By the name of the format; a format that isn't here fails the suite of all readers."""
