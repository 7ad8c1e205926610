"""xAPI statements (1.0.3, and 2.0: IEEE 9274.1.1) as enrolments, completions and awards.

A file is an array of statements, what a statement resource answers (``{"statements": [...], "more": ...}``), one
statement, or one on each line. Which verbs and which types of activities count stands in `VERBS` and `data.xapi_terms`.

A learner is the e-mail address of the actor's mbox, ``sha1:`` and its hash, the OpenID, or ``name|homePage`` of its
account: names alone may be shared by two systems. None of them stands in a locator or message. The day of an award is
the one that the statement's timestamp writes, in the zone that it was written in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from data import cells, json_documents
from data.errors import InvalidValue
from data.heads import Head
from data.json_documents import Located
from data.ld import public_page, said
from data.learning_events import (
    LEFT,
    MAX_DESCRIPTION,
    MAX_NAME,
    Claim,
    Counts,
    Happenings,
    Thing,
    identifier,
    time_of,
)
from data.reading import Progress, Reading, Report, silent, told
from data.xapi_terms import FAILED, VOIDED, kind_of_activity, state_of, verb_of

_SHA1: Final = re.compile(r"[0-9a-fA-F]{40}")


def recognises(head: Head) -> bool:
    """Whether the file holds statements: an actor, a verb and an object, or the answer of a statement resource."""
    return {"actor", "verb", "object"} <= head.keys or (head.is_json and {"statements", "more"} == head.keys)


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
    """The awards of a file of statements, and the credentials that it describes.

    What is neither enrolment nor completion is counted and set aside by its verb, a voided statement whatever the
    order, a statement that is there twice the second time. Awards are "verified", since a learning record store is
    the issuer's own record, but "self_declared" where the learner alone stands behind the statement (`authority`).
    Raises `UnreadableFile`.
    """
    name = locate_as or path.name
    report = Report(source or path.name)
    found = Happenings(issuer, issuer_name, "xapi", report, today)
    for located in told(json_documents.objects(path, report, name, lists=("statements",)), name, progress):
        try:
            _take(located, found)
        except InvalidValue as error:
            report.set_aside(located.locator, str(error))
    return found.reading()


def _take(located: Located, found: Happenings) -> None:
    statement, locator = located.value, located.locator
    if "verb" not in statement and isinstance(statement.get("statement"), Mapping):
        if statement.get("voided") is True:
            return found.aside("a statement that was voided", locator)
        statement = statement["statement"]  # as some stores keep it, with their own notes around it
    if not isinstance(statement.get("verb"), Mapping):
        raise InvalidValue("not a statement: it has no verb that is an object")
    verb = verb_of(identifier(statement["verb"].get("id"), "the verb"))
    if verb == VOIDED:
        return _void(statement, locator, found)
    activity = _activity(statement, found)
    if not activity:
        return found.aside("a statement about something else than an activity", locator)
    state = state_of(verb)
    if not state:
        return found.aside(_no_award(verb), locator)
    kind, counts = kind_of_activity(_definition(statement).get("type"))
    if counts is Counts.NEVER:
        return found.aside(f"said of the kind of thing {cells.shown(kind)}, which is no credential", locator)
    for claim in _claims(statement, Claim("", activity, state, "", locator), found):
        found.claim(claim)
    return None


def _no_award(verb: str) -> str:
    if verb == FAILED:
        return "the learner failed, so nothing was earned"
    return f"the verb {cells.shown(verb)}, which says neither that something was begun nor that it was completed"


def _void(statement: Mapping[str, Any], locator: str, found: Happenings) -> None:
    target = statement.get("object")
    if not isinstance(target, Mapping) or target.get("objectType") != "StatementRef":
        raise InvalidValue("it voids something that is no reference to a statement (StatementRef)")
    found.void(identifier(target.get("id"), "the voided statement"), locator)
    found.aside("a statement that voids another one", locator)


def _activity(statement: Mapping[str, Any], found: Happenings) -> str:
    """The address of the statement's activity, with what is said of it kept; empty where the object is none."""
    thing = statement.get("object")
    if not isinstance(thing, Mapping):
        raise InvalidValue("not a statement: it has no object")
    if thing.get("objectType", "Activity") != "Activity":
        return ""
    address = identifier(thing.get("id"), "the activity")
    found.describe(address, _thing(_definition(statement)), _time(statement))
    return address


def _definition(statement: Mapping[str, Any]) -> Mapping[str, Any]:
    definition = statement["object"].get("definition") or {}
    if not isinstance(definition, Mapping):
        raise InvalidValue("the activity's definition is not an object")
    return definition


