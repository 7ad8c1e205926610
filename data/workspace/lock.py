"""One writer at a time: a lock that the operating system takes back when its holder dies."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from data.errors import WorkspaceBusy, WorkspaceError
from data.workspace.durable import replace_json


class WriterLock:
    """The lock of one folder. It is held by a thread of a process; the same thread may take it again inside.

    Beside it stands who holds it, for people to read: that file may be stale after a kill, the lock itself can't be.
    """

    __slots__ = ("_card", "_lock")

    def __init__(self, folder: Path) -> None:
        self._lock = FileLock(folder / "writer.lock")
        self._card = folder / "writer.json"

    @property
    def held(self) -> bool:
        """Whether this thread holds it through this object."""
        return bool(self._lock.is_locked)

    @contextmanager
    def taken(self) -> Iterator[bool]:
        """Hold the lock; True where it wasn't held before. Never waits: raises `WorkspaceBusy`."""
        outermost = not self.held
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise self._busy() from None
        try:
            if outermost:
                replace_json(self._card, {"pid": os.getpid(), "host": socket.gethostname()})
            yield outermost
        finally:
            if outermost:
                self._card.unlink(missing_ok=True)
            self._lock.release()

    def demand(self) -> None:
        """Refuse to change anything without the lock; raises `WorkspaceError`."""
        if not self.held:
            raise WorkspaceError(
                "The workspace was to be changed without being its writer; two writers at once would spoil it.",
                hint="Do it inside `with workspace.writing():`.",
            )

    def _busy(self) -> WorkspaceBusy:
        folder = self._card.parent
        try:
            card = json.loads(self._card.read_text("utf-8"))
            since = datetime.fromtimestamp(self._card.stat().st_mtime, UTC)
            who = f"process {card['pid']} on {card['host']} since {since:%Y-%m-%d %H:%M:%S} UTC"
        except (OSError, ValueError, KeyError, TypeError):
            who = "another process"
        return WorkspaceBusy(
            f"The workspace {folder} is being written by {who}.",
            hint="Wait until it has ended, or stop it; a workspace has one writer at a time.",
        )
