"""One posting, from whatever form it came in: a flat record, or schema.org's JobPosting as JSON-LD."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from data.html_text import plain

Posting = dict[str, str]

NAMES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "id": ("id", "job_id", "posting_id", "vacancy_id", "reference", "ref", "req_id", "identifier"),
        "title": ("title", "job_title", "position", "position_title", "vacancy_title", "role", "name"),
        "occupation": ("occupation", "soc_code", "onet_code", "onetsoc_code", "occupational_category"),
        "employer": ("employer", "company", "company_name", "organisation", "organization", "hiring_organization"),
        "place": ("place", "location", "job_location", "city", "region"),
        "country": ("country", "country_code"),
        "posted": ("posted", "date_posted", "posted_on", "posted_date", "publication_date", "published", "opens",
                   "open_date", "created_at", "date"),
        "closes": ("closes", "closing_date", "close_date", "deadline", "valid_through", "expires", "expiry_date"),
        "url": ("url", "link", "job_url", "apply_url", "source_url", "href"),
        "language": ("language", "lang", "in_language"),
        "text": ("text", "description", "job_description", "full_text", "body", "content", "summary"),
        "origin": ("origin",),
    }
)  # fmt: skip
"""What a posting is made of, and the names under which each is looked for, best first."""

_OF_TEXT: Final = ("description", "responsibilities", "qualifications", "skills", "experienceRequirements",
                   "educationRequirements")  # fmt: skip
_SOC: Final = re.compile(r"\b(\d{2}-\d{4}\.\d{2})\b")
_DEEP: Final = 6


def from_record(record: Mapping[str, Any], fields: Mapping[str, Sequence[str]]) -> Posting:
    r"""A posting from a flat record; `fields` names what holds each part, several are joined.

    >>> from_record({"Job Title": "Rigger", "sum": "Ropes.", "do": "Tie."}, {"text": ("sum", "do")})["text"]
    'Ropes.\nTie.'
    """
    by_name = {_plain(str(name)): value for name, value in reversed(list(record.items()))}
    posting: Posting = {}
    for part, names in NAMES.items():
        if part in fields:
            said = [text for name in fields[part] if (text := _said(record.get(name)))]
            posting[part] = ("\n" if part == "text" else ", ").join(dict.fromkeys(said))
        else:
            posting[part] = next((text for name in names if (text := _said(by_name.get(_plain(name))))), "")
    return _tidied(posting)


def job_postings(value: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """Every JobPosting of a JSON-LD value: the value itself, those of its list, graph or item list."""
    if depth > _DEEP:
        return
    if isinstance(value, list):
        for item in value:
            yield from job_postings(item, depth + 1)
    elif isinstance(value, Mapping):
        if is_job_posting(value):
            yield value
        else:
            for key in ("@graph", "itemListElement", "item", "mainEntity"):
                yield from job_postings(value.get(key), depth + 1)


def is_job_posting(value: Mapping[str, Any]) -> bool:
    """Whether the object says that it is schema.org's JobPosting."""
    types = value.get("@type", value.get("type"))
    named = types if isinstance(types, list) else [types]
    return any(isinstance(name, str) and re.split(r"[/#:]", name)[-1] == "JobPosting" for name in named)


def from_job_posting(value: Mapping[str, Any]) -> Posting:
    """A posting from schema.org's JobPosting (https://schema.org/JobPosting)."""
    place, country = _place(value.get("jobLocation"))
    texts = [text for name in _OF_TEXT if (text := _listed(value.get(name)))]
    identifier = value.get("identifier")
    return _tidied(
        {
            "id": _said(identifier.get("value") if isinstance(identifier, Mapping) else identifier),
            "title": _said(value.get("title")) or _said(value.get("name")),
            "occupation": _listed(value.get("occupationalCategory")),
            "employer": _said(value.get("hiringOrganization")),
            "place": place,
            "country": country,
            "posted": _said(value.get("datePosted")),
            "closes": _said(value.get("validThrough")),
            "url": _said(value.get("url")) or _said(value.get("@id")),
            "language": _said(value.get("inLanguage")),
            "text": "\n".join(texts),
            "origin": "",
        }
    )


def content_hash(posting: Posting) -> str:
    """Sixteen hexadecimal figures that depend on everything the posting says, its identifier and origin apart."""
    said = "\x1f".join(posting[part] for part in NAMES if part not in ("id", "origin"))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _tidied(posting: Posting) -> Posting:
    tidy = {part: plain(text) for part, text in posting.items()}
    soc = _SOC.search(tidy["occupation"])
    one_line = {part: " ".join(text.split()) for part, text in tidy.items() if part != "text"}
    return {**tidy, **one_line, "occupation": f"onet:{soc.group(1)}" if soc else _curie(one_line["occupation"])}


def _curie(text: str) -> str:
    return text if re.fullmatch(r"(?:esco|onet|soc|gdad):\S+", text) else ""


def _place(value: Any) -> tuple[str, str]:
    """Where a job is (several places are separated by ``;``) and the country of the first."""
    places, countries = [], []
    for location in value if isinstance(value, list) else [value]:
        address = location.get("address", location) if isinstance(location, Mapping) else location
        if isinstance(address, Mapping):
            parts = [_said(address.get(name)) for name in ("addressLocality", "addressRegion")]
            places.append(", ".join(part for part in parts if part) or _said(location))
            countries.append(_said(address.get("addressCountry")))
        else:
            places.append(_said(address))
    return "; ".join(dict.fromkeys(place for place in places if place)), next(filter(None, countries), "")


def _listed(value: Any) -> str:
    items = value if isinstance(value, list) else [value]
    return "\n".join(text for item in items if (text := _said(item)))


def _said(value: Any) -> str:
    """The words of a value: text and numbers as they are, of an object its name."""
    if isinstance(value, Mapping):
        return next(
            (text for key in ("name", "@value", "value", "description") if (text := _plain_text(value.get(key)))), ""
        )
    return _plain_text(value)


def _plain_text(value: Any) -> str:
    if value is None or isinstance(value, bool | list | Mapping):
        return ""
    text = str(value).strip().encode("utf-8", "replace").decode("utf-8")
    return "" if text.casefold() in ("n/a", "none", "null", "nan") else text


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())
