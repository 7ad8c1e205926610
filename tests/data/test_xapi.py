"""Statements of xAPI become enrolments, completions and awards, whatever their order; the rest is set aside."""

from __future__ import annotations

import json
import tracemalloc
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import xapi
from data.heads import Head
from data.reading import Reading
from data.tables import rows_of

FIXTURE = Path(__file__).parent / "fixtures" / "xapi" / "statements.json"
ADL = "http://adlnet.gov/expapi/verbs/"
COURSE = "http://adlnet.gov/expapi/activities/course"


def statement(number: int = 1, verb: str = "completed", /, **other: Any) -> dict[str, Any]:
    """One sound statement; keywords replace its parts."""
    return {
        "id": f"00000000-0000-4000-8000-{number:012}",
        "actor": {"mbox": "mailto:ann@learners.example"},
        "verb": {"id": verb if "/" in verb else ADL + verb},
        "object": {"id": "https://courses.example/knots", "definition": {"type": COURSE, "name": {"en": "Knots"}}},
        "timestamp": "2024-03-05T10:00:00Z",
    } | other


def voiding(number: int, voided: int) -> dict[str, Any]:
    target = {"objectType": "StatementRef", "id": statement(voided)["id"]}
    return statement(number, "voided", object=target)


def read_of(folder: Path, *statements: Any, name: str = "s.json", **how: Any) -> Reading:
    path = folder / name
    path.write_text(json.dumps(list(statements)), encoding="utf-8")
    return xapi.read(path, **how)


def awards(reading: Reading) -> set[tuple[Any, ...]]:
    columns = ("learner", "credential", "state", "date", "known")
    return {tuple(row[column] for column in columns) for row in rows_of(reading.tables["awards"])}


def reasons(reading: Reading) -> list[str]:
    return [row.reason for row in reading.report.aside]


def test_a_store_s_answer_gives_awards_of_courses_and_badges() -> None:
    reading = xapi.read(FIXTURE, issuer="acme", issuer_name="Acme")
    found = {(row["learner"], row["state"], row["date"]) for row in rows_of(reading.tables["awards"])}
    assert found == {
        ("ann@learners.example", "enrolled", "2024-02-01"),
        ("ann@learners.example", "completed", "2024-03-05"),
        ("0042|https://lms.example", "awarded", "2024-04-01"),
    }
    assert {row["name"] for row in rows_of(reading.tables["credentials"])} == {"Knots and bends", "Rigger"}


def test_the_credential_has_what_the_definition_says() -> None:
    (knots,) = (row for row in rows_of(xapi.read(FIXTURE).tables["credentials"]) if row["name"] != "Rigger")
    assert knots["description"] == "Tying what holds, and untying it."
    assert knots["page_url"] == "https://courses.example/knots/about"
    assert knots["kind"] == "course"
    assert knots["issuer"] == "courses-example"
    assert knots["id"].startswith("courses-example:knots-")


def test_each_statement_is_an_award_or_set_aside_with_its_place() -> None:
    reading = xapi.read(FIXTURE)
    places = {row["locator"] for row in rows_of(reading.tables["awards"])} | {
        row.locator for row in reading.report.aside
    }
    assert places == {f"statements.json#/statements/{number}" for number in range(6)}


@pytest.mark.parametrize(
    ("actor", "learner"),
    [
        ({"mbox": "mailto:Ann@x.example"}, "Ann@x.example"),
        ({"mbox_sha1sum": "AB" * 20}, "sha1:" + "ab" * 20),
        ({"openid": "https://id.example/ann"}, "https://id.example/ann"),
        ({"account": {"homePage": "https://LMS.example/Tenant/", "name": "a|b"}}, "a|b|https://lms.example/Tenant"),
    ],
)
def test_each_identifier_of_an_actor_names_the_learner(tmp_path: Path, actor: Any, learner: str) -> None:
    assert {row[0] for row in awards(read_of(tmp_path, statement(actor=actor)))} == {learner}


