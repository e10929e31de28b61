# SPDX-License-Identifier: EUPL-1.2
"""A terminal at which the manual's lines are typed: a home of its own, bash, the stock programs."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import shlex
import shutil
import struct
import subprocess
import sys
import termios
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.cli.conftest import ROOT

# Where files are not on a disk, which pgaref would warn of.
MEMORY = "/dev/shm"
COLUMNS, LINES = 110, 40
_STYLE = re.compile(r"\x1b(?:\[[0-9;?]*[A-Za-z]|\][^\x07]*\x07)")
_SECONDS = 60
# Where its reader may take the home to be.
_HOME = "~"


@dataclass
class Shell:
    """Whoever types: in `home`, at `moment` (Dutch time); `typing` is what prompts are told."""

    home: Path
    moment: str = "2026-10-14 09:00"
    typing: str = ""
    editor: str = ""
    extra: dict[str, str] = field(default_factory=dict)

    @classmethod
    def new(cls, folder: Path) -> Shell:
        """An empty home in `folder`, with the documents of the project beside it."""
        home = folder / "home"
        home.mkdir(parents=True, mode=0o700)
        program = folder / "bin" / "pgaref"
        program.parent.mkdir()
        program.write_text(
            f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m tests.manual.launcher "$@"\n'
        )
        program.chmod(0o755)
        (home / "docs").symlink_to(ROOT / "docs")
        return cls(home)

    def copy(self, folder: Path) -> Shell:
        """The same home elsewhere."""
        made = Shell.new(folder)
        shutil.rmtree(made.home)
        shutil.copytree(self.home, made.home, symlinks=True)
        made.moment = self.moment
        return made

    def run(self, line: str) -> tuple[str, int]:
        """What a line prints at a terminal, styles and all, and its exit code."""
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        os.write(ours, self.typing.encode())
        self.typing = ""
        with subprocess.Popen(
            ["setsid", "--ctty", "--wait", "bash", "-o", "pipefail", "-c", line],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            cwd=self.home,
            env=self._environment(),
        ) as child:
            os.close(theirs)
            said = _read(ours)
            code = child.wait(_SECONDS)
        os.close(ours)
        return said.replace("\r\n", "\n").replace(str(self.home), _HOME), code

    def _environment(self) -> dict[str, str]:
        moment = datetime.fromisoformat(self.moment).replace(tzinfo=ZoneInfo("Europe/Amsterdam"))
        editor = f"cp {shlex.quote(self.editor)}" if self.editor else "false"
        return {
            "HOME": str(self.home),
            "PATH": f"{self.home.parent / 'bin'}:/usr/local/bin:/usr/bin:/bin",
            "TERM": "xterm-256color",
            "TZ": "Europe/Amsterdam",
            "LANG": "nl_NL.UTF-8",
            "LC_ALL": "C.UTF-8",
            "PGAREF_LANG": "nl",
            "PGAREF_HOST": "kantoor",
            "EDITOR": editor,
            "MANUAL_NOW": moment.isoformat(),
            **self.extra,
        }


def _read(terminal: int) -> str:
    parts = []
    while True:
        try:
            part = os.read(terminal, 65536)
        except OSError:
            # Linux says so when the last program at the terminal has ended.
            break
        if not part:
            break
        parts.append(part)
    return b"".join(parts).decode("utf-8", "replace")


def plain(said: str) -> str:
    """What was printed, without styles."""
    return _STYLE.sub("", said)
