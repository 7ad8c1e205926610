"""The engine behind both doors: opened once, asked from several threads, on the newest snapshot."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from api.assembly import build_workspace
from api.engine import Engine
from api.imports import Request, import_files
from data.errors import WorkspaceMissing
from data.records import AwardRow
from data.workspace import Workspace
from graph.errors import UnknownNode
from graph.holdings import Known
from recommender.errors import SnapshotDamaged
from recommender.query import Query
from tests import world
from tests.api.conftest import NOW
from tests.world import DECKHAND, RADIO, SKIPPER


def ask(engine: Engine, *holds: str, goal: str = "skipper") -> list[str]:
    query = Query(
        today=world.TODAY,
        request_id="r",
        holdings=engine.holdings(credentials=holds),
        goal=engine.resolve_goal(goal) if goal else None,
    )
    return [one.credential for one in engine.advise(query).recommendations]


def test_where_there_is_no_workspace_none_is_made(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceMissing):
        Engine.open(tmp_path / "ws")
    assert not (tmp_path / "ws").exists()


def test_a_build_elsewhere_is_picked_up_and_answers_from_then_on(
    engine: Engine, sea_workspace: Path, tmp_path: Path
) -> None:
    assert not engine.reload()
    before = engine.snapshot_name
    (tmp_path / "c.csv").write_text("id,name,requires,skills\nHELM,Helm Certificate,sea:DECKHAND,sail a boat\n")
    import_files(sea_workspace, [tmp_path / "c.csv"], Request(issuer="acme"))
    build_workspace(sea_workspace, with_default=False)
    assert "acme:HELM" not in ask(engine, DECKHAND)
    assert engine.reload()
    assert engine.snapshot_name != before
    assert "acme:HELM" in ask(engine, DECKHAND)
    assert engine.search("helm", kind="credential")[0].id == "acme:HELM"


def test_a_newer_snapshot_that_is_damaged_leaves_the_last_one_answering(
    engine: Engine, sea_workspace: Path, tmp_path: Path
) -> None:
    (tmp_path / "c.csv").write_text("id,name\nHELM,Helm Certificate\n")
    import_files(sea_workspace, [tmp_path / "c.csv"], Request(issuer="acme"))
    build_workspace(sea_workspace, with_default=False)
    (Workspace.open(sea_workspace).current_snapshot() / "words.json").write_text("{")
    with pytest.raises(SnapshotDamaged):
        engine.reload()
    assert ask(engine, DECKHAND)[0] == SKIPPER


def test_many_threads_get_the_answers_that_one_gets(engine: Engine) -> None:
    questions = [
        (holds, goal) for holds in ((), (DECKHAND,), (DECKHAND, RADIO)) for goal in ("skipper", "deckhand", "")
    ]
    alone = [ask(engine, *holds, goal=goal) for holds, goal in questions]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda q: ask(engine, *q[0], goal=q[1]), questions * 10))
    assert together == alone * 10


def test_more_goals_than_are_kept_are_answered_all_the_same(engine: Engine) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: ask(engine, DECKHAND, goal=f"skipper {n}"), range(600)))
    assert all(answer[0] == SKIPPER for answer in answers)


def test_skills_are_taken_by_name_exactly_and_never_nearly(engine: Engine) -> None:
    assert engine.skill_id("Tie Knots") == world.KNOTS
    with pytest.raises(UnknownNode) as caught:
        engine.skill_id("tie knot twice")
    assert "tie knots" in caught.value.hint


def test_what_is_known_of_an_award_is_what_the_records_say(engine: Engine) -> None:
    rows = [
        AwardRow(learner="ann", credential=DECKHAND, known="uploaded"),
        AwardRow(learner="ann", credential=RADIO, state="enrolled"),
    ]
    engine.records.add_awards(rows, NOW)
    held = {award.credential: award for award in engine.learner_holdings("ann").awards}
    assert held[DECKHAND].known is Known.UPLOADED
    assert held[RADIO].state == "enrolled"
    assert engine.learner_holdings("nobody").awards == ()


def test_what_was_queued_is_written_when_the_engine_closes(sea_workspace: Path) -> None:
    with Engine.open(sea_workspace) as engine:
        query = Query(today=world.TODAY, request_id="r")
        advice = engine.advise(query)
        engine.log(advice, placement="page", now=NOW, issuer="sea")
    with Engine.open(sea_workspace) as engine:
        kept = engine.records.suggestion(advice.recommendations[0].id)
        assert kept is not None
        assert [event.kind for event in engine.records.events_of(kept.id)] == ["shown"]
