# SPDX-License-Identifier: EUPL-1.2
"""A vault with a file of every kind, older versions of its files, and what its readers see."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import CommandLine
from tests.cli.small import Case, make_small
from tests.cli.world import World, sample

LATER = "2027-04-20T08:00:00"
# What a file is, by its path; the first that fits.
_KINDS = {
    "lock": r"lock",
    "settings": r"vault\.json",
    "profile": r"convenant\.yaml",
    "referentiekader": r"referentiekader\.yaml",
    "roster": r"parties/roster\.age",
    "party file": r"parties/.*",
    "checkpoint": r"log/checkpoints/.*\.txt",
    "signature of a checkpoint": r"log/checkpoints/.*\.sig",
    "review of the log": r"log/reviews/.*",
    "log": r"log/.*",
    "certificate": r"certificates/.*",
    "package": r"outbox/.*",
    "key of a package": r"keys/outbox/.*",
    "seal": r"keys/.*\.seal\.age",
    "key": r"keys/.*",
    "card": r".*/card\.json",
    "active card in the archive": r"archive/.*/active\.json",
    "marker of the archive": r"archive/vault\.json",
    "record in the archive": r"archive/.*",
    "record": r"dossiers/.*",
}


def kind_of(path: str) -> str:
    """What the file at a relative path is."""
    return next(kind for kind, form in _KINDS.items() if re.fullmatch(form, path))


@dataclass(frozen=True)
class Seen:
    """What the commands show: by dossier, by search, by sweep; None where they refuse."""

    dossiers: Mapping[str, Any]
    found: Any
    steps: Any
    disclosed: int


@dataclass(frozen=True)
class Whole:
    """The vault, its dossiers by who can read them, and what it was like before its last acts."""

    case: Case
    readers: Mapping[str, str]
    older: Mapping[str, bytes]

    @property
    def world(self) -> World:
        """Where commands run."""
        return self.case.world

    def files(self) -> dict[str, bytes]:
        """Every file that holds something."""
        return {path: data for path, data in self.world.files(log=True).items() if data}

    def holds_what_is_shown(self, path: str, truth: Seen) -> bool:
        """Whether a reader sees what a file holds: a card, or a record of a section of theirs."""
        kind, dossier = kind_of(path), self.touched(path)
        if kind not in ("record", "record in the archive"):
            return kind == "card"
        *_, section, name = path.split("/")
        shown = {(record["section"], record["record"]) for record in truth.dossiers[dossier]}
        return (section, int(name.removesuffix(".age"))) in shown

    def touched(self, path: str) -> str:
        """The dossier that a file is of, or nothing."""
        return next((dossier for dossier in self.readers if dossier in path), "")

    def look(self) -> Seen:
        """Show every dossier, search, plan a sweep, and hand a package over."""
        shown = {dossier: self.shown(dossier) for dossier in self.readers}
        found, steps = self.found(), self.steps()
        disclosed = self.world.do("disclose", self.case.casus, content=self.case.disclosure)
        return Seen(shown, found, steps, disclosed.exit_code)

    def shown(self, dossier: str) -> Any:
        """The records of a dossier as its reader sees them."""
        options = ("--purpose", "controle", "--json")
        result = self.world.do("show", dossier, *options, by=self.readers[dossier])
        return result.json["records"] if result.exit_code == 0 else None

    def found(self) -> Any:
        """What a search finds; also what it finds beside something damaged."""
        options = ("--purpose", "controle", "--json")
        result = self.world.do("find", *options, stdin="betrokkene")
        return json.loads(result.stdout) if result.stdout else None

    def steps(self) -> Any:
        """What a sweep would do years on."""
        result = self.world.do("sweep", "--dry-run", "--as-of", "2034-01-01", "--json")
        return json.loads(result.stdout)["steps"] if result.stdout else None


def make_whole(home: Path, patch: pytest.MonkeyPatch) -> Whole:
    """Make it in a new home."""
    case = make_small(home)
    world = World(CommandLine(home, patch))
    case = replace(case, world=world)
    older = world.files(log=True) | {
        path.relative_to(case.older).as_posix(): path.read_bytes()
        for path in case.older.rglob("*")
        if path.is_file()
    }
    world.run.now = world.run.now.fromisoformat(f"{LATER}+00:00")
    over = [{"dossier": case.weegploeg}, {"dossier": case.casus}]
    asked = sample("verzoek", over=over, ontvangen_op="2027-04-19")
    request = str(world.made("request", "open", content=asked)["dossier"])
    made = world.run("keygen", world.identity("pol-2"))
    (home / "pol-2.card").write_text(made.stdout)
    world.admit("pol-2", "politie", by="pol-1")
    world.ok("log", "checkpoint")
    world.ok("log", "review", "--findings", content=sample("logcontrole"), by="pol-1")
    readers = {case.weegploeg: "uit-1", case.casus: "uit-1", case.archived: "pol-1"}
    return Whole(case, {**readers, request: "uit-1"}, older)
