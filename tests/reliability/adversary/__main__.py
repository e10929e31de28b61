# SPDX-License-Identifier: EUPL-1.2
"""Play thousands of sequences: `python -m tests.reliability.adversary` (`make adversary`)."""

from __future__ import annotations

import argparse
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context

from tests.reliability.adversary.playing import Played, play
from tests.reliability.report import Report, machine, progress

_PART = 50


def report_of(parts: list[Played], said: str) -> Report:
    """What was tried and what opened, then a row for each command."""
    total = sum((part.totals for part in parts), parts[0].totals - parts[0].totals)
    given = sum((part.given for part in parts), parts[0].given - parts[0].given)
    names = sorted({name for name, _ in given})
    rows: list[tuple[object, ...]] = [(name, given[name, 0], given[name, 10]) for name in names]
    rows += [
        ("all commands", sum(given[name, 0] for name in names), sum(given[n, 10] for n in names)),
        ("sequences", total["sequences"], ""),
        ("encrypted files kept", total["files"], ""),
        ("a secret tried on a file", total["openings"], ""),
        ("opened lawfully", total["lawful"], ""),
        ("opened unlawfully", total["unlawful"], ""),
    ]
    return Report("adversary", ("what", "done", "refused"), rows, said)


def main() -> int:
    """Play, print the table and, if asked and nothing opened unlawfully, keep it."""
    parser = argparse.ArgumentParser(prog="python -m tests.reliability.adversary")
    parser.add_argument("--sequences", type=int, default=3000)
    parser.add_argument("--jobs", type=int, default=2, help="processes side by side")
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    parser.add_argument("--keep", action="store_true", help="write the table on its page")
    asked = parser.parse_args()
    started = time.monotonic()
    count = -(-asked.sequences // _PART)
    work = [(_PART, asked.seed + number) for number in range(count)]
    with ProcessPoolExecutor(asked.jobs, get_context("spawn")) as pool:
        parts = [*progress(pool.map(play, work), count)]
    where = machine(f"{datetime.now(UTC):%Y-%m-%d}", time.monotonic() - started)
    report = report_of(parts, f"Seed {asked.seed}. {where}")
    report.show()
    found = [part.unlawful for part in parts if part.unlawful]
    print("\n".join(found), end="", file=sys.stderr)
    if asked.keep and not found:
        report.keep()
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
