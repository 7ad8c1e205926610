"""Two versions of one vocabulary side by side: what was added, renamed, merged, split, moved and withdrawn."""

from skills_taxonomy.versions.applying import applied
from skills_taxonomy.versions.changes import VocabularyChange
from skills_taxonomy.versions.comparing import diff
from skills_taxonomy.versions.concepts import Concept, Version, version_of

__all__ = ["Concept", "Version", "VocabularyChange", "applied", "diff", "version_of"]
