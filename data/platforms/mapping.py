"""Which column of an export says what: guessed once, shown to a person, kept as a small TOML or JSON file."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from data.errors import InvalidValue, UnreadableFile

ROLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "learner": "the learner",
        "credential_id": "the credential's identifier",
        "credential_name": "the credential's name",
        "description": "the credential's description",
        "issuer_name": "the issuer's name",
        "date": "the day of the award",
        "expires": "the day it expires",
        "state": "the state of the award",
        "expired": "a mark that it has expired",
        "revoked": "a mark that it was revoked",
    }
)
"""What a column can say, in words for a person."""


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """The export's column for each thing that is read; empty: there is none.

    `states` gives our state for each of the platform's words (lower case); an empty state means that such a row is
    no award. `date_format` is "month first", "day first", or empty: the columns decide. `credential` names the one
    credential that the whole file is about, where no column does.
    """

    platform: str = ""
    learner: str = ""
    credential_id: str = ""
    credential_name: str = ""
    description: str = ""
    issuer_name: str = ""
    date: str = ""
    expires: str = ""
    state: str = ""
    expired: str = ""
    revoked: str = ""
    credential: str = ""
    date_format: str = ""
    states: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def problem(self) -> str:
        """What keeps this mapping from being used; empty where nothing does."""
        if not self.learner:
            return "no column names the learner"
        if not (self.credential_id or self.credential_name or self.credential):
            return "no column names the credential, and `credential` doesn't either"
        return ""


def describe(mapping: ColumnMapping) -> str:
    """The mapping in words, one line for each thing, for a person to confirm.

    >>> print(describe(ColumnMapping(platform="Credly", learner="Issued to Email", credential_name="Badge Name")))
    Taken for an export of Credly:
      the learner                  is in the column 'Issued to Email'
      the credential's name        is in the column 'Badge Name'
    """
    lines = [f"Taken for an export of {mapping.platform or 'an unknown platform'}:"]
    for role, words in ROLES.items():
        if column := getattr(mapping, role):
            lines.append(f"  {words:<28} is in the column {column!r}")
    if mapping.credential:
        lines.append(f"  every row is about           {mapping.credential!r}")
    if mapping.date_format:
        lines.append(f"  dates like 5/6/2017 have the {mapping.date_format.replace(' first', '')} first")
    if problem := mapping.problem():
        lines.append(f"  It can't be read like this: {problem}.")
    return "\n".join(lines)


def save(mapping: ColumnMapping, path: Path) -> None:
    """Keep the mapping as TOML, or as JSON where the file is called so."""
    values = {item.name: getattr(mapping, item.name) for item in fields(mapping)} | {"states": dict(mapping.states)}
    is_json = path.suffix.lower() == ".json"
    path.write_text(json.dumps(values, indent=2, ensure_ascii=False) if is_json else _toml(values), encoding="utf-8")


def load(path: Path) -> ColumnMapping:
    """The mapping that `save` kept; raises `UnreadableFile` or `InvalidValue`."""
    try:
        text = path.read_text(encoding="utf-8")
        values = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except (OSError, ValueError) as error:
        raise UnreadableFile(
            f"{path.name}: not a column mapping ({error}).", hint="Delete it; it is guessed again at the next import."
        ) from error
    return _checked(values, path.name)


def _checked(values: Any, name: str) -> ColumnMapping:
    known = {item.name for item in fields(ColumnMapping)}
    if not isinstance(values, dict) or (strange := values.keys() - known):
        what = sorted(strange)[0] if isinstance(values, dict) else type(values).__name__
        raise InvalidValue(f"{name}: {what!r} has no place in a column mapping.", hint=f"Known: {', '.join(known)}.")
    states = values.get("states", {})
    sound = isinstance(states, dict) and all(isinstance(word, str) for word in states.values())
    if not sound or not all(isinstance(value, str) for key, value in values.items() if key != "states"):
        raise InvalidValue(f"{name}: a column mapping holds texts only.")
    return ColumnMapping(**{**values, "states": MappingProxyType(states)})


def _toml(values: Mapping[str, Any]) -> str:
    lines = [f"{key} = {_quoted(value)}" for key, value in values.items() if key != "states" and value]
    states = [f"{_quoted(word)} = {_quoted(state)}" for word, state in values["states"].items()]
    return "\n".join([*lines, "", "[states]", *states, ""])


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
