"""How far a learner is on a pathway."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from graph.credentials import Credential
from graph.explaining import render
from graph.from_tables import credentials_from_tables, pathways_from_tables
from graph.holdings import Award, Holdings, Known, State
from graph.pathways import Milestone, Pathway, Progress, Step, StepState, progress
from graph.requirements import Holds
from skills_taxonomy.types import Provenance
from tests import world
from tests.graph.making import CREDENTIALS, TODAY, counting, credential, holdings, requirements

SEA = {one.id: one for one in credentials_from_tables(world.tables())}
(TO_SKIPPER,) = pathways_from_tables(world.tables())
OVER = date(2026, 1, 1)


def sea(*awards: Award) -> Progress:
    return progress(TO_SKIPPER, Holdings(awards), world.TODAY, SEA)


def states(found: Progress) -> list[str]:
    return [str(one.state) for one in found.steps]


def test_who_holds_nothing_begins_with_the_first_step() -> None:
    found = sea()
    assert states(found) == ["open", "open", "locked"]
    assert (found.share, found.next, found.reached) == (0.0, (world.DECKHAND,), False)


def test_what_locks_a_step_is_told_as_a_finding() -> None:
    assert render(sea().steps[2].finding)[-1] == "`-- [no] sea:DECKHAND: you don't hold it"


def test_a_step_that_is_done_unlocks_the_next_and_an_optional_one_may_be_taken_on_the_way() -> None:
    found = sea(Award(world.DECKHAND))
    assert states(found) == ["done", "open", "open"]
    assert (found.share, found.next) == (0.5, (world.RADIO, world.SKIPPER))
    assert found.milestones == (Milestone(1, True), Milestone(3, False))


def test_the_destination_is_reached_without_the_optional_step_and_nothing_is_next() -> None:
    found = sea(Award(world.DECKHAND), Award(world.SKIPPER))
    assert (found.share, found.next, found.reached) == (1.0, (), True)


def test_the_destination_is_reached_by_who_holds_it_even_where_a_step_was_left_out() -> None:
    found = sea(Award(world.SKIPPER))
    assert (found.share, found.reached, found.next) == (0.5, True, (world.DECKHAND,))


def test_what_is_under_way_is_to_be_finished_whatever_it_asks_for() -> None:
    found = sea(Award(world.SKIPPER, State.ENROLLED), Award(world.DECKHAND, State.ENROLLED))
    assert states(found) == ["enrolled", "open", "enrolled"]
    assert found.next == (world.DECKHAND,)
    assert found.steps[2].can_begin


def test_what_has_expired_is_no_longer_done_and_says_when_and_where_to_renew_it() -> None:
    found = sea(Award(world.DECKHAND, expires=OVER))
    first = found.steps[0]
    assert (first.state, first.standing.words) == (
        StepState.EXPIRED,
        "your award has expired; it was valid until 2026-01-01",
    )
    assert [offering.signup_url for offering in first.offerings] == ["https://sea.example/deckhand/sign-up"]
    assert (found.share, found.next) == (0.0, (world.DECKHAND,))


def test_what_has_expired_cannot_be_renewed_while_what_it_asks_for_is_not_met() -> None:
    last = sea(Award(world.SKIPPER, expires=OVER)).steps[2]
    assert (last.state, last.can_begin) == (StepState.EXPIRED, False)


def test_what_a_learner_says_is_a_claim_and_leaves_what_follows_unclear() -> None:
    found = sea(Award(world.DECKHAND, known=Known.SELF_DECLARED))
    assert states(found) == ["claimed", "open", "unclear"]
    assert (found.share, found.next) == (0.0, (world.DECKHAND,))


def test_a_revoked_award_is_told_and_may_be_earned_again() -> None:
    first = sea(Award(world.DECKHAND, State.REVOKED)).steps[0]
    assert (first.state, first.standing.words) == (StepState.OPEN, "your award was revoked")


def test_offerings_that_are_over_are_not_given_as_a_way_to_begin() -> None:
    found = progress(TO_SKIPPER, Holdings(), date(2027, 6, 1), SEA)
    assert found.steps[0].offerings == ()


def way(*steps: Step, destination: str = "") -> Pathway:
    return Pathway("x:way", "A way", "x", steps, Provenance("made-up", "pathways.csv:2"), destination)


def test_a_pathway_may_ask_for_more_than_the_credential_does() -> None:
    pathway = way(Step("1", 1, "x:a"), Step("2", 2, "x:b", requirement=Holds("x:a")))
    assert states(progress(pathway, Holdings(), TODAY, {})) == ["open", "locked"]


def test_a_replaced_credential_says_what_to_earn_in_its_place() -> None:
    known = {"x:a": credential("x:a", superseded_by="x:a2")}
    assert progress(way(Step("1", 1, "x:a")), Holdings(), TODAY, known).steps[0].replaced_by == "x:a2"


def test_a_pathway_without_steps_is_not_reached() -> None:
    found = progress(way(), Holdings(), TODAY, {})
    assert (found.share, found.reached, found.next) == (0.0, False, ())


def test_where_all_steps_are_optional_all_of_them_count() -> None:
    steps = (Step("1", 1, "x:a", optional=True), Step("2", 2, "x:b", optional=True))
    assert progress(way(*steps), Holdings((Award("x:a"),)), TODAY, {}).share == 0.5


def test_a_destination_that_is_no_step_is_reached_when_all_required_steps_are_done() -> None:
    pathway = way(Step("1", 1, "x:a"), destination="esco:occupation/deckhand")
    assert progress(pathway, Holdings((Award("x:a"),)), TODAY, {}).reached


steps = st.builds(
    Step,
    st.uuids().map(str),
    st.integers(1, 4),
    st.sampled_from(CREDENTIALS),
    st.booleans(),
    st.one_of(st.none(), requirements),
)
pathways = st.builds(way, *[steps] * 3, destination=st.sampled_from(("", *CREDENTIALS)))
catalogues = st.dictionaries(st.sampled_from(CREDENTIALS), st.one_of(st.none(), requirements)).map(
    lambda asked: {id_: credential(id_, requirement) for id_, requirement in asked.items()}
)


@given(pathways, catalogues, holdings, counting)
def test_earning_something_never_brings_a_learner_back(
    pathway: Pathway, known: dict[str, Credential], held: Holdings, more: Award
) -> None:
    before = progress(pathway, held, TODAY, known)
    after = progress(pathway, Holdings((*held.awards, more), held.skills), TODAY, known)
    assert 0.0 <= before.share <= after.share <= 1.0
    assert after.reached >= before.reached
    assert sum(one.met for one in after.milestones) >= sum(one.met for one in before.milestones)


@given(pathways, catalogues, holdings)
def test_what_is_next_can_be_acted_on_and_is_never_done(
    pathway: Pathway, known: dict[str, Credential], held: Holdings
) -> None:
    found = progress(pathway, held, TODAY, known)
    for id_ in found.next:
        assert {one.state for one in found.steps if one.step.credential == id_ and one.can_begin}
        assert StepState.DONE not in {one.state for one in found.steps if one.step.credential == id_}


@given(pathways, catalogues, holdings)
def test_the_order_in_which_steps_are_listed_does_not_matter(
    pathway: Pathway, known: dict[str, Credential], held: Holdings
) -> None:
    turned = Pathway(
        pathway.id, pathway.name, pathway.issuer, pathway.steps[::-1], pathway.provenance, pathway.destination
    )
    one, other = (progress(way_, held, TODAY, known) for way_ in (pathway, turned))
    assert (one.steps, one.share, one.next, one.reached) == (other.steps, other.share, other.next, other.reached)
