"""The graph store that needs no server: Parquet files in a folder of the workspace.

folder/
├── current                   the name of the graph that counts, one line
└── graph-<name>/             one folder for each graph, never changed once it has this name
    ├── nodes.parquet
    ├── edges.parquet
    └── about.json            format, counts, and the hash of either file
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

from graph.errors import GraphDamaged, GraphMissing, GraphStoreError, GraphVersion
from graph.store import Stats

if TYPE_CHECKING:
    import pyarrow as pa

    from graph.skills_graph import SkillsGraph

FORMAT: Final = 1
_CURRENT: Final = "current"
_FILES: Final = ("nodes.parquet", "edges.parquet")
_REBUILD: Final = "Run `stackway build` again."


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _About:
    nodes: int
    edges: int
    hashes: tuple[str, ...]

    def stats(self, name: str) -> Stats:
        return Stats(self.nodes, self.edges, name)


class EmbeddedStore:
    """Writes each graph into a folder of its own, then points to it in one step; the one before is then removed."""

    def __init__(self, folder: Path) -> None:
        """Use a folder; it is made when something is saved."""
        self._folder = folder
        self._closed = False

    def save(self, graph: SkillsGraph) -> Stats:
        """Keep this graph in place of the one before; see `GraphStore`."""
        from graph.arrow import name_of, to_arrow

        self._check()
        tables = to_arrow(graph)
        stats = Stats(len(graph), graph.size, name_of(*tables))
        with self._failures("written"):
            if not self._is_whole(stats.name):
                self._write(stats, tables)
            if self._current() != stats.name:
                self._point_to(stats.name)
            self._sweep(stats.name)
        return stats

    def load(self) -> SkillsGraph:
        """The graph as saved, its files held against their hashes; see `GraphStore`."""
        from graph.arrow import from_arrow

        self._check()
        return from_arrow(*self._at_current(self._tables))

    def stats(self) -> Stats:
        """How much is kept; see `GraphStore`."""
        self._check()
        try:
            return self._at_current(lambda name: self._about(name).stats(name))
        except GraphMissing:
            return Stats()

    def close(self) -> None:
        """Nothing is held open; after this every other verb raises."""
        self._closed = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _check(self) -> None:
        if self._closed:
            raise GraphStoreError("This store has been closed.", hint="Open another one on the same folder.")

    @contextmanager
    def _failures(self, done: str) -> Iterator[None]:
        """What the disk refuses becomes ours, in this one place."""
        try:
            yield
        except OSError as error:
            raise GraphStoreError(
                f"The graph in {self._folder} can't be {done}: {error.strerror or error}.",
                hint="Check that the folder exists, may be written to, and that the disk isn't full.",
            ) from error

    def _path(self, name: str) -> Path:
        return self._folder / f"graph-{name}"

    def _current(self) -> str:
        """The name of the graph that counts; empty where none was saved."""
        try:
            return (self._folder / _CURRENT).read_text("ascii", errors="replace").strip()
        except FileNotFoundError:
            return ""

    def _at_current(self, read: Callable[[str], T]) -> T:
        """What is read of the graph that counts; once more where a save has swept it away in the middle."""
        with self._failures("read"):
            name = self._current()
            if not name:
                raise GraphMissing(f"No graph has been saved in {self._folder}.", hint="Run `stackway build` first.")
            try:
                return read(name)
            except GraphDamaged:
                if name == self._current():
                    raise
                return read(self._current())

    def _tables(self, name: str) -> tuple[pa.Table, pa.Table]:
        import pyarrow as pa
        import pyarrow.parquet as pq

        self._about(name)
        if not self._is_whole(name):
            raise GraphDamaged(f"Files in {self._path(name)} are missing, cut short or changed.", hint=_REBUILD)
        try:
            nodes, edges = (pq.read_table(self._path(name) / file) for file in _FILES)
        except (FileNotFoundError, pa.ArrowException) as error:
            raise GraphDamaged(f"Files in {self._path(name)} can't be read ({error}).", hint=_REBUILD) from error
        return nodes, edges

    def _about(self, name: str) -> _About:
        path = self._path(name) / "about.json"
        try:
            about = json.loads(path.read_bytes())
            if about["format"] != FORMAT:
                raise GraphVersion(
                    f"The graph in {self._folder} has format {about['format']}; this version reads {FORMAT}.",
                    hint=_REBUILD,
                )
            return _About(int(about["nodes"]), int(about["edges"]), tuple(about["hashes"]))
        except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError) as error:
            raise GraphDamaged(f"{path} is missing or can't be read.", hint=_REBUILD) from error

    def _is_whole(self, name: str) -> bool:
        """Whether the files are as they were written; where nothing tells, they aren't."""
        try:
            return self._about(name).hashes == tuple(_hash(self._path(name) / file) for file in _FILES)
        except (GraphDamaged, GraphVersion, FileNotFoundError):
            return False

    def _write(self, stats: Stats, tables: tuple[Any, Any]) -> None:
        """Write beside, make sure that it is on the disk, and only then give it its name."""
        import pyarrow.parquet as pq

        beside = self._folder / f".writing-{stats.name}"
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(parents=True)
        for file, table in zip(_FILES, tables, strict=True):
            pq.write_table(table, beside / file, compression="zstd")
        hashes = [_hash(beside / file) for file in _FILES]
        about = {"format": FORMAT, "nodes": stats.nodes, "edges": stats.edges, "hashes": hashes}
        (beside / "about.json").write_text(json.dumps(about), encoding="utf-8")
        for path in beside.iterdir():
            _sync(path)
        shutil.rmtree(self._path(stats.name), ignore_errors=True)
        beside.rename(self._path(stats.name))

    def _point_to(self, name: str) -> None:
        beside = self._folder / f".{_CURRENT}"
        beside.write_text(f"{name}\n", encoding="ascii")
        _sync(beside)
        beside.replace(self._folder / _CURRENT)
        _sync(self._folder)

    def _sweep(self, name: str) -> None:
        """Remove other graphs and what stopped saves left behind."""
        for pattern in ("graph-*", ".writing-*"):
            for other in self._folder.glob(pattern):
                if other != self._path(name):
                    shutil.rmtree(other, ignore_errors=True)


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


def _sync(path: Path) -> None:
    """Have the file, or the names in the folder, written through to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
