"""One thing that a CTDL document describes, whatever the dialect: its types, its identifiers, its properties."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from data.cells import web_address
from data.ctdl.terms import Family, bare, family, term
from data.errors import InvalidValue

MAX_TEXT: Final = 20_000
"""The longest text that is taken whole, in characters."""

_CTID: Final = re.compile(
    r"(?:ce-|urn:ctid:)([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})", re.IGNORECASE
)
_NO_TAGS: Final = frozenset({"@id", "id", "url", "uri", "cty"})
"""Keys as short as a language tag that aren't one."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a document's ``@context`` says beyond CTDL: short forms of addresses, and other names of properties."""

    prefixes: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    language: str = ""

    def address(self, text: str) -> str:
        """An identifier with its short form written out.

        >>> Context({"res": "https://x.example/"}).address("res:ce-1")
        'https://x.example/ce-1'
        """
        prefix, mark, rest = text.partition(":")
        known = self.prefixes.get(prefix) if mark and not rest.startswith("//") else None
        return known + rest if known else text


def context_of(value: Any) -> Context:
    """What an ``@context`` says; addresses in it aren't fetched."""
    prefixes: dict[str, str] = {}
    names: dict[str, str] = {}
    language = ""
    for part in value if isinstance(value, list) else [value]:
        for key, meaning in part.items() if isinstance(part, Mapping) else ():
            stands = meaning.get("@id") if isinstance(meaning, Mapping) else meaning
            if key == "@language" and isinstance(meaning, str):
                language = meaning
            elif isinstance(stands, str) and stands.endswith(("/", "#", ":")):
                prefixes[key] = stands
            elif isinstance(stands, str) and not key.startswith("@"):
                names[key] = stands
    return Context(prefixes, names, language)


@dataclass(frozen=True, slots=True)
class Node:
    """A thing: `values` are its properties by their plain name in lower case, each a list as the document has it."""

    kinds: tuple[str, ...]
    ref: str
    ctid: str
    values: Mapping[str, list[Any]]
    locator: str
    context: Context = Context()

    @property
    def family(self) -> Family:
        """What becomes of it."""
        return family(self.kinds)

    @property
    def kind(self) -> str:
        """Its first type that is known, else its first, as written without prefix."""
        return next((kind for kind in self.kinds if family((kind,)) is not Family.OTHER), (*self.kinds, "")[0])

    @property
    def is_component(self) -> bool:
        """Whether it is a component of pathways, whatever else it is."""
        return any(family((kind,)) is Family.COMPONENT for kind in self.kinds)

    def has(self, *names: str) -> bool:
        """Whether one of the properties is stated."""
        return any(self.values.get(name.casefold()) for name in names)

    def all(self, *names: str) -> list[Any]:
        """The values of the properties, as the document has them."""
        return [item for name in names for item in self.values.get(name.casefold(), ())]

    def text(self, *names: str) -> str:
        """The first text of the first of the properties that has one; English before other languages."""
        return next((text for name in names if (text := best_text(self.all(name)))), "")

    def texts(self, *names: str) -> list[str]:
        """All texts of the properties, in English where they are given in languages; each once."""
        return list(dict.fromkeys(text for item in self.all(*names) for text in texts_of(item)))

    def terms(self, *names: str) -> list[str]:
        """The terms of a vocabulary that the properties name: by their words, else by their identifiers."""
        found: dict[str, None] = {}
        for item in self.all(*names):
            texts = texts_of(item)
            if not texts and isinstance(item, Mapping):
                texts = self.__class__.refs(inner(item, self), "targetnode") or [reference(item, self.context)]
            found.update(dict.fromkeys(filter(None, texts)))
        return list(found)

    def nodes(self, *names: str) -> list[Node]:
        """The properties' values that are objects."""
        return [inner(item, self) for item in self.all(*names) if isinstance(item, Mapping)]

    def refs(self, *names: str) -> list[str]:
        """The identifiers that the properties point at."""
        return [ref for item in self.all(*names) if (ref := reference(item, self.context))]

    def web(self, *names: str) -> str | None:
        """The first of the properties' values that is a web address."""
        for item in self.all(*names):
            for text in (reference(item, self.context), *texts_of(item)):
                try:
                    return web_address(text)
                except InvalidValue:
                    continue
        return None

    def number(self, *names: str) -> float | None:
        """The first of the properties' values that is a number."""
        for item in self.all(*names):
            try:
                return float(item if isinstance(item, int | float | str) else best_text([item]))
            except ValueError:
                continue
        return None


def node_of(value: Mapping[str, Any], locator: str, context: Context, *, kind: str = "") -> Node:
    """An object of a document as a thing; `kind` is its type where it states none."""
    values: dict[str, list[Any]] = {}
    kinds: list[str] = []
    ref = ctid = ""
    for key, given in value.items():
        name, language = term(context.names.get(key, key))
        items = _members(given)
        if name == "type" and key.casefold() in ("type", "@type", "rdf:type"):
            kinds += [bare(item) for item in items if isinstance(item, str) and bare(item)]
        elif name == "id":
            ref = ref or context.address(next((item.strip() for item in items if isinstance(item, str)), ""))
        elif name == "ctid":
            ctid = ctid or ctid_in(best_text(items))
        elif name != "context" and not key.startswith("//"):
            kept = [item for item in items if item not in (None, "", [], {})]
            values.setdefault(name, []).extend(
                {"@value": item, "@language": language} if language else item for item in kept
            )
    said = [bare(text) for item in values.get("credentialtype", ()) for text in texts_of(item)]
    kinds = [name for name in said if family((name,)) is Family.CREDENTIAL] + kinds if said else kinds
    return Node(tuple(kinds or ([kind] if kind else [])), ref, ctid or ctid_in(ref), values, locator, context)


