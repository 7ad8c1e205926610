"""Every file of some folders converted to CTDL and back: read and equal, or refused with its place and reason.

Runs `stackway pathway convert IN --to ctdl --out OUT --json` as a process would, on each file, and reads OUT again.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from rich.console import Console
from rich.table import Table

from api.cli import main as stackway
from api.pathway_files import pathways_of
from conftest import BENCH
from graph.pathways.comparing import compare
from graph.pathways.formats import differing
from tests.benchmarks.figures import Figure, keep, show

FRENCH = (
    "Schema-Development/PathwaysConditionsAndConstraints/Pathway-Examples/Badgr/French-B-A-Marketable-Skills.json",
    "Schema-Development/PathwaysConditionsAndConstraints/Pathway-Examples/Badgr/"
    "Badgr_French_B.A.MarketableSkills_CR_sandbox.json",
)
"""One pathway as two systems have it."""

NONE = "there is no pathway in it"


def converted(file: Path, out: Path) -> tuple[int, str, str]:
    """The exit code, what was printed, and what was said of trouble; a traceback is code 70."""
    said, trouble, before = io.StringIO(), io.StringIO(), sys.argv
    sys.argv = ["stackway", "pathway", "convert", str(file), "--to", "ctdl", "--out", str(out), "--json"]
    try:
        with redirect_stdout(said), redirect_stderr(trouble):
            stackway()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 1, said.getvalue(), trouble.getvalue()
    except Exception:
        return 70, said.getvalue(), traceback.format_exc()
    finally:
        sys.argv = before
    return 0, said.getvalue(), trouble.getvalue()


def tried(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Of each file its name, what became of it, and in words how many steps it has or why it was refused."""
    for file in sorted(path for path in folder.rglob("*.json*") if path.is_file()):
        name = str(file.relative_to(folder))
        with tempfile.TemporaryDirectory() as place:
            out = Path(place) / "out"
            out.mkdir()
            code, said, trouble = converted(file, out)
            yield name, *(_read(file, out, said) if code == 0 else _refused(code, trouble))


def _read(file: Path, out: Path, said: str) -> tuple[str, str]:
    before = {one.id: one for one in pathways_of(file)[1]}
    told = json.loads(said)["pathways"]
    losses = sum(len(one["losses"]) for one in told)
    different = 0
    for one in told:
        whole = before[one["id"]]
        (again,) = pathways_of(Path(one["out"]), issuer=whole.issuer)[1]
        different += len(list(differing(whole, again))) > 0
    steps = sum(one["steps"] for one in told)
    state = "equal" if not different else "losses named" if losses else "DIFFERENT"
    return state, f"{len(told)} pathways, {steps} steps, {losses} losses"


def _refused(code: int, trouble: str) -> tuple[str, str]:
    try:
        why = json.loads(trouble)["message"]
    except ValueError:
        return ("TRACEBACK" if code == 70 else "refused"), trouble.strip().splitlines()[-1] if trouble.strip() else ""
    return ("no pathway" if NONE in why else "refused"), why


def main() -> None:
    """Try all, print a table, keep the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=BENCH / "ctdl-samples")
    parser.add_argument("--json", type=Path, help="where to keep the figures")
    parser.add_argument("--title", default="Pathways to CTDL and back")
    parser.add_argument("--all", action="store_true", help="list the files without a pathway, too")
    parser.add_argument("--quick", action="store_true", help="no effect here")
    given = parser.parse_args()
    rows = list(tried(given.folder))
    table = Table("file", "", "", title=given.title)
    for name, state, words in rows:
        if given.all or state != "no pathway":
            table.add_row(name, state, words)
    Console(width=180).print(table)
    count = Counter(state for _, state, _ in rows)
    figures = [
        Figure("files", len(rows), "files"),
        Figure("with pathways, equal when read again", count["equal"], "files"),
        Figure("with pathways, losses named", count["losses named"], "files"),
        Figure("with pathways, something lost unsaid", count["DIFFERENT"], "files", most=0),
        Figure("without a pathway", count["no pathway"], "files", note="credentials, frameworks and others"),
        Figure("refused with place and reason", count["refused"], "files"),
        Figure("tracebacks", count["TRACEBACK"], "files", most=0),
        *_french(given.folder),
    ]
    show(given.title, figures)
    if given.json:
        keep(given.json, given.title, figures)


def _french(folder: Path) -> Iterator[Figure]:
    if not all((folder / file).exists() for file in FRENCH):
        return
    found = compare(*(pathways_of(folder / file)[1][0] for file in FRENCH))
    by = Counter(pair.by.value for pair in found.pairs)
    yield Figure(
        "one pathway in two systems: the same steps",
        len(found.pairs),
        "steps",
        note=f"of {len(found.one.steps)}; {dict(by)}",
    )
    yield Figure("conditions that differ", len(found.of("condition")), "conditions")
    fields = Counter(one.field for one in found.differences)
    yield Figure(
        "fields that differ", sum(fields.values()), "fields", note=", ".join(f"{n} {f}" for f, n in fields.items())
    )


if __name__ == "__main__":
    main()
