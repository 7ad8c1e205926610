"""Load from a process of its own: requests over a few kept connections, each sent when the last is answered."""

from __future__ import annotations

import json
import socket
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import psutil

CONNECTIONS = 4


def request(method: str, path: str, body: bytes = b"") -> bytes:
    """A request as it goes over the line."""
    head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\n"
    if body:
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return head.encode() + b"\r\n" + body


def exchange(line: socket.socket, sent: bytes) -> int:
    """Send a request and read its whole answer; gives the answer's length; raises where it isn't 200."""
    line.sendall(sent)
    got = line.recv(65536)
    while b"\r\n\r\n" not in got:
        got += line.recv(65536)
    head, _, body = got.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(f"The server answered {head[:100]!r} {body[:300]!r}.")
    length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
    have = len(body)
    while have < length:
        have += len(line.recv(min(65536, length - have)))
    return length


def walk(port: int, requests: Sequence[bytes], times: list[float]) -> None:
    """Send the requests one after the other over one connection, and note what each took in milliseconds."""
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for one in requests:
            begin = time.perf_counter()
            exchange(line, one)
            times.append((time.perf_counter() - begin) * 1e3)


def load(port: int, requests: Sequence[bytes]) -> tuple[float, list[float]]:
    """Send all requests over the connections: requests a second, and what each took in milliseconds."""
    times: list[float] = []
    walkers = [threading.Thread(target=walk, args=(port, requests[n::CONNECTIONS], times)) for n in range(CONNECTIONS)]
    begin = time.perf_counter()
    for walker in walkers:
        walker.start()
    for walker in walkers:
        walker.join()
    seconds = time.perf_counter() - begin
    if len(times) != len(requests):
        raise RuntimeError(f"Only {len(times)} of {len(requests)} requests were answered.")
    return len(requests) / seconds, times


def worked(pid: int) -> float:
    """Seconds of the processors' time that a process has used so far."""
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)


def main() -> None:
    """Rounds of trivial requests and questions in turn; the plan (a JSON file) in, what was measured (one) out."""
    plan = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    trivial = [request("GET", "/trivial")] * plan["trivial"]
    rounds = []
    for bodies in plan["rounds"]:
        asked = [request("POST", "/v1/recommendations", body.encode()) for body in bodies]
        before = worked(plan["pid"])
        plain, plain_times = load(plan["port"], trivial)
        between = worked(plan["pid"])
        real, real_times = load(plan["port"], asked)
        work = {
            "trivial_work": (between - before) / len(trivial),
            "asked_work": (worked(plan["pid"]) - between) / len(asked),
        }
        rounds.append({"trivial": plain, "asked": real, "trivial_ms": plain_times, "asked_ms": real_times, **work})
    Path(sys.argv[2]).write_text(json.dumps(rounds), "utf-8")


if __name__ == "__main__":
    main()
