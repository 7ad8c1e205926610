"""The verbs of the records for what a person decides about: tags of credentials, mappings of skills."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from data.errors import RecordsError
from data.records import reviews
from data.records.authoring import Authoring
from data.records.checks import bounded
from data.review_rows import Decision, Filed, Proposal, Review, Verdict


class Reviewing(Authoring):
    """Proposals and decisions behind one address; `Records` is one. Every verb is one transaction."""

    __slots__ = ()

    def file_proposals(
        self, kind: str, found: Iterable[Proposal], now: datetime, *, issuer: str | None = None
    ) -> Filed:
        """Let the undecided proposals of a kind (of one issuer) be those found now; twice is as once.

        What was decided stays as it is, evidence included, also where nobody proposes it any more; what was never
        decided and isn't found any more goes. Raises `RecordsError`, and changes nothing, where one can't be kept.
        """
        with self._database.writing() as connection:
            return reviews.file(connection, kind, issuer, found, now)

    def reviews(
        self,
        issuer: str | None = None,
        *,
        kind: str | None = None,
        state: str | None = None,
        limit: int = 100,
        after: str = "",
    ) -> tuple[Review, ...]:
        """Reviews (of an issuer, a kind, a state), the least sure first, from the one behind the identifier `after`.

        Raises `RecordsError` where `after` names none.
        """
        with self._database.reading() as connection:
            place = reviews.one(connection, after) if after else None
            if after and place is None:
                raise RecordsError(f"No review is called {after[:100]!a}.", hint="Begin the list anew.")
            meant = {"issuer": issuer, "kind": kind, "state": state}
            return reviews.listing(connection, meant, bounded(limit), place)

    def review(self, id_: str) -> Review | None:
        """One review as it stands; None where there is none."""
        with self._database.reading() as connection:
            return reviews.one(connection, id_)

    def review_history(self, id_: str, limit: int = 100) -> tuple[Decision, ...]:
        """All that was decided of one review, latest first."""
        with self._database.reading() as connection:
            return reviews.history(connection, id_, bounded(limit))

    def review_counts(self, issuer: str | None = None) -> Mapping[tuple[str, str], int]:
        """How many reviews there are (of an issuer), by kind and state."""
        with self._database.reading() as connection:
            return reviews.counts(connection, issuer)

    def decided(self, kind: str | None = None) -> tuple[Review, ...]:
        """All that people decided (of a kind) and that wasn't taken back, in the order of time."""
        with self._database.reading() as connection:
            return reviews.decided(connection, kind)

    def decide(self, id_: str, verdict: Verdict, *, expected: int, author: str, now: datetime) -> Review:
        """Keep what a person says as the next version, and give back how the review stands now.

        `expected` is the version that was looked at, 0: undecided. Raises `EditConflict`, with what stands there now,
        where somebody else was quicker; `RecordsError` where there is no such review, or the verdict makes no sense.
        """
        with self._database.writing() as connection:
            return reviews.decide(connection, id_, verdict, expected, author, now)
