"""Pathways in YAML as people write it by hand (docs/pathway-format.md); an error names the line and the field.

Loaded without tags and aliases, up to a length and a depth: a file can neither run anything nor grow in memory.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NoReturn

import yaml

from data import cells, requires
from data.errors import InvalidValue, UnreadableFile
from data.heads import Head
from data.reading import Reading, Report, finished
from data.sheets import opened
from data.tables import TableRows

MAX_LENGTH: Final = 2_000_000
MAX_DEPTH: Final = 60
_TEXTS: Final = ("description", "destination", "page_url", "note", "level", "language")
_PATHWAY: Final = frozenset({"pathway", "name", "issuer", "ordered", "ends", "extra", "steps", *_TEXTS})
_KINDS: Final = ("credential", "course", "skill", "assessment", "work", "activity", "job", "group")
_STEP: Final = frozenset({
    "id", "name", "kind", "credential", "skill", "position", "description", "page_url", "needs", "after", "requires",
    "optional", "milestone", "off-ramp", "credits", "hours",
})  # fmt: skip
_COUNT: Final = re.compile(r"(?:(all)|(\d{1,6})|(\d+(?:\.\d+)?) credits) (?:of|from)")
_HINT: Final = "docs/pathway-format.md shows how it is written."


def recognises(head: Head) -> bool:
    """Whether the file's name says YAML, and a line of it begins a pathway."""
    return head.suffix in (".yaml", ".yml") and bool(re.search(r"^(- )?[\"']?pathway[\"']?:", head.text, re.MULTILINE))


def read(path: Path, *, issuer: str = "", source: str = "", locate_as: str = "") -> Reading:
    """The pathways of a file: one document each, between lines of ``---``; raises `UnreadableFile`."""
    name = locate_as or path.name
    with opened(path) as stream:
        content = stream.read(MAX_LENGTH + 1)
    if len(content) > MAX_LENGTH:
        raise UnreadableFile(f"{name}: more than {MAX_LENGTH:,} bytes.", hint="Split it.")
    report = Report(source or path.name)
    rows = TableRows(issuer=issuer, source=source or path.name)
    for node in _documents(content, name):
        _pathway(_Fields(node, name, _PATHWAY, "a pathway", report), rows, issuer)
    return finished(rows, report)


def _documents(content: bytes, name: str) -> list[yaml.Node]:
    try:
        text, depth = content.decode("utf-8-sig"), 0
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            line = event.start_mark.line + 1 if event.start_mark else 0
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise UnreadableFile(f"{name}:{line}: anchors and aliases aren't read.", hint="Write it out.")
            if getattr(event, "tag", None):
                raise UnreadableFile(f"{name}:{line}: tags (!...) aren't read.", hint="Leave the tag out.")
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                raise UnreadableFile(f"{name}:{line}: nested more than {MAX_DEPTH} deep.", hint="Is it a pathway?")
        return list(yaml.compose_all(text, Loader=yaml.SafeLoader))
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{name}: not UTF-8 text at byte {error.start + 1}.", hint="Save it as UTF-8.") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{name}:{mark.line + 1}" if mark else name
        why = getattr(error, "problem", None) or str(error).splitlines()[0]
        raise UnreadableFile(f"{place}: not YAML: {why}.", hint="Check the indentation and quotes there.") from error


class _Fields:
    """A mapping's fields, each read as what it must be; what is wrong is refused with line and field."""

    def __init__(self, node: yaml.Node, name: str, known: frozenset[str] | None, what: str, report: Report) -> None:
        self.node, self.name, self.what, self.report = node, name, what, report
        self.of: dict[str, yaml.Node] = {}
        if not isinstance(node, yaml.MappingNode):
            self.refuse(node, what, "fields are expected, each as `field: value`")
        for key, value in node.value:
            field = key.value if isinstance(key, yaml.ScalarNode) else "?"
            if field in self.of or (known is not None and field not in known):
                why = "stands there twice" if field in self.of else f"{what} has no such field"
                self.refuse(key, field, why)
            if not value.tag.endswith(":null"):
                self.of[field] = value

    def refuse(self, node: yaml.Node, field: str, why: str) -> NoReturn:
        place = f"{self.name}:{node.start_mark.line + 1}"
        raise UnreadableFile(f"{place}: {field[:100]}: {why}.", hint=_HINT)

    def no_step(self, node: yaml.Node, field: str) -> None:
        """A step is named that isn't there: said, and kept, so that a check of the design finds it."""
        place = f"{self.name}:{node.start_mark.line + 1}"
        self.report.set_aside(place, f"{field}: there is no step {str(node.value)[:100]!r}")

    @property
    def locator(self) -> str:
        return f"{self.name}:{self.node.start_mark.line + 1}"

    def text(self, field: str) -> str:
        node = self.of.get(field)
        return self.scalar(node, field) if node is not None else ""

    def scalar(self, node: yaml.Node, field: str) -> str:
        if not isinstance(node, yaml.ScalarNode):
            self.refuse(node, field, "one text is expected")
        return str(node.value)

    def needed(self, *fields: str) -> str:
        for field in fields:
            if text := self.text(field):
                return text
        self.refuse(self.node, " or ".join(fields), f"{self.what} needs it")

    def flag(self, field: str) -> bool:
        node = self.of.get(field)
        if node is not None and not node.tag.endswith(":bool"):
            self.refuse(node, field, "yes or no is expected")
        return node is not None and node.value.casefold() in ("yes", "true", "on")

    def number(self, field: str) -> float | None:
        node = self.of.get(field)
        if node is None:
            return None
        try:
            value = float(self.scalar(node, field))
        except ValueError:
            value = -1.0
        if not 0 <= value < 1e9:
            self.refuse(node, field, "a number of 0 or more is expected")
        return value

    def listed(self, field: str) -> list[yaml.Node]:
        node = self.of.get(field)
        if node is None or isinstance(node, yaml.SequenceNode):
            return list(node.value) if node is not None else []
        return [node]

    def texts(self, field: str) -> list[str]:
        return [self.scalar(node, field) for node in self.listed(field)]

    def tried(self, field: str, read: Callable[[], Any]) -> Any:
        try:
            return read()
        except InvalidValue as error:
            self.refuse(self.of.get(field, self.node), field, error.message.rstrip("."))


