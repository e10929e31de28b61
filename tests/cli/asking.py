# SPDX-License-Identifier: EUPL-1.2
"""A vault in which a person concerned asks: one case with every kind of record, and requests."""

from __future__ import annotations

import functools
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from pgaref.storage import cards
from tests.cli.conftest import CommandLine, Result
from tests.cli.world import OFFICERS, World, sample
from tests.cli.years import Years

ASKED = "2026-10-19"
TODAY = "2026-10-20"
# Text that stands in restricted records alone, and who reported what.
SECRET = "kettingsloten"
MELDERS = ("Kim Fictief", "Robin Bedacht", "Eenheid Proef")
RELATION = "Noor Verzonnen"


@dataclass
class Asking(Years):
    """The case of docs/voorbeeld with a restricted signal, worked on; `wp` and `co` are its ids."""

    wp: str = ""
    co: str = ""
    extra: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, made: Asking, target: Path, patch: pytest.MonkeyPatch) -> Asking:
        """A copy in a home of its own, today."""
        copied = cls.copy(made.run.home, target, patch, f"{TODAY}T09:00:00")
        assert isinstance(copied, Asking)
        copied.wp, copied.co = made.wp, made.co
        return copied

    def request(self, sort: str = "inzage", **changes: Any) -> str:
        """A request about both files, whose identity is established."""
        over = [{"dossier": self.wp}, {"dossier": self.co}]
        wanted = None if sort == "inzage" else [{"wat": "Het adres.", "reden": "Verhuisd."}]
        asked = sample("verzoek", soort=sort, **{"over": over, "gewenst": wanted, **changes})
        made = self.made("request", "open", content=asked)
        vz = str(made["dossier"])
        self.ok("request", "identify", vz, content=self.identification(asked))
        return vz

    def identification(self, asked: dict[str, Any]) -> dict[str, Any]:
        """What establishes who asks, with the proof where somebody asks for another."""
        proof = "Uittreksel gezag gezien." if "vertegenwoordiger" in asked else None
        return sample("identificatie", leeftijd=asked["leeftijd"], vertegenwoordiging=proof)

    def answer(self, vz: str, by: str = "uit-1", **changes: Any) -> Result:
        """Answer a request for inzage; whatever comes of it."""
        return self.do("request", "answer", vz, content=sample("beantwoording", **changes), by=by)

    def text(self, vz: str, by: str = "uit-1") -> str:
        """What the overview says: its PDF, opened with stock age and read with pdftotext."""
        return text_of(self, Path(f"inzage-{vz}.pdf.age"), by)

    def declined_today(self) -> str:
        """A dossier that was not agendered, kept for six weeks."""
        dossier = self.intake()
        assert self.act("weigh", dossier).exit_code == 0
        none = {"betrekken": None, "over_te_dragen": None, "bewaren_tot": "2026-12-01"}
        why = {"uitkomst": "niet-agenderen", "afwijking": "Niet substantieel."}
        assert self.act("decide", dossier, **none, **why).exit_code == 0
        return dossier

    def decision(self, *parts: dict[str, Any], **changes: Any) -> dict[str, Any]:
        """A decision on corrections of these parts."""
        said = [{"motivering": "Zo is het.", **part} for part in parts]
        return sample("correctiebesluit", onderdelen=said, **changes)

    def card(self, dossier: str) -> Any:
        """The card of a dossier."""
        (path,) = self.vault.glob(f"*/*/{dossier}/card.json")
        return cards.decode(path.read_bytes(), str(path))


def text_of(world: World, file: Path, officer: str) -> str:
    """The text of a PDF that is encrypted to an officer."""
    opening = ["age", "-d", "-i", str(world.identity(officer)), str(world.run.home / file)]
    pdf = subprocess.run(opening, capture_output=True, check=True).stdout
    reading = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(reading.stdout.decode().split())


def make(home: Path) -> Asking:
    """The case at `home`, once for many tests."""
    made, wp, co = _made()
    shutil.copytree(made, home)
    with pytest.MonkeyPatch.context() as patch:
        world = Asking(CommandLine(home, patch), wp, co)
        world.on(TODAY)
    return world


@functools.cache
def _made() -> tuple[Path, str, str]:
    """Where the case was made in this process, and the ids of its two dossiers."""
    home = Path(tempfile.mkdtemp(prefix="pgaref-asking-"))
    with pytest.MonkeyPatch.context() as patch:
        world = Asking(CommandLine(home, patch))
        world.set_up(OFFICERS)
        world.wp = world.intake()
        world.on("2026-10-14")
        # Records 2 and 3, their melders 4 and 5; a restricted one: 6, its melder 7, its weighing 8.
        world.ok("signal", world.wp, content=sample("signaal"))
        weighing = sample("weging")
        weighing["oordelen"][0]["signalen"] = [2, 3, 6]
        weighed = world.act("weigh", world.wp, oordelen=weighing["oordelen"])
        assert weighed.exit_code == 0, weighed.stderr
        world.on("2026-10-15")
        handed = [{"record": n, "relevantie": "Nodig."} for n in (2, 3, 6, 8)]
        made = world.act("decide", world.wp, over_te_dragen=handed)
        assert made.exit_code == 0, made.stderr
        world.co = made.stdout.splitlines()[-1]
        for act in ("plan", "action", "relation", "advice"):
            done = world.act(act, world.co)
            assert done.exit_code == 0, done.stderr
    return home, world.wp, world.co
