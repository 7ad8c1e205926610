"""How two spellings are taken for the same: case, accents, punctuation and plural endings folded away."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

MAX_TYPED: Final = 200
"""How many characters of what was typed are looked at."""

MAX_WORDS: Final = 12
"""How many words of what was typed are looked at."""

FILLERS: Final = frozenset(
    {
        "a",
        "an",
        "and",
        "as",
        "at",
        "be",
        "become",
        "for",
        "from",
        "i",
        "id",
        "im",
        "in",
        "into",
        "job",
        "like",
        "me",
        "my",
        "of",
        "on",
        "or",
        "the",
        "to",
        "want",
        "wanna",
        "with",
        "work",
        "would",
    }
)
"""English words that carry no meaning in a wish for a job."""

_SPOKEN: Final = (
    (re.compile(r"(?<=[^\W_])\+\+"), "plusplus"),
    (re.compile(r"(?<=[^\W_])#"), "sharp"),
    (re.compile(r"(?<![^\W_])\.(?=[^\W\d_])"), "dot"),
    (re.compile(r"(?<=[^\W_])['’](?=[^\W_])"), ""),
    (re.compile(r"&"), " and "),
)
_WORD: Final = re.compile(r"[^\W_]+")
_BRACKETS: Final = re.compile(r"^(?P<before>[^()]*\S)\s*\((?P<inside>[^()]{2,})\)\s*(?P<after>[^()]*)$")
_NUMERONYM: Final = re.compile(r"([a-z])(\d{1,2})([a-z])")


def words(text: str) -> tuple[str, ...]:
    """The text's words without case, accents, punctuation and plural endings; names such as C++ and .NET survive.

    >>> words("Registered Nurses"), words("Café"), words("C# & .NET")
    (('registered', 'nurse'), ('cafe',), ('csharp', 'and', 'dotnet'))
    """
    return tuple(_singular(word) for word in _plain_words(text))


def folded(text: str) -> str:
    """The words as one line; two texts that fold to the same line are the same label."""
    return " ".join(words(text))


def typed_words(text: str) -> tuple[str, ...]:
    """The words of what a person typed, of which only the beginning is looked at."""
    return words(text[:MAX_TYPED])[:MAX_WORDS]


def spellings(label: str) -> Iterator[str]:
    """The label, and where it carries a second name in brackets, both names alone.

    >>> list(spellings("Chief Executive Officer (CEO)"))
    ['Chief Executive Officer (CEO)', 'Chief Executive Officer', 'CEO']
    >>> list(spellings("Python (computer programming)"))
    ['Python (computer programming)', 'Python']
    """
    yield label
    if found := _BRACKETS.match(label):
        before, inside, after = found["before"], found["inside"], found["after"]
        yield f"{before} {after}".strip()
        if _abbreviates(inside, before) or _abbreviates(before, inside):
            yield f"{inside} {after}".strip()


def spelt_out(numeronym: str, word: str) -> bool:
    """Whether a word is what a numeronym stands for: first letter, how many between, last letter.

    >>> spelt_out("k8s", "kubernetes"), spelt_out("i18n", "internationalization"), spelt_out("k8s", "knots")
    (True, True, False)
    """
    found = _NUMERONYM.fullmatch(numeronym)
    return found is not None and len(word) == int(found[2]) + 2 and word[0] == found[1] and word[-1] == found[3]


def initials(line: str) -> str:
    """The initials of a folded label of two to five words; empty for others.

    >>> initials("site reliability engineer"), initials("cook")
    ('sre', '')
    """
    parts = line.split()
    return "".join(part[0] for part in parts) if 2 <= len(parts) <= 5 else ""


def without_fillers(typed: tuple[str, ...]) -> tuple[str, ...]:
    """The words without those that say nothing about a job, unless nothing else is left.

    >>> without_fillers(("i", "want", "to", "be", "a", "pilot"))
    ('pilot',)
    """
    return tuple(word for word in typed if word not in FILLERS) or typed


def is_numeronym(word: str) -> bool:
    """Whether the word is a letter, a number and a letter."""
    return _NUMERONYM.fullmatch(word) is not None


def _plain_words(text: str) -> list[str]:
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(c for c in decomposed if not unicodedata.combining(c)) if not text.isascii() else decomposed
    for pattern, spoken in _SPOKEN:
        plain = pattern.sub(spoken, plain)
    return _WORD.findall(plain)


@lru_cache(maxsize=100_000)
def _singular(word: str) -> str:
    """Harman's three rules: -ies to -y, -es to -e, -s to nothing; short words and -ss, -us stay."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(("us", "ss")):
        return word
    if word.endswith("ies") and not word.endswith(("eies", "aies")):
        return word[:-3] + "y"
    return word[:-1]


def _abbreviates(short: str, whole: str) -> bool:
    """Whether the first name can be made by leaving letters out of the second, the first letter kept."""
    letters, all_letters = "".join(_plain_words(short)), "".join(_plain_words(whole))
    remaining = iter(all_letters)
    return (
        2 <= len(letters) < len(all_letters) and letters[0] == all_letters[0] and all(c in remaining for c in letters)
    )
