"""What is kept of learners over HTTP: imports, events, figures, forgetting; and whose business it is."""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.engine import Engine
from tests.api.conftest import NOW, key
from tests.world import DECKHAND, RADIO, SKIPPER

AWARDS = f"learner,credential,date\nann-1,{DECKHAND},2025-05-01\nben-2,{DECKHAND},2025-06-01\n"


@pytest.fixture
def taught(keyed: TestClient) -> TestClient:
    """The issuer, with two learners imported."""
    assert keyed.post("/v1/imports/awards", content=AWARDS).json()["new"] == 2
    return keyed


def test_a_learner_whose_awards_were_imported_is_sent_on(taught: TestClient) -> None:
    told = taught.get("/v1/learners/ann-1/recommendations", params={"goal": "skipper"}).json()
    assert told["recommendations"][0]["credential"] == SKIPPER
    assert told["recommendations"][0]["eligible"] == "yes"
    assert "ann-1" not in str(told)


def test_the_same_file_twice_is_as_once(taught: TestClient) -> None:
    again = taught.post("/v1/imports/awards", content=AWARDS).json()
    assert (again["new"], again["same"]) == (0, 2)


def test_rows_that_cant_be_taken_are_listed_and_the_rest_is_taken(keyed: TestClient) -> None:
    content = f"learner,credential,date\nann-1,{DECKHAND},soon\nben-2,{DECKHAND},2025-06-01\n,{DECKHAND},\n"
    told = keyed.post("/v1/imports/awards", content=content).json()
    assert told["new"] == 1
    assert [place.partition(" ")[0].rstrip(":") for place in told["set_aside"]] == ["awards.csv:2", "awards.csv:4"]
    assert "ann-1" not in str(told)


@pytest.mark.parametrize(
    "content",
    [b"", b"name,colour\nann,red\n", b"\xff\xfe\x00bad", b'{"learner": "ann"}', b"\x89PNG\r\n\x1a\n" + b"x" * 99],
)
def test_a_body_that_is_no_awards_file_is_refused_with_what_is_needed(keyed: TestClient, content: bytes) -> None:
    response = keyed.post("/v1/imports/awards", content=content)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["hint"]
    assert str(tempfile.gettempdir()) not in response.text


def test_a_learner_is_nobody_to_an_issuer_who_knows_nothing_of_them(taught: TestClient, engine: Engine) -> None:
    land = key(engine, "land")
    for method, path in (("GET", "/v1/learners/ann-1/recommendations"), ("DELETE", "/v1/learners/ann-1")):
        response = taught.request(method, path, headers=land)
        assert response.status_code == 404, path
        assert response.json() == taught.request(method, path.replace("ann-1", "zoe-9"), headers=land).json()
    assert taught.get("/v1/learners/ann-1/recommendations").status_code == 200


@pytest.mark.parametrize("learner", ["ann@sea.example", "ann%40sea.example", "ann%2540sea.example"])
def test_an_address_of_a_person_is_refused_in_an_address_of_the_web(taught: TestClient, learner: str) -> None:
    for method, path in (("GET", f"/v1/learners/{learner}/recommendations"), ("DELETE", f"/v1/learners/{learner}")):
        response = taught.request(method, path)
        assert response.status_code == 400
        assert "ann" not in response.text


def test_a_forgotten_learner_leaves_nothing_behind(taught: TestClient, engine: Engine, sea_workspace: Path) -> None:
    told = taught.get("/v1/learners/ann-1/recommendations").json()
    suggestion = told["recommendations"][0]["id"]
    events = [{"suggestion": suggestion, "kind": "shown"}, {"suggestion": suggestion, "kind": "clicked"}]
    assert taught.post("/v1/events", json={"events": events}).status_code == 202
    engine.records.dismiss("ann-1", SKIPPER, NOW)
    removed = taught.delete("/v1/learners/ann-1").json()
    assert removed["wiped"]
    assert sum(removed["removed"].values()) >= 4
    assert taught.delete("/v1/learners/ann-1").status_code == 404
    assert taught.get("/v1/learners/ann-1/recommendations").status_code == 404
    assert engine.records.suggestion(suggestion) is None
    assert not any(b"ann-1" in path.read_bytes() for path in sea_workspace.rglob("*") if path.is_file())
    assert taught.get("/v1/learners/ben-2/recommendations").status_code == 200


def test_what_came_of_a_suggestion_counts_once_however_often_it_is_told(keyed: TestClient) -> None:
    told = keyed.post("/v1/recommendations", json={"credentials": [DECKHAND], "limit": 1}).json()
    one = told["recommendations"][0]
    for kind in ("shown", "clicked", "clicked", "enrolled", "earned", "dismissed", "shown"):
        event = {"suggestion": one["id"], "kind": kind}
        assert keyed.post("/v1/events", json={"events": [event, event]}).status_code == 202
    row = next(row for row in keyed.get("/v1/figures").json()["credentials"] if row["credential"] == one["credential"])
    assert (row["suggested"], row["shown"], row["clicked"]) == (1, 1, 1)
    assert (row["enrolled"], row["earned"], row["dismissed"]) == (1, 1, 1)


def test_figures_are_the_issuers_own(keyed: TestClient, engine: Engine) -> None:
    keyed.post("/v1/recommendations", json={})
    assert keyed.get("/v1/figures").json()["credentials"]
    assert keyed.get("/v1/figures", headers=key(engine, "land")).json()["credentials"] == []


