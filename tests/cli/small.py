# SPDX-License-Identifier: EUPL-1.2
"""A small vault with one of everything, made once for a module and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from pgaref.actions.session import Session
from pgaref.storage import canonical
from tests.cli.conftest import CommandLine
from tests.cli.world import DECIDING, WEIGHING, World, sample

BETWEEN = "2027-02-01T08:00:00"
DESTROYING = "2027-04-16T08:00:00"
# In the record of the casusoverleg that `disclose` hands over a part of.
CONTENT = "pamfletten"


@dataclass(frozen=True, slots=True)
class Case:
    """The vault: a dossier of the weegploeg, its casusoverleg, one archived and one destroyed.

    `disclosure` is what the officers signed for once more.
    """

    world: World
    weegploeg: str
    casus: str
    archived: str
    destroyed: str
    disclosure: Mapping[str, Any]

    @property
    def vault(self) -> Path:
        """Where the vault lies."""
        return self.world.vault

    @property
    def older(self) -> Path:
        """A copy of the vault from before it had a participant more, and one dossier less."""
        return self.world.run.home / "older"

    @property
    def card(self) -> str:
        """The card of the casusoverleg."""
        return f"dossiers/casusoverleg/{self.casus}/card.json"

    def path(self, name: str) -> Path:
        """The file of a relative path."""
        return self.vault / name

    def record(self, n: int) -> str:
        """A record of the casusoverleg's section `dossier`."""
        return f"dossiers/casusoverleg/{self.casus}/dossier/{n:04d}.age"

    def key(self, section: str, holder: str) -> str:
        """A key file of the casusoverleg."""
        return f"keys/casusoverleg/{self.casus}/{section}/{holder}.age"

    def edit(self, name: str, change: Callable[[dict[str, object]], object]) -> str:
        """Change a file of canonical JSON in place; returns its path."""
        value = canonical.decode(self.path(name).read_bytes())
        change(value)
        self.path(name).write_bytes(canonical.encode(value))
        return name

    def findings(self, *options: str) -> dict[str, str]:
        """What `check` finds, problem by path; it ends with 13, or with 0 for nothing."""
        result = self.world.do("check", *options, "--json")
        found = {item["path"]: item["problem"] for item in result.json["findings"]}
        assert result.json["ok"] is (not found)
        assert result.exit_code == (13 if found else 0), result.stderr
        return found


def session_of(case: Case) -> Session:
    """The session of the uitvoerder's officer, to act in as pgaref does."""
    run, identity = case.world.run, case.world.identity("uit-1")
    state = run.home / "state" / "pgaref"
    return Session(case.vault, state, identity, Path(f"{identity}.sign"), "test", 0, run.now)


def make_small(home: Path) -> Case:
    """Make the vault in a new home."""
    with pytest.MonkeyPatch.context() as patch:
        world = World(CommandLine(home, patch)).set_up()
        agendered, archived, declined = (world.intake() for _ in range(3))
        for dossier in (agendered, declined):
            world.ok("weigh", dossier, content=sample("weging"), now=WEIGHING)
        decided = world.made("decide", agendered, content=sample("besluit"), now=DECIDING)
        casus = decided["casusoverleg"]
        shutil.copytree(world.vault, home / "older")
        no = sample("besluit", uitkomst="niet-agenderen", betrekken=None, over_te_dragen=None)
        no["afwijking"] = "Het beeld is niet substantieel genoeg."
        world.ok("decide", declined, content=no)
        world.ok("join", casus, "nctv", content=sample("deelname"))
        world.consented(casus, sample("verstrekking"))
        signed = world.signed(casus, sample("verstrekking"))
        world.ok("archive", archived)
        # The clock of the day is taken for right in between, so that the sweep's has not jumped.
        world.ok("sweep", "--confirm", BETWEEN.partition("T")[0], now=BETWEEN)
        world.ok("sweep", now=DESTROYING)
        return Case(world, agendered, casus, archived, declined, signed)


def copy_small(case: Case, home: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    """The same vault, identities and remembered heads in a home of their own, later on."""
    shutil.copytree(case.world.run.home, home)
    run = CommandLine(home, monkeypatch)
    run.now = case.world.run.now
    return replace(case, world=World(run))
