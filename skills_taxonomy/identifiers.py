"""Names of things: CURIEs such as ``esco:skill/…`` and ``onet:15-1252.00``, and the public addresses behind them.

Only what its publisher gives a public address has an IRI here: ESCO's concepts, O*NET's occupations (their page at
O*NET OnLine) and what lies in the Credential Registry. O*NET's technologies (``onet:tech/…``) and elements
(``onet:element/…``), SOC codes and issuers' own identifiers have none, and none is made up for them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from curies import Converter

IRI_PREFIXES: Final = MappingProxyType(
    {
        "esco": "http://data.europa.eu/esco/",
        "onet": "https://www.onetonline.org/link/summary/",
        "ctdl": "https://credentialengineregistry.org/resources/",
    }
)
"""The prefixes whose identifiers have a public address, and how it begins."""

_SOC: Final = re.compile(r"(\d\d-\d{4})(\.\d\d)?")
_ONET_OCCUPATION: Final = re.compile(r"onet:\d\d-\d{4}\.\d\d")
_CURIE: Final = re.compile(r"[A-Za-z][\w.-]*:[^\s/][^\s]*")


def slug(text: str) -> str:
    """The text as a part of an identifier: lowercase ASCII letters and digits, joined by single hyphens.

    ``#`` after a letter is said *sharp* and ``++`` *plus plus*, so that C, C# and C++ stay three things. Letters
    other than ASCII's are kept where they have no plain form. Not unique: who names a set adds ``-2`` to the second.

    >>> slug("C#"), slug("C++"), slug("Café au lait, 2nd ed.")
    ('c-sharp', 'c-plus-plus', 'cafe-au-lait-2nd-ed')
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).lower()
    said = re.sub(r"(?<=\w)\+\+", "-plus-plus-", re.sub(r"(?<=\w)#", "-sharp-", plain))
    return re.sub(r"[\W_]+", "-", said).strip("-")


def expand(curie: str) -> str | None:
    """The public address of an identifier; None where it has none.

    >>> expand("onet:15-1252.00")
    'https://www.onetonline.org/link/summary/15-1252.00'
    >>> expand("onet:tech/kubernetes") is None
    True
    """
    if ":" not in curie or (curie.startswith("onet:") and not _ONET_OCCUPATION.fullmatch(curie)):
        return None
    return _converter().expand(curie)


def compress(iri: str) -> str | None:
    """The identifier that a public address stands for; None where the address is of no known kind.

    >>> compress("http://data.europa.eu/esco/isco/C2512")
    'esco:isco/C2512'
    >>> compress("https://example.org/") is None
    True
    """
    curie = _converter().compress(iri)
    if not curie or (curie.startswith("onet:") and expand(curie) is None):
        return None
    return curie


def recognise(text: str) -> str | None:
    """The identifier in what a person typed or pasted (CURIE, public address or SOC code); None where it is none.

    A SOC code is taken for the O*NET occupation of that code. That such a thing exists isn't checked.

    >>> recognise("15-1252"), recognise("https://www.onetonline.org/link/summary/15-1252.00")
    ('onet:15-1252.00', 'onet:15-1252.00')
    >>> recognise("devops engineer") is None
    True
    """
    typed = text.strip()
    if soc := _SOC.fullmatch(typed.removeprefix("soc:").removeprefix("onet:")):
        return "onet:" + "".join(soc.groups(default=".00"))
    if typed.startswith(("http://", "https://")):
        return compress(typed)
    return typed if _CURIE.fullmatch(typed) else None


@cache
def _converter() -> Converter:
    from curies import Converter

    return Converter.from_prefix_map(IRI_PREFIXES)
