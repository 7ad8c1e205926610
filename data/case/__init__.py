"""CASE, in which competencies and academic standards are exchanged: packages, lists and lines of 1.0 and 1.1."""

from data.case.reading import read, recognises

__all__ = ["read", "recognises"]
