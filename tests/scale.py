# SPDX-License-Identifier: EUPL-1.2
"""How pgaref does with many dossiers: `python -m tests.scale [N]` (`make scale`).

Makes a vault of N dossiers through the actions of pgaref, then runs commands on it, each as a
process of its own, and prints how long they took. Nothing here judges a time.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from pgaref.actions import decide, intake, weigh
from pgaref.actions.session import Session
from pgaref.storage.store import Store
from tests.cli.conftest import ROOT, CommandLine
from tests.cli.world import DECIDING, SETTING_UP, WEIGHING, World, sample

DOSSIERS = 1000
# Of ten dossiers: three agendered and the three of the casusoverleg that they became, two decided
# not to be, one weighed, one new.
AGENDERED, DECLINED, WEIGHED, NEW = 3, 2, 1, 1
_OF = 2 * AGENDERED + DECLINED + WEIGHED + NEW
LOOKING = "2026-10-20T09:00:00+00:00"
# `python -m pgaref`, but for the moment that its clock shows.
_PROGRAM = f"""
from datetime import datetime
from pgaref.cli import clock, main
clock.now = lambda: datetime.fromisoformat({LOOKING!r})
main.run()
"""
COMMANDS: Mapping[str, tuple[Sequence[str], str]] = {
    "version": (("--version",), ""),
    "list": (("list",), ""),
    "list --names": (("list", "--names"), ""),
    "sweep --dry-run": (("sweep", "--dry-run"), ""),
    "sweep --dry-run, years on": (("sweep", "--dry-run", "--as-of", "2032-01-01"), ""),
    "find": (("find", "--purpose", "weegploeg"), "pamfletten"),
    "show": (("show", "ID"), ""),
    "signal": (("signal", "ID", "-"), "signaal"),
    "intake": (("intake", "-"), "intake"),
    "check": (("check",), ""),
    "check --decrypt": (("check", "--decrypt"), ""),
}


@dataclass(frozen=True, kw_only=True)
class Kept(Session):
    """A session in a vault that stays open for many acts, as a sweep keeps it."""

    kept: Store

    @contextmanager
    def store(self, *, exclusive: bool) -> Iterator[Store]:
        yield self.kept


@dataclass(frozen=True)
class Timed:
    """A command that ran as a process of its own; `processor`: seconds of it and its children."""

    name: str
    seconds: float
    processor: float
    exit_code: int
    stdout: str
    stderr: str


def make(world: World, dossiers: int) -> Counter[str]:
    """Fill a world's vault; how many of each kind came to be."""
    share = {name: dossiers * part // _OF for name, part in _parts().items()}
    share["new"] += dossiers - share["agendered"] - sum(share.values())
    with pytest.MonkeyPatch.context() as patch:
        # What is made here lasts for minutes; and looking for a subject that is known already, in
        # every dossier, changes nothing in what is made.
        patch.setattr(os, "fsync", lambda descriptor: None)
        patch.setattr(intake, "same_person", lambda *looked: ())
        made = _intakes(world, sum(share.values()))
        weighed = made[share["new"] :]
        _weighings(world, weighed)
        decided = weighed[share["weighed"] :]
        _decisions(world, decided[: share["declined"]], _declining())
        _decisions(world, decided[share["declined"] :], sample("besluit"))
    return Counter({**share, "casusoverleg": share["agendered"]})


def _parts() -> dict[str, int]:
    return {"agendered": AGENDERED, "declined": DECLINED, "weighed": WEIGHED, "new": NEW}


def _declining() -> dict[str, Any]:
    afwijking = "Het beeld is niet substantieel genoeg."
    return sample(
        "besluit",
        uitkomst="niet-agenderen",
        afwijking=afwijking,
        betrekken=None,
        over_te_dragen=None,
    )


def _intakes(world: World, count: int) -> list[str]:
    content = sample("intake")
    with _kept(world, SETTING_UP) as session:
        return [
            intake.intake(session, {**content, "subject": _subject(number)}).dossier
            for number in range(count)
        ]


def _subject(number: int) -> dict[str, str]:
    return {
        "naam": f"Sam Voorbeeld {number}",
        "adres": f"Voorbeeldstraat {number}, 6411 ZZ",
        "woonplaats": "Heerlen",
    }


def _weighings(world: World, dossiers: Sequence[str]) -> None:
    with _kept(world, WEIGHING) as session:
        for dossier in dossiers:
            weigh.weigh(session, dossier, sample("weging"))


def _decisions(world: World, dossiers: Sequence[str], content: Mapping[str, Any]) -> None:
    with _kept(world, DECIDING) as session:
        for dossier in dossiers:
            decide.decide(session, dossier, content)


@contextmanager
def _kept(world: World, now: str) -> Iterator[Session]:
    """A session of the uitvoerder's officer that holds the vault open."""
    home = world.run.home
    fields: dict[str, Any] = {
        "root": world.vault,
        "state": home / "state" / "pgaref",
        "identity": world.identity("uit-1"),
        "signing_key": world.identity("uit-1.sign"),
        "host": "test",
        "wait": 0,
        "now": datetime.fromisoformat(f"{now}+00:00"),
    }
    with Session(**fields).store(exclusive=True) as store:
        yield Kept(**fields, kept=store)


def measure(world: World) -> Iterator[Timed]:
    """Run every command on a world's vault."""
    dossier = min((world.vault / "dossiers" / "weegploeg").iterdir()).name
    for name, (words, stdin) in COMMANDS.items():
        line = [dossier if word == "ID" else word for word in words]
        yield _timed(world, name, line, _stdin(words, stdin))


def _stdin(words: Sequence[str], given: str) -> bytes:
    """A text to find, or the content of the sample so named."""
    if "-" not in words:
        return given.encode()
    return (ROOT / "docs" / "voorbeeld" / f"{given}.yaml").read_bytes()


def _timed(world: World, name: str, line: Sequence[str], stdin: bytes) -> Timed:
    began, used = time.perf_counter(), _processor()
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, *line, "--identity", world.identity("uit-1"), "--json"],
        input=stdin,
        capture_output=True,
        cwd=world.run.home,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=600,
    )
    seconds, processor = time.perf_counter() - began, _processor() - used
    printed = done.stdout.decode(), done.stderr.decode()
    return Timed(name, seconds, processor, done.returncode, *printed)


def _processor() -> float:
    """The processor time of all children so far; unlike the clock's, others do not add to it."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main(dossiers: int) -> None:
    """Make the vault, run the commands, print the table."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        home = Path(folder) / "home"
        home.mkdir(mode=0o700)
        world = World(CommandLine(home, patch)).set_up()
        began = time.perf_counter()
        made = make(world, dossiers)
        kinds = ", ".join(f"{count} {kind}" for kind, count in made.items())
        print(f"{made.total()} dossiers in {time.perf_counter() - began:.0f} s: {kinds}")
        log = sum(path.stat().st_size for path in (world.vault / "log").glob("*.jsonl"))
        print(f"{sum(path.is_file() for path in world.vault.rglob('*'))} files, log {log} bytes")
        print(f"{'command':28}{'seconds':>9}{'processor':>11}{'ms/dossier':>12}{'exit':>6}")
        for timed in measure(world):
            each = timed.seconds * 1000 / made.total()
            spent = f"{timed.seconds:9.2f}{timed.processor:11.2f}{each:12.2f}"
            print(f"{timed.name:28}{spent}{timed.exit_code:6}", flush=True)
            if timed.exit_code:
                print(timed.stderr, end="", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else DOSSIERS)
