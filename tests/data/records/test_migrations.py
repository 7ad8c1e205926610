"""The tables go from one form to the next and back, with data in, on both databases."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, inspect, text

from data.errors import RecordsError, RecordsVersion
from data.records import TAG, Event, Pin, Proposal, Records, Verdict, downgrade, schema, standing, upgrade
from data.records.database import Database
from tests.data.records.world import NOW, award, days, suggestion

FIRST = """
CREATE TABLE about (name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (name));
CREATE TABLE awards (learner TEXT NOT NULL, credential TEXT NOT NULL, state TEXT NOT NULL, awarded TEXT NOT NULL,
  issuer TEXT NOT NULL, expires TEXT NOT NULL, known TEXT NOT NULL, note TEXT NOT NULL, source TEXT NOT NULL,
  locator TEXT NOT NULL, PRIMARY KEY (learner, credential, state, awarded)) WITHOUT ROWID;
CREATE INDEX awards_by_issuer ON awards (issuer, learner);
CREATE TABLE dismissals (learner TEXT NOT NULL, credential TEXT NOT NULL, at MOMENT NOT NULL,
  PRIMARY KEY (learner, credential)) WITHOUT ROWID;
CREATE TABLE already_known (learner TEXT NOT NULL, about TEXT NOT NULL, at MOMENT NOT NULL,
  PRIMARY KEY (learner, about)) WITHOUT ROWID;
CREATE TABLE preferences (learner TEXT NOT NULL, goal TEXT NOT NULL, budget FLOAT, currency TEXT NOT NULL,
  hours_a_week FLOAT, by_date TEXT NOT NULL, modes TEXT NOT NULL, languages TEXT NOT NULL, at MOMENT NOT NULL,
  PRIMARY KEY (learner)) WITHOUT ROWID;
CREATE TABLE pins (number SERIAL NOT NULL, issuer TEXT NOT NULL, placement TEXT NOT NULL, credential TEXT NOT NULL,
  kind TEXT NOT NULL, value FLOAT NOT NULL, note TEXT NOT NULL, at MOMENT NOT NULL, PRIMARY KEY (number));
CREATE INDEX pins_by_issuer ON pins (issuer);
CREATE TABLE suggestions (id TEXT NOT NULL, snapshot TEXT NOT NULL, credential TEXT NOT NULL, position INTEGER NOT NULL,
  placement TEXT NOT NULL, issuer TEXT NOT NULL, learner TEXT, after TEXT NOT NULL, goal TEXT NOT NULL,
  created MOMENT NOT NULL, PRIMARY KEY (id));
CREATE INDEX suggestions_by_learner ON suggestions (learner, credential);
CREATE INDEX suggestions_by_issuer ON suggestions (issuer, created);
CREATE TABLE events (suggestion TEXT NOT NULL, kind TEXT NOT NULL, at MOMENT NOT NULL, PRIMARY KEY (suggestion, kind),
  FOREIGN KEY(suggestion) REFERENCES suggestions (id)) WITHOUT ROWID;
CREATE TABLE keys (id TEXT NOT NULL, digest TEXT NOT NULL, issuer TEXT NOT NULL, scopes TEXT NOT NULL,
  name TEXT NOT NULL, created MOMENT NOT NULL, revoked MOMENT, PRIMARY KEY (id));
INSERT INTO about (name, value) VALUES ('schema', '1');
INSERT INTO awards VALUES ('ada', 'x:knots', 'awarded', '2026-01-31', 'x', '', 'verified', '', 'awards.csv',
  'awards.csv:2');
