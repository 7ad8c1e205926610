"""Caliper events (1.1 and 1.2) as enrolments and completions, and the courses that they describe as credentials.

A file is one envelope (``{"sensor": ..., "sendTime": ..., "data": [...]}``), an array of envelopes, events or described
entities, or one of them on each line. Things may stand as objects or as identifiers only; what is said of them
anywhere in the file counts everywhere.

A learner is the identifier of a Person: the event's actor, or the member of a Membership. Caliper keeps times in UTC,
so the day of an award is a day of UTC where a file follows it, else the day as written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from data import cells, json_documents
from data.errors import InvalidValue
from data.heads import Head
from data.json_documents import Located
from data.ld import address, said
from data.learning_events import LEFT, MAX_DESCRIPTION, MAX_NAME, Claim, Counts, Happenings, Thing, identifier, time_of
from data.reading import Progress, Reading, Report, silent, told

_CONTEXT: Final = "purl.imsglobal.org/ctx/caliper"
_ANYBODY: Final = re.compile(r"https?://purl\.imsglobal\.org/caliper/.*")
"""Identifiers of the specification's own, which stand for somebody whose name isn't told."""

_COURSES: Final = frozenset({"Course", "CourseOffering", "CourseSection"})
_TYPES: Final[Mapping[str, tuple[str, Counts]]] = MappingProxyType(
    dict.fromkeys(_COURSES, ("course", Counts.ALWAYS))
    | {"Membership": ("course", Counts.ALWAYS)}
    | {"Assessment": ("assessment", Counts.ALONE), "AssignableDigitalResource": ("assignment", Counts.ALONE)}
)
"""What completing something of a type means; types that aren't here are never credentials."""

ACTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {"Completed": "completed", "Enrolled": "enrolled", "Registered": "enrolled", "Activated": "enrolled",
     "Deactivated": LEFT, "Unenrolled": LEFT, "Unregistered": LEFT, "Dropped": LEFT}
)  # fmt: skip
"""What an action on a course says of its learner; enrolments are sent so, though the specification has no word."""

_ON_MEMBERSHIPS: Final = MappingProxyType(
    {**ACTIONS, "Created": "enrolled", "Added": "enrolled", "Deleted": LEFT, "Removed": LEFT}
)


def recognises(head: Head) -> bool:
    """Whether the file holds events: by the context of Caliper, an envelope's keys, or an event's."""
    return (
        any(_CONTEXT in context for context in head.contexts)
        or {"sensor", "sendTime", "data"} <= head.keys
        or {"actor", "action", "object", "eventTime"} <= head.keys
    )


def read(
    path: Path,
    *,
    issuer: str = "",
    issuer_name: str = "",
    today: date | None = None,
    progress: Progress = silent,
    locate_as: str = "",
    source: str = "",
) -> Reading:
    """The awards of a file of events, and the courses that it describes.

    What is neither enrolment nor completion is counted and set aside by its type and action, an event that is there
    twice the second time. Awards are "verified": the events are of the issuer's own systems. Raises `UnreadableFile`.
    """
    name = locate_as or path.name
    report = Report(source or path.name)
    found = Happenings(issuer, issuer_name, "caliper", report, today)
    for located in told(_all(path, name, report), name, progress):
        try:
            _take(located.value, located.locator, found)
        except InvalidValue as error:
            report.set_aside(located.locator, str(error))
    return found.reading()


def _all(path: Path, name: str, report: Report) -> Iterator[Located]:
    """Events and entities, out of their envelopes."""
    for located in json_documents.objects(path, report, name, lists=("data",)):
        inside = located.value.get("data")
        if not isinstance(inside, list) or "action" in located.value:
            yield located
            continue
        place = located.locator if "#" in located.locator else f"{located.locator}#"
        for number, item in enumerate(inside):
            if isinstance(item, Mapping):
                yield Located(item, f"{place}/data/{number}")
            else:
                report.set_aside(f"{place}/data/{number}", f"not an object but {type(item).__name__}")


