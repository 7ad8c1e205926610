"""What is compared: from titles to the ten best occupations of one vocabulary with their scores."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from skills_taxonomy.titles import evidence
from skills_taxonomy.titles.cleaning import clean, key, spelled_out
from skills_taxonomy.titles.matcher import Matcher
from skills_taxonomy.titles.names import OccupationNames

TOP, BLOCK = 10, 256
Ranked = tuple[np.ndarray, np.ndarray]
Model = Callable[[Sequence[str]], Ranked]


@dataclass(frozen=True, slots=True)
class Named:
    """One vocabulary's occupations: their names, those of one together, and the place of each in the whole."""

    names: tuple[str, ...]
    first: np.ndarray
    places: np.ndarray


def named(names: OccupationNames, vocabulary: str) -> Named:
    """The names of one vocabulary, their abbreviations written out as Stackway has them."""
    places = np.flatnonzero(np.array(names.vocabularies) == vocabulary)
    spans = [range(int(names.first[place]), int(names.first[place + 1])) for place in places]
    said = tuple(key(spelled_out(names.names[at])) for span in spans for at in span)
    return Named(said, np.cumsum([0, *(len(span) for span in spans)]), places)


def _top(scores: np.ndarray, places: np.ndarray) -> Ranked:
    order = np.argsort(-scores, axis=1, kind="stable")[:, :TOP]
    return places[order], np.take_along_axis(scores, order, axis=1)


def _blocks(titles: Sequence[str], score: Callable[[list[str]], np.ndarray], places: np.ndarray) -> Ranked:
    said = [key(spelled_out(title)) for title in titles]
    parts = [_top(score(said[at : at + BLOCK]), places) for at in range(0, len(said), BLOCK)]
    return np.vstack([one[0] for one in parts]), np.vstack([one[1] for one in parts])


def tfidf(given: Named, *, centroid: bool, **how: object) -> Model:
    """The cosine with the nearest name, or with the mean of an occupation's names."""
    maker = TfidfVectorizer(dtype=np.float32, **how)
    rows = sparse.csr_array(maker.fit_transform(given.names))
    if centroid:
        sums = sparse.csr_array((np.ones(len(given.names), np.float32), np.arange(len(given.names)), given.first))
        rows = sparse.csr_array(sums @ rows)
        lengths = np.sqrt(rows.multiply(rows).sum(axis=1))
        rows = sparse.csr_array(rows.multiply(1 / np.maximum(lengths, 1e-9)[:, None]))
    columns = rows.T.tocsr()

    def score(said: list[str]) -> np.ndarray:
        scores = (maker.transform(said) @ columns).toarray()
        return scores if centroid else np.maximum.reduceat(scores, given.first[:-1], axis=1)

    return lambda titles: _blocks(titles, score, given.places)


def bm25(given: Named, *, k1: float, b: float) -> Model:
    """Okapi BM25 over all names of an occupation as one document."""
    maker = CountVectorizer(dtype=np.float64, token_pattern=r"\w+")
    spans = zip(given.first[:-1], given.first[1:], strict=True)
    counts = sparse.csr_array(maker.fit_transform([" ".join(given.names[a:z]) for a, z in spans]))
    lengths = counts.sum(axis=1)
    shared = np.asarray((counts > 0).sum(axis=0)).ravel()
    rarity = np.log(1 + (counts.shape[0] - shared + 0.5) / (shared + 0.5))
    norm = k1 * (1 - b + b * lengths / lengths.mean())
    weights = counts.copy()
    weights.data = counts.data * (k1 + 1) / (counts.data + np.repeat(norm, np.diff(counts.indptr)))
    columns = sparse.csr_array(weights.multiply(rarity)).T.tocsr()
    return lambda titles: _blocks(titles, lambda said: (maker.transform(said) @ columns).toarray(), given.places)


def fuzzy(given: Named) -> Model:
    """The name that is nearest in letters, words in any order (rapidfuzz's token sort ratio)."""
    sorted_names = [" ".join(sorted(name.split())) for name in given.names]

    def score(said: list[str]) -> np.ndarray:
        asked = [" ".join(sorted(name.split())) for name in said]
        scores = process.cdist(asked, sorted_names, scorer=fuzz.ratio, dtype=np.float32)
        return np.maximum.reduceat(scores, given.first[:-1], axis=1)

    return lambda titles: _blocks(titles, score, given.places)


def stackway(matcher: Matcher, vocabulary: str) -> Model:
    """The shipped matcher; its scores are its confidences."""

    def ranked(titles: Sequence[str]) -> Ranked:
        chosen, likely = np.zeros((len(titles), TOP), np.int64), np.zeros((len(titles), TOP))
        for row, title in enumerate(titles):
            told = evidence.relevant(clean(title), matcher.index)
            chosen_, likely_ = matcher.ranked(evidence.Evidence(told, matcher.index), vocabulary)
            chosen[row], likely[row] = chosen_[:TOP], likely_[:TOP]
        return chosen, likely

    return ranked


def sockit(code_of: dict[str, int]) -> Model | None:
    """The peer package sockit, from titles to SOC codes; `code_of` numbers them. None where it isn't installed."""
    try:
        import sockit.title as peer  # type: ignore[import-not-found,import-untyped,unused-ignore]
    except ImportError:
        return None

    def ranked(titles: Sequence[str]) -> Ranked:
        chosen, scores = np.full((len(titles), TOP), -1), np.zeros((len(titles), TOP))
        for row, title in enumerate(titles):
            found = peer.search(peer.clean(title))
            for at, one in enumerate(peer.sort(found)[:TOP] if found else []):
                code = f"{one['soc'][:2]}-{one['soc'][2:]}"
                chosen[row, at], scores[row, at] = code_of.get(code, -1), one["prob"]
        return chosen, scores

    return ranked


WORD = [{"analyzer": "word", "token_pattern": r"\w+", "ngram_range": n, "sublinear_tf": True} for n in ((1, 1), (1, 2))]
CHAR = [{"analyzer": "char_wb", "ngram_range": n, "sublinear_tf": True} for n in ((2, 4), (3, 5))]
BM25 = [{"k1": k1, "b": b} for k1 in (0.6, 1.2, 2.0, 4.0, 8.0) for b in (0.0, 0.2, 0.5, 0.75, 1.0)]


def variants(given: Named) -> dict[str, list[tuple[str, Callable[[], Model]]]]:
    """Each baseline with the settings that the validation tenth chooses among."""

    def of(
        make: Callable[..., Model], settings: list[dict[str, object]], **more: object
    ) -> list[tuple[str, Callable[[], Model]]]:
        return [(str(one), lambda one=one: make(given, **one, **more)) for one in settings]

    return {
        "word-tfidf, nearest name": of(tfidf, WORD, centroid=False),
        "word-tfidf, centroid": of(tfidf, WORD, centroid=True),
        "char-tfidf, nearest name": of(tfidf, CHAR, centroid=False),
        "char-tfidf, centroid": of(tfidf, CHAR, centroid=True),
        "bm25": of(bm25, BM25),
        "rapidfuzz, nearest name": of(fuzzy, [{}]),
    }
