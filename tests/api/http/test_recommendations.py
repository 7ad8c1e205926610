"""Questions over HTTP, as a career site or a credential page asks them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.engine import Engine
from tests import world
from tests.api.conftest import key
from tests.world import DECKHAND, RADIO, SKIPPER, SKIPPER_JOB

TODAY = world.TODAY.isoformat()


def ask(client: TestClient, **body: Any) -> dict[str, Any]:
    """The answer to a question of the world's day."""
    response = client.post("/v1/recommendations", json={"today": TODAY, **body})
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def suggested(answer: dict[str, Any]) -> list[str]:
    return [one["credential"] for one in answer["recommendations"]]


def test_anybody_may_ask_an_open_server(client: TestClient) -> None:
    assert set(suggested(ask(client))) == {DECKHAND, RADIO}


def test_who_holds_the_deckhand_is_sent_on_to_the_skipper(client: TestClient) -> None:
    told = ask(client, credentials=[DECKHAND], goal="skipper")
    assert suggested(told)[0] == SKIPPER
    assert DECKHAND not in suggested(told)
    assert told["goal"]["occupation"]["id"] == SKIPPER_JOB


def test_who_holds_nothing_is_told_why_the_skipper_is_out_of_reach(client: TestClient) -> None:
    told = ask(client, goal="skipper")
    refusal = next(one for one in told["refusals"] if one["credential"] == SKIPPER)
    assert "Deckhand Certificate" in refusal["reasons"][0]["text"]


def test_an_answer_has_the_promised_shape(client: TestClient) -> None:
    told = ask(client, credentials=[DECKHAND], goal="skipper")
    assert {"snapshot", "goal", "recommendations", "refusals"} <= told.keys()
    for one in told["recommendations"]:
        assert one["eligible"] in ("yes", "no", "unknown")
        assert one["available"] in ("open", "closed", "unknown")
        assert one["signup_url"] or one["signup_note"]
        assert one["cost"] == 100.0
        assert one["hours"] == 20.0
        assert one["id"]
        assert one["reasons"]
        for reason in one["reasons"]:
            assert reason["text"]
            assert all(place["source"] and place["locator"] for place in reason["evidence"])
        parts = sum(round(part["contribution"] * 1e6) for part in one["contributions"])
        assert parts == round(one["score"] * 1e6)
    for refusal in told["refusals"]:
        assert refusal["credential"]
        assert refusal["reasons"][0]["text"]


def test_what_is_only_self_declared_never_gives_a_plain_yes(client: TestClient) -> None:
    told = ask(client, credentials=[DECKHAND], known="self_declared", goal="skipper")
    assert next(one for one in told["recommendations"] if one["credential"] == SKIPPER)["eligible"] == "unknown"


def test_skills_count_by_name_and_by_identifier(client: TestClient) -> None:
    by_name = ask(client, skills=["row a boat"], goal="deckhand")
    by_id = ask(client, skills=[world.ROWING], goal="deckhand")
    strip = [(one["credential"], one["score"]) for one in by_name["recommendations"]]
    assert strip == [(one["credential"], one["score"]) for one in by_id["recommendations"]]


def test_the_same_question_gets_the_same_answer_but_for_its_identifiers(client: TestClient) -> None:
    first, second = ask(client, goal="skipper"), ask(client, goal="skipper")
    assert [one["id"] for one in first["recommendations"]] != [one["id"] for one in second["recommendations"]]
    for told in (first, second):
        for one in told["recommendations"]:
            del one["id"], one["click_url"]
    assert first == second


def test_a_batch_is_answered_in_order(client: TestClient) -> None:
    questions = [{"credentials": [DECKHAND], "goal": "skipper", "today": TODAY}, {"goal": "skipper", "today": TODAY}]
    answers = client.post("/v1/recommendations/batch", json={"questions": questions}).json()["answers"]
    assert suggested(answers[0])[0] == SKIPPER
    assert SKIPPER not in suggested(answers[1])


def test_what_comes_after_a_credential_is_there_for_anybody_who_looks_at_its_page(client: TestClient) -> None:
    told = client.get(f"/v1/credentials/{DECKHAND}/next", params={"goal": "skipper"}).json()
    assert suggested(told)[0] == SKIPPER


def test_after_an_unknown_credential_nothing_comes(client: TestClient) -> None:
    assert client.get("/v1/credentials/sea:NOPE/next").status_code == 404
    assert client.post("/v1/recommendations", json={"after": "sea:NOPE"}).status_code == 404


