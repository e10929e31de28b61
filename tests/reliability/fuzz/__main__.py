# SPDX-License-Identifier: EUPL-1.2
"""Fuzz every target in turn, guided by coverage: `make fuzz`."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from tests.reliability.fuzz.targets import TARGETS, examples
from tests.reliability.report import Report, machine, progress

HEADER = ("what is read", "examples", "runs", "runs a second", "edges covered", "kept", "broken")


def main() -> int:
    """Fuzz, print the table and, if asked and nothing broke, keep it."""
    parser = argparse.ArgumentParser(prog="python -m tests.reliability.fuzz")
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    parser.add_argument("--keep", action="store_true", help="write the table on its page")
    asked = parser.parse_args()
    started = time.monotonic()
    rows = [_fuzzed(target, asked.seconds) for target in progress(TARGETS, len(TARGETS))]
    where = machine(f"{datetime.now(UTC):%Y-%m-%d}", time.monotonic() - started)
    report = Report("fuzz", HEADER, rows, where)
    report.show()
    broken = any(row[-1] for row in rows)
    if asked.keep and not broken:
        report.keep()
    return int(broken)


def _fuzzed(target: str, seconds: int) -> tuple[str | int, ...]:
    """A row: what libFuzzer says of a target that it tried for so many seconds."""
    with tempfile.TemporaryDirectory(prefix="pgaref-fuzz-") as base:
        corpus = Path(base) / "corpus"
        corpus.mkdir()
        given = examples(target)
        for number, data in enumerate(given):
            (corpus / str(number)).write_bytes(data)
        options = (f"-max_total_time={seconds}", "-print_final_stats=1", "-timeout=10")
        limits = ("-rss_limit_mb=1024", f"-artifact_prefix={base}/")
        done = subprocess.run(
            [sys.executable, "-m", f"{__package__}.guided", target, *options, *limits, corpus],
            capture_output=True,
            text=True,
        )
        if done.returncode != 0:
            print(f"{target}:\n{done.stderr[-3000:]}", file=sys.stderr)
        kept = len([*corpus.iterdir()])
    runs = _last(r"stat::number_of_executed_units: ([0-9]+)", done.stderr)
    speed = _last(r"stat::average_exec_per_sec: +([0-9]+)", done.stderr)
    covered = _last(r"cov: ([0-9]+)", done.stderr)
    return target, len(given), runs, speed, covered, kept, int(done.returncode != 0)


def _last(pattern: str, text: str) -> int:
    found = re.findall(pattern, text)
    return int(found[-1]) if found else 0


if __name__ == "__main__":
    sys.exit(main())