INSERT INTO suggestions VALUES ('s1', 's1', 'x:knots', 1, 'page', 'x', 'ada', '', '', '2026-06-05 12:00:00.000000ZONE');
INSERT INTO events VALUES ('s1', 'clicked', '2026-06-06 12:00:00.000000ZONE')
"""
"""What the first release made, as its databases have it, with rows in."""


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def first_release(url: str) -> str:
    """A database as the first release left it."""
    lite = url.startswith("sqlite")
    written = FIRST.replace("MOMENT", "DATETIME" if lite else "TIMESTAMP WITH TIME ZONE")
    written = written.replace("SERIAL NOT NULL", "INTEGER NOT NULL" if lite else "SERIAL NOT NULL")
    written = written.replace("ZONE'", "'" if lite else "+00'").replace(
        " WITHOUT ROWID", " WITHOUT ROWID" if lite else ""
    )
    with connected(url) as connection:
        for statement in written.strip().split(";\n"):
            connection.execute(text(statement))
    return url


def shape(url: str) -> dict[str, Any]:
    """The tables with their columns, keys and indexes, as the database tells them."""
    with connected(url) as connection:
        looked = inspect(connection)
        return {
            table: (
                [(c["name"], str(c["type"]), c["nullable"]) for c in looked.get_columns(table)],
                looked.get_pk_constraint(table)["constrained_columns"],
                sorted((i["name"] or "", tuple(i["column_names"])) for i in looked.get_indexes(table)),
                [(f["constrained_columns"], f["referred_table"]) for f in looked.get_foreign_keys(table)],
            )
            for table in looked.get_table_names()
            if table != "alembic_version"
        }


def content(url: str) -> dict[str, list[tuple[Any, ...]]]:
    with connected(url) as connection:
        tables = [name for name in inspect(connection).get_table_names() if name not in ("alembic_version", "about")]
        return {
            name: sorted(tuple(row) for row in connection.execute(text(f"SELECT * FROM {name}"))) for name in tables
        }


def fill(url: str) -> None:
    """Something in every table."""
    with Records.open(url) as records:
        records.add_awards([award(), award("ben", "x:splices")], NOW)
        records.dismiss("ada", "x:boats", NOW)
        records.know_already("ada", "x:s/1", NOW)
        records.set_goal("ben", "sailor", NOW)
        records.put_pin(Pin(issuer="x", credential="x:knots"), NOW)
        records.log_suggestions([suggestion("s9"), suggestion("s8", None)])
        records.log_events([Event("s9", "shown", NOW)])
        records.create_key("x", ["read"], "", NOW)


def test_what_the_first_release_kept_is_there_after_the_upgrade(url: str) -> None:
    first_release(url)
    assert standing(url).version == 1
    assert upgrade(url) == 1
    assert standing(url).version == standing(url).needed == schema.VERSION
    with Records.open(url) as records:
        assert records.awards_of("ada") == (award(),)
        assert records.suggestion("s1") == suggestion("s1")
        assert records.events_of("s1") == (Event("s1", "clicked", days(-9)),)
        assert records.put_edit("pathway", "p", {}, 0, "x", NOW) == 1
    assert upgrade(url) == schema.VERSION


def test_an_upgraded_database_has_the_form_of_a_new_one(make_url: Any) -> None:
    old, new = first_release(make_url()), make_url()
    upgrade(old)
    Records.open(new).close()
    assert shape(old) == shape(new)


def test_the_steps_lead_to_the_tables_that_the_program_works_with(make_url: Any) -> None:
    stepped, declared = make_url(), make_url()
    upgrade(stepped)
    with connected(declared) as connection:
        schema.metadata.create_all(connection)
    assert shape(stepped) == shape(declared)


def test_the_first_step_makes_what_the_first_release_made(make_url: Any) -> None:
    back, first = make_url(), first_release(make_url())
    upgrade(back)
    downgrade(back, 1)
    assert shape(back) == shape(first)


LATER = ["decisions", "edits", "reviews"]
"""Tables that the first release didn't have."""

ADDED = ("", None, "")
"""What the columns hold that suggestions have since: answer, propensity, chances."""


def test_down_and_up_again_leaves_every_row_as_it_was(url: str) -> None:
    fill(url)
    before = content(url)
    assert sorted(table for table, rows in before.items() if not rows) == LATER
    assert downgrade(url, 1) == {}
    assert standing(url).version == 1
    kept = [row[: -len(ADDED)] for row in before["suggestions"]]
    assert content(url) == {name: rows for name, rows in before.items() if name not in LATER} | {"suggestions": kept}
    upgrade(url)
    assert content(url) == before


