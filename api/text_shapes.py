"""What is found in texts as plain values, the same for the command line and HTTP."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from skills_taxonomy.extraction.types import Document
    from skills_taxonomy.linking import Link


def document_json(document: Document) -> dict[str, Any]:
    """A document's skills, the weightiest first, and its mentions in the order of the text."""
    return {
        "skills": [asdict(one) for one in document.skills],
        "mentions": [asdict(one) for one in document.mentions],
        "sentences": document.sentences,
        "set_aside": {str(section): count for section, count in sorted(document.aside.items())},
    }


def link_json(link: Link) -> dict[str, Any]:
    """A link, its figures rounded."""
    return {
        "skill": link.skill,
        "label": link.label,
        "score": round(link.score, 4),
        "said": round(link.said, 4),
        "near": round(link.near, 4),
    }
