"""What is compared: rankings of all skills for a sentence."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from skills_taxonomy.linking.encoder import Encoder
from skills_taxonomy.linking.index import load
from skills_taxonomy.linking.linker import Linker
from skills_taxonomy.linking.texts import SkillTexts

Ranking = Callable[[str], npt.NDArray[np.int64]]
K1, B = 1.2, 0.75


def rankings(texts: SkillTexts, folder: Path, encoder: Encoder | None) -> dict[str, Callable[[], Ranking]]:
    """Each model by name, made when it is asked for."""
    found: dict[str, Callable[[], Ranking]] = {
        "word-tfidf": partial(_tfidf, texts, analyzer="word", ngram_range=(1, 1), sublinear_tf=True),
        "char-tfidf": partial(_tfidf, texts, analyzer="char_wb", ngram_range=(3, 5), min_df=2, sublinear_tf=True),
        "bm25": partial(_bm25, texts),
        "stackway-lexical": lambda: Linker(load(folder)).ranking,
    }
    if encoder is not None:
        found["encoder"] = lambda: _encoder(folder, encoder)
        found["stackway"] = lambda: Linker(load(folder), encoder).ranking
    return found


def _tfidf(texts: SkillTexts, **how: object) -> Ranking:
    """The cosine with the label that is nearest."""
    maker = TfidfVectorizer(dtype=np.float32, **how)
    rows = maker.fit_transform(texts.labels).T.tocsr()

    def ranking(sentence: str) -> npt.NDArray[np.int64]:
        scores = (maker.transform([sentence]) @ rows).toarray()[0]
        return np.argsort(-np.maximum.reduceat(scores, texts.first[:-1]), kind="stable")

    return ranking


def _bm25(texts: SkillTexts) -> Ranking:
    """Okapi BM25 over label, alternates and description of each skill."""
    spans = zip(texts.first[:-1], texts.first[1:], texts.descriptions, strict=True)
    maker = CountVectorizer(dtype=np.float64)
    counts = sparse.csr_array(maker.fit_transform([f"{'. '.join(texts.labels[a:b])}. {said}" for a, b, said in spans]))
    lengths = counts.sum(axis=1)
    shared = np.asarray((counts > 0).sum(axis=0)).ravel()
    rarity = np.log(1 + (counts.shape[0] - shared + 0.5) / (shared + 0.5))
    norm = K1 * (1 - B + B * lengths / lengths.mean())
    weights = counts.copy()
    weights.data = counts.data * (K1 + 1) / (counts.data + np.repeat(norm, np.diff(counts.indptr)))
    columns = weights.multiply(rarity).T.tocsr()

    def ranking(sentence: str) -> npt.NDArray[np.int64]:
        asked = maker.transform([sentence])
        asked.data[:] = 1
        return np.argsort(-(asked @ columns).toarray()[0], kind="stable")

    return ranking


def _encoder(folder: Path, encoder: Encoder) -> Ranking:
    labels = load(folder).labels
    assert labels is not None
    return lambda sentence: np.argsort(-(labels @ encoder.vector(sentence)), kind="stable")
