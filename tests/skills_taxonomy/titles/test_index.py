"""How often terms are used in occupations' names, and what that says; expected values worked out by hand."""

from __future__ import annotations

from math import log, log1p

import numpy as np
import pytest

from skills_taxonomy.linking import words
from skills_taxonomy.titles import index
from skills_taxonomy.titles.index import K1, PRIOR, B, Usage

USE = Usage(
    {"cook": 0, "ship": 1},
    np.array([0, 2, 3]),
    np.array([0, 1, 0], np.int32),
    np.array([2, 1, 2], np.float32),
    np.array([0.6, 0.4], np.float32),
    np.array([4, 1], np.float32),
)
"""Occupation 0: cook twice, ship twice; occupation 1: cook once."""


def test_the_likelihood_is_a_mean_over_known_terms_with_a_prior() -> None:
    mean, least = USE.likelihoods(["cook", "ship"])
    first = [log1p(2 / (PRIOR * 0.6)) - log1p(4 / PRIOR), log1p(2 / (PRIOR * 0.4)) - log1p(4 / PRIOR)]
    second = [log1p(1 / (PRIOR * 0.6)) - log1p(1 / PRIOR), -log1p(1 / PRIOR)]
    assert mean.tolist() == pytest.approx([sum(first) / 2, sum(second) / 2], abs=1e-6)
    assert least.tolist() == pytest.approx([min(first), min(second)], abs=1e-6)


@pytest.mark.parametrize("query", [[], ["unheard"]])
def test_unknown_terms_say_nothing(query: list[str]) -> None:
    assert USE.likelihood(query).tolist() == USE.bm25(query).tolist() == [0.0, 0.0]


def test_bm25_is_okapis() -> None:
    rarity = log(1 + (2 - 1 + 0.5) / (1 + 0.5))
    norm = K1 * (1 - B + B * 4 / 2.5)
    assert USE.bm25(["ship"]).tolist() == pytest.approx([rarity * 2 * (K1 + 1) / (2 + norm), 0.0], abs=1e-6)


def test_shares_are_of_an_occupations_terms() -> None:
    assert USE.shares("cook").tolist() == [0.5, 1.0]
    assert USE.shares("unheard").tolist() == [0.0, 0.0]


def test_texts_without_a_term_make_an_index_that_finds_nothing() -> None:
    assert index.by_terms(["", ""], words.telling).cosines(["cook"]).tolist() == [0.0, 0.0]
