"""A pathway as it is sent for saving: every field, its bounds, and errors that name the field at fault."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from api.errors import InvalidPathway
from data.errors import StackwayError
from graph.errors import InvalidRequirement
from graph.pathways import Pathway
from graph.pathways.codec import pathway_from_plain
from graph.requirements import from_json, to_json
from recommender.authored import MOST_STEPS, Fault, faults

MANY = 1e9
"""The largest number of hours or credits."""


def _plain(text: str) -> str:
    if any(not (c.isprintable() or c in "\n\t") for c in text):
        raise ValueError("holds characters that can't be shown")
    return text


def _one_line(text: str) -> str:
    if not text.isprintable() or text != text.strip():
        raise ValueError("must be one line of printable characters, without blanks at its ends")
    return text


def _address(text: str) -> str:
    from data.cells import web_address  # reads tables, too: not for a server's start

    return _said(web_address, text) if text else ""


def _language(text: str) -> str:
    from data.cells import language

    return _said(language, text) if text else ""


def _asked(text: str | None) -> str | None:
    return to_json(_said(from_json, text)) if text else None


def _said(read: Any, text: str) -> Any:
    """What the reader makes of the text; its complaint becomes the field's."""
    try:
        return read(text)
    except StackwayError as error:
        raise ValueError(f"{error.message} {error.hint}".strip()) from error


Id = Annotated[str, Field(min_length=1, max_length=250), AfterValidator(_one_line)]
Name = Annotated[str, Field(max_length=500), AfterValidator(_one_line)]
Prose = Annotated[str, Field(max_length=10_000), AfterValidator(_plain)]
Address = Annotated[str, Field(max_length=2_000), AfterValidator(_address)]
Amount = Annotated[float, Field(ge=0, le=MANY)]
Steps = Annotated[list[Id], Field(max_length=MOST_STEPS)]


class _Sent(BaseModel):
    """Unknown fields are an error, so that a typing mistake isn't overlooked; nothing is guessed from another type."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, strict=True)


class ConditionIn(_Sent):
    """What must be met among steps: `atLeast` of the steps and parts together (absent: all), or `credits` from them."""

    steps: Steps = Field(default_factory=list)
    parts: list[ConditionIn] = Field(default_factory=list, max_length=MOST_STEPS)
    at_least: int | None = Field(None, alias="atLeast", ge=0, le=10**6)
    credits: Amount | None = None
    name: Name = ""
    description: Prose = ""
    constraints: list[Annotated[tuple[Name, Name, Name, Prose], Field(strict=False)]] = Field(
        default_factory=list, max_length=100, description="Left, comparator, right, description; shown, not checked."
    )


class StepIn(_Sent):
    """One step; of a step for which nobody issues anything, `credential` is an identifier of its own."""

    id: Id
    position: int = Field(ge=-(10**6), le=10**6)
    credential: Id
    optional: bool = False
    requirement: Annotated[str | None, Field(max_length=50_000), AfterValidator(_asked)] = Field(
        None, description="What must be met before it, as JSON in a text."
    )
    kind: Literal["credential", "course", "skill", "assessment", "work", "activity", "job", "group"] = "credential"
    name: Name = ""
    description: Prose = ""
    page_url: Address = ""
    condition: ConditionIn | None = None
    after: Steps = Field(default_factory=list)
    credits: Amount = 0.0
    hours: Amount | None = None
    role: Literal["", "milestone", "off-ramp"] = ""


class PathwayIn(_Sent):
    """A whole pathway. What an answer gives besides (`evidence`) may be sent back and is ignored."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "name": "From the deck to the helm",
                    "steps": [
                        {"id": "1", "position": 1, "credential": "sea:DECKHAND"},
                        {"id": "2", "position": 2, "credential": "sea:SKIPPER", "after": ["1"]},
                    ],
                    "ends": ["2"],
                }
            ]
        }
    )

    id: Id | None = Field(None, description="As in the address, if at all.")
    name: Annotated[str, Field(min_length=1, max_length=500), AfterValidator(_one_line)]
    issuer: Annotated[str, Field(max_length=250), AfterValidator(_one_line)] = Field("", description="The key's own.")
    destination: Annotated[str, Field(max_length=250), AfterValidator(_one_line)] = ""
    description: Prose = ""
    page_url: Address = ""
    note: Prose = ""
    level: Name = ""
    language: Annotated[str, Field(max_length=100), AfterValidator(_language)] = ""
    steps: list[StepIn] = Field(max_length=MOST_STEPS)
    ends: Steps = Field(default_factory=list)
    ordered: bool = False
    extra: list[Annotated[tuple[Name, Prose], Field(strict=False)]] = Field(default_factory=list, max_length=200)
    evidence: Any = Field(None, exclude=True)


def pathway_sent(body: Any, id_: str, issuer: str) -> Pathway:
    """The pathway that a body describes, its steps by position; raises `InvalidPathway` with all that is wrong."""
    try:
        sent = PathwayIn.model_validate(body)
    except ValidationError as error:
        raise InvalidPathway.of(_fields(error)) from error
    for field, said, meant in (("id", sent.id, id_), ("issuer", sent.issuer or None, issuer)):
        if said is not None and said != meant:
            raise InvalidPathway.of([Fault(field, f"{said!a:.80} isn't {meant!a:.80}, for which it was sent")])
    pathway = pathway_meant(sent, id_, issuer)
    if found := faults(pathway):
        raise InvalidPathway.of(found)
    return pathway


def pathway_meant(sent: PathwayIn, id_: str = "", issuer: str = "") -> Pathway:
    """The pathway that was sent, whatever is wrong with its design; raises `InvalidPathway` if two steps share a name.

    For checks, measures and pictures of one that isn't kept; what is kept goes through `pathway_sent`.
    """
    plain = sent.model_dump(by_alias=True)
    plain["steps"] = sorted(plain["steps"], key=lambda step: (step["position"], step["id"]))
    seen: set[str] = set()
    for number, step in enumerate(sent.steps):
        if step.id in seen:
            raise InvalidPathway.of([Fault(f"steps.{number}.id", f"another step is called {step.id!a:.80}, too")])
        seen.add(step.id)
    who = {"id": id_ or sent.id or "draft:pathway", "issuer": issuer or sent.issuer}
    try:
        return pathway_from_plain({**plain, **who, "provenance": ["", "", ""]})
    except InvalidRequirement as error:
        raise InvalidPathway.of([Fault("steps", f"{error.message} {error.hint}")]) from error


def _fields(error: ValidationError) -> list[Fault]:
    """What is wrong with which field; what was sent isn't repeated."""
    return [Fault(".".join(str(part) for part in one["loc"]) or "body", str(one["msg"])) for one in error.errors()]


def shown(pathway: Pathway, body: Mapping[str, Any]) -> dict[str, Any]:
    """The whole model as an answer gives it, with where it stands."""
    steps = [{"optional": False, **step} for step in body["steps"]]
    place = pathway.provenance
    return {**body, "steps": steps, "evidence": [{"source": place.source, "locator": place.locator}]}
