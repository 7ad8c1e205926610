"""What can go wrong at both doors, the command line and HTTP.

StackwayError
└── BadOption     an option or field whose value makes no sense
"""

from data.errors import StackwayError


class BadOption(StackwayError):
    """An option or field whose value makes no sense."""