@pytest.mark.parametrize("limit", [0, -1, -(10**9), 101, 10**9])
def test_a_limit_out_of_bounds_is_refused_with_its_bounds(client: TestClient, limit: int) -> None:
    for response in (
        client.post("/v1/recommendations", json={"limit": limit}),
        client.get(f"/v1/credentials/{DECKHAND}/next", params={"limit": limit}),
        client.post("/v1/match", json={"goal": "skipper", "limit": limit}),
        client.get("/v1/credentials", params={"limit": limit}),
        client.get("/v1/skills", params={"q": "boat", "limit": limit}),
    ):
        assert response.status_code == 422, response.url
        assert response.headers["content-type"] == "application/problem+json"
        assert "100" in response.json()["detail"] + response.json().get("hint", "") or limit < 1


@pytest.mark.parametrize(
    "body",
    [
        {"credentials": ["sea:NOPE"]},
        {"skills": ["juggling chainsaws"]},
        {"already_know": ["juggling chainsaws"]},
    ],
)
def test_what_isnt_known_is_said_by_name(client: TestClient, body: dict[str, Any]) -> None:
    response = client.post("/v1/recommendations", json=body)
    assert response.status_code == 404
    assert next(iter(body.values()))[0] in response.json()["detail"]
    assert response.json()["hint"]


def test_a_goal_that_means_nothing_is_no_error_unless_asked_strictly(client: TestClient) -> None:
    told = ask(client, goal="qwxzy vbnmq")
    assert told["goal"]["occupation"] is None
    assert told["notes"]
    strict = client.post("/v1/recommendations", json={"goal": "qwxzy vbnmq", "strict_goal": True})
    assert strict.status_code == 404


def test_an_ambiguous_goal_is_taken_for_the_best_unless_asked_strictly(client: TestClient) -> None:
    told = ask(client, goal="sailor")
    both = {told["goal"]["occupation"]["id"], *(one["id"] for one in told["goal"]["alternatives"])}
    assert both == {"esco:occupation/coxswain", "esco:occupation/rigger"}
    for path in ("recommendations", "match"):
        response = client.post(f"/v1/{path}", json={"goal": "sailor", "strict_goal": True})
        assert response.status_code == 409
        assert {choice["id"] for choice in response.json()["choices"]} == both
    assert ask(client, goal="esco:occupation/rigger", strict_goal=True)["goal"]["alternatives"] == []


def test_a_goal_of_which_nobody_says_what_it_asks_for_is_said_so_and_answered_all_the_same(client: TestClient) -> None:
    told = ask(client, goal="rigger")
    assert told["notes"]
    assert told["recommendations"]
    match = client.post("/v1/match", json={"goal": "rigger"}).json()
    assert (match["have"], match["lack"], match["closes"]) == ([], [], [])
    assert match["notes"]


@pytest.mark.parametrize(
    "body",
    [
        {"limits": {"budget": -1}},
        {"limits": {"hours_a_week": -0.5}},
        {"limits": {"by": "next summer"}},
        {"limits": {"modes": ["telepathic"]}},
        {"today": "2026-02-30"},
        {"goal": "x" * 1001},
        {"goal": 7},
        {"goal": "\ud800"},
        {"credentials": "cncf:CKA"},
        {"credentials": ["x"] * 1001},
        {"known": "surely"},
        {"credential": ["a field that isn't there"]},
        ["a list"],
        "a string",
        None,
    ],
)
def test_a_body_that_makes_no_sense_is_refused_by_field(client: TestClient, body: Any) -> None:
    content = json.dumps(body)
    response = client.post("/v1/recommendations", content=content, headers={"content-type": "application/json"})
    assert response.status_code == 422, response.text
    told = response.json()
    assert response.headers["content-type"] == "application/problem+json"
    assert told["errors"][0]["field"]
    assert told["errors"][0]["message"]


