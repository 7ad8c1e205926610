"""A file of rich skill descriptors read into tables: a list, a collection, one alone, lines, or CSV."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from data.errors import UnreadableFile
from data.heads import Head
from data.json_documents import header, keys, objects, one_object
from data.ld import said, types_of
from data.reading import Progress, Reading, Report, finished, silent, told
from data.rsd import table
from data.rsd.descriptors import Descriptor, from_json
from data.rsd.writing import Writing
from data.tables import TableRows

LISTS = ("skills", "content", "@graph")
"""The lists in which descriptors stand: of a collection, of a page of search results, of JSON-LD."""

_OWN = frozenset({"RichSkillDescriptor", "RichSkillCollection"})


def recognises(head: Head) -> bool:
    """Whether a file's beginning is that of rich skill descriptors, or of the lists of occupations beside them."""
    if head.is_json:
        types = {name.rpartition("/")[2].rpartition(":")[2] for name in head.types}
        return bool(types & _OWN) or {"skillName", "skillStatement"} <= head.keys
    return table.told(head.columns) or any(these <= head.columns for these in table.OCCUPATION_LISTS)


def read(
    path: Path, *, issuer: str = "", progress: Progress = silent, locate_as: str = "", source: str = ""
) -> Reading:
    """Skills, their categories, occupations and alignments of a file of OSMT's.

    A skill's occupations are those in which it occurs: none is said to need it. Identifiers are ``rsd:`` and the
    UUID; a descriptor without one is named by its issuer and its name. Raises `UnreadableFile`, `WrongColumns` where
    nothing in the file is a descriptor.
    """
    name = locate_as or path.name
    report = Report(source or path.name)
    writing = Writing(issuer, TableRows(issuer or "rsd", source or path.name), report)
    is_json = Head(path).is_json
    found = _in_json(path, name, report, progress) if is_json else table.descriptors(path, name, report, progress)
    for descriptor in found:
        writing.write(descriptor)
    if is_json and not writing.rows.count("skills"):
        raise UnreadableFile(
            f"{name}: nothing in it is a rich skill descriptor"
            f"{f' ({report.aside[0].reason})' if report.aside else ''}.",
            hint="Expected: objects with skillName and skillStatement.",
        )
    writing.tell()
    return finished(writing.rows, report)


def _in_json(path: Path, name: str, report: Report, progress: Progress) -> Iterator[Descriptor]:
    """The descriptors of a JSON file; what a collection says of itself is remarked."""
    if one_object(path) and set(LISTS) & set(keys(path, name)):
        head = header(path, LISTS, name)
        report.remarks.append(f"{name}: a collection ({said(head.get('name'))[:200]!r}) is no skill; its members are.")
    for item in told(objects(path, report, name, lists=LISTS), f"reading {path.name}", progress):
        kinds = types_of(item.value)
        if "RichSkillCollection" in kinds and isinstance(members := item.value.get("skills"), list):
            place = item.locator if "#" in item.locator else f"{item.locator}#"
            for at, member in enumerate(members):
                if isinstance(member, dict):
                    yield from_json(member, f"{place}/skills/{at}")
                else:
                    report.set_aside(f"{place}/skills/{at}", f"not an object but {type(member).__name__}")
        elif kinds and "RichSkillDescriptor" not in kinds:
            report.set_aside(item.locator, f"{kinds[0][:100]}: no rich skill descriptor")
        else:
            yield from_json(item.value, item.locator)
