"""What a catalogue's `requires` column says, as the tree of requirements that the graph checks.

| written                              | meaning                                    |
|--------------------------------------|--------------------------------------------|
| ``cncf:CKA``                         | the credential is held                     |
| ``skill onet:tech/kubernetes``       | the skill is had (``at 0.5``: at that level)|
| ``A and B``                          | both; binds tighter than ``or``            |
| ``A or B``                           | at least one                               |
| ``2 of (A, B, C)``                   | at least two                               |
| ``all of (A, B)``                    | the same as ``A and B``                    |
| ``30 credits from (A=20, B=15)``     | those held bring 30 credits together       |
| ``(A or B) and C``                   | parentheses group                          |
| ``"CS 101 (old)"``                   | an identifier with odd characters, in quotes|

The trees are plain dictionaries: ``holds``, ``skill``, ``all``, ``atLeast``/``of``, ``minimumCredits``/``from``.
Whether what is named exists, and whether requirements go round in a circle, isn't judged here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from data.cells import curie
from data.errors import InvalidValue

Tree = dict[str, Any]

MAX_LENGTH: Final = 20_000
MAX_DEPTH: Final = 40
_TOKEN: Final = re.compile(r'\s*(?:(?P<quoted>"(?:[^"]|"")*")|(?P<mark>[(),=])|(?P<word>[^\s(),="|]+))')
_NUMBER: Final = re.compile(r"\d+(\.\d+)?(e[+-]?\d+)?", re.IGNORECASE)
_KEYWORDS: Final = frozenset({"and", "or", "of", "all", "skill", "at", "credits", "from"})
_HINT: Final = "Write it as in: (A and B) or 2 of (C, D, E). Identifiers with blanks stand in quotes."


def parse(text: str, *, prefix: str) -> Tree:
    """The tree of a requirement as written; identifiers without a prefix get the one given. Raises `InvalidValue`.

    >>> parse("CKA and skill onet:tech/linux", prefix="cncf")
    {'all': [{'holds': 'cncf:CKA'}, {'skill': 'onet:tech/linux'}]}
    >>> parse("2 of (a, b or c, d)", prefix="x")["of"][1]
    {'atLeast': 1, 'of': [{'holds': 'x:b'}, {'holds': 'x:c'}]}
    >>> parse("30 credits from (a=20, b=15)", prefix="x")["minimumCredits"]
    30.0
    """
    if len(text) > MAX_LENGTH:
        raise InvalidValue(f"A requirement of {len(text):,} characters; at most {MAX_LENGTH:,} are read.")
    parser = _Parser(text, _tokens(text), prefix)
    tree = parser.either(0)
    if parser.here.kind != "end":
        parser.refuse("'and', 'or' or the end")
    return tree


def to_json(text: str, *, prefix: str = "") -> str:
    """A requirement as written, as the compact JSON that tables keep; raises `InvalidValue`.

    >>> to_json("cncf:CKA")
    '{"holds":"cncf:CKA"}'
    """
    return json.dumps(parse(text, prefix=prefix), separators=(",", ":"), ensure_ascii=False)


def show(tree: Mapping[str, Any]) -> str:
    """The requirement as written in a catalogue; `parse` gives the same tree again.

    >>> show({"all": [{"holds": "x:a"}, {"atLeast": 1, "of": [{"holds": "x:b"}, {"skill": "y:c", "level": 0.5}]}]})
    'x:a and (x:b or skill y:c at 0.5)'
    """
    match tree:
        case {"holds": str(credential)}:
            return _identifier(credential) + _credits(tree)
        case {"skill": str(skill)}:
            level = f" at {_number(tree['level'])}" if tree.get("level") else ""
            return f"skill {_identifier(skill)}{level}{_credits(tree)}"
        case {"all": parts} if len(parts) > 1:
            return " and ".join(_grouped(part) for part in parts)
        case {"all": parts}:
            return f"all of ({_joined(parts)})"
        case {"atLeast": 1, "of": parts} if len(parts) > 1:
            return " or ".join(_grouped(part) for part in parts)
        case {"atLeast": k, "of": parts}:
            return f"{k} of ({_joined(parts)})"
        case {"minimumCredits": minimum, "from": parts}:
            return f"{_number(minimum)} credits from ({_joined(parts)})"
    raise InvalidValue(f"Not a requirement: {str(tree)[:80]}.")


def _joined(parts: Sequence[Mapping[str, Any]]) -> str:
    return ", ".join(show(part) for part in parts)


def _grouped(part: Mapping[str, Any]) -> str:
    text = show(part)
    several = len(part.get("all", ())) > 1 or (part.get("atLeast") == 1 and len(part["of"]) > 1)
    return f"({text})" if several else text


def _identifier(name: str) -> str:
    plain = re.fullmatch(r'[^\s(),="|]+', name) and name.casefold() not in _KEYWORDS and not _NUMBER.fullmatch(name)
    return name if plain else '"' + name.replace('"', '""') + '"'


def _credits(leaf: Mapping[str, Any]) -> str:
    return f"={_number(leaf['credits'])}" if leaf.get("credits") else ""


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(float(value))


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int


def _tokens(text: str) -> list[_Token]:
    tokens, at = [], 0
    stripped = text.rstrip()
    while at < len(stripped):
        matched = _TOKEN.match(stripped, at)
        if not matched:
            at += len(stripped[at:]) - len(stripped[at:].lstrip())
            raise InvalidValue(f"At character {at + 1}: {stripped[at : at + 20]!r} can't be read.", hint=_HINT)
        kind = str(matched.lastgroup)
        said = matched.group(kind)
        tokens.append(_Token(kind, said[1:-1].replace('""', '"') if kind == "quoted" else said, matched.start(kind)))
        at = matched.end()
    return [*tokens, _Token("end", "", len(stripped))]


@dataclass(slots=True)
class _Parser:
    """Reads tokens from left to right, one rule of the grammar a method."""

    text: str
    tokens: list[_Token]
    prefix: str
    place: int = 0

    @property
    def here(self) -> _Token:
        return self.tokens[self.place]

    def either(self, depth: int) -> Tree:
        parts = [self.both(depth)]
        while self.taken("or"):
            parts.append(self.both(depth))
        return parts[0] if len(parts) == 1 else {"atLeast": 1, "of": parts}

    def both(self, depth: int) -> Tree:
        parts = [self.one(depth)]
        while self.taken("and"):
            parts.append(self.one(depth))
        return parts[0] if len(parts) == 1 else {"all": parts}

    def one(self, depth: int) -> Tree:
        if depth > MAX_DEPTH:
            raise InvalidValue(f"A requirement nested more than {MAX_DEPTH} deep.", hint="Split it into parts.")
        if self.taken("("):
            tree = self.either(depth + 1)
            self.expect(")")
            return tree
        if self.is_word("all") and self.follows("of"):
            self.place += 2
            return {"all": self.listed(depth)}
        if self.is_number() and self.follows("of"):
            return self.at_least(depth)
        if self.is_number() and self.follows("credits"):
            return self.credits()
        return self.leaf()

    def at_least(self, depth: int) -> Tree:
        wanted = self.here
        if not wanted.text.isdecimal():
            self.refuse("a whole number")
        self.place += 2
        parts = self.listed(depth)
        if int(wanted.text) > len(parts):
            raise InvalidValue(f"At character {wanted.at + 1}: {wanted.text} of {len(parts)} can never be met.")
        return {"atLeast": int(wanted.text), "of": parts}

    def credits(self) -> Tree:
        minimum = float(self.here.text)
        self.place += 2
        if not self.taken("from"):
            self.refuse("'from'")
        self.expect("(")
        parts = []
        while not self.taken(")"):
            leaf = self.leaf()
            if self.taken("="):
                leaf |= {"credits": self.number()}
            parts.append({name: value for name, value in leaf.items() if value})
            if not self.at_mark(")"):
                self.expect(",")
        return {"minimumCredits": minimum, "from": parts}

    def listed(self, depth: int) -> list[Tree]:
        self.expect("(")
        parts: list[Tree] = []
        while not self.taken(")"):
            parts.append(self.either(depth + 1))
            if not self.at_mark(")"):
                self.expect(",")
        return parts

    def leaf(self) -> Tree:
        if self.taken("skill"):
            skill = {"skill": self.name()}
            level = self.number() if self.taken("at") else 0.0
            return {**skill, "level": level} if level else skill
        return {"holds": self.name()}

    def name(self) -> str:
        token = self.here
        if token.kind == "quoted" or (token.kind == "word" and token.text.casefold() not in _KEYWORDS):
            self.place += 1
            return curie(token.text, self.prefix)
        self.refuse("a credential or skill")

    def number(self) -> float:
        if not self.is_number():
            self.refuse("a number")
        self.place += 1
        return float(self.tokens[self.place - 1].text)

    def is_number(self) -> bool:
        return self.here.kind == "word" and bool(_NUMBER.fullmatch(self.here.text))

    def is_word(self, word: str, ahead: int = 0) -> bool:
        token = self.tokens[min(self.place + ahead, len(self.tokens) - 1)]
        return token.kind == "word" and token.text.casefold() == word

    def follows(self, word: str) -> bool:
        return self.is_word(word, ahead=1)

    def at_mark(self, mark: str) -> bool:
        return self.here.kind == "mark" and self.here.text == mark

    def taken(self, text: str) -> bool:
        found = self.at_mark(text) or self.is_word(text)
        self.place += found
        return found

    def expect(self, mark: str) -> None:
        if not self.taken(mark):
            self.refuse(f"{mark!r}")

    def refuse(self, expected: str) -> NoReturn:
        got = repr(self.here.text) if self.here.kind != "end" else "the end"
        raise InvalidValue(f"At character {self.here.at + 1}: {expected} is expected, not {got}.", hint=_HINT)
