"""The dialects of CTDL documents: each is taken apart into the things it describes, one after the other.

Registry graphs, single resources, envelopes (their decoded form, else the payload of their token), what is sent to the
Registry Assistant, expanded JSON-LD and lists of these all give the same things. A thing inside another one is handed
over by itself, before the one it stands in, which keeps a reference to it.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from data.ctdl.nodes import Context, Node, context_of, fingerprint, node_of
from data.ctdl.terms import MEMBERS, Family, bare, family, guessed, term, wrapped
from data.errors import UnreadableFile
from data.json_documents import header, keys, load, objects, parsed
from data.reading import Report
from data.sheets import opened

HELD_WHOLE: Final = 4_000_000
"""A file of up to so many bytes is read whole, so that a fault in it is named by line and column."""

LIFTED: Final = frozenset(
    {
        Family.CREDENTIAL,
        Family.LEARNING,
        Family.ASSESSMENT,
        Family.COMPETENCY,
        Family.FRAMEWORK,
        Family.OCCUPATION,
        Family.TASK,
        Family.PATHWAY,
        Family.COMPONENT,
        Family.COLLECTION,
    }
)
"""What is handed over by itself where it stands inside something else."""

_KIND_UNDER: Final[Mapping[str, str]] = {
    "targetcredential": "Credential",
    "targetlearningopportunity": "LearningOpportunityProfile",
    "targetassessment": "AssessmentProfile",
    "targetcomponent": "BasicComponent",
}
_NOT_INTO: Final = frozenset({"context", "proof", "noderheaders", "targetnodename"})


@dataclass(slots=True)
class Document:
    """A file being taken apart; `report` hears of what isn't a thing, `remarks` of envelopes."""

    name: str
    report: Report
    unverified: int = 0
    contexts: list[Context] = field(default_factory=list)


def things(path: Path, report: Report, name: str = "") -> Iterator[Node]:
    """The things of a file, with their places. Raises `UnreadableFile`, which says the line and column."""
    document = Document(name or path.name, report)
    _refuse_other_formats(path, document.name)
    if path.stat().st_size <= HELD_WHOLE and not _one_a_line(path):
        yield from _walk(load(path, document.name), f"{document.name}#", Context(), document)
    else:
        yield from _streamed(path, document)
    if document.unverified:
        report.remarks.append(
            f"{document.unverified} envelopes: their signatures were not checked, what they hold was read."
        )


def _one_a_line(path: Path) -> bool:
    """Whether each line holds an object of its own."""
    if path.suffix.casefold() in (".jsonl", ".ndjson"):
        return True
    with opened(path) as stream:
        first, second = stream.readline(HELD_WHOLE).strip(), stream.readline(HELD_WHOLE).strip()
    return first.startswith(b"{") and first.endswith(b"}") and second.startswith(b"{")


def _streamed(path: Path, document: Document) -> Iterator[Node]:
    context = Context()
    with opened(path) as stream:
        start = stream.read(4_096).removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:1] == b"{" and not _one_a_line(path) and "@graph" in keys(path, document.name):
        context = context_of(header(path, ["@graph"], document.name).get("@context"))
    for found in objects(path, document.report, document.name, lists=["@graph"]):
        yield from _walk(found.value, found.locator, context, document)


def _walk(value: Any, locator: str, context: Context, document: Document, kind: str = "") -> Iterator[Node]:
    """The things of a part of a document; `kind` is the class of it where it says none."""
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from _walk(item, f"{locator}/{number}", context, document, kind)
    elif not isinstance(value, Mapping):
        document.report.set_aside(locator, f"not an object but {type(value).__name__}")
    else:
        yield from _of_object(value, locator, _within(value, context), document, kind)


def _of_object(
    value: Mapping[str, Any], locator: str, context: Context, document: Document, kind: str
) -> Iterator[Node]:
    if (held := _payload(value)) is not None:
        document.unverified += 1
        yield from _walk(value[held], f"{locator}/{held}", context, document)
    elif isinstance(token := value.get("resource"), str) and "envelope_type" in value:
        document.unverified += 1
        yield from _of_token(token, f"{locator}/resource", context, document)
    elif (graph := next((key for key in ("@graph", "GraphInput") if key in value), "")) and not _typed(value):
        yield from _walk(value[graph], f"{locator}/{graph}", context, document)
    elif "credentialSubject" in value:
        for key, part in _parts(value["credentialSubject"]):
            yield from _walk(part, f"{locator}/credentialSubject/{key}", context, document)
    elif not _typed(value) and not kind and (parts := [key for key in value if _is_part(key, value[key])]):
        for key in parts:
            yield from _walk(value[key], f"{locator}/{key}", context, document, wrapped(key) or MEMBERS[key.casefold()])
    else:
        yield from _thing(value, locator, context, document, kind)


