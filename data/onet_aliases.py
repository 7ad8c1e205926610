"""Other names of technologies: O*NET's labels carry vendors, acronyms and the word "software", which people leave off.

``Structured query language SQL`` is also "SQL", ``Amazon Elastic Compute Cloud EC2`` is also "Amazon EC2", ``Microsoft
Excel`` is also "Excel". A name is given only where it is safe: it belongs to one technology of the whole list, and
it isn't made of ordinary words alone ("Microsoft Word" is not "Word"). What is ordinary is learned from the list's
own lower-case words, from the descriptions of occupations and from job titles. These are aliases for searching and
tagging, not statements of the publisher.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

TAIL: Final = frozenset({"software", "system", "systems"})
_SMALL: Final = frozenset({"and", "of", "for", "the", "to", "in", "on", "a", *TAIL})
_WORD: Final = re.compile(r"[A-Za-z][A-Za-z'-]*")
_WIDE: Final = 10
"""A technology is in wide use where at least so many occupations use it."""

_CLEAR: Final = 5
"""So many times as often as all others together a technology must be used to have a name that they share."""

_MAKERS: Final = 3
"""A name is a vendor's where at least so many products begin with it, each going on differently."""


@dataclass(frozen=True, slots=True)
class Ordinary:
    """What is known of ordinary words: those written in lower case, and the occupations whose titles have a word."""

    words: frozenset[str]
    titles: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def name(self, word: str) -> bool:
        """Whether a word is a name rather than an ordinary word, a number or an initial."""
        return len(word) > 1 and word.lower() not in self.words and any(letter.isalpha() for letter in word)

    def says_enough(self, word: str, users: Container[str]) -> bool:
        """Whether the word alone still names the technology.

        Not so where it is short or ordinary, or stands in the titles of occupations that don't use the technology.
        """
        if coined(word) and (len(word) > 2 or word[-1].isdigit()):
            return self.name(word)
        foreign = (code for code in self.titles.get(word.lower(), ()) if code not in users)
        return len(word) > 3 and self.name(word) and next(foreign, None) is None


def learn(labels: Iterable[str], texts: Iterable[str], titles: Iterable[tuple[str, str]] = ()) -> Ordinary:
    """Ordinary words from the technologies' labels, running texts and (occupation, title) pairs.

    A word is ordinary where at least one in twenty of its occurrences is in lower case, or where half of the
    labels that begin with it go on like a sentence ("Tax preparation software").
    """
    lower, capital = Counter[str](), Counter[str]()
    openings, running = Counter[str](), Counter[str]()
    for text in (*labels, *texts):
        words = _WORD.findall(text)
        lower.update(word for word in words if word.islower())
        capital.update(word.lower() for word in words if not word.islower())
        if len(words) > 1 and words[1] not in _SMALL:
            openings[words[0].lower()] += 1
            running[words[0].lower()] += words[1].islower() and not coined(words[0])
    by_word: defaultdict[str, set[str]] = defaultdict(set)
    for code, title in titles:
        for word in _WORD.findall(title.lower()):
            by_word[word].add(code)
    ordinary = {word for word, times in lower.items() if 20 * times >= times + capital[word]}
    ordinary.update(word for word, times in running.items() if times and 2 * times >= openings[word])
    return Ordinary(frozenset(ordinary), {word: frozenset(codes) for word, codes in by_word.items()})


def coined(word: str) -> bool:
    """Whether a word's spelling alone shows that it is a name: capitals or digits after its first letter.

    >>> [coined(word) for word in ("AutoCAD", "SQL", "S3", "Excel")]
    [True, True, True, False]
    """
    return any(letter.isupper() or letter.isdigit() for letter in word[1:])


def spells(acronym: str, words: Sequence[str]) -> bool:
    """Whether the acronym has a letter or more of each word, in order, the initial first; small words may give none.

    ``EC2`` stands for ECC, and a word in "ex" may begin with its x.

    >>> spells("SQL", ["Structured", "query", "language"]), spells("EC2", ["Elastic", "Compute", "Cloud"])
    (True, True)
    >>> spells("XML", ["Extensible", "markup", "language"]), spells("IDE", ["Eclipse"])
    (True, False)
    """
    letters = re.sub(r"([A-Za-z])(\d)", lambda pair: pair[1] * min(int(pair[2]), 9), acronym).lower()
    whole = [word.lower() for word in words]
    return _spells(letters, whole) or _spells(letters, [part.lower() for word in words for part in _parts(word)])


def _parts(word: str) -> list[str]:
    """The parts of a word that may each give a letter: JavaServer is Java and Server."""
    return re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+", word) or [word]


def _spells(letters: str, words: Sequence[str]) -> bool:
    if not words:
        return not letters
    first, rest = words[0], words[1:]
    if first in _SMALL and _spells(letters, rest):
        return True
    begins = [first, *([first[1:]] if first.startswith("ex") else [])]
    return any(
        _begins(letters[:taken], begin) and _spells(letters[taken:], rest)
        for taken in range(1, min(4, len(letters)) + 1)
        for begin in begins
    )


def _begins(letters: str, word: str) -> bool:
    """Whether the letters stand in the word in this order, the first of them at its beginning."""
    left = iter(word)
    return letters[0] == word[0] and all(letter in left for letter in letters)


