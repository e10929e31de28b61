# SPDX-License-Identifier: EUPL-1.2
"""Ten users on one vault for a minute: `python -m tests.reliability.together` (`make together`)."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

from tests.reliability.hostile.trying import prepared
from tests.reliability.report import Report, machine
from tests.reliability.together.work import (
    KILLED,
    KINDS,
    LOCKED,
    Done,
    TogetherError,
    planned,
    require_nothing_lost,
    work_together,
)

HEADER = ("command", "given", "done", "locked (14)", "killed", "longest, seconds")


def main() -> int:
    """Work, print the table and, if asked and nothing was lost, keep it."""
    parser = argparse.ArgumentParser(prog="python -m tests.reliability.together")
    parser.add_argument("--users", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    parser.add_argument("--keep", action="store_true", help="write the table on its page")
    asked = parser.parse_args()
    started = time.monotonic()
    with prepared() as (case, _, _):
        planned(case)
        done = work_together(case, asked.users, asked.seconds, asked.seed)
        try:
            require_nothing_lost(case, done)
        except TogetherError as error:
            print(f"seed {asked.seed}: {error}", file=sys.stderr)
            return 1
    said = f"{asked.users} users, seed {asked.seed}; updates lost: 0."
    where = machine(f"{datetime.now(UTC):%Y-%m-%d}", time.monotonic() - started)
    rows = [_row(name, [one for one in done if one.kind == name]) for name in KINDS]
    report = Report("together", HEADER, [*rows, _row("all", done)], f"{said} {where}")
    report.show()
    if asked.keep:
        report.keep()
    return 0


def _row(name: str, done: Sequence[Done]) -> tuple[str | int, ...]:
    codes = Counter(one.exit_code for one in done)
    longest = max((one.seconds for one in done), default=0.0)
    return (name, len(done), codes[0], codes[LOCKED], codes[KILLED], f"{longest:.1f}")


if __name__ == "__main__":
    sys.exit(main())