def _pathway(fields: _Fields, rows: TableRows, issuer: str) -> None:
    written = fields.needed("pathway")
    prefix = fields.text("issuer") or issuer or (written.partition(":")[0] if ":" in written else "")
    pathway = fields.tried("pathway", lambda: cells.curie(written, prefix))
    texts = {name: fields.text(name) or None for name in _TEXTS}
    extra = [[one.value for one in pair.value] for pair in fields.listed("extra")]
    steps = [_Fields(node, fields.name, _STEP, "a step", fields.report) for node in fields.listed("steps")]
    known = [step.needed("id") for step in steps]
    for step, id_ in zip(steps, known, strict=True):
        if known.count(id_) > 1:
            step.refuse(step.of["id"], "id", f"two steps are called {id_[:100]!r}")
    said: dict[str, Any] = {
        "issuer": prefix,
        "ends": _steps(fields, "ends", known),
        "ordered": fields.flag("ordered"),
        **texts,
    }
    told = json.dumps(extra, ensure_ascii=False) if extra else None
    rows.add("pathways", locator=fields.locator, id=pathway, name=fields.needed("name"), extra=told, **said)
    for number, step in enumerate(steps, 1):
        rows.add(
            "pathway_steps", locator=step.locator, issuer=prefix, pathway=pathway, **_step(step, number, known, prefix)
        )


def _step(step: _Fields, number: int, known: list[str], prefix: str) -> dict[str, Any]:
    id_, kind = step.needed("id"), step.text("kind") or ("skill" if "skill" in step.of else "credential")
    if kind not in _KINDS:
        step.refuse(step.of["kind"], "kind", f"{kind[:40]!r} is none of {', '.join(_KINDS)}")
    own = kind not in ("credential", "skill")
    given = step.text("credential") or step.text("skill")
    earned = given or (id_ if own else step.needed("credential", "skill"))
    needs = step.of.get("needs")
    condition = _needs(needs, step, known) if needs is not None else None
    position = step.number("position")
    role = "milestone" if step.flag("milestone") else "off-ramp" if step.flag("off-ramp") else None
    return {
        "step": id_,
        "position": number if position is None else int(position),
        "credential": step.tried("credential", lambda: cells.curie(earned, prefix)),
        "kind": kind,
        **{name: step.text(name) or None for name in ("name", "description", "page_url")},
        "condition": json.dumps(condition, ensure_ascii=False) if condition is not None else None,
        "after": _steps(step, "after", known),
        "requirement": _requires(step, prefix),
        "optional": step.flag("optional"),
        "role": role,
        "credits": step.number("credits"),
        "hours": step.number("hours"),
    }


def _steps(fields: _Fields, field: str, known: list[str]) -> list[str]:
    for node in fields.listed(field):
        if fields.scalar(node, field) not in known:
            fields.no_step(node, field)
    return fields.texts(field)


def _requires(step: _Fields, prefix: str) -> str | None:
    node = step.of.get("requires")
    if node is None:
        return None
    if isinstance(node, yaml.ScalarNode):
        return str(step.tried("requires", lambda: requires.to_json(node.value, prefix=prefix)))
    tree = yaml.SafeLoader("").construct_object(node, deep=True)
    step.tried("requires", lambda: requires.show(tree))
    return json.dumps(tree, ensure_ascii=False)


def _needs(node: yaml.Node, step: _Fields, known: list[str]) -> dict[str, Any]:
    """A list (all of it), one step, or `2 of: [...]`, with steps and further such parts in it."""
    if isinstance(node, yaml.ScalarNode | yaml.SequenceNode):
        return _among([node] if isinstance(node, yaml.ScalarNode) else node.value, step, known)
    inner = _Fields(node, step.name, None, "needs", step.report)
    counts = [name for name in inner.of if _COUNT.fullmatch(name)]
    if len(counts) != 1 or inner.of.keys() - {*counts, "credits", "name", "description", "where"}:
        step.refuse(node, "needs", "write `all of: [...]`, `2 of: [...]` or `30 credits from: [...]`")
    _, least, credits = _COUNT.fullmatch(counts[0]).groups()  # type: ignore[union-attr]
    value = _among(inner.listed(counts[0]), step, known)
    asked = float(credits) if credits else inner.number("credits")
    value |= {"atLeast": int(least)} if least else {}
    value |= {"credits": asked} if asked is not None else {}
    value |= {name: inner.text(name) for name in ("name", "description") if inner.text(name)}
    where = [[one.value for one in row.value] for row in inner.listed("where")]
    return value | ({"constraints": where} if where else {})


def _among(nodes: list[yaml.Node], step: _Fields, known: list[str]) -> dict[str, Any]:
    steps, parts = [], []
    for node in nodes:
        if not isinstance(node, yaml.ScalarNode):
            parts.append(_needs(node, step, known))
        else:
            if node.value not in known:
                step.no_step(node, "needs")
            steps.append(node.value)
    return {name: one for name, one in (("steps", steps), ("parts", parts)) if one}
