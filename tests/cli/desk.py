# SPDX-License-Identifier: EUPL-1.2
"""Somebody at a terminal who edits: with a scripted editor, or with keys in a real one."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pgaref.storage import yamltext
from pgaref.storage.files import inputs
from tests.cli.conftest import ROOT
from tests.cli.terminal import PGAREF, Answer, Typed, at_terminal
from tests.cli.years import Years

SCRIPT = ROOT / "tests" / "cli" / "scripted.py"
MEMORY = Path("/dev/shm")
Step = Mapping[str, Any]


def yaml(content: Mapping[str, Any]) -> str:
    """What a person would type for it."""
    return yamltext.dump(content).decode()


@dataclass
class Desk:
    """A terminal in the world's home, its clock at the world's."""

    world: Years
    runtime: Path
    patch: pytest.MonkeyPatch

    @property
    def folder(self) -> Path:
        """Where the scripted editor finds its steps, and leaves what it saw."""
        return self.world.run.home / "script"

    @property
    def scripted(self) -> str:
        """What EDITOR has for the scripted editor."""
        return f"{sys.executable} {SCRIPT} {self.folder}"

    def types(
        self,
        *words: str,
        steps: Sequence[Step] = (),
        keys: Sequence[Answer] = (),
        by: str = "uit-1",
        editor: str = "",
        **environ: str,
    ) -> Typed:
        """Run a command without FILE; the editor takes these steps, or is typed into."""
        self.folder.mkdir(exist_ok=True)
        for path in self.folder.iterdir():
            path.unlink()
        for number, step in enumerate(steps):
            (self.folder / f"step-{number}").write_text(json.dumps(dict(step)))
        named = {"EDITOR": editor or self.scripted, "XDG_RUNTIME_DIR": str(self.runtime), **environ}
        moment = self.world.run.now.astimezone(UTC)
        line = ["faketime", f"{moment:%F %T}", *PGAREF, *words]
        with self.patch.context() as patch:
            patch.delenv("VISUAL", raising=False)
            patch.setenv("TZ", "UTC")
            for name, value in named.items():
                patch.setenv(name, value)
            identity = ("--identity", str(self.world.identity(by)))
            done = at_terminal([*line, *identity], keys, self.world.run.home, end="")
        self.world.run.now = datetime.fromtimestamp(moment.timestamp() + 60, UTC)
        return done

    @property
    def seen(self) -> list[dict[str, Any]]:
        """What the scripted editor saw, each time that it was opened."""
        files = sorted(self.folder.glob("seen-*"))
        return [json.loads(path.read_text()) for path in files]

    def left(self) -> list[Path]:
        """What is left in memory of any edit."""
        return [*self.runtime.iterdir()]

    def drafts(self) -> list[str]:
        """The drafts in the vault, by name."""
        return sorted(path.stem for path in (self.world.vault / "drafts").iterdir())

    def told(self, word: str) -> list[Path]:
        """The files of the home, the script's own apart, in which a word can be read."""
        return [
            path
            for path in self.world.run.home.rglob("*")
            if path.is_file() and path.parent != self.folder and word.encode() in path.read_bytes()
        ]


@contextmanager
def desk_of(world: Years, patch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk with a folder of its own in memory, as a login has one."""
    assert inputs.in_memory(MEMORY.stat().st_dev)
    runtime = MEMORY / f"pgaref-test-{os.getpid()}-{world.run.home.parent.name}"
    runtime.mkdir(mode=0o700)
    try:
        yield Desk(world, runtime, patch)
    finally:
        for path in sorted(runtime.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        runtime.rmdir()