def vendors(labels: Iterable[str], ordinary: Ordinary) -> frozenset[tuple[str, ...]]:
    """Beginnings that at least three products share, each going on with another capitalised word.

    A single ordinary word is none ("National"); two are, written as a name ("National Instruments").
    """
    follows: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for label in labels:
        words = label.split()
        for length in range(1, min(3, len(words))):
            if all(word[0].isupper() or coined(word) for word in words[: length + 1]):
                follows[tuple(words[:length])].add(words[length])
    return frozenset(
        begin
        for begin, following in follows.items()
        if len(following) >= _MAKERS and (len(begin) > 1 or begin[0].lower() not in ordinary.words)
    )


def aliases(users: Mapping[str, frozenset[str]], ordinary: Ordinary) -> dict[str, list[str]]:
    """Other names by label; `users` are the occupations that use each technology.

    A name that several technologies could have goes to none of them, unless their labels say the same but for a
    word like "software" or one is used five times as often as all others together: the most used has it then.
    """
    makers = vendors(users, ordinary)
    names = {label: _safe(label, _names(label, makers), users[label], ordinary) for label in users}
    claims: defaultdict[str, list[tuple[bool, str]]] = defaultdict(list)
    for label, found in names.items():
        for name in found:
            claims[name.words.casefold()].append((name.part, label))
    labels = {label.casefold() for label in users}
    owner = {name: _owner(claimants, users) for name, claimants in claims.items() if name not in labels}
    return {
        label: [name.words for name in found if owner.get(name.words.casefold()) == label]
        for label, found in names.items()
    }


def _owner(claims: Sequence[tuple[bool, str]], users: Mapping[str, frozenset[str]]) -> str | None:
    """Which of the technologies has the name: who claims it for its whole label before who does for a part."""
    strongest = min(part for part, _ in claims)
    labels = [label for part, label in claims if part == strongest]
    first, *others = sorted(labels, key=lambda label: (-len(users[label]), label))
    same = {" ".join(_without_tail(label.split())).casefold() for label in labels}
    clear = len(same) == 1 or len(users[first]) >= _CLEAR * sum(len(users[label]) for label in others)
    return first if clear else None


def _without_tail(words: list[str]) -> list[str]:
    """Without "software" at the end, and without "system" where it doesn't belong to the words before it."""
    while len(words) > 1 and words[-1] in TAIL and (words[-1] == "software" or not words[-2].islower()):
        words = words[:-1]
    return words


@dataclass(frozen=True, slots=True)
class _Name:
    """A name that a label suggests.

    `part`: something before it, as the vendor, is left off. `spelled_out`: an acronym vouches for its words.
    """

    words: str
    part: bool = False
    spelled_out: bool = False


def _safe(label: str, names: Iterable[_Name], users: frozenset[str], ordinary: Ordinary) -> list[_Name]:
    """The names that say what is meant, each once, without the label itself."""
    found: dict[str, _Name] = {}
    for name in names:
        if name.spelled_out or _says_enough(name, users, ordinary):
            found.setdefault(name.words.casefold(), name)
    found.pop(label.casefold(), None)
    return list(found.values())


def _says_enough(name: _Name, users: frozenset[str], ordinary: Ordinary) -> bool:
    """A single word must be coined or in wide use; several must begin with a name, or have one and be in wide use."""
    first, *others = name.words.split()
    wide = len(users) >= _WIDE or not name.part
    if not others:
        return (wide or coined(first)) and ordinary.says_enough(first, users)
    return ordinary.name(first) or (wide and not first.isdigit() and any(ordinary.name(word) for word in others))


def _names(label: str, makers: Container[tuple[str, ...]]) -> Iterator[_Name]:
    """The label without its tail and vendor, its acronym (in brackets or not), what the acronym stands for."""
    unbracketed = re.sub(r"\([^()]*\)", " ", re.sub(r"\(([A-Z0-9]+)\)", r"\1", label))
    words = _without_tail(unbracketed.split() or [label])
    pairs = ((start, at) for at in range(2, len(words)) for start in range(at))
    found = next((pair for pair in pairs if _stands_for(words, *pair)), None)
    if found is None:
        yield _Name(" ".join(words))
        yield from _without_vendor(words, makers)
        return
    start, at = found
    before, meaning, acronym, after = words[:start], words[start:at], words[at], words[at + 1 :]
    yield _Name(" ".join([*before, *meaning, *after]), spelled_out=True)
    if before or after:
        yield _Name(" ".join([*before, acronym, *after]))
    if not after:
        yield _Name(" ".join(meaning), part=bool(before), spelled_out=True)
        yield _Name(acronym, part=bool(before))


def _without_vendor(words: Sequence[str], makers: Container[tuple[str, ...]]) -> Iterator[_Name]:
    length = next((length for length in (1, 2) if tuple(words[:length]) in makers), 0)
    if length and words[length:]:
        yield _Name(" ".join(words[length:]), part=True)


def _stands_for(words: Sequence[str], start: int, at: int) -> bool:
    """Whether the word at `at` is an acronym of those from `start` up to it."""
    acronym, meaning = words[at], words[start:at]
    capital = len(acronym) > 1 and acronym == acronym.upper() and acronym[0].isalpha()
    return capital and meaning[0].lower() not in _SMALL and spells(acronym, meaning)
