"""A trained two-stage model as a folder: arrays (npz), a description (json), trees (LightGBM's text); no pickle."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse

from recommender.learning.attention import Attention, FittedAttention
from recommender.learning.contexts import FittedTwoAwards, TwoAwards
from recommender.learning.evidence import Evidence, ItemFacts
from recommender.learning.first_stage import FirstStage
from recommender.learning.models import Associations, Constant, Recency
from recommender.learning.neighbours import FittedLearnerKnn, LearnerKnn
from recommender.learning.ordered import Blocks, FittedBlocks, FittedSoftmax
from recommender.learning.two_stage import FittedTwoStage

VERSION = 1
KINDS: dict[str, type] = {
    kind.__name__: kind
    for kind in (
        Associations, Attention, Blocks, Constant, Evidence, FirstStage, FittedAttention, FittedBlocks,
        FittedLearnerKnn, FittedSoftmax, FittedTwoAwards, ItemFacts, LearnerKnn, Recency, TwoAwards,
    )
}  # fmt: skip
"""What may stand in a folder; nothing else is made from one."""


def save(model: FittedTwoStage, folder: Path) -> None:
    """Write the model; the folder is made, files of an earlier one are written over."""
    folder.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, np.ndarray] = {}
    described = {"version": VERSION, "first": _packed(model.first, arrays)}
    np.savez_compressed(folder / "arrays.npz", **arrays)  # type: ignore[arg-type]
    (folder / "model.json").write_text(json.dumps(described), encoding="utf-8")
    (folder / "trees.txt").write_text(model.ranker.model_to_string(), encoding="utf-8")


def load(folder: Path) -> FittedTwoStage:
    """Read a model; raises ValueError where the folder was written by another version or names what isn't a model."""
    import lightgbm

    described = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    if described.get("version") != VERSION:
        raise ValueError(f"the model in {folder} has version {described.get('version')}, {VERSION} is read: train anew")
    with np.load(folder / "arrays.npz", allow_pickle=False) as arrays:
        first = _unpacked(described["first"], arrays)
    return FittedTwoStage(first, lightgbm.Booster(model_str=(folder / "trees.txt").read_text(encoding="utf-8")))


def _packed(value: Any, arrays: dict[str, np.ndarray]) -> Any:
    if isinstance(value, np.ndarray):
        return {"array": _put(value, arrays)}
    if isinstance(value, sparse.csr_array):
        parts = [_put(part, arrays) for part in (value.data, value.indices, value.indptr)]
        return {"sparse": parts, "shape": list(value.shape)}
    if isinstance(value, tuple):
        return {"tuple": [_packed(each, arrays) for each in value]}
    if isinstance(value, dict):
        return {"named": {name: _packed(each, arrays) for name, each in value.items()}}
    if dataclasses.is_dataclass(value) and type(value).__name__ in KINDS:
        fields = {each.name: _packed(getattr(value, each.name), arrays) for each in dataclasses.fields(value)}
        return {"kind": type(value).__name__, "fields": fields}
    if value is None or isinstance(value, str | int | float):
        return {"plain": value}
    raise ValueError(f"{type(value).__name__} isn't kept")


def _put(array: np.ndarray, arrays: dict[str, np.ndarray]) -> str:
    name = f"a{len(arrays)}"
    arrays[name] = array
    return name


def _unpacked(value: Any, arrays: Any) -> Any:
    if "plain" in value:
        return value["plain"]
    if "array" in value:
        return arrays[value["array"]]
    if "sparse" in value:
        return sparse.csr_array(tuple(arrays[name] for name in value["sparse"]), shape=tuple(value["shape"]))
    if "tuple" in value:
        return tuple(_unpacked(each, arrays) for each in value["tuple"])
    if "named" in value:
        return {name: _unpacked(each, arrays) for name, each in value["named"].items()}
    if value.get("kind") not in KINDS:
        raise ValueError(f"{value.get('kind')} is no kind of model")
    fields = {name: _unpacked(each, arrays) for name, each in value["fields"].items()}
    return KINDS[value["kind"]](**fields)
