"""How nodes and edges are spelt in Neo4j, and back: labels, types and properties; every value comes back as it was.

Known limits of Neo4j that this goes around: a label can't be empty, a whole number has 64 bits, and the names that
every node and edge has (`id`, `label`, `source`, ...) may also be names of properties.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from graph.errors import GraphDamaged
from graph.statements import CREDENTIAL, DANGLING, OCCUPATION, PATHWAY, SKILL, Edge, Node, Properties
from skills_taxonomy.types import Provenance

OURS: Final = "Stackway"
"""The label that all nodes of a graph have, beside the one of their kind."""

_KINDS: Final = frozenset({CREDENTIAL, DANGLING, OCCUPATION, PATHWAY, SKILL})
_OWN: Final = frozenset({"graph", "id", "label", "relation", "source", "locator", "origin"})
_AS_STATED: Final = "stated:"
_AS_WHOLE: Final = "whole:"
_REPAIR: Final = "Put it right in Neo4j, or push the graph again."


def label_of(kind: str) -> str:
    """The label of a kind of node.

    >>> label_of("credential"), label_of("stackway"), label_of("Odd one"), label_of("")
    ('Credential', 'kind:stackway', 'kind:Odd one', 'kind:')
    """
    plain = re.fullmatch("[a-z][a-z0-9]*", kind) and kind != OURS.lower()
    return kind.capitalize() if plain else f"kind:{kind}"


def kind_of(label: str) -> str:
    """The kind that has this label; one that a person thought of gives its own name in small letters.

    >>> [kind_of(label_of(kind)) for kind in ("credential", "stackway", "Odd one", "")]
    ['credential', 'stackway', 'Odd one', '']
    """
    return label.removeprefix("kind:") if label.startswith("kind:") else label.lower()


def type_of(predicate: str) -> str:
    """The type of the relationship.

    >>> type_of("has_step"), type_of("is a"), type_of("TEACHES")
    ('HAS_STEP', 'predicate:is a', 'predicate:TEACHES')
    """
    return predicate.upper() if re.fullmatch("[a-z][a-z0-9_]*", predicate) else f"predicate:{predicate}"


def predicate_of(type_: str) -> str:
    """The predicate that has this type.

    >>> [predicate_of(type_of(predicate)) for predicate in ("has_step", "is a", "TEACHES")]
    ['has_step', 'is a', 'TEACHES']
    """
    return type_.removeprefix("predicate:") if type_.startswith("predicate:") else type_.lower()


def node_row(id_: str, kind: str, label: str, said: Mapping[str, Any], place: tuple[str, str, str]) -> list[Any]:
    """A node as a parameter: its label, and all that is stated of it; what is empty is left out."""
    return [label_of(kind), {**_stated(said), "id": id_, "label": label, **_place(place)}]


def edge_row(identity: tuple[str, str, str, str], said: Mapping[str, Any], place: tuple[str, str, str]) -> list[Any]:
    """An edge as a parameter: subject, type, object, and all that is stated of it."""
    subject, predicate, object_, relation = identity
    own = {"relation": relation} if relation else {}
    return [subject, type_of(predicate), object_, {**_stated(said), **own, **_place(place)}]


def node_from(labels: Iterable[str], says: dict[str, Any]) -> Node:
    """The node as it stands in Neo4j; raises `GraphDamaged` where people made of it what no node can be."""
    id_ = str(says["id"])
    where = f"The node {id_[:200]!r}"
    label = says.get("label")
    if not isinstance(label, str):
        raise GraphDamaged(f"{where} has no label: its property `label` must be a text.", hint=_REPAIR)
    return Node(id_, _kind(labels, where), label, _said(says, where), _provenance(says, where))


def edge_from(subject: str, type_: str, object_: str, says: dict[str, Any]) -> Edge:
    """The edge as it stands in Neo4j; raises `GraphDamaged` as `node_from` does."""
    where = f"The relationship {type_[:200]} from {subject[:200]!r} to {object_[:200]!r}"
    relation = _text(says, "relation", where)
    return Edge(subject, predicate_of(type_), object_, relation, _said(says, where), _provenance(says, where))


def _stated(said: Mapping[str, Any]) -> dict[str, Any]:
    return {_name(name, value): str(value) if _too_big(value) else value for name, value in said.items()}


def _name(name: str, value: Any) -> str:
    if _too_big(value):
        return _AS_WHOLE + name
    return _AS_STATED + name if not name or name in _OWN or name.startswith((_AS_STATED, _AS_WHOLE)) else name


def _too_big(value: Any) -> bool:
    return type(value) is int and not -(2**63) <= value < 2**63


def _place(place: tuple[str, str, str]) -> dict[str, str]:
    return {name: value for name, value in zip(("source", "locator", "origin"), place, strict=True) if value}


def _kind(labels: Iterable[str], where: str) -> str:
    """The kind among the labels; people may add others to a node whose kind is a known one."""
    kinds = [kind_of(label) for label in labels if label != OURS]
    known = [kind for kind in kinds if kind in _KINDS]
    for found in (known, kinds):
        if len(found) == 1:
            return found[0]
    raise GraphDamaged(f"{where} must have one label that says its kind, and has {len(known or kinds)}.", hint=_REPAIR)


def _said(says: Mapping[str, Any], where: str) -> Properties:
    return tuple(sorted(_read(name, value, where) for name, value in says.items() if name not in _OWN))


def _read(name: str, value: Any, where: str) -> tuple[str, str | int | float | bool]:
    if not isinstance(value, str | int | float):
        told = f"{where} has a property {name[:200]!r} that is no text, number or truth value."
        raise GraphDamaged(told, hint=_REPAIR)
    if name.startswith(_AS_WHOLE):
        return name.removeprefix(_AS_WHOLE), _whole(str(value), where)
    return name.removeprefix(_AS_STATED), value


def _whole(text: str, where: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise GraphDamaged(f"{where} has {text[:40]!r} where a whole number should be.", hint=_REPAIR) from None


def _provenance(says: Mapping[str, Any], where: str) -> Provenance:
    text: Callable[[str], str] = lambda name: _text(says, name, where)  # noqa: E731
    return Provenance(text("source"), text("locator"), text("origin"))


def _text(says: Mapping[str, Any], name: str, where: str) -> str:
    value = says.get(name, "")
    if not isinstance(value, str):
        raise GraphDamaged(f"{where} has a property {name!r} that is no text.", hint=_REPAIR)
    return value
