"""A job title matched to occupations, each vocabulary by itself, with a confidence; doubt is told as doubt."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from skills_taxonomy.linking import fusion
from skills_taxonomy.titles import confidence, evidence
from skills_taxonomy.titles.cleaning import clean, key, spelled_out
from skills_taxonomy.titles.index import TitleIndex

MODELS: Final = Path(__file__).parent / "models"
TREES, CALIBRATION = MODELS / "titles.npz", MODELS / "calibration.json"
LEAST: Final = 0.5
"""Below this confidence of the best occupation none is said to be the title's: more likely wrong than right."""

PUBLISHED: Final = 0.99
"""How sure it is that a title is one of the occupations that its publisher gives this very title, all together."""


@dataclass(frozen=True, slots=True)
class Match:
    """An occupation that a title may mean.

    `confidence`, 0..1: how likely its publisher would give it this title. `name`: which of its names is nearest.
    `same`: occupations elsewhere that it is matched to by a crosswalk.
    """

    occupation: str
    label: str
    vocabulary: str
    confidence: float
    name: str
    same: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Matched:
    """What one vocabulary has for a title, likeliest first; `abstained`: none is sure enough, as `why` says."""

    vocabulary: str
    matches: tuple[Match, ...]
    abstained: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A title as typed, what of it was taken for the job, and what each vocabulary has for it."""

    title: str
    job: str
    found: tuple[Matched, ...]


class Matcher:
    """Matches titles over one index; the same title gets the same answer, whatever was matched before it."""

    def __init__(self, index: TitleIndex, trees: Path = TREES, calibration: Path = CALIBRATION) -> None:
        self.index = index
        self._trees = fusion.load(trees)
        self._calibration = confidence.load(calibration)
        given = np.array(index.names.vocabularies)
        self._among = {str(name): np.flatnonzero(given == name) for name in sorted(set(given.tolist()))}

    @property
    def vocabularies(self) -> tuple[str, ...]:
        """The vocabularies with occupations."""
        return tuple(self._among)

    def match(self, title: str, k: int = 5, *, vocabularies: Collection[str] = (), least: float = LEAST) -> Answer:
        """The k most likely occupations of each vocabulary (default: all); none for a title without a known word."""
        told = evidence.relevant(clean(title), self.index)
        job = " ".join([told.job, *told.parts])
        found = evidence.Evidence(told, self.index)
        wanted = [name for name in self._among if not vocabularies or name in vocabularies]
        return Answer(title, job, tuple(self._matched(found, name, k, least) for name in wanted))

    def ranked(self, found: evidence.Evidence, vocabulary: str) -> tuple[evidence.Places, npt.NDArray[np.float64]]:
        """The candidates of a vocabulary by their number, the most likely first, and how likely each is."""
        among = self._among[vocabulary]
        chosen = evidence.candidates(found, among)
        scores = self._trees.scores(evidence.rows(found, chosen, among))
        likely = self._calibration.probabilities(scores, vocabulary)
        named = np.isin(chosen, self._called(found.forms[0], vocabulary))
        if named.any():
            rest = likely * (1 - PUBLISHED)
            likely = np.where(named, PUBLISHED * confidence.shares(np.where(named, scores, -np.inf)), rest)
        order = np.lexsort((chosen, -scores, -likely))
        return chosen[order], likely[order]

    def _called(self, form: str, vocabulary: str) -> list[int]:
        """The occupations that are called exactly this: those whose label it is, else those that have it besides."""
        names = self.index.names
        ours = [one for one in self.index.exact.get(form, []) if names.vocabularies[one] == vocabulary]
        labelled = [one for one in ours if key(spelled_out(names.labels[one])) == form]
        return labelled or ours

    def _matched(self, found: evidence.Evidence, vocabulary: str, k: int, least: float) -> Matched:
        if not any(term in self.index.single.terms for term in found.terms) and not found.by_name.any():
            return Matched(vocabulary, (), True, "No word of the title stands in a name of an occupation.")
        chosen, likely = self.ranked(found, vocabulary)
        rows = zip(chosen[:k].tolist(), likely[:k].tolist(), strict=True)
        matches = tuple(self._match(found, place, sure) for place, sure in rows)
        why = self._why(found, vocabulary, matches[0], least)
        return Matched(vocabulary, matches, bool(why), why)

    def _match(self, found: evidence.Evidence, place: int, sure: float) -> Match:
        names = self.index.names
        span = slice(int(names.first[place]), int(names.first[place + 1]))
        nearest = names.names[span.start + int(np.argmax(found.by_name[span]))]
        same = tuple(names.ids[twin] for twin in names.twins[place].tolist() if twin >= 0)
        return Match(names.ids[place], names.labels[place], names.vocabularies[place], round(sure, 4), nearest, same)

    def _why(self, found: evidence.Evidence, vocabulary: str, best: Match, least: float) -> str:
        """Why none is sure enough; nothing where the best is."""
        if best.confidence >= least:
            return ""
        called = self._called(found.forms[0], vocabulary)
        if len(called) > 1:
            return f"{len(called)} occupations are called exactly this, and none of them is much likelier."
        return f"The best has a confidence of {best.confidence:.2f}, less than {least:.2f}."

    def answers(self, titles: Sequence[str], k: int = 5) -> list[Answer]:
        """The answers to several titles, each by itself."""
        return [self.match(title, k) for title in titles]
