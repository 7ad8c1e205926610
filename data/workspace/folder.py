"""One folder, its layout, and what may be asked of it.

::

    stackway-workspace/
    ├── workspace.json      the number of this layout
    ├── parts.json, parts/  the tables of each import and its versions, as Parquet, with its report
    ├── graph/              the skills graph of the embedded store
    ├── snapshots/          what serving reads; `snapshots/current` names the current one
    ├── records.sqlite      awards, choices, suggestions, events, keys
    ├── secret              signs links; readable by its owner only
    └── writer.lock         held by the one writer
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeVar

from data.errors import WorkspaceError, WorkspaceMissing, WorkspaceVersion
from data.workspace import parts, snapshots, versions
from data.workspace.durable import checked_name, replace_json, usable
from data.workspace.lock import WriterLock
from data.workspace.parts import Beside, Listed, PartInfo
from data.workspace.versions import VersionInfo

if TYPE_CHECKING:
    from data.reading import Reading
    from data.tables import Tables

LAYOUT: Final = 1
DEFAULT: Final = "stackway-workspace"
VARIABLE: Final = "STACKWAY_WORKSPACE"
_CARD: Final = "workspace.json"
_BUILD: Final = "Run `stackway build` (or `stackway demo`), or name the right folder with --workspace."
_T = TypeVar("_T")


def locate(option: str | None, environ: Mapping[str, str]) -> Path:
    """Which folder is meant: the option, else STACKWAY_WORKSPACE, else ``stackway-workspace`` here.

    >>> locate(None, {"STACKWAY_WORKSPACE": "/srv/badges"}).as_posix()
    '/srv/badges'
    """
    return Path(option or environ.get(VARIABLE) or DEFAULT).expanduser()


class Workspace:
    """One folder with all of the embedded default. Anybody may read; what changes it stands in `writing()`.

    Not a database: records have their own transactions and need no `writing()`.
    """

    __slots__ = ("_lock", "path")

    def __init__(self, path: Path) -> None:
        """Use `create` or `open`: they look whether the folder is one."""
        self.path = path
        self._lock = WriterLock(path)

    @classmethod
    def create(cls, path: Path) -> Workspace:
        """Make the folder (readable by its owner only), or open it where it is a workspace already.

        Raises `WorkspaceError` where the folder holds other things.
        """
        if not (path / _CARD).exists():
            with usable(path):
                path.mkdir(mode=0o700, parents=True, exist_ok=True)
                if strange := sorted(p.name for p in path.iterdir() if p.name != f".{_CARD}.new"):
                    raise WorkspaceError(
                        f"{path} holds other things ({strange[0]!r}) and isn't a workspace.",
                        hint="Name an empty folder, or one that isn't there yet.",
                    )
                replace_json(path / _CARD, {"layout": LAYOUT})
        return cls.open(path)

    @classmethod
    def open(cls, path: Path) -> Workspace:
        """Open a workspace; raises `WorkspaceMissing`, `WorkspaceVersion`."""
        try:
            with usable(path):
                layout = json.loads((path / _CARD).read_text("utf-8"))["layout"]
        except (ValueError, KeyError, TypeError) as error:
            raise WorkspaceError(f"{path / _CARD} can't be read ({error}).", hint=_BUILD) from error
        except WorkspaceError as error:
            if isinstance(error.__cause__, FileNotFoundError | NotADirectoryError):
                raise WorkspaceMissing(f"There is no workspace at {path}.", hint=_BUILD) from None
            raise
        if layout != LAYOUT:
            raise WorkspaceVersion(
                f"The workspace {path} has layout {layout!r}; this version of Stackway reads {LAYOUT}.",
                hint="Use the version that made it, or build a new one in another folder.",
            )
        return cls(path)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the one writer. Never waits: raises `WorkspaceBusy`. What a killed writer left is removed first."""
        with self._lock.taken() as outermost:
            if outermost:
                parts.clean(self.path)
                snapshots.clean(self.path)
            yield

    def put_part(self, name: str, reading: Reading) -> None:
        """Keep the tables of one import in place of an earlier one of that name, whole or not at all.

        The table `awards` is left out: give it to `Records.add_awards`. Raises `InvalidTable`, `WorkspaceError`.
        """
        self._lock.demand()
        with usable(self.path):
            parts.put(self.path, checked_name(name, "part"), reading)

    def remove_part(self, name: str) -> None:
        """Remove an import; raises `WorkspaceError` where there is none of that name."""
        self._lock.demand()
        with usable(self.path):
            parts.drop(self.path, name)

    def parts(self) -> tuple[PartInfo, ...]:
        """What was imported, in the order of first import; a part that is imported again keeps its place."""
        return self._read(lambda: tuple(parts.read_info(self._part(p.name), p.name) for p in parts.listed(self.path)))

    def part_tables(self, name: str) -> Tables:
        """The tables of one import (`awards` empty); raises `WorkspaceError` where there is none of that name."""
        return self._read(lambda: parts.read_tables(self._part(name)))

    def tables(self, instead: Mapping[str, str] = MappingProxyType({})) -> Tables:
        """All tables, in the order of `parts`, of each part the version chosen or, by part, that of `instead`.

        A version stands for the skills and occupations of its part, and for whatever else it holds rows of; of rows
        with the same key, the one imported first stays. Raises `WorkspaceError`.
        """
        from data.tables import merged

        return merged(
            self._read(lambda: [versions.read(self.path, *taken) for taken in self.in_force(instead).items()])
        )

    def put_version(self, name: str, of: str, reading: Reading) -> None:
        """Keep tables beside a part as a version of it, which no build sees until it is chosen.

        Raises `WorkspaceError` where there is no such part or the name is taken, `InvalidTable`.
        """
        self._lock.demand()
        with usable(self.path):
            versions.put(self.path, checked_name(name, "version"), of, reading)

    def remove_version(self, name: str) -> None:
        """Remove a version; raises `WorkspaceError` where there is none, or it is the one chosen."""
        self._lock.demand()
        with usable(self.path):
            versions.drop(self.path, name)

    def choose_version(self, of: str, name: str) -> None:
        """Let builds take this version in the part's place; the part's own name: itself. Raises `WorkspaceError`."""
        self._lock.demand()
        with usable(self.path):
            versions.choose(self.path, of, name)

    def versions(self) -> tuple[VersionInfo, ...]:
        """What is kept beside the parts, in the order in which it came."""
        return self._read(lambda: versions.infos(self.path))

    def version_tables(self, name: str) -> Tables:
        """The tables of a version, or of a part itself; raises `WorkspaceError`."""
        return self._read(lambda: parts.read_tables(versions.folder(self.path, name)))

    def version_values(self, name: str, table: str, column: str) -> tuple[str, ...]:
        """The distinct values of one column of a version or part, sorted, without reading the rest of the table."""
        return self._read(lambda: parts.read_values(versions.folder(self.path, name), table, column))

    def version_folder(self, name: str) -> Path:
        """Where those lie; another folder holds other tables. Raises `WorkspaceError`."""
        return versions.folder(self.path, name)

    def in_force(self, instead: Mapping[str, str] = MappingProxyType({})) -> dict[str, str]:
        """What builds take of each part: its own name or a version's; raises `WorkspaceError`."""
        return versions.in_force(self.path, instead)

    def new_snapshot(self) -> AbstractContextManager[Path]:
        """An empty folder to build a snapshot in; removed at the end unless it was published."""
        self._lock.demand()
        return snapshots.fresh(self.path)

    def publish(self, folder: Path, name: str) -> Path:
        """Make a folder of `new_snapshot` the current snapshot, in one step; returns where it now lies."""
        self._lock.demand()
        with usable(self.path):
            return snapshots.publish(self.path, folder, checked_name(name, "snapshot"))

    def current_snapshot(self) -> Path:
        """The folder of the current snapshot; raises `WorkspaceMissing`."""
        return snapshots.current(self.path)

    def previous_snapshot(self) -> Path | None:
        """The folder of the snapshot before the current one; None where there is none."""
        return snapshots.previous(self.path)

    @property
    def graph_dir(self) -> Path:
        """The folder of the embedded graph store (which makes it)."""
        return self.path / "graph"

    @property
    def records_url(self) -> str:
        """The address of the records: SQLite in this folder."""
        return f"sqlite:///{(self.path / 'records.sqlite').resolve()}"

    def secret(self) -> bytes:
        """32 random bytes that sign this workspace's links: made once, readable by their owner only."""
        path = self.path / "secret"
        with usable(self.path):
            if not path.exists():
                _make_secret(path)
            return bytes.fromhex(path.read_text("ascii"))

    def _listed(self) -> tuple[Listed | Beside, ...]:
        return (*parts.listed(self.path), *parts.versions(self.path))

    def _part(self, name: str) -> Path:
        return parts.folder(self.path, name)

    def _read(self, read: Callable[[], _T]) -> _T:
        """Read parts; once more where the writer replaced one meanwhile."""
        with usable(self.path):
            before = self._listed()
            try:
                return read()
            except FileNotFoundError:
                if self._listed() != before:
                    return self._read(read)
                raise WorkspaceError(
                    f"A file of a part is missing in {self.path / 'parts'}.", hint="Import its file again."
                ) from None


def _make_secret(path: Path) -> None:
    """Write under another name, then link: of two makers at once one wins, and no reader sees half a secret."""
    beside = path.with_name(f".secret.{secrets.token_hex(8)}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, secrets.token_hex(32).encode("ascii"))
        os.fsync(handle)
        if not path.exists():
            path.hardlink_to(beside)
    except FileExistsError:
        pass
    finally:
        os.close(handle)
        beside.unlink()
