"""Train from Parquet, resume what was stopped, and add a day's awards to what was trained."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from scipy import sparse

from recommender.errors import TrainingError
from recommender.learning.histories import Ints
from recommender.training import queries
from recommender.training.engines import Engine
from recommender.training.served import CURRENT, VERSION, newest
from recommender.training.settings import Settings
from recommender.training.solving import Counts, Told, assembled, shared, solve

COLUMNS = ("learner", "credential", "awarded")


@dataclass(frozen=True, slots=True)
class Trained:
    """What a run made: awards counted (of those `set_aside` lacked something), credentials, the model's number."""

    folder: str
    awards: int
    set_aside: int
    credentials: int
    pairs: int
    number: int


def train(awards: Sequence[Path], out: Path, engine: Engine, settings: Settings, told: Told) -> Trained:
    """Count and solve all awards; a run that was stopped goes on with the part at which it was stopped.

    The model that was in `out` before stays the current one until the new one is whole. Raises TrainingError where a
    file is no Parquet, lacks a column, or there is no award.
    """
    checked(awards)
    work = _work(out, awards, settings)
    engine.table("awards", awards)
    names, total, newest_day = _catalogue(engine, work)
    engine.table("items", [work / "items"])
    for part in range(settings.parts):
        told("counting", part, settings.parts)
        _count(engine, work, part, settings, newest_day)
    told("counting", settings.parts, settings.parts)
    lost = engine.rows(queries.WITHOUT).column("n")[0].as_py()
    model = _begun(out)
    for kind in ("sequences", "counts"):
        (model / kind).mkdir()
    for part in range(settings.parts):
        _linked(work / f"sequences-{part}", model / "sequences" / f"{part}")
    _merge(engine, work, model, settings, told)
    meta = {"day": newest_day, "days": {"0": newest_day}, "settings": dataclasses.asdict(settings), "awards": total}
    return _finish(engine, out, model, names, meta, lost=lost, told=told, work=work)


def update(awards: Sequence[Path], out: Path, engine: Engine, told: Told) -> Trained:
    """Add new awards to the newest model of `out`: their pairs are counted, only what they touch is solved anew.

    An award dated before others of its learner counts as if it came after them, until all is trained anew.
    """
    checked(awards)
    place, earlier = newest(out)
    settings = Settings(**earlier["settings"])
    names = json.loads((place / "names.json").read_text(encoding="utf-8"))
    engine.table("awards", awards)
    came = engine.rows(queries.CREDENTIALS)
    lost = engine.rows(queries.WITHOUT).column("n")[0].as_py()
    if not came.num_rows:
        raise TrainingError("There is no whole award in what was given.", hint="Nothing was changed.")
    known = set(names)
    names += [name for name in came.column("credential").to_pylist() if name not in known]
    model, work = _begun(out), out / "work-update"
    shutil.rmtree(work, ignore_errors=True)
    _items(names, work / "items")
    day = max(earlier["day"], engine.rows(queries.NEWEST).column("newest")[0].as_py())
    number = str(len(earlier["days"]))
    for kind in ("sequences", "counts"):
        for part in (place / kind).iterdir():
            _linked(part, model / kind / part.name)
    engine.table("items", [work / "items"])
    engine.table("sequences", sorted((model / "sequences").iterdir()))
    told("counting", 0, 1)
    added = model / "sequences" / f"day-{number}"
    engine.write(queries.additions(), added)
    engine.table("added", [added])
    engine.table("sequences", sorted((model / "sequences").iterdir()))
    engine.write(queries.pairs(settings, day, "added"), model / "counts" / f"{number}-day")
    told("counting", 1, 1)
    touched = engine.rows("select distinct item from added").column("item").to_numpy()
    meta = earlier | {"day": day, "days": earlier["days"] | {number: day}}
    meta["awards"] += sum(came.column("awards").to_pylist())
    return _finish(
        engine,
        out,
        model,
        names,
        meta,
        lost=lost,
        told=told,
        work=work,
        earlier=sparse.csr_array(sparse.load_npz(place / "weights.npz")),
        touched=touched,
    )


def checked(awards: Sequence[Path]) -> None:
    """Raises TrainingError for a file that isn't Parquet with the columns learner, credential and awarded."""
    if not awards:
        raise TrainingError("No file of awards was given.", hint="stackway train AWARDS.parquet")
    for path in awards:
        files = sorted(path.glob("*.parquet")) if path.is_dir() else [path]
        if not files:
            raise TrainingError(f"There is no Parquet file in {path}.", hint="Its name ends in .parquet.")
        for file in files:
            try:
                found = pq.read_schema(file).names
            except (OSError, pa.ArrowInvalid) as error:
                raise TrainingError(f"{file} can't be read as Parquet.", hint="Is it there, and whole?") from error
            missing = [column for column in COLUMNS if column not in found]
            if missing:
                raise TrainingError(
                    f"{file} has no column {', '.join(missing)}.", hint=f"Needed: {', '.join(COLUMNS)}."
                )


