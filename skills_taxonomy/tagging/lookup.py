"""All names by their words: which of them begin at a word of a text, found by looking up, and kept in one file."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from skills_taxonomy.tagging.names import Kind, Name, kind_of

if TYPE_CHECKING:
    from skills_taxonomy.tagging.english import English

FORMAT: Final = 2
_REST: Final = ("text", "standing", "technology", "maker", "proper", "kind")
_Row = tuple[str, str, str, int, bool, str, bool, str]


@dataclass(slots=True)
class Keys:
    """Names by their words, joined by blanks, and the most words of a name that begins with a given one."""

    rows: dict[str, list[int]] = field(default_factory=dict)
    longest: dict[str, int] = field(default_factory=dict)

    def add(self, words: Sequence[str], row: int) -> None:
        """Let a row stand under these words."""
        self.rows.setdefault(" ".join(words), []).append(row)
        self.longest[words[0]] = max(self.longest.get(words[0], 0), len(words))

    def among(self, words: Sequence[str]) -> Iterator[tuple[int, int, list[int]]]:
        """Every run of words (start, end) that is the key of rows, overlapping ones too."""
        for start, first in enumerate(words):
            key = ""
            for end in range(start + 1, min(start + self.longest.get(first, 0), len(words)) + 1):
                key = f"{key} {words[end - 1]}" if key else first
                if found := self.rows.get(key):
                    yield start, end, found

    def plain(self, count: int) -> dict[str, Any]:
        """The key of each of so many rows, empty for none, and the most words."""
        keys = [""] * count
        for key, rows in self.rows.items():
            for row in rows:
                keys[row] = key
        return {"keys": keys, "longest": self.longest}

    @classmethod
    def of_plain(cls, kept: dict[str, Any]) -> Self:
        """What `plain` gave."""
        rows: dict[str, list[int]] = {}
        for row, key in enumerate(kept["keys"]):
            if key in rows:
                rows[key].append(row)
            else:
                rows[key] = [row]
        rows.pop("", None)
        return cls(rows, kept["longest"])


@dataclass(slots=True)
class NameTable:
    """Names that are looked for, by their words (`exact`) and, where those are two or more, by lemmas."""

    names: list[_Row] = field(default_factory=list)
    exact: Keys = field(default_factory=Keys)
    lemma: Keys = field(default_factory=Keys)

    @classmethod
    def of(cls, names: Iterable[Name], english: English, texts: Iterable[str] | None = None) -> Self:
        """Of these names, the better first; with `texts` only names all of whose words one of the texts has."""
        table = cls()
        known = None if texts is None else _vocabulary(texts, english)
        for name in sorted(names, key=lambda name: (name.standing, name.skill, name.text)):
            words = english.words(name.text)
            kind = kind_of(name, english)
            if words and kind is not Kind.NONE:
                table._add(name, kind, words, english, known)
        return table

    def _add(
        self,
        name: Name,
        kind: Kind,
        words: tuple[str, ...],
        english: English,
        known: tuple[frozenset[str], frozenset[str]] | None,
    ) -> None:
        row = len(self.names)
        if known is None or known[0].issuperset(words):
            self.exact.add(words, row)
        if len(words) > 1 and not name.proper:
            lemmas = tuple(english.lemma(word) for word in words)
            if known is None or known[1].issuperset(lemmas):
                self.lemma.add(lemmas, row)
        self.names.append((*astuple(name), kind.value))

    def name(self, row: int) -> tuple[Name, Kind]:
        """The name of a row and what kind of name it is."""
        row_of = self.names[row]
        return Name(*row_of[:-1]), Kind(row_of[-1])

    def spans(self, words: Sequence[str], lemmas: Sequence[str]) -> Iterator[tuple[int, int, str, list[int]]]:
        """Where which rows stand, by words (``exact``) and, where words find nothing, by lemmas (``lemma``)."""
        seen: set[tuple[int, int]] = set()
        for start, end, rows in self.exact.among(words):
            seen.add((start, end))
            yield start, end, "exact", rows
        for start, end, rows in self.lemma.among(lemmas):
            if (start, end) not in seen:
                yield start, end, "lemma", rows

    def save(self, path: Path) -> None:
        """Write the table to a file, column by column."""
        skills = list(dict.fromkeys((row[0], row[1]) for row in self.names))
        place = {skill: at for at, skill in enumerate(skills)}
        kept = {
            "format": FORMAT,
            "skills": skills,
            "skill": [place[row[0], row[1]] for row in self.names],
            "rest": {name: [row[at] for row in self.names] for at, name in enumerate(_REST, start=2)},
            "exact": self.exact.plain(len(self.names)),
            "lemma": self.lemma.plain(len(self.names)),
        }
        path.write_text(json.dumps(kept, ensure_ascii=True, separators=(",", ":")), "ascii")

    @classmethod
    def load(cls, path: Path) -> Self:
        """The table of a file that `save` wrote."""
        kept = json.loads(path.read_text("ascii"))
        with _undisturbed():
            return cls._of_plain(kept)

    @classmethod
    def _of_plain(cls, kept: dict[str, Any]) -> Self:
        ids = [kept["skills"][at][0] for at in kept["skill"]]
        labels = [kept["skills"][at][1] for at in kept["skill"]]
        names = list(zip(ids, labels, *(kept["rest"][name] for name in _REST), strict=True))
        return cls(names, Keys.of_plain(kept["exact"]), Keys.of_plain(kept["lemma"]))


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Without looking for garbage, of which making many small lists makes none."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _vocabulary(texts: Iterable[str], english: English) -> tuple[frozenset[str], frozenset[str]]:
    from skills_taxonomy.tagging.matcher import MAX_TEXT

    chunks = {chunk for text in texts for chunk in text[:MAX_TEXT].split()}
    words = frozenset(word for chunk in chunks for word in english.words(chunk))
    return words, frozenset(english.lemma(word) for word in words)