def _members(value: Any) -> list[Any]:
    """The values of a property, out of the containers of JSON-LD."""
    items = value if isinstance(value, list) else [value]
    for key in ("@list", "@set"):
        items = [
            part
            for item in items
            for part in (_members(item[key]) if isinstance(item, Mapping) and key in item else [item])
        ]
    return items


def joined(one: Node, other: Node) -> Node:
    """Two descriptions of one thing as one, with the values of both."""
    values = {name: [*items] for name, items in one.values.items()}
    for name, items in other.values.items():
        values[name] = values.get(name, []) + [item for item in items if item not in values.get(name, [])]
    return replace(one, values=values)


def inner(value: Mapping[str, Any], outer: Node) -> Node:
    """An object inside a thing."""
    return node_of(value, outer.locator, outer.context)


def ctid_in(text: str) -> str:
    """The CTID that a text is or ends in, in lower case, of the older form ``urn:ctid:`` too; empty where it has none.

    >>> ctid_in("https://x.example/resources/ce-1A4AB486-8212-4708-B7D5-C5167FDD2B47")
    'ce-1a4ab486-8212-4708-b7d5-c5167fdd2b47'
    """
    found = _CTID.search(text)
    return f"ce-{found[1].lower()}" if found and found.end() == len(text.rstrip("/ ")) else ""


def reference(value: Any, context: Context = Context()) -> str:
    """The identifier that a value is, or that the object has: its CTID before its address; empty where it has none."""
    if isinstance(value, Mapping):
        for wanted in ("ctid", "id"):
            for key, given in value.items():
                if term(key)[0] == wanted and isinstance(given, str) and given.strip():
                    return reference(given, context)
        return reference(value["@value"], context) if isinstance(value.get("@value"), str) else ""
    if not isinstance(value, str):
        return ""
    text = context.address(value.strip())
    return ctid_in(text) or (text if not re.search(r"\s", text) else "")


def texts_of(value: Any) -> list[str]:
    """The texts of a value: itself, those of one language of a language map, a value object's, a name's.

    >>> texts_of({"de": ["Knoten", "Stiche"], "en": ["Knots"]}), texts_of({"@value": "Knots", "@language": "en"})
    (['Knots'], ['Knots'])
    """
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        text = re.sub(r"[\x00-\x08\x0b-\x1f]", " ", str(value)).strip()
        return [text[:MAX_TEXT]] if text else []
    if isinstance(value, list):
        return [text for item in value for text in texts_of(item)]
    if isinstance(value, Mapping):
        if "@value" in value:
            return texts_of(value["@value"])
        named = [given for key, given in value.items() if term(key)[0] in ("targetnodename", "name", "preflabel")]
        return texts_of(named[0] if named else _in_one_language(value))
    return []


def best_text(values: list[Any]) -> str:
    """The text of values given one for each language, or the first text; empty where there is none."""
    tagged = {
        str(item.get("@language", "")): item["@value"]
        for item in values
        if isinstance(item, Mapping) and "@value" in item
    }
    if len(tagged) > 1:
        return (texts_of(_in_one_language(tagged)) or [""])[0]
    return next((text for item in values for text in texts_of(item)), "")


def language_of(values: list[Any]) -> str:
    """The language of the text that `best_text` takes, where it is stated.

    >>> language_of([{"de": "Knoten", "en-GB": "Knots"}]), language_of([{"@value": "Knoten", "@language": "de"}])
    ('en-GB', 'de')
    """
    tags = [
        re.sub("[_:]", "-", str(tag).lstrip("@"))
        for item in values
        if isinstance(item, Mapping)
        for tag in ([item.get("@language") or ""] if "@value" in item else filter(_is_tag, map(str, item)))
    ]
    return next((tag for tag in tags if tag.casefold().startswith("en")), (*tags, "")[0])


def _is_tag(key: str) -> bool:
    return bool(re.fullmatch(r"@?[A-Za-z]{2,3}([-_:][A-Za-z0-9]{1,8})*", key)) and key.casefold() not in _NO_TAGS


def _in_one_language(value: Mapping[str, Any]) -> Any:
    tags = [key for key in value if not key or _is_tag(str(key))]
    english = [tag for tag in tags if tag.lstrip("@").casefold().startswith("en")]
    chosen = next((tag for tag in (*english, *tags) if value[tag]), None)
    return value[chosen] if chosen is not None else None


def short(text: str) -> str:
    """A label: at most 300 characters."""
    return text if len(text) <= 300 else text[:299].rstrip() + "…"


def fingerprint(node: Node) -> str:
    """Sixteen signs that depend on what a thing without an identifier says of itself, not on where it stands."""
    key = [
        node.text("name", "competencylabel", "competencytext", "targetnodename"),
        (node.web("subjectwebpage") or "").rstrip("/"),
    ]
    key += [] if any(key) else [json.dumps(node.values, sort_keys=True, default=str)]
    return hashlib.sha256(" ".join([node.family.value, *key]).encode("utf-8", "replace")).hexdigest()[:16]
