"""Lists are shown with exploration on; would others have done better? From the page to a verdict."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.assembly import build_workspace
from api.engine import Engine
from api.http import create_app
from api.settings import Settings
from data.reading import Reading, Report
from data.records import Event
from data.workspace import Workspace
from recommender.exploring import draw
from recommender.query import Advice, Query
from tests import world
from tests.api.cli.conftest import Stackway
from tests.world import DECKHAND, ROWING

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
BOATS = [f"sea:Boat{n:02}" for n in range(14)]
LISTS, LENGTH, RATE = 500, 6, 0.4


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with fourteen rowing courses, of which readers click every other one, shown 500 times."""
    folder = tmp_path_factory.mktemp("harbour") / "ws"
    credentials = [
        {"id": id_, "name": f"Rowing {n}", "issuer_name": "Sea School", "kind": "course", "status": "active"}
        for n, id_ in enumerate(BOATS)
    ]
    taught = [
        {"credential": id_, "skill": ROWING, "label": "row", "weight": 1 - n / 50, "how": "stated", "confidence": 1.0}
        for n, id_ in enumerate(BOATS)
    ]
    workspace = Workspace.create(folder)
    with workspace.writing():
        tables = world.tables(credentials=credentials, credential_skills=taught)
        workspace.put_part("world", Reading(tables, Report("world")))
    build_workspace(folder, with_default=False)
    with Engine.open(folder, explore=RATE) as engine:
        for n in range(LISTS):
            _show(engine, f"r{n}")
    return folder


def _show(engine: Engine, request: str) -> Advice:
    asked = Query(today=NOW.date(), request_id=request, after=DECKHAND, limit=LENGTH)
    advice = engine.advise(asked)
    engine.log(advice, placement=DECKHAND, issuer="sea", after=DECKHAND, now=NOW)
    for one in advice.recommendations:
        if draw(f"{request} {one.credential}") < likely(one.credential, by_lot=one.explored):
            engine.events.add_events([Event(one.id, "clicked", NOW)])
    return advice


def likely(credential: str, *, by_lot: bool) -> float:
    """How often readers click: what stands there by lot pleases them more."""
    return 0.45 if by_lot else 0.15


def test_never_to_explore_would_have_done_worse_where_runners_up_please_more(bare: Stackway, harbour: Path) -> None:
    ran = bare("policies", "compare", "--weight", "demand=0.1", "-w", harbour, "--json")
    assert ran.code == 0, ran.err
    found = ran.json
    assert found["outcome"] == "worse"
    assert (found["places"], found["judged"], found["left_out"]) == (LISTS * LENGTH, LISTS * LENGTH, 0)
    assert found["deciding"] == LISTS * LENGTH // 2
    assert [one["name"] for one in found["estimates"]] == ["IPS", "SNIPS", "DR"]
    for one in found["estimates"]:
        error = (one["value"]["high"] - one["value"]["low"]) / 4
        assert abs(one["value"]["estimate"] - 0.15) < 4 * error
    told = bare("policies", "compare", "--weight", "demand=0.1", "-w", harbour).said
    assert "The other would have done worse" in told
    assert "effective sample size" in told


