"""Where the counting runs: DuckDB in this process, or Apache Spark."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa

from recommender.errors import TrainingError

NAMES = ("duckdb", "spark")


class Engine(Protocol):
    """Runs queries over Parquet."""

    bucket: str

    def table(self, name: str, paths: Sequence[Path]) -> None:
        """Let queries read Parquet files or folders of them under a name; an earlier one is replaced."""
        ...

    def rows(self, query: str) -> pa.Table:
        """The rows of a query."""
        ...

    def write(self, query: str, folder: Path) -> None:
        """The rows of a query as Parquet in a new folder, all or nothing."""
        ...

    def close(self) -> None:
        """End it."""
        ...


def engine_of(name: str, folder: Path, *, memory_gb: float = 4.0, threads: int = 2) -> Engine:
    """Start an engine; what doesn't fit its memory is put aside in `folder`.

    Raises TrainingError where the name isn't known, or Spark isn't installed or finds no Java.
    """
    if name == "duckdb":
        return DuckEngine(folder, memory_gb, threads)
    if name == "spark":
        return SparkEngine(folder, memory_gb, threads)
    raise TrainingError(f"There is no engine {name!r}.", hint=f"Choose one of {', '.join(NAMES)}.")


class DuckEngine:
    """DuckDB: one process, spills to disk."""

    bucket = "hash({value}) % {parts}"

    def __init__(self, folder: Path, memory_gb: float, threads: int) -> None:
        import duckdb

        folder.mkdir(parents=True, exist_ok=True)
        self._db = duckdb.connect(":memory:")
        settings: Mapping[str, str] = {
            "memory_limit": f"'{memory_gb:.3f}GB'",
            "threads": str(threads),
            "temp_directory": _quoted(str(folder / "spilled")),
            "preserve_insertion_order": "false",
        }
        for key, value in settings.items():
            self._db.execute(f"set {key} = {value}")
        self._db.execute("create macro unix_date(d) as cast(d - date '1970-01-01' as bigint)")

    def table(self, name: str, paths: Sequence[Path]) -> None:
        files = ", ".join(_quoted(str(path / "*.parquet") if path.is_dir() else str(path)) for path in paths)
        self._db.execute(f"create or replace view {name} as select * from read_parquet([{files}])")

    def rows(self, query: str) -> pa.Table:
        return self._db.sql(_anti(query)).to_arrow_table()

    def write(self, query: str, folder: Path) -> None:
        made = _beside(folder)
        made.mkdir(parents=True)
        self._db.execute(f"copy ({_anti(query)}) to {_quoted(str(made / 'rows.parquet'))} (format parquet)")
        made.rename(folder)

    def close(self) -> None:
        self._db.close()


class SparkEngine:
    """Apache Spark: on this machine, or on the cluster that SPARK_MASTER names."""

    bucket = "pmod(xxhash64({value}), {parts})"

    def __init__(self, folder: Path, memory_gb: float, threads: int) -> None:
        try:
            from pyspark.errors import PySparkRuntimeError
            from pyspark.sql import SparkSession
        except ImportError as error:
            raise TrainingError("Spark isn't installed.", hint="pip install 'stackway[spark]'") from error
        folder.mkdir(parents=True, exist_ok=True)
        builder: Any = SparkSession.builder
        try:
            self._spark = (
                builder.appName("stackway")
                .master(os.environ.get("SPARK_MASTER", f"local[{threads}]"))
                .config("spark.driver.memory", f"{int(memory_gb * 1024)}m")
                .config("spark.local.dir", str(folder / "spilled"))
                .config("spark.ui.enabled", "false")
                .config("spark.sql.shuffle.partitions", str(4 * threads))
                .config("spark.driver.bindAddress", "127.0.0.1")
                .getOrCreate()
            )
        except PySparkRuntimeError as error:
            raise TrainingError("Spark can't start.", hint="It needs Java 17: put it on the PATH.") from error
        self._spark.sparkContext.setLogLevel("ERROR")

    def table(self, name: str, paths: Sequence[Path]) -> None:
        self._spark.read.parquet(*[str(path) for path in paths]).createOrReplaceTempView(name)

    def rows(self, query: str) -> pa.Table:
        return self._spark.sql(query).toArrow()

    def write(self, query: str, folder: Path) -> None:
        made = _beside(folder)
        self._spark.sql(query).write.parquet(str(made))
        made.rename(folder)

    def close(self) -> None:
        self._spark.stop()


def _beside(folder: Path) -> Path:
    """A name to write under until all is written; what a killed run left there goes."""
    import shutil

    made = folder.with_name(f"{folder.name}.unfinished")
    shutil.rmtree(made, ignore_errors=True)
    return made


def _anti(query: str) -> str:
    return query.replace("left anti join", "anti join")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
