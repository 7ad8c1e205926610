"""Pathways: steps in an order towards a destination, what completes them, and how far a learner is on one."""

from graph.pathways.progress import (
    Milestone,
    Pathway,
    Progress,
    Step,
    StepProgress,
    StepState,
    progress,
)

__all__ = ["Milestone", "Pathway", "Progress", "Step", "StepProgress", "StepState", "progress"]
