# SPDX-License-Identifier: EUPL-1.2
"""A disk that is really full: a small file system in memory, in a mount namespace of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass

import pytest

from tests.cli.conftest import ROOT
from tests.cli.world import World
from tests.reliability.faults.commands import DECLINED_ENDED

# What a test does there, as a shell types it; `full` fills the disk to the last byte.
_SCRIPT = """
set -eu
mount -t tmpfs -o size=4m,mode=700 tmpfs "$DISK"
cp -a "$FROM/." "$DISK"
cd "$DISK"
export HOME=$DISK XDG_STATE_HOME=$DISK/state PGAREF_VAULT=$DISK/vault
pgaref() { faketime "$MOMENT" "$PYTHON" -m pgaref --identity "$DISK/uit-1" "$@"; }
full() { cat /dev/zero > filler 2>/dev/null || true; [ "$(stat -f -c %a .)" = 0 ]; }
pgaref list --names >/dev/null 2>&1 </dev/null
full
"""
_NO_SPACE = (
    "pgaref: error: no space left on the disk\n"
    "hint: make room; the next command completes or undoes what was begun\n"
)


@dataclass(frozen=True)
class Full:
    """A home whose copy is on a full disk."""

    world: World

    def sh(self, commands: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """Type `commands` there, the vault's clock standing where it stood."""
        disk = self.world.run.home.with_name("disk")
        disk.mkdir()
        # A user namespace of one's own is what mounting takes for all but root.
        own = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "-Ur", "--mount"]
        environment = {
            **os.environ,
            "DISK": str(disk),
            "FROM": str(self.world.run.home),
            "MOMENT": f"{self.world.run.now:%Y-%m-%d %H:%M:%S}",
            "TZ": "UTC",
            "PYTHON": sys.executable,
            "PYTHONPATH": str(ROOT),
        }
        return subprocess.run(
            [*own, "bash", "-c", _SCRIPT + commands],
            input=stdin,
            capture_output=True,
            env=environment,
            timeout=120,
        )


@pytest.fixture
def full(world: World) -> Full:
    return Full(world)


@pytest.mark.artikel("13.3", "15.1")
@pytest.mark.parametrize("sort", ["shred", "sweep"])
def test_a_full_disk_keeps_no_dossier_from_being_destroyed(full: Full, sort: str) -> None:
    dossier = full.world.declined()
    full.world.ok("sweep", "--confirm", "2027-02-01", now="2027-02-01T09:00:00")
    full.world.ok("list", now=DECLINED_ENDED)
    act = "sweep" if sort == "sweep" else f"shred {dossier} --reason niet-agenderen --yes"
    done = full.sh(
        f"""
pgaref {act} >/dev/null
pgaref certificate {dossier} --json >/dev/null
find . -path '*{dossier}*' ! -path '*/certificates/*'
pgaref check --decrypt
rm filler
pgaref list --names
"""
    )
    assert (done.returncode, done.stdout.decode()) == (0, ""), done.stderr


@pytest.mark.artikel("15.1")
def test_an_act_that_a_full_disk_refuses_changes_nothing_and_says_so(full: Full) -> None:
    dossier = full.world.intake()
    content = (ROOT / "docs" / "voorbeeld" / "intake.yaml").read_bytes()
    done = full.sh(
        """
cp -a vault "$FROM/../before"
pgaref intake - >/dev/null && exit 9
rm filler
diff -r --exclude log --exclude journal vault "$FROM/../before" && ls vault/journal
pgaref list
pgaref check --decrypt
""",
        content,
    )
    assert (done.returncode, done.stderr.decode()) == (0, f"{_NO_SPACE}1 dossier\nnothing found\n")
    assert [line.split("\t")[0] for line in done.stdout.decode().splitlines()] == [dossier]
