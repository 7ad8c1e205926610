"""Awards are there once, however often they come, and the better known of two sayings stays."""

import subprocess
import sys
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import RecordsError
from data.records import KNOWN, STATES, Added, AwardRow, Records, schema
from data.records.dialects import insert_new
from data.tables import frame
from tests.data.records.conftest import MakeUrl
from tests.data.records.world import NOW, award


def test_what_was_imported_comes_back(records: Records) -> None:
    given_ = award(expires=date(2028, 1, 31), note="with distinction", known="uploaded")
    assert records.add_awards([given_], NOW) == Added(new=1)
    assert records.awards_of("ada") == (given_,)
    assert records.awards_of("ben") == ()


def test_imported_twice_is_there_once(records: Records) -> None:
    rows = [award(), award("ben"), award(awarded=None)]
    assert records.add_awards(rows, NOW) == Added(new=3)
    assert records.add_awards(rows, NOW) == Added(same=3)
    assert records.counts()["awards"] == 3


def test_a_changed_expiry_is_a_change_and_a_moved_line_is_not(records: Records) -> None:
    records.add_awards([award()], NOW)
    assert records.add_awards([award(expires=date(2027, 1, 1))], NOW) == Added(changed=1)
    assert records.add_awards([award(expires=date(2027, 1, 1), locator="awards.csv:9")], NOW) == Added(same=1)
    assert records.awards_of("ada") == (award(expires=date(2027, 1, 1), locator="awards.csv:9"),)


def test_an_upload_never_takes_the_place_of_what_the_issuer_verified(records: Records) -> None:
    records.add_awards([award(known="uploaded")], NOW)
    assert records.add_awards([award()], NOW) == Added(changed=1)
    assert records.add_awards([award(known="self_declared", expires=date(2099, 1, 1))], NOW) == Added(same=1)
    assert records.awards_of("ada") == (award(),)


def test_earning_it_again_is_another_award(records: Records) -> None:
    again = award(awarded=date(2026, 5, 1))
    assert records.add_awards([award(), again, award(state="revoked")], NOW) == Added(new=3)
    assert [a.state for a in records.awards_of("ada")] == ["awarded", "revoked", "awarded"]


def table(*rows: dict[str, Any]) -> pd.DataFrame:
    given_ = {"issuer": "x", "source": "awards.csv", "locator": "awards.csv:2", "state": "awarded", "known": "verified"}
    return frame("awards", [{"credential": "x:knots", "date": "2026-01-31", **given_, **row} for row in rows])


def test_a_frame_of_the_table_is_taken_as_the_rows_are(records: Records) -> None:
    assert records.add_awards(table({"learner": "ada"}, {"learner": "ben", "date": ""}), NOW) == Added(new=2)
    assert records.awards_of("ada") == (award(),)
    assert records.awards_of("ben") == (award("ben", awarded=None),)
    assert records.add_awards([award()], NOW) == Added(same=1)


def test_a_null_date_and_an_empty_one_are_the_same_award(records: Records) -> None:
    records.add_awards(table({"learner": "ada", "date": None}), NOW)
    assert records.add_awards(table({"learner": "ada", "date": ""}), NOW) == Added(same=1)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"learner": ""}, "learner"),
        ({"learner": "a" * 251}, "251 characters"),
        ({"learner": "a\0b"}, "learner"),
        ({"learner": "a\ud800"}, "learner"),
        ({"credential": "x\ny"}, "credential"),
        ({"state": "hoped for"}, "enrolled, completed"),
        ({"known": "rumoured"}, "self_declared"),
    ],
)
def test_a_row_that_cant_be_kept_keeps_the_whole_import_out(records: Records, wrong: dict[str, str], said: str) -> None:
    rows = [award("ben"), AwardRow(**{"learner": "ada", "credential": "x:knots", **wrong})]
    with pytest.raises(RecordsError, match=said):
        records.add_awards(rows, NOW)
    assert records.counts()["awards"] == 0


def test_a_date_that_is_none_is_named(records: Records) -> None:
    with pytest.raises(RecordsError, match=r"'31\.01\.2026' is no date.*YYYY-MM-DD"):
        records.add_awards(table({"learner": "ada", "date": "31.01.2026"}), NOW)


def test_notes_are_cut_and_cleaned_not_refused(records: Records) -> None:
    records.add_awards([award(note="a\0" + "b" * 5_000)], NOW)
    note = records.awards_of("ada")[0].note
    assert note.startswith("ab")
    assert note.endswith("…")
    assert len(note) == 1_000


def test_learners_come_page_by_page_and_by_issuer(records: Records) -> None:
    records.add_awards([award("ada"), award("ben"), award("ben", "x:sails"), award("cleo", "y:maps", issuer="y")], NOW)
    assert records.learners() == ("ada", "ben", "cleo")
    assert records.learners("x") == ("ada", "ben")
    assert records.learners(limit=1, after="ada") == ("ben",)
    with pytest.raises(RecordsError, match="-5"):
        records.learners(limit=-5)


