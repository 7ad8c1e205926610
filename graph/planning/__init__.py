"""Plans: the cheapest, quickest or shortest way from what is held to a goal, proven best, or why there is none."""

from graph.planning.plan import lacking, plan
from graph.planning.types import Lacking, Limits, Measure, NoPlan, Plan, PlanStep, Way, Ways

__all__ = ["Lacking", "Limits", "Measure", "NoPlan", "Plan", "PlanStep", "Way", "Ways", "lacking", "plan"]
