"""What job a person means by the words they typed, over ESCO and O*NET together.

The order in which occupations are preferred, the same for every goal:

1. **How the words were found**: the preferred label exactly; another label exactly; all words in one label; all
   words after correcting the spelling; through a skill (a word that no job title has, but a skill: the occupations
   that ask for it, if their titles have the other words); some of the words, the more telling the better.
2. Among those **how well it fits**, 0..1: `NAME` x the share of the typed meaning that the preferred label itself
   carries (words weighted by rarity), `BREADTH` x how many of the occupation's labels have all the words
   (n / (n + 2)), `COMMON` x how common it is (`commonness`).
3. The identifier.

One occupation whose label is exactly what was typed isn't ambiguous; crosswalk twins count as one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from skills_taxonomy.errors import AmbiguousGoal, UnknownGoal
from skills_taxonomy.folding import MAX_TYPED, typed_words, without_fillers, words
from skills_taxonomy.identifiers import IRI_PREFIXES, recognise
from skills_taxonomy.search.index import Index
from skills_taxonomy.search.matching import Match, carried_share, matches
from skills_taxonomy.search.reading import Scope
from skills_taxonomy.types import Goal, Hit, Occupation

NAME: Final = 0.5
BREADTH: Final = 0.25
COMMON: Final = 0.25
MAX_ALTERNATIVES: Final = 8
GOAL_VOCABULARIES: Final = ("esco", "onet")
"""The vocabularies in which a goal in words is looked for; an identifier may be of any."""

_STEPS: Final = {"exact": 0, "alias": 1, "prefix": 2, "words": 2, "typo": 3, "skill": 4, "some": 5}
_OCCUPATIONS: Final = Scope("occupation", GOAL_VOCABULARIES)
_ALL: Final = 100_000


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An occupation that may be meant: the best match, how telling it is where only some words match, the fit."""

    hit: Hit
    told: float
    fit: float

    @property
    def key(self) -> tuple[int, float, float, str]:
        return _STEPS[self.hit.how], -self.told, -self.fit, self.hit.id


def resolve(index: Index, text: str, *, strict: bool = False) -> Goal:
    """The occupation meant by a title, a domain or an identifier (CURIE, public address, SOC code).

    `alternatives` are the next best, without the chosen one's twins; `also` are those twins. Where nothing fits,
    `occupation` is None. With `strict` raises `UnknownGoal` then, and `AmbiguousGoal` where the words aren't one
    occupation's label.
    """
    named = _by_identifier(index, text)
    if named is not None:
        return named if named.occupation or not strict else _unknown(text)
    candidates = sorted(_candidates(index, without_fillers(typed_words(text))), key=lambda candidate: candidate.key)
    if not candidates:
        return _unknown(text) if strict else Goal(text, None)
    if strict and not _is_one_job(index, candidates):
        choices = tuple(candidate.hit for candidate in candidates[:MAX_ALTERNATIVES])
        raise AmbiguousGoal(
            f"{text[:MAX_TYPED]!r} may mean several occupations.",
            choices,
            hint="Name one: " + "; ".join(f"{hit.label} ({hit.id})" for hit in choices[:5]) + ".",
        )
    return _goal(index, text, candidates)


def _unknown(text: str) -> Goal:
    raise UnknownGoal(
        f"No occupation fits {text[:MAX_TYPED]!r}.", hint="Try a job title, or an ESCO or O*NET identifier."
    )


def _by_identifier(index: Index, text: str) -> Goal | None:
    """The goal of an identifier; None where the text is none (an unknown one of a known kind is a goal of nothing)."""
    if (id := recognise(text)) is None:
        return None
    found = index.get(id)
    if isinstance(found, Occupation):
        return Goal(text, found, "id", id, (), _twins(index, id))
    return Goal(text, None) if id.partition(":")[0] in IRI_PREFIXES else None


def _goal(index: Index, text: str, candidates: list[_Candidate]) -> Goal:
    best = candidates[0].hit
    occupation = index.get(best.id)
    also = _twins(index, best.id)
    same = {best.id, *(twin.id for twin, _ in also)}
    others = tuple(c.hit for c in candidates if c.hit.id not in same)[:MAX_ALTERNATIVES]
    chosen = occupation if isinstance(occupation, Occupation) else None
    return Goal(text, chosen, best.how, best.matched, others, also)


def _twins(index: Index, id: str) -> tuple[tuple[Occupation, float], ...]:
    found = ((index.get(twin), confidence) for twin, confidence in index.twins(id))
    return tuple((twin, confidence) for twin, confidence in found if isinstance(twin, Occupation))


def _is_one_job(index: Index, candidates: list[_Candidate]) -> bool:
    """Whether one job alone has the words as its preferred label or, if none has, as another label."""
    step = candidates[0].key[0]
    ids = {candidate.hit.id for candidate in candidates if candidate.key[0] == step}
    first = candidates[0].hit.id
    return step <= _STEPS["alias"] and ids <= {first, *(twin for twin, _ in index.twins(first))}


def _candidates(index: Index, typed: tuple[str, ...]) -> Iterator[_Candidate]:
    if not typed:
        return
    found = list(matches(index.rows, typed, _OCCUPATIONS, 1, stages=2, deep=_ALL))
    if not found or all(match.how == "some" for match in found):
        found += _through_skills(index, typed)
    yield from _fitted(index, typed, found)


def _fitted(index: Index, typed: tuple[str, ...], found: Iterable[Match]) -> Iterator[_Candidate]:
    every = list(found)
    breadth = Counter(thing for thing, _ in {(m.label.thing, m.label.n) for m in every if m.how != "some"})
    best: dict[int, tuple[tuple[int, int, float, int], Match]] = {}
    for match in every:
        key = (_STEPS[match.how], match.label.standing, -match.score, match.label.n)
        if match.label.thing not in best or key < best[match.label.thing][0]:
            best[match.label.thing] = (key, match)
    things = index.rows.things(best)
    weights = index.rows.weights(typed, "occupation")
    for thing, (_, match) in best.items():
        id, label, vocabulary = things[thing]
        if id.startswith("esco:isco/"):
            continue
        n = breadth[thing]
        named = carried_share(typed, words(label), weights)
        fit = NAME * named + BREADTH * n / (n + 2) + COMMON * match.label.common
        told = match.score if match.how in ("some", "skill") else 0.0
        yield _Candidate(Hit(id, label, vocabulary, match.label.text, match.how, round(match.score, 4)), told, fit)


def _through_skills(index: Index, typed: tuple[str, ...]) -> Iterator[Match]:
    """Occupations that ask for the skill which the words unknown to job titles name."""
    strange = tuple(word for word in typed if not index.rows.frequency(word, "occupation")) or typed
    skills = {m.label.thing: m for m in matches(index.rows, strange, Scope("skill"), 1) if m.how != "some"}
    if not skills:
        return
    asking = index.rows.asking_for(list(skills)[:20])
    known = tuple(word for word in typed if word not in strange)
    for label in index.rows.labels_of(asking):
        own = words(label.text)
        if all(any(part.startswith(word) for part in own) for word in known):
            yield Match(label, "skill", 0.3 * asking[label.thing])
