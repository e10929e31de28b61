# SPDX-License-Identifier: EUPL-1.2
"""The system calls of some work on some folders, listed and disturbed by strace.

The work is done in a child of this process, so that everything but the work is as it was: its calls
come in the same order every time. A call is found again by the files that Python opened before it,
and its place among the calls of its name since: strace, which slows every call down, is attached
when so many are opened.
"""

from __future__ import annotations

import errno
import functools
import itertools
import os
import re
import signal
import subprocess
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

# What changes a disk or makes a change last. A kill at any other call leaves the disk as a kill at
# the next of these does.
CHANGING = (
    *("openat", "pwrite64", "write", "ftruncate", "fallocate", "fsync"),
    *("mkdirat", "mkdir", "renameat", "unlinkat", "rmdir", "linkat"),
)
_LOOKING = ("newfstatat", "fstat", "lstat", "stat", "statx", "getdents64", "read", "pread64")
_OTHERS = ("close", "lseek", "flock")
# By errno, the calls that can fail with it: open(2), write(2), fsync(2) and so on.
FAILING = {
    "EIO": (*CHANGING, *_LOOKING, "close"),
    "EACCES": (
        *("openat", "mkdirat", "mkdir", "renameat", "unlinkat", "rmdir", "linkat"),
        *("newfstatat", "lstat", "stat", "statx"),
    ),
    "ENOSPC": (
        *("openat", "pwrite64", "write", "fallocate", "fsync"),
        *("mkdirat", "mkdir", "renameat", "linkat"),
    ),
}
KILL = "SIGKILL"
_GO = signal.SIGUSR1
_MARK = "getpid"
_TRACED = ",".join(dict.fromkeys((*CHANGING, *_LOOKING, *_OTHERS)))
_FROM_HERE = re.compile(r'AT_FDCWD<[^>]*>, (?="/)')
_CALL = re.compile(r"(\w+)\(.*")


@dataclass(frozen=True)
class Call:
    """The `nth` call named `name` after `opened` files, as strace tells of it (`text`)."""

    name: str
    opened: int
    nth: int
    text: str

    @property
    def makes(self) -> bool:
        """Whether it can change what is on the disk, or make that last."""
        return self.name in CHANGING and (self.name != "openat" or "O_CREAT" in self.text)

    def faults(self) -> Iterator[str]:
        """What may befall it: a kill, and the errors that this call can end with."""
        if self.makes:
            yield KILL
        for error, names in FAILING.items():
            if self.name in names and (error != "ENOSPC" or self.makes):
                yield error


@dataclass(frozen=True)
class Traced:
    """How the child ended (`status` as of waitpid) and the calls that strace saw."""

    status: int
    calls: tuple[Call, ...]
    hit: tuple[Call, ...]

    @property
    def killed(self) -> bool:
        """Whether the kill struck."""
        return os.WIFSIGNALED(self.status) and os.WTERMSIG(self.status) == signal.SIGKILL


def traced(work: Callable[[], object], at: Call | None = None, fault: str = "") -> Traced:
    """Do `work` in a child under strace; `fault` befalls the call `at`.

    Raises:
        PermissionError: this machine lets no process be traced.
    """
    opened = at.opened if at else 0
    with (
        _pipe() as told,
        _waiting_child(work, opened, mark=at is None) as child,
        _attached(child, told, _options(at, fault)) as (tracer, lines),
    ):
        os.kill(child, _GO)
        said = [*_until_struck(lines, tracer, stays=at is not None and _stays(at, fault))]
        _, status = os.waitpid(child, 0)
    return _read(status, said, opened)


@functools.cache
def can_trace() -> bool:
    """Whether this machine has strace and lets it trace a child of this process."""
    try:
        return traced(lambda: None).status == 0
    except (FileNotFoundError, PermissionError):
        return False


def of(calls: Sequence[Call], roots: Sequence[Path]) -> list[Call]:
    """Those that touch one of the folders, and not only from there."""
    touched = {call: _FROM_HERE.sub("", call.text) for call in calls}
    return [call for call in calls if any(str(root) in touched[call] for root in roots)]


