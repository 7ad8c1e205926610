"""What is asked of the index file, as SQL: labels by spelling, by their words, words by their neighbours."""

from __future__ import annotations

import math
import sqlite3
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from skills_taxonomy.errors import IndexUnusable
from skills_taxonomy.folding import is_numeronym, spelt_out
from skills_taxonomy.search.schema import VERSION, padded

_REBUILD: Final = "Build the workspace again: stackway build."
_LABEL: Final = "l.n, l.thing, l.text, l.folded, l.standing, t.common"


class Label(NamedTuple):
    """One label of one thing: `standing` 0 preferred, 1 alternate, 2 derived; `common` 0..1 of the thing."""

    n: int
    thing: int
    text: str
    folded: str
    standing: int
    common: float


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to look: one kind of thing, in some vocabularies (none named: in all)."""

    kind: str
    vocabularies: tuple[str, ...] = ()

    def condition(self) -> tuple[str, tuple[str, ...]]:
        """The SQL that keeps labels of these vocabularies, and its parameters."""
        marks = ",".join("?" * len(self.vocabularies))
        return (f" AND l.vocabulary IN ({marks})" if marks else "", self.vocabularies)


class Rows:
    """One read-only connection, shared by threads: each question holds it for the time of one statement."""

    def __init__(self, path: Path) -> None:
        """Open the file; raises `IndexUnusable` where it is missing, broken or of another version."""
        if not path.is_file():
            raise IndexUnusable(f"There is no search index at {path}.", hint=_REBUILD)
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        try:
            found = self._connection.execute("PRAGMA user_version").fetchone()[0]
        except sqlite3.DatabaseError as error:
            self._connection.close()
            raise IndexUnusable(f"{path} is no search index ({error}).", hint=_REBUILD) from error
        if found != VERSION:
            self._connection.close()
            raise IndexUnusable(
                f"{path} is a search index of version {found}; this program reads {VERSION}.", hint=_REBUILD
            )

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    def all(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of one statement; raises `IndexUnusable` where the file is damaged."""
        try:
            with self._lock:
                return self._connection.execute(sql, parameters).fetchall()
        except sqlite3.DatabaseError as error:
            raise IndexUnusable(f"The search index can't be read ({error}).", hint=_REBUILD) from error

    def spelt(self, line: str, scope: Scope, *, by: str = "folded") -> list[Label]:
        """Labels that fold to this line; `by` also ``squeezed`` (blanks left out) and ``initials``."""
        condition, parameters = scope.condition()
        column = {"folded": "folded", "squeezed": "squeezed", "initials": "initials"}[by]
        sql = f"""SELECT {_LABEL} FROM label l JOIN thing t ON t.n=l.thing
                  WHERE l.{column}=? AND l.kind=?{condition} ORDER BY l.n LIMIT 1000"""
        return [Label(*row) for row in self.all(sql, (line, scope.kind, *parameters))]

    def worded(self, expression: str, scope: Scope, limit: int) -> list[Label]:
        """Labels that a full-text expression finds, those shown first coming first."""
        condition, parameters = scope.condition()
        sql = f"""SELECT {_LABEL} FROM words_{scope.kind} w JOIN label l ON l.n=w.rowid JOIN thing t ON t.n=l.thing
                  WHERE words_{scope.kind} MATCH ?{condition} ORDER BY w.rowid LIMIT ?"""
        return [Label(*row) for row in self.all(sql, (expression, *parameters, limit))]

    def numbers(self, expression: str, kind: str, limit: int) -> list[int]:
        """Numbers of the labels that a full-text expression finds, those shown first coming first."""
        sql = f"SELECT rowid FROM words_{kind} WHERE words_{kind} MATCH ? ORDER BY rowid LIMIT ?"
        return [n for (n,) in self.all(sql, (expression, limit))]

    def numbered(self, numbers: Sequence[int], scope: Scope) -> list[Label]:
        """The labels of these numbers (at most 500) that lie in the scope."""
        condition, parameters = scope.condition()
        marks = ",".join("?" * len(numbers))
        sql = f"""SELECT {_LABEL} FROM label l JOIN thing t ON t.n=l.thing
                  WHERE l.n IN ({marks}){condition} ORDER BY l.n"""
        return [Label(*row) for row in self.all(sql, (*numbers, *parameters))]

    def frequency(self, word: str, kind: str) -> int:
        """How many labels have the word."""
        found = self.all("SELECT labels FROM word WHERE kind=? AND text=?", (kind, word))
        return int(found[0][0]) if found else 0

    def completions(self, word: str, kind: str) -> int:
        """How many words begin so (counted up to 50)."""
        sql = "SELECT count(*) FROM (SELECT 1 FROM word WHERE kind=? AND text>=? AND text<? LIMIT 50)"
        return int(self.all(sql, (kind, word, word + "\U0010ffff"))[0][0])

    def spelt_out(self, word: str, kind: str) -> list[str]:
        """Words that a numeronym such as ``k8s`` stands for: those that are labels by themselves, if any are."""
        if not is_numeronym(word):
            return []
        sql = "SELECT text FROM word WHERE kind=? AND text>=? AND text<? ORDER BY labels DESC, text"
        candidates = self.all(sql, (kind, word[0], word[0] + "\U0010ffff"))
        meant = [text for (text,) in candidates if spelt_out(word, text) or spelt_out(word, text + "s")]
        exactly = [(label, text) for text in meant for label in self.spelt(text, Scope(kind))]
        alone = [(label.standing, text) for label, text in exactly if spelt_out(word, label.text.lower())]
        return [text for standing, text in alone if standing == min(alone)[0]] or meant

    def sharing_trigrams(self, word: str, kind: str, difference: int) -> list[tuple[str, int]]:
        """Words that share a trigram with this one, no longer or shorter than `difference`, and how used they are."""
        whole = padded(word)
        expression = " OR ".join(f'"{whole[i : i + 3]}"' for i in range(len(whole) - 2))
        sql = """SELECT word.text, word.labels FROM grams JOIN word ON word.n=grams.rowid
                 WHERE grams MATCH ? AND word.kind=? AND length(word.text) BETWEEN ? AND ?"""
        return [(t, n) for t, n in self.all(sql, (expression, kind, len(word) - difference, len(word) + difference))]

    def weights(self, words: Iterable[str], kind: str) -> dict[str, float]:
        """How telling each word is: ``1 / ln(2 + labels that have it)``, 1.44 for a word that none has."""
        return {word: 1 / math.log(2 + self.frequency(word, kind)) for word in words}

    def asking_for(self, skills: Sequence[int]) -> dict[int, float]:
        """Occupations that ask for one of these skills, and how much (1 essential or in demand, .5 else)."""
        marks = ",".join("?" * len(skills))
        sql = f"SELECT occupation, max(weight) FROM need WHERE skill IN ({marks}) GROUP BY occupation"
        return {occupation: float(weight) for occupation, weight in self.all(sql, skills)}

    def labels_of(self, things: Iterable[int]) -> list[Label]:
        """All labels of these things, those shown first coming first."""
        wanted, found = list(things), []
        for at in range(0, len(wanted), 500):
            some = wanted[at : at + 500]
            sql = f"""SELECT {_LABEL} FROM label l JOIN thing t ON t.n=l.thing
                      WHERE l.thing IN ({",".join("?" * len(some))}) ORDER BY l.n"""
            found += [Label(*row) for row in self.all(sql, some)]
        return sorted(found)

    def things(self, numbers: Iterable[int]) -> dict[int, tuple[str, str, str]]:
        """Identifier, preferred label and vocabulary of things, by number."""
        wanted = sorted(set(numbers))
        found: dict[int, tuple[str, str, str]] = {}
        for at in range(0, len(wanted), 500):
            some = wanted[at : at + 500]
            sql = f"SELECT n, id, label, vocabulary FROM thing WHERE n IN ({','.join('?' * len(some))})"
            found.update({n: (id, label, vocabulary) for n, id, label, vocabulary in self.all(sql, some)})
        return found
