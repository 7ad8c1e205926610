"""From an error to a problem detail (RFC 9457): one table, the only place where an HTTP status is chosen for one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from itertools import islice
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from api.errors import BadOption, InvalidPathway, NoSkillIndex, NotTheirs, PathwayConflict, ReviewConflict
from api.http.errors import (
    BodyTooLarge,
    DoorError,
    ForgedLink,
    KeyMissing,
    NotAllowed,
    PersonalDataInAddress,
    SharedLearner,
    UnknownLearner,
    UnknownSuggestion,
    VersionMissing,
)
from data import errors as data_errors
from data.errors import StackwayError
from graph import errors as graph_errors
from recommender import errors as recommender_errors
from skills_taxonomy import errors as taxonomy_errors

PROBLEM_JSON: Final = "application/problem+json"

MOST_ERRORS: Final = 100
"""The most fields at fault that an answer lists."""

LONGEST: Final = 600
"""The most characters of a message that an answer repeats: what is in it may come from whoever asked."""

DESCRIBED: Final[dict[int | str, dict[str, Any]]] = {
    "4XX": {
        "description": "A problem detail (RFC 9457): what was got, why it is a problem, and in `hint` what to do next.",
        "content": {
            PROBLEM_JSON: {
                "schema": {
                    "type": "object",
                    "required": ["type", "title", "status", "detail"],
                    "properties": {
                        "type": {"type": "string"},
                        "title": {"type": "string"},
                        "status": {"type": "integer"},
                        "detail": {"type": "string"},
                        "hint": {"type": "string"},
                    },
                }
            }
        },
    }
}
"""How OpenAPI describes every problem."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A kind of problem: its HTTP status and a title that stays the same."""

    status: int
    title: str


TABLE: Final[Mapping[type[StackwayError], Problem]] = {
    BodyTooLarge: Problem(413, "The body is too large"),
    ForgedLink: Problem(404, "This link is not one of ours"),
    KeyMissing: Problem(401, "An API key is needed"),
    NotAllowed: Problem(403, "The key doesn't allow this"),
    PersonalDataInAddress: Problem(400, "Personal data in an address"),
    UnknownLearner: Problem(404, "No such learner"),
    SharedLearner: Problem(409, "Not this issuer's learner alone"),
    UnknownSuggestion: Problem(404, "No such suggestion"),
    VersionMissing: Problem(428, "Which version was changed isn't said"),
    DoorError: Problem(400, "The request can't be served as it was made"),
    data_errors.UnknownKind: Problem(415, "Unknown kind of file"),
    BadOption: Problem(400, "A value makes no sense"),
    NoSkillIndex: Problem(503, "Texts can't be read here yet"),
    NotTheirs: Problem(403, "It isn't theirs to change"),
    InvalidPathway: Problem(422, "The pathway can't be saved"),
    PathwayConflict: Problem(412, "It was edited meanwhile"),
    ReviewConflict: Problem(412, "It was decided meanwhile"),
    graph_errors.UnknownNode: Problem(404, "Not found"),
    graph_errors.InvalidRequirement: Problem(422, "Not a requirement"),
    graph_errors.RequirementCycle: Problem(422, "Requirements lead in a circle"),
    graph_errors.GraphStoreUnreachable: Problem(503, "The graph store can't be reached"),
    graph_errors.GraphStoreRefused: Problem(503, "The graph store refuses"),
    graph_errors.GraphError: Problem(500, "The graph can't answer"),
    recommender_errors.TooFewAwards: Problem(422, "Too few awards to measure on"),
    recommender_errors.BadLog: Problem(422, "The log can't be judged"),
    recommender_errors.InvalidQuery: Problem(422, "The question makes no sense"),
    recommender_errors.TrainingError: Problem(422, "The awards can't be trained on"),
    recommender_errors.BuildError: Problem(409, "The workspace can't be built"),
    recommender_errors.SnapshotDamaged: Problem(503, "The snapshot can't be read"),
    recommender_errors.RecommenderError: Problem(500, "The recommender can't answer"),
    taxonomy_errors.AmbiguousGoal: Problem(409, "The goal has several meanings"),
    taxonomy_errors.UnknownGoal: Problem(404, "The goal isn't known"),
    taxonomy_errors.DocumentTooLong: Problem(413, "The document is too long"),
    taxonomy_errors.NotAText: Problem(415, "The document isn't text"),
    taxonomy_errors.TaxonomyError: Problem(500, "The taxonomy can't answer"),
    data_errors.InvalidValue: Problem(422, "A value makes no sense"),
    data_errors.UnreadableFile: Problem(422, "The file can't be read"),
    data_errors.WrongColumns: Problem(422, "The file lacks columns"),
    data_errors.InvalidTable: Problem(500, "A table is invalid"),
    data_errors.WorkspaceMissing: Problem(503, "There is no built workspace"),
    data_errors.WorkspaceVersion: Problem(503, "The workspace is of another version"),
    data_errors.WorkspaceBusy: Problem(409, "The workspace is being written to"),
    data_errors.WorkspaceError: Problem(503, "The workspace can't be used"),
    data_errors.RecordsUnavailable: Problem(503, "The records can't be used now"),
    data_errors.RecordsVersion: Problem(503, "The records are of another version"),
    data_errors.EditConflict: Problem(412, "It was edited meanwhile"),
    data_errors.RecordsError: Problem(422, "The records can't take this"),
    data_errors.DataError: Problem(422, "The data can't be used"),
    StackwayError: Problem(500, "Something went wrong"),
}


