"""From typed words to labels, in stages that each loosen the match a little more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from skills_taxonomy.search.reading import Label, Rows, Scope

HOWS: Final = ("exact", "alias", "prefix", "words", "typo", "some")
"""The ways to match, best first."""

DEEP: Final = 300
"""How many labels one stage looks at, unless told."""

_TELLING: Final = 6
_KEPT: Final = 100
"""Where only some words match: how many words, the rarest, are looked for, and how many labels are kept."""


@dataclass(frozen=True, slots=True)
class Match:
    """A label that matches, in what way (one of `HOWS`) and how well, 0..1."""

    label: Label
    how: str
    score: float


def matches(
    rows: Rows, words: tuple[str, ...], scope: Scope, enough: int, *, stages: int = 1, deep: int = DEEP
) -> Iterator[Match]:
    """Matches of the words, stage by stage; a looser stage runs only where the stricter ones found too few things.

    `deep`: how many labels one stage looks at; `stages`: how many are run in any case.

    exact and alias 1, .95, .9 (preferred, alternate, derived label); prefix .7 to .9, more the more of the label was
    typed and the commoner the thing; words .45 to .7, more the more was typed; typo .2 to .45, by similarity; some
    words up to .2, by the share of meaning (inverse frequency) that they carry.
    """
    found: set[int] = set()
    for done, stage in enumerate((_exact, _begun, _shortened, _corrected, _some), start=1):
        for match in stage(rows, words, scope, deep):
            found.add(match.label.thing)
            yield match
        if done >= stages and len(found) >= enough:
            return


def _exact(rows: Rows, words: tuple[str, ...], scope: Scope, deep: int) -> Iterator[Match]:
    line = " ".join(words)
    for label in (*rows.spelt(line, scope), *rows.spelt(line.replace(" ", ""), scope, by="squeezed")):
        spaced = 0.0 if label.folded == line else 0.02
        yield Match(label, "alias" if label.standing else "exact", 1.0 - 0.05 * label.standing - spaced)


def _begun(rows: Rows, words: tuple[str, ...], scope: Scope, deep: int) -> Iterator[Match]:
    """All words, the last perhaps unfinished, two of them perhaps written as one or one as two."""
    line = " ".join(words)
    ways = [f"({_all_of(way[:-1])} {_begins(way[-1])})" for way in joined_and_split(rows, words, scope.kind)]
    for label in rows.worded(" OR ".join(ways), scope, deep):
        share = min(1.0, len(line) / len(label.folded))
        if label.folded.startswith(line):
            yield Match(label, "prefix", 0.7 + 0.1 * share + 0.1 * label.common)
        else:
            yield Match(label, "words", 0.45 + 0.25 * share)


def joined_and_split(rows: Rows, words: tuple[str, ...], kind: str) -> list[tuple[str, ...]]:
    """The words, and the ways to write two of them as one (`cyber security`) or one as two, in words that occur."""
    pairs = (((*words[:i], words[i] + words[i + 1], *words[i + 2 :]), i) for i in range(len(words) - 1))
    ways = [words, *(way for way, i in pairs if rows.frequency(way[i], kind))]
    for i, word in enumerate(words):
        ways += [(*words[:i], a, b, *words[i + 1 :]) for a, b in _compounds(rows, word, kind)]
    return ways[:8]


def _compounds(rows: Rows, word: str, kind: str) -> list[tuple[str, str]]:
    splits = ((word[:at], word[at:]) for at in range(4, len(word) - 3))
    return [(a, b) for a, b in splits if rows.frequency(a, kind) and rows.frequency(b, kind)]


def _shortened(rows: Rows, words: tuple[str, ...], scope: Scope, deep: int) -> Iterator[Match]:
    """All words, each perhaps cut short (three letters or more), or to its initial."""
    if len(words) == 1 and 2 <= len(words[0]) <= 5:
        for label in rows.spelt(words[0], scope, by="initials")[:deep]:
            yield Match(label, "words", 0.45)
    if len(words) > 1 and all(len(word) >= 3 for word in words):
        length = sum(map(len, words)) + len(words) - 1
        for label in rows.worded(" ".join(_begins(word) for word in words), scope, deep):
            yield Match(label, "words", 0.45 + 0.2 * min(1.0, length / len(label.folded)))


def _corrected(rows: Rows, words: tuple[str, ...], scope: Scope, deep: int) -> Iterator[Match]:
    """All words, those that no label has being taken for their neighbours in spelling."""
    parts = [_readings(rows, word, scope.kind) for word in words]
    if not all(parts) or all(part == (_is(word),) for part, word in zip(parts, words, strict=True)):
        return
    line = " ".join(words)
    for label in rows.worded(" AND ".join(f"({' OR '.join(part)})" for part in parts), scope, deep):
        yield Match(label, "typo", 0.2 + 0.05 * label.common + 0.2 * fuzz.token_sort_ratio(line, label.folded) / 100)


def _some(rows: Rows, words: tuple[str, ...], scope: Scope, deep: int) -> Iterator[Match]:
    """Some of the words: the more telling (the rarer), the better; words in very many labels don't count."""
    weights = rows.weights(words, scope.kind)
    whole = sum(weights.values())
    carried: defaultdict[int, float] = defaultdict(float)
    for word in sorted(weights, key=lambda w: (-weights[w], w))[:_TELLING]:
        for n in rows.numbers(_is(word), scope.kind, min(deep, DEEP)):
            carried[n] += weights[word]
    best = sorted(carried, key=lambda n: (-carried[n], n))[:_KEPT]
    line = " ".join(words)
    for label in rows.numbered(best, scope):
        share = min(1.0, len(line) / len(label.folded))
        yield Match(label, "some", 0.2 * (carried[label.n] / whole) * (0.8 + 0.2 * share))


