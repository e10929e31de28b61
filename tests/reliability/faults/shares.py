# SPDX-License-Identifier: EUPL-1.2
"""The points of all commands, shared out over processes."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from tests.reliability.faults import power
from tests.reliability.faults.calls import KILL
from tests.reliability.faults.commands import COMMANDS
from tests.reliability.faults.points import NotSurvivedError, Point, points, try_point
from tests.reliability.faults.scene import Scene, scene_of
from tests.reliability.report import progress

# A disk that does not read or a permission that is missing can befall nearly every call, some
# thousands to a command: those may be sampled.
SAMPLED = ("EIO", "EACCES")
POWER = "power"
FAULTS = (KILL, "torn", "ENOSPC", *SAMPLED, POWER)


@dataclass(frozen=True)
class Share:
    """The points of one command that are tried together: each `of`th from `number` on.

    Of `SAMPLED` faults every `every`th is tried, and of all others every `stride`th.
    """

    command: str
    number: int
    of: int
    every: int
    stride: int
    seeds: int


@dataclass(frozen=True)
class Tried:
    """What came of a share: by fault, how many points there are and how many were survived.

    `failed` are faults and what did not hold; `seconds` is how long it took.
    """

    share: Share
    there: Counter[str]
    survived: Counter[str]
    failed: tuple[tuple[str, str], ...]
    seconds: float


def try_share(share: Share) -> Tried:
    """Prepare the command's scene and try the points."""
    started = time.monotonic()
    (prepare,) = (command for command in COMMANDS if command.__name__ == share.command)
    survived = Counter[str]()
    failed = []
    with _folder() as base, scene_of(prepare, base) as scene:
        there = _points(scene, share)
        for point in [*_chosen(there, share)][share.number :: share.of]:
            try:
                try_point(scene, point)
                survived[point.fault] += 1
            except NotSurvivedError as error:
                failed.append((point.fault, f"{share.command}: {error}"))
    faults = Counter(point.fault for point in there)
    return Tried(share, faults, survived, tuple(failed), time.monotonic() - started)


def _points(scene: Scene, share: Share) -> list[Point]:
    return [*points(scene), *power.crashes(scene, share.seeds)]


def _chosen(there: Sequence[Point], share: Share) -> Iterator[Point]:
    for fault in FAULTS:
        step = share.every if fault in SAMPLED else share.stride
        yield from [point for point in there if point.fault == fault][::step]


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder in memory where there is one: what is synced is told by the calls, not the disk."""
    memory = Path("/dev/shm")
    base = Path(tempfile.mkdtemp(prefix="pgaref-faults-", dir=memory if memory.is_dir() else None))
    try:
        yield base
    finally:
        shutil.rmtree(base, ignore_errors=True)


def run(shares: Sequence[Share], jobs: int, kept: Path | None = None) -> list[Tried]:
    """Try all shares, `jobs` at a time; each in a fresh process, as it makes children of itself.

    What came of each is kept in a file, if given, and what is there already is not tried again.
    """
    results = {tried.share: tried for tried in _read(kept)} if kept else {}
    left = [share for share in shares if share not in results]
    with ProcessPoolExecutor(jobs, get_context("spawn"), max_tasks_per_child=1) as pool:
        trying = [pool.submit(try_share, share) for share in left]
        for future in progress(as_completed(trying), len(left)):
            result = future.result()
            results[result.share] = result
            if kept:
                with kept.open("a") as file:
                    file.write(json.dumps(vars(result), default=vars) + "\n")
            for _, failure in result.failed:
                print(f"not survived: {failure}", file=sys.stderr)
    return [results[share] for share in shares]


def _read(kept: Path) -> Iterator[Tried]:
    for line in kept.read_text().splitlines() if kept.exists() else ():
        told = json.loads(line)
        yield Tried(
            Share(**told["share"]),
            Counter(told["there"]),
            Counter(told["survived"]),
            tuple((fault, said) for fault, said in told["failed"]),
            told["seconds"],
        )
