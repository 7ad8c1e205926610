"""The page over the shipped data: what a learner with a CKA who wants to be a DevOps engineer is shown."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.engine import Engine
from api.http import create_app
from api.settings import Settings
from tests.api.pages.reading import Page, get, press

pytestmark = pytest.mark.slow


@pytest.fixture
def shipped(default_workspace: Path, tmp_path: Path) -> Iterator[TestClient]:
    """Anybody, at a server of the shipped data."""
    copy = shutil.copytree(default_workspace, tmp_path / "ws", symlinks=True)
    with Engine.open(copy) as engine, TestClient(create_app(engine, Settings())) as client:
        yield client


def test_a_learner_with_a_cka_is_shown_the_cks_with_wages_and_sources(shipped: TestClient) -> None:
    found = press(shipped, get(shipped), "find", q="certified kubernetes administrator")
    page = press(shipped, found, "show", tick=[("add", "cncf:CKA")], goal="DevOps engineer")
    assert ("pick", "cncf:CKS") in page.boxes
    assert ("pick", "cncf:CKA") not in page.boxes
    assert "median yearly wage" in page.said
    assert "That is a stock, not a number of vacancies." in page.said
    assert "U.S. Bureau of Labor Statistics" in page.said
    assert "cncf/credentials.csv:" in page.said
    assert "not stated" in page.said, "no price of it is known, and none is guessed"
    assert page.outward()


def test_the_goals_offered_first_are_understood(shipped: TestClient) -> None:
    first = get(shipped)
    examples = [button for button in first.buttons if button.startswith("example ")]
    assert len(examples) == 5
    for example in examples:
        shown = press(shipped, first, example)
        assert "We don’t know a job" not in shown.said
        assert [box for box in shown.boxes if box[0] == "pick"]


def test_another_meaning_of_the_goal_can_be_chosen(shipped: TestClient) -> None:
    page = press(shipped, get(shipped), "show", goal="teacher")
    other = next(button for button in page.buttons if button.startswith("goal "))
    _, id_, label = other.split(" ", 2)
    chosen = press(shipped, page, other)
    assert chosen.fields["goal"] == [label]
    assert chosen.fields["goal_id"] == [id_]
    assert f"Towards {label}" in chosen.said
    kept: Page = press(shipped, chosen, "show")
    assert f"Towards {label}" in kept.said
