"""Where a Neo4j server is and who asks: read from one line, and never shown again with the password in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from graph.errors import GraphStoreError

SCHEMES: Final = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
_FORM: Final = "An address looks like neo4j://user:password@host:7687/database?space=name; `/` and `@` in a password \
are written %2F and %40."


@dataclass(frozen=True, slots=True)
class Address:
    """A server, a database on it, a space in that, and who asks; what it shows of itself leaves the last out."""

    server: str
    database: str = "neo4j"
    space: str = "stackway"
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)

    def __str__(self) -> str:
        return f"{self.server}/{self.database}"

    @classmethod
    def parse(cls, text: str, *, database: str = "neo4j", space: str = "stackway") -> Address:
        """Read an address; its path names the database and `?space=` the space. Raises `GraphStoreError`.

        >>> address = Address.parse("bolt://me:s%40fe@db.example:7687/graphs?space=north")
        >>> str(address), address.space, address.password
        ('bolt://db.example:7687/graphs', 'north', 's@fe')
        >>> Address.parse("neo4j://db.example")
        Address(server='neo4j://db.example:7687', database='neo4j', space='stackway')
        """
        parts, port = _split(text)
        asked = parse_qs(parts.query, keep_blank_values=True)
        if asked.keys() - {"space"}:
            raise GraphStoreError(
                f"An address of Neo4j takes `space` and no other option: {_shown(parts)}.", hint=_FORM
            )
        host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
        return cls(
            f"{parts.scheme}://{host}:{port}",
            _named("database", unquote(parts.path.strip("/")) or database),
            _named("space", asked.get("space", [space])[-1]),
            unquote(parts.username or ""),
            unquote(parts.password or ""),
        )


def _split(text: str) -> tuple[SplitResult, int]:
    """The parts and the port. No part of the text is repeated: what is misread may be a password."""
    try:
        parts = urlsplit(text.strip())
        port = 7687 if parts.port is None else parts.port
    except ValueError:
        raise GraphStoreError("The address of Neo4j can't be read: its host or port is none.", hint=_FORM) from None
    if parts.scheme not in SCHEMES or not parts.hostname:
        told = f"The address of Neo4j must begin with one of {', '.join(SCHEMES)}, then :// and a host."
        raise GraphStoreError(told, hint=_FORM)
    if parts.fragment:
        raise GraphStoreError("The address of Neo4j has a '#' in it.", hint=_FORM)
    return parts, port


def _shown(parts: SplitResult) -> str:
    return f"{parts.scheme}://{parts.hostname}"


def _named(what: str, name: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}", name):
        told = f"{name[:80]!r} is no name of a {what}: up to 63 letters, digits, dots and dashes."
        raise GraphStoreError(told, hint=_FORM)
    return name