def test_the_chances_of_suggestions_are_named_before_a_downgrade_forgets_them(url: str) -> None:
    drawn = suggestion("s1", answer="a1", propensity=0.9, chances=(("x:knots", 0.9), ("x:boats", 0.1)))
    with Records.open(url) as records:
        records.log_suggestions([drawn, suggestion("s2")])
    with pytest.raises(RecordsError, match="1 of chances of suggestions"):
        downgrade(url, 4)
    assert downgrade(url, 4, lose=True) == {"chances of suggestions": 1}
    upgrade(url)
    with Records.open(url) as records:
        assert records.suggestion("s1") == suggestion("s1")


def test_a_downgrade_says_what_would_be_lost_and_loses_it_only_when_told_to(url: str) -> None:
    with Records.open(url) as records:
        records.put_edit("pathway", "p", {}, 0, "x", NOW)
        records.put_edit("pathway", "p", {"steps": []}, 1, "x", NOW)
    with pytest.raises(RecordsError, match="2 of edits"):
        downgrade(url, 1)
    assert standing(url).version == schema.VERSION
    assert downgrade(url, 1, lose=True) == {"edits": 2}
    upgrade(url)
    with Records.open(url) as records:
        assert records.edits("pathway") == ()


def test_edits_of_before_they_were_numbered_get_the_order_of_their_times(url: str) -> None:
    with Records.open(url) as records:
        records.put_edit("pathway", "p", {"n": 1}, 0, "x", days(-3))
        records.put_edit("pathway", "q", {"n": 2}, 0, "x", days(-2))
        records.put_edit("pathway", "p", {"n": 3}, 1, "x", days(-1))
    assert downgrade(url, 2) == {}
    with pytest.raises(RecordsError), Records(Database.open(url)) as old:
        old.last_edit("pathway")
    upgrade(url)
    with Records.open(url) as records:
        assert records.last_edit("pathway") == 3
        assert [(edit.key, edit.body["n"]) for edit in records.edits_between("pathway", until=2)] == [
            ("p", 1),
            ("q", 2),
        ]
        assert [edit.body["n"] for edit in records.edits_between("pathway", after=2)] == [3]


def test_reviews_stay_where_what_came_before_them_does_and_are_named_before_they_are_lost(url: str) -> None:
    proposal = Proposal(kind=TAG, issuer="x", subject="x:knots", skill="x:s/1", confidence=0.5)
    with Records.open(url) as records:
        records.put_edit("pathway", "p", {"n": 1}, 0, "x", NOW)
        records.file_proposals(TAG, [proposal], NOW)
        records.decide(proposal.id, Verdict(state="accepted"), expected=0, author="ada", now=NOW)
        kept = records.review(proposal.id)
    before = content(url)
    with pytest.raises(RecordsError, match="1 of reviews, 1 of decisions"):
        downgrade(url, 3)
    assert content(url) == before
    assert downgrade(url, 3, lose=True) == {"reviews": 1, "decisions": 1}
    assert content(url) == {name: rows for name, rows in before.items() if name not in {"reviews", "decisions"}}
    upgrade(url)
    with Records.open(url) as records:
        assert records.edit("pathway", "p") is not None
        assert records.reviews() == records.decided() == ()
        records.file_proposals(TAG, [proposal], NOW)
        assert records.decide(proposal.id, Verdict(state="accepted"), expected=0, author="ada", now=NOW) == kept


@pytest.mark.parametrize("to", [-1, 0, schema.VERSION + 1, 99])
def test_there_is_no_way_back_to_what_was_never_there(url: str, to: int) -> None:
    upgrade(url)
    with pytest.raises(RecordsError, match="can't go back"):
        downgrade(url, to)


def test_an_older_file_is_brought_up_to_date_on_opening_and_a_server_only_by_the_command(url: str) -> None:
    first_release(url)
    if url.startswith("sqlite"):
        with Records.open(url) as records:
            assert records.awards_of("ada") == (award(),)
        return
    with pytest.raises(RecordsVersion, match=rf"schema 1.*needs {schema.VERSION}.*stackway records upgrade"):
        Records.open(url)
    assert standing(url).version == 1


