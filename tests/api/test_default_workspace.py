"""The shipped data, built and asked as a newcomer does: what is promised of an answer holds, down to the line."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import data
from api.engine import Engine
from api.shapes import advice_json, match_json
from recommender.query import Query

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

SHIPPED = Path(str(data.__file__)).parent / "shipped"
TODAY = date(2026, 6, 1)


@pytest.fixture(scope="module")
def opened(default_workspace: Path) -> Iterator[Engine]:
    with Engine.open(default_workspace) as found:
        yield found


def ask(
    engine: Engine, *, holds: tuple[str, ...] = (), goal: str = "DevOps engineer", limit: int = 10
) -> dict[str, Any]:
    query = Query(
        today=TODAY,
        request_id="r",
        holdings=engine.holdings(credentials=holds),
        goal=engine.resolve_goal(goal) if goal else None,
        limit=limit,
    )
    return advice_json(engine.advise(query))


@pytest.fixture(scope="module")
def told(opened: Engine) -> dict[str, Any]:
    """What who holds the CKA is told on the way to DevOps."""
    return ask(opened, holds=("cncf:CKA",))


def test_the_cks_is_among_the_ten_since_the_cka_is_held(told: dict[str, Any]) -> None:
    found = {one["credential"]: one for one in told["recommendations"]}
    assert len(found) == 10
    assert found["cncf:CKS"]["eligible"] == "yes"
    because = " ".join([*found["cncf:CKS"]["eligibility"], *(why["text"] for why in found["cncf:CKS"]["reasons"])])
    assert "CKA" in because


def test_without_the_cka_the_cks_is_refused_for_want_of_it(opened: Engine) -> None:
    told = ask(opened)
    assert "cncf:CKS" not in [one["credential"] for one in told["recommendations"]]
    refusal = next(one for one in told["refusals"] if one["credential"] == "cncf:CKS")
    assert "CKA" in " ".join(why["text"] for why in refusal["reasons"])


@pytest.mark.parametrize("goal", ["DevOps engineer", "nurse", "data analyst", ""])
def test_what_is_held_is_never_suggested(opened: Engine, goal: str) -> None:
    assert "cncf:CKA" not in [
        one["credential"] for one in ask(opened, holds=("cncf:CKA",), goal=goal, limit=100)["recommendations"]
    ]


@pytest.mark.parametrize("goal", ["DevOps engineer", "nurse", "data analyst", "teacher", "cyber security", ""])
def test_contributions_add_up_and_nothing_is_guessed(opened: Engine, goal: str) -> None:
    answer = ask(opened, holds=("cncf:CKA",), goal=goal, limit=50)
    for one in answer["recommendations"]:
        assert sum(round(part["contribution"] * 1e6) for part in one["contributions"]) == round(one["score"] * 1e6)
        assert one["signup_url"] or one["signup_note"]
        credential = opened.credential(one["credential"])
        stated = {credential.hours, *(offering.hours for offering in credential.offerings)}
        assert one["hours"] is None or one["hours"] in stated
        assert one["cost"] is None or one["cost"] in {offering.cost for offering in credential.offerings}


def test_the_first_three_have_a_page_to_sign_up_on(told: dict[str, Any]) -> None:
    for one in told["recommendations"][:3]:
        assert re.fullmatch(r"https://\S+", one["signup_url"])


def test_the_goal_says_what_was_understood(told: dict[str, Any]) -> None:
    assert told["goal"]["typed"] == "DevOps engineer"
    assert told["goal"]["occupation"]["id"]
    assert told["snapshot"]


@cache
def _lines(file: str) -> tuple[str, ...]:
    """The physical lines of a shipped file, also of one inside an archive (`archive.zip!inside.csv`)."""
    outer, _, inner = file.partition("!")
    path = SHIPPED / outer
    if inner:
        with zipfile.ZipFile(path) as archive:
            name = next(name for name in archive.namelist() if name.endswith(inner))
            content = archive.read(name)
    elif path.suffix == ".gz":
        content = gzip.decompress(path.read_bytes())
    else:
        content = path.read_bytes()
    return tuple(io.StringIO(content.decode("utf-8-sig"), newline="").read().split("\n"))


def _line(locator: str) -> str:
    file, _, number = locator.rpartition(":")
    lines = _lines(file)
    assert 1 <= int(number) <= len(lines), locator
    return lines[int(number) - 1]


def _evidence(value: Any) -> Iterator[dict[str, str]]:
    """Every evidence anywhere in an answer."""
    if isinstance(value, dict):
        if {"source", "locator"} <= value.keys():
            yield value
        for inner in value.values():
            yield from _evidence(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _evidence(inner)


@pytest.mark.parametrize("goal", ["DevOps engineer", "nurse", "data analyst", "teacher"])
def test_every_evidence_is_a_line_that_is_there(opened: Engine, goal: str) -> None:
    answer = ask(opened, holds=("cncf:CKA",), goal=goal, limit=30)
    places = list(_evidence(answer))
    assert len(answer["recommendations"]) >= 10
    assert len(places) >= len(answer["recommendations"])
    for place in places:
        assert _line(place["locator"]).strip(), place
        assert place["locator"].startswith(place["source"]), place


def test_what_a_reason_says_stands_on_the_line_that_it_names(opened: Engine, told: dict[str, Any]) -> None:
    checked = 0
    for one in told["recommendations"]:
        name = opened.credential(one["credential"]).name
        for reason in one["reasons"]:
            lines = [_line(place["locator"]) for place in reason["evidence"]]
            if reason["code"] == "next_step":
                assert any(_says(line, name) for line in lines), reason
                checked += 1
            elif reason["code"] == "goal_skills":
                named = reason["text"].rpartition(": ")[2].rstrip(".")
                skills = [re.sub(r" \([^()]*\)$", "", part) for part in re.split(r", | and ", named)]
                assert any(_says(line, skill) for line in lines for skill in skills), (reason, lines)
                checked += 1
    assert checked >= 3


def test_what_a_match_says_stands_on_the_line_that_it_names(opened: Engine) -> None:
    held = opened.holdings(credentials=("cncf:CKA",))
    found = match_json(opened.match(opened.resolve_goal("software developer"), held, today=TODAY))
    needs = [*found["have"], *found["lack"]]
    assert needs
    for need in needs[:60]:
        lines = [_line(place["locator"]) for place in need["evidence"]]
        uuid = need["skill"].rpartition("/")[2]
        assert any(uuid in line or _says(line, need["label"]) for line in lines), (need, lines)
    for wage in found["wages"]:
        line = " ".join(_line(place["locator"]) for place in wage["evidence"])
        assert str(int(wage["median"])) in line.replace(",", ""), (wage, line)


def _says(line: str, words: str) -> bool:
    return " ".join(words.casefold().split()) in " ".join(line.casefold().split())


def test_each_credential_and_link_of_the_catalogue_stands_on_its_line(opened: Engine) -> None:
    for id_ in list(opened.credential_ids())[::7]:
        credential = opened.credential(id_)
        line = _line(credential.provenance.locator)
        assert id_ in line or id_.partition(":")[2] in line, (id_, line[:200])
        for taught in credential.teaches[:3]:
            assert _line(taught.provenance.locator).strip()


def test_nobody_is_told_what_the_snapshot_doesnt_hold(opened: Engine) -> None:
    assert opened.remarks == () or all("cncf" not in remark for remark in opened.remarks)
