"""What learners choose, what issuers wish, and who may ask."""

import re
import statistics
import time
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from data.errors import RecordsError
from data.records import SCOPES, Choices, Pin, Records, StatedLimits
from data.records import choices as room
from tests.data.records.world import NOW, days


def test_of_a_stranger_nothing_is_chosen(records: Records) -> None:
    assert records.choices("ada") == Choices("ada")


def test_dismissing_can_be_undone(records: Records) -> None:
    records.dismiss("ada", "x:knots", NOW)
    records.dismiss("ada", "x:knots", days(1))
    records.dismiss("ada", "x:sails", NOW)
    assert records.undo_dismiss("ada", "x:knots")
    assert not records.undo_dismiss("ada", "x:knots")
    assert records.choices("ada").dismissed == {"x:sails"}
    assert records.choices("ben").dismissed == frozenset()


def test_what_is_known_already_may_be_a_credential_or_a_skill(records: Records) -> None:
    records.know_already("ada", "x:knots", NOW)
    records.know_already("ada", "onet:tech/kubernetes", NOW)
    assert records.undo_know_already("ada", "x:knots")
    assert records.choices("ada").already_know == {"onet:tech/kubernetes"}


def test_goal_and_limits_are_kept_apart_and_replaced(records: Records) -> None:
    limits = StatedLimits(100.0, "EUR", 5.5, date(2027, 1, 1), frozenset({"online", "blended"}), frozenset({"en-GB"}))
    records.set_limits("ada", limits, NOW)
    records.set_goal("ada", "DevOps engineer", NOW)
    assert records.choices("ada") == Choices("ada", goal="DevOps engineer", limits=limits)
    records.set_limits("ada", StatedLimits(budget=0.0), NOW)
    records.set_goal("ada", "", NOW)
    assert records.choices("ada") == Choices("ada", limits=StatedLimits(budget=0.0))


@pytest.mark.parametrize(
    "limits",
    [
        StatedLimits(budget=-1.0),
        StatedLimits(budget=float("nan")),
        StatedLimits(hours_a_week=169.0),
        StatedLimits(modes=frozenset({"on line"})),
        StatedLimits(languages=frozenset({"x" * 41})),
        StatedLimits(modes=frozenset(map(str, range(51)))),
    ],
)
def test_impossible_limits_are_refused(records: Records, limits: StatedLimits) -> None:
    with pytest.raises(RecordsError):
        records.set_limits("ada", limits, NOW)
    assert records.choices("ada") == Choices("ada")


def test_a_learner_cannot_fill_the_disk(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MOST", 3)
    for i in range(3):
        records.dismiss("ada", f"x:{i}", NOW)
    with pytest.raises(RecordsError, match="Undo some"):
        records.dismiss("ada", "x:4", NOW)
    assert len(records.choices("ada").dismissed) == 3
    records.set_goal("ada", "g" * 100_000, NOW)
    assert len(records.choices("ada").goal) == 1_000


def test_a_pin_at_its_placement_wins_over_the_one_for_everywhere(records: Records) -> None:
    everywhere = Pin(issuer="x", credential="x:knots", note="new this year")
    here = Pin(issuer="x", credential="x:knots", placement="mail", note="for the mail")
    boost = Pin(issuer="x", credential="x:sails", kind="boost", value=0.25)
    for pin in (everywhere, here, boost, Pin(issuer="y", credential="y:maps")):
        records.put_pin(pin, NOW)
    assert records.pins("x") == (everywhere, boost)
    assert records.pins("x", "mail") == (here, boost)


def test_the_latest_change_is_in_force_and_all_are_kept(records: Records) -> None:
    on, off = Pin(issuer="x", credential="x:knots"), Pin(issuer="x", credential="x:knots", value=0.0)
    records.put_pin(on, days(1))
    records.put_pin(off, days(0))
    assert records.pins("x") == ()
    assert records.pin_history("x") == ((days(0), off), (days(1), on))
    records.put_pin(on, days(2))
    assert records.pins("x") == (on,)


def test_a_pin_taken_back_at_one_placement_is_taken_back_there_only(records: Records) -> None:
    records.put_pin(Pin(issuer="x", credential="x:knots"), NOW)
    records.put_pin(Pin(issuer="x", credential="x:knots", placement="mail", value=0.0), NOW)
    assert len(records.pins("x")) == 1
    assert records.pins("x", "mail") == ()


@pytest.mark.parametrize("wrong", [{"value": 1.5}, {"value": -0.1}, {"kind": "push"}, {"issuer": ""}])
def test_an_impossible_pin_is_refused(records: Records, wrong: dict[str, object]) -> None:
    with pytest.raises(RecordsError):
        records.put_pin(Pin(**{"issuer": "x", "credential": "x:knots", **wrong}), NOW)  # type: ignore[arg-type]


def test_a_key_is_found_by_its_secret_until_it_is_revoked(records: Records) -> None:
    key_id, secret = records.create_key("x", ["read", "events"], "the web site", NOW)
    key = records.find_key(secret)
    assert key is not None
    assert (key.id, key.issuer, key.scopes, key.name) == (key_id, "x", {"read", "events"}, "the web site")
    records.revoke_key(key_id, days(1))
    records.revoke_key(key_id, days(2))
    assert records.find_key(secret) is None
    (kept,) = records.keys()
    assert kept.revoked == days(1)
    with pytest.raises(RecordsError, match="no key"):
        records.revoke_key("nobody's", NOW)


def test_a_secret_is_long_and_kept_nowhere(records: Records, url: str) -> None:
    _, secret = records.create_key("x", SCOPES, "k", NOW)
    assert re.fullmatch(r"stackway_[0-9a-f]{16}_[\w-]{43}", secret)
    assert secret not in str(records.keys())
    if url.startswith("sqlite"):
        from tests.data.records.test_forgetting import bytes_of

        assert secret.rpartition("_")[2].encode() not in bytes_of(url)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda s: "",
        lambda s: s[:-1],
        lambda s: s + "x",
        lambda s: s[:-1] + ("A" if s[-1] != "A" else "B"),
        lambda s: s.replace("stackway", "stockway"),
        lambda s: s.upper(),
        lambda s: s * 10_000,
        lambda s: s + "\0",
        lambda s: s[:12] + "é" + s[13:],
        lambda s: s + "\ud800",
    ],
)
def test_a_spoilt_secret_opens_nothing(records: Records, spoil: Callable[[str], str]) -> None:
    _, secret = records.create_key("x", ["read"], "k", NOW)
    assert records.find_key(spoil(secret)) is None


def test_a_wrong_secret_of_a_real_key_takes_no_longer_than_one_of_none(records: Records) -> None:
    _, secret = records.create_key("x", ["read"], "k", NOW)
    real, none = secret[:-1] + "~", "stackway_" + "0" * 16 + secret[25:]

    def median(wrong: str) -> float:
        times = []
        for _ in range(200):
            began = time.perf_counter()
            records.find_key(wrong)
            times.append(time.perf_counter() - began)
        return statistics.median(times)

    assert 0.3 < median(real) / median(none) < 3


def test_a_key_without_or_with_unknown_scopes_is_refused(records: Records) -> None:
    with pytest.raises(RecordsError, match="allows nothing"):
        records.create_key("x", [], "k", NOW)
    with pytest.raises(RecordsError, match="read, recommend"):
        records.create_key("x", ["root"], "k", NOW)


def test_rows_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        Choices("ada").goal = "other"  # type: ignore[misc]
