"""Settings that come by environment variables."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.errors import BadOption
from api.settings import TRUSTED_KEYS, graph_address, trusted_keys


def test_no_key_is_trusted_unless_a_folder_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(TRUSTED_KEYS, raising=False)
    assert trusted_keys() is None
    monkeypatch.setenv(TRUSTED_KEYS, str(tmp_path))
    assert trusted_keys() == tmp_path


def test_a_folder_of_keys_that_isnt_there_is_said_rather_than_taken_for_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(TRUSTED_KEYS, str(tmp_path / "keys"))
    with pytest.raises(BadOption, match=TRUSTED_KEYS):
        trusted_keys()


def test_the_address_given_comes_before_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STACKWAY_GRAPH", "neo4j://there")
    assert (graph_address(), graph_address("bolt://here")) == ("neo4j://there", "bolt://here")
