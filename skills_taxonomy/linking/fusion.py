"""Evidence weighed by trained trees: one row of figures for each candidate, one score each."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from skills_taxonomy.linking import words
from skills_taxonomy.linking.evidence import LEXICAL, SEMANTIC, simple_sum
from skills_taxonomy.linking.index import LinkIndex

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]
AROUND = 15
"""Candidates whose occupations make up the context."""


def rows(sentence: str, found: dict[str, Floats], chosen: Places, index: LinkIndex) -> Floats:
    """What is known of each candidate, (candidates, figures): evidence, how far from the best, its rank, and more."""
    kinds = [kind for kind in (*LEXICAL, *SEMANTIC) if kind in found]
    said = np.column_stack([found[kind][chosen] for kind in kinds])
    ranks = np.column_stack([_rank(found[kind], chosen) for kind in kinds])
    total = simple_sum(found)[chosen]
    context = _context(total, chosen, index)
    more = np.column_stack(
        [
            index.facts[chosen],
            context,
            context / (context.max(initial=0.0) + 1e-9),
            total,
            total - total.max(initial=-np.inf),
            np.argsort(np.argsort(-total, kind="stable"), kind="stable"),
            np.full(len(chosen), len(words.stems(sentence))),
            np.full(len(chosen), len(words.pieces(sentence))),
        ]
    )
    return np.hstack([said, said - said.max(axis=0), np.log1p(ranks), more]).astype(np.float32)


def _rank(values: Floats, chosen: Places) -> npt.NDArray[np.int64]:
    """How many skills have more of it."""
    ordered = np.sort(values)
    return len(values) - np.searchsorted(ordered, values[chosen], side="right")


def _context(total: Floats, chosen: Places, index: LinkIndex) -> npt.NDArray[np.float64]:
    """How much the occupations that need a candidate are those of the other likely ones."""
    top = np.argsort(-total, kind="stable")[:AROUND]
    weights = np.zeros(len(chosen))
    weights[top] = np.exp(4.0 * (total[top] - total[top[0]]))
    needed = index.occupations[chosen]
    profile = needed.T @ weights
    own = weights * np.asarray(needed.multiply(needed).sum(axis=1)).ravel()
    found: npt.NDArray[np.float64] = np.asarray(needed @ profile).ravel() - own
    return found


@dataclass(frozen=True, slots=True)
class Trees:
    """Regression trees side by side, (trees, nodes): a row goes left where its figure is at most the threshold.

    Leaves point at themselves; `value` counts where a row ends. The score is the sum over the trees.
    """

    feature: npt.NDArray[np.int16]
    threshold: npt.NDArray[np.float64]
    left: npt.NDArray[np.int16]
    right: npt.NDArray[np.int16]
    value: npt.NDArray[np.float64]
    depth: int

    def scores(self, figures: Floats) -> npt.NDArray[np.float64]:
        """The score of each row, (rows,)."""
        width = self.feature.shape[1]
        roots = np.arange(len(self.feature)) * width
        lines = np.arange(len(figures))[:, None] * figures.shape[1]
        flat = np.ascontiguousarray(figures).ravel()
        feature, threshold, left, right = (one.ravel() for one in (self.feature, self.threshold, self.left, self.right))
        at = np.broadcast_to(roots, (len(figures), len(roots)))
        for _ in range(self.depth):
            below = flat.take(lines + feature.take(at)) <= threshold.take(at)
            at = roots + np.where(below, left.take(at), right.take(at))
        found: npt.NDArray[np.float64] = self.value.ravel().take(at).sum(axis=1)
        return found


def trees_of(dumped: dict[str, Any]) -> Trees:
    """The trees of LightGBM's own description (`Booster.dump_model()`), of numbers only, without missing values."""
    nodes = [_nodes(tree["tree_structure"]) for tree in dumped["tree_info"]]
    width = max(len(one) for one in nodes)
    arrays = np.zeros((5, len(nodes), width))
    for number, tree in enumerate(nodes):
        arrays[:, number, : len(tree)] = np.array(tree, float).T
    feature, threshold, left, right, value = arrays
    depth = max(_depth(tree["tree_structure"]) for tree in dumped["tree_info"])
    whole = np.int16
    return Trees(feature.astype(whole), threshold, left.astype(whole), right.astype(whole), value, depth)


def _nodes(root: dict[str, Any]) -> list[tuple[float, float, float, float, float]]:
    found: list[tuple[float, float, float, float, float]] = []

    def add(node: dict[str, Any]) -> int:
        place = len(found)
        found.append((0, 0.0, place, place, node.get("leaf_value", 0.0)))
        if "split_feature" in node:
            left, right = add(node["left_child"]), add(node["right_child"])
            found[place] = (node["split_feature"], node["threshold"], left, right, 0.0)
        return place

    add(root)
    return found


def _depth(node: dict[str, Any]) -> int:
    return 0 if "split_feature" not in node else 1 + max(_depth(node["left_child"]), _depth(node["right_child"]))


def save(trees: Trees, path: Path, about: dict[str, Any]) -> None:
    """Write the trees and what is told of their training to one file."""
    arrays = {name: getattr(trees, name) for name in ("feature", "threshold", "left", "right", "value")}
    np.savez_compressed(path, depth=trees.depth, about=json.dumps(about), allow_pickle=False, **arrays)


def load(path: Path) -> Trees:
    """The trees of a file."""
    with np.load(path, allow_pickle=False) as kept:
        return Trees(kept["feature"], kept["threshold"], kept["left"], kept["right"], kept["value"], int(kept["depth"]))
