"""The CNCF certifications as a catalogue: what their curricula (PDF) and introductions (README) say, and no more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from data.making.columns import CREDENTIALS, SKILLS
from data.making.curriculum import PAGE, Domain, domains_of
from data.making.files import one_line, sentences, write_csv

_FOLDERS: Final = {"CBA": "capa/cba"}
"""Where a certification's README lies, if not in the folder of its name."""

_OFFERED: Final = re.compile(r"\*\s*(.+?) \(([A-Z]+)\)\s*$", re.MULTILINE)
_PAGE_LINK: Final = re.compile(r"\((https://training\.linuxfoundation\.org/certification/[^)\s]+)\)")
_WEIGHT: Final = re.compile(r"^(?:\|\s*|\*\s*)(.+?)\s*(?:\||\t)\s*(\d+)%", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Introduction:
    """What a README says: the description, the certification's page and its own table of domains (percent)."""

    file: str
    description: str
    page_url: str
    weights: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Certification:
    """One exam as its files have it; `how` says how its domains were read where that wasn't from the text."""

    name: str
    code: str
    pdf: str
    introduction: Introduction
    domains: tuple[Domain, ...]
    how: str

    @property
    def contradicted(self) -> bool:
        """Whether the README gives other domains or weights than the curriculum."""
        stated = {_bare(name): percent for name, percent in self.introduction.weights.items()}
        return bool(stated) and stated != {_bare(domain.name): domain.percent for domain in self.domains}


def make(published: Path, shipped: Path) -> tuple[str, ...]:
    """Write the catalogue; raises `ValueError` where the weights of a certification don't add up to a whole."""
    source = published / "cncf-curriculum"
    offered = _OFFERED.findall((source / "README.md").read_text("utf-8"))
    certifications = [_certification(source, name, code) for name, code in offered]
    write_csv(shipped / "cncf" / "credentials.csv", CREDENTIALS, map(_credential, certifications))
    skills = (row for certification in certifications for row in _skills(certification))
    write_csv(shipped / "cncf" / "credential_skills.csv", SKILLS, skills)
    return tuple(
        f"cncf: {one.introduction.file} gives other domains or weights than {one.pdf}"
        for one in certifications
        if one.contradicted
    )


def _certification(source: Path, name: str, code: str) -> Certification:
    pdf = next(file for file in sorted(source.glob("*.pdf")) if re.match(rf"{code}[ _]", file.name))
    domains, how = domains_of(pdf)
    if (total := sum(domain.percent for domain in domains)) != 100:
        raise ValueError(f"{pdf.name}: the domains weigh {total}% together: {[d.name for d in domains]}")
    return Certification(name, code, pdf.name, introduction_of(source, code), domains, how)


def introduction_of(source: Path, code: str) -> Introduction:
    """A certification's README; empty where it has none."""
    file = f"{_FOLDERS.get(code, code.lower())}/README.md"
    if not (source / file).exists():
        return Introduction("", "", "", {})
    text = (source / file).read_text("utf-8")
    link = _PAGE_LINK.search(text)
    weights = {name: int(percent) for name, percent in _WEIGHT.findall(text)}
    return Introduction(file, _description(text), link.group(1) if link else "", weights)


def _description(readme: str) -> str:
    """The running text between the title (or "Exam Description") and the domains, without the link to the page."""
    body = re.split(r"^## .*Domains.*$", readme, maxsplit=1, flags=re.MULTILINE)[0]
    lines = (line.replace("**", "") for line in body.splitlines() if not line.startswith(("#", "More information")))
    return one_line(" ".join(lines))


def _bare(name: str) -> str:
    words = re.sub(r"[^a-z0-9]+", " ", name.lower().replace("&", "and").replace("servicing", "services")).split()
    return " ".join(words)


def _credential(one: Certification) -> dict[str, str]:
    readme = f"{one.introduction.file}; " if one.introduction.file else ""
    return {
        "id": f"cncf:{one.code}",
        "name": f"{one.name} ({one.code})",
        "description": one.introduction.description,
        "issuer": "cncf",
        "issuer_name": "Cloud Native Computing Foundation",
        "kind": "certification",
        "status": "active",
        "page_url": one.introduction.page_url,
        "signup_url": one.introduction.page_url,
        "text": " ".join(f"{domain.name}: {sentences(domain.competencies)}" for domain in one.domains),
        "note": " ".join(_notes(one)),
        "origin": f"{readme}{one.pdf} p. {PAGE}",
    }


def _notes(one: Certification) -> Iterator[str]:
    yield "Cost, hours, language of the exam and validity are not stated in the curriculum."
    if not one.introduction.page_url:
        yield "The published files link no page of this certification."
    if one.contradicted:
        yield f"{one.introduction.file} gives other domains or weights; the curriculum (PDF) is followed."
    if one.how:
        yield f"Domains {one.how}."


def _skills(one: Certification) -> Iterator[dict[str, str]]:
    """Each domain with its share, then each competency (its own share isn't stated)."""
    origin = f"{one.pdf} p. {PAGE}" + (f" ({one.how})" if one.how else "")
    shared = {"credential": f"cncf:{one.code}", "origin": origin}
    for domain in one.domains:
        asked = f"{domain.percent}% - {domain.name}: {'; '.join(domain.competencies)}"
        yield {**shared, "label": domain.name, "weight": f"{domain.percent / 100:.2f}", "evidence": asked}
        for competency in domain.competencies:
            yield {**shared, "label": competency, "evidence": f"{domain.name}: {competency}"}
