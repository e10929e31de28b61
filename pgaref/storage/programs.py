# SPDX-License-Identifier: EUPL-1.2
"""Other programs: the version of one, what a git revision holds, an editor at the terminal."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import termios
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any, Self

from pgaref.errors import UsageError
from pgaref.language import _

_TIMEOUT_SECONDS = 10
_GIT_SECONDS = 60
_NUMBER = re.compile(rb"[0-9]+(?:\.[0-9]+)+")
# Nothing of the environment, in which a hook has the places of its own repository; nothing fetched.
_GIT_ENVIRONMENT = {"LC_ALL": "C", "GIT_NO_LAZY_FETCH": "1", "GIT_NO_REPLACE_OBJECTS": "1"}
_TERMINAL = "/dev/tty"
# How long a program that is told to stop may take to save what it has.
_GRACE_SECONDS = 5


def version(program: str, option: str) -> str | None:
    """What `program` says of its version: a number, empty where it says none; None: not there."""
    found = shutil.which(program)
    if found is None:
        return None
    try:
        said = subprocess.run(
            [found, option],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env={"LC_ALL": "C"},
            timeout=_TIMEOUT_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    number = _NUMBER.search(said.stdout + said.stderr)
    return number[0].decode() if number else ""


def git_commit(folder: Path, revision: str) -> str:
    """The id of the commit that `revision` names in the git repository of `folder`.

    Raises:
        UsageError: no git, no repository, no such revision.
    """
    wanted = f"{revision}^{{commit}}"
    said = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", wanted)
    if said is None:
        raise UsageError(
            _("git knows no such revision where the schemas are"),
            hint=_("the schemas are in {folder}", folder=folder),
        )
    return said.decode().strip()


def git_files(folder: Path, commit: str) -> dict[str, bytes]:
    """The files that `folder` had in a commit, by their paths in it.

    Raises:
        UsageError: git does not give them.
    """
    listed = _git(folder, "ls-tree", "-r", "-z", commit)
    blobs = dict(_blobs(listed or b""))
    asked = "".join(f"{blob}\n" for blob in blobs.values()).encode()
    given = _git(folder, "cat-file", "--batch", stdin=asked)
    if listed is None or given is None:
        raise UsageError(_("git does not give the schemas of that revision"))
    files: dict[str, bytes] = {}
    start = 0
    for path in blobs:
        # `<id> blob <size>`, LF, the bytes, LF.
        end = given.index(b"\n", start)
        size = int(given[start:end].rpartition(b" ")[2])
        files[path] = given[end + 1 : end + 1 + size]
        start = end + size + 2
    return files


def _blobs(listed: bytes) -> Iterator[tuple[str, str]]:
    """Path and object id of each file in what ls-tree prints."""
    for entry in filter(None, listed.split(b"\0")):
        what, _tab, path = entry.partition(b"\t")
        _mode, kind, blob = what.split(b" ")
        if kind == b"blob":
            yield path.decode("utf-8", "replace"), blob.decode()


def _git(folder: Path, *words: str, stdin: bytes = b"") -> bytes | None:
    """What git prints; None where it fails."""
    found = shutil.which("git")
    if found is None:
        raise UsageError(_("git is not there"), hint=_("without --against no git is needed"))
    # Whoever owns the folder: its code is what runs here.
    line = [found, "-c", "safe.directory=*", "-C", str(folder), *words]
    try:
        said = subprocess.run(
            line,
            input=stdin,
            capture_output=True,
            env=_GIT_ENVIRONMENT,
            timeout=_GIT_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return said.stdout if said.returncode == 0 else None


class _Stopped(Exception):  # noqa: N818 - nothing that went wrong
    """A signal came while a program was waited for."""


class Stops:
    """While in use, a signal to stop is noted (`number`) and ends nothing but a wait.

    What has to be put in order can be, then. Keys that interrupt (SIGINT, SIGQUIT) are for the
    program at the terminal, and do nothing here.
    """

    def __init__(self) -> None:
        self.number = 0
        self._waiting = False
        self._former: dict[int, Any] = {}

    def __enter__(self) -> Self:
        self._take(self._note, signal.SIGTERM, signal.SIGHUP)
        self._take(lambda number, frame: None, signal.SIGINT, signal.SIGQUIT)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for number, handler in self._former.items():
            signal.signal(number, handler)

    def wait(self, child: subprocess.Popen[bytes]) -> int:
        """Wait for `child`, or, told to stop, tell it too and wait a little; its exit code."""
        try:
            self._waiting = True
            if self.number:
                raise _Stopped
            return child.wait()
        except _Stopped:
            return _stopped(child, self.number)
        finally:
            self._waiting = False

    def _take(self, handler: Callable[[int, FrameType | None], None], *numbers: int) -> None:
        for number in numbers:
            self._former[number] = signal.signal(number, handler)

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.number = number
        if self._waiting:
            self._waiting = False
            raise _Stopped


def _stopped(child: subprocess.Popen[bytes], number: int) -> int:
    child.send_signal(number)
    try:
        return child.wait(_GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        return child.wait()


def at_terminal(
    command: Sequence[str], folder: Path, environ: Mapping[str, str], held: int, stops: Stops
) -> int:
    """Run `command` in `folder` at the terminal of this process, whatever its streams are.

    held: a descriptor that it inherits. Returns its exit code, or minus the signal that ended it.

    Raises:
        UsageError: there is no terminal, or it cannot be started.
    """
    try:
        terminal = os.open(_TERMINAL, os.O_RDWR | os.O_NOCTTY)
    except OSError:
        raise UsageError(_("there is no terminal to edit at")) from None
    try:
        settings = termios.tcgetattr(terminal)
        child = subprocess.Popen(
            command,
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            cwd=folder,
            env=environ,
            pass_fds=(held,),
        )
        code = stops.wait(child)
        if code:
            # It may have left the terminal as it had it.
            with suppress(termios.error):
                termios.tcsetattr(terminal, termios.TCSADRAIN, settings)
        return code
    except OSError:
        raise UsageError(_("the editor cannot be started")) from None
    finally:
        os.close(terminal)