def _thing(definition: Mapping[str, Any]) -> Thing:
    kind, counts = kind_of_activity(definition.get("type"))
    name = definition.get("name")
    tags = [tag for tag in name if isinstance(tag, str)] if isinstance(name, Mapping) else []
    return Thing(
        said(name)[:MAX_NAME],
        said(definition.get("description"))[:MAX_DESCRIPTION],
        kind,
        public_page(definition.get("moreInfo")),
        _language(tags[0]) if len(tags) == 1 else "",
        counts,
    )


def _language(tag: str) -> str:
    try:
        return cells.language(tag)
    except InvalidValue:
        return ""


def _time(statement: Mapping[str, Any]) -> str:
    return time_of(statement.get("timestamp"), "timestamp") or time_of(statement.get("stored"), "stored")


def _claims(statement: Mapping[str, Any], claim: Claim, found: Happenings) -> Iterator[Claim]:
    """One claim for each learner of the statement; raises `InvalidValue` where there is none or it isn't sound."""
    result = statement.get("result")
    outcome = result if isinstance(result, Mapping) else {}
    if claim.state not in ("enrolled", LEFT):
        for key, means in (("success", "it was not passed"), ("completion", "it was not completed")):
            if outcome.get(key) is False:
                return found.aside(f"the result says that {means}", claim.locator)
    learners = _learners(statement.get("actor"))
    for learner in learners:
        yield Claim(
            learner.name,
            claim.thing,
            claim.state,
            _time(statement),
            claim.locator,
            statement=said(statement.get("id"))[:100],
            note=learner.note,
            known="self_declared" if _own_word(statement, learner.name) else "verified",
            is_part=_is_part(statement),
        )
    return None


def _is_part(statement: Mapping[str, Any]) -> bool:
    context = statement.get("context")
    around = context.get("contextActivities") if isinstance(context, Mapping) else None
    return isinstance(around, Mapping) and bool(around.get("parent") or around.get("grouping"))


@dataclass(frozen=True, slots=True)
class _Learner:
    name: str
    note: str = ""


def _learners(actor: Any) -> list[_Learner]:
    """Who did it: the actor, or the members of a group that are named one by one."""
    if not isinstance(actor, Mapping):
        raise InvalidValue("not a statement: it has no actor that is an object")
    members = actor.get("member")
    if actor.get("objectType", "Agent") != "Group" and not members:
        return [_Learner(_learner(actor))]
    if not isinstance(members, list) or not members:
        raise InvalidValue("the actor is a group whose members aren't named")
    return [
        _Learner(name, "said of a group of which the learner is a member")
        for name in dict.fromkeys(_learner(member) for member in members)
    ]


def _learner(agent: Any) -> str:
    """An agent's one identifier; raises `InvalidValue`, which doesn't say what was there: it is personal."""
    if not isinstance(agent, Mapping):
        raise InvalidValue("the actor is not an object")
    given = [key for key in ("mbox", "mbox_sha1sum", "openid", "account") if agent.get(key)]
    if len(given) != 1:
        raise InvalidValue(f"the actor has {len(given)} identifiers, where it should have one: {', '.join(given)}")
    how = {"mbox": _address, "mbox_sha1sum": _hash, "openid": _openid, "account": _account}
    return how[given[0]](agent[given[0]])


def _address(value: Any) -> str:
    text = value.strip() if isinstance(value, str) else ""
    if len(text) > 400 or not re.fullmatch(r"mailto:[^@\s]+@[^@\s]+", text, re.IGNORECASE):
        raise InvalidValue("the actor's mbox is not mailto: and an e-mail address")
    return text[len("mailto:") :]


def _hash(value: Any) -> str:
    if not isinstance(value, str) or not _SHA1.fullmatch(value):
        raise InvalidValue("the actor's mbox_sha1sum is not 40 hexadecimal digits")
    return f"sha1:{value.lower()}"


def _openid(value: Any) -> str:
    return identifier(value, "the actor's openid")


def _account(value: Any) -> str:
    """The name and the system that it belongs to.

    >>> _account({"name": "7", "homePage": "https://LMS.example.org/"})
    '7|https://lms.example.org'
    """
    if not isinstance(value, Mapping):
        raise InvalidValue("the actor's account is not an object")
    name = identifier(value.get("name"), "the actor's account")
    home = identifier(value.get("homePage"), "the system of the actor's account").rstrip("/").replace("|", "%7C")
    beginning = re.match(r"[^:/]+://[^/]*", home)
    return f"{name}|{beginning.group().lower() + home[beginning.end() :] if beginning else home}"


def _own_word(statement: Mapping[str, Any], learner: str) -> bool:
    """Whether the learner alone stands behind the statement."""
    authority = statement.get("authority")
    if not isinstance(authority, Mapping) or authority.get("objectType", "Agent") != "Agent":
        return False
    try:
        return _learner(authority) == learner
    except InvalidValue:
        return False