def counts_of(model: Path, meta: dict[str, Any], holders: np.ndarray) -> Counts:
    """All counts of a model; those of earlier days weigh less where a half-life was set."""
    half, parts = meta["settings"]["half_life"], []
    for folder in sorted((model / "counts").iterdir()):
        read = pq.read_table(folder)
        since = meta["day"] - meta["days"][folder.name.split("-")[0]]
        scale = (0.5 ** (since / half) if half else 1.0) / queries.MILLION
        columns = [read.column(name).to_numpy() for name in ("former", "later")]
        columns += [read.column("together").to_numpy().astype(np.float32)]
        parts.append([*columns, (read.column("near").to_numpy() * scale).astype(np.float32)])
    former, later, together, near = (np.concatenate(each) for each in zip(*parts, strict=True))
    return Counts(holders, former, later, together, near)


def _finish(
    engine: Engine, out: Path, model: Path, names: list[str], meta: dict[str, Any], *, lost: int, told: Told,
    work: Path, earlier: sparse.csr_array | None = None, touched: Ints | None = None,
) -> Trained:  # fmt: skip
    """Solve, write, and only then make it the current model; older models go."""
    settings = Settings(**meta["settings"])
    engine.table("sequences", sorted((model / "sequences").iterdir()))
    held = engine.rows(queries.HOLDERS)
    holders = np.zeros(len(names), np.float32)
    holders[held.column("item").to_numpy()] = held.column("holders").to_numpy()
    counts = counts_of(model, meta, holders)
    weights = solve(counts, settings, told, earlier, touched)
    after = shared(counts)
    matrix = assembled(counts, weights, settings, after)
    sparse.save_npz(model / "after.npz", after, compressed=False)
    for name in ("data", "indices", "indptr"):
        np.save(model / f"{name}.npy", getattr(matrix, name))
    sparse.save_npz(model / "weights.npz", weights, compressed=False)
    np.save(model / "holders.npy", holders)
    (model / "names.json").write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")
    (model / "meta.json").write_text(json.dumps(meta | {"version": VERSION}), encoding="utf-8")
    number = _published(out, model)
    shutil.rmtree(work, ignore_errors=True)
    return Trained(str(out), meta["awards"], lost, len(names), len(counts.former), number)


def _published(out: Path, model: Path) -> int:
    numbers = [int(path.name.split("-")[1]) for path in out.glob("model-[0-9]*")]
    number = max(numbers, default=0) + 1
    final = out / f"model-{number:06d}"
    model.rename(final)
    pointer = out / f"{CURRENT}.new"
    pointer.write_text(json.dumps({"model": final.name}), encoding="utf-8")
    pointer.replace(out / CURRENT)
    for path in out.glob("model-[0-9]*"):
        if path != final:
            shutil.rmtree(path, ignore_errors=True)
    return number


def _work(out: Path, awards: Sequence[Path], settings: Settings) -> Path:
    """Where parts lie until a run is through, named by what they were counted from; those of other runs go."""
    files = [file for path in awards for file in (sorted(path.glob("*.parquet")) if path.is_dir() else [path])]
    stamps = [(str(file.resolve()), file.stat().st_size, file.stat().st_mtime_ns) for file in files]
    name = hashlib.sha256(json.dumps([stamps, settings.counted()]).encode()).hexdigest()[:16]
    work = out / f"work-{name}"
    for path in out.glob("work-*"):
        if path != work:
            shutil.rmtree(path, ignore_errors=True)
    work.mkdir(parents=True, exist_ok=True)
    return work


def _catalogue(engine: Engine, work: Path) -> tuple[list[str], int, int]:
    rows = engine.rows(queries.CREDENTIALS)
    if not rows.num_rows:
        raise TrainingError("There is no whole award in what was given.", hint=f"Needed: {', '.join(COLUMNS)}.")
    names = rows.column("credential").to_pylist()
    if not (work / "items").exists():
        _items(names, work / "items")
    return names, sum(rows.column("awards").to_pylist()), engine.rows(queries.NEWEST).column("newest")[0].as_py()


def _items(names: list[str], folder: Path) -> None:
    made = folder.with_name("items.unfinished")
    made.mkdir(parents=True, exist_ok=True)
    table = pa.table({"credential": names, "item": pa.array(range(len(names)), pa.int32())})
    pq.write_table(table, made / "rows.parquet")
    made.rename(folder)


def _count(engine: Engine, work: Path, part: int, settings: Settings, newest_day: int) -> None:
    sequences, pairs = work / f"sequences-{part}", work / f"pairs-{part}"
    if not sequences.exists():
        engine.write(queries.sequences(engine.bucket, part, settings.parts), sequences)
    if not pairs.exists():
        engine.table("sequences", [sequences])
        engine.write(queries.pairs(settings, newest_day), pairs)


def _merge(engine: Engine, work: Path, model: Path, settings: Settings, told: Told) -> None:
    engine.table("counts", [work / f"pairs-{part}" for part in range(settings.parts)])
    for part in range(settings.parts):
        told("adding up", part, settings.parts)
        if not (work / f"merged-{part}").exists():
            engine.write(queries.merged(part, settings.parts), work / f"merged-{part}")
        _linked(work / f"merged-{part}", model / "counts" / f"0-{part}")
    told("adding up", settings.parts, settings.parts)


def _begun(out: Path) -> Path:
    model = out / "unfinished"
    shutil.rmtree(model, ignore_errors=True)
    model.mkdir(parents=True)
    return model


def _linked(source: Path, target: Path) -> None:
    """The same files under another name, without a second copy where the disk can do so."""
    try:
        shutil.copytree(source, target, copy_function=os.link)
    except (shutil.Error, OSError):
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(source, target)
