# SPDX-License-Identifier: EUPL-1.2
"""Disturb every command at every call: `python -m tests.reliability.faults` (`make faults`)."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from tests.reliability.faults.calls import KILL, can_trace
from tests.reliability.faults.commands import COMMANDS, name_of
from tests.reliability.faults.shares import POWER, Share, Tried, run
from tests.reliability.report import Report, machine

HEADER = (
    *("command", "points", "killed", "no space", "disk error", "not permitted", "power lost"),
    *("tried", "survived"),
)


def report_of(results: Sequence[Tried], said: str) -> Report:
    """A row for each command and one for all: its points, those tried by fault, and survived."""
    names = [*dict.fromkeys(result.share.command for result in results)]
    rows = [
        _row(name, [result for result in results if result.share.command == name]) for name in names
    ]
    totals = [sum(column) for column in zip(*(numbers for _, numbers in rows), strict=True)]
    cells = [(name.replace("_", " "), *numbers) for name, numbers in [*rows, ("all", totals)]]
    return Report("faults", HEADER, cells, said)


def _row(name: str, results: Sequence[Tried]) -> tuple[str, list[int]]:
    survived = sum((result.survived for result in results), Counter[str]())
    tried = survived + Counter(fault for result in results for fault, _ in result.failed)
    killed = tried[KILL] + tried["torn"]
    faults = (tried["ENOSPC"], tried["EIO"], tried["EACCES"], tried[POWER])
    return name, [results[0].there.total(), killed, *faults, tried.total(), survived.total()]


def main() -> int:
    """Try, print the table and, if asked and nothing failed, keep it."""
    asked = _arguments()
    results = run([*_shares(asked)], asked.jobs, asked.resume)
    seconds = sum(result.seconds for result in results) / asked.jobs
    report = report_of(results, _said([result.share for result in results], seconds))
    report.show()
    if any(result.failed for result in results):
        return 1
    if asked.keep:
        report.keep()
    return 0


def _shares(asked: argparse.Namespace) -> Iterator[Share]:
    """The parts of every command that is asked for; `sweep/4` tries every 4th of its own."""
    for words in asked.commands or [name_of(command) for command in COMMANDS]:
        name, _, own = words.partition("/")
        every = int(own or asked.every)
        for number in range(asked.shares):
            command = name.replace(" ", "_")
            yield Share(command, number, asked.shares, every, asked.stride, asked.seeds)


def _said(shares: Sequence[Share], seconds: float) -> str:
    by = "strace" if can_trace() else "the patched durable-write module, as nothing can be traced"
    parts = [f"Disturbed by {by}."]
    sampled = {share.command.replace("_", " "): share.every for share in shares}
    of = [
        f"1 in {every} of {', '.join(name for name in sampled if sampled[name] == every)}"
        for every in sorted(set(sampled.values()) - {1})
    ]
    if of:
        parts.append(f"Disk errors and missing permissions: {'; '.join(of)}; of the rest all.")
    if shares[0].stride > 1:
        parts.append(f"Of the other faults every {shares[0].stride}th.")
    return f"{' '.join(parts)} {machine(f'{datetime.now(UTC):%Y-%m-%d}', seconds)}"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.reliability.faults")
    parser.add_argument("commands", nargs="*", help="by their names in the table; all")
    parser.add_argument("--every", type=int, default=1, help="of EIO and EACCES each Nth point")
    parser.add_argument("--stride", type=int, default=1, help="of all others each Nth point")
    parser.add_argument("--seeds", type=int, default=2, help="crashes of the power per call")
    parser.add_argument("--shares", type=int, default=4, help="parts that a command is tried in")
    parser.add_argument("--jobs", type=int, default=2, help="processes side by side")
    parser.add_argument("--resume", type=Path, help="a file of what is done; go on from there")
    parser.add_argument("--keep", action="store_true", help="write the table on its page")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
