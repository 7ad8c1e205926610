"""API keys. A secret is shown once and only its SHA-256 is kept.

A slow hash (scrypt, Argon2) is for secrets that people choose and that can therefore be guessed. These secrets are 256
random bits: nobody can try them out, however fast the hash, and a slow one would cost every request 50 ms.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest
from typing import Any, Final

from sqlalchemy import Connection, insert, select, update

from data.errors import RecordsError
from data.records.checks import name_or_empty, one_of, prose, utc
from data.records.rows import SCOPES, Key
from data.records.schema import keys

_MARK: Final = "stackway"
_NOBODY: Final = sha256(b"").hexdigest()


def create(connection: Connection, issuer: str, scopes: Collection[str], label: str, now: datetime) -> tuple[str, str]:
    """Make a key; returns its identifier and its secret (``stackway_<identifier>_<43 characters>``)."""
    if not scopes:
        raise RecordsError("A key without any scope allows nothing.", hint=f"Give some of: {', '.join(SCOPES)}.")
    id_ = secrets.token_hex(8)
    secret = f"{_MARK}_{id_}_{secrets.token_urlsafe(32)}"
    connection.execute(
        insert(keys).values(
            id=id_,
            digest=sha256(secret.encode()).hexdigest(),
            issuer=name_or_empty(issuer, "issuer"),
            scopes=" ".join(sorted({one_of(scope, SCOPES, "scope") for scope in scopes})),
            name=prose(label, 200),
            created=utc(now),
        )
    )
    return id_, secret


def find(connection: Connection, secret: str) -> Key | None:
    """The key with this secret, unless it was revoked.

    The row is found by the identifier, which is no secret; digests are compared in constant time, also where there is
    no such key, so that the time taken tells nothing of the secret.
    """
    mark, _, rest = secret[:200].partition("_")
    row = connection.execute(select(keys).where(keys.c.id == rest[:16])).one_or_none() if rest.isascii() else None
    digest = sha256(secret.encode("utf-8", "replace")).hexdigest()
    same = compare_digest(digest, row.digest if row else _NOBODY)
    return _key(row) if row and same and mark == _MARK and row.revoked is None else None


def revoke(connection: Connection, id_: str, now: datetime) -> None:
    """Let a key allow nothing any more, from now on; raises `RecordsError` where there is none."""
    alive = update(keys).where(keys.c.id == id_, keys.c.revoked.is_(None)).values(revoked=utc(now))
    if not connection.execute(alive).rowcount and not connection.scalar(select(keys.c.id).where(keys.c.id == id_)):
        raise RecordsError(f"There is no key {id_[:50]!a}.", hint="Look at the list of keys for its identifier.")


def all_of(connection: Connection) -> tuple[Key, ...]:
    """All keys, the revoked ones too, oldest first."""
    return tuple(_key(row) for row in connection.execute(select(keys).order_by(keys.c.created, keys.c.id)))


def _key(row: Any) -> Key:
    return Key(row.id, row.issuer, frozenset(row.scopes.split()), row.name, row.created, row.revoked)
