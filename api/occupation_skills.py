"""The skills that an occupation of a workspace asks for, or likely asks for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from data.reading import Progress
from data.workspace import Workspace
from graph.errors import UnknownNode

if TYPE_CHECKING:
    from data.tables import Tables

RELATIONS: Final = ("technology", "essential", "optional")
"""What counts as asked for; O*NET's general ratings of skills and knowledge, which all occupations have, don't."""


def likely_skills(path: Path, occupation: str, *, k: int, progress: Progress) -> list[dict[str, Any]]:
    """The k likeliest skills of an occupation, published ones first; raises `UnknownNode`, `WorkspaceMissing`."""
    from api.in_force import in_force
    from skills_taxonomy.titles.likely_skills import LikelySkills
    from skills_taxonomy.titles.names import names_of

    progress("reading the occupations", 0, None)
    tables = in_force(Workspace.open(path)).tables
    names = names_of(tables)
    if occupation not in names.ids:
        raise UnknownNode(
            f"No occupation is called {occupation!r}.", hint='`stackway occupations match "TITLE"` finds identifiers.'
        )
    vocabulary = names.vocabularies[names.ids.index(occupation)]
    progress("comparing occupations", 0, None)
    ranker = LikelySkills.of(_of_vocabulary(tables, vocabulary), names, vocabulary, RELATIONS)
    labels = dict(zip(tables["skills"]["id"], tables["skills"]["label"], strict=True))
    return [
        {"skill": one.skill, "label": labels.get(one.skill, one.skill), "score": round(one.score, 4)}
        | {"published": one.published}
        for one in ranker.ranked(occupation, k)
    ]


def _of_vocabulary(tables: Tables, vocabulary: str) -> Tables:
    """The tables with the skills of this vocabulary's occupations alone."""
    from data.tables import Tables

    frame, occupations = tables["occupation_skills"], tables["occupations"]
    ours = occupations.loc[occupations["vocabulary"] == vocabulary, "id"]
    return Tables({**tables, "occupation_skills": frame[frame["occupation"].isin(ours)]})
