"""What is authored is kept version by version, and no change takes another's place unseen."""

import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import EditConflict, RecordsError
from data.records import Edit, Event, Records
from tests.data.records.world import NOW, days, suggestion


def test_each_change_is_a_version_and_the_last_is_in_force(records: Records) -> None:
    assert records.put_edit("pathway", "sailing", {"steps": ["x:knots"]}, 0, "key-1", days(-1)) == 1
    assert records.put_edit("pathway", "sailing", {"steps": []}, 1, "key-2", NOW) == 2
    now, before = (
        Edit("pathway", "sailing", 2, {"steps": []}, "key-2", NOW),
        records.edit_history("pathway", "sailing")[1],
    )
    assert records.edit("pathway", "sailing") == now
    assert records.edit_history("pathway", "sailing") == (now, before)
    assert before == Edit("pathway", "sailing", 1, {"steps": ["x:knots"]}, "key-1", days(-1))
    assert records.edit_history("pathway", "sailing", 1) == (now,)


@pytest.mark.parametrize("read", [0, 2, 99, -1])
def test_a_change_of_what_was_changed_meanwhile_is_refused_with_what_stands_there(records: Records, read: int) -> None:
    records.put_edit("pathway", "sailing", {"name": "first"}, 0, "a", NOW)
    with pytest.raises(EditConflict, match="stands at version 1") as conflict:
        records.put_edit("pathway", "sailing", {"name": "second"}, read, "b", NOW)
    assert (conflict.value.version, conflict.value.body) == (1, {"name": "first"})
    assert records.edit_history("pathway", "sailing") == (Edit("pathway", "sailing", 1, {"name": "first"}, "a", NOW),)


def test_a_change_of_what_is_not_there_is_refused(records: Records) -> None:
    with pytest.raises(EditConflict) as conflict:
        records.put_edit("pathway", "sailing", {}, 1, "a", NOW)
    assert (conflict.value.version, conflict.value.body) == (0, None)


def test_what_was_taken_back_is_not_listed_and_its_history_stays(records: Records) -> None:
    records.put_edit("pathway", "b", {"n": 1}, 0, "a", NOW)
    records.put_edit("pathway", "a", {"n": 2}, 0, "a", NOW)
    records.put_edit("credential", "b", {"n": 3}, 0, "a", NOW)
    records.put_edit("pathway", "b", None, 1, "a", NOW)
    assert [edit.key for edit in records.edits("pathway")] == ["a"]
    assert [edit.body for edit in records.edits("credential")] == [{"n": 3}]
    taken_back = records.edit("pathway", "b")
    assert taken_back is not None
    assert (taken_back.version, taken_back.body) == (2, None)
    assert records.put_edit("pathway", "b", {"n": 4}, 2, "a", NOW) == 3
    assert records.edit("pathway", "never") is None


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(body=JSON)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_json_comes_back_as_it_went_in(records: Records, body: Any) -> None:
    there = records.edit("any", "json")
    records.put_edit("any", "json", body, there.version if there else 0, "a", NOW)
    kept = records.edit("any", "json")
    assert kept is not None
    assert kept.body == body


def _deep() -> list[Any]:
    body: list[Any] = []
    for _ in range(100_000):
        body = [body]
    return body


@pytest.mark.parametrize(
    "body", [{"n": float("nan")}, {"n": {1, 2}}, _deep(), "x" * 1_000_001], ids=["nan", "set", "deep", "long"]
)
def test_what_is_no_json_or_too_long_is_refused(records: Records, body: Any) -> None:
    with pytest.raises(RecordsError, match="JSON"):
        records.put_edit("any", "thing", body, 0, "a", NOW)
    assert records.edit("any", "thing") is None


@pytest.mark.parametrize(("kind", "key", "author"), [("", "k", "a"), ("k", "", "a"), ("k", "k\n", "a"), ("k", "k", "")])
def test_a_name_that_is_none_is_refused(records: Records, kind: str, key: str, author: str) -> None:
    with pytest.raises(RecordsError, match="identifier"):
        records.put_edit(kind, key, {}, 0, author, NOW)


COUNT = """
import sys
from data.errors import EditConflict
from data.records import Records
from tests.data.records.world import NOW
done = 0
with Records.open(sys.argv[1]) as records:
    while done < 15:
        there = records.edit("counter", "one")
        version, count = (there.version, there.body["count"]) if there else (0, 0)
        try:
            records.put_edit("counter", "one", {"count": count + 1}, version, "a", NOW)
            done += 1
        except EditConflict:
            pass
"""


def test_of_writers_at_once_no_change_is_lost(url: str) -> None:
    Records.open(url).close()
    writers = [subprocess.Popen([sys.executable, "-c", COUNT, url]) for _ in range(3)]
    assert [writer.wait(120) for writer in writers] == [0, 0, 0]
    with Records.open(url) as records:
        last = records.edit("counter", "one")
    assert last is not None
    assert (last.version, last.body) == (45, {"count": 45})


def test_tidying_removes_old_suggestions_to_nobody_of_which_nothing_came(records: Records) -> None:
    old = {"created": days(-500)}
    kept = [suggestion("to ada", **old), suggestion("clicked", None, **old), suggestion("young", None)]
    gone = [suggestion("shown", None, **old), suggestion("not shown", None, **old)]
    records.log_suggestions([*kept, *gone])
    records.log_events([Event("clicked", "clicked", days(-499)), Event("shown", "shown", days(-499))])
    assert records.tidy(timedelta(days=400), NOW) == 2
    assert records.missing_suggestions({row.id for row in [*kept, *gone]}) == {row.id for row in gone}
    assert records.counts()["events"] == 1
    assert records.tidy(timedelta(days=400), NOW) == 0


def test_tidying_goes_on_over_many_batches(records: Records) -> None:
    records.log_suggestions([suggestion(f"s{i}", None, created=days(-500)) for i in range(4_500)])
    assert records.tidy(timedelta(days=400), NOW) == 4_500


def test_tidying_what_may_still_be_followed_is_refused(records: Records) -> None:
    with pytest.raises(RecordsError, match="29 days"):
        records.tidy(timedelta(days=29), NOW)


def test_the_state_of_any_moment_is_told_by_the_number_of_its_last_edit(records: Records) -> None:
    assert records.last_edit("pathway") == 0
    states: list[dict[str, Any]] = [{}]
    for key, body, version in (("a", 1, 0), ("b", 2, 0), ("a", 3, 1), ("b", None, 1), ("b", 4, 2)):
        records.put_edit("credential", f"{key}{version}", {}, 0, "x", NOW)  # another kind in between
        records.put_edit("pathway", key, body, version, "x", NOW)  # all at one time
        states.append({**states[-1], key: body})
        number = records.last_edit("pathway")
        assert {edit.key: edit.body for edit in records.edits_between("pathway", until=number)} == states[-1]
        assert [edit.key for edit in records.edits_between("pathway", after=number - 1)] == [key]
        assert records.edits_between("pathway", after=number) == ()
    assert len(states) == 6
