# SPDX-License-Identifier: EUPL-1.2
"""Commands as real processes, with every program that they start seen by strace."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.cli.conftest import ROOT, CommandLine, Result

# `python -m pgaref`, but for the moment that its clock shows.
_PROGRAM = """
import os
from datetime import datetime
from pgaref.cli import clock, main
clock.now = lambda: datetime.fromisoformat(os.environ["NOW"])
main.run()
"""
_STRACE = ("strace", "-f", "-v", "-s", "1000000", "-e", "signal=none")
# Programs with arguments and environment, titles, and files that are made under any name.
_CALLS = "execve,execveat,prctl,open,openat,creat,rename,renameat,linkat,symlinkat,mkdirat"


class Watched(CommandLine):
    """A command line whose every command is a process of its own, watched."""

    def __init__(self, home: Path, *rest: Any) -> None:
        super().__init__(home, *rest)
        self.temporary = home.with_name("temporary")
        self.temporary.mkdir(exist_ok=True)
        # The programs that commands started, the titles they took, and the files that they made.
        self.programs: list[str] = []
        self.made: list[str] = []
        self.said: list[str] = []

    def __call__(
        self,
        *argv: str | Path,
        stdin: str | bytes | None = None,
        now: datetime | str | None = None,
        tty: bool = False,
        env: Mapping[str, str] | None = None,
    ) -> Result:
        """Run one command line; a terminal there is not."""
        assert not tty
        if now is not None:
            moment = datetime.fromisoformat(now) if isinstance(now, str) else now
            self.now = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        data = stdin.encode() if isinstance(stdin, str) else stdin or b""
        with tempfile.NamedTemporaryFile("r", errors="replace") as told:
            line = [*_STRACE, "-e", f"trace={_CALLS}", "-o", told.name]
            done = subprocess.run(
                [*line, sys.executable, "-c", _PROGRAM, *map(str, argv)],
                input=data,
                capture_output=True,
                cwd=self.home,
                env={**os.environ, **self._environment(), **(env or {})},
                timeout=120,
            )
            self._keep(told.read())
        result = Result(done.returncode, done.stdout.decode(), done.stderr.decode())
        self.said.append(result.stderr)
        return result

    def _environment(self) -> dict[str, str]:
        return {
            "PYTHONPATH": str(ROOT),
            "NOW": self.now.isoformat(),
            "TMPDIR": str(self.temporary),
        }

    def _keep(self, calls: str) -> None:
        for call in calls.splitlines():
            if re.search(r"\b(execve|execveat|prctl)\(", call):
                self.programs.append(call)
            elif "O_CREAT" in call or re.search(r"\b(rename|link|symlink|mkdir)", call):
                self.made.append(call)
