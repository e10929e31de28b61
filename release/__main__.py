# SPDX-License-Identifier: EUPL-1.2
"""`python -m release [DIST]`: everything of a release, each built twice and compared."""

from __future__ import annotations

import hashlib
import shutil
import sys
import tempfile
from pathlib import Path

from release.deb import build_deb
from release.packages import ROOT, asked, running, version
from release.sbom import sbom
from release.sources import ReleaseError, build, changed, differing, epoch


def make(dist: Path, moment: int) -> None:
    """Make all of it in an empty `dist`."""
    wheel, _ = build(ROOT, dist, moment)
    packages, number = running(), version()
    text = sbom(number, packages, asked(), moment)
    (dist / f"pgaref-{number}.cdx.json").write_text(text, "utf-8")
    build_deb(wheel, packages, number, moment, dist)


def release(dist: Path) -> None:
    """Make a release in `dist`, whatever was there before.

    Raises:
        ReleaseError: a second build is not the same, or the checkout not as its commit.
    """
    changes = changed(ROOT)
    if changes:
        raise ReleaseError(f"not as the last commit has it: {', '.join(changes)}")
    shutil.rmtree(dist, ignore_errors=True)
    dist.mkdir(parents=True)
    moment = epoch(ROOT)
    make(dist, moment)
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder), moment)
        differs = differing(dist, Path(folder))
    if differs:
        raise ReleaseError(f"a second build differs: {', '.join(differs)}")
    sums = [f"{_sha256(path)}  {path.name}\n" for path in sorted(dist.iterdir())]
    (dist / "SHA256SUMS").write_text("".join(sums), "ascii")


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    place = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "dist")
    try:
        release(place)
    except ReleaseError as error:
        sys.exit(f"release: {error}")
    for made in sorted(place.iterdir()):
        print(f"{made.stat().st_size:>12,}  {made.name}")
