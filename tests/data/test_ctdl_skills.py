"""Competencies of CTDL become skills, occupations and roles become occupations; what they say of each other is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.data.test_ctdl_conditions import ctid, resource
from tests.data.test_ctdl_dialects import read, table


def competency(number: int, **properties: Any) -> dict[str, Any]:
    own = {"@id": resource(number), "@type": "ceasn:Competency", "ceasn:competencyText": {"en": f"Ties knot {number}"}}
    return {**own, **{f"ceasn:{name}": value for name, value in properties.items()}}


def relations(folder: Path, *things: dict[str, Any]) -> set[tuple[str, str, str]]:
    rows = table(read(folder, {"@graph": [*things]}), "skill_relations")
    return {(row["subject"][-1:], row["predicate"], row["object"][-1:]) for row in rows}


def test_a_competency_is_a_skill_called_by_its_label_or_else_by_what_it_says(tmp_path: Path) -> None:
    rows = table(read(tmp_path, [competency(1), competency(2, competencyLabel="Bowline")]), "skills")
    assert [(row["id"], row["label"], row["description"]) for row in rows] == [
        (f"ctdl:{ctid(1)}", "Ties knot 1", None),
        (f"ctdl:{ctid(2)}", "Bowline", "Ties knot 2"),
    ]
    assert {(row["vocabulary"], row["kind"], row["iri"]) for row in rows} == {
        ("ctdl", "skill", resource(1)),
        ("ctdl", "skill", resource(2)),
    }


def test_a_long_statement_is_cut_for_the_label_and_whole_in_the_description(tmp_path: Path) -> None:
    (row,) = table(read(tmp_path, competency(1, competencyText="knots " * 100)), "skills")
    assert len(row["label"]) <= 300
    assert row["description"] == ("knots " * 100).strip()


def test_knowledge_is_told_from_skill_by_its_category(tmp_path: Path) -> None:
    (row,) = table(read(tmp_path, competency(1, competencyCategory=[{"en": "Knowledge"}])), "skills")
    assert row["kind"] == "knowledge"


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({"isChildOf": resource(2)}, ("1", "broader", "2")),
        ({"hasChild": [resource(2)]}, ("2", "broader", "1")),
        ({"exactAlignment": resource(2)}, ("1", "exact match", "2")),
        ({"broadAlignment": resource(2)}, ("1", "broad match", "2")),
        ({"narrowAlignment": resource(2)}, ("1", "narrow match", "2")),
        ({"majorAlignment": [{"@id": resource(2)}]}, ("1", "close match", "2")),
        ({"minorAlignment": resource(2)}, ("1", "related", "2")),
        ({"prerequisiteAlignment": resource(2)}, ("1", "essential", "2")),
    ],
)
def test_what_competencies_say_of_each_other(stated: dict[str, Any], expected: tuple[str, ...], tmp_path: Path) -> None:
    assert relations(tmp_path, competency(1, **stated), competency(2)) == {expected}


def test_parent_and_child_that_both_say_it_make_one_relation(tmp_path: Path) -> None:
    both = (competency(1, isChildOf=[resource(2)]), competency(2, hasChild=[resource(1), resource(1)]))
    assert relations(tmp_path, *both) == {("1", "broader", "2")}


def test_a_framework_is_no_skill_and_nobodys_parent(tmp_path: Path) -> None:
    framework = {"@id": resource(3), "@type": "ceasn:CompetencyFramework", "ceasn:name": {"en": "Knots"}}
    reading = read(tmp_path, {"@graph": [competency(1, isChildOf=resource(3), isTopChildOf=resource(3)), framework]})
    assert (len(table(reading, "skills")), len(table(reading, "skill_relations"))) == (1, 0)
    assert [one.locator for one in reading.report.aside] == ["file.json#/@graph/1"]


def test_alignments_to_known_vocabularies_have_their_identifiers(tmp_path: Path) -> None:
    esco = "http://data.europa.eu/esco/skill/19a8293b-8e95-4de3-983f-77484079c389"
    reading = read(tmp_path, competency(1, exactAlignment=esco))
    assert table(reading, "skill_relations")[0]["object"] == "esco:skill/19a8293b-8e95-4de3-983f-77484079c389"


def test_a_framework_as_the_registry_assistant_is_told_it(tmp_path: Path) -> None:
    document = {
        "CompetencyFramework": {"CTID": ctid(9), "Name": "Knots"},
        "Competencies": [
            {"CTID": ctid(1), "CompetencyText": "Ties", "HasChild": [ctid(2)]},
            {"CTID": ctid(2), "competencyText_map": {"en": "Ties bowlines"}, "IsChildOf": [ctid(1)]},
        ],
    }
    reading = read(tmp_path, document)
    assert [row["label"] for row in table(reading, "skills")] == ["Ties", "Ties bowlines"]
    assert len(table(reading, "skill_relations")) == 1


def test_what_a_course_teaches_is_named_by_the_competency_of_the_file(tmp_path: Path) -> None:
    course = {"@type": "ceterms:Course", "@id": resource(7), "ceterms:name": "Ropes", "ceterms:teaches": [resource(1)]}
    (row,) = table(read(tmp_path, {"@graph": [course, competency(1)]}), "credential_skills")
    assert (row["credential"], row["skill"], row["label"]) == (f"ctdl:{ctid(7)}", f"ctdl:{ctid(1)}", "Ties knot 1")


def test_what_is_taught_by_name_alone_has_a_label_and_no_identifier(tmp_path: Path) -> None:
    taught = {"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNodeName": {"en": "Bends"}}
    course = {"@type": "ceterms:Course", "ceterms:name": "Ropes", "ceterms:assesses": [taught, taught]}
    (row,) = table(read(tmp_path, course), "credential_skills")
    assert (row["skill"], row["label"], row["confidence"]) == (None, "Bends", 1.0)


def test_what_is_taught_by_name_and_address_is_a_skill_though_nothing_describes_it(tmp_path: Path) -> None:
    taught = {"ceterms:targetNode": resource(1), "ceterms:targetNodeName": {"en": "Bends"}}
    course = {"@type": "ceterms:Course", "ceterms:name": "Ropes", "ceterms:teaches": [taught]}
    (row,) = table(read(tmp_path, course), "skills")
    assert (row["id"], row["label"]) == (f"ctdl:{ctid(1)}", "Bends")
    described = {"@graph": [course, competency(1)]}
    assert [row["label"] for row in table(read(tmp_path, described), "skills")] == ["Ties knot 1"]


def occupation(number: int, kind: str = "Occupation", **properties: Any) -> dict[str, Any]:
    own = {"@id": resource(number), "@type": f"ceterms:{kind}", "ceterms:name": {"en": f"Sailor {number}"}}
    return {**own, **{f"ceterms:{name}": value for name, value in properties.items()}}


def test_roles_are_narrower_than_their_occupation(tmp_path: Path) -> None:
    reading = read(
        tmp_path, [occupation(1, hasWorkRole=resource(2), codedNotation="53-5011"), occupation(2, "WorkRole")]
    )
    rows = table(reading, "occupations")
    assert [(row["label"], row["code"]) for row in rows] == [("Sailor 1", "53-5011"), ("Sailor 2", None)]
    (relation,) = table(reading, "occupation_relations")
    assert (relation["subject"][-1], relation["predicate"], relation["object"][-1]) == ("2", "broader", "1")


def test_what_a_role_embodies_is_essential_and_what_its_tasks_embody_optional(tmp_path: Path) -> None:
    task = occupation(3, "Task", skillEmbodied=[resource(5), resource(4)])
    role = occupation(2, "WorkRole", knowledgeEmbodied=[resource(4)], hasTask=[resource(3)])
    reading = read(tmp_path, [role, task, competency(4), competency(5)])
    rows = {(row["skill"][-1], row["relation"]) for row in table(reading, "occupation_skills")}
    assert rows == {("4", "essential"), ("5", "optional")}