def carried_share(words: tuple[str, ...], label: tuple[str, ...], weights: Mapping[str, float]) -> float:
    """Which share 0..1 of the words' weight a label carries.

    >>> carried_share(("cloud", "architect"), ("cloud", "engineer"), {"cloud": 3.0, "architect": 1.0})
    0.75
    """
    whole = sum(weights[word] for word in words)
    return sum(weights[word] for word in words if word in label) / whole if whole else 0.0


def _readings(rows: Rows, word: str, kind: str) -> tuple[str, ...]:
    """What a word may stand for, as full-text expressions: itself where it is known, else its likely corrections.

    A known word that a twenty times more used one differs from by one slip may be a slip in the data: both count.
    """
    if times := rows.frequency(word, kind):
        likelier = [w for w in neighbours(rows, word, kind, slips=1) if rows.frequency(w, kind) >= 20 * times]
        return tuple(_is(other) for other in (word, *likelier))
    if meant := rows.spelt_out(word, kind)[:5]:
        return tuple(_is(other) for other in meant)
    if close := neighbours(rows, word, kind):
        return tuple(_is(other) for other in close)
    if rows.completions(word, kind):
        return (_begins(word),)
    return tuple(f"({_begins(a)} AND {_begins(b)})" for a, b in _halves(rows, word, kind))


def neighbours(rows: Rows, word: str, kind: str, *, slips: int = 2) -> list[str]:
    """Other words one slip away (two from seven letters on), closest first, then the most used; at most five."""
    allowed = min(slips, 0 if len(word) < 4 else 1 if len(word) < 7 else 2)
    if not allowed:
        return []
    candidates = dict(rows.sharing_trigrams(word, kind, allowed))
    candidates.pop(word, None)
    close = process.extract(word, list(candidates), scorer=OSA.distance, score_cutoff=allowed, limit=None)
    ranked = sorted((distance, other[0] != word[0], -candidates[other], other) for other, distance, _ in close)
    return [other for distance, _, _, other in ranked if distance == ranked[0][0]][:5]


def _halves(rows: Rows, word: str, kind: str) -> list[tuple[str, str]]:
    """Two beginnings of words written as one: ``sysadmin``."""
    splits = ((word[:at], word[at:]) for at in range(3, len(word) - 2))
    return [(a, b) for a, b in splits if rows.completions(a, kind) and rows.completions(b, kind)][:5]


def _is(word: str) -> str:
    return f'"{word}"'


def _begins(word: str) -> str:
    return f'"{word}" *'


def _all_of(words: tuple[str, ...]) -> str:
    return " ".join(_is(word) for word in words)
