"""``python -m data.making PUBLISHED_FOLDER [SHIPPED_FOLDER]``: remakes the shipped data and says what was odd."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from data.making import apprenticeships, attribution, cncf, mslearn, oews, ossu, postings, reference
from data.shipping import shipped_root

Maker = Callable[[Path, Path], tuple[str, ...] | None]

MAKERS: Final[tuple[Maker, ...]] = (
    reference.esco,
    reference.onet,
    reference.crosswalk,
    reference.gdad,
    oews.make,
    postings.make,
    cncf.make,
    mslearn.make,
    ossu.make,
    apprenticeships.make,
)


def make(published: Path, shipped: Path) -> tuple[str, ...]:
    """Make every set and give the remarks; the overlay and ``sources.toml`` are written by hand and stay."""
    return tuple(remark for maker in MAKERS for remark in maker(published, shipped) or ())


def main(arguments: list[str]) -> int:
    """Run from the command line: 2 where the folder isn't given or isn't there."""
    if not arguments or not Path(arguments[0]).is_dir():
        print(__doc__, file=sys.stderr)
        return 2
    shipped = Path(arguments[1]) if len(arguments) > 1 else shipped_root()
    for remark in make(Path(arguments[0]), shipped):
        print(remark)
    if shipped == shipped_root():
        attribution.write()
    size = sum(file.stat().st_size for file in shipped.rglob("*") if file.is_file())
    print(f"{shipped}: {size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
