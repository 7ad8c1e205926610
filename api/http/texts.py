"""Texts read for skills, over HTTP: documents, sentences, and the page where a text is pasted. Nothing is kept."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field

from api.http.context import MayRead
from api.http.problems import problem_json
from api.linking import SkillReader
from api.pages.reading import EXAMPLE, read_page
from api.text_shapes import document_json, link_json
from data.errors import StackwayError
from skills_taxonomy.errors import DocumentTooLong, NotAText

router = APIRouter(tags=["texts"])

MOST_DOCUMENTS: Final = 50
MOST_SENTENCES: Final = 100
_CHARACTERS: Final = 200_000
_PASTED: Final = 50_000


async def reader_of(request: Request) -> SkillReader:
    """What reads texts here."""
    found: SkillReader = request.app.state.reader
    return found


Reader = Annotated[SkillReader, Depends(reader_of)]


class Text(BaseModel):
    """One document: a job advertisement, a CV, a course outline."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field("", max_length=250, description="What the answer is to call it.")
    text: str = Field(max_length=_CHARACTERS, description="Plain text or HTML; offsets count its characters.")


class Texts(BaseModel):
    """Documents to be read for skills."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"documents": [{"id": "ad-1", "text": "Requirements:\n- 3 years of Python, SQL is a plus"}]}]
        },
    )

    documents: list[Text] = Field(min_length=1, max_length=MOST_DOCUMENTS)


class Sentences(BaseModel):
    """Sentences or phrases to be linked to skills."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"texts": ["You will lead a team of five and plan the shifts"], "k": 3}]},
    )

    texts: list[Annotated[str, Field(max_length=2_000)]] = Field(min_length=1, max_length=MOST_SENTENCES)
    k: int = Field(5, ge=1, le=100, description="How many skills for each.")


@router.post("/v1/skills/extract")
async def extract(asked: Texts, reader: Reader, caller: MayRead) -> dict[str, Any]:
    """Read documents for skills: where, how sure, required or wished for, how well, for how many years.

    A document that can't be read has a `problem` in its place; the others are read.
    """
    found = await run_in_threadpool(lambda: [_read(reader, one) for one in asked.documents])
    return {"lexical": reader.lexical, "documents": found}


def _read(reader: SkillReader, one: Text) -> dict[str, Any]:
    try:
        return {"id": one.id} | document_json(reader.extract(one.text))
    except (NotAText, DocumentTooLong) as error:
        return {"id": one.id, "problem": problem_json(error)}


@router.post("/v1/skills/link")
async def link(asked: Sentences, reader: Reader, caller: MayRead) -> dict[str, Any]:
    """Link sentences to the skills that they say or mean, the best first; `score` orders one sentence's links only."""
    found = await run_in_threadpool(lambda: [(text, reader.link(text, asked.k)) for text in asked.texts])
    return {
        "lexical": reader.lexical,
        "texts": [{"text": text, "links": [link_json(one) for one in there]} for text, there in found],
    }


@router.get("/read", include_in_schema=False)
def empty_page() -> Response:
    """The page where a text is pasted."""
    return read_page(EXAMPLE)


@router.post("/read", include_in_schema=False)
def filled_page(text: Annotated[str, Form(max_length=_PASTED)], reader: Reader) -> Response:
    """The text with its skills marked."""
    text = text.replace("\r\n", "\n")
    try:
        return read_page(text, reader.extract(text))
    except StackwayError as error:
        return read_page(text, fault=error)
