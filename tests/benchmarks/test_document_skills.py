"""The measures of spans and confidences, against what was worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from tests.benchmarks.document_skills.gold import Marked
from tests.benchmarks.document_skills.scoring import Agreement, calibration_error


def test_precision_and_recall_by_hand() -> None:
    marked = [Marked("abcdefghij", frozenset({(0, 3, "skill"), (5, 8, "skill")})), Marked("xyz", frozenset())]
    found = [[(0, 3), (6, 10)], [(0, 1)]]
    figures = Agreement.of(found, marked).figures()
    assert figures["precision"] == pytest.approx(1 / 3)
    assert figures["recall"] == pytest.approx(1 / 2)
    assert figures["f1"] == pytest.approx(2 * (1 / 3) * (1 / 2) / (1 / 3 + 1 / 2))
    assert figures["overlap_precision"] == pytest.approx(2 / 3)
    assert figures["overlap_recall"] == pytest.approx(1)


def test_nothing_found_is_nought_and_no_error() -> None:
    assert Agreement.of([[]], [Marked("abc", frozenset({(0, 1, "skill")}))]).figures()["f1"] == 0


def test_calibration_error_by_hand() -> None:
    """Two bins: confidence 0.25 where none is right, 0.75 where all are: both are 0.25 off."""
    confidence, right = np.array([0.2, 0.3, 0.7, 0.8]), np.array([0.0, 0.0, 1.0, 1.0])
    assert calibration_error(confidence, right, bins=2) == pytest.approx(0.25)


def test_the_interval_holds_the_figure() -> None:
    marked = [Marked("abc", frozenset({(0, 1, "skill")}))] * 20
    agreement = Agreement.of([[(0, 1)]] * 10 + [[(1, 2)]] * 10, marked)
    low, high = agreement.interval("precision", rounds=200)
    assert low < agreement.figures()["precision"] < high
