"""Sentences and phrases linked to skills: letters, meaning and structure weighed together by a trained ranking."""

from skills_taxonomy.linking.linker import Link, Linker

__all__ = ["Link", "Linker"]
