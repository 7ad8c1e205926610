"""The benchmarks run from end to end, quickly, and say what they should; what they measure is no matter here."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests import world
from tests.benchmarks.figures import Figure, keep, kept, markdown, percentile
from tests.benchmarks.growing import grown


def test_figures_are_read_as_they_were_kept(tmp_path: Path) -> None:
    figures = [Figure("p50", 1.5, "ms", most=10, note="n"), Figure("ratio", 0.2, "", least=0.1)]
    keep(tmp_path / "f.json", "t", figures)
    assert kept(tmp_path / "f.json") == ("t", figures)


def test_a_figure_outside_its_bound_is_called_missed() -> None:
    assert "MISSED" in markdown([Figure("p50", 11, "ms", most=10)])
    assert "MISSED" in markdown([Figure("ratio", 0.09, "", least=0.1)])
    assert "holds" in markdown([Figure("ratio", 0.1, "", least=0.1)])


def test_percentiles_are_values_that_were_there() -> None:
    assert percentile([1, 2, 3, 100], 0.5) == 2
    assert percentile([1, 2, 3, 100], 0.99) == 100
    assert percentile([7], 0.5) == 7


def test_a_catalogue_grows_to_the_number_asked_for_and_says_what_is_synthetic() -> None:
    tables = world.tables()
    real = set(tables["credentials"]["id"])
    larger = grown(tables, 100)
    added = larger["credentials"][~larger["credentials"]["id"].isin(real)]
    assert len(larger["credentials"]) == 100
    assert set(added["source"]) == set(added["issuer"]) == {"synthetic"}
    assert added["name"].str.contains("synthetic").all()
    taught = larger["credential_skills"]
    assert set(taught["skill"]) == set(tables["credential_skills"]["skill"])
    assert not taught[taught["credential"].str.startswith("synthetic:")].duplicated(["credential", "skill"]).any()


def test_the_same_seed_grows_the_same_catalogue() -> None:
    one, two = grown(world.tables(), 50), grown(world.tables(), 50)
    assert one["credential_skills"].equals(two["credential_skills"])


def test_serving_loads_nothing_that_only_a_build_needs() -> None:
    heavy = ("pandas", "pyarrow", "sklearn", "spacy", "networkx", "scipy.stats")
    told = (
        "import sys; from importlib import import_module; from api.cli.app import COMMANDS;"
        "[import_module('api.cli.' + name) for name in COMMANDS]; import uvicorn, api.engine, api.http;"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_each_program_prints_a_table_and_writes_its_figures(default_workspace: Path, tmp_path: Path) -> None:
    for name in ("starting", "answering", "requests"):
        out = tmp_path / f"{name}.json"
        command = [sys.executable, "-m", f"tests.benchmarks.{name}", "--quick", "--json", str(out)]
        done = subprocess.run(
            [*command, "--workspace", str(default_workspace)], capture_output=True, text=True, check=True
        )
        title, figures = kept(out)
        assert title in done.stdout
        assert figures
        assert all(figure.value > 0 for figure in figures)
        assert any(figure.bound for figure in figures)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_all_together_write_one_document(tmp_path: Path) -> None:
    out = tmp_path / "B.md"
    subprocess.run([sys.executable, "-m", "tests.benchmarks", "--quick", "--out", str(out)], check=True)
    text = out.read_text("utf-8")
    assert text.startswith("# Benchmarks")
    assert text.count("\n## ") == 8
    assert "peak memory" in text