def test_tables_that_are_newer_are_refused_and_left_alone(url: str) -> None:
    upgrade(url)
    now, newer = schema.VERSION, schema.VERSION + 1
    with connected(url) as connection:
        connection.execute(text(f"UPDATE about SET value = '{newer}'"))
    for refused in (Records.open, upgrade, lambda url: downgrade(url, 1)):
        with pytest.raises(RecordsVersion, match=rf"schema {newer}.*reads {now}.*downgrade --to {now}"):
            refused(url)
    assert standing(url).version == newer


def test_somebody_elses_table_of_the_same_name_is_left_alone(url: str) -> None:
    with connected(url) as connection:
        connection.execute(text("CREATE TABLE about (name TEXT, value TEXT)"))
    with pytest.raises(RecordsVersion, match="names no schema"):
        Records.open(url)
    assert list(shape(url)) == ["about"]


def test_an_upgrade_that_fails_in_the_middle_changes_nothing(url: str) -> None:
    first_release(url)
    with connected(url) as connection:  # in the way of the second half of the step
        connection.execute(text("CREATE INDEX suggestions_to_nobody ON suggestions (snapshot)"))
    before = shape(url), content(url)
    with pytest.raises(RecordsError, match="already exists"):
        upgrade(url)
    assert (shape(url), content(url)) == before
    with connected(url) as connection:
        connection.execute(text("DROP INDEX suggestions_to_nobody"))
    assert upgrade(url) == 1


KILLED = """
import os, sys
from data.records import migrating
from data.records.database import Database
database = Database.open(sys.argv[1])
with database.writing() as connection:
    migrating.upgrade(connection)
    print("done but for the commit", flush=True)
    sys.stdin.read()
"""


def test_an_upgrade_that_is_killed_changes_nothing_and_can_be_done_again(url: str) -> None:
    first_release(url)
    before = content(url)
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout
        assert child.stdout.readline().startswith("done")
        os.kill(child.pid, signal.SIGKILL)
    assert standing(url).version == 1
    assert content(url) == before
    assert upgrade(url) == 1
    more = [(*row, *ADDED) for row in before["suggestions"]]
    assert content(url) == before | {table: [] for table in LATER} | {"suggestions": more}


UPGRADING = """
import sys
from data.records import Records, upgrade
print(upgrade(sys.argv[1]))
with Records.open(sys.argv[1]) as records:
    assert records.counts()["awards"] == 1
"""


def test_of_processes_that_open_an_old_database_at_once_one_brings_it_up_to_date(url: str) -> None:
    first_release(url)
    children = [subprocess.Popen([sys.executable, "-c", UPGRADING, url], stdout=subprocess.PIPE) for _ in range(3)]
    assert [child.wait(120) for child in children] == [0, 0, 0]
    for child in children:
        assert child.stdout
        child.stdout.close()
    assert standing(url).version == schema.VERSION


def test_opening_a_database_that_is_up_to_date_loads_no_migration_tool(sqlite_url: str) -> None:
    Records.open(sqlite_url).close()
    script = (
        "import sys; from data.records import Records; Records.open(sys.argv[1]).close(); "
        "assert 'alembic' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script, sqlite_url], check=True)


def test_the_number_that_the_migration_tool_keeps_is_ours(url: str) -> None:
    for prepare in (lambda: upgrade(url), lambda: downgrade(url, 1)):
        prepare()
        with connected(url) as connection:
            assert connection.scalar(text("SELECT version_num FROM alembic_version")) == str(standing(url).version)


def test_a_look_at_the_standing_makes_nothing(url: str) -> None:
    assert standing(url).version == 0
    assert shape(url) == {}


def test_an_address_is_shown_without_its_password() -> None:
    assert "s3cret" not in Database.open("postgresql://me:s3cret@127.0.0.1:1/none").name
