"""Awards of files or of the workspace's records, evaluated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from api.errors import BadOption
from api.settings import records_url
from data.errors import UnknownKind
from data.reading import Progress, silent

if TYPE_CHECKING:
    import pandas as pd

    from recommender.evaluating.evaluate import Evaluation

EARNED: Final = ("awarded", "completed", "expired")
NEEDED: Final = "A table of awards has the columns learner, credential, awarded."
OWN: Final = "own"
"""The prefix of credentials of a file that have none; it isn't shown."""


def evaluate_awards(
    files: Sequence[Path], folder: Path, *, today: date, seed: int = 0, progress: Progress = silent
) -> tuple[Evaluation, list[str]]:
    """The evaluation, and what is to be said of the reading. Raises `TooFewAwards` and the readers' errors."""
    from recommender.evaluating.awards import gathered
    from recommender.evaluating.evaluate import evaluate

    frame, remarks = _read(files, today, progress) if files else (_recorded(folder), [])
    return evaluate(gathered(frame, today=today, seed=seed), seed=seed, progress=progress), remarks


def _recorded(folder: Path) -> pd.DataFrame:
    from data.records import Records
    from data.workspace import Workspace

    with Records.open(records_url(Workspace.open(folder))) as records:
        return records.award_pairs()


def _read(files: Sequence[Path], today: date, progress: Progress) -> tuple[pd.DataFrame, list[str]]:
    import pandas as pd

    from data.formats import Asked, format_of
    from recommender.errors import TooFewAwards

    frames, remarks = [], []
    for path in files:
        if not path.exists():
            raise BadOption(f"There is no file {path}.", hint="stackway evaluate awards.csv")
        try:
            format_ = format_of(path)
        except UnknownKind as error:
            if _is_empty(path):
                raise TooFewAwards(f"{path.name} has no rows below its header.", hint=NEEDED) from error
            raise UnknownKind(error.message, hint=NEEDED) from error
        reading = format_.read(path, Asked(OWN, "", today, None, progress))
        report, awards = reading.report, reading.tables["awards"]
        if not len(awards):
            why = f" First: {report.aside[0]}." if report.aside else ""
            raise TooFewAwards(
                f"{path.name} has no award that can be read (taken for {format_.name}).{why}",
                hint=NEEDED,
            )
        if report.aside:
            remarks.append(f"{path.name}: {len(report.aside):,} rows were set aside, first: {report.aside[0]}")
        frames.append(awards)
    whole = pd.concat(frames, ignore_index=True).rename(columns={"date": "awarded"})
    ended = whole.loc[whole["state"] == "revoked", ["learner", "credential"]].drop_duplicates()
    earned = whole[whole["state"].isin(EARNED)].merge(ended, how="left", indicator=True)
    earned = earned[earned["_merge"] == "left_only"]
    names = earned["credential"].str.removeprefix(f"{OWN}:")
    return earned.assign(credential=names)[["learner", "credential", "awarded"]], remarks


def _is_empty(path: Path) -> bool:
    from data.sheets import opened

    with opened(path) as stream:
        return sum(bool(stream.readline(10_000).strip()) for _ in range(20)) < 2


def as_json(found: Evaluation, remarks: Sequence[str]) -> dict[str, Any]:
    """The evaluation as plain JSON values."""
    return {
        "verdict": {"trust": found.verdict.trust.value, "said": found.verdict.said, "lead": found.verdict.lead},
        "chance": asdict(found.foresight),
        "cut": found.cut.isoformat(),
        "counts": dict(found.counts),
        "models": [asdict(row) for row in found.rows],
        "buckets": [dict(bucket) for bucket in found.buckets],
        "leaks": [
            {"kind": leak.kind, "count": leak.count, "said": leak.said, "effect": leak.effect}
            | {"examples": list(leak.examples), **effect}
            for leak, effect in found.leaks
        ],
        "notes": [*remarks, *found.notes],
    }
