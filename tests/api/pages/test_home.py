"""The page at /: pick, aim, see, compare, dismiss; without JavaScript and without anything in an address."""

from __future__ import annotations

from starlette.testclient import TestClient

from api.engine import Engine
from tests import world
from tests.api.pages.conftest import HOSTILE
from tests.api.pages.reading import Page, get, press


def with_deckhand(client: TestClient, **typed: str) -> Page:
    """Find the deckhand's certificate, tick it, add it, ask."""
    found = press(client, get(client), "find", q="deckhand")
    return press(client, found, "show", tick=[("add", world.DECKHAND)], **typed)


def test_a_first_visit_shows_the_form_and_suggests_nothing(client: TestClient) -> None:
    page = get(client)
    assert page.method == "post"
    assert "What should you learn next?" in page.said
    assert page.outward() == []


def test_what_is_typed_is_found_and_what_is_ticked_is_held(client: TestClient) -> None:
    page = with_deckhand(client)
    assert page.fields["held"] == [world.DECKHAND]
    assert f"drop {world.DECKHAND}" in page.buttons


def test_what_is_held_can_be_taken_away_again(client: TestClient) -> None:
    page = press(client, with_deckhand(client), f"drop {world.DECKHAND}")
    assert "held" not in page.fields


def test_words_that_name_nothing_are_said_to_name_nothing(client: TestClient) -> None:
    page = press(client, get(client), "find", q="qqqqxyzzy")
    assert "Nothing is called “qqqqxyzzy”." in page.said


def test_the_goal_brings_the_skippers_certificate_with_reason_cost_and_hours(client: TestClient) -> None:
    page = with_deckhand(client, goal="skipper")
    assert "Skipper Certificate" in page.said
    assert "100 EUR" in page.said
    assert "20 hours" in page.said
    assert "credentials.csv:" in page.said


def test_what_a_person_picks_on_the_page_gives_no_plain_yes(client: TestClient) -> None:
    page = with_deckhand(client, goal="skipper")
    assert "We can't tell yet Deckhand Certificate: you say that you hold it" in page.said


def test_what_is_held_is_never_suggested(client: TestClient) -> None:
    page = with_deckhand(client, goal="skipper")
    assert ("pick", world.DECKHAND) not in page.boxes


def test_a_dismissed_suggestion_goes_and_comes_back_with_undo(client: TestClient) -> None:
    page = with_deckhand(client, goal="skipper")
    gone = press(client, page, f"dismiss {world.SKIPPER}")
    assert ("pick", world.SKIPPER) not in gone.boxes
    back = press(client, gone, f"undo {world.SKIPPER}")
    assert ("pick", world.SKIPPER) in back.boxes


def test_a_dismissal_is_logged_once_for_the_suggestion_that_was_shown(client: TestClient, engine: Engine) -> None:
    page = with_deckhand(client, goal="skipper")
    for _ in range(2):
        press(client, page, f"dismiss {world.SKIPPER}")
    engine.events.flush()
    row = next(row for row in engine.records.funnel() if row.credential == world.SKIPPER)
    assert (row.suggested, row.shown, row.dismissed) == (1, 1, 1)


def test_the_same_question_drawn_again_counts_once(client: TestClient, engine: Engine) -> None:
    page = with_deckhand(client, goal="skipper")
    press(client, page, "compare")
    press(client, page, "show")
    engine.events.flush()
    row = next(row for row in engine.records.funnel() if row.credential == world.SKIPPER)
    assert (row.suggested, row.shown) == (1, 1)


def test_two_ticked_suggestions_stand_side_by_side(client: TestClient) -> None:
    page = with_deckhand(client, goal="skipper")
    two = [("pick", world.SKIPPER), ("pick", world.RADIO)]
    compared = press(client, page, "compare", tick=two)
    assert "Side by side" in compared.said
    assert "May you start?" in compared.said


def test_one_alone_is_not_compared_and_it_is_said_what_to_do(client: TestClient) -> None:
    page = press(client, with_deckhand(client, goal="skipper"), "compare", tick=[("pick", world.SKIPPER)])
    assert "Tick two suggestions, then press Compare." in page.said
    assert "table" not in page.tags


def test_the_pathway_shows_what_is_done_and_what_is_next(client: TestClient) -> None:
    page = with_deckhand(client, goal="skipper")
    assert "From the deck to the helm" in page.said
    assert "1 of 2 done, all as you say" in page.said


