"""What CTDL asks for before a credential, and when, where and for how much it can be had."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from graph.requirements import AllOf, AtLeast, HasSkill, Holds, from_json
from tests.data.test_ctdl_dialects import read, table


def ctid(number: int) -> str:
    return f"ce-00000000-0000-0000-0000-{number:012d}"


def resource(number: int) -> str:
    return f"https://credentialengineregistry.org/resources/{ctid(number)}"


def condition(**properties: Any) -> dict[str, Any]:
    return {"@type": "ceterms:ConditionProfile", **{f"ceterms:{name}": value for name, value in properties.items()}}


def credential(**properties: Any) -> dict[str, Any]:
    own = {"@type": "ceterms:Certification", "@id": resource(1), "ceterms:ctid": ctid(1), "ceterms:name": "Rigger"}
    return {**own, **{f"ceterms:{name}": value for name, value in properties.items()}}


def row_of(folder: Path, *things: dict[str, Any], name: str = "Rigger") -> dict[str, Any]:
    (row,) = [row for row in table(read(folder, {"@graph": [*things]}), "credentials") if row["name"] == name]
    return row


def asked(folder: Path, *things: dict[str, Any]) -> Any:
    text = row_of(folder, *things)["requirement"]
    return None if text is None else json.loads(text)


def holds(number: int) -> dict[str, Any]:
    return {"holds": f"ctdl:{ctid(number)}"}


def test_nothing_required_is_no_requirement(tmp_path: Path) -> None:
    assert asked(tmp_path, credential()) is None


def test_all_targets_of_a_condition_and_all_conditions_must_be_met(tmp_path: Path) -> None:
    one = condition(targetCredential=[resource(2)], targetLearningOpportunity=resource(3))
    other = condition(targetAssessment=[{"@id": resource(4)}])
    assert asked(tmp_path, credential(requires=[one, other])) == {"all": [{"all": [holds(2), holds(3)]}, holds(4)]}


def test_of_alternatives_any_is_enough(tmp_path: Path) -> None:
    either = [condition(targetCredential=resource(2)), condition(targetCredential=[resource(3), resource(4)])]
    tree = asked(tmp_path, credential(requires=condition(targetAssessment=resource(5), alternativeCondition=either)))
    assert tree == {"all": [holds(5), {"atLeast": 1, "of": [holds(2), {"all": [holds(3), holds(4)]}]}]}


def test_where_one_alternative_cannot_be_checked_none_is_asked_for_and_the_note_says_both(tmp_path: Path) -> None:
    either = [condition(targetCredential=resource(2)), condition(experience="ten years at sea")]
    row = row_of(tmp_path, credential(requires=condition(alternativeCondition=either)))
    assert row["requirement"] is None
    assert "ten years at sea" in row["note"]


def test_what_cannot_be_checked_stands_in_the_note(tmp_path: Path) -> None:
    profile = condition(
        name="Entry",
        description="Open to sailors.",
        minimumAge=18,
        yearsOfExperience=2,
        condition={"en": ["Swims", "Climbs"]},
    )
    note = row_of(tmp_path, credential(requires=[profile]))["note"]
    for words in ("(Entry)", "Open to sailors", "minimum age: 18", "years of experience: 2", "Swims; Climbs"):
        assert words in note


def test_a_requirement_of_itself_is_left_out(tmp_path: Path) -> None:
    assert asked(tmp_path, credential(requires=condition(targetCredential=[resource(1), resource(2)]))) == holds(2)


def test_conditions_of_a_manifest_hold_for_those_that_name_it(tmp_path: Path) -> None:
    manifest = {
        "@type": "ceterms:ConditionManifest",
        "@id": resource(9),
        "ceterms:requires": condition(targetCredential=resource(2)),
    }
    assert asked(tmp_path, credential(commonConditions=[resource(9)]), manifest) == holds(2)


def test_a_condition_that_stands_elsewhere_in_the_file_is_found(tmp_path: Path) -> None:
    assert asked(
        tmp_path, credential(requires="_:c"), {"@id": "_:c", **condition(targetCredential=resource(2))}
    ) == holds(2)


def test_competencies_to_enter_must_be_had_and_those_required_are_what_is_attested(tmp_path: Path) -> None:
    skill = {
        "@type": "ceterms:CredentialAlignmentObject",
        "ceterms:targetNode": resource(7),
        "ceterms:targetNodeName": "Knots",
    }
    assert asked(tmp_path, credential(entryCondition=condition(targetCompetency=[skill]))) == {
        "skill": f"ctdl:{ctid(7)}"
    }
    reading = read(tmp_path, credential(requires=condition(targetCompetency=[{**skill, "ceterms:weight": 0.5}])))
    assert table(reading, "credentials")[0]["requirement"] is None
    (row,) = table(reading, "credential_skills")
    assert (row["skill"], row["label"], row["weight"], row["how"]) == (f"ctdl:{ctid(7)}", "Knots", 0.5, "stated")


def test_credits_are_counted_where_it_is_known_what_brings_how_many(tmp_path: Path) -> None:
    worth = {"@type": "schema:QuantitativeValue", "schema:value": 10}
    courses = [
        {"@type": "ceterms:Course", "@id": resource(n), "ceterms:name": f"Course {n}", "ceterms:creditValue": worth}
        for n in (2, 3)
    ]
    profile = condition(targetLearningOpportunity=[resource(2), resource(3)], creditValue={"schema:value": 10})
    tree = asked(tmp_path, credential(requires=profile), *courses)
    assert tree == {"minimumCredits": 10.0, "from": [{**holds(2), "credits": 10.0}, {**holds(3), "credits": 10.0}]}
    assert asked(tmp_path, credential(requires=profile)) == {"all": [holds(2), holds(3)]}


def test_corequisites_and_recommendations_are_said_and_not_asked(tmp_path: Path) -> None:
    other = {"@type": "ceterms:Course", "@id": resource(2), "ceterms:name": "Rope work"}
    profile = condition(targetLearningOpportunity=resource(2))
    row = row_of(tmp_path, credential(corequisite=profile, recommends=profile), other)
    assert row["requirement"] is None
    assert "Taken together with: Rope work" in row["note"]
    assert "Recommended: Rope work" in row["note"]


def test_the_graph_reads_what_is_written(tmp_path: Path) -> None:
    profile = condition(
        targetCredential=resource(2), alternativeCondition=[condition(targetCredential=resource(n)) for n in (3, 4)]
    )
    entry = condition(targetCompetency=[{"ceterms:targetNode": resource(7)}])
    text = row_of(tmp_path, credential(requires=profile, entryCondition=entry))["requirement"]
    either = AtLeast(1, (Holds(f"ctdl:{ctid(3)}"), Holds(f"ctdl:{ctid(4)}")))
    first = AllOf((Holds(f"ctdl:{ctid(2)}"), either))
    assert from_json(text) == AllOf((first, HasSkill(f"ctdl:{ctid(7)}")))


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("credentialStat:Active", "active"),
        ("credentialStat:Deprecated", "withdrawn"),
        ("credentialStat:Superseded", "withdrawn"),
        ("credentialStat:Probationary", "active"),
        ({"@type": "CredentialAlignmentObject", "targetNodeName": {"en": "Ceased"}}, "withdrawn"),
        ("Deprecated", "withdrawn"),
        ("of its own kind", None),
    ],
)
def test_the_status_is_active_or_withdrawn_or_not_known(said: Any, status: str | None, tmp_path: Path) -> None:
    assert row_of(tmp_path, credential(credentialStatusType=said))["status"] == status


def test_levels_subjects_occupations_and_durations_are_taken_as_stated(tmp_path: Path) -> None:
    soc = {"targetNode": "https://www.onetonline.org/link/summary/15-1252.00", "targetNodeName": "Software Developers"}
    row = row_of(
        tmp_path,
        credential(
            audienceLevelType=[{"ceterms:targetNode": "audLevel:BeginnerLevel"}],
            subject=[{"ceterms:targetNodeName": {"en": "Ropes"}}, "Sails"],
            keyword={"en": ["Knots", "Bends"], "de": ["Knoten"]},
            occupationType=[soc, {"codedNotation": "29-1122.00"}],
            estimatedDuration=[{"ceterms:exactDuration": "PT90M"}],
            renewalFrequency="P3Y",
            supersededBy=resource(5),
            inLanguage=["en-GB"],
        ),
    )
    assert row["level"] == "Beginner Level"
    assert row["subjects"] == ["Ropes", "Sails", "Knots", "Bends"]
    assert row["occupations"] == ["Software Developers", "onet:29-1122.00"]
    assert (row["hours"], row["validity_months"], row["language"]) == (1.5, 36, "en-GB")
    assert row["superseded_by"] == f"ctdl:{ctid(5)}"


def test_weeks_are_how_long_and_not_how_much(tmp_path: Path) -> None:
    span = {"ceterms:minimumDuration": "P8W", "ceterms:maximumDuration": {"Weeks": 12}}
    row = row_of(tmp_path, credential(estimatedDuration=[span]))
    assert row["hours"] is None
    assert "Takes 8 weeks to 12 weeks." in row["note"]


def test_an_offering_has_its_sign_up_place_mode_and_price(tmp_path: Path) -> None:
    place = {"@type": "ceterms:Place", "ceterms:name": "Harbour", "ceterms:addressLocality": "Kiel"}
    costs = [
        {
            "ceterms:price": 30,
            "ceterms:currency": "EUR",
            "ceterms:directCostType": {"targetNode": "costType:Application"},
        },
        {
            "ceterms:price": "250.50",
            "ceterms:currency": "Euro",
            "ceterms:directCostType": {"targetNode": "costType:Tuition"},
        },
    ]
    reading = read(
        tmp_path,
        credential(
            availableOnlineAt=["https://knots.example/join"],
            availableAt=[place],
            deliveryType={"targetNode": "deliveryType:OnlineOnly"},
            estimatedCost=costs,
            startDate="2027-01-01",
        ),
    )
    (row,) = table(reading, "offerings")
    assert (row["id"], row["credential"]) == (f"ctdl:{ctid(1)}#1", f"ctdl:{ctid(1)}")
    assert (row["signup_url"], row["place"], row["mode"]) == ("https://knots.example/join", "Harbour, Kiel", "online")
    assert (row["cost"], row["currency"], row["starts"]) == (250.5, "EUR", "2027-01-01")
    assert "Application 30 EUR" in row["note"]


def test_items_of_a_cost_as_the_registry_assistant_is_told_them(tmp_path: Path) -> None:
    cost = {
        "Currency": "USD",
        "CostItems": [{"DirectCostType": "Tuition", "Price": 900}, {"DirectCostType": "Tuition", "Price": 700}],
    }
    (row,) = table(read(tmp_path, credential(estimatedCost=[cost])), "offerings")
    assert (row["cost"], row["currency"]) == (700.0, "USD")


def test_a_page_is_no_sign_up_and_without_an_occasion_there_is_no_offering(tmp_path: Path) -> None:
    reading = read(tmp_path, credential(subjectWebpage="https://knots.example"))
    assert table(reading, "offerings") == []


def test_each_scheduled_offering_is_one(tmp_path: Path) -> None:
    dates = [{"@type": "ceterms:ScheduledOffering", "ceterms:startDate": f"2027-0{n}-01"} for n in (1, 2)]
    rows = table(read(tmp_path, credential(hasOffering=dates, subjectWebpage="https://x.example")), "offerings")
    assert [(row["id"][-2:], row["starts"]) for row in rows] == [("#1", "2027-01-01"), ("#2", "2027-02-01")]


@pytest.mark.parametrize(("currency", "date"), [("shells", "2027-01-01"), ("EUR", "soon")])
def test_a_value_that_cannot_be_read_is_left_empty_and_reported(currency: str, date: str, tmp_path: Path) -> None:
    reading = read(tmp_path, credential(estimatedCost={"price": 5, "currency": currency}, startDate=date))
    (row,) = table(reading, "offerings")
    assert row["cost"] == 5
    assert len(reading.report.aside) == 1


def test_conditions_that_point_at_each_other_do_not_multiply(tmp_path: Path) -> None:
    names = [f"_:c{n}" for n in range(40)]
    pointing = [
        {"@id": name, **condition(targetCredential=resource(2), alternativeCondition=names, description=name)}
        for name in names
    ]
    row = row_of(tmp_path, credential(requires=names[0]), *pointing)
    assert row["requirement"] is not None
