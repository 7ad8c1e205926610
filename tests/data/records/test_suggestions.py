"""What came of a suggestion is kept once, and what a learner earns afterwards is put down to the right one."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import RecordsError
from data.records import AwardRow, Event, FunnelRow, Records
from tests.data.records.conftest import MakeUrl
from tests.data.records.world import NOW, award, day, days, suggestion


def kinds(records: Records, id_: str) -> list[str]:
    return [event.kind for event in records.events_of(id_)]


def test_a_suggestion_comes_back_and_stays_as_it_was_first(records: Records) -> None:
    first = suggestion("s1", after="x:sails", goal="sailor", position=3)
    assert records.log_suggestions([first, suggestion("s2", learner=None)]) == 2
    assert records.log_suggestions([suggestion("s1", credential="x:other")]) == 0
    assert records.suggestion("s1") == first
    assert records.suggestion("nobody's") is None


def test_times_come_back_in_utc_whatever_their_zone_was(records: Records) -> None:
    delhi = datetime(2026, 1, 1, 5, 30, 0, 123456, tzinfo=timezone(timedelta(hours=5.5)))
    records.log_suggestions([suggestion("s1", created=delhi)])
    found = records.suggestion("s1")
    assert found is not None
    assert found.created == datetime(2026, 1, 1, 0, 0, 0, 123456, tzinfo=UTC)
    assert found.created.tzinfo is UTC


def test_a_time_without_a_zone_is_refused(records: Records) -> None:
    with pytest.raises(RecordsError, match="no zone"):
        records.log_suggestions([suggestion("s1", created=datetime(2026, 1, 1))])  # noqa: DTZ001 - the point


def test_each_event_is_kept_once_and_the_first_time_stays(records: Records) -> None:
    records.log_suggestions([suggestion("s1")])
    assert records.log_events([Event("s1", "shown", days(-2)), Event("s1", "shown", days(-3))]) == 1
    assert records.log_events([Event("s1", "shown", days(-1)), Event("s1", "clicked", days(-1))]) == 1
    assert records.events_of("s1") == (Event("s1", "shown", days(-3)), Event("s1", "clicked", days(-1)))


def test_an_event_of_no_suggestion_is_refused_with_all_that_came_along(records: Records) -> None:
    records.log_suggestions([suggestion("s1")])
    with pytest.raises(RecordsError, match="no suggestion 'forged'"):
        records.log_events([Event("s1", "shown", NOW), Event("forged", "shown", NOW)])
    assert records.events_of("s1") == ()
    with pytest.raises(RecordsError, match="shown, clicked"):
        records.log_events([Event("s1", "adored", NOW)])
    assert records.missing_suggestions({"s1", "forged"}) == {"forged"}


def test_the_funnel_counts_per_credential_on_whose_behalf_and_since_when(records: Records) -> None:
    records.log_suggestions(
        [
            suggestion("s1"),
            suggestion("s2", created=days(-100)),
            suggestion("s3", credential="x:sails"),
            suggestion("s4", issuer="y"),
        ]
    )
    records.log_events([Event(s, "shown", NOW) for s in ("s1", "s2", "s4")] + [Event("s1", "dismissed", NOW)])
    everything = FunnelRow("x:knots", suggested=3, shown=3, dismissed=1)
    assert records.funnel() == (everything, FunnelRow("x:sails", suggested=1))
    assert records.funnel("y") == (FunnelRow("x:knots", suggested=1, shown=1),)
    assert records.funnel("x", days(-50))[0] == FunnelRow("x:knots", suggested=1, shown=1, dismissed=1)
    assert records.funnel("nobody") == ()


def test_an_enrolment_and_an_award_after_a_suggestion_follow_from_it(records: Records) -> None:
    records.log_suggestions([suggestion("s1"), suggestion("s2", "ben"), suggestion("s3", credential="x:sails")])
    records.add_awards([award(state="enrolled", awarded=day(-5))], NOW)
    assert kinds(records, "s1") == ["enrolled"]
    records.add_awards([award(awarded=day(-1))], NOW)
    assert kinds(records, "s1") == ["enrolled", "earned"]
    assert kinds(records, "s2") == kinds(records, "s3") == []


def test_what_was_earned_before_the_suggestion_does_not_follow_from_it(records: Records) -> None:
    records.log_suggestions([suggestion("s1")])
    records.add_awards([award(awarded=day(-11))], NOW)
    assert kinds(records, "s1") == []


def test_earned_on_the_same_day_follows(records: Records) -> None:
    records.log_suggestions([suggestion("s1")])
    records.add_awards([award(awarded=day(-10))], NOW)
    assert kinds(records, "s1") == ["earned"]


def test_what_a_learner_says_of_himself_brings_in_nothing(records: Records) -> None:
    records.log_suggestions([suggestion("s1")])
    records.add_awards([award(awarded=day(-1), known="self_declared")], NOW)
    assert kinds(records, "s1") == []
    records.add_awards([award(awarded=day(-1))], NOW)
    assert kinds(records, "s1") == ["earned"]


def test_the_suggestion_clicked_last_before_the_award_gets_it(records: Records) -> None:
    records.log_suggestions([suggestion(s, created=days(-20 + i)) for i, s in enumerate(("s1", "s2", "s3", "s4"))])
    records.log_events(
        [
            Event("s1", "clicked", days(-15)),
            Event("s2", "clicked", days(-12)),
            Event("s3", "shown", days(-3)),
            Event("s4", "clicked", days(-1)),
        ]
    )
    records.add_awards([award(awarded=day(-2))], NOW)
    assert {s: kinds(records, s) for s in ("s1", "s2", "s3", "s4")} == {
        "s1": ["clicked"],
        "s2": ["clicked", "earned"],
        "s3": ["shown"],
        "s4": ["clicked"],
    }


def test_without_clicks_the_one_shown_last_gets_it(records: Records) -> None:
    records.log_suggestions([suggestion("s1", created=days(-9)), suggestion("s2", created=days(-8))])
    records.log_events([Event("s1", "shown", days(-7))])
    records.add_awards([award(awarded=None)], NOW)
    assert (kinds(records, "s1"), kinds(records, "s2")) == (["shown", "earned"], [])


def test_suggestions_that_came_in_late_are_found_when_asked(records: Records) -> None:
    records.add_awards([award(awarded=day(-1)), award("ben", awarded=day(-1))], NOW)
    records.log_suggestions([suggestion("s1"), suggestion("s2", "ben")])
    assert kinds(records, "s1") == []
    assert records.attribute_awards(NOW, ["ben"]) == 1
    assert records.attribute_awards(NOW) == 1
    assert records.attribute_awards(days(30)) == 0


def test_a_renewal_follows_from_the_suggestion_made_for_it(records: Records) -> None:
    records.log_suggestions([suggestion("s1", created=days(-800))])
    records.add_awards([award(awarded=day(-750))], NOW)
    records.log_suggestions([suggestion("s2", created=days(-10))])
    records.add_awards([award(awarded=day(-1))], NOW)
    assert (kinds(records, "s1"), kinds(records, "s2")) == (["earned"], ["earned"])


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    made=st.lists(st.integers(-20, 0), min_size=1, max_size=4),
    clicks=st.lists(st.integers(-20, 0), max_size=4),
    got=st.lists(st.sampled_from([None, *range(-20, 1)]), max_size=3),
)
def test_one_award_makes_at_most_one_event_and_never_another_later(
    make_url: MakeUrl, made: list[int], clicks: list[int], got: list[int | None]
) -> None:
    with Records.open(make_url()) as records:
        records.log_suggestions([suggestion(f"s{i}", created=days(n)) for i, n in enumerate(made)])
        records.log_events([Event(f"s{i % len(made)}", "clicked", days(n)) for i, n in enumerate(clicks)])
        awards: list[AwardRow] = [award(awarded=None if n is None else day(n)) for n in got]
        records.add_awards(awards, NOW)
        earned = sum(row.earned for row in records.funnel())
        assert earned <= len(set(got))
        assert bool(earned) == any(n is None or min(made) <= n for n in got)
        assert records.attribute_awards(days(3)) == 0


def test_what_was_shown_by_a_known_chance_comes_back_with_what_came_of_it(records: Records) -> None:
    chances = (("x:knots", 0.9), ("x:boats", 0.1))
    drawn = suggestion("s1", answer="a1", position=3, propensity=0.9, chances=chances)
    seen = suggestion("s2", None, answer="a1", position=2, propensity=1.0, chances=(("x:knots", 1.0),))
    hidden = suggestion("s3", answer="a2", propensity=0.9, chances=chances)
    records.log_suggestions([drawn, seen, hidden, suggestion("s4")])
    records.log_events([*(Event(id_, "shown", days(-9)) for id_ in ("s1", "s2", "s4")), Event("s1", "clicked", NOW)])
    found = records.explored()
    assert [one.suggestion for one in found] == [seen, drawn]
    assert [one.came for one in found] == [{"shown"}, {"shown", "clicked"}]
    assert records.explored(days(-5)) == ()


@pytest.mark.parametrize(
    ("propensity", "chances"),
    [
        (0.5, ()),
        (None, (("x:knots", 1.0),)),
        (0.5, (("x:boats", 0.5),)),
        (0.5, (("x:knots", 0.4), ("x:boats", 0.6))),
        (0.0, (("x:knots", 0.0), ("x:boats", 1.0))),
        (1.5, (("x:knots", 1.5),)),
        (float("nan"), (("x:knots", float("nan")),)),
    ],
)
def test_a_chance_that_is_none_is_refused(
    records: Records, propensity: float | None, chances: tuple[tuple[str, float], ...]
) -> None:
    with pytest.raises(RecordsError, match=r"the chance|a chance outside"):
        records.log_suggestions([suggestion("s1", propensity=propensity, chances=chances)])


def test_tidying_keeps_the_misses_of_what_was_shown_by_a_known_chance(records: Records) -> None:
    drawn = suggestion("s1", None, created=days(-100), propensity=1.0, chances=(("x:knots", 1.0),))
    records.log_suggestions([drawn, suggestion("s2", None, created=days(-100))])
    assert records.tidy(timedelta(days=60), NOW) == 1
    assert records.suggestion("s1") == drawn
