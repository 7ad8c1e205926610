"""The index that links are found by: texts of skills by their terms and as vectors, in one folder, memory-mapped."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt
from scipy import sparse

from skills_taxonomy.linking import terms, words
from skills_taxonomy.linking.texts import SkillTexts

if TYPE_CHECKING:
    from skills_taxonomy.linking.encoder import Encoder

Floats = npt.NDArray[np.float32]
FORMAT: Final = 2
DESCRIBED: Final = 600
"""Characters of a description that are encoded."""


@dataclass(frozen=True)
class LinkIndex:
    """Indexes over labels (`single`: stems, `pairs`, `grams`) and over whole documents; vectors, where they were built.

    `first`, `preferred`, `facts`, `occupations` as in `SkillTexts`; `weight` of each label: its stems'
    squared rarity.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    first: npt.NDArray[np.int64]
    preferred: npt.NDArray[np.bool_]
    weight: Floats
    facts: Floats
    occupations: sparse.csr_array
    single: terms.TermIndex
    pairs: terms.TermIndex
    grams: terms.TermIndex
    documents: terms.TermIndex
    labels: Floats | None = None
    descriptions: Floats | None = None


def build(texts: SkillTexts, folder: Path, encoder: Encoder | None = None, *, tell: Callable[[int, int], None]) -> None:
    """Write the index of the texts to a folder that isn't there yet; `tell` is told how many texts are encoded."""
    folder.mkdir(parents=True)
    about = {"format": FORMAT, "ids": texts.ids, "names": texts.names}
    (folder / "about.json").write_text(json.dumps(about, ensure_ascii=False), "utf-8")
    single = terms.index_of(texts.labels, words.telling)
    terms.save(single, folder / "single")
    terms.save(terms.index_of(texts.labels, words.pairs), folder / "pairs")
    terms.save(terms.index_of(texts.labels, words.grams, least=2), folder / "grams")
    terms.save(terms.index_of(_documents(texts), words.telling), folder / "documents")
    np.save(folder / "first.npy", texts.first)
    np.save(folder / "preferred.npy", texts.preferred)
    np.save(folder / "weight.npy", _weights(texts.labels, single))
    np.save(folder / "facts.npy", texts.facts)
    sparse.save_npz(folder / "occupations.npz", texts.occupations)
    if encoder is not None:
        _encode(texts, folder, encoder, tell)


def _documents(texts: SkillTexts) -> list[str]:
    """Of each skill its label twice, its alternates and its description."""
    spans = zip(texts.first[:-1], texts.first[1:], texts.names, texts.descriptions, strict=True)
    return [f"{name}. {name}. {'. '.join(texts.labels[a + 1 : b])}. {said}" for a, b, name, said in spans]


def _weights(labels: Sequence[str], index: terms.TermIndex) -> Floats:
    rarity = [index.rarity[[index.terms[stem] for stem in set(words.telling(label))]] for label in labels]
    return np.array([float((one * one).sum()) for one in rarity], np.float32)


def _encode(texts: SkillTexts, folder: Path, encoder: Encoder, tell: Callable[[int, int], None]) -> None:
    total, done = 2 * len(texts.ids), 0
    told = [said[:DESCRIBED] or name for said, name in zip(texts.descriptions, texts.names, strict=True)]
    for name, given in (("labels", list(texts.names)), ("descriptions", told)):
        rows = []
        for text in given:
            rows.append(encoder.vector(text).astype(np.float16))
            done += 1
            if done % 500 == 0:
                tell(done, total)
        np.save(folder / f"{name}.npy", np.stack(rows))
    tell(total, total)


def load(folder: Path) -> LinkIndex:
    """The index of a folder; its arrays are memory-mapped, vectors become 32 bits wide."""
    about = json.loads((folder / "about.json").read_text("utf-8"))
    single, pairs, grams, documents = (terms.load(folder / name) for name in ("single", "pairs", "grams", "documents"))
    return LinkIndex(
        ids=tuple(about["ids"]),
        names=tuple(about["names"]),
        first=np.load(folder / "first.npy"),
        preferred=np.load(folder / "preferred.npy"),
        weight=np.load(folder / "weight.npy"),
        facts=np.load(folder / "facts.npy"),
        occupations=sparse.csr_array(sparse.load_npz(folder / "occupations.npz")),
        single=single,
        pairs=pairs,
        grams=grams,
        documents=documents,
        labels=_vectors(folder / "labels.npy"),
        descriptions=_vectors(folder / "descriptions.npy"),
    )


def _vectors(path: Path) -> Floats | None:
    return np.load(path).astype(np.float32) if path.exists() else None
