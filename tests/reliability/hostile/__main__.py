# SPDX-License-Identifier: EUPL-1.2
"""Give every hostile input: `python -m tests.reliability.hostile` (`make hostile`)."""

from __future__ import annotations

import argparse
import sys
import time
from datetime import UTC, datetime

from tests.reliability.hostile.inputs import hostile
from tests.reliability.hostile.trying import HarmedError, Took, prepared, run, try_input
from tests.reliability.report import Report, machine, progress

HEADER = ("input", "way in", "exit code", "seconds", "peak MB")


def main() -> int:
    """Try, print the table and, if asked and none did harm, keep it."""
    parser = argparse.ArgumentParser(prog="python -m tests.reliability.hostile")
    parser.add_argument("--keep", action="store_true", help="write the table on its page")
    asked = parser.parse_args()
    started, rows, harmed = time.monotonic(), [], []
    with prepared() as (case, files, back):
        ordinary = run(case, ("show", "WP-2M8TZR4H"))
        rows.append(("an id that is none here", "id", *_took(ordinary)))
        back()
        given = [*hostile(case, files)]
        for one in progress(given, len(given)):
            try:
                rows.append((one.name, one.way, *_took(try_input(case, one))))
            except HarmedError as error:
                harmed.append(str(error))
            back()
    seconds = time.monotonic() - started
    report = Report("hostile", HEADER, rows, machine(f"{datetime.now(UTC):%Y-%m-%d}", seconds))
    report.show()
    print("".join(f"{text}\n" for text in harmed), end="", file=sys.stderr)
    if asked.keep and not harmed:
        report.keep()
    return 1 if harmed else 0


def _took(took: Took) -> tuple[int, str, int]:
    return took.exit_code, f"{took.seconds:.2f}", round(took.megabytes)


if __name__ == "__main__":
    sys.exit(main())
