"""Search as people type: an index file built once per snapshot, opened read-only in milliseconds."""

from skills_taxonomy.search.building import build_index
from skills_taxonomy.search.index import Index

__all__ = ["Index", "build_index"]
