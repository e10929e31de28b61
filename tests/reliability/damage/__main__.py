# SPDX-License-Identifier: EUPL-1.2
"""Damage every file in every way: `python -m tests.reliability.damage` (`make damage`)."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context

from tests.reliability.damage.trying import Share, Tried, try_share
from tests.reliability.report import Report, machine, progress

HEADER = ("what", "files", "tried", "found by check", "refused", "all else went on")


def report_of(results: Sequence[Tried], said: str) -> Report:
    """A row for each kind of file, one for each forgery, and one for all."""
    files = sum((result.files for result in results[:1]), Counter[str]())
    totals = [sum((result.counts[n] for result in results), Counter[str]()) for n in range(4)]
    names = sorted(totals[0], key=lambda name: (name.startswith("forged: "), name))
    rows = {name: [files[name] or 1, *(total[name] for total in totals)] for name in names}
    rows["all"] = [sum(column) for column in zip(*rows.values(), strict=True)]
    return Report("damage", HEADER, [(name, *numbers) for name, numbers in rows.items()], said)


def main() -> int:
    """Damage, print the table and, if asked and nothing was believed, keep it."""
    parser = argparse.ArgumentParser(prog="python -m tests.reliability.damage")
    parser.add_argument("--stride", type=int, default=1, help="each Nth damage")
    parser.add_argument("--jobs", type=int, default=2, help="processes side by side")
    parser.add_argument("--keep", action="store_true", help="write the table on its page")
    asked = parser.parse_args()
    shares = [Share(number, 8, asked.stride) for number in range(8)]
    started = time.monotonic()
    with ProcessPoolExecutor(asked.jobs, get_context("spawn")) as pool:
        results = [*progress(pool.map(try_share, shares), len(shares))]
    seconds = time.monotonic() - started
    report = report_of(results, machine(f"{datetime.now(UTC):%Y-%m-%d}", seconds))
    report.show()
    untrue = [text for result in results for text in result.untrue]
    print("\n".join(untrue), end="", file=sys.stderr)
    if asked.keep and not untrue:
        report.keep()
    return 1 if untrue else 0


if __name__ == "__main__":
    sys.exit(main())
