"""`stackway serve`, for real: it comes up, says how open it is, answers, and loses nothing when it is stopped."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.records import Records
from data.workspace import Workspace
from tests.world import DECKHAND, SKIPPER


@pytest.fixture
def server(sea_workspace: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A server's address and its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    script = "from api.cli import main; main()"
    words = ["serve", "--port", str(port), "-w", str(sea_workspace)]
    with subprocess.Popen(
        [sys.executable, "-c", script, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address + "/readyz", running)
        yield address, running
        running.kill()


def _wait_for(address: str, running: subprocess.Popen[str]) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except (urllib.error.URLError, ConnectionError):
            assert running.poll() is None, running.stderr
            time.sleep(0.1)
    pytest.fail("the server didn't come up within 30 seconds")


def test_a_server_answers_and_what_it_suggested_outlives_it(
    server: tuple[str, subprocess.Popen[str]], sea_workspace: Path
) -> None:
    address, running = server
    body = json.dumps({"credentials": [DECKHAND], "goal": "skipper"}).encode()
    request = urllib.request.Request(
        address + "/v1/recommendations", body, headers={"content-type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=20) as response:
        first = json.load(response)["recommendations"][0]
    assert first["credential"] == SKIPPER
    running.send_signal(signal.SIGTERM)
    out, err = running.communicate(timeout=20)
    assert "without a key" in " ".join(out.split())
    assert "Traceback" not in err
    assert DECKHAND not in out + err
    with Records.open(Workspace.open(sea_workspace).records_url) as records:
        assert records.suggestion(first["id"]) is not None


def test_a_port_that_is_taken_is_said(server: tuple[str, subprocess.Popen[str]], sea_workspace: Path) -> None:
    port = server[0].rpartition(":")[2]
    words = ["serve", "--port", port, "-w", str(sea_workspace)]
    again = subprocess.run(
        [sys.executable, "-c", "from api.cli import main; main()", *words],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert again.returncode != 0
    assert "Traceback" not in again.stderr
    assert "in use" in again.stderr