def test_one_name_in_two_systems_is_two_learners(tmp_path: Path) -> None:
    two = [
        statement(number, actor={"account": {"homePage": f"https://{number}.example", "name": "7"}})
        for number in (1, 2)
    ]
    assert len(awards(read_of(tmp_path, *two))) == 2


def test_members_of_a_group_each_have_the_award(tmp_path: Path) -> None:
    members = [{"mbox": "mailto:ann@x.example"}, {"mbox": "mailto:bob@x.example"}]
    found = awards(read_of(tmp_path, statement(actor={"objectType": "Group", "member": members})))
    assert {row[0] for row in found} == {"ann@x.example", "bob@x.example"}


@pytest.mark.parametrize("verb", ["launched", "initialized", "experienced", "failed", "terminated", "abandoned"])
def test_what_is_no_completion_is_set_aside(tmp_path: Path, verb: str) -> None:
    reading = read_of(tmp_path, statement(1, verb))
    assert not awards(reading)
    assert len(reading.report.aside) == 1


@pytest.mark.parametrize(
    ("verb", "state"),
    [
        ("passed", "completed"),
        ("mastered", "completed"),
        ("https://w3id.org/xapi/adl/verbs/satisfied", "completed"),
        ("https://w3id.org/xapi/adl/verbs/waived", "completed"),
        ("http://specification.openbadges.org/xapi/verbs/earned", "awarded"),
        ("https://profile.example/verbs/Enrolled", "enrolled"),
        ("https://adlnet.gov/expapi/verbs/registered/", "enrolled"),
    ],
)
def test_verbs_say_the_state(tmp_path: Path, verb: str, state: str) -> None:
    assert {row[2] for row in awards(read_of(tmp_path, statement(1, verb)))} == {state}


@pytest.mark.parametrize("result", [{"success": False}, {"completion": False}])
def test_a_completion_whose_result_denies_it_is_set_aside(tmp_path: Path, result: Any) -> None:
    assert not awards(read_of(tmp_path, statement(result=result)))


def test_parts_of_a_course_are_no_credentials_but_a_module_by_itself_is(tmp_path: Path) -> None:
    module = {"id": "https://m.example/1", "definition": {"type": "http://adlnet.gov/expapi/activities/module"}}
    part = {"contextActivities": {"parent": [{"id": "https://courses.example/knots"}]}}
    assert not awards(read_of(tmp_path, statement(object=module, context=part)))
    assert len(awards(read_of(tmp_path, statement(object=module)))) == 1


def test_a_kind_stated_elsewhere_in_the_file_counts(tmp_path: Path) -> None:
    bare = statement(1, object={"id": "https://v.example/1"})
    video = {"id": "https://v.example/1", "definition": {"type": "https://w3id.org/xapi/video/activity-type/video"}}
    assert not awards(read_of(tmp_path, bare, statement(2, "launched", object=video)))


def test_an_enrolment_that_ended_is_none(tmp_path: Path) -> None:
    left = statement(2, "http://id.tincanapi.com/verb/unregistered", timestamp="2024-04-01T00:00:00Z")
    again = statement(3, "registered", timestamp="2024-05-01T00:00:00Z")
    found = awards(read_of(tmp_path, left, statement(1, "registered"), again))
    assert {row[3] for row in found} == {"2024-05-01"}


def test_the_same_statement_twice_counts_once(tmp_path: Path) -> None:
    reading = read_of(tmp_path, statement(), statement())
    assert len(awards(reading)) == 1
    assert any("stands already at s.json#/0" in reason for reason in reasons(reading))


def test_what_only_the_learner_says_is_self_declared(tmp_path: Path) -> None:
    own = statement(authority={"mbox": "mailto:ann@learners.example"})
    other = statement(authority={"account": {"homePage": "https://lms.example", "name": "system"}})
    assert {row[4] for row in awards(read_of(tmp_path, own))} == {"self_declared"}
    assert {row[4] for row in awards(read_of(tmp_path, other))} == {"verified"}


