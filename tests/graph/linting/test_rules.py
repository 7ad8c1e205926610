"""Every code is found in what was broken for it, nothing in what is sound, and each has its page."""

from __future__ import annotations

import time
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.linting import RULES, Severity, lint
from tests.graph.linting.seeds import SEEDS, Breaking, sound

DOCS = Path(__file__).parents[3] / "docs" / "lint"


@pytest.mark.parametrize(("code", "breaking", "allowed"), SEEDS, ids=[f"{c}-{b.__name__}" for c, b, _ in SEEDS])
def test_what_was_broken_is_found_and_nothing_else(code: str, breaking: Breaking, allowed: frozenset[str]) -> None:
    for seed in range(30):
        broken = breaking(sound(seed), Random(seed))
        found = {flaw.rule.code for flaw in lint(broken.pathway, broken.around)}
        assert code in found, (seed, code)
        assert found <= {code, *allowed}, (seed, found)


@given(st.integers(0, 10**6))
@settings(max_examples=150, deadline=None)
def test_sound_pathways_have_no_flaw(seed: int) -> None:
    world = sound(seed)
    assert [flaw.message for flaw in lint(world.pathway, world.around)] == []


def test_every_rule_is_broken_by_a_seed() -> None:
    assert {rule.code for rule in RULES} == {code for code, _, _ in SEEDS}


def test_codes_and_names_are_unique_and_the_worst_comes_first() -> None:
    assert len({rule.code for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)
    world = sound(3)
    for _, breaking, _ in SEEDS:
        if breaking.__name__ in ("closed", "no_cost", "withdrawn"):
            world = breaking(world, Random(1))
    ranks = [list(Severity).index(flaw.rule.severity) for flaw in lint(world.pathway, world.around)]
    assert ranks == sorted(ranks)
    assert len(ranks) >= 2


def test_every_code_has_a_page_that_says_what_its_rule_says() -> None:
    index = (DOCS / "README.md").read_text("utf-8")
    for rule in RULES:
        page = (DOCS / f"{rule.code}.md").read_text("utf-8")
        assert rule.title in page
        assert rule.why in page
        assert rule.what_to_do in page
        assert rule.silent in page
        assert f"({rule.code}.md)" in index
    assert {path.stem for path in DOCS.glob("SW*.md")} == {rule.code for rule in RULES}


def test_a_pathway_of_five_hundred_steps_is_checked_within_a_second() -> None:
    from tests.graph.linting.sizes import large

    pathway, around = large(500)
    begin = time.perf_counter()
    assert lint(pathway, around) == ()
    assert time.perf_counter() - begin < 1.0