@pytest.mark.parametrize("today", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_are_days_too(client: TestClient, today: str) -> None:
    body = {"today": today, "credentials": [DECKHAND], "limits": {"by": "9999-12-31", "hours_a_week": 1e-300}}
    assert client.post("/v1/recommendations", json=body).status_code == 200


@pytest.mark.parametrize("number", ["Infinity", "NaN", "-Infinity", "1e999"])
def test_numbers_that_are_none_are_refused(client: TestClient, number: str) -> None:
    content = f'{{"limits": {{"budget": {number}}}}}'
    response = client.post("/v1/recommendations", content=content, headers={"content-type": "application/json"})
    assert response.status_code in (400, 422), response.text


@pytest.mark.parametrize(
    "words", ["\0", "'; drop table skills; --", '"', "*", "NEAR(", "😀" * 50, "a" * 1000, " ", "%"]
)
def test_strange_words_are_words(client: TestClient, words: str) -> None:
    assert ask(client, goal=words)["recommendations"]
    for path in ("credentials", "skills", "occupations"):
        assert client.get(f"/v1/{path}", params={"q": words}).status_code == 200
    assert client.post("/v1/recommendations", json={"placement": words}).status_code in (200, 422)


def test_a_posted_badge_is_recognised_but_never_taken_for_verified(client: TestClient) -> None:
    badge = {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": "https://sea.example/a/1",
        "recipient": {"type": "email", "hashed": False, "identity": "ann@sea.example"},
        "issuedOn": "2025-05-01T00:00:00Z",
        "verification": {"type": "hosted"},
        "badge": {
            "type": "BadgeClass",
            "id": "https://sea.example/deckhand",
            "name": "Deckhand Certificate",
            "description": "d",
            "criteria": {"narrative": "n"},
            "issuer": {"type": "Profile", "id": "https://sea.example", "name": "Sea School"},
        },
    }
    told = ask(client, badges=[badge], emails=["ann@sea.example"], goal="skipper")
    found = told["badges"][0]
    assert found["credential"] == DECKHAND
    assert found["counts"]
    assert not found["verified"]
    assert found["why_not"]
    skipper = next(one for one in told["recommendations"] if one["credential"] == SKIPPER)
    assert skipper["eligible"] == "unknown"
    assert DECKHAND not in suggested(told)

    other = ask(client, badges=[badge], emails=["bob@sea.example"], goal="skipper")["badges"][0]
    assert not other["counts"]
    assert "ann@" not in json.dumps(other)

    past = {**badge, "expires": "2026-01-01T00:00:00Z"}
    lapsed = ask(client, badges=[past], emails=["ann@sea.example"], goal="skipper")
    assert SKIPPER not in suggested(lapsed)

    revoked = {**badge, "revoked": True, "revocationReason": "overboard"}
    told = ask(client, badges=[revoked], emails=["ann@sea.example"], goal="skipper")
    assert SKIPPER not in suggested(told)


@pytest.mark.parametrize(
    "badge", ["", "not json", "a.b.c", {}, {"type": "Assertion"}, {"@context": 7, "badge": []}, "[" * 5000]
)
def test_a_badge_that_cant_be_read_is_said_so_and_the_rest_is_answered(client: TestClient, badge: Any) -> None:
    told = ask(client, badges=[badge], goal="skipper")
    assert told["badges"][0]["error"] or told["badges"][0]["credential"] is None
    assert told["recommendations"]


def test_a_server_that_asks_for_keys_answers_nobody_without_one(engine: Engine) -> None:
    from api.http import create_app
    from api.settings import Settings

    with TestClient(create_app(engine, Settings(open_read_only=False))) as closed:
        for method, path in (
            ("POST", "/v1/recommendations"), ("POST", "/v1/recommendations/batch"), ("POST", "/v1/match"),
            ("GET", f"/v1/credentials/{DECKHAND}/next"), ("GET", "/v1/credentials"),
            ("GET", f"/v1/credentials/{DECKHAND}"), ("GET", "/v1/pathways"),
            ("GET", "/v1/skills?q=boat"), ("GET", "/v1/occupations?q=skipper"),
            ("GET", "/v1/learners/l1/recommendations"), ("DELETE", "/v1/learners/l1"), ("POST", "/v1/events"),
            ("POST", "/v1/imports/awards"), ("GET", "/v1/figures"),
        ):  # fmt: skip
            response = closed.request(method, path)
            assert response.status_code == 401, path
            assert response.headers["www-authenticate"] == "Bearer"
            assert response.headers["content-type"] == "application/problem+json"
        assert closed.get("/healthz").status_code == 200
        reads = key(engine, "sea", "read")
        assert closed.get(f"/v1/credentials/{DECKHAND}", headers=reads).status_code == 200
        assert closed.post("/v1/recommendations", json={}, headers=reads).status_code == 403
        assert closed.post("/v1/recommendations", json={}, headers=key(engine, "sea", "admin")).status_code == 200
