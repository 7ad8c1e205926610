"""How sure a ranking is: scores of a title's candidates as probabilities, straightened by what was right."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Reals = npt.NDArray[np.float64]
ANY = "any"
"""The calibration of vocabularies that have none of their own."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """A rising line through (`share`, `probability`) points, both 0..1, for each vocabulary and for `ANY`.

    A share is a candidate's part of the softmax over all candidates of a title; a probability says how often one with
    such a share was right.
    """

    lines: Mapping[str, tuple[Reals, Reals]]

    def probabilities(self, scores: Reals, vocabulary: str) -> Reals:
        """The probability of each of a title's candidates, (candidates,)."""
        share, probability = self.lines.get(vocabulary, self.lines[ANY])
        return np.interp(shares(scores), share, probability)


def shares(scores: Reals) -> Reals:
    """The softmax of the scores: more than 0 each, 1 in all; empty for none.

    >>> shares(np.array([0.0, 0.0])).tolist()
    [0.5, 0.5]
    """
    raised = np.exp(scores - scores.max(initial=-np.inf))
    found: Reals = raised / max(float(raised.sum()), 1e-12)
    return found


def save(calibration: Calibration, path: Path, about: Mapping[str, Any]) -> None:
    """Write it as JSON, with what is told of where it comes from."""
    lines = {
        name: {"share": share.round(5).tolist(), "probability": probability.round(5).tolist()}
        for name, (share, probability) in calibration.lines.items()
    }
    path.write_text(json.dumps({"about": about, "lines": lines}, indent=1), "utf-8")


def load(path: Path) -> Calibration:
    """The calibration of a file."""
    lines = json.loads(path.read_text("utf-8"))["lines"]
    return Calibration({name: (np.array(one["share"]), np.array(one["probability"])) for name, one in lines.items()})
