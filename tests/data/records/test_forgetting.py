"""Who is forgotten is nowhere any more: in no column of any table, and in no byte of SQLite's files."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from data.errors import RecordsError
from data.records import Event, EventWriter, Records, StatedLimits
from data.records.dialects import url as full_url
from tests.data.records.world import NOW, award, day, suggestion

WHO = "ada.lovelace-4711@example.org"


def bytes_of(url: str) -> bytes:
    """All that lies on the disk: the file, its log, its index."""
    file = Path(url.removeprefix("sqlite:///"))
    return b"".join(path.read_bytes() for path in file.parent.glob(file.name + "*"))


def everything_kept(url: str) -> str:
    """Every value of every column of every table, as text; read without Stackway's own tables."""
    from sqlalchemy import make_url

    engine = create_engine(full_url(make_url(url)))
    with engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        assert len(tables) >= 9
        found = "\n".join(str(row) for t in tables for row in connection.execute(text(f'SELECT * FROM "{t}"')))
    engine.dispose()
    return found


def live(records: Records, who: str, tag: str) -> None:
    """Leave a trace wherever a learner can."""
    records.log_suggestions([suggestion(f"{tag}{i}", who, goal=f"{who} wants") for i in range(5)])
    records.log_events([Event(f"{tag}1", "shown", NOW), Event(f"{tag}1", "clicked", NOW)])
    records.add_awards([award(who, f"x:{i}", note=f"of {who}", awarded=day(-i)) for i in range(40)], NOW)
    records.add_awards([award(who, awarded=day(-1), locator=f"{who}.csv:2")], NOW)
    records.dismiss(who, "x:sails", NOW)
    records.know_already(who, "x:maps", NOW)
    records.set_goal(who, f"I, {who}, want", NOW)
    records.set_limits(who, StatedLimits(budget=5.0), NOW)


def test_nothing_of_a_learner_is_left_and_all_of_the_others(records: Records, url: str) -> None:
    live(records, "ben", "b")
    before = everything_kept(url)
    live(records, WHO, "a")
    assert WHO in everything_kept(url)
    forgotten = records.forget(WHO)
    assert dict(forgotten.rows) == {
        "events": 3,
        "awards": 41,
        "dismissals": 1,
        "already_known": 1,
        "preferences": 1,
        "suggestions": 5,
    }
    assert sorted(everything_kept(url).splitlines()) == sorted(before.splitlines())


def test_not_a_byte_is_left_in_the_files_of_sqlite(sqlite_url: str) -> None:
    with Records.open(sqlite_url) as records:
        for i in range(20):
            live(records, f"neighbour{i:03d}", f"n{i}-")
            live(records, f"{WHO}" if i == 10 else f"other{i:03d}", f"a{i}-")
        assert WHO.encode() in bytes_of(sqlite_url)
        assert records.forget(WHO).wiped
        assert WHO.encode() not in bytes_of(sqlite_url)
        assert len(records.awards_of("neighbour003")) == 41


def test_many_are_forgotten_without_a_byte(sqlite_url: str) -> None:
    """Pages are rearranged as rows go; older copies of a row in their gaps must go too."""
    people = [f"person-{i:05d}@example.org" for i in range(2_000)]
    with Records.open(sqlite_url) as records:
        records.add_awards((award(who, f"x:{i}") for who in people for i in range(3)), NOW)
        for who in people[::100]:
            assert records.forget(who).wiped
        left = bytes_of(sqlite_url)
        assert not [who for who in people[::100] if who.encode() in left]
        assert records.counts()["learners"] == 1_980


def test_a_trace_in_a_gap_of_the_file_is_found_and_the_file_rewritten(sqlite_url: str) -> None:
    """As another program leaves it that deletes without overwriting."""
    with Records.open(sqlite_url) as records:
        live(records, "ben", "b")
        live(records, WHO, "a")
        other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
        other.execute("PRAGMA secure_delete=OFF")
        other.execute("DELETE FROM awards WHERE learner = ?", [WHO])
        other.close()
        assert records.forget(WHO).wiped
        assert WHO.encode() not in bytes_of(sqlite_url)
        assert len(records.awards_of("ben")) == 41


def test_while_another_reads_an_older_state_it_is_said_that_bytes_may_be_left(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.records.dialects.PATIENCE", 0.2)
    with Records.open(sqlite_url) as records:
        live(records, WHO, "a")
        other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM awards").fetchone()
        assert not records.forget(WHO).wiped
        other.execute("ROLLBACK")
        other.close()
        assert records.forget(WHO).wiped
        assert WHO.encode() not in bytes_of(sqlite_url)


def test_forgetting_a_stranger_is_no_error_and_nobody_is_no_learner(records: Records) -> None:
    assert set(records.forget("nobody").rows.values()) == {0}
    with pytest.raises(RecordsError, match="learner"):
        records.forget("")


def test_what_waits_to_be_written_is_forgotten_too(records: Records, url: str) -> None:
    with EventWriter(records, every=60) as writer:
        writer.add_suggestions([suggestion("s1", WHO), suggestion("s2", "ben")])
        assert writer.forget(WHO).rows["suggestions"] == 1
    assert WHO not in everything_kept(url)
    assert records.suggestion("s2") is not None
