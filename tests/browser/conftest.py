"""A real server on a port of its own, and a headless Chromium that reaches nothing but it."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from api.assembly import build_workspace
from api.engine import Engine
from api.http import create_app
from api.settings import Settings
from data.reading import Reading, Report
from data.workspace import Workspace
from tests import world

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--disable-features=LocalNetworkAccessChecks",
)
NewPage = Callable[..., Page]
"""Makes a page of its own context: `new_page(390, color_scheme="dark", java_script_enabled=False)`."""


@pytest.fixture(scope="session")
def evergreen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sea school's workspace, open for sign-up on any day, built with the real tagger."""
    folder = tmp_path_factory.mktemp("browser") / "ws"
    tables = world.tables()
    tables["offerings"]["closes"] = None
    workspace = Workspace.create(folder)
    with workspace.writing():
        workspace.put_part("world", Reading(tables, Report("world")))
    build_workspace(folder, with_default=False)
    return folder


@pytest.fixture(scope="session")
def server(evergreen: Path) -> Iterator[str]:
    """The address of a server of the sea school, in a thread of its own."""
    with socket.socket() as listening, Engine.open(evergreen) as engine:
        listening.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{listening.getsockname()[1]}"
        app = create_app(engine, Settings(public_url=base))
        running = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        until = time.monotonic() + 20
        while not running.started and time.monotonic() < until:
            time.sleep(0.02)
        assert running.started
        yield base
        running.should_exit = True
        thread.join(20)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A headless Chromium: the system's where there is one, else Playwright's own."""
    with sync_playwright() as playwright:
        found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=found, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def new_page(chromium: Browser, server: str) -> Iterator[NewPage]:
    """Makes pages that can reach the server and nothing else; a test may route other addresses to its own answers."""
    contexts: list[BrowserContext] = []

    def making(width: int = 1280, **options: Any) -> Page:
        size = {"width": width, "height": 844 if width < 600 else 900}
        context = chromium.new_context(base_url=server, viewport=size, **options)
        contexts.append(context)
        context.route(lambda url: not url.startswith(server), lambda route: route.abort())
        context.set_default_timeout(10_000)
        return context.new_page()

    yield making
    for context in contexts:
        context.close()
