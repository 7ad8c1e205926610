"""What can go wrong while data comes in; every error of Stackway descends from the root that stands here.

StackwayError                 something was asked that can't be done; the message says what to do next
├── DataError                 data that came in, or the place where it is kept
│   ├── UnreadableFile        a file that can't be read at all (truncated, not text, the wrong kind)
│   ├── UnknownKind           a file of which can't be told what it is, or a kind that isn't known
│   ├── WrongColumns          a table without the columns that its kind needs
│   ├── InvalidTable          a table that breaks its declared schema
│   ├── InvalidValue          one value that can't be read; inside a file it ends in the reader's report instead
│   ├── WorkspaceError        the workspace: missing, not built yet, in use
│   │   ├── WorkspaceMissing
│   │   ├── WorkspaceVersion  made by another version of Stackway
│   │   └── WorkspaceBusy     a second writer
│   └── RecordsError          the records can't take what was said, or what was asked of them isn't there
│       ├── RecordsUnavailable  the database behind them can't be reached or written, whatever was asked
│       ├── RecordsVersion    their tables are of another version of Stackway
│       └── EditConflict      an edit of what somebody else has edited meanwhile
└── (each floor adds its own branch in its own errors module)

A single bad *row* is not an error: it is set aside in the reader's report and the rest goes on.
"""

from typing import Any


class StackwayError(Exception):
    """Something was asked that can't be done.

    ``str(error)`` says what was got and why it is a problem; ``hint`` says what to do next.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".rstrip()


class DataError(StackwayError):
    """Data that came in, or the place where it is kept."""


class UnreadableFile(DataError):
    """A file that can't be read at all: missing, truncated, not text, or of another kind."""


class UnknownKind(DataError):
    """It can't be told what a file is, or the kind that was named isn't known."""


class WrongColumns(DataError):
    """A file or table without the columns that its kind needs."""


class InvalidTable(DataError):
    """A table that breaks its declared schema: a fault of the program that made it, not of a row."""


class InvalidValue(DataError, ValueError):
    """One value that can't be read: a date, an address, a requirement. Readers report it and go on."""


class WorkspaceError(DataError):
    """The workspace folder can't be used as asked."""


class WorkspaceMissing(WorkspaceError):
    """There is no workspace here, or it hasn't been built."""


class WorkspaceVersion(WorkspaceError):
    """The workspace was made by a version of Stackway that this one can't read."""


class WorkspaceBusy(WorkspaceError):
    """Another process is writing to the workspace."""


class RecordsError(DataError):
    """The records can't take what was said, or what was asked of them isn't there."""


class RecordsUnavailable(RecordsError):
    """The database of the records can't be reached, read or written now: locked, full, gone, damaged."""


class RecordsVersion(RecordsError):
    """The tables of the records are of a version that this Stackway can't work with as they stand."""


class EditConflict(RecordsError):
    """What was to be edited is not what was read: somebody else edited it meanwhile.

    `version` and `body` are what stands there now; version 0 where there is nothing.
    """

    def __init__(self, message: str, *, hint: str = "", version: int = 0, body: Any = None) -> None:
        super().__init__(message, hint=hint)
        self.version = version
        self.body = body