def _thing(value: Mapping[str, Any], locator: str, context: Context, document: Document, kind: str) -> Iterator[Node]:
    if "$schema" in value:
        document.report.set_aside(locator, "a JSON Schema, which says how CTDL is written; it describes no credential")
        return
    kind = kind or guessed(frozenset(bare(key).casefold() for key in value))
    if not _typed(value) and not kind:
        document.report.set_aside(locator, f"it doesn't say what it is; its keys: {', '.join(map(str, value))[:200]}")
        return
    lifted: list[Node] = []
    body = {
        key: _lift(item, f"{locator}/{_escaped(key)}", term(key)[0], context, lifted) for key, item in value.items()
    }
    yield from lifted
    yield named(node_of(body, locator, context, kind=kind))


def _lift(value: Any, locator: str, key: str, context: Context, lifted: list[Node]) -> Any:
    """The value with the things in it replaced by references; the things go to `lifted`."""
    if key in _NOT_INTO:
        return value
    if isinstance(value, list):
        return [_lift(item, f"{locator}/{number}", key, context, lifted) for number, item in enumerate(value)]
    if not isinstance(value, Mapping):
        return value
    body = {
        name: _lift(item, f"{locator}/{_escaped(name)}", term(name)[0], context, lifted) for name, item in value.items()
    }
    node = node_of(body, locator, context, kind=_KIND_UNDER.get(key, ""))
    if node.family not in LIFTED or not node.has("name", "competencytext", "competencylabel"):
        return body
    node = named(node)
    lifted.append(node)
    return {"@id": node.ctid or node.ref, "@type": node.kind}


def named(node: Node) -> Node:
    """The thing with an identifier of its own, made of what it says, where it has none."""
    return node if node.ref or node.ctid else replace(node, ref=f"_:{fingerprint(node)}")


def _within(value: Mapping[str, Any], context: Context) -> Context:
    return context_of(value["@context"]) if "@context" in value else context


def _payload(value: Mapping[str, Any]) -> str | None:
    """The key under which an envelope holds what it carries, decoded."""
    return next(
        (key for key in ("decoded_resource", "decodedResource") if isinstance(value.get(key), dict | list)), None
    )


def _of_token(token: str, locator: str, context: Context, document: Document) -> Iterator[Node]:
    parts = token.split(".")
    try:
        content = base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)) if len(parts) > 1 else token.encode()
        value = parsed(content, locator)
    except (ValueError, UnreadableFile) as error:
        document.report.set_aside(locator, f"a token whose payload can't be read: {error}")
        return
    yield from _walk(value, locator, context, document)


def _typed(value: Mapping[str, Any]) -> bool:
    return any(key.casefold() in ("@type", "type", "rdf:type") for key in value)


def _parts(subject: Any) -> Iterator[tuple[str, Any]]:
    """The things of a verifiable credential's subject: itself where it has a CTDL type, else what it has."""
    for number, item in enumerate(subject if isinstance(subject, list) else [subject]):
        if not isinstance(item, Mapping):
            continue
        if family(node_of(item, "", Context()).kinds) is not Family.OTHER:
            yield str(number) if isinstance(subject, list) else "", item
            continue
        for key, part in item.items():
            if isinstance(part, dict | list):
                yield key, part


def _is_part(key: str, value: Any) -> bool:
    if key.casefold() in MEMBERS:
        return isinstance(value, list) and all(isinstance(item, Mapping) for item in value)
    return bool(wrapped(key)) and isinstance(value, dict)


def _escaped(key: str) -> str:
    return str(key).replace("~", "~0").replace("/", "~1")


_SIGNS: Final = (
    (
        (b"@prefix", b"@base", b".ttl", b".n3", b".nt"),
        "Turtle",
        "Convert it to JSON-LD first, as with rdfpipe or riot.",
    ),
    ((b"PK\x03\x04",), "a zip archive or a spreadsheet", "Unpack it, or export what it holds as JSON-LD."),
    ((b"<",), "HTML or XML", "Save the JSON-LD itself, not the page that shows it."),
    ((b"%PDF",), "a PDF", "Ask for the JSON-LD."),
    ((b".csv", b".tsv"), "a table", "Read it as a catalogue, or ask for the JSON-LD."),
    ((b".md", b".txt", b".html", b".erb"), "text", "Name the file with the JSON-LD itself."),
)
"""How other formats begin, or how the names of their files end."""


def _refuse_other_formats(path: Path, name: str) -> None:
    """Raise `UnreadableFile` where the file is of a format that is often kept beside CTDL's JSON-LD."""
    with opened(path) as stream:
        start = stream.read(4_096).removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:1] in (b"{", b"["):
        return
    for signs, what, advice in _SIGNS:
        if start.startswith(signs) or path.suffix.casefold().encode() in signs:
            raise UnreadableFile(f"{name}: {what} (line 1, column 1), where JSON-LD is expected.", hint=advice)
