"""What is known of a document's things before they are written down: their identifiers, names, owners, conditions."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from data.alignments import known_identifier, own_identifier
from data.cells import slug
from data.ctdl.nodes import Node, fingerprint, inner, joined, node_of, reference
from data.ctdl.terms import Family

_HELD: Final = frozenset(Family) - {
    Family.CREDENTIAL,
    Family.LEARNING,
    Family.ASSESSMENT,
    Family.COMPETENCY,
    Family.OTHER,
}
"""What is kept while a file is read; of the rest, which may be very many, only names and identifiers are."""

MAX_NAME: Final = 300
"""How much of a name is kept to call a thing by, in characters."""

MAX_HELD: Final = 200_000
"""How many things are kept at most."""

TO_EARN: Final = frozenset({Family.CREDENTIAL, Family.LEARNING, Family.ASSESSMENT})
"""What becomes a credential."""

_STRUCTURE: Final = (
    "haschild",
    "hascondition",
    "ischildof",
    "precedes",
    "precededby",
    "isdestinationcomponentfor",
    "requiredcondition",
    "hasprogressionlevel",
    "proficiencylevel",
    "programterm",
)
"""What a credential says where it is itself a component of a pathway."""

_OWNERS: Final = ("ownedby", "offeredby", "creator", "publisher", "rightsholder")


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose something is: a short prefix, and the name where it is known."""

    prefix: str
    name: str


