"""CTDL, the language of the Credential Registry, read from any dialect of its JSON."""

from data.ctdl.reading import read, recognises

__all__ = ["read", "recognises"]
