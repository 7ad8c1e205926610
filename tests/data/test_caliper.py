"""Events of Caliper become enrolments and completions of courses; grades, views and quizzes are set aside."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import caliper, xapi
from data.heads import Head
from data.reading import Reading
from data.tables import rows_of

FIXTURE = Path(__file__).parent / "fixtures" / "caliper" / "envelope.json"
CONTEXT = "http://purl.imsglobal.org/ctx/caliper/v1p1"
COURSE = {"id": "https://lms.example/courses/knots", "type": "CourseOffering", "name": "Knots"}


def event(number: int = 1, action: str = "Completed", /, **other: Any) -> dict[str, Any]:
    """One sound event; keywords replace its parts."""
    return {
        "@context": CONTEXT,
        "id": f"urn:uuid:00000000-0000-4000-8000-{number:012}",
        "type": "Event",
        "actor": {"id": "https://lms.example/users/1", "type": "Person"},
        "action": action,
        "object": COURSE,
        "eventTime": "2024-03-05T10:15:00.000Z",
    } | other


def envelope(*events: Any) -> dict[str, Any]:
    return {"sensor": "https://lms.example/s", "sendTime": "2024-03-06T00:00:00.000Z", "dataVersion": CONTEXT,
            "data": list(events)}  # fmt: skip


def read_of(folder: Path, *events: Any) -> Reading:
    path = folder / "e.json"
    path.write_text(json.dumps(list(events)), encoding="utf-8")
    return caliper.read(path)


def awards(reading: Reading) -> set[tuple[Any, ...]]:
    return {(row["learner"], row["state"], row["date"]) for row in rows_of(reading.tables["awards"])}


def test_an_envelope_gives_its_course_and_who_enrolled_and_completed() -> None:
    reading = caliper.read(FIXTURE, issuer="acme")
    assert awards(reading) == {
        ("https://lms.example/users/1", "completed", "2024-03-05"),
        ("https://lms.example/users/2", "enrolled", "2024-02-05"),
    }
    (course,) = rows_of(reading.tables["credentials"])
    assert course["name"] == "Knots and bends"
    assert {row["credential"] for row in rows_of(reading.tables["awards"])} == {course["id"]}


def test_quizzes_within_a_course_and_views_are_set_aside_with_their_place() -> None:
    places = {row.locator for row in caliper.read(FIXTURE).report.aside}
    assert places == {"envelope.json#/data/3", "envelope.json#/data/4"}


@pytest.mark.parametrize("form", ["event", "envelope", "array", "lines", "lines of envelopes", "array of envelopes"])
def test_each_form_of_a_file_is_recognised_and_read(tmp_path: Path, form: str) -> None:
    one, two = event(1), event(2, "Activated")
    text = {
        "event": json.dumps(one),
        "envelope": json.dumps(envelope(one, two)),
        "array": json.dumps([one, two]),
        "lines": f"{json.dumps(one)}\n{json.dumps(two)}\n",
        "lines of envelopes": f"{json.dumps(envelope(one))}\n{json.dumps(envelope(two))}\n",
        "array of envelopes": json.dumps([envelope(one), envelope(two)]),
    }[form]
    path = tmp_path / "export.json"
    path.write_text(text, encoding="utf-8")
    assert caliper.recognises(Head(path))
    assert not xapi.recognises(Head(path))
    states = {state for _, state, _ in awards(caliper.read(path))}
    assert states == ({"completed"} if form == "event" else {"completed", "enrolled"})


def test_a_course_that_only_its_identifier_names_is_known_from_elsewhere(tmp_path: Path) -> None:
    before = read_of(tmp_path, event(object=COURSE["id"]), COURSE)
    after = read_of(tmp_path, COURSE, event(object=COURSE["id"]))
    assert awards(before) == awards(after) != set()
    assert [row["name"] for row in rows_of(before.tables["credentials"])] == ["Knots"]


def test_a_course_that_is_described_is_a_credential_though_nobody_took_it(tmp_path: Path) -> None:
    assert [row["name"] for row in rows_of(read_of(tmp_path, COURSE).tables["credentials"])] == ["Knots"]


def test_an_assessment_by_itself_counts(tmp_path: Path) -> None:
    exam = {"id": "https://lms.example/exams/1", "type": "Assessment", "name": "Rigger's exam"}
    assert len(awards(read_of(tmp_path, event(type="AssessmentEvent", object=exam)))) == 1


@pytest.mark.parametrize("roles", [["Learner"], ["http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"], None])
def test_a_membership_is_its_member_s_enrolment(tmp_path: Path, roles: Any) -> None:
    membership = {"id": "urn:m:1", "type": "Membership", "member": {"id": "urn:p:2", "type": "Person"},
                  "organization": COURSE, "roles": roles}  # fmt: skip
    assert awards(read_of(tmp_path, event(1, "Created", object=membership))) == {("urn:p:2", "enrolled", "2024-03-05")}


def test_a_teacher_s_membership_is_no_enrolment(tmp_path: Path) -> None:
    membership = {"id": "urn:m:1", "type": "Membership", "organization": COURSE, "roles": ["Instructor"]}
    assert not awards(read_of(tmp_path, event(1, "Created", object=membership)))


def test_a_membership_that_names_no_organization_stands_for_its_course(tmp_path: Path) -> None:
    bare = {"id": "https://lms.example/courses/bends", "type": "Membership"}
    events = [event(1, "Activated", object=bare), event(2, object=bare, eventTime="2024-04-01T00:00:00.000Z")]
    assert {state for _, state, _ in awards(read_of(tmp_path, *events))} == {"enrolled", "completed"}


def test_an_enrolment_that_ended_is_none(tmp_path: Path) -> None:
    left = event(2, "Deactivated", eventTime="2024-04-01T00:00:00.000Z")
    assert not awards(read_of(tmp_path, left, event(1, "Activated")))


@pytest.mark.parametrize(
    "other",
    [
        {"type": "GradeEvent", "action": "Graded"},
        {"actor": {"id": "https://lms.example", "type": "SoftwareApplication"}},
        {"actor": "http://purl.imsglobal.org/caliper/Person"},
        {"actor": None},
        {"actor": 5},
        {"action": 7},
        {"object": None},
        {"object": {"type": "CourseOffering"}},
        {"object": {"id": "https://v.example/1", "type": "VideoObject"}},
        {"eventTime": 20240305},
        {"eventTime": "soon"},
        {"membership": {"id": "urn:m", "type": "Membership", "roles": ["Instructor"]}},
    ],
)
def test_what_is_no_completion_or_not_sound_is_set_aside(tmp_path: Path, other: Any) -> None:
    reading = read_of(tmp_path, event(1, **other))
    assert not awards(reading)
    assert [row.locator for row in reading.report.aside] == ["e.json#/0"]


def test_the_same_event_twice_counts_once(tmp_path: Path) -> None:
    reading = read_of(tmp_path, envelope(event()), envelope(event()))
    assert len(awards(reading)) == 1
    assert [row.locator for row in reading.report.aside] == ["e.json#/1/data/0"]


ACTIONS = st.sampled_from(["Completed", "Activated", "Deactivated", "Viewed"])


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(ACTIONS, st.integers(1, 28)), max_size=6),
    st.randoms(),
)
def test_the_order_of_events_does_not_matter(made: list[tuple[str, int]], random: Any) -> None:
    events = [
        event(number, action, eventTime=f"2024-03-{day:02}T10:00:00.000Z") for number, (action, day) in enumerate(made)
    ]
    shuffled = list(events)
    random.shuffle(shuffled)
    with TemporaryDirectory() as folder:
        assert awards(read_of(Path(folder), *events)) == awards(read_of(Path(folder), *shuffled))
