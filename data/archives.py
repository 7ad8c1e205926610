"""Published files, in a folder, zipped or gzipped, are opened here as text; nothing is unpacked to disk."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, Final, TextIO, cast

from data.errors import UnreadableFile
from data.reading import open_text

MAX_BYTES: Final = 2**30
"""The most that one member may hold once it is decompressed: 1 GiB."""

MAX_MEMBERS: Final = 10_000
"""The most files that a folder or an archive may hold."""

_BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, gzip.BadGzipFile)


@dataclass(frozen=True, slots=True)
class Member:
    """One file that can be opened: its bare `name` (``.gz`` taken off), the `file` on disk, what it is called
    inside the archive (empty: it is the file itself) and the head of its rows' locators.
    """

    name: str
    locator: str
    file: Path
    inside: str = ""

    @property
    def zipped(self) -> bool:
        """Whether it lies inside a zip archive."""
        return bool(self.inside)


def members(path: Path | Sequence[Path], *, locate_as: str = "") -> tuple[Member, ...]:
    """All files of a file, folder (and the folders directly in it) or archive, or of a list of these, in order.

    Zips are looked into (a zip inside a zip is not). `locate_as` heads the locators in place of the path's own
    name: ``head/folder/file.zip!member.csv``. Hidden files are left out.
    Raises `UnreadableFile` where something is missing, truncated or of another kind than its name says.
    """
    if isinstance(path, Path):
        found = [*_of_path(path, locate_as or path.name)]
    else:
        parts = [(part, f"{locate_as}/{part.name}" if locate_as else part.name) for part in path]
        found = [member for part, head in parts for member in _of_path(part, head)]
    if len(found) > MAX_MEMBERS:
        raise UnreadableFile(
            f"{locate_as or path}: more than {MAX_MEMBERS:,} files.", hint="Name the folder or archive that is meant."
        )
    return tuple(found)


@contextmanager
def text(member: Member, *, max_bytes: int = MAX_BYTES) -> Iterator[TextIO]:
    """The member as UTF-8 text, decompressed while it is read and never beyond `max_bytes`.

    Raises `UnreadableFile`, while reading too, where the file is truncated, locked by a password or too large.
    """
    with _foreign_errors(member.locator):
        stream = _open(member)
    bounded = _Bounded(stream, member.locator, max_bytes)
    with stream, open_text(cast(BinaryIO, io.BufferedReader(bounded, 2**16)), member.name) as lines:
        yield lines


def _of_path(path: Path, head: str) -> Iterator[Member]:
    if path.is_dir():
        files = [*path.iterdir(), *(file for folder in path.iterdir() if folder.is_dir() for file in folder.iterdir())]
        for file in sorted(file for file in files if file.is_file() and not file.name.startswith(".")):
            yield from _of_file(file, f"{head}/{file.relative_to(path).as_posix()}")
    elif path.is_file():
        yield from _of_file(path, head)
    else:
        raise UnreadableFile(f"{path}: there is no such file or folder.", hint="Check the path.")


def _of_file(file: Path, head: str) -> Iterator[Member]:
    if file.suffix.lower() != ".zip":
        yield Member(_bare(file.name), head, file)
        return
    with _foreign_errors(head), zipfile.ZipFile(file) as archive:
        for info in archive.infolist():
            name = info.filename.rsplit("/", 1)[-1]
            if not info.is_dir() and not name.startswith(".") and "__MACOSX" not in info.filename:
                yield Member(_printable(name), f"{head}!{_printable(info.filename)}", file, info.filename)


def _bare(name: str) -> str:
    return name[:-3] if name.lower().endswith(".gz") else name


def _printable(name: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in name)


def _open(member: Member) -> IO[bytes]:
    if member.zipped:
        with zipfile.ZipFile(member.file) as archive:
            inner: IO[bytes] = archive.open(member.inside)  # it stays open when the archive's own handle closes
        return inner
    if member.file.suffix.lower() == ".gz":
        return cast(IO[bytes], gzip.open(member.file))
    return member.file.open("rb")


@contextmanager
def _foreign_errors(name: str) -> Iterator[None]:
    """Errors of zip, gzip and the file system as ours."""
    try:
        yield
    except _BROKEN as error:
        raise UnreadableFile(
            f"{name}: damaged or cut short ({str(error) or type(error).__name__}).",
            hint="The download may have broken off: fetch the file again.",
        ) from error
    except (RuntimeError, NotImplementedError) as error:
        raise UnreadableFile(f"{name}: can't be opened ({error}).", hint="Unpack it and name the folder.") from error
    except OSError as error:
        raise UnreadableFile(f"{name}: can't be read ({error.strerror or error}).", hint="Check the file.") from error


class _Bounded(io.RawIOBase):
    """Bytes of a stream up to a limit; whatever goes wrong below comes up as `UnreadableFile`."""

    def __init__(self, stream: IO[bytes], name: str, limit: int) -> None:
        super().__init__()
        self._stream, self._name, self._limit, self._read = stream, name, limit, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        with _foreign_errors(self._name):
            found = self._stream.read(len(buffer))
        self._read += len(found)
        if self._read > self._limit:
            raise UnreadableFile(
                f"{self._name}: more than {self._limit:,} bytes once decompressed.", hint="Split it into smaller files."
            )
        buffer[: len(found)] = found
        return len(found)