def _options(at: Call | None, fault: str) -> list[str]:
    """What strace is to do: tell of all calls and their files, or disturb one."""
    if at is None:
        return ["-y", "-e", f"trace={_TRACED},{_MARK}"]
    when = f"{at.nth}+" if _stays(at, fault) else at.nth
    how = f"signal={fault}" if fault == KILL else f"error={fault}"
    return ["-e", f"trace={at.name}", "-e", f"inject={at.name}:{how}:when={when}"]


@contextmanager
def _waiting_child(work: Callable[[], object], opened: int, *, mark: bool) -> Iterator[int]:
    """A child that does `work`, and waits for _GO once it has `opened` so many files.

    `mark`: every file that is opened is marked by a call that strace sees.
    """
    ready, tell = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.12: threads of the runner
        child = os.fork()
    if child == 0:
        _work_and_end(work, opened, tell, mark=mark)
    os.close(tell)
    try:
        if not os.read(ready, 1):
            raise ChildProcessError("the work opened fewer files than before")
        yield child
    except BaseException:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        raise
    finally:
        os.close(ready)


def _work_and_end(work: Callable[[], object], opened: int, tell: int, *, mark: bool) -> None:
    code = 1
    try:
        signal.pthread_sigmask(signal.SIG_BLOCK, [_GO])
        left = itertools.count(opened, -1)

        def on_event(event: str, _: object) -> None:
            if event != "open":
                return
            if next(left) == 1:
                _wait(tell)
            elif mark:
                os.getpid()

        if not opened:
            _wait(tell)
        sys.addaudithook(on_event)
        work()
        code = 0
    finally:
        os._exit(code)


def _wait(tell: int) -> None:
    """Until strace is attached; by a call that is none of those disturbed."""
    os.write(tell, b"!")
    signal.sigwait([_GO])


def _stays(at: Call, fault: str) -> bool:
    """A disk that is full stays full for the same kind of call."""
    return fault == "ENOSPC" and at.name in ("pwrite64", "mkdirat")


@contextmanager
def _pipe() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="strace-") as folder:
        told = Path(folder, "told")
        os.mkfifo(told)
        yield told


@contextmanager
def _attached(
    child: int, told: Path, options: Sequence[str]
) -> Iterator[tuple[subprocess.Popen[str], TextIO]]:
    """A strace of the child, and the lines that it writes."""
    where = ("-o", str(told), "-p", str(child))
    command = ["strace", "-s", "0", "-e", "signal=none", *options, *where]
    # Opened before strace opens it: one that may not trace ends, and opens nothing.
    with (
        open(os.open(told, os.O_RDONLY | os.O_NONBLOCK)) as lines,
        subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as tracer,
    ):
        assert tracer.stderr is not None
        first = tracer.stderr.readline()
        if "attached" not in first:
            raise PermissionError(errno.EPERM, first.strip())
        os.set_blocking(lines.fileno(), True)
        yield tracer, lines


def _until_struck(
    lines: Iterable[str], tracer: subprocess.Popen[str], *, stays: bool
) -> Iterator[str]:
    """The lines; once a fault struck that does not stay, the rest is done untraced, and faster."""
    for line in lines:
        yield line.rstrip("\n")
        if "(INJECTED)" in line and not stays:
            tracer.terminate()


def _read(status: int, lines: Sequence[str], opened: int) -> Traced:
    seen: Counter[str] = Counter()
    calls, hit = [], []
    for line in lines:
        found = _CALL.fullmatch(line)
        if found is None:
            continue
        if found[1] == _MARK:
            opened += 1
            seen.clear()
            continue
        seen[found[1]] += 1
        call = Call(found[1], opened, seen[found[1]], line)
        calls.append(call)
        if "(INJECTED)" in line:
            hit.append(call)
    if calls and os.WIFSIGNALED(status):
        hit.append(calls[-1])
    return Traced(status, tuple(calls), tuple(hit))
