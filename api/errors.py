"""What can go wrong at both doors, the command line and HTTP.

StackwayError
├── BadOption     an option or field whose value makes no sense
└── GraphEdited   a graph store that holds edits which a push would overwrite
"""

from data.errors import StackwayError
from graph.errors import GraphStoreError


class BadOption(StackwayError):
    """An option or field whose value makes no sense."""


class GraphEdited(GraphStoreError):
    """A graph store that holds edits which this workspace hasn't taken over and a push would overwrite."""
