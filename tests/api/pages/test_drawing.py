"""A pathway's still drawing: everything is on it, nothing overlaps, nothing in it is live, it tells itself in words."""

from __future__ import annotations

from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from api.engine import Engine
from api.pages.drawing import drawing
from api.pages.layering import Item, Layout, Rect, layered
from api.pages.sketch import LineKind, condition_words, sketch
from graph.pathways import StepState
from graph.pathways.model import Condition, Pathway, Role, Step, StepKind
from skills_taxonomy.types import Provenance
from tests.api.conftest import key
from tests.world import DECKHAND, NAMES, TO_SKIPPER

PLACE = Provenance("test", "file:1")
SVG = "{http://www.w3.org/2000/svg}"


def step(id_: str, position: int = 1, **more: object) -> Step:
    return Step(id_, position, f"x:{id_}", **{"name": id_.title(), **more})  # type: ignore[arg-type]


def pathway(*steps: Step, ends: tuple[str, ...] = (), ordered: bool = True) -> Pathway:
    return Pathway("x:way", "The way", "x", steps, PLACE, ends=ends, ordered=ordered)


MINOR = pathway(
    step("film"),
    step("novel", optional=True),
    step("abroad", kind=StepKind.WORK),
    step("group", 2, kind=StepKind.GROUP, condition=Condition(("film", "novel", "abroad"), least=2)),
    step("test", 0, kind=StepKind.ASSESSMENT, role=Role.MILESTONE),
    step("minor", 3, condition=Condition(("group",), (Condition(("test", "film"), least=1),)), after=("test",)),
    ends=("minor",),
)


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 - made here


def words_of(svg: str) -> str:
    return " ".join("".join(one.itertext()) for one in parsed(svg).iter(f"{SVG}text"))


def test_a_group_is_a_box_around_its_steps_and_any_other_condition_a_box_before_its_step() -> None:
    found = sketch(MINOR)
    parents = {box.id: box.parent for box in found.boxes}
    assert [parents[f"step:{one}"] for one in ("film", "novel", "abroad")] == ["step:group"] * 3
    assert parents["step:minor"] == parents["condition:minor?"] == ""
    lines = {(line.source, line.target): line.kind for line in found.lines}
    assert lines["condition:minor?", "step:minor"] is LineKind.NEEDED
    assert lines["condition:minor?.0", "condition:minor?"] is LineKind.COUNTS
    assert lines["step:test", "step:minor"] is LineKind.ORDER


def test_what_is_special_about_a_step_stands_there_in_words() -> None:
    said = words_of(drawing(MINOR))
    for words in ("Group · 2 of 3", "optional", "⚑ milestone", "◎ end", "Work experience", "1 of 2", "all 2"):
        assert words in said


def test_steps_that_only_positions_order_are_drawn_one_below_the_other_with_lines() -> None:
    found = sketch(pathway(step("a", 1), step("b", 2), step("c", 2), step("d", 3)))
    assert {(line.source[5:], line.target[5:]) for line in found.lines} == {
        ("a", "b"), ("a", "c"), ("b", "d"), ("c", "d"),
    }  # fmt: skip
    assert {line.kind for line in found.lines} == {LineKind.ADVICE}


def test_the_text_alternative_tells_every_step_and_what_comes_before_it() -> None:
    root = parsed(drawing(MINOR))
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == "Pathway: The way"
    told = str(root.findtext(f"{SVG}desc"))
    assert "Film (Credential), part of Group." in told
    assert "Minor (Credential ·  end), after Test, “all 2”." in told


def test_how_far_a_learner_is_is_said_by_symbol_and_words() -> None:
    svg = drawing(MINOR, states={"film": StepState.DONE, "minor": StepState.LOCKED, "group": StepState.OPEN})
    assert all(words in words_of(svg) for words in ("✓ done", "✕ locked", "→ open"))
    assert "Film (Credential), done" in str(parsed(svg).findtext(f"{SVG}desc"))


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "]]> & \"'", "\x00\x0b\ufffe", "", "x" * 5_000])
def test_no_name_breaks_the_drawing_or_becomes_live(name: str) -> None:
    hostile = pathway(step("a", name=name, condition=Condition(("a",), name=name, least=10**6)))
    root = parsed(drawing(hostile))
    assert {one.tag.removeprefix(SVG) for one in root.iter()} <= {
        "svg", "title", "desc", "style", "defs", "marker", "path", "rect", "g", "text",
    }  # fmt: skip


def test_a_pathway_without_steps_says_so() -> None:
    assert "It has no steps yet." in drawing(pathway())


