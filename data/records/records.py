"""All that may be asked of the records, each in a transaction of its own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from sqlalchemy import distinct, func, select

from data.errors import RecordsError
from data.records import attribution, awards, choices, forgetting, keys, pins, schema, suggestions, tidying
from data.records.checks import bounded, name, utc
from data.records.database import Database
from data.records.reviewing import Reviewing
from data.records.rows import (
    Added,
    AwardRow,
    Choices,
    Event,
    Forgotten,
    FunnelRow,
    Key,
    Pin,
    Shown,
    StatedLimits,
    Suggestion,
)

if TYPE_CHECKING:
    import pandas as pd

_SOONEST = timedelta(days=30)


class Records(Reviewing):
    """Awards, choices, pins, suggestions, events and keys behind one address. Threads may share it.

    Every verb is one transaction: after a kill its whole effect is there or none. Foreign errors become
    `RecordsError`. Not here: what an issuer publishes (that is a part of the workspace).
    """

    __slots__ = ()

    @classmethod
    def open(cls, url: str) -> Records:
        """Open ``sqlite:///file`` or ``postgresql://...``, and make the tables where there are none.

        Older tables of a file are brought up to date; those of a server are refused until `upgrade` did it.
        Raises `RecordsError`: `RecordsVersion` for tables of another version, `RecordsUnavailable` where the database
        can't be used now.
        """
        database = Database.open(url)
        try:
            database.agree()
        except RecordsError:
            database.close()
            raise
        return cls(database)

    def close(self) -> None:
        """Give back all connections."""
        self._database.close()

    def __enter__(self) -> Records:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- awards ------------------------------------------------------------------------------------------------------

    def add_awards(self, rows: Iterable[AwardRow] | pd.DataFrame, now: datetime) -> Added:
        """Import awards and enrolments: rows, or a frame of the table `awards`. Twice is as once.

        Of two sayings of one award (same learner, credential, state and date) the better known stays, of two alike
        the later. What follows from new ones for earlier suggestions is logged (`attribute_awards`).
        Raises `RecordsError` (and keeps nothing) where a row can't be kept.
        """
        values = awards.values_in(cast("pd.DataFrame", rows)) if hasattr(rows, "columns") else awards.values_of(rows)
        done, now = Added(), utc(now)
        with self._database.writing() as connection:
            for added, fresh in awards.add(connection, values):
                done += added
                attribution.attribute(connection, now, {row[0] for row in fresh})
        return done

    def awards_of(self, learner: str) -> tuple[AwardRow, ...]:
        """A learner's awards and enrolments, by credential, date and state; empty where nothing is known."""
        with self._database.reading() as connection:
            return awards.of(connection, learner)

    def learners(self, issuer: str | None = None, *, limit: int = 100, after: str = "") -> tuple[str, ...]:
        """Learners who have an award or enrolment (of the issuer), by identifier, from the one after `after`."""
        with self._database.reading() as connection:
            return awards.learners(connection, issuer, bounded(limit), after)

    def award_pairs(self, known: Sequence[str] = ("verified",)) -> pd.DataFrame:
        """Who earned what, for training: learner, credential, awarded (the first date as text, null: none stated).

        One row per learner and credential that was awarded, completed or has expired, and never revoked. Only what
        issuers verified, unless `known` says otherwise: what people upload of themselves must not steer others.
        """
        with self._database.reading() as connection:
            return awards.pairs(connection, known)

    def counts(self) -> Mapping[str, int]:
        """Rows by table, and under ``learners`` how many learners have an award or enrolment."""
        with self._database.reading() as connection:
            found = {
                table.name: connection.scalar(select(func.count()).select_from(table)) or 0
                for table in schema.metadata.sorted_tables
            }
            found["learners"] = connection.scalar(select(func.count(distinct(schema.awards.c.learner)))) or 0
            return MappingProxyType(found)

    # -- choices -----------------------------------------------------------------------------------------------------

    def dismiss(self, learner: str, credential: str, now: datetime) -> None:
        """Never suggest this credential to this learner again."""
        with self._database.writing() as connection:
            choices.mark(connection, schema.dismissals, learner, credential, now)

    def undo_dismiss(self, learner: str, credential: str) -> bool:
        """Undo it; whether there was something to undo."""
        with self._database.writing() as connection:
            return choices.unmark(connection, schema.dismissals, learner, credential)

    def know_already(self, learner: str, about: str, now: datetime) -> None:
        """Keep that the learner knows what a credential teaches, or has a skill (`about` is either's identifier)."""
        with self._database.writing() as connection:
            choices.mark(connection, schema.already_known, learner, about, now)

    def undo_know_already(self, learner: str, about: str) -> bool:
        """Undo it; whether there was something to undo."""
        with self._database.writing() as connection:
            return choices.unmark(connection, schema.already_known, learner, about)

    def set_goal(self, learner: str, goal: str, now: datetime) -> None:
        """Keep the learner's goal as typed; empty: none."""
        with self._database.writing() as connection:
            choices.set_goal(connection, learner, goal, now)

    def set_limits(self, learner: str, limits: StatedLimits, now: datetime) -> None:
        """Keep the learner's limits in place of earlier ones; raises `RecordsError` for impossible ones."""
        with self._database.writing() as connection:
            choices.set_limits(connection, learner, limits, now)

    def choices(self, learner: str) -> Choices:
        """Everything that the learner decided."""
        with self._database.reading() as connection:
            return choices.of(connection, learner)

    # -- an issuer's pins and boosts ---------------------------------------------------------------------------------

    def put_pin(self, pin: Pin, now: datetime) -> None:
        """Keep an issuer's pin or boost; the value 0 takes it back. Earlier ones stay in the history."""
        with self._database.writing() as connection:
            pins.put(connection, pin, now)

    def pins(self, issuer: str, placement: str = "") -> tuple[Pin, ...]:
        """Pins and boosts in force at a placement: its own and those for everywhere; its own win. By credential."""
        with self._database.reading() as connection:
            return pins.in_force(connection, issuer, placement)

    def pin_history(self, issuer: str, limit: int = 100) -> tuple[tuple[datetime, Pin], ...]:
        """An issuer's changes of pins and boosts, latest first."""
        with self._database.reading() as connection:
            return pins.history(connection, issuer, bounded(limit))

    # -- suggestions and events --------------------------------------------------------------------------------------

    def log_suggestions(self, rows: Iterable[Suggestion]) -> int:
        """Keep suggestions; one whose identifier is there stays as it is. Returns how many are new."""
        return self.log([suggestions.checked(row) for row in rows], ())[0]

    def log_events(self, rows: Iterable[Event]) -> int:
        """Keep events, the first of each kind of a suggestion. Returns how many are new.

        Raises `RecordsError` (and keeps none) where a suggestion isn't there.
        """
        checked = [suggestions.checked_event(row) for row in rows]
        with self._database.writing() as connection:
            return suggestions.log_events(connection, checked)

    def log(self, made: Sequence[Suggestion], happened: Sequence[Event]) -> tuple[int, int]:
        """Keep suggestions and events together, as `EventWriter` does; returns how many of each are new.

        Rows must have been checked. Events of suggestions that aren't there (forgotten meanwhile) are left out.
        """
        with self._database.writing() as connection:
            new = suggestions.log(connection, made)
            there = suggestions.known(connection, {row.suggestion for row in happened})
            return new, suggestions.write_events(connection, [row for row in happened if row.suggestion in there])

    def missing_suggestions(self, ids: Collection[str]) -> frozenset[str]:
        """Those of the identifiers that no suggestion has."""
        with self._database.reading() as connection:
            return frozenset(ids) - suggestions.known(connection, frozenset(ids))

    def suggestion(self, id_: str) -> Suggestion | None:
        """A suggestion by its identifier; None where there is none."""
        with self._database.reading() as connection:
            return suggestions.one(connection, id_)

    def events_of(self, suggestion: str) -> tuple[Event, ...]:
        """What came of a suggestion, in the order of time."""
        with self._database.reading() as connection:
            return suggestions.events_of(connection, suggestion)

    def attribute_awards(self, now: datetime, learners: Collection[str] | None = None) -> int:
        """Log `enrolled` and `earned` for suggestions whose learner enrolled or earned afterwards; returns how many.

        `add_awards` does it for what it adds; do it for all after suggestions came in late. One award makes one
        event, of the suggestion clicked last before it, else shown last, else made last. Twice is as once.
        """
        with self._database.writing() as connection:
            return attribution.attribute(connection, utc(now), learners)

    def funnel(self, issuer: str | None = None, since: datetime | None = None) -> tuple[FunnelRow, ...]:
        """Per credential, how many suggestions were made (on the issuer's behalf, since then) and what came of them."""
        with self._database.reading() as connection:
            return suggestions.funnel(connection, issuer, since)

    def explored(self, since: datetime | None = None) -> tuple[Shown, ...]:
        """What was shown while exploration was on, answer by answer and place by place, with what came of it."""
        with self._database.reading() as connection:
            return suggestions.explored(connection, since)

    def tidy(self, older_than: timedelta, now: datetime) -> int:
        """Remove suggestions older than that which were made to nobody known and of which nothing came but a look.

        What was shown by a known chance stays: of a log without its misses nothing can be concluded.
        What is left of the funnel is then of the time since. Goes in batches, so that others needn't wait; a kill
        leaves whole batches. Returns how many went.
        """
        if older_than < _SOONEST:
            raise RecordsError(
                f"Got {older_than.days} days, within which a suggestion may still be followed.",
                hint=f"Give {_SOONEST.days} days or more.",
            )
        before, removed = utc(now) - older_than, 0
        while True:
            with self._database.writing() as connection:
                gone = tidying.tidy(connection, before)
            removed += gone
            if gone < tidying.BATCH:
                return removed

    # -- keys --------------------------------------------------------------------------------------------------------

    def create_key(self, issuer: str, scopes: Collection[str], label: str, now: datetime) -> tuple[str, str]:
        """Make an API key: its identifier, and its secret, which can't be shown again."""
        with self._database.writing() as connection:
            return keys.create(connection, issuer, scopes, label, now)

    def find_key(self, secret: str) -> Key | None:
        """The key with this secret, unless it was revoked."""
        with self._database.reading() as connection:
            return keys.find(connection, secret)

    def revoke_key(self, key_id: str, now: datetime) -> None:
        """Let a key allow nothing any more; raises `RecordsError` where there is none. Twice is as once."""
        with self._database.writing() as connection:
            keys.revoke(connection, key_id, now)

    def keys(self) -> tuple[Key, ...]:
        """All keys, the revoked ones too, oldest first."""
        with self._database.reading() as connection:
            return keys.all_of(connection)

    # -- forgetting --------------------------------------------------------------------------------------------------

    def forget(self, learner: str) -> Forgotten:
        """Leave nothing of a learner behind: awards, choices, suggestions made to them and their events.

        In SQLite the bytes are gone from the files, too (see `Forgotten.wiped`). What an `EventWriter` hasn't written
        yet isn't here: use `EventWriter.forget` where there is one. Counts in a built snapshot name nobody.
        """
        name(learner, "learner")
        with self._database.writing() as connection:
            rows = forgetting.forget(connection, learner)
        return Forgotten(MappingProxyType(rows), self._database.wipe((learner,)))
