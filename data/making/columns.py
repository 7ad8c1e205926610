"""The columns of the catalogues that are made, in the order of the documented catalogue format."""

from __future__ import annotations

from typing import Final

CREDENTIALS: Final = (
    "id",
    "name",
    "description",
    "issuer",
    "issuer_name",
    "kind",
    "level",
    "level_rank",
    "language",
    "requires",
    "status",
    "page_url",
    "hours",
    "subjects",
    "occupations",
    "text",
    "signup_url",
    "mode",
    "note",
    "origin",
)
SKILLS: Final = ("credential", "label", "weight", "evidence", "origin")
PATHWAYS: Final = (
    "pathway",
    "name",
    "description",
    "destination",
    "page_url",
    "position",
    "credential",
    "optional",
    "note",
    "origin",
)
