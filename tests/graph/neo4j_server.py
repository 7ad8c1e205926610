"""A real Neo4j server for tests, on this machine only: fetched once with Maven, started, killed, started again.

By hand: ``python -m tests.graph.neo4j_server`` prints the address and waits. Where `STACKWAY_TEST_NEO4J` names a server
(``bolt://user:password@host:port``), tests use that one and none is started, except those that must kill one.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

VERSION: Final = "5.26.30"
SETTING: Final = "STACKWAY_TEST_NEO4J"
PASSWORD: Final = "a-test-password"
FIRST_PASSWORD: Final = "neo4j"
"""What a new server has; it lets its owner in to change it and do nothing else."""

_POM: Final = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>tests</groupId><artifactId>neo4j</artifactId><version>1</version>
  <dependencies><dependency>
    <groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>{version}</version>
  </dependency></dependencies>
</project>
"""
_CONF: Final = """server.bolt.listen_address=127.0.0.1:{port}
server.bolt.advertised_address=127.0.0.1:{port}
server.bolt.enabled=true
server.http.enabled=false
server.https.enabled=false
server.memory.pagecache.size={pages}
dbms.usage_report.enabled=false
dbms.security.auth_enabled=true
dbms.security.auth_minimum_password_length=8
db.tx_log.rotation.retention_policy=keep_none
"""
_OPENED: Final = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")


class NoServer(Exception):
    """Neither Java and Maven nor another server's address is here."""


def jars() -> Path:
    """The folder with the server's archives; fetched from Maven Central where they aren't all here."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "stackway-tests" / f"neo4j-{VERSION}"
    complete = cache / "complete"
    if complete.exists() and complete.read_text() == _listing(cache):
        return cache
    if not shutil.which("mvn"):
        raise NoServer(f"no Maven here to fetch Neo4j with, and {SETTING} names no server")
    cache.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache.parent) as folder:
        pom, into = Path(folder, "pom.xml"), Path(folder, "jars")
        pom.write_text(_POM.format(version=VERSION))
        command = ["mvn", "-q", "-B", "-f", str(pom), "dependency:copy-dependencies", f"-DoutputDirectory={into}"]
        subprocess.run(command, check=True, timeout=600, stdin=subprocess.DEVNULL)
        (into / "complete").write_text(_listing(into))
        shutil.rmtree(cache, ignore_errors=True)
        try:
            into.rename(cache)
        except OSError:  # another run of the tests was quicker
            if not complete.exists():
                raise
    return cache


def _listing(folder: Path) -> str:
    return "".join(f"{path.name} {path.stat().st_size}\n" for path in sorted(folder.glob("*.jar")))


class Server:
    """A server with a folder of its own; what is in it outlives a kill."""

    def __init__(self, home: Path, *, heap: str = "512m", pages: str = "64m") -> None:
        """Say where; `start` starts it."""
        self.home, self.heap, self.pages = home, heap, pages
        self.port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """As a store takes it."""
        return f"bolt://neo4j:{PASSWORD}@127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """The number of the server's process."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start, and wait until it answers; the first time it learns its password."""
        java, lib = shutil.which("java"), jars()
        if java is None:
            raise NoServer(f"no Java here to run Neo4j with, and {SETTING} names no server")
        conf = self.home / "conf"
        conf.mkdir(parents=True, exist_ok=True)
        (conf / "neo4j.conf").write_text(_CONF.format(port=self.port, pages=self.pages))
        new = not (self.home / "data").exists()
        opened = [f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in _OPENED]
        heap = [f"-Xmx{self.heap}", f"-Xms{self.heap}", "-XX:+UseG1GC", "-XX:TieredStopAtLevel=4"]
        command = [java, *heap, *opened, "-cp", f"{lib}/*", "org.neo4j.server.CommunityEntryPoint"]
        places = [f"--home-dir={self.home}", f"--config-dir={conf}", "--console-mode"]
        with (self.home / "console.log").open("ab") as log:
            self._process = subprocess.Popen([*command, *places], stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        self._wait(FIRST_PASSWORD if new else PASSWORD)

    def kill(self) -> None:
        """Kill it at once, as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to end, and wait."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(how)
            try:
                self._process.wait(60)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def _wait(self, password: str, seconds: float = 120) -> None:
        """Until it answers; a password that must be changed is."""
        import neo4j

        url, end = f"bolt://127.0.0.1:{self.port}", time.monotonic() + seconds
        quiet: Any = {"notifications_min_severity": "OFF", "telemetry_disabled": True}
        while time.monotonic() < end and self._process and self._process.poll() is None:
            try:
                with neo4j.GraphDatabase.driver(url, auth=("neo4j", password), **quiet) as driver:
                    if password == FIRST_PASSWORD:
                        change = "ALTER CURRENT USER SET PASSWORD FROM $old TO $new"
                        with driver.session(database="system") as session:
                            session.run(change, old=password, new=PASSWORD).consume()
                        password = PASSWORD
                        continue
                    with driver.session() as session:
                        session.run("RETURN 1").consume()
                return
            except (neo4j.exceptions.ServiceUnavailable, neo4j.exceptions.TransientError):
                time.sleep(0.2)
        raise RuntimeError(f"Neo4j didn't start: {(self.home / 'console.log').read_text()[-2_000:]}")


@contextmanager
def started(*, heap: str = "512m", pages: str = "64m") -> Iterator[Server]:
    """A server in a folder that is gone afterwards."""
    home = Path(tempfile.mkdtemp(prefix="neo4j-"))
    server = Server(home, heap=heap, pages=pages)
    try:
        server.start()
        yield server
    finally:
        server.kill()
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def address() -> Iterator[str]:
    """The address of the server that the setting names, or of one started for this block."""
    named = os.environ.get(SETTING)
    if named:
        yield named
        return
    with started() as server:
        yield server.address


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> None:
    """Start one, say where, and wait to be interrupted."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with started(heap="1g", pages="256m") as server:
        print(f"{server.address} (process {server.pid}); interrupt to end it", flush=True)
        try:
            signal.pause()
        except KeyboardInterrupt:
            print("ended", flush=True)


if __name__ == "__main__":
    main()
