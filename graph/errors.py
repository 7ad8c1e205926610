"""What can go wrong in the graph.

StackwayError
└── GraphError
    ├── InvalidRequirement    a requirement that is no tree of the known kinds
    ├── RequirementCycle      credentials that require each other in a circle
    └── UnknownNode           an identifier that the graph doesn't hold
"""

from data.errors import StackwayError


class GraphError(StackwayError):
    """Something asked of the graph can't be answered."""


class InvalidRequirement(GraphError):
    """A requirement that is no tree of the known kinds."""


class RequirementCycle(GraphError):
    """Credentials that require each other in a circle, so that none of them can be begun."""


class UnknownNode(GraphError):
    """An identifier that the graph doesn't hold."""
