"""Promises about the packages as a whole: their faces, what importing them pulls in, what a file may not contain."""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("graph", "recommender", "skills_taxonomy", "api", "data")
FOREIGN = {"fastapi", "starlette", "uvicorn", "typer", "jinja2", "spacy", "neo4j", "sqlalchemy"}
"""What no floor below `api` may need, the records and the tagger aside."""


def _modules(package: str) -> list[str]:
    path = [str(ROOT / package)]
    found = [module.name for module in pkgutil.walk_packages(path, package + ".")]
    return [package, *(name for name in found if not name.endswith("__main__") and ".making" not in name)]


@pytest.mark.parametrize("package", PACKAGES)
def test_a_face_exports_what_it_says(package: str) -> None:
    for name in _modules(package):
        module = importlib.import_module(name)
        exported = getattr(module, "__all__", ())
        assert list(exported) == sorted(
            set(exported), key=lambda word: (not word.isupper(), not word[0].isupper(), word)
        )
        for word in exported:
            assert hasattr(module, word), f"{name} says that it exports {word}"


@pytest.mark.parametrize("package", ["graph", "recommender", "skills_taxonomy", "data"])
def test_the_lower_floors_pull_in_no_framework_no_driver_and_no_spacy(package: str) -> None:
    modules = [package] if package == "data" else _modules(package)
    light = [name for name in modules if "neo4j" not in name and ".tagging" not in name]
    code = f"import sys, importlib\nfor name in {light!r}: importlib.import_module(name)\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert not FOREIGN & set(done.stdout.split())


def test_serving_pulls_in_nothing_that_only_building_needs() -> None:
    code = "import sys, api.http\nfrom api.engine import Engine\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert not {"spacy", "sklearn", "typer", "neo4j"} & set(done.stdout.split())


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_says_that_it_is_typed(package: str) -> None:
    assert (ROOT / package / "py.typed").is_file()


def test_every_folder_of_tests_is_a_package() -> None:
    for folder in [path.parent for path in (ROOT / "tests").rglob("*.py")]:
        assert (folder / "__init__.py").is_file(), folder.relative_to(ROOT)


def _tracked() -> list[Path]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    return [ROOT / name for name in done.stdout.split("\0") if name]


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8") if path.is_file() and path.stat().st_size < 2_000_000 else ""
    except UnicodeDecodeError:
        return ""


def test_no_file_names_a_machines_own_paths() -> None:
    tracked = _tracked() or [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    own = (
        str(ROOT) + "/",
        str(Path.home()) + "/." if Path.home() != Path("/") else "\0",
        "/home/" + "runner",
        "/Users" + "/",
    )
    shipped = ROOT / "data" / "shipped"
    for path in tracked:
        if shipped in path.parents:
            continue
        text = _text(path)
        assert not [place for place in own if place in text], path.relative_to(ROOT)


def test_every_module_begins_with_a_sentence() -> None:
    for package in (*PACKAGES, "tests"):
        for path in (path for path in (ROOT / package).rglob("*.py") if path.stat().st_size):
            first = path.read_text("utf-8").split("\n", 1)[0]
            assert first.startswith('"""'), path.relative_to(ROOT)
