"""The reference sets: ESCO, O*NET, their crosswalk and the UK digital roles, as published or cut to what is used."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Final

from data.making.files import copied, write_zip

ESCO: Final = ("esco_v1.1.1_classification_en_csv.zip", "esco_v1.1.1_relations_csv.zip")
GDAD: Final = ("uk_gdad_pcf_role.csv", "uk_gdad_pcf_skill.csv")
CROSSWALK: Final = "esco_onet_crosswalk_Nov2020.csv"
ONET_ZIP: Final = "onet_29.0_text.zip"
ONET_TEXTS: Final = (
    "Read Me.txt",
    "Occupation Data.txt",
    "Alternate Titles.txt",
    "Sample of Reported Titles.txt",
    "Technology Skills.txt",
    "Related Occupations.txt",
    "Job Zones.txt",
    "Job Zone Reference.txt",
    "Content Model Reference.txt",
)
"""The O*NET files that are shipped byte for byte."""

ONET_RATED: Final = ("Skills", "Knowledge")
"""The O*NET files that were published as spreadsheets and are shipped in the columns of the text release."""

_TITLES_OF_THE_SPREADSHEET: Final = frozenset({"Title", "Scale Name"})


def esco(published: Path, shipped: Path) -> None:
    """The Commission's two archives, unchanged."""
    for name in ESCO:
        copied(published / "esco-1.1.1" / name, shipped / "esco-1.1.1" / name)


def crosswalk(published: Path, shipped: Path) -> None:
    """The crosswalk of November 2020, what its columns mean and its licence, unchanged."""
    for name in (CROSSWALK, "README.md", "LICENSE"):
        copied(published / "esco-onet-crosswalk" / name, shipped / "esco-onet-crosswalk" / name)


def gdad(published: Path, shipped: Path) -> None:
    """The two files of the UK digital roles, unchanged."""
    for name in GDAD:
        copied(published / "uk-gdad-pcf" / name, shipped / "uk-gdad-pcf" / name)


def onet(published: Path, shipped: Path) -> None:
    """One archive of the O*NET files that are used: nine as published, Skills and Knowledge brought back to text."""
    folder = published / "onet-29.0"
    members = {name: (folder / name).read_bytes() for name in ONET_TEXTS}
    members |= {f"{name}.txt": text_release(folder / f"{name}.from-xlsx.tsv") for name in ONET_RATED}
    write_zip(shipped / "onet-29.0" / ONET_ZIP, members)


def text_release(spreadsheet: Path) -> bytes:
    """A spreadsheet's rows in the columns of O*NET's text release, which has no Title and no Scale Name.

    Rows of scales other than importance (IM) and level (LV) are left out; no value is changed.
    """
    with spreadsheet.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        header = next(rows)
        kept = [n for n, column in enumerate(header) if column not in _TITLES_OF_THE_SPREADSHEET]
        scale = header.index("Scale ID")
        written = io.StringIO()
        for row in [header, *(row for row in rows if row[scale] in {"IM", "LV"})]:
            written.write("\t".join(row[n] for n in kept) + "\n")
    return written.getvalue().encode("utf-8")