def _take(value: Mapping[str, Any], locator: str, found: Happenings) -> None:
    if "action" not in value:
        return _described(value, locator, found)
    action, object_ = _word(value["action"], "the action"), value.get("object")
    time = time_of(value.get("eventTime"), "eventTime")
    identifier(address(object_), "the event's object")
    _tell(object_, time, found)
    _tell(value.get("group"), time, found)
    kind = _kind(object_)
    if kind == "Membership" and isinstance(object_, Mapping):
        return _member(object_, _ON_MEMBERSHIPS.get(action, ""), value, locator, found)
    state = ACTIONS.get(action, "")
    if not state or (state != "completed" and kind not in _COURSES):
        event = cells.shown(_kind(value) or "Event")
        return found.aside(f"the event {event} with the action {cells.shown(action)}, which is no completion", locator)
    if kind and kind not in _TYPES:
        return found.aside(f"said of the kind of thing {cells.shown(kind)}, which is no credential", locator)
    if not _is_learner(value.get("membership")):
        return found.aside("an event of somebody who isn't there as a learner", locator)
    return _claim(value.get("actor"), address(object_), state, value, locator, found)


def _described(value: Mapping[str, Any], locator: str, found: Happenings) -> None:
    """An entity by itself: a course is a credential, a membership an enrolment."""
    kind = _kind(value)
    time = time_of(value.get("dateModified") or value.get("dateCreated"), "dateCreated")
    if not kind:
        raise InvalidValue("neither an event nor an entity: it has no action and no type")
    _tell(value, time, found)
    if kind == "Membership":
        return _member(value, "enrolled", {**value, "eventTime": value.get("dateCreated")}, locator, found)
    if kind not in _COURSES:
        return found.aside(f"the description of the kind of thing {cells.shown(kind)}, which is no credential", locator)
    if not said(value.get("name")):
        raise InvalidValue("a course without a name")
    return found.offer(identifier(address(value), "the course"), locator)


def _member(
    membership: Mapping[str, Any], state: str, event: Mapping[str, Any], locator: str, found: Happenings
) -> None:
    """Somebody's membership of a course; where it doesn't say of which, its own identifier stands for the course."""
    if not state:
        return found.aside("something done to a membership, which is no enrolment", locator)
    if not _is_learner(membership):
        return found.aside("a membership of somebody who isn't there as a learner", locator)
    if state == "enrolled" and _last(membership.get("status")) == "Inactive":
        state = LEFT
    organization = membership.get("organization")
    person = membership.get("member") or event.get("actor")
    return _claim(person, address(organization) or address(membership), state, event, locator, found)


def _is_learner(membership: Any) -> bool:
    """Whether a membership names the role of a learner, or none."""
    if not isinstance(membership, Mapping) or not membership.get("roles"):
        return True
    roles = membership["roles"]
    return any(_last(role) in ("Learner", "Student") for role in (roles if isinstance(roles, list) else [roles]))


def _claim(  # noqa: PLR0917 - three callers, one line each
    person: Any, thing: str, state: str, event: Mapping[str, Any], locator: str, found: Happenings
) -> None:
    if isinstance(person, Mapping) and _kind(person) not in ("", "Person", "Agent"):
        return found.aside(f"said of the kind of actor {cells.shown(_kind(person))}, which is no learner", locator)
    learner = identifier(address(person), "the learner")
    if _ANYBODY.fullmatch(learner):
        return found.aside("said of somebody whose identifier isn't told", locator)
    return found.claim(
        Claim(
            learner.removeprefix("mailto:"),
            identifier(thing, "the course"),
            state,
            time_of(event.get("eventTime"), "eventTime"),
            locator,
            statement=address(event)[:200],
            is_part=_is_part(event),
        )
    )


def _is_part(event: Mapping[str, Any]) -> bool:
    """Whether the event's object is said to be part of something, or happened within a course."""
    object_ = event.get("object")
    return bool(event.get("group")) or (isinstance(object_, Mapping) and bool(object_.get("isPartOf")))


def _tell(value: Any, time: str, found: Happenings) -> None:
    """Keep what an object says of itself and of the course that it belongs to."""
    if not isinstance(value, Mapping) or not (name := address(value)):
        return
    organization = value.get("organization")
    if organization:
        _tell(organization, time, found)
    word = _kind(value)
    kind, counts = _TYPES.get(word, (word, Counts.NEVER)) if word else ("", Counts.ALONE)
    words = said(value.get("name"))[:MAX_NAME], said(value.get("description"))[:MAX_DESCRIPTION]
    found.describe(name, Thing(*words, kind[:60], counts=counts), time)


def _kind(value: Any) -> str:
    """The type of an event or entity, without its address: ``CourseSection``."""
    return _last(value.get("type", value.get("@type"))) if isinstance(value, Mapping) else ""


def _word(value: Any, what: str) -> str:
    return _last(identifier(value, what))


def _last(value: Any) -> str:
    text = value[0] if isinstance(value, list) and value else value
    return re.split(r"[/#:]", text)[-1] if isinstance(text, str) else ""
