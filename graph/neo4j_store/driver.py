"""The way to a Neo4j server: the only file that imports its driver, and the table from its errors to ours."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, LiteralString

import neo4j
from neo4j import exceptions as theirs

from graph.errors import GraphStoreError, GraphStoreRefused, GraphStoreUnreachable
from graph.neo4j_store import cypher

if TYPE_CHECKING:
    from graph.neo4j_store.address import Address

Row = dict[str, Any]

OLDEST: Final = (5, 26)
"""The first version in which labels and types may be parameters."""

CONNECT: Final = 5.0
"""Seconds that a connection may take; also before a server that isn't there is said not to be."""


@dataclass(frozen=True, slots=True)
class Ours:
    """What becomes of an error of the driver: the class, what is said of it, and what to do next."""

    kind: type[GraphStoreError]
    told: str
    hint: str


_AWAY: Final = Ours(
    GraphStoreUnreachable, "can't be reached", "Check that the server runs and the address; then do it again."
)
_REFUSED: Final = Ours(GraphStoreRefused, "refuses", "Check the user, the password and what the user may do.")
_BUSY: Final = Ours(GraphStoreError, "has no room for this now", "Wait a little and do it again.")
_SETTINGS: Final = Ours(GraphStoreError, "can't be spoken to", "Check the scheme of the address and the server's kind.")
_ASKED: Final = Ours(GraphStoreError, "can't do what is asked", "Check that the server is Neo4j 5.26 or newer.")
_CLASH: Final = Ours(
    GraphStoreError, "holds something that is in the way", "Look for it with the constraint's name in Neo4j's browser."
)
_BROKEN: Final = Ours(GraphStoreError, "failed", "Look into the server's own log; then do it again.")
_MISUSED: Final = Ours(GraphStoreError, "was asked in a wrong way", "This is an error of ours: please report it.")

TABLE: Final[Mapping[type[Exception], Ours]] = {
    theirs.AuthError: _REFUSED,
    theirs.TokenExpired: _REFUSED,
    theirs.Forbidden: _REFUSED,
    theirs.ServiceUnavailable: _AWAY,
    theirs.RoutingServiceUnavailable: _AWAY,
    theirs.ReadServiceUnavailable: _AWAY,
    theirs.WriteServiceUnavailable: _AWAY,
    theirs.IncompleteCommit: _AWAY,
    theirs.SessionExpired: _AWAY,
    theirs.ConnectionPoolError: _AWAY,
    theirs.ConnectionAcquisitionTimeoutError: _AWAY,
    theirs.DatabaseUnavailable: _AWAY,
    theirs.NotALeader: _BUSY,
    theirs.ForbiddenOnReadOnlyDatabase: _REFUSED,
    theirs.TransientError: _BUSY,
    theirs.ConfigurationError: _SETTINGS,
    theirs.AuthConfigurationError: _SETTINGS,
    theirs.CertificateConfigurationError: _SETTINGS,
    theirs.UnsupportedServerProduct: _SETTINGS,
    theirs.ConstraintError: _CLASH,
    theirs.CypherSyntaxError: _ASKED,
    theirs.CypherTypeError: _ASKED,
    theirs.ClientError: _ASKED,
    theirs.DatabaseError: _BROKEN,
    theirs.Neo4jError: _BROKEN,
    theirs.BrokenRecordError: _MISUSED,
    theirs.ResultError: _MISUSED,
    theirs.ResultConsumedError: _MISUSED,
    theirs.ResultFailedError: _MISUSED,
    theirs.ResultNotSingleError: _MISUSED,
    theirs.SessionError: _MISUSED,
    theirs.TransactionError: _MISUSED,
    theirs.TransactionNestingError: _MISUSED,
    theirs.DriverError: _BROKEN,
    theirs.GqlError: _BROKEN,
    OSError: _AWAY,
}
"""Most specific class first: `ours` goes up the bases of an error until one is here."""

TIMED_OUT: Final = "Neo.ClientError.Transaction.TransactionTimedOut"
"""How codes begin that say it took too long; the driver has no class for them."""

