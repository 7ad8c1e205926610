"""A database that is locked, full, gone or damaged is told from something that it can't take."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text

from data.errors import RecordsError, RecordsUnavailable
from data.records import Records, dialects
from data.records.database import Database
from tests.data.records.world import NOW, award


def test_a_database_that_others_lock_for_long_is_unavailable(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialects, "PATIENCE", 0.2)
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    with Records.open(sqlite_url) as records:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(RecordsUnavailable, match="locked"):
            records.add_awards([award()], NOW)
        other.execute("ROLLBACK")
        assert records.add_awards([award()], NOW).new == 1
    other.close()


def test_a_full_disk_is_unavailable_and_nothing_is_half_written(sqlite_url: str) -> None:
    with Records.open(sqlite_url) as records:
        records.add_awards([award()], NOW)
        engine = records._database._engine
        with engine.connect() as connection:
            pages = connection.scalar(text("PRAGMA page_count"))
        engine.dispose()

        @event.listens_for(engine, "connect")
        def _bounded(connection: Any, _: Any) -> None:
            connection.execute(f"PRAGMA max_page_count={pages}").close()

        with pytest.raises(RecordsUnavailable, match="full"):
            records.add_awards([award(f"learner-{i}") for i in range(5_000)], NOW)
        assert records.counts()["awards"] == 1


def test_a_server_that_is_not_there_is_unavailable() -> None:
    with pytest.raises(RecordsUnavailable, match="is running"):
        Records.open("postgresql://me@127.0.0.1:1/none")


def test_a_file_that_is_damaged_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "r.sqlite").write_bytes(b"SQLite format 3\0" + b"\xff" * 5_000)
    with pytest.raises(RecordsUnavailable):
        Records.open(f"sqlite:///{tmp_path / 'r.sqlite'}")


def test_tables_that_went_missing_are_unavailable(url: str) -> None:
    with Records.open(url) as records:
        database: Database = records._database
        with database.writing() as connection:
            connection.execute(text("DROP TABLE awards"))
        with pytest.raises(RecordsUnavailable):
            records.awards_of("ada")


@pytest.mark.parametrize(
    "ask",
    [
        lambda records: records.add_awards([award("")], NOW),
        lambda records: records.revoke_key("none", NOW),
        lambda records: records.learners(limit=-1),
        lambda records: Records.open("mysql://host/name"),
    ],
)
def test_what_can_not_be_taken_is_not_the_databases_fault(records: Records, ask: Callable[[Records], Any]) -> None:
    with pytest.raises(RecordsError) as error:
        ask(records)
    assert not isinstance(error.value, RecordsUnavailable)
