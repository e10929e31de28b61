# SPDX-License-Identifier: EUPL-1.2
"""A vault whose backups are made by the commands of the manual, with restic."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.cli.conftest import ROOT
from tests.cli.world import World

MANUAL = ROOT / "docs" / "reservekopieen.md"
_BLOCK = re.compile(r"<!-- drill: (.+?) -->\n\s*```sh\n(.*?)```", re.DOTALL)
# restic is no program that faketime moves: the moment of a snapshot is given to it, and leaves
# moments that are still to come out of account, so that all of them are ten years back.
YEARS_BACK = 10
_PRELUDE = """
set -euo pipefail
export KLUIS SLEUTELS OVERIG MOMENT BIN
pgaref() { faketime "$MOMENT" "$PYTHON" -m pgaref --identity "$IDENTITY" "$@"; }
"""
_RESTIC = f"""#!/bin/bash
then=$(date -d "$MOMENT {YEARS_BACK} years ago" "+%Y-%m-%d %H:%M:%S")
for word; do if [ "$word" = backup ]; then set -- "$@" --time "$then"; fi; done
exec "$RESTIC" --no-cache "$@"
"""


def manual() -> dict[str, str]:
    """The commands of the manual, by what they are for."""
    return dict(_BLOCK.findall(MANUAL.read_text("utf-8")))


@dataclass(frozen=True)
class Backups:
    """A vault with places for backups beside it."""

    world: World

    @property
    def base(self) -> Path:
        """What holds the places for backups."""
        return self.world.run.home.with_name("backups")

    def prepare(self) -> None:
        """Make the place for backups, their password and a restic that knows the moment."""
        self.base.mkdir(mode=0o700)
        (self.base / "password").write_text("een lang verzonnen wachtwoord\n")
        program = self.base / "bin" / "restic"
        program.parent.mkdir()
        program.write_text(_RESTIC)
        program.chmod(0o700)

    def type(self, block: str, by: str = "uit-1") -> subprocess.CompletedProcess[str]:
        """Type a block of the manual; how it ended is told."""
        return self.sh(manual()[block], by)

    def sh(self, commands: str, by: str = "uit-1") -> subprocess.CompletedProcess[str]:
        """Type commands, the clock where the world's is."""
        program = subprocess.run(["which", "restic"], capture_output=True, text=True, check=True)
        environment = {
            **os.environ,
            "PATH": f"{self.base / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "RESTIC": program.stdout.strip(),
            "RESTIC_PASSWORD_FILE": str(self.base / "password"),
            "KLUIS": str(self.world.vault),
            "SLEUTELS": str(self.base / "keys"),
            "OVERIG": str(self.base / "rest"),
            "MOMENT": f"{self.world.run.now:%Y-%m-%d %H:%M:%S}",
            "TZ": "UTC",
            "PYTHON": sys.executable,
            "PYTHONPATH": str(ROOT),
            "IDENTITY": str(self.world.identity(by)),
        }
        return subprocess.run(
            ["bash", "-c", _PRELUDE + commands],
            capture_output=True,
            text=True,
            env=environment,
            timeout=300,
        )

    def done(self, block: str) -> str:
        """Type a block of the manual, which must succeed; what it printed."""
        result = self.type(block)
        assert result.returncode == 0, result.stderr
        return result.stdout

    def snapshots(self, place: str) -> list[dict[str, Any]]:
        """The snapshots at a place, oldest first."""
        result = self.sh(f'restic -r "{self.base / place}" snapshots --json')
        assert result.returncode == 0, result.stderr
        found: list[dict[str, Any]] = json.loads(result.stdout)
        return sorted(found, key=lambda snapshot: str(snapshot["time"]))

    def restored(self, place: str, snapshot: str, name: str) -> Path:
        """What a snapshot holds, put in a folder of its own: the vault, or its keys alone."""
        target = self.base / name
        line = f'restic -r "{self.base / place}" restore {snapshot} --target "{target}"'
        result = self.sh(line)
        assert result.returncode == 0, result.stderr
        return target / str(self.world.vault).lstrip("/")

    def opens(self, records: Sequence[Path], keys: Path, officers: Sequence[str]) -> int:
        """How many of the records stock age opens, with every key of `keys` that an officer has."""
        secrets = [
            secret
            for path in sorted(keys.rglob("*.age"))
            for officer in officers
            if (secret := _age(str(self.world.identity(officer)), path))
        ]
        return sum(any(_age(secret, path) for secret in secrets) for path in records)


def _age(identity: str | bytes, file: Path) -> bytes:
    """What age prints with an identity file, or with a secret; nothing where it refuses."""
    given = "-" if isinstance(identity, bytes) else identity
    stdin = identity if isinstance(identity, bytes) else b""
    line = ["age", "-d", "-i", given, str(file)]
    return subprocess.run(line, input=stdin, capture_output=True, timeout=60).stdout
