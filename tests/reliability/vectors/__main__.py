# SPDX-License-Identifier: EUPL-1.2
"""Read every vector: `python -m tests.reliability.vectors` (`make vectors`)."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from datetime import UTC, datetime

from tests.reliability.report import Report, machine
from tests.reliability.vectors.reading import OPENED, Vector, said_of, vectors

HEADER = (
    "a vector expects",
    "vectors",
    "opened",
    "refused",
    "no match",
    "as expected",
    "on purpose",
)


def main() -> int:
    """Read, print the table and, if asked and none was read otherwise, keep it."""
    parser = argparse.ArgumentParser(prog="python -m tests.reliability.vectors")
    parser.add_argument("--keep", action="store_true", help="write the table on its page")
    asked = parser.parse_args()
    started = time.monotonic()
    said = {vector: said_of(vector) for vector in vectors()}
    wrong = [vector.name for vector, answer in said.items() if not is_right(vector, answer)]
    rows = [_row(expect, said) for expect in dict.fromkeys(vector.expect for vector in said)]
    sums = [sum(column) for column in zip(*(numbers for _, numbers in rows), strict=True)]
    cells = [(name, *numbers) for name, numbers in [*rows, ("all", sums)]]
    seconds = time.monotonic() - started
    report = Report("vectors", HEADER, cells, machine(f"{datetime.now(UTC):%Y-%m-%d}", seconds))
    report.show()
    print("".join(f"read otherwise: {name}\n" for name in wrong), end="", file=sys.stderr)
    if asked.keep and not wrong:
        report.keep()
    return 1 if wrong else 0


def is_right(vector: Vector, answer: str) -> bool:
    """Whether it was read as expected, or not opened for a reason that is given."""
    return answer == vector.expected or bool(vector.deviation and answer != OPENED)


def _row(expect: str, said: dict[Vector, str]) -> tuple[str, list[int]]:
    mine = {vector: answer for vector, answer in said.items() if vector.expect == expect}
    answers = Counter(mine.values())
    same = sum(answer == vector.expected for vector, answer in mine.items())
    numbers = [len(mine), *(answers[answer] for answer in ("opened", "refused", "no match"))]
    return expect, [*numbers, same, len(mine) - same]


if __name__ == "__main__":
    sys.exit(main())
