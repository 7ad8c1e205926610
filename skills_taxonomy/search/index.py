"""The open index: answers a search, and says what an identifier stands for."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from skills_taxonomy.folding import typed_words
from skills_taxonomy.search.matching import HOWS, Match, matches
from skills_taxonomy.search.reading import Rows, Scope
from skills_taxonomy.search.schema import KINDS
from skills_taxonomy.types import Hit, Occupation, Skill

MAX_HITS: Final = 100
"""The most answers that one search gives."""

ENOUGH: Final = 3
"""With so many answers, what was typed isn't matched more loosely."""


class Index:
    """An index file, opened read-only. May be shared by threads. Never raises on what was typed."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the file that `build_index` wrote; raises `IndexUnusable`."""
        return cls(Rows(path))

    def close(self) -> None:
        """Let go of the file."""
        self.rows.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def search(
        self, text: str, kind: str = "skill", vocabularies: Iterable[str] | None = None, limit: int = 10
    ) -> tuple[Hit, ...]:
        """What the text may mean, best first, each thing once.

        Order: how it matched (`HOWS`), then the score, then the more common thing, then the preferred
        label, then the identifier. An unknown `kind` or vocabulary finds nothing.
        """
        wanted = max(0, min(limit, MAX_HITS))
        words = typed_words(text)
        scope = Scope(kind, () if vocabularies is None else tuple(sorted(set(vocabularies))))
        if not (words and wanted and kind in KINDS) or (vocabularies is not None and not scope.vocabularies):
            return ()
        best = best_by_thing(matches(self.rows, words, scope, min(wanted, ENOUGH)))
        return self.hits(best.values())[:wanted]

    def hits(self, found: Iterable[Match]) -> tuple[Hit, ...]:
        """Matches as hits, in the order that `search` states."""
        best = list(found)
        things = self.rows.things(match.label.thing for match in best)
        keyed = []
        for match in best:
            id, label, vocabulary = things[match.label.thing]
            hit = Hit(id, label, vocabulary, match.label.text, match.how, round(match.score, 4))
            keyed.append(((HOWS.index(hit.how), -hit.score, -match.label.common, hit.label, hit.id), hit))
        return tuple(hit for _, hit in sorted(keyed, key=lambda pair: pair[0]))

    def get(self, id: str) -> Skill | Occupation | None:
        """The skill or occupation of this identifier, with its labels and description; None where there is none."""
        if "\0" in id or not id.isprintable():
            return None
        sql = "SELECT kind, vocabulary, label, sort, code, description, alternates FROM thing WHERE id=?"
        for kind, vocabulary, label, sort, code, description, alternates in self.rows.all(sql, (id,)):
            alt_labels = tuple(json.loads(alternates))
            if kind == "skill":
                return Skill(id, label, vocabulary, sort, description, alt_labels)
            if kind == "occupation":
                return Occupation(id, label, vocabulary, code, description, alt_labels)
        return None

    def labels(self, ids: Iterable[str]) -> dict[str, str]:
        """The preferred labels of many identifiers; those that aren't known are left out."""
        wanted = sorted({id for id in ids if id.isprintable()})
        found: dict[str, str] = {}
        for at in range(0, len(wanted), 500):
            some = wanted[at : at + 500]
            found.update(self.rows.all(f"SELECT id, label FROM thing WHERE id IN ({','.join('?' * len(some))})", some))
        return found

    def twins(self, id: str) -> tuple[tuple[str, float], ...]:
        """The same occupation in other vocabularies, by crosswalk, with confidence 0..1; the surest first."""
        sql = """SELECT other.id, twin.confidence FROM thing JOIN twin ON twin.thing=thing.n
                 JOIN thing other ON other.n=twin.other WHERE thing.id=? ORDER BY twin.confidence DESC, other.id"""
        return tuple((other, float(confidence)) for other, confidence in self.rows.all(sql, (id,)))


def best_by_thing(found: Iterable[Match]) -> dict[int, Match]:
    """Of each thing's matches the best: by how, then by score, then the label that is shown first."""
    best: dict[int, Match] = {}
    for match in found:
        other = best.get(match.label.thing)
        if other is None or _rank(match) < _rank(other):
            best[match.label.thing] = match
    return best


def _rank(match: Match) -> tuple[int, float, int]:
    return HOWS.index(match.how), -match.score, match.label.n
