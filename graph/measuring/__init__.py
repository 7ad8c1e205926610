"""Measures of a pathway: how its steps hold each other up, what it takes, what it covers, where learners stop."""

from graph.measuring.coverage import Coverage, coverage
from graph.measuring.lengths import Lengths, lengths
from graph.measuring.stopping import Stop, stops
from graph.measuring.structure import StepMeasure, Structure, structure

__all__ = ["Coverage", "Lengths", "StepMeasure", "Stop", "Structure", "coverage", "lengths", "stops", "structure"]
