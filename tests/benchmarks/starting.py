"""`stackway serve` on a built workspace: how long until /readyz answers, and how much memory it then holds."""

from __future__ import annotations

import http.client
import socket
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.figures import Figure
from tests.benchmarks.processes import stackway, watched
from tests.benchmarks.program import run

LONGEST = 60.0


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def answers(port: int) -> bool:
    """Whether /readyz says that the server is ready."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request("GET", "/readyz")
        return line.getresponse().status == 200
    except OSError:
        return False
    finally:
        line.close()


def wait_until_ready(port: int) -> None:
    """Wait until the server answers; raises `TimeoutError`."""
    until = time.perf_counter() + LONGEST
    while not answers(port):
        if time.perf_counter() > until:
            raise TimeoutError(f"The server isn't ready after {LONGEST:g} s.")
        time.sleep(0.02)


def started(workspace: Path) -> tuple[float, float]:
    """Start a server, wait for it, stop it: seconds until ready, and the peak of its memory in MB."""
    port = free_port()
    begin = time.perf_counter()
    with watched(stackway("serve", "--workspace", str(workspace), "--port", str(port))) as (_, watch):
        wait_until_ready(port)
        seconds = time.perf_counter() - begin
        watch.look()
    return seconds, watch.peak_mb


def measure(workspace: Path, quick: bool) -> Sequence[Figure]:
    """Start several times, whole processes; the first may find the disk's cache cold."""
    runs = [started(workspace) for _ in range(2 if quick else 5)]
    times = [seconds for seconds, _ in runs]
    return [
        Figure("start to ready, median", statistics.median(times), "s", most=3, note=f"{len(runs)} starts"),
        Figure("start to ready, slowest", max(times), "s"),
        Figure("peak memory when ready", max(peak for _, peak in runs), "MB"),
    ]


if __name__ == "__main__":
    run("Start of the server, to /readyz", measure)
