# SPDX-License-Identifier: EUPL-1.2
"""The drill: what a backup can give back, and what it can not."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from pgaref.storage import yamltext
from tests.cli.world import OFFICERS, World, sample
from tests.reliability.drill.backups import YEARS_BACK, Backups

COPIED = "2026-10-16T02:00:00"
DESTROYED = "2027-04-20T09:00:00"
INTEGRITY = 13


@dataclass(frozen=True)
class Step:
    """What was tried, and what came of it: how much of it was tried, and how much held."""

    what: str
    tried: int
    held: int


def drill(world: World) -> Iterator[Step]:
    """All of it, on a vault that is set up; a step that does not hold is an AssertionError."""
    backups = Backups(world)
    backups.prepare()
    kept, gone = world.intake(), world.declined()
    records = len([path for path in world.files() if gone in path and "/000" in path])
    assert records >= 3
    backups.done("set up")
    world.ok("list", now=COPIED)
    backups.done("every day")
    assert backups.done("look").count("1 snapshots") == 2
    yield Step("keys and the rest copied, files", len(world.files()), _copied(backups, world))
    yield from _destroyed(backups, gone, records)
    yield from _lost(backups, kept)
    yield from _behind(backups)
    yield from _while_writing(backups)


def _copied(backups: Backups, world: World) -> int:
    """The files that a restored copy of both has as the vault has them."""
    rest = backups.restored("rest", "latest", "first-rest")
    keys = backups.restored("keys", "latest", "first-keys")
    assert not (rest / "keys").exists()
    there = world.files(log=True)
    found = [
        name
        for name, data in there.items()
        if any((top / name).is_file() and (top / name).read_bytes() == data for top in (rest, keys))
    ]
    assert len(found) == len(there)
    return len(world.files())


def _destroyed(backups: Backups, gone: str, records: int) -> Iterator[Step]:
    """Destroyed between two copies: readable until the date that the certificate names."""
    world = backups.world
    world.ok("sweep", "--confirm", "2027-02-01", now="2027-02-01T09:00:00")
    world.ok("list", now="2027-04-15T02:00:00")
    backups.done("every day")
    (old_rest,) = backups.snapshots("rest")[-1:]
    (old_keys,) = backups.snapshots("keys")[-1:]
    world.ok("sweep", now=DESTROYED)
    until = world.ok("certificate", gone, "--json").json["backup_until"]
    assert until == "2027-05-20"
    rest = backups.restored("rest", old_rest["short_id"], "old-rest")
    keys = backups.restored("keys", old_keys["short_id"], "old-keys")
    copies = sorted(rest.glob(f"dossiers/*/{gone}/*/*.age"))
    assert len(copies) == records
    everybody = ("uit-1", *OFFICERS)
    assert backups.opens(copies, world.vault / "keys", everybody) == 0
    yield Step("destroyed; its records in the old copy, no key opens them", records, records)
    assert backups.opens(copies, keys / "keys", everybody) == records
    yield Step("the same with the old copy of the keys: until the date they open", records, records)
    world.ok("list", now=f"{until}T02:00:00")
    backups.done("every day")
    left = [snapshot["time"][:10] for snapshot in backups.snapshots("keys")]
    assert left == [f"{int(until[:4]) - YEARS_BACK}{until[4:]}"]
    assert old_keys["short_id"] not in {one["short_id"] for one in backups.snapshots("keys")}
    keys = backups.restored("keys", "latest", "new-keys")
    assert not list(keys.rglob(f"{gone}*"))
    assert backups.opens(copies, keys / "keys", everybody) == 0
    yield Step("on that date no copy of the keys opens them", records, records)
    _replace(world.vault, rest, keys)
    assert {world.do(*line).exit_code for line in _commands(gone)} == {INTEGRITY}
    yield Step("the old copy put back: commands that notice", len(_commands(gone)), 4)


def _commands(dossier: str) -> tuple[tuple[str, ...], ...]:
    return (("list",), ("show", dossier), ("sweep",), ("check",))


def _replace(vault: Path, rest: Path, keys: Path) -> None:
    shutil.rmtree(vault)
    shutil.copytree(rest, vault)
    shutil.copytree(keys / "keys", vault / "keys")


def _lost(backups: Backups, kept: str) -> Iterator[Step]:
    """The disk is lost right after a copy."""
    world = backups.world
    shutil.rmtree(world.vault)
    assert "nothing found" in backups.type("restore").stderr
    there = world.files()
    assert all(_mode(world.vault / name) == 0o600 for name in there)
    world.ok("show", kept)
    world.intake()
    assert world.do("check", "--decrypt").exit_code == 0
    yield Step("the disk lost, both copies put back: files that are whole", len(there), len(there))


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def _behind(backups: Backups) -> Iterator[Step]:
    """What was done since the copy is lost: noticed, and gone on from by decision only."""
    world = backups.world
    shutil.rmtree(world.vault)
    behind = backups.type("restore")
    assert behind.returncode == INTEGRITY
    assert world.do("list").exit_code == INTEGRITY
    backups.done("set the head aside")
    world.intake()
    assert world.do("check", "--decrypt").exit_code == 0
    yield Step("a copy that is behind: refused, then gone on from by decision", 2, 2)


def _while_writing(backups: Backups) -> Iterator[Step]:
    """Copies under the lock while acts go on: each of them whole."""
    world, stop = backups.world, threading.Event()
    written: list[int] = []

    def write() -> None:
        while not stop.is_set():
            done = backups.sh("pgaref intake --wait 60 docs.yaml")
            written.append(done.returncode)

    (world.run.home / "docs.yaml").write_bytes(yamltext.dump(sample("intake")))
    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            # The latest of a place is the one with the latest moment.
            world.run.now += timedelta(seconds=20)
            backups.done("every day")
            rest = backups.restored("rest", "latest", f"busy-rest-{number}")
            keys = backups.restored("keys", "latest", f"busy-keys-{number}")
            shutil.copytree(keys / "keys", rest / "keys")
            look = f'XDG_STATE_HOME="{rest}.state" pgaref --vault "{rest}" check --decrypt'
            checked = backups.sh(look)
            assert checked.returncode == 0, checked.stdout + checked.stderr
    finally:
        stop.set()
        writer.join()
    assert set(written) == {0}
    yield Step("copies made while acts go on: whole", 3, 3)


def restic_version() -> str:
    """What the drill was made with."""
    told = subprocess.run(["restic", "version"], capture_output=True, text=True, check=True)
    return " ".join(told.stdout.split()[:2])
