"""CLR, CASE and schema.org out and in: what is lost is named and is lost once; what others write is understood."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from api.pathway_files import converted, format_called, pathways_of
from graph.pathways.formats import differing
from graph.pathways.model import Condition, Pathway, Step, StepKind
from skills_taxonomy.types import Provenance
from tests.pathway_files.test_convert import pathways

NAMES = ("clr", "case", "schema.org")
CHAIN = Pathway(
    "x:p", "Sailor", "x",
    (
        Step("a b", 1, "x:knots", name="Knots", kind=StepKind.COURSE),
        Step("c", 2, "x:tides", name="Tides", kind=StepKind.COURSE, after=("a b",)),
    ),
    Provenance("", ""),
)  # fmt: skip
WHOLE = Pathway(
    "x:p", "Sailor", "x",
    (
        Step("a", 1, "x:knots", name="Knots"),
        Step("b", 1, "x:tides", name="Tides"),
        Step("end", 2, "x:sailor", name="Sailor", condition=Condition(("a", "b"))),
    ),
    Provenance("", ""), destination="x:sailor", ends=("end",),
)  # fmt: skip


def read(folder: Path, text: str) -> tuple[Pathway, ...]:
    path = folder / "pathway.json"
    path.write_text(text, encoding="utf-8")
    return pathways_of(path, issuer="x")[1]


@pytest.mark.parametrize("name", NAMES)
def test_an_order_is_kept_with_its_names(name: str, tmp_path: Path) -> None:
    format_ = format_called(name)
    written = converted(CHAIN, format_)
    (again,) = read(tmp_path, written.text)
    assert {loss.field for loss in written.losses} <= {"kind"}
    assert {step.id: (step.credential, step.after, step.name) for step in again.steps} == {
        "a b": ("x:knots", (), "Knots"),
        "c": ("x:tides", ("a b",), "Tides"),
    }
    assert (again.id, again.name) == ("x:p", "Sailor")


@pytest.mark.parametrize("name", ["clr", "case"])
def test_a_whole_with_its_parts_is_kept_as_what_it_asks_for(name: str, tmp_path: Path) -> None:
    written = converted(WHOLE, format_called(name))
    assert written.losses == ()
    (again,) = read(tmp_path, written.text)
    assert again.by_id["end"].condition == Condition(("a", "b"))
    assert (again.destination, again.ends) == ("x:sailor", ("end",))


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=40, deadline=None)
@given(pathway=pathways)
def test_what_is_lost_is_named_and_is_lost_once(
    tmp_path_factory: pytest.TempPathFactory, name: str, pathway: Pathway
) -> None:
    folder, format_ = tmp_path_factory.mktemp("other"), format_called(name)
    written = converted(pathway, format_)
    if [loss.field for loss in written.losses if not loss.step] == ["steps"]:  # nothing links its steps into one
        return
    (first,) = read(folder, written.text)
    assert {(loss.step, loss.field) for loss in written.losses} == set(differing(pathway, first))
    (second,) = read(folder, format_.write(first).text)
    assert list(differing(first, second)) == []


def test_a_program_of_somebody_elses_is_read(tmp_path: Path) -> None:
    program: dict[str, Any] = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "Organization", "name": "Sea School"},
            {
                "@type": "EducationalOccupationalProgram",
                "name": "Deck officer",
                "occupationalCategory": [{"@type": "CategoryCode", "codeValue": "53-5021.00", "name": "Captains"}],
                "hasCourse": [
                    {"courseCode": "N1", "name": "Navigation 1", "timeRequired": "P5D"},
                    {"courseCode": "N2", "name": "Navigation 2", "coursePrerequisites": ["N1", "swim"]},
                    {"@type": "Course"},
                ],
            },
        ],
    }  # fmt: skip
    (found,) = read(tmp_path, json.dumps(program))
    assert (found.name, found.destination) == ("Deck officer", "onet:53-5021.00")
    assert [(step.name, step.hours, step.after) for step in found.steps] == [
        ("Navigation 1", 40.0, ()),
        ("Navigation 2", None, ("1",)),
    ]


def test_courses_of_a_published_framework_that_precede_each_other_are_a_pathway(tmp_path: Path) -> None:
    uuids = [f"8f14e45f-ceea-467a-9d7a-0b5a6d1e000{n}" for n in range(6)]

    def link(at: int) -> dict[str, str]:
        return {"identifier": uuids[at], "uri": f"https://case.example/CFItems/{uuids[at]}", "title": str(at)}

    def tie(at: int, kind: str, origin: int, target: int) -> dict[str, Any]:
        ends = {"originNodeURI": link(origin), "destinationNodeURI": link(target)}
        return {"identifier": uuids[at], "associationType": kind, **ends}

    package = {
        "CFDocument": {"identifier": uuids[0], "title": "Mathematics courses", "creator": "State", "uri": "d"},
        "CFItems": [
            {"identifier": uuids[1], "uri": "u1", "fullStatement": "Algebra I", "CFItemType": "Course"},
            {"identifier": uuids[2], "uri": "u2", "fullStatement": "Algebra II", "CFItemType": "Course"},
            {"identifier": uuids[3], "uri": "u3", "fullStatement": "Solve equations", "CFItemType": "Standard"},
        ],
        "CFAssociations": [
            tie(4, "precedes", 1, 2), tie(5, "isChildOf", 3, 1),
        ],
    }  # fmt: skip
    (found,) = read(tmp_path, json.dumps(package))
    assert (found.id, found.name) == (f"case:{uuids[0]}", "Mathematics courses")
    assert [(step.credential, step.kind, step.name, step.after) for step in found.steps] == [
        (f"case:{uuids[1]}", StepKind.COURSE, "Algebra I", ()),
        (f"case:{uuids[2]}", StepKind.COURSE, "Algebra II", ("1",)),
    ]
