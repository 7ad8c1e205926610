"""Suggestions and events are written by a thread of their own, so that no request waits for a commit."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from typing import Final

from data.errors import RecordsUnavailable
from data.records.records import Records
from data.records.rows import Event, Forgotten, Suggestion
from data.records.suggestions import checked, checked_event, unknown_suggestion

BATCH: Final = 2_000
"""Rows after which a batch is written without waiting for more."""


class EventWriter:
    """A bounded queue before the records, emptied by a thread in batches; for one server process.

    What is lost: nothing at `close`; when the process is killed, what was taken in the last `every` seconds and while
    the last batch was being written. While the database can't be written (locked, disk full) rows wait and are tried
    again; when `room` rows wait, taking more waits up to `patience` seconds and then raises `RecordsError`.
    """

    def __init__(self, records: Records, *, every: float = 0.5, room: int = 50_000, patience: float = 10.0) -> None:
        self._records, self._every, self._room, self._patience = records, every, room, patience
        self._state = threading.Condition()
        self._made: dict[str, Suggestion] = {}
        self._in_flight: dict[str, Suggestion] = {}
        self._happened: list[Event] = []
        self._taken = self._written = 0
        self._hurried_to = 0
        self._closing = False
        self._failure: Exception | None = None
        self._thread = threading.Thread(target=self._run, name="stackway-events", daemon=True)
        self._thread.start()

    def __enter__(self) -> EventWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def add_suggestions(self, rows: Iterable[Suggestion]) -> None:
        """Take suggestions to be kept; raises `RecordsError` for rows that can't be, or where there is no room."""
        self._take([checked(row) for row in rows], ())

    def add_events(self, rows: Iterable[Event]) -> None:
        """Take events to be kept; raises `RecordsError` (and takes none) where a suggestion isn't known."""
        events = [checked_event(row) for row in rows]
        with self._state:
            strange = {row.suggestion for row in events} - self._made.keys() - self._in_flight.keys()
        if strange and (unknown := self._records.missing_suggestions(strange)):
            raise unknown_suggestion(min(unknown))
        self._take((), events)

    def suggestion(self, id_: str) -> Suggestion | None:
        """A suggestion by its identifier, also one that isn't written yet."""
        with self._state:
            waiting = self._made.get(id_) or self._in_flight.get(id_)
        return waiting or self._records.suggestion(id_)

    def flush(self) -> None:
        """Wait until everything taken so far is written; raises `RecordsError` where it can't be within `patience`."""
        with self._state:
            goal = self._hurried_to = self._taken
            self._state.notify_all()
            if not self._state.wait_for(lambda: self._written >= goal, self._patience):
                raise self._stuck()

    def forget(self, learner: str) -> Forgotten:
        """Forget a learner, with what was taken and isn't written yet."""
        self.flush()
        return self._records.forget(learner)

    def close(self) -> None:
        """Write what was taken, then end; raises `RecordsError` where it can't be written within `patience`."""
        with self._state:
            self._closing = True
            self._state.notify_all()
        self._thread.join(self._patience)
        with self._state:
            if self._written < self._taken:
                raise self._stuck()

    def _take(self, made: Sequence[Suggestion], happened: Sequence[Event]) -> None:
        with self._state:
            if not self._state.wait_for(lambda: self._closing or self._waiting() < self._room, self._patience):
                raise self._stuck()
            if self._closing:
                raise RecordsUnavailable(
                    "The records are being closed; this came too late.", hint="Ask again in a minute."
                )
            before = self._waiting()
            for row in made:
                self._made.setdefault(row.id, row)
            self._happened.extend(happened)
            self._taken += self._waiting() - before
            if not before or self._hurry():  # waking the thread for every request would cost more than it writes
                self._state.notify_all()

    def _waiting(self) -> int:
        return len(self._made) + len(self._happened)

    def _hurry(self) -> bool:
        return self._closing or self._hurried_to > self._written or self._waiting() >= BATCH

    def _run(self) -> None:
        while self._next():
            happened = self._lift()
            self._write(happened)

    def _next(self) -> bool:
        """Wait for rows, then a little for more; False at the end."""
        with self._state:
            self._state.wait_for(lambda: self._closing or self._waiting() > 0)
            self._state.wait_for(self._hurry, self._every)
            return self._waiting() > 0

    def _lift(self) -> list[Event]:
        with self._state:
            self._in_flight, self._made = self._made, {}
            happened, self._happened = self._happened, []
            self._state.notify_all()
            return happened

    def _write(self, happened: list[Event]) -> None:
        """Write what was lifted, as often as it takes; while closing, `close` gives up after its patience."""
        while True:
            try:
                self._records.log(list(self._in_flight.values()), happened)
            except Exception as error:  # whatever it is, the rows must not be lost with the thread
                self._failure = error
                threading.Event().wait(self._every)
                continue
            with self._state:
                self._written += len(self._in_flight) + len(happened)
                self._in_flight, self._failure = {}, None
                self._state.notify_all()
            return

    def _stuck(self) -> RecordsUnavailable:
        waiting = self._taken - self._written
        why = f" ({self._failure})" if self._failure else ""
        return RecordsUnavailable(
            f"{waiting:,} suggestions and events wait to be written and can't be{why}.",
            hint="Check the space on the disk and who else writes to the records.",
        )
