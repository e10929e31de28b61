# SPDX-License-Identifier: EUPL-1.2
"""Drill the manual of backups: `python -m tests.reliability.drill` (`make drill`)."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine
from tests.cli.world import World
from tests.reliability.drill.drill import drill, restic_version
from tests.reliability.report import Report, machine


def main() -> int:
    """Drill, print the table and, if asked, keep it; what does not hold ends it with 1."""
    parser = argparse.ArgumentParser(prog="python -m tests.reliability.drill")
    parser.add_argument("--keep", action="store_true", help="write the table on its page")
    asked = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="pgaref-drill-") as base:
        home = Path(base) / "home"
        home.mkdir(mode=0o700)
        with pytest.MonkeyPatch.context() as patch:
            steps = [*drill(World(CommandLine(home, patch)).set_up())]
    where = machine(f"{datetime.now(UTC):%Y-%m-%d}", time.monotonic() - started)
    rows = [(step.what, step.tried, step.held) for step in steps]
    report = Report("drill", ("what", "tried", "held"), rows, f"{restic_version()}; {where}")
    report.show()
    if asked.keep:
        report.keep()
    return 0


if __name__ == "__main__":
    sys.exit(main())
