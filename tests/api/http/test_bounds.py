"""Bodies that are too large, too deep, or no JSON at all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from api.engine import Engine
from api.http import create_app
from api.settings import Settings

JSON = {"content-type": "application/json"}


@pytest.fixture
def tight(engine: Engine) -> Iterator[TestClient]:
    """A server that takes a thousand bytes at most."""
    with TestClient(create_app(engine, Settings(max_body=1000)), raise_server_exceptions=False) as found:
        yield found


def _chunks(size: int) -> Iterator[bytes]:
    yield b'{"goal": "'
    for _ in range(size // 100):
        yield b"x" * 100
    yield b'"}'


@pytest.mark.parametrize("path", ["/v1/recommendations", "/v1/match", "/v1/imports/awards", "/v1/events"])
def test_a_body_beyond_the_bound_is_413_at_once_and_in_pieces(engine: Engine, tight: TestClient, path: str) -> None:
    from tests.api.conftest import key

    headers = {**JSON, **key(engine, "sea")}
    for content in (b"x" * 1001, _chunks(5000)):
        response = tight.post(path, content=content, headers=headers)
        assert response.status_code == 413, response.text
        assert response.headers["content-type"] == "application/problem+json"
        assert "1,000" in response.json()["detail"]


def test_a_body_within_the_bound_is_taken_in_pieces_too(tight: TestClient) -> None:
    assert tight.post("/v1/recommendations", content=_chunks(500), headers=JSON).status_code == 200


@pytest.mark.parametrize("length", ["-1", "many", "1e9", "9" * 5000])
def test_a_length_that_is_no_length_is_no_crash(tight: TestClient, length: str) -> None:
    response = tight.post("/v1/recommendations", content=b"{}", headers={**JSON, "content-length": length})
    assert response.status_code in (200, 400, 413)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"not json",
        b"\xff\xfe{}",
        b'{"goal": "\xff"}',
        b"[" * 100_000,
        b'{"badges": [' + b'{"a":' * 50_000 + b"1" + b"}" * 50_000 + b"]}",
        b"9" * 10_000,
        b"null",
    ],
)
def test_what_is_no_json_is_said_so(client: TestClient, content: bytes) -> None:
    response = client.post("/v1/recommendations", content=content, headers=JSON)
    assert response.status_code in (400, 422)
    assert response.headers["content-type"] == "application/problem+json"
    assert len(response.text) < 2000


@pytest.mark.parametrize("depth", [50, 200, 500, 900])
def test_a_deep_badge_is_no_crash(client: TestClient, depth: int) -> None:
    content = b'{"badges": [' + b'{"badge":' * depth + b"{}" + b"}" * depth + b"]}"
    response = client.post("/v1/recommendations", content=content, headers=JSON)
    assert response.status_code in (200, 400, 422)


def test_a_form_is_no_json(client: TestClient) -> None:
    response = client.post("/v1/recommendations", data={"goal": "skipper"})
    assert response.status_code in (415, 422)
