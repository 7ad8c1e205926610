"""How texts are cut for matching by letters: stems of words, runs of letters, and the pieces of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_WORD: Final = re.compile(r"[^\W_]+(?:[+#.][^\W_]+)*[+#]*", re.UNICODE)
_MARK: Final = r"[,;:•·()\[\]|]|\s[-–—/]\s|[.!?](?=\s|$)|\n"
_CLAUSE: Final = re.compile(rf"\s*(?:{_MARK}|\b(?:and/or|and|or|as well as|including|such as)\b)\s*", re.IGNORECASE)
_PHRASE: Final = re.compile(rf"\s*(?:{_MARK}|\b(?:and/or|and|or|to|with|in|of|for|on|using)\b)\s*", re.IGNORECASE)
_GRAMS: Final = (3, 4, 5)
MOST_PIECES: Final = 60
"""How many pieces of one sentence are looked at."""

IDLE: Final = frozenset({
    "a", "an", "and", "or", "the", "of", "for", "to", "in", "on", "with", "by", "at", "as", "is", "are", "be", "from",
    "its", "it", "this", "that", "their", "your", "you", "we", "our", "will", "etc", "such", "other",
})  # fmt: skip
"""English words that say nothing of a skill."""


@cache
def _stemmer() -> Callable[[str], str]:
    from snowballstemmer import stemmer

    return stemmer("english").stemWord  # type: ignore[no-any-return]


@lru_cache(maxsize=200_000)
def _stem(word: str) -> str:
    return _stemmer()(word)


def stems(text: str) -> list[str]:
    """The stems of the text's words, in order; names such as C++ and C# stay whole.

    >>> stems("Developing C++ services"), stems("TCP/IP")
    (['develop', 'c++', 'servic'], ['tcp', 'ip'])
    """
    return [_stem(word) for word in _WORD.findall(text.casefold())]


def telling(text: str) -> list[str]:
    """The stems without idle words, unless nothing else is left.

    >>> telling("working in a team"), telling("of the")
    (['work', 'team'], ['of', 'the'])
    """
    every = stems(text)
    return [word for word in every if word not in IDLE] or every


def pairs(text: str) -> list[str]:
    """The telling stems and each two that follow one another.

    >>> pairs("manage a team")
    ['manag', 'team', 'manag team']
    """
    single = telling(text)
    return [*single, *(f"{a} {b}" for a, b in pairwise(single))]


def grams(text: str) -> list[str]:
    """Runs of three to five letters within each word and its edges.

    >>> grams("SQL")
    [' sq', 'sql', 'ql ', ' sql', 'sql ', ' sql ']
    """
    return list(_grams(_WORD.findall(text.casefold())))


def _grams(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        padded = f" {word} "
        for size in _GRAMS:
            if size >= len(padded):
                yield padded
                break
            yield from (padded[at : at + size] for at in range(len(padded) - size + 1))


def pieces(sentence: str) -> list[str]:
    """What a sentence may name a skill by: its clauses, its phrases, and windows of three and five words.

    >>> pieces("Java and SQL")
    ['Java', 'SQL']
    """
    found = [*_CLAUSE.split(sentence), *_PHRASE.split(sentence), *_windows(sentence.split())]
    return list(dict.fromkeys(piece for piece in found if len(piece) > 1 or piece.isalpha()))[:MOST_PIECES]


def _windows(words: list[str]) -> Iterator[str]:
    if len(words) <= 6:
        return
    for size, step in ((3, 1), (5, 2)):
        yield from (" ".join(words[at : at + size]) for at in range(0, len(words) - size + 1, step))
