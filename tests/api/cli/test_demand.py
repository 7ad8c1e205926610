"""`stackway demand`: postings read once, gone on with after a stop, counted and drawn."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

import api.demand
from tests import world
from tests.api.cli.conftest import Stackway

NEEDED = "Requirements: You must find the way at sea. We go out every day and every night, in any weather."
ADS = f"""id,title,description,location,date posted
1,Skipper,"Requirements: You must find the way at sea.",Hull,2020-10-01
2,Skipper,"{NEEDED}",Leith,2020-10-02
3,Skipper,"{NEEDED}",Leith and Hull,2020-10-03
4,Gardener,Nothing of the sea.,Hull,2020-11-01
5,,no title,Hull,2020-11-01
"""


@pytest.fixture
def ads(tmp_path: Path) -> Path:
    path = tmp_path / "ads.csv"
    path.write_text(ADS, "utf-8")
    return path


def test_postings_are_read_and_counted(stackway: Stackway, ads: Path) -> None:
    found = stackway("demand", "read", ads, "--workers", "1", "--json").json
    assert (found["postings"], found["doubles"], found["set_aside"]) == (4, 1, 1)
    shown = stackway("demand", "show", "--json").json
    assert shown["postings"] == 3
    (row,) = [one for one in shown["rows"] if one["skill"] == world.NAVIGATION]
    assert (row["postings"], row["of"]) == (2, 3)
    assert row["low"] < row["rate"] < row["high"]
    assert stackway("demand", "show", "--place", "leith", "--json").json["postings"] == 1
    assert stackway("demand", "show", "--since", "2020-11", "--json").json["postings"] == 1
    months = stackway("demand", "show", "--by", "month", "--skill", world.NAVIGATION, "--json").json["rows"]
    assert [(one["month"], one["postings"], one["of"]) for one in months] == [("2020-10", 2, 2), ("2020-11", 0, 1)]


def test_a_stopped_run_goes_on_where_it_stopped(
    stackway: Stackway, ads: Path, sea_workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api.demand, "PART", 1)
    assert stackway("demand", "read", ads, "--workers", "1").code == 0
    whole = stackway("demand", "show", "--json").json
    (place,) = (sea_workspace / "demand").iterdir()
    parts = sorted(place.glob("skills-*.parquet"))
    assert len(parts) == 3
    parts[-1].unlink()
    (place / "postings.parquet").unlink()
    (place / "skills-00002.1.new").write_bytes(b"half a pa")
    again = stackway("demand", "read", ads, "--workers", "1", "--json").json
    assert again["resumed"] == 2
    assert stackway("demand", "show", "--json").json == whole
    assert stackway("demand", "read", ads, "--workers", "2", "--json").json["resumed"] == 3


def test_a_gzipped_file_is_read_and_a_broken_one_told(stackway: Stackway, ads: Path, tmp_path: Path) -> None:
    packed = tmp_path / "ads.csv.gz"
    packed.write_bytes(gzip.compress(ads.read_bytes()))
    assert stackway("demand", "read", packed, "--workers", "1", "--json").json["postings"] == 4
    packed.write_bytes(gzip.compress(ads.read_bytes())[:60])
    ran = stackway("demand", "read", packed)
    assert ran.code == 1
    assert "can't be unpacked" in ran.said


def test_the_drawing_is_whole_and_tells_its_figures(stackway: Stackway, ads: Path, tmp_path: Path) -> None:
    stackway("demand", "read", ads, "--workers", "1")
    drawing = tmp_path / "bars.svg"
    assert stackway("demand", "show", "--plot", drawing).code == 0
    told = re.findall("<title>(.*?)</title>", drawing.read_text("utf-8"))
    (row,) = [one for one in stackway("demand", "show", "--json").json["rows"] if one["skill"] == world.NAVIGATION]
    assert f"find the way at sea: {row['postings']} of 3, {row['rate']:.1%}" in told


def test_what_isnt_there_is_told_with_the_next_step(stackway: Stackway, ads: Path) -> None:
    ran = stackway("demand", "show")
    assert (ran.code, "stackway demand read" in ran.said) == (1, True)
    stackway("demand", "read", ads, "--workers", "1")
    assert "month" in stackway("demand", "show", "--by", "moon").said
    assert "stackway demand show" in stackway("demand", "show", "--occupation", "zz").said
    assert "stackway demand show" in stackway("demand", "related", "zz").said
