"""Microsoft Learn as it was in November 2018: badges for modules, trophies for learning paths, paths as pathways."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from data.making.columns import CREDENTIALS, PATHWAYS, SKILLS
from data.making.files import bullets, copied, listed, sentences, without_links, write_csv

_ISSUER: Final = {"issuer": "mslearn", "issuer_name": "Microsoft Learn (2018)", "language": "en"}
_NOTE: Final = "As of November 2018. The source states no public page, sign-up link, cost or hours."
_RANKS: Final = {"beginner": 0, "intermediate": 1, "advanced": 2}
_SPELLED: Final = {
    "cdn": "CDN",
    "clis": "CLIs",
    "db": "DB",
    "iot": "IoT",
    "sdks": "SDKs",
    "sql": "SQL",
    "vs": "Visual Studio",
}
"""Words of product tags that aren't written with one capital."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One ``index.yml``: its values and where it lies in the published folder."""

    values: Mapping[str, Any]
    file: str

    @property
    def achievement(self) -> str:
        """The identifier of the badge or trophy that finishing this earns."""
        return f"mslearn:{self.values['achievement']}"


def make(published: Path, shipped: Path) -> tuple[str, ...]:
    """Write the catalogue; achievements that no module or path earns are left out and named."""
    root = published / "ms-learn-2018" / "learn-pr"
    modules, paths = _sheets(root, "azure"), _sheets(root, "paths")
    badges = {str(module.values["uid"]): module.achievement for module in modules}
    target, titles = shipped / "ms-learn-2018", _achievements(root)
    credentials = [_badge(module, titles) for module in modules] + [_trophy(path, badges, titles) for path in paths]
    write_csv(target / "credentials.csv", CREDENTIALS, credentials)
    write_csv(target / "credential_skills.csv", SKILLS, (row for sheet in (*modules, *paths) for row in _skills(sheet)))
    write_csv(target / "pathways.csv", PATHWAYS, (row for path in paths for row in _steps(path, badges)))
    copied(root.parent / "ThirdPartyNotices", target / "ThirdPartyNotices")
    earned = {credential["id"] for credential in credentials}
    unearned = [achievement for achievement in titles if achievement not in earned]
    return tuple(f"ms-learn-2018: nothing earns {achievement}: left out" for achievement in unearned)


def _sheets(root: Path, folder: str) -> list[Sheet]:
    import yaml

    found = sorted((root / folder).glob("*/index.yml"))
    return [Sheet(yaml.safe_load(file.read_text("utf-8-sig")), file.relative_to(root).as_posix()) for file in found]


def _achievements(root: Path) -> dict[str, str]:
    """The titles of badges and trophies by identifier."""
    import yaml

    written = yaml.safe_load((root / "achievements.yml").read_text("utf-8-sig"))
    return {f"mslearn:{one['uid']}": one["title"] for one in written["achievements"]}


def _shared(sheet: Sheet, kind: str, titles: Mapping[str, str]) -> dict[str, str]:
    values = sheet.values
    levels = [level for level in _RANKS if level in values["levels"]]
    return {
        **_ISSUER,
        "id": sheet.achievement,
        "name": titles[sheet.achievement],
        "kind": kind,
        "description": without_links(values["summary"]),
        "level": ", ".join(levels),
        "level_rank": str(max(_RANKS[level] for level in levels)),
        "occupations": listed(str(role).replace("-", " ") for role in values["roles"]),
        "note": " ".join((_NOTE, *_prerequisites(values))),
        "origin": f"learn-pr/{sheet.file}",
    }


def _prerequisites(values: Mapping[str, Any]) -> Iterator[str]:
    stated = bullets(without_links(str(values["prerequisites"] or "")))
    if stated and stated != ("None",):
        yield f"Before it: {sentences(stated)}"


def _badge(module: Sheet, titles: Mapping[str, str]) -> dict[str, str]:
    abstract = sentences(bullets(without_links(str(module.values["abstract"]))))
    shared = _shared(module, "badge", titles)
    return {**shared, "text": f"{module.values['title']}. {shared['description']} {abstract}"}


def _trophy(path: Sheet, badges: Mapping[str, str], titles: Mapping[str, str]) -> dict[str, str]:
    shared = _shared(path, "trophy", titles)
    needed = " and ".join(badges[module] for module in path.values["modules"])
    return {**shared, "requires": needed, "text": f"{path.values['title']}. {shared['description']}"}


def _skills(sheet: Sheet) -> Iterator[dict[str, str]]:
    """The products that a module or path is tagged with; the general tag "azure" too."""
    for product in sheet.values["products"]:
        yield {
            "credential": sheet.achievement,
            "label": product_name(product),
            "evidence": f"products: {product}",
            "origin": f"learn-pr/{sheet.file}",
        }


def product_name(tag: str) -> str:
    """A product tag as people write the product.

    >>> product_name("azure-cosmos-db"), product_name("vs-code")
    ('Azure Cosmos DB', 'Visual Studio Code')
    """
    return " ".join(_SPELLED.get(word, word.capitalize()) for word in tag.split("-"))


def _steps(path: Sheet, badges: Mapping[str, str]) -> Iterator[dict[str, str]]:
    for position, module in enumerate(path.values["modules"], 1):
        yield {
            "pathway": f"mslearn:{path.values['uid']}",
            "name": path.values["title"],
            "description": without_links(path.values["summary"]),
            "destination": path.achievement,
            "position": str(position),
            "credential": badges[module],
            "note": "A learning path of November 2018.",
            "origin": f"learn-pr/{path.file}",
        }
