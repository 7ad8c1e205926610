"""Pathways: steps in an order towards a destination, what completes them, and how far a learner is on one."""

from graph.pathways.model import Condition, Constraint, Pathway, Role, Step, StepKind
from graph.pathways.progress import Milestone, Progress, StepProgress, StepState, progress

__all__ = [
    "Condition",
    "Constraint",
    "Milestone",
    "Pathway",
    "Progress",
    "Role",
    "Step",
    "StepKind",
    "StepProgress",
    "StepState",
    "progress",
]
