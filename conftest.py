"""Which tests run here: those that read data that the project doesn't ship only where these data lie."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

BENCH = Path(os.environ.get("STACKWAY_BENCH_DATA", Path(__file__).parent.parent / "shared" / "data" / "bench"))


def pytest_report_header() -> str:
    """Say where the data were looked for, since tests that are left out are easily forgotten."""
    return f"benchmark data: {BENCH}" if BENCH.is_dir() else f"no benchmark data in {BENCH}: their tests are left out"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, by name and not as skipped, the tests marked `bench_data` where there are no such data."""
    if BENCH.is_dir():
        return
    left_out = [item for item in items if item.get_closest_marker("bench_data")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]
