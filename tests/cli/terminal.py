# SPDX-License-Identifier: EUPL-1.2
"""A program at a terminal of its own, and a person who types what it asks for."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.cli.conftest import ROOT

TIMEOUT_SECONDS = 60
# A session's leader that opens a terminal has it as its own (setsid(2), tty(4)).
_STARTER = """
import os, sys
terminal = os.open(sys.argv[1], os.O_RDWR)
if sys.argv[2] == "typed":
    os.dup2(terminal, 0)
os.execvp(sys.argv[3], sys.argv[3:])
"""
# What stands there before it is typed, and what is typed, or does something before it tells.
Answer = tuple[str, str | Callable[[], str]]
PGAREF = (sys.executable, "-m", "pgaref")


@dataclass(frozen=True, slots=True)
class Typed:
    """What came of it: exit code, both streams, and all that stood on the terminal."""

    exit_code: int
    stdout: bytes
    stderr: str
    seen: str


def at_terminal(
    command: Sequence[str | Path],
    answers: Sequence[Answer],
    folder: Path,
    *,
    stdin: bytes | None = None,
    end: str = "\n",
) -> Typed:
    """Run `command` in `folder`; to each (prompt, answer) the answer is typed when it is asked.

    Its stdin is the terminal, or `stdin`; what it prints goes to files. `end`: typed after each.
    """
    ours, theirs = pty.openpty()
    given = folder / "given"
    given.write_bytes(stdin or b"")
    mode = "given" if stdin is not None else "typed"
    line = [sys.executable, "-c", _STARTER, os.ttyname(theirs), mode, *map(str, command)]
    with (folder / "out").open("wb+") as out, (folder / "err").open("wb+") as err:
        with given.open("rb") as source:
            child = subprocess.Popen(
                line,
                stdin=source,
                stdout=out,
                stderr=err,
                cwd=folder,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                start_new_session=True,
            )
        try:
            seen = "".join(_answered(ours, prompt, answer, end) for prompt, answer in answers)
            code = child.wait(TIMEOUT_SECONDS)
        finally:
            child.kill()
            child.wait()
        seen += _read(ours, 0)
        os.close(theirs)
        os.close(ours)
    found = Typed(code, (folder / "out").read_bytes(), (folder / "err").read_text(), seen)
    for name in ("given", "out", "err"):
        (folder / name).unlink()
    return found


def _answered(terminal: int, prompt: str, answer: str | Callable[[], str], end: str) -> str:
    """Wait until `prompt` stands there, and type `answer`; returns what stood there."""
    seen, until = "", time.monotonic() + TIMEOUT_SECONDS
    while prompt not in seen:
        assert time.monotonic() < until, f"never asked {prompt!r}: {seen!r}"
        seen += _read(terminal, 1)
    text = answer if isinstance(answer, str) else answer()
    os.write(terminal, f"{text}{end}".encode())
    return seen


def _read(terminal: int, seconds: float) -> str:
    """What stands on the terminal within so many seconds."""
    ready, _, _ = select.select([terminal], [], [], seconds)
    return os.read(terminal, 65536).decode(errors="replace") if ready else ""