@dataclass(slots=True)
class Known:
    """The things of one file, looked at once before any of them is written down."""

    issuer: str = ""
    issuer_name: str = ""
    ids: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    families: dict[str, Family] = field(default_factory=dict)
    credits: dict[str, float] = field(default_factory=dict)
    held: dict[str, Node] = field(default_factory=dict)
    structured: dict[str, Node] = field(default_factory=dict)
    before: dict[str, list[str]] = field(default_factory=dict)
    children: dict[str, list[str]] = field(default_factory=dict)
    parts_of: dict[str, list[str]] = field(default_factory=dict)
    fullest: dict[tuple[str, str], tuple[int, str]] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    pathways: list[str] = field(default_factory=list)
    _links: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, node: Node) -> None:
        """Look at one more thing; the first of those with one identifier stays, unless it says nothing but that."""
        identifier = self.identifier(node)
        self._hold(node)
        if node.ref:
            self.ids.setdefault(node.ref, identifier)
        if name := name_of(node):
            self.names.setdefault(identifier, name[:MAX_NAME])
            if len(node.values) > self.fullest.get((row_kind(node), identifier), (0, ""))[0]:
                self.fullest[row_kind(node), identifier] = (len(node.values), node.locator)
        if node.family is not Family.OTHER:
            self.families.setdefault(identifier, node.family)
        if (worth := credit(node)) is not None:
            self.credits.setdefault(identifier, worth)
        if node.is_component or (node.family in TO_EARN and node.has(*_STRUCTURE)):
            self._place(node, identifier)
        elif node.family is Family.PATHWAY:
            self.pathways.append(identifier)

    def _hold(self, node: Node) -> None:
        """Keep the whole of what others point at: organizations, conditions, tasks, and what has a blank name only."""
        if node.family is Family.ORGANIZATION:
            self._links += [("owner", ref, node.ctid or node.ref) for ref in node.refs("offers", "owns")]
        blank = node.family is Family.OTHER and node.ref.startswith("_:")
        if (node.family in _HELD or blank) and len(self.held) < MAX_HELD:
            for key in {node.ref, node.ctid} - {""}:
                if key not in self.held or len(node.values) > len(self.held[key].values):
                    self.held[key] = node

    def _place(self, node: Node, identifier: str) -> None:
        """Keep a component of pathways, and what it says of those that it is a part of or that come after it."""
        if len(self.structured) >= MAX_HELD:
            return
        held = self.structured.get(identifier)
        self.structured[identifier] = joined(held, node) if held else node
        self._links += [("child", ref, identifier) for ref in node.refs("ischildof")]
        self._links += [("before", ref, identifier) for ref in node.refs("precedes")]
        for key in ("ispartof", "isdestinationcomponentfor"):
            self._links += [("part", ref, identifier) for ref in node.refs(key)]

    def settle(self) -> None:
        """Put the links together once everything is known."""
        for kind, ref, identifier in self._links:
            if kind == "owner":
                self.owners.setdefault(self.points_at(ref), identifier)
                continue
            links = {"before": self.before, "child": self.children, "part": self.parts_of}[kind]
            links.setdefault(self.points_at(ref), []).append(identifier)
        self._links.clear()

    def identifier(self, node: Node) -> str:
        """The CURIE of a thing: of its CTID, else of its address, else of what it says of itself.

        Of several things under one blank name each has its own.
        """
        if own := own_identifier(node.ref):
            return own
        if node.ctid:
            return f"ctdl:{node.ctid}"
        if node.ref and not node.ref.startswith("_:"):
            return self._of_address(node.ref)
        readable = slug(name_of(node))[:40].strip("-") or node.kind.casefold()
        return f"{self._prefix(node)}:{readable}-{fingerprint(node)[:8]}"

    def points_at(self, ref: str) -> str:
        """The CURIE of what an identifier points at; empty where it is a blank name that nothing here has."""
        if ref in self.ids:
            return self.ids[ref]
        if re.fullmatch(r"ce-[0-9a-f-]{36}", ref):
            return f"ctdl:{ref}"
        return "" if ref.startswith("_:") or not re.search(r"[:/]", ref) else self._of_address(ref)

    def nodes(self, node: Node, *names: str) -> list[Node]:
        """The objects that a thing's properties hold, or point at where they stand elsewhere in the file."""
        found: list[Node] = []
        for item in node.all(*names):
            held = self.held.get(reference(item, node.context))
            if isinstance(item, Mapping) and (len(item) > 2 or held is None):
                found.append(inner(item, node))
            elif held is not None:
                found.append(held)
        return found

    def owner(self, node: Node) -> Owner:
        """Whose a thing is, by its owner, offerer or creator, else by the host of its page."""
        names, hosts, ctids = [], [], []
        owner = self.owners.get(self.identifier(node))
        for key in _OWNERS if node.has(*_OWNERS) or not owner else ("",):
            for item in node.all(key) if key else [owner]:
                organization = self._organization(item, node)
                names.append(organization.text("name"))
                hosts.append(host_of(organization.web("subjectwebpage") or ""))
                ctids.append(organization.ctid)
        name = next(filter(None, names), "")
        host = next(filter(None, hosts), "") or slug(name)[:40].strip("-")
        page = host_of(node.web("subjectwebpage") or ("" if node.ctid else node.ref))
        prefix = self.issuer or host or page or next(filter(None, ctids), "") or "ctdl"
        return Owner(prefix, name or self.issuer_name)

    def _organization(self, item: Any, node: Node) -> Node:
        ref = reference(item, node.context)
        if ref in self.held:
            return self.held[ref]
        value = item if isinstance(item, Mapping) else {"@id": ref}
        return node_of(value, node.locator, node.context, kind="Organization")

    def _prefix(self, node: Node) -> str:
        """Of the thing alone, so that it is the same wherever in a file, and in whichever file, the thing stands."""
        return self.issuer or host_of(node.web("subjectwebpage") or "") or "ctdl"

    def _of_address(self, ref: str) -> str:
        if known := own_identifier(ref) or known_identifier(ref):
            return known.lower() if known.startswith("ctdl:") else known
        last = re.split(r"[/#:]", ref.rstrip("/#"))[-1].removesuffix(".json")
        readable = slug(last)[:40].strip("-") or "thing"
        prefix = self.issuer or host_of(ref) or slug(ref.partition(":")[0]) or "ctdl"
        return f"{prefix}:{readable}-{hashlib.sha256(ref.encode('utf-8', 'replace')).hexdigest()[:8]}"


def look_at(nodes: Iterable[Node], known: Known) -> int:
    """Make all things of a file known; how many they are."""
    count = 0
    for node in nodes:
        count += 1
        known.add(node)
    known.settle()
    return count


def row_kind(node: Node) -> str:
    """Things of one kind with one identifier are one row."""
    return Family.CREDENTIAL.value if node.family in TO_EARN or node.is_component else node.family.value


def name_of(node: Node) -> str:
    """What a thing is called; of a competency without a name, what it says."""
    return node.text(
        "name", "competencylabel", "preflabel", "competencytext", "skillname", "statement", "targetnodename"
    )


def credit(node: Node) -> float | None:
    """How many credits a thing brings or asks for, where it is one number."""
    for value in node.nodes("creditvalue"):
        if (number := value.number("value", "minvalue")) is not None and number > 0:
            return number
    number = node.number("creditvalue", "credithourvalue", "creditunitvalue")
    return number if number and number > 0 else None


def host_of(address: str) -> str:
    """The host of an address as a short prefix.

    >>> host_of("https://www.iue.edu/a"), host_of("nothing")
    ('iue-edu', '')
    """
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        host = ""
    return slug(host.removeprefix("www.")) if host else ""
