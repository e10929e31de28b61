# SPDX-License-Identifier: EUPL-1.2
"""A vault in which commands are given at random, watched by parties that keep everything."""

from __future__ import annotations

import functools
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from pgaref.storage import signing
from tests.cli.asking import Asking, make
from tests.cli.conftest import Result
from tests.cli.years import COVENANT
from tests.reliability.adversary.holdings import Copies, Holdings
from tests.reliability.adversary.lawful import (
    HEERLEN,
    KERNPARTIJEN,
    NCTV,
    OM,
    POLITIE,
    RECLASSERING,
    UITVOERDER,
    Places,
)

OFFICER = {
    UITVOERDER: "uit-1",
    POLITIE: "pol-1",
    OM: "om-1",
    HEERLEN: "hrl-1",
    RECLASSERING: "rec-1",
    NCTV: "nctv-1",
}
WEEGPLOEG = KERNPARTIJEN | {UITVOERDER}
CASUSOVERLEG = WEEGPLOEG | {RECLASSERING}
REFUSED = 10
_ENVELOPE = re.compile(rb"record: ([A-Z0-9-]+)/[0-9]+\nsection: ([a-z-]+)\n")


class UnlawfulError(AssertionError):
    """A party opens what it could never read, or cannot open what it has to."""


class Play:
    """The vault, and what every party holds of it."""

    def __init__(self, world: Asking, places: Places, copies: Copies) -> None:
        self.world = world
        self.places = places
        self.copies = copies
        self.parties: dict[str, Holdings] = {}
        self.given: Counter[tuple[str, int]] = Counter()
        self.lawful = 0

    def go_on(self, world: Asking) -> Play:
        """The same in a copy of the vault."""
        other = Play(world, self.places.copy(), self.copies.copy())
        other.parties = {party: held.copy() for party, held in self.parties.items()}
        return other

    def admit(self, party: str, officer: str) -> None:
        """Whoever has this identity keeps everything for the party."""
        secret = next(
            line
            for line in self.world.identity(officer).read_text().splitlines()
            if line.startswith("AGE-SECRET-KEY-1")
        )
        held = self.parties.setdefault(party, Holdings(set()))
        held.secrets.add(secret)
        # A further identity is new to all that was ever there.
        self._meet(party, [*self.copies.files])

    def give(self, command: str, result: Result) -> bool:
        """A command was given: whether it was done. Anything but done or refused is wrong."""
        if result.exit_code not in (0, REFUSED):
            raise UnlawfulError(f"{command} ended with {result.exit_code}: {result.stderr}")
        self.given[command, result.exit_code] += 1
        return result.exit_code == 0

    def look(self) -> None:
        """Everybody copies the vault as it is now, and tries.

        Raises:
            UnlawfulError: what opens is not what the party could ever read.
        """
        root = self.world.vault / "archive"
        self.places.archived = {path.parent.name for path in root.glob("*/*/card.json")}
        self.places.step()
        new = self.copies.take(self.world.vault)
        for party in self.parties:
            self._meet(party, new)

    def _meet(self, party: str, new: list[str]) -> None:
        opened = self.parties[party].meet(self.copies.files, new)
        for name, text in opened.items():
            self._require_lawful(party, name, text)

    def _require_lawful(self, party: str, name: str, text: bytes) -> None:
        places = self.copies.places[name]
        if text.startswith(b"AGE-SECRET-KEY-1"):
            return  # what it opens tells
        found = _ENVELOPE.search(text[:400])
        if found is not None:
            dossier, section = found[1].decode(), found[2].decode()
            allowed = self.places.lawful(party, dossier, section, text)
        elif any(place == "parties/roster.age" for place in places):
            allowed = party in WEEGPLOEG
        else:
            allowed = all(place.startswith(f"outbox/{party}/") for place in places)
        if not allowed:
            raise UnlawfulError(f"{party} opens {sorted(places)}")
        self.lawful += 1

    def require_readable(self) -> None:
        """Check that nobody was locked out: every record is open to all who have a place.

        Raises:
            UnlawfulError: one is not.
        """
        for top in ("dossiers", "archive"):
            for path in (self.world.vault / top).glob("*/*/*/*.age"):
                *_, dossier, section, _ = path.relative_to(self.world.vault).parts
                name = self._name_of(path)
                for party in self.places.now(dossier, section):
                    if name not in self.parties[party].opened:
                        raise UnlawfulError(f"{party} cannot open {dossier}, {section}")

    def _name_of(self, path: Path) -> str:
        place = path.relative_to(self.world.vault).as_posix()
        data = path.read_bytes()
        names = [name for name, places in self.copies.places.items() if place in places]
        return next(name for name in names if self.copies.files[name] == data)

    def pass_days(self, days: int) -> None:
        """Let time pass, with a person who takes each clock for right."""
        while days > 0:
            self.world.run.now += timedelta(days=min(days, 90))
            days -= 90
            today = self.world.run.now.astimezone(COVENANT).date().isoformat()
            self.world.do("sweep", "--confirm", today)


@functools.cache
def founded() -> Play:
    """The case of docs/voorbeeld in the casusoverleg, with restricted data; made once."""
    home = Path(tempfile.mkdtemp(prefix="pgaref-adversary-")) / "home"
    world = make(home)
    places = Places({world.wp: WEEGPLOEG, world.co: CASUSOVERLEG})
    play = Play(world, places, Copies())
    places.step()
    play.copies.take(world.vault)
    for party, officer in OFFICER.items():
        play.admit(party, officer)
    return play


def begin(patch: pytest.MonkeyPatch) -> Play:
    """A play on a copy of that vault, in a folder of its own; `end` takes it away."""
    made = founded()
    home = Path(tempfile.mkdtemp(prefix="pgaref-adversary-")) / "home"
    world = Asking.of(made.world, home, patch)
    _quicken(patch)
    return made.go_on(world)


def end(play: Play) -> None:
    """Take the folder away."""
    shutil.rmtree(play.world.run.home.parent)


def _quicken(patch: pytest.MonkeyPatch) -> None:
    """No waiting for the disk, and each signature verified once."""
    import os

    patch.setattr(os, "fsync", lambda descriptor: None)
    patch.setattr(signing, "verify", _verified)


_verify = functools.cache(signing.verify)


def _verified(data: bytes, sig: Sequence[str], public_key: str, namespace: str) -> bool:
    return _verify(data, tuple(sig), public_key, namespace)
