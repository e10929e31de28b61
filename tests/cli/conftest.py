# SPDX-License-Identifier: EUPL-1.2
"""A user at a command line: in this process (`run`), or in one of its own (`spawn`)."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pgaref.cli import clock, registry
from pgaref.cli.main import main

if TYPE_CHECKING:
    from tests.cli.refusals import Cast
    from tests.cli.world import World

ROOT = Path(__file__).resolve().parents[2]
START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)

Spawn = Callable[..., "Result"]
Register = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Result:
    """What a command left: its exit code and what it printed."""

    exit_code: int
    stdout: str
    stderr: str

    @property
    def json(self) -> Any:
        """The one document on stdout."""
        return json.loads(self.stdout)


class Terminal(io.TextIOWrapper):
    """A standard stream over bytes in memory, which may say that it is a terminal."""

    def __init__(self, data: bytes = b"", *, tty: bool = False) -> None:
        super().__init__(io.BytesIO(data), encoding="utf-8", errors="backslashreplace")
        self._tty = tty

    def isatty(self) -> bool:
        return self._tty

    def text(self) -> str:
        self.flush()
        buffer = self.buffer
        assert isinstance(buffer, io.BytesIO)
        return buffer.getvalue().decode()


class CommandLine:
    """Runs `main` with a home, a state folder and a vault of its own.

    `now` stays where the last call put it, as time does not run back.
    """

    def __init__(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.home = home
        self.vault = home / "vault"
        self.now = START
        self._monkeypatch = monkeypatch
        for name in [name for name in os.environ if name.startswith("PGAREF_")]:
            monkeypatch.delenv(name)
        for name in ("NO_COLOR", "FORCE_COLOR"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("HOME", str(home))
        monkeypatch.setenv("XDG_STATE_HOME", str(home / "state"))
        monkeypatch.setenv("PGAREF_VAULT", str(self.vault))
        monkeypatch.setenv("PGAREF_HOST", "test")
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.setenv("COLUMNS", "120")
        monkeypatch.chdir(home)
        monkeypatch.setattr(clock, "now", lambda: self.now)

    def __call__(
        self,
        *argv: str | Path,
        stdin: str | bytes | None = None,
        now: datetime | str | None = None,
        tty: bool = False,
        env: Mapping[str, str] | None = None,
    ) -> Result:
        """Run one command line; `tty` makes all three streams terminals."""
        if now is not None:
            self.now = _moment(now)
        data = stdin.encode() if isinstance(stdin, str) else stdin or b""
        streams = {"stdin": Terminal(data, tty=tty), "stdout": Terminal(tty=tty)}
        streams["stderr"] = Terminal(tty=tty)
        with self._monkeypatch.context() as patch:
            for name, value in (env or {}).items():
                patch.setenv(name, value)
            for name, stream in streams.items():
                patch.setattr(sys, name, stream)
            code = main([str(word) for word in argv], os.environ)
        return Result(code, streams["stdout"].text(), streams["stderr"].text())


def _moment(now: datetime | str) -> datetime:
    moment = datetime.fromisoformat(now) if isinstance(now, str) else now
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """`run("keygen", "me.key")`: one command line in this process."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    return CommandLine(home, monkeypatch)


@pytest.fixture
def spawn(run: CommandLine) -> Spawn:
    """`spawn("keygen", "me.key")`: the same in a process of its own.

    `program` runs instead of `python -m pgaref`; it finds pgaref on its path.
    """

    def call(*argv: str | Path, program: str = "", stdin: bytes = b"", **env: str) -> Result:
        start = ["-c", program] if program else ["-m", "pgaref"]
        done = subprocess.run(
            [sys.executable, *start, *argv],
            input=stdin,
            capture_output=True,
            cwd=run.home,
            env={**os.environ, "PYTHONPATH": str(ROOT), **env},
            timeout=60,
        )
        return Result(done.returncode, done.stdout.decode(), done.stderr.decode())

    return call


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> Register:
    """`register("hold add", function)`: a command for one test, besides the real ones."""

    def add(
        words: str, function: Callable[..., object], text: str = "a command for a test"
    ) -> None:
        module = types.ModuleType(registry.module_name(words))
        vars(module)["command"] = function
        monkeypatch.setitem(sys.modules, module.__name__, module)
        monkeypatch.setattr(registry, "COMMANDS", {**registry.COMMANDS, words: text})

    return add


@pytest.fixture(scope="session")
def founded_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a vault and its officers, made once; `world` is a copy of it."""
    from tests.cli.years import founded

    return founded(tmp_path_factory.mktemp("founded") / "home")


@pytest.fixture
def world(run: CommandLine, founded_home: Path) -> World:
    """The fictitious case's vault, with its officers in office."""
    from tests.cli.world import SETTING_UP, World

    shutil.copytree(founded_home, run.home, dirs_exist_ok=True)
    run.now = _moment(SETTING_UP)
    return World(run)


@pytest.fixture(scope="session")
def made_cast(tmp_path_factory: pytest.TempPathFactory) -> Cast:
    """A vault with a dossier in every state, made once; `cast` is a copy of it."""
    from tests.cli.refusals import make_cast

    return make_cast(tmp_path_factory.mktemp("cast") / "home")


@pytest.fixture
def cast(made_cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """A vault to be refused in."""
    from tests.cli.refusals import copy_cast

    return copy_cast(made_cast, tmp_path / "home", monkeypatch)
