# SPDX-License-Identifier: EUPL-1.2
"""Look everywhere after a whole case: `python -m tests.reliability.secrets` (`make secrets`)."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from tests.reliability.report import Report, machine
from tests.reliability.secrets.places import places, told


def main() -> int:
    """Tell the case, look, print the table and, if asked and nothing was found, keep it."""
    parser = argparse.ArgumentParser(prog="python -m tests.reliability.secrets")
    parser.add_argument("--keep", action="store_true", help="write the table on its page")
    asked = parser.parse_args()
    started = time.monotonic()
    folder = tempfile.TemporaryDirectory(prefix="pgaref-secrets-")
    with folder as base, told(Path(base)) as (story, watched):
        looked = [*places(story, watched)]
    header = ("where was looked", "texts", "characters", "secrets found")
    rows = [(place.what, place.texts, place.size, len(place.found)) for place in looked]
    where = machine(f"{datetime.now(UTC):%Y-%m-%d}", time.monotonic() - started)
    report = Report("secrets", header, rows, where)
    report.show()
    found = [place.what for place in looked if place.found]
    print("".join(f"something was found in: {what}\n" for what in found), end="", file=sys.stderr)
    if asked.keep and not found:
        report.keep()
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