def test_groups_within_each_other_and_orders_in_circles_are_drawn_all_the_same() -> None:
    circle = pathway(
        step("a", kind=StepKind.GROUP, condition=Condition(("b", "a"))),
        step("b", kind=StepKind.GROUP, condition=Condition(("a",)), after=("c",)),
        step("c", after=("b", "c", "missing")),
    )
    assert words_of(drawing(circle)).count("Group") == 2


def test_conditions_are_said_shortly() -> None:
    assert condition_words(Condition(("a", "b"), (Condition(("c",)),), least=2)) == "2 of 3"


IDS = tuple("abcdefghij")
chosen = st.lists(st.sampled_from(IDS), max_size=4, unique=True).map(tuple)
conditions = st.builds(
    Condition, chosen, st.lists(st.builds(Condition, chosen), max_size=2).map(tuple), st.none() | st.integers(0, 3)
)
steps = st.builds(
    lambda id_, position, kind, condition, after: step(id_, position, kind=kind, condition=condition, after=after),
    st.just(""), st.integers(0, 4), st.sampled_from(list(StepKind)), st.none() | conditions, chosen,
)  # fmt: skip


@st.composite
def pathways(draw: st.DrawFn) -> Pathway:
    from dataclasses import replace

    return pathway(*(replace(draw(steps), id=id_, name=id_) for id_ in IDS[: draw(st.integers(0, 10))]))


def laid_out(drawn: Pathway) -> tuple[dict[str, str], Layout]:
    found = sketch(drawn)
    items = [Item(box.id, box.parent, 100, 50, box.position) for box in found.boxes]
    layout = layered(items, [(line.source, line.target) for line in found.lines])
    return {box.id: box.parent for box in found.boxes}, layout


def apart(one: Rect, other: Rect) -> bool:
    across = one.x + one.width <= other.x + 1e-6 or other.x + other.width <= one.x + 1e-6
    return across or one.bottom <= other.y + 1e-6 or other.bottom <= one.y + 1e-6


@given(pathways())
def test_boxes_side_by_side_never_overlap_and_boxes_within_stay_within(drawn: Pathway) -> None:
    parents, layout = laid_out(drawn)
    for one, other in combinations(layout.rects, 2):
        if parents[one] == parents[other]:
            assert apart(layout.rects[one], layout.rects[other]), (one, other)
    for own, parent in parents.items():
        here, there = layout.rects[own], layout.rects.get(parent, Rect(0, 0, layout.width, layout.height))
        assert here.x >= there.x - 1e-6
        assert here.x + here.width <= there.x + there.width + 1e-6
        assert here.y >= there.y
        assert here.bottom <= there.bottom + 1e-6


@given(pathways())
def test_every_pathway_is_drawn_with_every_step_and_twice_the_same(drawn: Pathway) -> None:
    svg = drawing(drawn)
    parsed(svg)
    assert {box.step.id for box in sketch(drawn).boxes if box.step} == {one.id for one in drawn.steps}
    assert svg == drawing(drawn)


def test_lines_run_downwards_where_there_is_no_circle() -> None:
    _, layout = laid_out(pathway(step("a", 3), step("b", 2, after=("a",)), step("c", 1, after=("a", "b"))))
    tops = [layout.rects[f"step:{one}"].y for one in "abc"]
    assert tops == sorted(set(tops))


# -- through the door -------------------------------------------------------------------------------------------------


def test_anybody_gets_the_drawing_and_gets_it_once(client: TestClient) -> None:
    answer = client.get(f"/v1/pathways/{TO_SKIPPER}.svg")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert NAMES[DECKHAND] in words_of(answer.text)
    assert client.get(f"/embed/pathways/{TO_SKIPPER}.svg").text == answer.text
    again = client.get(f"/v1/pathways/{TO_SKIPPER}.svg", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    assert client.get("/v1/pathways/sea:nowhere.svg").status_code == 404


def test_a_learners_drawing_needs_their_issuers_key(client: TestClient, engine: Engine) -> None:
    own, other = key(engine, "sea"), key(engine, "land")
    awards = f"learner,credential,date\nann,{DECKHAND},2026-05-01\n"
    client.post("/v1/imports/awards", content=awards, headers=own).raise_for_status()
    place = f"/v1/learners/ann/pathways/{TO_SKIPPER}"
    assert client.get(f"{place}.svg").status_code == 401
    assert client.get(f"{place}.svg", headers=other).status_code == 404
    answer = client.get(f"{place}.svg", headers=own)
    assert "✓ done" in words_of(answer.text)
    assert answer.headers["cache-control"] == "no-store"
    states = {one["credential"]: one["state"] for one in client.get(place, headers=own).json()["steps"]}
    assert states[DECKHAND] == "done"
