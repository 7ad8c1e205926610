"""Own skills mapped over HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.world import KNOTS


def post(client: TestClient, body: Any) -> Any:
    return client.post("/v1/skills/map", json=body)


def test_each_own_skill_has_its_matches_in_the_order_they_were_sent(client: TestClient) -> None:
    own = [{"id": "acme:1", "label": "Quantum gardening"}, {"id": "acme:2", "label": "Tie knots"}]
    answer = post(client, {"skills": own})
    assert answer.status_code == 200, answer.text
    other, same = answer.json()["skills"]
    assert (other["id"], other["matches"]) == ("acme:1", [])
    assert same["id"] == "acme:2"
    best = same["matches"][0]
    assert (best["skill"], best["relation"]) == (KNOTS, "exact match")
    assert 0.5 < best["confidence"] <= 1
    assert best["evidence"]
    assert post(client, {"skills": own}).json() == answer.json()


def test_a_vocabulary_that_is_not_there_is_named(client: TestClient) -> None:
    answer = post(client, {"skills": [{"label": "tie knots"}], "to": ["onet"]})
    assert answer.status_code == 400, answer.text
    assert "onet" in answer.json()["detail"]


@pytest.mark.parametrize(
    "body",
    [
        {"skills": []},
        {"skills": [{"label": "x"}] * 201},
        {"skills": [{"label": ""}]},
        {"skills": [{"label": "x", "name": "y"}]},
        {"skills": [{"label": "x"}], "to": ["isco"]},
        {},
    ],
)
def test_what_is_out_of_bounds_is_refused_with_its_field(client: TestClient, body: Any) -> None:
    answer = post(client, body)
    assert answer.status_code == 422
    assert answer.json()["errors"]
