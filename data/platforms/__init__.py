"""Exports of badge platforms: which of their columns is which is guessed, confirmed once, kept, and then read."""

from data.platforms.guessing import guess
from data.platforms.mapping import ColumnMapping, describe, load, save
from data.platforms.reading import columns, read

__all__ = ["ColumnMapping", "columns", "describe", "guess", "load", "read", "save"]
