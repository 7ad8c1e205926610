"""A document as the bytes that were signed: its statements in canonical order (RDFC-1.0), or its JSON (RFC 8785).

Over statements only what the definitions know is signed. So a document that holds more than that is not checked at
all: a reader of its JSON would take the rest for signed. Work is bounded: some graphs would take for ever.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from data.proofs.contexts import context, used
from data.proofs.outcome import NotChecked

MAX_VALUES: Final = 10_000
MAX_STEPS: Final = 10_000
_BASE: Final = "https://relative.invalid/"
"""Against this, addresses that aren't whole are resolved, to be found: by themselves they would vanish in silence."""


def statements(document: Mapping[str, Any], trusted: Mapping[str, Mapping[str, Any]]) -> bytes:
    """The document's statements as canonical N-Quads; raises `NotChecked`."""
    from cachetools import LRUCache
    from pyld import ContextResolver, jsonld  # type: ignore[import-untyped,unused-ignore]
    from pyld.canon import URDNA2015  # type: ignore[import-untyped,unused-ignore]

    _bounded(document)
    definitions = {url: context(url, trusted) for url in used(document)}

    def load(url: str, options: Any) -> dict[str, Any]:
        document = definitions[url] if url in definitions else context(url, trusted)
        return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": document}

    class Bounded(URDNA2015):  # type: ignore[misc]
        steps = 0

        def hash_n_degree_quads(self, id_: Any, issuer: Any) -> Any:
            self.steps += 1
            if self.steps > MAX_STEPS:
                raise NotChecked("its statements are too tangled to be put in order")
            return super().hash_n_degree_quads(id_, issuer)

    unknown: list[Any] = []
    resolver = ContextResolver(LRUCache(maxsize=50), load)
    options = {"documentLoader": load, "contextResolver": resolver, "base": _BASE, "processingMode": "json-ld-1.1"}
    try:
        expanded = jsonld.expand(document, dict(options), on_property_dropped=unknown.append)
        if unknown:
            raise NotChecked(f"{len(unknown)} of its values aren't covered by the signature: no definition knows them")
        if _BASE in json.dumps(expanded):
            raise NotChecked(
                "some of its identifiers or types aren't whole addresses, so the signature leaves them out"
            )
        dataset = jsonld.to_rdf(expanded, {**options, "produceGeneralizedRdf": False})
        text = Bounded().main(dataset, {"format": "application/n-quads"})
    except (jsonld.JsonLdError, RecursionError, KeyError, TypeError, ValueError, AttributeError) as error:
        if isinstance(error, NotChecked):
            raise
        raise NotChecked("its statements can't be worked out: it breaks the rules of JSON-LD") from error
    return str(text).encode()


def plain_json(document: Mapping[str, Any]) -> bytes:
    """The document as canonical JSON (RFC 8785); raises `NotChecked`."""
    import rfc8785

    _bounded(document)
    try:
        return rfc8785.dumps(dict(document))
    except (rfc8785.CanonicalizationError, UnicodeError, RecursionError) as error:
        raise NotChecked("it holds numbers or texts that canonical JSON can't") from error


def values_in(document: Any) -> int:
    """How many values a document holds, which is what the work of canonicalising it goes by.

    >>> values_in({"name": "Knots", "tags": ["rope", "sea"]})
    5
    """
    level, count = [document], 0
    while level:
        count += len(level)
        level = [part for item in level for part in _inside(item)]
    return count


def _bounded(document: Mapping[str, Any]) -> None:
    if values_in(document) > MAX_VALUES:
        raise NotChecked("it is too big to be checked")


def _inside(item: Any) -> list[Any]:
    if isinstance(item, Mapping):
        return list(item.values())
    return item if isinstance(item, list) else []
