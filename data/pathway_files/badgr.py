"""Badgr's pathway JSON: a tree of elements, each with the badge it gives and how many of its parts it needs.

An element is a step: it gives its badge, or only groups. A badge that an element needs is a step too (``badge/<id>``).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from data import cells
from data.errors import UnreadableFile
from data.heads import Head
from data.json_documents import load
from data.reading import Reading, Report, finished
from data.tables import TableRows

MAX_ELEMENTS: Final = 10_000
_HOST: Final = "https://api.badgr.io/public/badges/"
_NOT_KEPT: Final = ("alignmentUrl", "frameworkName", "targetCode", "shortCode")
Value = Mapping[str, Any]


def recognises(head: Head) -> bool:
    """Whether it is an element with requirements and children."""
    return {"elementId", "children", "requirements"} <= head.record_keys | head.keys and not head.contexts


def read(path: Path, *, issuer: str = "", source: str = "", locate_as: str = "") -> Reading:
    """The pathway of a file, or each of a list of them; raises `UnreadableFile`."""
    name, document = locate_as or path.name, load(path)
    source = source or path.name
    many = isinstance(document, list)
    report, rows = Report(source), TableRows(issuer=issuer or "badgr", source=source)
    for number, one in enumerate(document if many else [document]):
        place = f"{name}#/{number}" if many else f"{name}#"
        if not isinstance(one, Mapping) or not isinstance(one.get("elementId"), str) or not one["elementId"]:
            raise UnreadableFile(f"{place}: not an element of a Badgr pathway.", hint="An element has an elementId.")
        _Pathway(rows, report, issuer or "badgr").read(one, place)
    return finished(rows, report)


@dataclass(slots=True)
class _Pathway:
    rows: TableRows
    report: Report
    prefix: str
    steps: dict[str, dict[str, Any]] = field(default_factory=dict)
    left: Counter[str] = field(default_factory=Counter)

    def read(self, root: Value, place: str) -> None:
        self.element(root, place)
        for key, count in self.left.items():
            self.report.remarks.append(f"{place}: {key} stands on {count} elements; Stackway keeps nothing like it.")
        pathway = cells.curie(root["elementId"], self.prefix)
        name = _text(root.get("name")) or pathway
        said: dict[str, Any] = {"name": name, "description": _text(root.get("description")) or None}
        self.rows.add("pathways", locator=place, id=pathway, ends=[root["elementId"]], ordered=False, **said)
        for step in self.steps.values():
            condition = step.pop("condition")
            if step["kind"] == "group" and not condition:
                step["kind"] = "activity"  # an element without badge and parts: something to do
            text = json.dumps(condition, separators=(",", ":"), ensure_ascii=False) if condition else None
            self.rows.add("pathway_steps", pathway=pathway, condition=text, **step)

    def element(self, value: Value, place: str) -> int:
        """Add an element and those in it; gives its position, one more than the last of what it needs."""
        id_ = value["elementId"]
        if len(self.steps) >= MAX_ELEMENTS:
            raise UnreadableFile(f"{place}: more than {MAX_ELEMENTS:,} elements.", hint="Split the pathway.")
        url = _url(value.get("completionBadge"))
        step = {"locator": place, "step": id_, "credential": badge(url) if url else cells.curie(id_, self.prefix)}
        step |= {
            "kind": "credential" if url else "group",
            "optional": value.get("requiredForParentCompletion") is False,
        }
        step |= {"name": _text(value.get("name")) or None, "description": _text(value.get("description")) or None}
        self.steps[id_] = step
        self.left.update(key for key in _NOT_KEPT if value.get(key))
        last, inside = 0, []
        for number, child in enumerate(_list(value.get("children"))):
            here = f"{place}/children/{number}"
            if not isinstance(child, Mapping) or not isinstance(child.get("elementId"), str) or not child["elementId"]:
                self.report.set_aside(here, "no element: it has no elementId")
            elif child["elementId"] in self.steps:
                self.report.set_aside(here, f"the element {child['elementId'][:100]} stands in the pathway already")
            else:
                last = max(last, self.element(child, here))
                inside.append(child["elementId"])
        asked, badges = self.asked(value, inside, place)
        step |= {"condition": asked, "position": max(last, int(badges)) + 1}
        return int(step["position"])

    def asked(self, value: Value, inside: list[str], place: str) -> tuple[dict[str, Any] | None, bool]:
        """What an element needs, and whether badges are among it."""
        all_ = _map(value.get("requirements"))
        children, others = _map(all_.get("childElementRequirements")), _map(all_.get("nonChildElementRequirements"))
        badges = _map(all_.get("badgeRequirements"))
        wanted = [self.badge(_url(one), place) for one in _list(badges.get("requiredBadges")) if _url(one)]
        elsewhere = [one for one in _list(others.get("elementIds")) if isinstance(one, str)]
        parts = [_counted(inside, children), _counted(elsewhere, others), _counted(wanted, badges)]
        there = [part for part in parts if part]
        found = there[0] if len(there) == 1 else {"parts": there} if there else None
        short = [self.badge(_url(one), place) for one in _list(all_.get("shortcutBadges")) if _url(one)]
        if short and found:
            found = {"steps": short, "parts": [found], "atLeast": 1}
        return found, bool(wanted or short)

    def badge(self, url: str, place: str) -> str:
        """The step of a badge that is needed, added once."""
        id_ = "badge/" + badge(url).removeprefix("badgr:")
        step = {"step": id_, "credential": badge(url), "position": 1, "kind": "credential", "optional": False}
        self.steps.setdefault(id_, {"locator": f"{place}/requirements", "condition": None, **step})
        return id_


def badge(url: str) -> str:
    """A badge's identifier by its address."""
    return "badgr:" + url.removeprefix(_HOST) if url.startswith(_HOST) else url


def _counted(steps: list[str], rule: Value) -> dict[str, Any] | None:
    counts = _map(rule.get("countRule"))
    number = counts.get("requiredCount")
    if not steps:
        return None
    if counts.get("@type") != "atLeastN" or not isinstance(number, int) or isinstance(number, bool):
        return {"steps": steps}
    return {"steps": steps, "atLeast": max(0, number)}


def _url(value: Any) -> str:
    return _text(_map(value).get("badgeUrl"))


def _map(value: Any) -> Value:
    return value if isinstance(value, Mapping) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    return value[:10_000] if isinstance(value, str) else ""
