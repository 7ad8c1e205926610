"""Rich skill descriptors as OSMT exports them: JSON, JSON-LD and CSV."""

from data.rsd.reading import read, recognises

__all__ = ["read", "recognises"]
