"""The server as `stackway serve` runs it, one worker, with one more route that does nothing, to compare with."""

from __future__ import annotations

import sys
from pathlib import Path

import uvicorn

from api.engine import Engine
from api.http import create_app
from api.settings import Settings


def main() -> None:
    """Serve the workspace (first argument) on the port (second) until told to stop."""
    with Engine.open(Path(sys.argv[1])) as engine:
        app = create_app(engine, Settings())

        @app.get("/trivial")
        async def trivial() -> dict[str, str]:
            return {"status": "ok"}

        uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), log_level="warning", access_log=False)


if __name__ == "__main__":
    main()