@pytest.mark.parametrize(
    ("events", "status"),
    [
        ([], 422),
        ([{"suggestion": "neverwasthereatall", "kind": "clicked"}], 404),
        ([{"suggestion": "x", "kind": "bought"}], 422),
        ([{"suggestion": "x"}], 422),
        ([{"suggestion": "", "kind": "clicked"}], 422),
        ([{"suggestion": "x", "kind": "clicked"}] * 1001, 422),
    ],
)
def test_an_event_of_nothing_is_refused(keyed: TestClient, events: list[dict[str, str]], status: int) -> None:
    assert keyed.post("/v1/events", json={"events": events}).status_code == status


@pytest.mark.parametrize("token", ["stackway_0000000000000000_nope", "", "Bearer", "x" * 10_000, "stackway__", "é"])
def test_a_wrong_key_is_refused_even_where_none_is_needed(client: TestClient, token: str) -> None:
    response = client.get("/v1/credentials", headers={"Authorization": f"Bearer {token}".encode()})
    assert response.status_code == 401
    assert response.headers["www-authenticate"] == "Bearer"
    assert "nope" not in response.text


def test_a_key_in_another_scheme_is_no_key(client: TestClient) -> None:
    assert client.get("/v1/credentials", headers={"Authorization": "Basic c2VhOnNlYQ=="}).status_code == 401


def test_a_revoked_key_opens_nothing_from_then_on(client: TestClient, engine: Engine) -> None:
    id_, secret = engine.records.create_key("sea", ["recommend", "write"], "", NOW)
    headers = {"Authorization": f"Bearer {secret}"}
    assert client.post("/v1/recommendations", json={}, headers=headers).status_code == 200
    engine.records.revoke_key(id_, NOW)
    assert client.post("/v1/recommendations", json={}, headers=headers).status_code == 401


@pytest.mark.parametrize(
    ("scope", "method", "path"),
    [
        ("write", "POST", "/v1/imports/awards"),
        ("write", "DELETE", "/v1/learners/ann-1"),
        ("events", "POST", "/v1/events"),
        ("recommend", "GET", "/v1/learners/ann-1/recommendations"),
        ("recommend", "GET", "/v1/figures"),
    ],
)
def test_each_deed_needs_its_scope_and_a_key(
    client: TestClient, engine: Engine, scope: str, method: str, path: str
) -> None:
    others = {"read", "recommend", "write", "events"} - {scope}
    assert client.request(method, path).status_code == 401
    refused = client.request(method, path, headers=key(engine, "sea", *others))
    assert refused.status_code == 403
    assert repr(scope) in refused.json()["detail"]


def test_neither_secrets_nor_learners_get_into_the_logs(
    taught: TestClient, engine: Engine, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    _, secret = engine.records.create_key("sea", ["write", "recommend"], "", NOW)
    headers = {"Authorization": f"Bearer {secret}"}
    taught.post("/v1/imports/awards", content="learner,credential,date\nann-1,::,x\n", headers=headers)
    taught.post("/v1/recommendations", json={"emails": ["ann@sea.example"], "badges": ["{}"]}, headers=headers)
    taught.get("/v1/credentials", headers={"Authorization": f"Bearer {secret}x"})
    engine.events.flush()
    said = "\n".join(r.getMessage() for r in caplog.records if not r.name.startswith(("httpx", "httpcore")))
    said += "".join(capsys.readouterr())
    assert secret not in said
    assert "ann-1" not in said
    assert "ann@" not in said


def test_a_pin_comes_first_on_the_page_that_it_was_made_for_and_can_be_taken_back(keyed: TestClient) -> None:
    pin = {"credential": RADIO, "placement": DECKHAND, "note": "Ask on channel 16"}
    assert keyed.post("/v1/pins", json=pin).json()["pins"][0]["credential"] == RADIO
    first = keyed.get(f"/v1/credentials/{DECKHAND}/next").json()["recommendations"][0]
    assert first["credential"] == RADIO
    assert "Ask on channel 16" in " ".join(reason["text"] for reason in first["reasons"])
    assert keyed.post("/v1/pins", json={**pin, "value": 0}).json()["pins"] == []


def test_a_pin_of_what_is_not_in_the_catalogue_is_refused_and_nobody_pins_without_a_key(
    client: TestClient, keyed: TestClient
) -> None:
    assert keyed.post("/v1/pins", json={"credential": "land:TRACTOR"}).status_code == 404
    assert client.post("/v1/pins", json={"credential": RADIO}).status_code == 401


def test_what_a_learner_dismisses_is_not_suggested_again_until_taken_back(keyed: TestClient) -> None:
    awards = f"learner,credential,date\nchooser,{DECKHAND},2026-01-01\n"
    assert keyed.post("/v1/imports/awards", content=awards).status_code == 200
    kept = keyed.post("/v1/learners/chooser/choices", json={"dismissed": [SKIPPER]}).json()
    assert kept["dismissed"] == [SKIPPER]
    answer = keyed.get("/v1/learners/chooser/recommendations").json()
    assert SKIPPER not in [one["credential"] for one in answer["recommendations"]]
    keyed.post("/v1/learners/chooser/choices", json={"undo_dismissed": [SKIPPER]})
    answer = keyed.get("/v1/learners/chooser/recommendations").json()
    assert SKIPPER in [one["credential"] for one in answer["recommendations"]]


def test_choices_of_a_learner_whom_the_issuer_does_not_know_are_refused(keyed: TestClient) -> None:
    refused = keyed.post("/v1/learners/stranger/choices", json={})
    assert refused.status_code == 404, refused.text