def problem_of(error: StackwayError) -> Problem:
    """The row of the most specific class of the error."""
    return next(TABLE[kind] for kind in type(error).__mro__ if kind in TABLE)


def body(status: int, title: str, detail: str, **more: Any) -> dict[str, Any]:
    """A problem detail; `type` names the kind by its title's words."""
    kind = "-".join("".join(c if c.isalnum() else " " for c in title.casefold()).split())
    said = detail if len(detail) <= LONGEST else f"{detail[:LONGEST]} ..."
    return {"type": f"urn:stackway:problem:{kind}", "title": title, "status": status, "detail": said, **more}


def problem_json(error: StackwayError) -> dict[str, Any]:
    """An error as a problem detail within an answer that has others besides."""
    problem = problem_of(error)
    return body(problem.status, problem.title, error.message, **({"hint": error.hint} if error.hint else {}))


def install(app: FastAPI) -> None:
    """Let every error of ours, every failed validation and every framework error become a problem detail."""
    app.add_exception_handler(StackwayError, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _framework)
    app.add_exception_handler(Exception, _unexpected)


def wants_html(request: Request) -> bool:
    """Whether a person with a browser asks, outside the API."""
    return not request.url.path.startswith("/v1") and "text/html" in request.headers.get("accept", "")


def _answer(request: Request, status: int, title: str, detail: str, hint: str = "", **more: Any) -> Response:
    if wants_html(request):
        from api.pages.render import error_page

        return error_page(status, title, detail, hint)
    extra = {**({"hint": hint} if hint else {}), **more}
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    return JSONResponse(body(status, title, detail, **extra), status, headers, media_type=PROBLEM_JSON)


def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, StackwayError)  # noqa: S101 - registered for these only
    problem = problem_of(error)
    choices = [
        {"id": hit.id, "label": hit.label, "vocabulary": hit.vocabulary} for hit in getattr(error, "choices", ())
    ]
    more = {**({"choices": choices} if choices else {}), **getattr(error, "more", {})}
    return _answer(request, problem.status, problem.title, error.message, error.hint, **more)


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for these only
    errors = list(islice(_fields(error), MOST_ERRORS))
    detail = "; ".join(f"{one['field']}: {one['message']}" for one in errors)
    return _answer(request, 422, "The request makes no sense", detail, errors=errors)


def _fields(error: RequestValidationError) -> Iterator[dict[str, str]]:
    """What is wrong with which field; what was sent isn't repeated."""
    for one in error.errors():
        if one["type"] == "json_invalid":
            yield {"field": "body", "message": f"not JSON from character {one['loc'][-1]} on"}
            continue
        yield {"field": ".".join(str(part) for part in one["loc"][1:]) or "body", "message": str(one["msg"])}


def _framework(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for these only
    title, said = HTTPStatus(error.status_code).phrase, str(error.detail)
    answer = _answer(request, error.status_code, title, f"{said}: {request.url.path[:200]}")
    answer.headers.update(error.headers or {})
    return answer


def _unexpected(request: Request, error: Exception) -> Response:
    """Whatever nobody thought of; what it was goes to the server's log, not to who asked."""
    detail = "Something broke that shouldn't have; the server's log says what."
    return _answer(
        request, 500, "Something went wrong", detail, "Try again; if it stays so, tell who runs this server."
    )
