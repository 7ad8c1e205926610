"""What can go wrong at both doors, the command line and HTTP.

StackwayError
├── BadOption     an option or field whose value makes no sense
└── UnknownKind   a file of which can't be told what it is
"""

from data.errors import DataError, StackwayError


class BadOption(StackwayError):
    """An option or field whose value makes no sense."""


class UnknownKind(DataError):
    """A file of which can't be told what it is."""