_SLOW: Final = Ours(
    GraphStoreError,
    "took too long",
    "See whether somebody else is writing there, or whether the server has work enough.",
)

FOREIGN: Final = (theirs.GqlError, OSError)


def ours(error: Exception, where: str) -> GraphStoreError:
    """The error of ours for one of the driver's."""
    code = getattr(error, "code", None) or type(error).__name__
    row = _SLOW if code.startswith(TIMED_OUT) else next(TABLE[kind] for kind in type(error).__mro__ if kind in TABLE)
    return row.kind(f"Neo4j at {where} {row.told} ({code}): {_first_words(error)}", hint=row.hint)


def _first_words(error: Exception) -> str:
    words = " ".join((getattr(error, "message", None) or str(error)).split())
    return words if len(words) <= 300 else f"{words[:300]} ..."


class Link:
    """One driver: statements in, rows out. Each call is one transaction, tried again while that may help."""

    __slots__ = ("_bookmarks", "_closed", "_database", "_driver", "_limit", "_patience", "where")

    def __init__(self, address: Address, *, patience: float, limit: float) -> None:
        """Connect. `patience`: seconds in which a failed transaction is tried again; `limit`: seconds of one of them.

        Raises `GraphStoreUnreachable`, `GraphStoreRefused`, `GraphStoreError`.
        """
        self.where = str(address)
        self._database, self._limit, self._patience, self._closed = address.database, limit, patience, False
        with self.failures():
            self._driver = neo4j.GraphDatabase.driver(
                address.server,
                auth=neo4j.basic_auth(address.user, address.password) if address.user else None,
                connection_timeout=CONNECT,
                connection_acquisition_timeout=CONNECT * 3,
                max_transaction_retry_time=patience,
                liveness_check_timeout=30.0,
                notifications_min_severity="OFF",
                telemetry_disabled=True,
            )
            self._bookmarks = neo4j.GraphDatabase.bookmark_manager()
        try:
            self._meet()
        except GraphStoreError:
            self.close()
            raise

    def read(self, statement: LiteralString, **given: Any) -> list[Row]:
        """What a statement finds; whatever server of a cluster may answer."""
        return self._run(neo4j.Session.execute_read, statement, given)

    def write(self, statement: LiteralString, **given: Any) -> list[Row]:
        """What a statement that changes something says of it; it must be one that may be said twice."""
        return self._run(neo4j.Session.execute_write, statement, given)

    def close(self) -> None:
        """Let go of all connections."""
        if not self._closed:
            self._closed = True
            self._driver.close()

    @contextmanager
    def failures(self) -> Iterator[None]:
        """What the driver raises becomes ours, in this one place."""
        if self._closed:
            raise GraphStoreError("This store has been closed.", hint="Open another one on the same address.")
        try:
            yield
        except FOREIGN as error:
            raise ours(error, self.where) from error

    def _run(self, way: Callable[[neo4j.Session, Any], list[Row]], statement: LiteralString, given: Row) -> list[Row]:
        """One transaction. The driver tries again whatever may pass, but not where an answer to COMMIT was lost."""

        @neo4j.unit_of_work(timeout=self._limit)
        def work(transaction: neo4j.ManagedTransaction) -> list[Row]:
            return [dict(record) for record in transaction.run(statement, given)]

        end = time.monotonic() + self._patience
        with self.failures():
            while True:
                try:
                    with self._driver.session(database=self._database, bookmark_manager=self._bookmarks) as session:
                        return way(session, work)
                except theirs.IncompleteCommit:
                    if time.monotonic() > end:
                        raise

    def _meet(self) -> None:
        """Whether somebody is there, lets us in, and is new enough."""
        with self.failures():
            agent = self._driver.get_server_info().agent
        found = re.match(r"Neo4j/(\d+)\.(\d+)", agent)
        if found and (int(found[1]), int(found[2])) < OLDEST:
            told = f"The server at {self.where} is {agent[:80]}; this needs Neo4j {OLDEST[0]}.{OLDEST[1]} or newer."
            raise GraphStoreError(told, hint="Upgrade the server, or name another one.")
        self.read(cypher.ANYTHING)
