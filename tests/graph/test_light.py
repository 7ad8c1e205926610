"""What serving imports of the graph floor brings in no heavy library."""

from __future__ import annotations

import subprocess
import sys

import pytest

LIGHT = (
    "checker",
    "credentials",
    "cycles",
    "embedded",
    "explaining",
    "from_tables",
    "pathways",
    "skills_graph",
    "store",
)


@pytest.mark.parametrize("library", ["pandas", "networkx", "pyarrow", "scipy", "rapidfuzz"])
def test_importing_the_floor_imports_none_of_these(library: str) -> None:
    imports = "; ".join(f"import graph.{name}" for name in LIGHT)
    code = f"import sys; {imports}; sys.exit({library!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
