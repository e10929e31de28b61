# SPDX-License-Identifier: EUPL-1.2
"""The points of all commands, shared out over processes."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
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
    """What came of a share: by fault, how many points there are and how many were tried."""

    share: Share
    there: Counter[str]
    tried: Counter[str]
    failed: tuple[tuple[str, str], ...]


def try_share(share: Share) -> Tried:
    """Prepare the command's scene and try the points."""
    (prepare,) = (command for command in COMMANDS if command.__name__ == share.command)
    done = Counter[str]()
    failed = []
    with _folder() as base, scene_of(prepare, base) as scene:
        there = _points(scene, share)
        for point in [*_chosen(there, share)][share.number :: share.of]:
            try:
                try_point(scene, point)
                done[point.fault] += 1
            except NotSurvivedError as error:
                failed.append((point.fault, f"{share.command}: {error}"))
    return Tried(share, Counter(point.fault for point in there), done, tuple(failed))


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


def run(shares: Sequence[Share], jobs: int) -> list[Tried]:
    """Try all shares, `jobs` at a time; each in a fresh process, as it makes children of itself."""
    results = []
    with ProcessPoolExecutor(jobs, get_context("spawn"), max_tasks_per_child=1) as pool:
        for result in progress(pool.map(try_share, shares), len(shares)):
            results.append(result)
            for _, failure in result.failed:
                print(f"not survived: {failure}", file=sys.stderr)
    return results
