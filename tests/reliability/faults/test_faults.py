# SPDX-License-Identifier: EUPL-1.2
"""A sample of `make faults`, and that it would find what is wrong."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from pgaref.storage import recovery
from tests.cli.conftest import ROOT
from tests.reliability.faults import power
from tests.reliability.faults.calls import KILL, can_trace, of, traced
from tests.reliability.faults.commands import COMMANDS, Command, intake, name_of
from tests.reliability.faults.points import MissedError, NotSurvivedError, Point, points, try_point
from tests.reliability.faults.power import Crash
from tests.reliability.faults.scene import Scene, in_child, scene_of

# strace's names for what the model of a disk records under others.
NAMES = {
    "openat": "create",
    "pwrite64": "pwrite",
    "mkdirat": "mkdir",
    "renameat": "rename",
    "unlinkat": "unlink",
    "linkat": "link",
    "rmdir": "unlink",
}


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    with scene_of(intake, tmp_path) as found:
        yield found


# Each in a process of its own: what makes a PDF has threads, and cannot be forked from here.
@pytest.mark.artikel("15.1")
@pytest.mark.parametrize("command", [*map(name_of, COMMANDS)])
def test_a_command_that_is_disturbed_is_done_whole_or_not_at_all(command: str) -> None:
    sample = ("--every", "3001", "--stride", "151", "--shares", "1", "--jobs", "1")
    done = subprocess.run(
        [sys.executable, "-m", "tests.reliability.faults", command, *sample],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert (done.returncode, done.stderr) == (0, "")
    row = next(line for line in done.stdout.splitlines() if line.startswith("│ all "))
    tried, survived = row.replace("│", " ").replace(",", "").split()[-2:]
    assert int(tried) == int(survived) > 0


def test_what_strace_sees_change_the_model_of_the_disk_sees_too(scene: Scene) -> None:
    recorded = Counter(str(operation[0]) for operation in power.recorded(scene))
    assert recorded["create"] > 0
    if can_trace():
        scene.put_back()
        calls = of(traced(scene.play).calls, scene.roots)
        # Neither what was not there to be removed, nor the lock, which is there to be opened.
        made = [c for c in calls if c.makes and ") = -1" not in c.text and '"lock"' not in c.text]
        seen = Counter(NAMES.get(call.name, call.name) for call in made)
        assert seen - Counter({"fallocate": seen["fallocate"]}) == recorded
    assert recorded["rename"] == 3  # keys, dossier, remembered head


def _try_all(scene: Scene, tried: Sequence[Point]) -> None:
    for point in tried:
        try_point(scene, point)


def _crashes(scene: Scene, keep: Callable[[tuple[object, ...]], bool]) -> list[Crash]:
    """The last moment on a disk that was told less than what the command told it."""
    operations = [operation for operation in power.recorded(scene) if keep(operation)]
    return [Crash(scene, operations, len(operations), seed) for seed in range(8)]


@pytest.mark.parametrize("lost", ["files", "folders"])
def test_a_command_that_does_not_make_its_work_last_is_found_out(scene: Scene, lost: str) -> None:
    scene.put_back()
    there = {path for root in scene.roots for path in (root, *root.rglob("*"))}
    folders = {path for path in there if path.is_dir()}

    def keep(operation: tuple[object, ...]) -> bool:
        is_folder = operation[1] in folders
        return operation[0] != "fsync" or is_folder is not (lost == "folders")

    with pytest.raises(NotSurvivedError, match="power lost"):
        _try_all(scene, _crashes(scene, keep))


def test_a_recovery_that_undoes_nothing_is_found_out(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    kills = [point for point in points(scene) if point.fault in (KILL, "torn")]
    monkeypatch.setattr(recovery, "undo", lambda tree, plan: None)
    with pytest.raises(NotSurvivedError):
        _try_all(scene, kills[len(kills) // 3 :])


def test_a_command_that_says_it_is_done_and_is_not_is_found_out(scene: Scene) -> None:
    said_nothing = Command(("whoami",), actions=frozenset({"intake"}))
    scene.command = said_nothing
    scene.put_back()
    (crash, *_) = power.crashes(scene, 1)
    assert crash.finished
    with pytest.raises(NotSurvivedError):
        try_point(scene, crash)


@dataclass
class Passing:
    """A point that passes untouched so often before it strikes."""

    left: int
    fault: str = KILL

    def disturb(self, work: Callable[[], object]) -> bool:
        """The work, whole; then it is said to have passed, or to have been killed at its end."""
        in_child(work)
        self.left -= 1
        if self.left >= 0:
            raise MissedError("it passed")
        return True


def test_a_point_that_passed_untouched_is_tried_from_the_start_and_not_for_ever(
    scene: Scene,
) -> None:
    assert try_point(scene, Passing(2)) == scene.end
    with pytest.raises(NotSurvivedError, match="it passed"):
        try_point(scene, Passing(3))


def test_a_torn_write_is_some_of_its_bytes(tmp_path: Path) -> None:
    file = power.File(b"first\n", [(6, b"second\n")])
    left = {file.left(random.Random(seed)) for seed in range(50)}
    assert {b"first\n", b"first\nsecond\n"} < left
    assert all((b"first\nsecond\n").startswith(data) for data in left)
    assert file.whole() == b"first\nsecond\n"