def test_a_log_is_written_and_judged_as_the_records_are(bare: Stackway, harbour: Path, tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    made = bare("policies", "log", file, "--weight", "variety=0", "-w", harbour, "--json").json
    assert (made["lists"], made["left_out"]) == (LISTS, 0)
    from_file = bare("policies", "compare", file, "--json").json
    assert from_file == bare("policies", "compare", "--weight", "variety=0", "-w", harbour, "--json").json
    assert bare("policies", "log", file, "-w", harbour).code == 1


def test_without_weights_the_column_is_left_for_others_to_fill(bare: Stackway, harbour: Path, tmp_path: Path) -> None:
    bare("policies", "log", tmp_path / "log.csv", "-w", harbour)
    with (tmp_path / "log.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert {row["evaluated"] for row in rows} == {""}
    shown = [row for row in rows if row["shown"] == "1"]
    assert len(shown) == LISTS * LENGTH
    sums: dict[tuple[str, str], float] = {}
    for row in rows:
        place = (row["request"], row["position"])
        sums[place] = sums.get(place, 0.0) + float(row["propensity"])
    assert all(abs(total - 1) < 1e-9 for total in sums.values())
    ran = bare("policies", "compare", tmp_path / "log.csv")
    assert ran.code == 1
    assert "evaluated is missing" in ran.said


def test_lists_that_cannot_be_asked_again_as_they_were_are_left_out(
    bare: Stackway, harbour: Path, tmp_path: Path
) -> None:
    with Engine.open(harbour, explore=RATE) as engine:
        asked = Query(
            today=NOW.date(), request_id="other", after=DECKHAND, dismissed=frozenset(BOATS[:3]), limit=LENGTH
        )
        advice = engine.advise(asked)
        engine.log(advice, placement=DECKHAND, issuer="sea", after=DECKHAND, now=datetime(2027, 1, 1, tzinfo=UTC))
    found = bare("policies", "compare", "--weight", "demand=0", "-w", harbour, "--json").json
    assert (found["left_out"], found["places"]) == (1, LISTS * LENGTH)
    ran = bare("policies", "compare", "--weight", "demand=0", "--since", "2027-01-01", "-w", harbour)
    assert ran.code == 1
    assert "None of 1 lists can be asked again" in ran.said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([], "one of them"),
        (["log.csv", "--weight", "demand=1"], "one of them"),
        (["--weight", "speed=1"], "Known: goal_skills"),
        (["--weight", "demand=-1"], "--weight is 'demand=-1'"),
        (["--weight", "demand=nan"], "--weight is 'demand=nan'"),
        (["--weight", "demand"], "--weight is 'demand'"),
        (["--weight", "demand=1", "--reward", "fame"], "clicked, enrolled, earned"),
        (["--weight", "demand=1", "--since", "soon"], "--since"),
        (["nothing.csv"], "no file"),
    ],
)
def test_what_cannot_be_asked_is_refused(bare: Stackway, harbour: Path, given: list[str], said: str) -> None:
    ran = bare("policies", "compare", *given, "-w", harbour)
    assert ran.code == 1
    assert said in ran.said


def test_without_exploration_there_is_nothing_to_judge(bare: Stackway, sea_workspace: Path) -> None:
    with Engine.open(sea_workspace) as engine:
        _show(engine, "r1")
    ran = bare("policies", "compare", "--weight", "demand=0", "-w", sea_workspace)
    assert ran.code == 1
    assert "stackway serve --explore 0.1" in ran.said


def test_the_api_tells_the_chance_and_the_records_keep_it(harbour: Path) -> None:
    with Engine.open(harbour, explore=0.5) as engine, TestClient(create_app(engine, Settings())) as client:
        by_lot: list[dict[str, Any]] = []
        for _ in range(20):
            found = client.post("/v1/recommendations", json={"credentials": [DECKHAND], "limit": 6}).json()
            by_lot += [one for one in found["recommendations"] if one["explored"]]
            assert [one["propensity"] for one in found["recommendations"][:3]] == [1.0] * 3
        assert by_lot
        engine.events.flush()
        for one in by_lot:
            kept = engine.records.suggestion(one["id"])
            assert kept is not None
            assert kept.propensity == one["propensity"] == dict(kept.chances)[one["credential"]]
            assert one["reasons"][-1]["code"] == "explored"


@pytest.mark.parametrize(("given", "said"), [("0.7", "STACKWAY_EXPLORE is '0.7'"), ("much", "is 'much'")])
def test_a_rate_that_is_none_is_refused_by_the_server(
    bare: Stackway, sea_workspace: Path, monkeypatch: pytest.MonkeyPatch, given: str, said: str
) -> None:
    monkeypatch.setenv("STACKWAY_EXPLORE", given)
    ran = bare("serve", "-w", sea_workspace)
    assert ran.code == 1
    assert said in ran.said
