"""The bodies of the question which occupations job titles mean."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api.http.schemas import Body
from api.titles import MOST

JobTitle = Annotated[str, Field(min_length=1, max_length=300)]


class TitlesAsk(Body):
    """One job title or up to 100."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"titles": ["Sr. Software Eng II (Remote) - London", "RN, night shift"], "k": 3}]
        },
    )

    titles: JobTitle | Annotated[list[JobTitle], Field(min_length=1, max_length=MOST)]
    k: int = Field(3, ge=1, le=25, description="How many occupations of each vocabulary.")
    least: float | None = Field(
        None, ge=0, le=1, description="The confidence below which none is sure enough; default 0.5."
    )
    schemes: list[str] = Field(
        default_factory=list, max_length=20, description="Only these vocabularies, such as esco or onet (empty: all)."
    )


class Candidate(BaseModel):
    """An occupation that a title may mean."""

    id: str
    label: str
    scheme: str
    confidence: float = Field(ge=0, le=1, description="How likely its publisher would give it this title.")
    nearest_name: str
    same_as: list[str] = Field(description="Occupations of other vocabularies, by the crosswalk.")


class SchemeAnswer(BaseModel):
    """What one vocabulary has for a title."""

    scheme: str
    abstained: bool = Field(description="None of the occupations is sure enough.")
    why: str
    occupations: list[Candidate]


class TitleAnswer(BaseModel):
    """A title, what of it was taken for the job, and what each vocabulary has for it."""

    title: str
    job: str
    schemes: list[SchemeAnswer]


class TitleAnswers(BaseModel):
    """The answers, in the order of the titles."""

    titles: list[TitleAnswer]
