"""A made-up older version of a vocabulary, derived from part of a published one by rules that anybody can follow.

It is NOT an earlier release of ESCO: no text of another release is used. From the tables given, a part is taken (the
first `most` skills and occupations by identifier, and all relations among them), and then history is run backwards:

* every 10th skill didn't exist yet: left out, so that it is *added* later;
* every 10th skill, one further, was called "older name of ..." then: *renamed* later;
* every 10th skill, two further, was two skills then: its first alternate label was a skill of its own, which is
  *merged* later (nothing states it: it is inferred from the label);
* beside every 10th skill, three further, stood one that is *withdrawn* later without anything that follows it;
* every 10th occupation asked for one skill less: a need is *gained* later.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from data.default import read_default
from data.esco_concepts import BASE
from data.tables import Tables, frame, rows_of

SAYS: Final = "made up from a part of ESCO 1.1.1; not a release of ESCO"
EVERY: Final = 10

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Derived:
    """Two versions and what was done to come from the newer to the older: identifiers by class, merges as pairs."""

    older: Tables
    newer: Tables
    added: frozenset[str]
    renamed: frozenset[str]
    merged: Mapping[str, str]
    withdrawn: frozenset[str]
    gained: frozenset[tuple[str, str]]


def derived(tables: Tables, *, most: int = 10**6) -> Derived:
    """The part of the tables, and the made-up version before it."""
    part = _part(tables, most)
    skills = [row for row in part["skills"] if row["kind"] != "group"]
    users = _alone(part["skills"])
    added = {row["id"] for row in skills[::EVERY]}
    renamed = {row["id"] for row in skills[1::EVERY]}
    unmerged = [
        _unmerged(row) for row in skills[2::EVERY] if row["alt_labels"] and users[row["alt_labels"][0].casefold()] == 1
    ]
    withdrawn = [{**row, "id": f"{row['id']}-old", "label": f"{row['label']} by hand", "alt_labels": []}
                 for row in skills[3::EVERY]]  # fmt: skip
    asked = [row for row in part["occupation_skills"] if row["skill"] not in added]
    firsts = {row["occupation"]: row for row in reversed(asked)}
    gained = [firsts[id_] for id_ in sorted(firsts)[::EVERY]]
    older = {
        **part,
        "skills": [*(_renamed(row, renamed) for row in part["skills"] if row["id"] not in added),
                   *(row for _, row in unmerged), *withdrawn],
        "occupation_skills": [row for row in asked if row not in gained],
        "skill_relations": [row for row in part["skill_relations"] if not {row["subject"], row["object"]} & added],
    }  # fmt: skip
    return Derived(
        _tables(older),
        _tables(part),
        frozenset(added),
        frozenset(renamed),
        {row["id"]: id_ for id_, row in unmerged},
        frozenset(row["id"] for row in withdrawn),
        frozenset((row["occupation"], row["skill"]) for row in gained),
    )


def _part(tables: Tables, most: int) -> dict[str, list[Row]]:
    """The first concepts by identifier, with the relations among them."""
    found = {name: rows_of(tables[name].sort_values("id").head(most)) for name in ("skills", "occupations")}
    known = {row["id"] for rows in found.values() for row in rows}
    ends = {"skill_relations": ("subject", "object"), "occupation_relations": ("subject", "object"),
            "occupation_skills": ("occupation", "skill")}  # fmt: skip
    for name, (one, other) in ends.items():
        found[name] = [row for row in rows_of(tables[name]) if row[one] in known and row[other] in known]
    return found


def _renamed(row: Row, renamed: set[str]) -> Row:
    return {**row, "label": f"older name of {row['label']}"} if row["id"] in renamed else row


def _alone(skills: list[Row]) -> Counter[str]:
    """How many skills have each label, preferred or not."""
    return Counter(
        label for row in skills for label in {name.casefold() for name in (row["label"], *(row["alt_labels"] or ()))}
    )


def _unmerged(row: Row) -> tuple[str, Row]:
    return row["id"], {**row, "id": f"{row['id']}-half", "label": row["alt_labels"][0], "alt_labels": []}


def _tables(rows: dict[str, list[Row]]) -> Tables:
    return Tables({name: frame(name, found) for name, found in rows.items()})


def written(tables: Tables, folder: Path) -> Path:
    """The skills, occupations and needs as CSV files in the columns of ESCO's, with a note of what they are."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "README.txt").write_text(f"{SAYS}.\n", "utf-8")
    skills = rows_of(tables["skills"])
    _csv(folder / "skills_en.csv", [_concept(row) for row in skills if row["kind"] != "group"])
    _csv(folder / "skillGroups_en.csv", [_concept(row) for row in skills if row["kind"] == "group"])
    _csv(folder / "occupations_en.csv", [_concept(row) for row in rows_of(tables["occupations"])])
    needs = [
        {"occupationUri": _uri(row["occupation"]), "relationType": row["relation"], "skillUri": _uri(row["skill"])}
        for row in rows_of(tables["occupation_skills"])
    ]
    _csv(folder / "occupationSkillRelations_en.csv", needs)
    for table, name in (("skill_relations", "SkillPillar"), ("occupation_relations", "OccPillar")):
        broader = [
            {"conceptUri": _uri(row["subject"]), "broaderUri": _uri(row["object"])}
            for row in rows_of(tables[table])
            if row["predicate"] == "broader"
        ]
        _csv(folder / f"broaderRelations{name}_en.csv", broader)
    built_on = [
        {"originalSkillUri": _uri(row["subject"]), "relationType": row["predicate"],
         "relatedSkillUri": _uri(row["object"])}
        for row in rows_of(tables["skill_relations"])
        if row["predicate"] != "broader"
    ]  # fmt: skip
    _csv(folder / "skillSkillRelations_en.csv", built_on)
    languages = [{"conceptUri": _uri(row["id"])} for row in skills if row["kind"] == "language"]
    _csv(folder / "languageSkillsCollection_en.csv", languages)
    return folder


_TYPES: Final = {"knowledge": "knowledge", "attitude": "attitude"}


def _concept(row: Row) -> Row:
    return {
        "conceptUri": _uri(row["id"]),
        "preferredLabel": row["label"],
        "altLabels": "\n".join(row["alt_labels"] or ()),
        "description": row["description"] or "",
        "skillType": _TYPES.get(row.get("kind") or "", "skill/competence"),
        "iscoGroup": row.get("code") or "",
    }


def _uri(id_: str) -> str:
    return BASE + id_.removeprefix("esco:")


def _csv(path: Path, rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    ((_, shipped),) = read_default(parts=["esco-1.1.1"])
    made = written(derived(shipped.tables).older, Path(sys.argv[1]))
    print(f"{made}: {SAYS}.")
