"""The embedded store: the suite of all stores, and what only files can suffer."""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.embedded import EmbeddedStore
from graph.errors import GraphDamaged, GraphMissing, GraphStoreError, GraphVersion
from graph.skills_graph import SkillsGraph
from tests.graph.processes import in_a_child
from tests.graph.store_conformance import StoreConformance, odd, small

pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")


class Folder:
    """A folder to keep a graph in."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def open(self) -> EmbeddedStore:
        return EmbeddedStore(self.path)

    def break_off(self, graph: SkillsGraph) -> Iterator[str]:
        """Killed at each step that Python takes in the folder, and while Arrow writes, after so many bytes."""
        for size in (0, 1, 500, 2_000):
            if self._killed(graph, lambda size=size: _at_most(size)):
                yield f"after {size} bytes of a file"
        step = 0
        while self._killed(graph, lambda step=step: _at_step(self.path, step)):
            yield f"at step {step}"
            step += 1
        assert step > 10

    def _killed(self, graph: SkillsGraph, prepare: Callable[[], None]) -> bool:
        def act() -> int:
            prepare()
            self.open().save(graph)
            return 0

        status = in_a_child(act)
        assert os.WIFSIGNALED(status) or not os.waitstatus_to_exitcode(status)
        return os.WIFSIGNALED(status)


def _at_most(size: int) -> None:
    """Have this process killed when a file of its grows beyond the size."""
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def _at_step(folder: Path, step: int) -> None:
    """Have this process killed before it touches the folder for the given time (opens, renames, makes, removes)."""
    left = step

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if event.startswith(("open", "os.", "shutil.")) and str(folder) in str(arguments[:2]):
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)
            left -= 1

    sys.addaudithook(watch)


class TestEmbeddedStore(StoreConformance):
    @pytest.fixture
    def place(self, tmp_path: Path) -> Folder:
        return Folder(tmp_path / "graph")


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    with EmbeddedStore(tmp_path) as store:
        store.save(small())
    return tmp_path


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_nothing_else_is_left_in_the_folder(saved: Path) -> None:
    with EmbeddedStore(saved) as store:
        store.save(odd())
        name = store.stats().name
    files = {f"graph-{name}/{file}" for file in ("about.json", "edges.parquet", "nodes.parquet")}
    assert set(content(saved)) == {"current", *files}


def test_saving_the_same_again_writes_no_file(saved: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in saved.rglob("*")}
    with EmbeddedStore(saved) as store:
        store.save(small())
    assert {path: path.stat().st_mtime_ns for path in saved.rglob("*")} == before


@pytest.mark.parametrize("file", ["nodes.parquet", "edges.parquet", "about.json"])
@pytest.mark.parametrize("harm", ["cut", "changed", "gone"])
def test_damage_is_noticed_said_and_mended_by_the_next_save(saved: Path, file: str, harm: str) -> None:
    (path,) = saved.glob(f"graph-*/{file}")
    whole = path.read_bytes()
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes(whole[:-9] if harm == "cut" else b"?" + whole[1:])
    with EmbeddedStore(saved) as store:
        with pytest.raises(GraphDamaged, match="stackway build"):
            store.load()
        store.save(small())
        assert store.load() == small()


def test_a_graph_of_another_version_is_refused_and_the_next_save_replaces_it(saved: Path) -> None:
    (path,) = saved.glob("graph-*/about.json")
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format": 99}))
    with EmbeddedStore(saved) as store:
        with pytest.raises(GraphVersion, match="format 99"):
            store.load()
        store.save(small())
        assert store.load() == small()


def test_a_pointer_to_nowhere_is_damage_and_an_empty_one_is_nothing_saved(saved: Path) -> None:
    (saved / "current").write_text("elsewhere\n")
    with EmbeddedStore(saved) as store, pytest.raises(GraphDamaged):
        store.load()
    (saved / "current").write_text("")
    with EmbeddedStore(saved) as store, pytest.raises(GraphMissing):
        store.load()


def test_a_full_disk_is_told_and_leaves_the_graph_of_before(saved: Path) -> None:
    """The limit on file size stands for the disk: the write fails in the same place, with an error of the system."""

    def act() -> int:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500))
        try:
            EmbeddedStore(saved).save(odd())
        except GraphStoreError as error:
            return 7 if "disk" in error.hint else 1
        return 0

    assert os.waitstatus_to_exitcode(in_a_child(act)) == 7
    with EmbeddedStore(saved) as store:
        assert store.load() == small()


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "graph").write_text("not a folder")
    with EmbeddedStore(tmp_path / "graph") as store, pytest.raises(GraphStoreError, match="can't be written"):
        store.save(small())