def test_the_day_is_the_one_that_the_statement_writes(tmp_path: Path) -> None:
    found = awards(read_of(tmp_path, statement(timestamp="2024-03-05T23:30:00-02:00")))
    assert {row[3] for row in found} == {"2024-03-05"}


@pytest.mark.parametrize("form", ["array", "single", "lines", "kept"])
def test_each_form_of_a_file_is_recognised_and_read(tmp_path: Path, form: str) -> None:
    one, two = statement(1), statement(2, "registered")
    text = {
        "array": json.dumps([one, two]),
        "single": json.dumps(one),
        "lines": json.dumps(one) + "\n" + json.dumps(two) + "\n",
        "kept": json.dumps({"_id": "1", "statement": one}) + "\n" + json.dumps({"_id": "2", "statement": two}) + "\n",
    }[form]
    path = tmp_path / "export.json"
    path.write_text(text, encoding="utf-8")
    assert xapi.recognises(Head(path))
    assert len(awards(xapi.read(path))) == (1 if form == "single" else 2)


def test_badges_and_caliper_are_not_taken_for_statements() -> None:
    for name in ("caliper/envelope.json",):
        assert not xapi.recognises(Head(FIXTURE.parent.parent / name))


@pytest.mark.parametrize(
    "wrong",
    [
        {"actor": "ann"},
        {"actor": {"mbox": "ann@learners.example"}},
        {"actor": {"mbox": "mailto:ann@learners.example", "openid": "https://id.example/ann"}},
        {"actor": {"account": {"name": "7"}}},
        {"actor": {"mbox_sha1sum": "zz"}},
        {"actor": {"objectType": "Group", "mbox": "mailto:team@learners.example"}},
        {"verb": "completed"},
        {"verb": {"id": 5}},
        {"object": ["https://courses.example/knots"]},
        {"object": {"id": None}},
        {"object": {"id": "https://courses.example/knots", "definition": [1]}},
        {"timestamp": 20240305},
        {"timestamp": "yesterday"},
        {"object": {"objectType": "SubStatement"}},
    ],
)
def test_what_has_the_wrong_type_is_set_aside_without_naming_anybody(tmp_path: Path, wrong: Any) -> None:
    reading = read_of(tmp_path, statement(**wrong))
    assert not awards(reading)
    assert [row.locator for row in reading.report.aside] == ["s.json#/0"]
    said = " ".join([*reasons(reading), *reading.report.remarks])
    assert "ann" not in said
    assert "@" not in said


VERBS = st.sampled_from(["completed", "passed", "registered", "launched", "failed"])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(VERBS, st.integers(1, 28), st.booleans()), max_size=6), st.randoms())
def test_the_order_of_statements_does_not_matter(made: list[tuple[str, int, bool]], random: Any) -> None:
    statements = [
        statement(number, verb, timestamp=f"2024-03-{day:02}T10:00:00Z") for number, (verb, day, _) in enumerate(made)
    ]
    statements += [voiding(100 + number, number) for number, (*_, voided) in enumerate(made) if voided]
    shuffled = deepcopy(statements)
    random.shuffle(shuffled)
    with TemporaryDirectory() as folder:
        first, second = read_of(Path(folder), *statements), read_of(Path(folder), *shuffled)
    assert awards(first) == awards(second)
    assert len(first.report.aside) == len(second.report.aside)
    expected = {f"2024-03-{day:02}" for verb, day, voided in made if verb not in ("launched", "failed") and not voided}
    assert {row[3] for row in awards(first)} == expected


def test_memory_does_not_grow_with_what_is_no_award(tmp_path: Path) -> None:
    def peak(many: int) -> int:
        path = tmp_path / f"{many}.jsonl"
        with path.open("w", encoding="utf-8") as lines:
            for number in range(many):
                lines.write(json.dumps(statement(number, "experienced")) + "\n")
        tracemalloc.start()
        reading = xapi.read(path)
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert len(reading.report.aside) == 1_000
        assert f"{many:,} set aside" in reading.report.remarks[0]
        return highest

    assert peak(12_000) < peak(3_000) + 500_000
