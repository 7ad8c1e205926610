"""What an issuer asks while designing: nothing is kept, everything is bounded, and nothing malformed is a 500."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from api.engine import Engine
from tests.api.conftest import key
from tests.world import DECKHAND, RADIO, SKIPPER, TO_SKIPPER

SOUND: dict[str, Any] = {
    "id": "sea:new", "issuer": "sea", "name": "New", "ordered": True, "ends": ["2"],
    "steps": [
        {"id": "1", "position": 1, "credential": DECKHAND},
        {"id": "2", "position": 2, "credential": SKIPPER, "after": ["1"]},
    ],
}  # fmt: skip
CIRCLE = {**SOUND, "steps": [{**SOUND["steps"][0], "after": ["2"]}, SOUND["steps"][1]]}


def post(client: TestClient, path: str, body: Any, **headers: str) -> Any:
    return client.post(f"/v1/{path}", json=body, headers=headers)


def test_a_circle_is_found_as_it_is_drawn_though_it_couldnt_be_saved(client: TestClient) -> None:
    found = post(client, "pathways/lint", {"pathway": CIRCLE}).json()
    first = found["flaws"][0]
    assert (first["code"], first["steps"]) == ("SW101", ["1", "2"])
    assert found["counts"]["error"] >= 1
    assert "SW101" not in {one["code"] for one in post(client, "pathways/lint", {"pathway": SOUND}).json()["flaws"]}


def test_a_pathway_that_isnt_kept_is_measured(client: TestClient) -> None:
    found = post(client, "pathways/measure", {"pathway": SOUND}).json()
    assert [(one["step"], one["delay"], one["blocking"]) for one in found["steps"]] == [("1", 2, 1), ("2", 2, 0)]
    assert found["complexity"] == 5


def test_a_plan_through_it_and_one_to_a_credential_say_their_proof(client: TestClient) -> None:
    through = post(client, "pathways/plan", {"pathway": SOUND, "minimise": "steps"}).json()
    assert through["plan"]["optimal"] is True
    assert SKIPPER in [step["credential"] for step in through["plan"]["steps"]]
    kept = post(client, "plans", {"pathway": TO_SKIPPER, "holds": [DECKHAND, RADIO, SKIPPER]}).json()
    assert kept["plan"]["steps"] == []
    told = post(client, "plans", {"goal": "x", "credential": SKIPPER})
    assert told.status_code in (400, 422)
    assert told.headers["content-type"] == "application/problem+json"


def test_progress_on_it_and_its_drawing_follow_what_is_held(client: TestClient) -> None:
    found = post(client, "pathways/progress", {"pathway": SOUND, "holds": [DECKHAND]}).json()
    assert {step["id"]: step["state"] for step in found["steps"]}["1"] == "done"
    assert 0 < found["share"] < 1
    drawn = post(client, "pathways/drawing", {"pathway": SOUND, "holds": [DECKHAND]})
    assert drawn.headers["content-type"].startswith("image/svg+xml")
    assert "<svg" in drawn.text


def test_an_export_is_the_text_with_its_losses(client: TestClient) -> None:
    found = post(client, "pathways/export?to=yaml", {"pathway": SOUND}).json()
    assert "pathway: sea:new" in found["text"]
    assert found["losses"] == []
    assert found["file_name"].endswith(".yaml")
    assert post(client, "pathways/export?to=nothing", {"pathway": SOUND}).status_code in (400, 422)


def test_a_draft_is_made_of_the_keys_own_catalogue_alone(client: TestClient, engine: Engine) -> None:
    assert post(client, "pathways/draft", {"credential": SKIPPER}).status_code == 401
    mine = key(engine, "sea", "write", "read")
    found = post(client, "pathways/draft", {"credential": SKIPPER}, **mine)
    assert found.status_code == 200, found.text
    assert SKIPPER in [step["credential"] for step in found.json()["pathway"]["steps"]]
    assert {"reasons", "gaps", "flaws"} <= found.json().keys()
    kept = post(client, "pathways/lint", {"pathway": found.json()["pathway"]})
    assert kept.status_code == 200, kept.text
    assert post(client, "pathways/draft", {"credential": SKIPPER, "issuer": "land"}, **mine).status_code == 403


wild = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["pathway", "steps", "id", "condition", "parts", "after", "x"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@pytest.mark.parametrize("path", ["lint", "measure", "plan", "progress", "drawing", "export", "draft"])
@given(body=wild, step=wild)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_malformed_is_an_error_of_the_server(client: TestClient, path: str, body: Any, step: Any) -> None:
    for sent in (
        body,
        {"pathway": {**SOUND, "steps": [step, SOUND["steps"][0]]}},
        {"pathway": {**SOUND, "ends": step}},
    ):
        written = json.dumps(sent)
        answer = client.post(f"/v1/pathways/{path}", content=written, headers={"Content-Type": "application/json"})
        assert answer.status_code < 500, (sent, answer.text)


def test_an_issuer_sees_its_own_learners_to_whom_one_step_is_left(client: TestClient, engine: Engine) -> None:
    mine, theirs = key(engine, "sea"), key(engine, "land")
    rows = f"learner,credential,date\nann,{DECKHAND},2025-01-01\nbob,{RADIO},2025-01-01\n"
    assert client.post("/v1/imports/awards", content=rows, headers=mine).status_code == 200
    address = f"/v1/pathways/{TO_SKIPPER}/one-step-away"
    found = client.get(address, headers=mine).json()
    assert found["learners"] == [{"learner": "ann", "any_of": [SKIPPER]}]
    assert found["next_after"] is None
    assert client.get(address, headers=theirs).json()["learners"] == []
    assert client.get(address).status_code == 401
    first = client.get(address, params={"learners": 1}, headers=mine).json()
    assert (first["learners"][0]["learner"], first["next_after"]) == ("ann", "ann")
    assert client.get(address, params={"after": "ann"}, headers=mine).json()["learners"] == []