def test_a_goal_that_nobody_knows_is_said_to_be_unknown(client: TestClient) -> None:
    page = with_deckhand(client, goal="qqqqxyzzy")
    assert "We don’t know a job called “qqqqxyzzy”." in page.said


def test_limits_that_make_no_sense_are_named_and_limit_nothing(client: TestClient) -> None:
    page = with_deckhand(client, goal="skipper", budget="a lot", hours_a_week="-1", by="soon", language="??")
    for wrong in ("“a lot” isn't an amount", "“-1” isn't an amount", "“soon” isn't a day", "“??” isn't a language"):
        assert wrong in page.said
    assert {"budget-error", "hours_a_week-error", "by-error", "language-error"} <= set(page.ids)
    assert ("pick", world.SKIPPER) in page.boxes


def test_a_budget_below_the_price_leaves_it_out_and_says_why(client: TestClient) -> None:
    page = with_deckhand(client, goal="skipper", budget="50")
    assert ("pick", world.SKIPPER) not in page.boxes
    assert "It costs 100 EUR, more than your budget of 50" in page.said


def test_huge_and_strange_numbers_are_no_amounts(client: TestClient) -> None:
    for strange in ("1e400", "nan", "inf", "9" * 39):
        assert "isn't an amount" in with_deckhand(client, budget=strange).said


def test_a_hostile_name_is_shown_as_words(client: TestClient) -> None:
    page = press(client, get(client), "find", q="knots")
    assert ("add", HOSTILE) in page.boxes
    shown = press(client, page, "show", tick=[("add", HOSTILE)], goal="<b>skipper</b>")
    for html in (page.html, shown.html):
        assert "<script" not in html
        assert "<img" not in html
    assert shown.fields["held"] == [HOSTILE]
    assert "<script>alert('x')</script>" in shown.said


def test_what_is_no_longer_in_the_catalogue_is_dropped_aloud(client: TestClient) -> None:
    answer = client.post("/", data={"held": ["sea:SUNK"], "goal": "skipper"})
    assert answer.status_code == 200
    assert "1 of what you picked is no longer in the catalogue." in Page(answer.text).said


def test_starting_again_forgets_everything_picked(client: TestClient) -> None:
    page = press(client, with_deckhand(client, goal="skipper"), "clear")
    assert "held" not in page.fields
    assert page.fields["goal"] == [""]


def test_no_address_holds_what_a_person_picked(client: TestClient) -> None:
    page = with_deckhand(client, goal="skipper")
    assert not [link for link in page.links if "?" in link]


def test_pages_run_no_script_hold_no_style_and_are_kept_by_nobody(client: TestClient) -> None:
    for answer in (client.get("/"), client.post("/", data={"goal": "skipper"}), client.get("/about")):
        assert "<script" not in answer.text
        assert " style=" not in answer.text
        assert " onclick" not in answer.text
        assert answer.headers["cache-control"] == "no-store"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


def test_the_sources_page_names_every_licence_and_attribution(client: TestClient) -> None:
    from data.shipping import sources

    said = get(client, "/about").said
    for source in sources():
        assert " ".join(source.attribution.split()) in said
        assert source.licence in said


def test_a_page_that_is_not_there_says_so_in_html(client: TestClient) -> None:
    answer = client.get("/next/sea:<b>none", headers={"accept": "text/html"})
    assert answer.status_code == 404
    assert "<b>" not in answer.text
    assert "Find your next step" in Page(answer.text).said


def test_the_style_sheet_is_served(client: TestClient) -> None:
    page = client.get("/").text
    address = page.split('rel="stylesheet" href="')[1].split('"')[0]
    assert client.get(address).headers["content-type"].startswith("text/css")


def test_an_error_page_names_no_command_to_a_visitor(client: TestClient) -> None:
    answer = client.get("/next/sea:NONE", headers={"accept": "text/html"})
    assert "stackway " not in Page(answer.text).said
    assert "`" not in answer.text


def test_characters_that_no_keyboard_types_are_left_out(client: TestClient, engine: Engine) -> None:
    answer = client.post("/", data={"goal": "skip\0\x07per", "q": "\x1b[31m"})
    assert answer.status_code == 200
    assert Page(answer.text).fields["goal"] == ["skip per"]
    engine.events.flush()
