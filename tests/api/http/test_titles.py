"""`POST /v1/occupations/match`: job titles, one or a batch."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.linking import make_index
from data.reading import silent


@pytest.fixture
def indexed(sea_workspace: Path) -> Path:
    make_index(sea_workspace, None, progress=silent)
    return sea_workspace


def test_titles_get_occupations_in_their_order(indexed: Path, client: TestClient) -> None:
    got = client.post("/v1/occupations/match", json={"titles": ["Rigger - $30/hr", "zzqx"], "schemes": ["esco"]})
    assert got.status_code == 200, got.text
    rigger, unknown = got.json()["titles"]
    assert rigger["job"] == "Rigger"
    assert rigger["schemes"][0]["occupations"][0]["id"] == "esco:occupation/rigger"
    assert (unknown["schemes"][0]["abstained"], unknown["schemes"][0]["occupations"]) == (True, [])
    assert unknown["schemes"][0]["why"]


def test_one_title_may_stand_alone(indexed: Path, client: TestClient) -> None:
    got = client.post("/v1/occupations/match", json={"titles": "sailor", "k": 1, "least": 0.9})
    (told,) = got.json()["titles"]
    (scheme,) = [one for one in told["schemes"] if one["scheme"] == "esco"]
    assert scheme["abstained"]
    assert scheme["why"].startswith("2 occupations are called exactly this")


@pytest.mark.parametrize("titles", [[], [""], ["x"] * 101, ["x" * 301], 5])
def test_what_is_no_batch_of_titles_is_refused(indexed: Path, client: TestClient, titles: object) -> None:
    assert client.post("/v1/occupations/match", json={"titles": titles}).status_code == 422


def test_a_vocabulary_that_isnt_there_is_told(indexed: Path, client: TestClient) -> None:
    got = client.post("/v1/occupations/match", json={"titles": "sailor", "schemes": ["isco"]})
    assert got.status_code == 400
    assert "esco" in got.json()["hint"]


def test_without_an_index_the_next_step_is_told(sea_workspace: Path, client: TestClient) -> None:
    shutil.rmtree(sea_workspace / "titles", ignore_errors=True)
    got = client.post("/v1/occupations/match", json={"titles": "sailor"})
    assert got.status_code == 400
    assert "stackway skills index" in got.json()["hint"]


def test_a_new_index_is_taken_up(indexed: Path, client: TestClient) -> None:
    ask = {"titles": "rigger"}
    before = client.post("/v1/occupations/match", json=ask).json()
    make_index(indexed, None, progress=silent)
    assert client.post("/v1/occupations/match", json=ask).json() == before
