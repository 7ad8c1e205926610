"""Processes under a watch: how long they take, and how much memory they and their children hold at most."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import psutil

EVERY = 0.05
"""Seconds between two looks at the memory."""

CHILDREN_EVERY = 40
"""Looks between two searches for children, which cost a walk over all processes of the machine."""


@dataclass(slots=True)
class Watch:
    """Looks at a process and its children now and then; `peak_mb` is the most that they held together (resident)."""

    process: psutil.Process
    peak_mb: float = 0.0
    _ended: bool = False
    _looks: int = 0
    _children: Sequence[psutil.Process] = ()

    def look(self) -> float:
        """The memory of the moment in MB (10^6 bytes); of a process that has ended, 0."""
        held = 0
        self._looks += 1
        if self._looks % CHILDREN_EVERY == 0:
            with suppress(psutil.Error):
                self._children = self.process.children(recursive=True)
        for one in (self.process, *self._children):
            with suppress(psutil.Error):
                held += one.memory_info().rss
        self.peak_mb = max(self.peak_mb, held / 1e6)
        return held / 1e6

    def keep_looking(self) -> None:
        """Look until `end` is called."""
        while not self._ended:
            self.look()
            time.sleep(EVERY)

    def end(self) -> None:
        """Stop looking."""
        self._ended = True


@contextmanager
def watched(command: Sequence[str]) -> Iterator[tuple[subprocess.Popen[bytes], Watch]]:
    """Run a command under a watch; it is asked to end, if it still runs, when the block is left."""
    with subprocess.Popen(list(command), stdout=subprocess.DEVNULL) as child:
        watch = Watch(psutil.Process(child.pid))
        looking = threading.Thread(target=watch.keep_looking, daemon=True)
        looking.start()
        try:
            yield child, watch
        finally:
            watch.end()
            looking.join()
            child.terminate()


def timed(command: Sequence[str]) -> tuple[float, float]:
    """Run a command to its end: seconds, and the peak of its memory in MB; raises where it fails."""
    start = time.perf_counter()
    with watched(command) as (child, watch):
        code = child.wait()
        seconds = time.perf_counter() - start
    if code:
        raise subprocess.CalledProcessError(code, list(command))
    return seconds, watch.peak_mb


def stackway(*arguments: str) -> list[str]:
    """The command line of `stackway` in this Python."""
    return [sys.executable, "-c", "from api.cli import main; main()", *arguments]