def test_training_sees_who_earned_what_first_when(records: Records) -> None:
    records.add_awards(
        [
            award("ada", awarded=date(2026, 3, 1)),
            award("ada", awarded=date(2025, 3, 1), state="expired"),
            award("ada", "x:sails", state="enrolled"),
            award("ben", awarded=None),
            award("cleo"),
            award("cleo", state="revoked", awarded=date(2026, 2, 1)),
            award("dan", known="self_declared"),
        ],
        NOW,
    )
    pairs = records.award_pairs().astype(object)
    rows = [tuple(None if pd.isna(v) else v for v in row) for row in pairs.itertuples(index=False)]
    assert list(pairs.columns) == ["learner", "credential", "awarded"]
    assert rows == [("ada", "x:knots", "2025-03-01"), ("ben", "x:knots", None)]
    assert len(records.award_pairs(known=["verified", "self_declared"])) == 3


def test_without_awards_training_sees_an_empty_table(records: Records) -> None:
    assert records.award_pairs().shape == (0, 3)


rows_of_awards = st.lists(
    st.builds(
        award,
        learner=st.sampled_from(["ada", "ben"]),
        credential=st.sampled_from(["x:knots", "x:sails"]),
        state=st.sampled_from(STATES),
        known=st.sampled_from(KNOWN),
        awarded=st.sampled_from([None, date(2026, 1, 1)]),
        expires=st.sampled_from([None, date(2027, 1, 1)]),
        note=st.sampled_from(["", "n"]),
    ),
    max_size=12,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=rows_of_awards, split=st.integers(0, 12))
def test_importing_is_idempotent_and_never_weakens(make_url: MakeUrl, rows: list[AwardRow], split: int) -> None:
    """Law: all at once, in two imports, or twice over, the same is there; and of each award the best known."""
    with Records.open(make_url()) as once, Records.open(make_url()) as parts:
        added = once.add_awards(rows, NOW)
        state = [once.awards_of(learner) for learner in ("ada", "ben")]
        assert added.new == sum(map(len, state))
        assert once.add_awards(rows, NOW) == Added(same=added.new)
        assert [once.awards_of(learner) for learner in ("ada", "ben")] == state
        parts.add_awards(rows[:split], NOW)
        parts.add_awards(rows[split:], NOW)
        assert [parts.awards_of(learner) for learner in ("ada", "ben")] == state
    best: dict[tuple[Any, ...], int] = {}
    for row in rows:
        key = (row.learner, row.credential, row.state, row.awarded)
        best[key] = max(best.get(key, 0), KNOWN.index(row.known))
    kept = {(r.learner, r.credential, r.state, r.awarded): KNOWN.index(r.known) for rows_ in state for r in rows_}
    assert kept == best


IMPORT = """
import sys
from data.records import AwardRow, Records
from tests.data.records.world import NOW, award
url, who, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
def rows():
    for i in range(count):
        if i % 5_000 == 0:
            print(i, flush=True)
        yield award(f"{who}{i:06d}")
print("begun", flush=True)
print(Records.open(url).add_awards(rows(), NOW))
"""


def importer(url: str, who: str, count: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", IMPORT, url, who, str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_an_import_killed_in_the_middle_leaves_the_old_state(url: str) -> None:
    with Records.open(url) as records:
        records.add_awards([award("ben")], NOW)
    process = importer(url, "u", 10_000_000)
    assert process.stdout is not None
    while process.stdout.readline() != "20000\n":
        pass
    process.kill()
    process.communicate()
    with Records.open(url) as records:
        assert records.counts()["awards"] == 1
        assert records.add_awards([award("ada")], NOW) == Added(new=1)


def test_two_processes_import_at_once_and_both_are_whole(url: str) -> None:
    processes = [importer(url, who, 12_000) for who in ("u", "u", "v")]
    said = [process.communicate(timeout=120)[0].splitlines()[-1] for process in processes]
    assert all(process.returncode == 0 for process in processes)
    assert said[2] == str(Added(new=12_000))
    assert sorted(said[:2]) == sorted([str(Added(new=12_000)), str(Added(same=12_000))])
    with Records.open(url) as records:
        assert records.counts()["awards"] == 24_000


@pytest.mark.parametrize("note", ["a\tb\nc\\N\r\n", "\\.", "\\N", "'; DROP TABLE awards; --", "né 🎓", '"q",r', "{1}"])
def test_what_a_database_might_take_for_its_own_signs_comes_back_as_written(records: Records, note: str) -> None:
    row = award(note=note, credential="x:o'knots")
    assert records.add_awards([row], NOW).new == 1
    assert records.awards_of("ada") == (row,)


def test_a_failed_fast_insert_speaks_our_language_and_keeps_nothing(records: Records) -> None:
    row = ("ada", "x:c", "awarded", "", "x", "", "verified", "", "", "")
    database = records._database
    with pytest.raises(RecordsError, match="Two writers") as error, database.writing() as connection:
        insert_new(connection, schema.awards, [row, row])
    assert "ada" not in error.value.message
    assert records.awards_of("ada") == ()
