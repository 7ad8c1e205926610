"""Pathways that are authored through the API: versions in the records that every build and every answer put on top."""

from recommender.authored.faults import LONGEST_CHAIN, MOST_STEPS, Fault, faults
from recommender.authored.merging import merged
from recommender.authored.state import KIND, SOURCE, Authored, body_of, pathway_of

__all__ = [
    "KIND",
    "LONGEST_CHAIN",
    "MOST_STEPS",
    "SOURCE",
    "Authored",
    "Fault",
    "body_of",
    "faults",
    "merged",
    "pathway_of",
]
