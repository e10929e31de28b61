# SPDX-License-Identifier: EUPL-1.2
"""Every point at which a command is disturbed, and what comes of it."""

from __future__ import annotations

import contextlib
import json
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from tests.cli.conftest import Result
from tests.reliability.faults.calls import Call, can_trace, of, traced
from tests.reliability.faults.layer import steps
from tests.reliability.faults.power import Crash
from tests.reliability.faults.recovered import check_recovered
from tests.reliability.faults.scene import Scene, in_child

# How a command may end that the system refused something: 0 where it did without, 2 where what is
# named on the command line cannot be read, 12 where that is a key.
ENDINGS = (0, 1, 2, 12, 13)
# Rarely, on a busy machine, a call passes strace by: then it is tried from the start.
_TRIES = 3


class Point(Protocol):
    """A call of some work, and what befalls it."""

    @property
    def fault(self) -> str:
        """A kill, or the name of an errno."""

    def disturb(self, work: Callable[[], object]) -> bool:
        """Do `work` in a child, disturbed there; whether it was killed."""


@dataclass(frozen=True)
class Traced:
    """A system call, disturbed by strace."""

    call: Call
    fault: str

    def disturb(self, work: Callable[[], object]) -> bool:
        """Do `work` in a child under strace; what was struck is the call that was meant."""
        ended = traced(work, self.call, self.fault)
        struck = [replace(call, text="") for call in ended.hit[:1]]
        if not struck:
            seen = "\n".join(call.text for call in ended.calls)
            raise MissedError(f"status {ended.status}; seen:\n{seen}")
        assert struck == [replace(self.call, text="")], f"struck instead: {struck}"
        return ended.killed


class MissedError(AssertionError):
    """The call did not come, and nothing was disturbed."""


class NotSurvivedError(AssertionError):
    """Something did not hold after a disturbance; names the point."""


def points(scene: Scene) -> list[Point]:
    """Every call of the command on the scene's folders, with each fault that may befall it."""
    _warm_up(scene)
    if not can_trace():
        return [*steps(scene.play, scene.put_back)]
    undisturbed = traced(scene.play)
    assert undisturbed.status == 0
    calls = of(undisturbed.calls, scene.roots)
    return [Traced(call, fault) for call in calls for fault in call.faults()]


def _warm_up(scene: Scene) -> None:
    """Do all once that comes after a disturbance: what it imports, the command finds imported."""
    scene.put_back()
    in_child(scene.play)
    assert check_recovered(scene) == scene.end
    scene.put_back()


def try_point(scene: Scene, point: Point) -> int:
    """Disturb the command there, and look; how many of its transactions were carried out.

    A recovery is disturbed twice, the second time at the same point of what is left to do.

    Raises:
        NotSurvivedError: something does not hold.
    """
    scene.put_back()
    result = None
    try:
        killed, result = _struck(scene, point)
        if scene.resumed:
            _again(scene, point)
        committed = check_recovered(scene)
        if isinstance(point, Crash):
            assert committed == scene.end or not point.finished
        elif not killed:
            assert result is not None, "the command did not come to its end"
            _check_told(result, committed, scene.end)
    except AssertionError as error:
        said = f"\n{result.stderr}" if result else ""
        where = traceback.format_exception(error, limit=-1)
        raise NotSurvivedError(f"{point}\n{''.join(where)}{said}") from error
    return committed


def _struck(scene: Scene, point: Point) -> tuple[bool, Result | None]:
    """The command disturbed there, and how it ended."""
    for _ in range(_TRIES - 1):
        try:
            return _disturbed(scene, point)
        except MissedError:
            scene.put_back()
    return _disturbed(scene, point)


def _disturbed(scene: Scene, point: Point) -> tuple[bool, Result | None]:
    with tempfile.NamedTemporaryFile(prefix="told-") as told:
        report = Path(told.name)
        try:
            killed = point.disturb(lambda: scene.play(report))
        except AssertionError as error:
            error.add_note(report.read_text())
            raise
        text = report.read_text()
        return killed, Result(*json.loads(text)) if text else None


def _again(scene: Scene, point: Point) -> None:
    """Once more, where the call still comes: what was done is not done a second time."""
    if isinstance(point, Traced):
        with (
            tempfile.NamedTemporaryFile(prefix="told-") as told,
            # Less was left to do, and the work was over before that call.
            contextlib.suppress(ChildProcessError),
        ):
            traced(lambda: scene.play(Path(told.name)), point.call, point.fault)


def _check_told(result: Result, committed: int, end: int) -> None:
    """The command said truly how it went, in words for people and never with a traceback."""
    assert result.exit_code in ENDINGS, result.exit_code
    if result.exit_code == 0:
        assert committed == end
        return
    assert "unexpected" not in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stderr.startswith(("pgaref: error: ", "pgaref: warning: "))
