# SPDX-License-Identifier: EUPL-1.2
"""A hostile input given to a process, with what it took and what it left."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

import pytest

from tests.cli.conftest import ROOT, CommandLine
from tests.cli.small import DESTROYING, Case, make_small
from tests.cli.world import World
from tests.reliability.faults.commands import empty
from tests.reliability.hostile.inputs import MARKER, Hostile

SECONDS, MEGABYTES = 10.0, 300
_PROGRAM = """
import os, re
from pgaref.cli import main
try:
    main.run()
finally:
    with open("/proc/self/status") as status, open(os.environ["PEAK"], "w") as peak:
        peak.write(re.search("VmHWM:[ ]*([0-9]+) kB", status.read().replace("\\t", " "))[1])
"""


@dataclass(frozen=True)
class Took:
    """What a process said, and what it took: seconds, and its resident memory at the most."""

    exit_code: int
    stdout: bytes
    stderr: bytes
    seconds: float
    megabytes: float


class HarmedError(AssertionError):
    """An input did harm, or was not refused as it must be."""


@contextmanager
def prepared() -> Iterator[tuple[Case, Path, Callable[[], None]]]:
    """A small vault, a folder for files, and what brings the vault back to how it was made."""
    with tempfile.TemporaryDirectory(prefix="pgaref-hostile-") as base:
        home, kept, files = (Path(base) / name for name in ("home", "kept", "files"))
        home.mkdir(mode=0o700)
        files.mkdir(mode=0o700)
        made = make_small(home)
        with pytest.MonkeyPatch.context() as patch:
            case = replace(made, world=World(CommandLine(home, patch)))
            shutil.copytree(home, kept)

            def back() -> None:
                empty(home)
                shutil.copytree(kept, home, dirs_exist_ok=True)

            yield case, files, back


def try_input(case: Case, given: Hostile) -> Took:
    """Give it to pgaref; the vault must be as before but for what the log tells.

    Raises:
        HarmedError: anything else.
    """
    given.plant(case)
    before = _everything(case)
    took = run(case, given.argv, given.by)
    problems = [*_wrong(given, took), *_changed(before, _everything(case))]
    if problems:
        raise HarmedError(f"{given.name} as {given.way}: {'; '.join(problems)}")
    return took


def run(case: Case, argv: tuple[str, ...], by: str = "uit-1") -> Took:
    """A command of pgaref as a process of its own, its clock where the vault's is."""
    moment = DESTROYING.replace("T", " ")
    # The peak of its own: what the kernel tells of a child begins with that of its parent.
    peak = case.world.run.home.with_name("peak")
    own = () if "--identity" in argv else ("--identity", str(case.world.identity(by)))
    started = time.monotonic()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as told:
        child = subprocess.Popen(
            ["faketime", moment, sys.executable, "-c", _PROGRAM, *argv, *own],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=told,
            cwd=case.world.run.home,
            env={**os.environ, "PYTHONPATH": str(ROOT), "TZ": "UTC", "PEAK": str(peak)},
        )
        code = child.wait()
        seconds = time.monotonic() - started
        stdout, stderr = map(_text, (out, told))
    return Took(code, stdout, stderr, seconds, int(peak.read_text()) / 1024)


def _text(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()


def _wrong(given: Hostile, took: Took) -> Iterator[str]:
    if took.exit_code not in given.exits:
        yield f"ended with {took.exit_code}: {took.stderr[:300]!r}"
    if took.seconds > SECONDS or took.megabytes > MEGABYTES:
        yield f"took {took.seconds:.1f} seconds, {took.megabytes:.0f} MB"
    if took.exit_code != 0 and (took.stdout or not took.stderr.startswith(_SAID)):
        yield f"said {took.stderr[:100]!r}, and on stdout {len(took.stdout)} bytes"
    said = took.stdout + took.stderr
    if MARKER.encode() in said or len(said) > 10_000:
        yield "echoed what it was given"
    if any(byte < 32 and byte not in b"\t\n" for byte in said) or "\u202e".encode() in said:
        yield "printed a control character"


def _everything(case: Case) -> dict[str, bytes]:
    home = case.world.run.home
    return {
        path.relative_to(home).as_posix(): path.read_bytes()
        for path in home.rglob("*")
        if path.is_file()
    }


_SAID = (b"pgaref: error: ", b"pgaref: refused: ", b"pgaref: warning: ")
# What the machine remembers of the log; and a plan that is none, which is taken away.
_TOLERATED = ("state/", "vault/journal/")


def _changed(before: dict[str, bytes], after: dict[str, bytes]) -> Iterator[str]:
    for path in before.keys() | after.keys():
        if before.get(path) == after.get(path) or path.startswith(_TOLERATED):
            continue
        if not path.startswith("vault/log/"):
            yield f"{path} changed"
        elif not after.get(path, b"").startswith(before.get(path, b"")):
            yield f"{path} lost lines"
        elif MARKER.encode() in after[path]:
            yield f"{path} tells what was given"
