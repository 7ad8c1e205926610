"""The writer keeps what it takes, in batches, and says when it can't."""

import sqlite3
import subprocess
import sys
import threading
import time

import pytest

from data.errors import RecordsError
from data.records import Event, EventWriter, Records
from tests.data.records.world import NOW, suggestion


def test_what_was_taken_is_there_after_closing(records: Records) -> None:
    with EventWriter(records, every=60) as writer:
        writer.add_suggestions([suggestion("s1"), suggestion("s1"), suggestion("s2")])
        writer.add_events([Event("s1", "shown", NOW), Event("s1", "shown", NOW)])
        assert records.counts()["suggestions"] == 0
    assert (records.counts()["suggestions"], records.counts()["events"]) == (2, 1)


def test_flushing_writes_at_once(records: Records) -> None:
    with EventWriter(records, every=60) as writer:
        writer.flush()
        for i in range(3):
            writer.add_suggestions([suggestion(f"s{i}")])
            writer.flush()
            assert records.counts()["suggestions"] == i + 1


def test_without_flushing_it_is_written_soon(records: Records) -> None:
    with EventWriter(records, every=0.05) as writer:
        writer.add_suggestions([suggestion("s1")])
        until = time.monotonic() + 10
        while records.suggestion("s1") is None and time.monotonic() < until:
            time.sleep(0.02)
        assert records.suggestion("s1") is not None


def test_a_suggestion_can_be_asked_for_and_clicked_before_it_is_written(records: Records) -> None:
    with EventWriter(records, every=60) as writer:
        writer.add_suggestions([suggestion("s1")])
        assert writer.suggestion("s1") == suggestion("s1")
        assert writer.suggestion("s2") is None
        writer.add_events([Event("s1", "clicked", NOW)])
    assert [event.kind for event in records.events_of("s1")] == ["clicked"]


def test_an_event_of_no_suggestion_is_refused_at_once(records: Records) -> None:
    records.log_suggestions([suggestion("old")])
    with EventWriter(records) as writer:
        with pytest.raises(RecordsError, match="forged"):
            writer.add_events([Event("old", "shown", NOW), Event("forged", "shown", NOW)])
        with pytest.raises(RecordsError, match="learner"):
            writer.add_suggestions([suggestion("s1", "a\0b")])
    assert records.events_of("old") == ()


def test_after_closing_nothing_is_taken(records: Records) -> None:
    writer = EventWriter(records)
    writer.close()
    writer.close()
    with pytest.raises(RecordsError, match="too late"):
        writer.add_suggestions([suggestion("s1")])


def test_many_threads_lose_nothing(records: Records) -> None:
    def work(who: int) -> None:
        for i in range(100):
            writer.add_suggestions([suggestion(f"{who}-{i}-{j}") for j in range(3)])
            writer.add_events([Event(f"{who}-{i}-0", "shown", NOW)])

    with EventWriter(records, every=0.01, room=500) as writer:
        threads = [threading.Thread(target=work, args=(who,)) for who in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert (records.counts()["suggestions"], records.counts()["events"]) == (1_800, 600)


def test_while_the_records_are_locked_rows_wait_and_a_full_queue_says_so(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.records.dialects.PATIENCE", 0.1)
    with Records.open(sqlite_url) as records:
        other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        writer = EventWriter(records, every=0.05, room=10, patience=0.5)
        writer.add_suggestions([suggestion(f"a{i}") for i in range(10)])
        time.sleep(0.3)
        writer.add_suggestions([suggestion(f"b{i}") for i in range(10)])
        with pytest.raises(RecordsError, match=r"can't be \(.*locked"):
            writer.add_suggestions([suggestion("c")])
        with pytest.raises(RecordsError, match="wait to be written"):
            writer.flush()
        other.execute("ROLLBACK")
        other.close()
        writer.flush()
        writer.close()
        assert records.counts()["suggestions"] == 20


def test_a_suggestion_forgotten_meanwhile_takes_only_its_own_events_along(records: Records) -> None:
    records.log_suggestions([suggestion("s1"), suggestion("s2", "ben")])
    with EventWriter(records, every=60) as writer:
        writer.add_events([Event("s1", "shown", NOW), Event("s2", "shown", NOW)])
        records.forget("ada")
    assert records.counts()["events"] == 1


KILLED = """
import sys, time
from data.records import EventWriter, Records
from tests.data.records.world import suggestion
writer = EventWriter(Records.open(sys.argv[1]), every=0.2)
began = time.monotonic()
for i in range(10_000_000):
    writer.add_suggestions([suggestion(f"s{i:08d}")])
    if i % 50 == 0:
        print(i, time.monotonic() - began, flush=True)
        time.sleep(0.005)
"""


def test_a_kill_loses_only_the_last_moments(url: str) -> None:
    command = [sys.executable, "-c", KILLED, url]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    taken: list[tuple[int, float]] = []
    for line in process.stdout:
        taken.append((int(line.split()[0]), float(line.split()[1])))
        if taken[-1][1] > 3:
            break
    process.kill()
    process.communicate()
    with Records.open(url) as records:
        kept = records.counts()["suggestions"]
        assert records.suggestion(f"s{kept - 1:08d}") is not None
    long_ago = max(i for i, at in taken if at < taken[-1][1] - 2)
    assert kept > long_ago
