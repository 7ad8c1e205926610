"""Pathways of CTDL: components become steps in an order, what they ask for conditions, groupings groups."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.data.test_ctdl_conditions import ctid, resource
from tests.data.test_ctdl_dialects import read, table

PREFIXES = ("ceterms:", "")


def component(number: int, kind: str = "CourseComponent", **properties: Any) -> dict[str, Any]:
    own = {"@id": resource(number), "@type": f"ceterms:{kind}", "ceterms:name": {"en": f"Step {number}"}}
    return {**own, **{f"ceterms:{name}": value for name, value in properties.items()}}


def pathway(**properties: Any) -> dict[str, Any]:
    return component(100, "Pathway", **properties)


def choice(number: int | None, *targets: int, **more: Any) -> dict[str, Any]:
    least = {} if number is None else {"ceterms:requiredNumber": number}
    return {
        "@type": "ceterms:ComponentCondition",
        **least,
        "ceterms:targetComponent": [resource(n) for n in targets],
        **more,
    }


def steps(folder: Path, *things: dict[str, Any]) -> dict[int, dict[str, Any]]:
    """The steps by the number of their component."""
    rows = table(read(folder, {"@graph": [*things]}), "pathway_steps")
    return {int(row["step"][-12:]): row for row in rows}


def positions(found: dict[int, dict[str, Any]]) -> dict[int, int]:
    return {number: row["position"] for number, row in found.items()}


def asked(row: dict[str, Any]) -> Any:
    return json.loads(row["condition"]) if row["condition"] else None


def named(*numbers: int) -> dict[str, list[str]]:
    return {"steps": [ctid(number) for number in numbers]}


def test_what_stands_before_comes_before(tmp_path: Path) -> None:
    found = steps(
        tmp_path,
        pathway(hasDestinationComponent=resource(3)),
        component(3, "CredentialComponent", hasChild=[resource(2), resource(1)]),
        component(2, prerequisite=resource(1)),
        component(1),
    )
    assert positions(found) == {1: 1, 2: 2, 3: 3}
    assert asked(found[2]) == named(1)
    assert asked(found[3]) == named(2, 1)
    assert not any(row["optional"] for row in found.values())


@pytest.mark.parametrize(
    "link",
    [
        {3: {"hasChild": resource(2)}, 2: {"hasChild": resource(1)}},
        {1: {"isChildOf": resource(2)}, 2: {"isChildOf": resource(3)}},
        {1: {"precedes": resource(2)}, 2: {"precedes": resource(3)}},
        {3: {"precededBy": resource(2)}, 2: {"precededBy": resource(1)}},
        {3: {"hasCondition": choice(1, 2)}, 2: {"hasCondition": [choice(None, 1)]}},
    ],
)
def test_every_way_to_say_what_comes_first_gives_the_same_order(link: dict[int, Any], tmp_path: Path) -> None:
    parts = [component(n, **link.get(n, {})) for n in (3, 1, 2)]
    assert positions(steps(tmp_path, pathway(hasDestinationComponent=resource(3)), *parts)) == {1: 1, 2: 2, 3: 3}


def test_of_a_choice_each_is_optional_and_the_number_is_required(tmp_path: Path) -> None:
    found = steps(
        tmp_path,
        pathway(hasDestinationComponent=resource(9)),
        component(9, hasChild=[resource(n) for n in (1, 2, 3)], hasCondition=choice(2, 1, 2, 3)),
        *(component(n) for n in (1, 2, 3)),
    )
    assert asked(found[9]) == {**named(1, 2, 3), "atLeast": 2}
    assert {number: row["optional"] for number, row in found.items()} == {1: True, 2: True, 3: True, 9: False}


@pytest.mark.parametrize("number", [3, None, 7])
def test_all_of_a_choice_are_required_where_as_many_are_asked_for(number: int | None, tmp_path: Path) -> None:
    parts = (component(n) for n in (1, 2, 3))
    ends = component(9, hasCondition=choice(number, 1, 2, 3))
    found = steps(tmp_path, pathway(hasDestinationComponent=resource(9)), ends, *parts)
    assert asked(found[9]) == named(1, 2, 3) | ({} if number is None else {"atLeast": number})
    assert not any(row["optional"] for row in found.values())


def test_conditions_inside_a_condition_are_joined_by_or_where_it_says_so(tmp_path: Path) -> None:
    inside = {"ceterms:hasCondition": [choice(None, 1, 2), choice(1, 3)], "ceterms:logicalOperator": "logic:Or"}
    parts = (component(n) for n in (1, 2, 3))
    ends = component(9, hasCondition={"@type": "ceterms:ComponentCondition", **inside})
    found = steps(tmp_path, pathway(hasDestinationComponent=resource(9)), ends, *parts)
    assert asked(found[9]) == {"parts": [named(1, 2), named(3) | {"atLeast": 1}], "atLeast": 1}
    assert positions(found) == {1: 1, 2: 1, 3: 1, 9: 2}


def test_a_selection_is_a_group_that_what_it_stands_under_asks_for(tmp_path: Path) -> None:
    things = (
        pathway(hasDestinationComponent=resource(9)),
        component(9, hasChild=[resource(5), resource(4)]),
        component(5, "SelectionComponent", hasCondition=choice(1, 1, 2)),
        *(component(n) for n in (1, 2, 4)),
    )
    found = steps(tmp_path, *things)
    assert positions(found) == {1: 1, 2: 1, 4: 1, 5: 2, 9: 2}
    assert (found[5]["kind"], asked(found[5])) == ("group", named(1, 2) | {"atLeast": 1})
    assert asked(found[9]) == named(5, 4)
    assert [row["name"] for row in table(read(tmp_path, {"@graph": [*things]}), "credentials")].count("Step 5") == 0


def test_a_component_that_stands_for_a_credential_of_the_file_is_that_credential(tmp_path: Path) -> None:
    proxy = component(2, "CredentialComponent", proxyFor=resource(20))
    badge = {"@id": resource(20), "@type": "ceterms:Badge", "ceterms:name": "Knots"}
    reading = read(tmp_path, {"@graph": [pathway(hasDestinationComponent=resource(2)), proxy, badge]})
    assert [row["credential"] for row in table(reading, "pathway_steps")] == [f"ctdl:{ctid(20)}"]
    assert [row["name"] for row in table(reading, "credentials")] == ["Knots"]
    assert table(reading, "pathways")[0]["destination"] == f"ctdl:{ctid(20)}"


def test_a_component_that_stands_for_a_credential_elsewhere_lends_it_its_name(tmp_path: Path) -> None:
    proxy = component(2, "CredentialComponent", proxyFor=resource(20))
    (row,) = table(read(tmp_path, {"@graph": [pathway(hasDestinationComponent=resource(2)), proxy]}), "credentials")
    assert (row["id"], row["name"], row["kind"]) == (f"ctdl:{ctid(20)}", "Step 2", "credential")


def test_credentials_themselves_may_be_components(tmp_path: Path) -> None:
    things = [component(n, "Certification", hasChild=resource(n - 1)) for n in (2, 1)]
    found = steps(tmp_path, pathway(hasDestinationComponent=resource(2)), *things, component(0, "Course"))
    assert positions(found) == {0: 1, 1: 2, 2: 3}


def test_a_job_at_the_end_is_the_destination_and_met_by_what_it_asks_for(tmp_path: Path) -> None:
    job = component(
        9, "JobComponent", hasChild=resource(1), proxyFor="https://www.onetonline.org/link/summary/15-1252.00"
    )
    reading = read(tmp_path, {"@graph": [pathway(hasDestinationComponent=resource(9)), job, component(1)]})
    assert table(reading, "pathways")[0]["destination"] == "onet:15-1252.00"
    rows = {row["step"]: row for row in table(reading, "pathway_steps")}
    assert {row["kind"] for row in rows.values()} == {"course", "group"}
    assert table(reading, "pathways")[0]["ends"] == [ctid(9)]
    assert asked(rows[ctid(9)]) == named(1)


def test_terms_set_the_places_of_steps_that_no_link_orders(tmp_path: Path) -> None:
    parts = [component(n, hasProgressionLevel={"@type": "skos:Concept", "skos:notation": str(n)}) for n in (3, 1, 2)]
    ends = component(9, hasChild=[resource(n) for n in (1, 2, 3)])
    found = steps(tmp_path, pathway(hasDestinationComponent=resource(9)), ends, *parts)
    assert positions(found) == {1: 1, 2: 2, 3: 3, 9: 4}


def test_components_that_go_round_in_a_circle_still_have_places(tmp_path: Path) -> None:
    parts = [component(1, hasChild=resource(2)), component(2, hasChild=resource(1)), component(3, hasChild=resource(1))]
    assert len(positions(steps(tmp_path, pathway(hasDestinationComponent=resource(3)), *parts))) == 3


def test_parts_that_only_say_of_what_they_are_a_part_are_found(tmp_path: Path) -> None:
    parts = [component(n, isPartOf=resource(100)) for n in (1, 2)]
    assert positions(steps(tmp_path, pathway(), *parts)) == {1: 1, 2: 1}


def test_of_two_pathways_each_has_its_own_steps(tmp_path: Path) -> None:
    other = {**pathway(hasDestinationComponent=resource(2)), "@id": resource(101)}
    reading = read(
        tmp_path, {"@graph": [pathway(hasDestinationComponent=resource(1)), other, component(1), component(2)]}
    )
    found = {(row["pathway"][-3:], row["credential"][-1:]) for row in table(reading, "pathway_steps")}
    assert found == {("100", "1"), ("101", "2")}


def test_what_a_constraint_says_stands_in_the_note(tmp_path: Path) -> None:
    limit = {"ceterms:description": "A grade of C or better.", "ceterms:comparator": "compare:GTEQ"}
    ends = component(9, hasCondition=choice(1, 1, **{"ceterms:hasConstraint": [limit]}))
    reading = read(tmp_path, {"@graph": [pathway(hasDestinationComponent=resource(9)), ends, component(1)]})
    assert "A grade of C or better." in table(reading, "pathways")[0]["note"]


def test_a_pathway_as_the_registry_assistant_is_told_it(tmp_path: Path) -> None:
    document = {
        "PublishForOrganizationIdentifier": ctid(500),
        "Pathway": {"CTID": ctid(100), "Name": "To sea", "HasDestinationComponent": [ctid(2)]},
        "PathwayComponents": [
            {"CTID": ctid(2), "Type": "CredentialComponent", "Name": "Rigger", "HasChild": [ctid(1)]},
            {"CTID": ctid(1), "Type": "CourseComponent", "Name": "Knots"},
        ],
    }
    reading = read(tmp_path, document)
    assert [row["name"] for row in table(reading, "pathways")] == ["To sea"]
    rows = table(reading, "pathway_steps")
    assert [(row["position"], row["credential"]) for row in rows] == [(1, f"ctdl:{ctid(1)}"), (2, f"ctdl:{ctid(2)}")]


def test_a_long_chain_is_no_matter(tmp_path: Path) -> None:
    parts = [component(n, hasChild=resource(n - 1)) for n in range(2_000, 0, -1)]
    found = steps(tmp_path, {**pathway(hasDestinationComponent=resource(2_000)), "@id": resource(999_999)}, *parts)
    assert positions(found)[2_000] == 2_000


def test_choices_that_point_at_each_other_do_not_multiply(tmp_path: Path) -> None:
    groups = range(10, 40)
    parts = [component(n, "SelectionComponent", hasCondition=choice(1, 1, *groups)) for n in groups]
    ends = component(9, hasCondition=choice(1, *groups))
    found = steps(tmp_path, pathway(hasDestinationComponent=resource(9)), ends, component(1), *parts)
    assert len(found) == 32
    assert (found[1]["position"], found[9]["position"]) == (1, 2)


def test_every_kind_of_component_is_the_step_it_is(tmp_path: Path) -> None:
    kinds = {
        "CredentialComponent": "credential", "CourseComponent": "course", "CompetencyComponent": "skill",
        "AssessmentComponent": "assessment", "WorkExperienceComponent": "work", "BasicComponent": "activity",
        "CocurricularComponent": "activity", "ExtracurricularComponent": "activity", "JobComponent": "job",
    }  # fmt: skip
    parts = [component(number, kind) for number, kind in enumerate(kinds, 1)]
    ends = component(50, hasChild=[resource(n) for n in range(1, len(kinds) + 1)])
    found = steps(tmp_path, pathway(hasDestinationComponent=resource(50)), ends, *parts)
    assert [found[number]["kind"] for number in range(1, len(kinds) + 1)] == list(kinds.values())


def test_points_asked_for_are_credits_and_other_constraints_are_kept_as_they_are_said(tmp_path: Path) -> None:
    def limit(left: str, right: str) -> dict[str, Any]:
        sides = {"ceterms:leftSource": left, "ceterms:comparator": "compare:GTEQ", "ceterms:rightSource": right}
        return {"@type": "ceterms:Constraint", **sides}

    limits = {"ceterms:hasConstraint": [limit("ceterms:pointValue", "10"), limit("hours", "30")]}
    ends = component(9, hasCondition=choice(None, 1, 2, **limits))
    worth = component(1, pointValue={"@type": "schema:QuantitativeValue", "schema:value": 6})
    found = steps(tmp_path, pathway(hasDestinationComponent=resource(9)), ends, worth, component(2))
    assert asked(found[9]) == named(1, 2) | {"credits": 10.0, "constraints": [["hours", "compare:GTEQ", "30", ""]]}
    assert found[1]["credits"] == 6.0
