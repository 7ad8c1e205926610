"""Opening, refusing and sharing a database; foreign errors speak our language."""

import inspect as python
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import exc

from data.errors import RecordsError
from data.records import Event, Records, schema
from data.records.database import HINTS, ours
from tests.data.records.world import NOW, award, suggestion


def test_opening_again_finds_what_was_kept(url: str) -> None:
    with Records.open(url) as records:
        records.add_awards([award()], NOW)
    with Records.open(url) as records:
        assert records.awards_of("ada") == (award(),)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("no address", "sqlite:///path"),
        ("sqlite://", "memory"),
        ("sqlite:///:memory:", "memory"),
        ("mysql://host/name", "SQLite and PostgreSQL"),
        ("oddbase://host/name", "SQLite and PostgreSQL"),
        ("sqlite:////nowhere/at/all.sqlite", "unable to open"),
        ("postgresql://me:s3cret@127.0.0.1:1/none", "is running"),
    ],
)
def test_an_address_that_leads_nowhere_says_what_to_do(url: str, said: str) -> None:
    with pytest.raises(RecordsError, match=said) as error:
        Records.open(url)
    assert "s3cret" not in str(error.value)
    assert error.value.hint


def test_a_file_of_another_kind_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear Ada, this is no database. " * 100)
    with pytest.raises(RecordsError, match="not a database"):
        Records.open(f"sqlite:///{file}")
    assert file.read_text().startswith("Dear Ada")


def test_tables_of_another_version_are_refused(sqlite_url: str) -> None:
    Records.open(sqlite_url).close()
    with sqlite3.connect(sqlite_url.removeprefix("sqlite:///")) as connection:
        connection.execute("UPDATE about SET value = '99' WHERE name = 'schema'")
    connection.close()
    with pytest.raises(RecordsError, match=rf"schema 99.*reads {schema.VERSION}.*Use the version"):
        Records.open(sqlite_url)


def test_every_foreign_error_has_a_hint_and_hides_personal_values() -> None:
    foreign = [
        kind
        for _, kind in python.getmembers(exc, python.isclass)
        if issubclass(kind, exc.SQLAlchemyError) and not issubclass(kind, Warning)
    ]
    assert len(foreign) > 20
    for kind in foreign:
        assert next((hint for known, hint in HINTS if issubclass(kind, known)), "")


def test_a_message_repeats_no_values(sqlite_url: str) -> None:
    with pytest.raises(RecordsError) as error, ours(sqlite_url):
        raise exc.IntegrityError("INSERT ...", {"learner": "ada@example.org"}, Exception("UNIQUE failed\nKey (ada)"))
    assert "ada" not in str(error.value)
    assert "UNIQUE failed" in str(error.value)


OPEN_AND_WRITE = """
import sys
from data.records import Event, Records
from tests.data.records.world import NOW, suggestion
who = sys.argv[2]
with Records.open(sys.argv[1]) as records:
    for i in range(40):
        records.log_suggestions([suggestion("shared"), suggestion(f"{who}-{i}")])
        records.log_events([Event("shared", "shown", NOW), Event(f"{who}-{i}", "clicked", NOW)])
"""


def test_processes_that_open_and_write_at_once_lose_nothing(url: str) -> None:
    processes = [subprocess.Popen([sys.executable, "-c", OPEN_AND_WRITE, url, str(i)]) for i in range(4)]
    assert [process.wait(120) for process in processes] == [0, 0, 0, 0]
    with Records.open(url) as records:
        assert records.counts()["suggestions"] == 161
        assert records.counts()["events"] == 161


def test_readers_do_not_wait_for_a_writer(sqlite_url: str) -> None:
    with Records.open(sqlite_url) as records:
        records.log_suggestions([suggestion("s1")])
        other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        other.execute("DELETE FROM suggestions")
        assert records.suggestion("s1") == suggestion("s1")
        other.execute("ROLLBACK")
        other.close()
        assert records.log_events([Event("s1", "shown", NOW)]) == 1


def test_serving_loads_no_table_library() -> None:
    script = "import sys, data.records; print([m for m in ('pandas', 'pyarrow', 'numpy') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
