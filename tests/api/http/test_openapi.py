"""The description of the API: what it shows, runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from api.engine import Engine
from api.http import create_app
from api.linking import make_index
from api.settings import Settings
from data.reading import silent
from tests.world import DECKHAND, TO_SKIPPER


def _posts(described: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each POST under /v1 with the schema of its JSON body."""
    for path, verbs in described["paths"].items():
        body = verbs.get("post", {}).get("requestBody", {}).get("content", {}).get("application/json")
        if path.startswith("/v1/") and body:
            yield path, described["components"]["schemas"][body["schema"]["$ref"].rpartition("/")[2]]


def test_every_request_example_runs(keyed: TestClient, engine: Engine, sea_workspace: Path) -> None:
    make_index(sea_workspace, None, progress=silent)
    shown = 0
    known = str(keyed.post("/v1/recommendations", json={}).json()["recommendations"][0]["id"])
    engine.events.flush()
    keyed.post("/v1/imports/awards", content=f"learner,credential,date\nshown,{DECKHAND},2026-01-01\n")
    for path, schema in _posts(create_app(engine, Settings()).openapi()):
        assert schema["examples"], f"POST {path} shows no example"
        for example in schema["examples"]:
            here = _in_the_sea_school(example, known)
            response = keyed.post(path.replace("{pathway}", TO_SKIPPER).replace("{learner}", "shown"), json=here)
            assert response.status_code < 300, (path, here, response.text)
            shown += 1
    assert shown >= 5


def _in_the_sea_school(example: Any, suggestion: str) -> Any:
    """The example with identifiers of the shipped data put into those of the made-up world; nothing else changed."""
    import json

    said = json.dumps(example).replace("cncf:CKA", DECKHAND)
    here = json.loads(said)
    for event in here.get("events", []):
        event["suggestion"] = suggestion
    return here


def test_every_route_is_described_in_a_sentence(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    for path, verbs in described["paths"].items():
        for verb, route in verbs.items():
            assert route.get("description"), (verb, path)
    assert "/go/{token}" not in described["paths"]


def test_the_description_names_the_problems_media_type_and_the_key(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    for path, verbs in described["paths"].items():
        if path.startswith("/v1/"):
            for verb, route in verbs.items():
                assert "application/problem+json" in str(route["responses"]), (verb, path)
    assert "bearer" in str(described["components"].get("securitySchemes", {})).casefold()


def test_answers_are_as_described(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    shape = described["components"]["schemas"]["RecommendationOut"]["properties"]
    told = client.post("/v1/recommendations", json={"limit": 1}).json()["recommendations"][0]
    assert set(told) == set(shape)
