"""Whoever looks after the records sees how they stand, and brings the tables up to date or back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from data.records import Records, Suggestion, downgrade, schema
from data.workspace import Workspace
from tests.api.cli.conftest import Stackway

LATEST = schema.VERSION


@pytest.fixture
def url(bare: Stackway, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The records of a workspace that is otherwise empty."""
    monkeypatch.setenv("STACKWAY_WORKSPACE", str(tmp_path / "ws"))
    return Workspace.create(tmp_path / "ws").records_url


def test_the_status_tells_where_they_are_and_changes_nothing(bare: Stackway, url: str) -> None:
    assert bare("records", "status", "--json").json == {"address": url, "schema": 0, "needed": LATEST}
    assert "no tables yet" in bare("records", "status").said
    Records.open(url).close()
    assert "up to date" in bare("records", "status").said
    downgrade(url, 1)
    assert f"Schema 1: this version of Stackway needs {LATEST}" in bare("records", "status").said


def test_tables_go_back_and_forth(bare: Stackway, url: str) -> None:
    assert bare("records", "upgrade", "--json").json == {"from": 0, "to": LATEST}
    assert "nothing to do" in bare("records", "upgrade").said
    assert "lost: nothing" in bare("records", "downgrade", "--to", 1).said
    assert bare("records", "upgrade", "--json").json == {"from": 1, "to": LATEST}


def test_a_downgrade_that_would_lose_rows_says_which_and_stops(bare: Stackway, url: str) -> None:
    with Records.open(url) as records:
        records.put_edit("pathway", "p", {}, 0, "x", datetime.now(UTC))
    ran = bare("records", "downgrade", "--to", 1)
    assert ran.code == 1
    assert "1 of edits" in ran.said
    assert "--lose" in ran.said
    assert bare("records", "downgrade", "--to", 1, "--lose", "--json").json == {"to": 1, "lost": {"edits": 1}}


def test_what_is_old_and_told_nothing_is_removed(bare: Stackway, url: str) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=500)
    with Records.open(url) as records:
        records.log_suggestions([Suggestion(id="s", snapshot="n", credential="x:c", position=1, created=long_ago)])
    assert bare("records", "tidy", "--older-than", "501d", "--json").json == {"removed": 0}
    assert "Removed 1 " in bare("records", "tidy", "--older-than", "400d").said


@pytest.mark.parametrize("said", ["soon", "-3d", "10", "1000000d", "5d"])
def test_a_length_of_time_that_is_none_is_refused(bare: Stackway, url: str, said: str) -> None:
    assert bare("records", "tidy", "--older-than", said).code == 1


def test_without_a_workspace_nothing_is_made(bare: Stackway, tmp_path: Path) -> None:
    assert bare("records", "status").code == 1
    assert list(tmp_path.iterdir()) == []
