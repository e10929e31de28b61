# SPDX-License-Identifier: EUPL-1.2
"""A vault with records in every section and officers of every kind, and what each of them opens."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pgaref.covenant.model import Card, RecordEntry
from pgaref.storage import age, cards
from tests.cli.conftest import CommandLine, Result
from tests.cli.world import DECIDING, WEIGHING, World, sample

OFFICERS = {
    "pol-1": "politie",
    "om-1": "openbaar-ministerie",
    "hrl-1": "gemeente-heerlen",
    "vnl-1": "gemeente-venlo",
    "rec-1": "reclassering-nederland",
    "rvk-1": "raad-voor-de-kinderbescherming",
    "nctv-1": "nctv",
    # In office, and on no dossier of the scene.
    "mst-1": "gemeente-maastricht",
    "bjl-1": "bureau-jeugdzorg-limburg",
}
# Admitted by the first of their party: one that stays, and one whose time ends before the intake.
SECOND = {"pol-2": "politie", "nctv-2": "nctv"}
EXPIRED = {"pol-4": "politie", "nctv-4": "nctv"}
# Has an identity and handed in no card; and somebody whom nobody knows.
CARDLESS = {"pol-3": "politie"}
STRANGER = "nobody"
PARTY = {"uit-1": "uitvoerder", **OFFICERS, **SECOND, **EXPIRED, **CARDLESS}
IDENTITIES = (*PARTY, STRANGER)
LAST_DAY = "2026-10-12"
TAKING_IN = "2026-10-13T09:00:00"
WEEGPLOEG_PRESENT = ["pol-1", "om-1", "hrl-1", "vnl-1"]
# What stands in signals of Wpg 9 (for the college alone) and Wpg 10 (for the OM as well).
COLLEGE_ONLY = "kettingsloten"
COLLEGE_AND_OM = "bestelbus"
BEPERKT, BEPERKT_OM, WEIGHED_RESTRICTED, WEIGHED = 6, 7, 14, 15


def signal(party: str, officer: str, ground: str, category: str, **changes: Any) -> dict[str, Any]:
    """A signal of a party, with its own melder where one is asked for."""
    reasons = {"doel": "voorkomen", "zwaarwegend_belang": "veiligheid"}
    return {
        "inbrenger": party,
        "via": officer,
        "grondslag": ground.split(),
        "gegevens": category,
        "onderbouwing": reasons,
        "waargenomen_op": "2026-10-10",
        "betreft": ["extremisme"],
        "gedraging": f"Is gezien door {party}.",
        "melder": {"naam": f"Melder van {party}", "contactgegevens": f"loket van {party}"},
        **changes,
    }


def signals() -> list[dict[str, Any]]:
    """One signal of every kernpartij, and the two kinds of restricted ones, as records 2 to 7."""
    local = {"onderbouwing": {"domein": "openbare-orde"}}
    return [
        signal("politie", "pol-1", "wpg-20", "wpg-8"),
        signal("gemeente-heerlen", "hrl-1", "avg-6-1-e", "gemeentelijk", **local),
        signal("gemeente-venlo", "vnl-1", "avg-6-1-e", "gemeentelijk", **local),
        signal("openbaar-ministerie", "om-1", "wjsg-39f", "strafvorderlijk"),
        signal("politie", "pol-1", "wpg-18-2", "wpg-9", gedraging=f"Kocht {COLLEGE_ONLY}."),
        signal(
            "politie", "pol-1", "wpg-18-2 wpg-16-1", "wpg-10", gedraging=f"Huurde {COLLEGE_AND_OM}."
        ),
    ]


def taking_part(signal: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
    """The same signal as a participant brings it to the casusoverleg."""
    brought = {key: value for key, value in signal.items() if key != "melder"}
    return {"schema": "signaal/1", **brought, "noodzaak": "Raakt maatregel 1.", **changes}


@dataclass(frozen=True, slots=True)
class Scene:
    """The vault, a dossier of the weegploeg and its casusoverleg, which holds a package too."""

    world: World
    weegploeg: str
    casus: str

    @property
    def vault(self) -> Path:
        """Where the vault lies."""
        return self.world.vault

    def of(self, register: str) -> str:
        """The dossier of a register."""
        return {"weegploeg": self.weegploeg, "casusoverleg": self.casus}[register]

    def card(self, dossier: str) -> Card:
        """A dossier's card, active or archived."""
        (path,) = self.vault.glob(f"*/*/{dossier}/card.json")
        return cards.decode(path.read_bytes(), str(path))

    def record(self, dossier: str, entry: RecordEntry) -> str:
        """The path of a record."""
        (path,) = self.vault.glob(f"*/*/{dossier}/{entry.section}/{entry.n:04d}.age")
        return str(path.relative_to(self.vault))

    def records(self, dossier: str) -> dict[str, RecordEntry]:
        """Path -> entry, of every record of a dossier."""
        return {self.record(dossier, entry): entry for entry in self.card(dossier).records}

    def key(self, dossier: str, section: str, officer: str, *, seal: bool = False) -> str:
        """Where an officer's key of a section stands, if there is one."""
        register = self.card(dossier).register
        name = f"{officer}.seal.age" if seal else f"{officer}.age"
        return f"keys/{register}/{dossier}/{section}/{PARTY[officer]}/{name}"

    def holders(self, dossier: str, *, seal: bool = False) -> dict[str, set[str]]:
        """Section -> the officers for whom a key file lies in the vault, whatever the card says."""
        card = self.card(dossier)
        folder = self.vault / "keys" / card.register / dossier
        found: dict[str, set[str]] = {section: set() for section in card.sections}
        for path in folder.rglob("*"):
            if path.is_file() and (".seal." in path.name) is seal:
                section, party, name = path.relative_to(folder).parts
                officer = name.removesuffix(".seal.age" if seal else ".age")
                assert PARTY[officer] == party
                found[section].add(officer)
        return found

    def secrets(self, dossier: str, officer: str) -> dict[str, bytes]:
        """Section -> its secret, of every section that an officer has a key for."""
        identity = age.load_identity(self.world.identity(officer).read_bytes())
        return {
            section: age.decrypt(
                (self.vault / self.key(dossier, section, officer)).read_bytes(), identity
            )
            for section, holders in self.holders(dossier).items()
            if officer in holders
        }

    def opened_from_the_archive(self, dossier: str, entry: RecordEntry, officer: str) -> bytes:
        """What the three-step pipe of stock age prints: the seal's key, the section's key."""
        keys = [self.key(dossier, entry.section, officer, seal=seal) for seal in (True, False)]
        line = 'age -d -i <(age -d -i "$1" "$2") "$4" | age -d -i <(age -d -i "$1" "$3")'
        words = [str(self.world.identity(officer)), *keys, self.record(dossier, entry)]
        command = ["bash", "-o", "pipefail", "-c", line, "bash", *words]
        done = subprocess.run(command, cwd=self.vault, capture_output=True, timeout=60)
        return done.stdout if done.returncode == 0 else b""

    def leave(self, dossier: str, party: str) -> None:
        """Take a party off a dossier."""
        content = {"schema": "vertrek/1", "datum": DECIDING[:10], "reden": "De taak is klaar."}
        self.world.ok("leave", dossier, party, content=content)

    def join(self, dossier: str, party: str, confirming: str = "") -> Result:
        """Let a party join; one that is to keep secrets has an officer confirm it."""
        secrecy = {"opgelegd_door": "uit-1", "bevestigd_door": confirming, "op": DECIDING[:10]}
        content = sample("deelname", geheimhouding=secrecy if confirming else None)
        return self.world.do("join", dossier, party, content=content)


@cache
def made_once(base: Path) -> Scene:
    """The vault, made once in this process in a folder of its own below `base`: only to be read."""
    home = Path(tempfile.mkdtemp(prefix="readers-", dir=base))
    with pytest.MonkeyPatch.context() as patch:
        world = World(CommandLine(home, patch)).set_up(OFFICERS)
        for officer in (*SECOND, *EXPIRED, *CARDLESS, STRANGER):
            made = world.run("keygen", world.identity(officer))
            (world.run.home / f"{officer}.card").write_text(made.stdout)
        for officer, party in {**SECOND, **EXPIRED}.items():
            vouch(world, officer, party, *(("--until", LAST_DAY) if officer in EXPIRED else ()))
        for officer, party in CARDLESS.items():
            named = ("--name", f"{officer} Verzonnen", "--accepted", "2026-10-01")
            world.ok("officer", "add", party, officer, *named, by=first_of(party))
        scene = Scene(world, *_decided(world))
        _worked_out(scene)
        return scene


def first_of(party: str) -> str:
    """The officer of a party who was admitted first."""
    return next(officer for officer, own in OFFICERS.items() if own == party)


def vouch(world: World, officer: str, party: str, *options: str) -> None:
    """Admit a further officer of a party, whose first signs for the card with stock ssh-keygen."""
    card = world.run.home / f"{officer}.card"
    key = f"{world.identity(first_of(party))}.sign"
    line = ["ssh-keygen", "-Y", "sign", "-n", "pgaref-officer", "-f", key, str(card)]
    subprocess.run(line, check=True, capture_output=True, timeout=60)
    world.admit(officer, party, "--signature", f"{card}.sig", *options)


def _decided(world: World) -> tuple[str, str]:
    """The intake, two weighings (the first rests on restricted data), and the handover of both."""
    world.run.now = world.run.now.fromisoformat(TAKING_IN + "+00:00")
    named = ["gemeente-heerlen", "gemeente-venlo"]
    dossier = world.intake(gemeenten=named, signalen=signals())
    weighing = sample("weging", aanwezig=WEEGPLOEG_PRESENT)
    # In words of its own: what is not restricted may not quote it.
    said = {"motivering": "Zie wat er is gekocht.", "contra_indicaties": "geen"}
    restricted = [{**judged, "signalen": [BEPERKT], **said} for judged in weighing["oordelen"]]
    concluding = {"oordelen": restricted, "conclusie": "Dat was genoeg om door te gaan."}
    world.ok("weigh", dossier, content={**weighing, **concluding}, now=WEIGHING)
    world.ok("weigh", dossier, content=weighing)
    parties = ("politie", "openbaar-ministerie", *named, "reclassering-nederland")
    why = {"taak": "een taak uit artikel 2", "noodzaak": "voert een maatregel uit"}
    handed = (2, 3, BEPERKT, BEPERKT_OM, WEIGHED_RESTRICTED, WEIGHED)
    content = sample(
        "besluit",
        aanwezig=WEEGPLOEG_PRESENT,
        betrekken=[{"partij": party, **why} for party in parties],
        over_te_dragen=[{"record": n, "relevantie": f"Nodig, stuk {n}."} for n in handed],
    )
    decided = world.made("decide", dossier, content=content, now=DECIDING)
    for n in (2, BEPERKT, BEPERKT_OM):
        world.ok("review", dossier, content=sample("controle", gecontroleerd=[n]))
    return dossier, decided["casusoverleg"]


def _worked_out(scene: Scene) -> None:
    """The casusoverleg at work: everybody joined, and records in each of its sections."""
    world, casus = scene.world, scene.casus
    assert scene.join(casus, "raad-voor-de-kinderbescherming").exit_code == 0
    world.ok("plan", casus, content=sample("plan"))
    for act, name in (("action", "actie"), ("relation", "betrokkene"), ("advice", "advies")):
        world.ok(act, casus, content=sample(name))
    assert scene.join(casus, "nctv", "nctv-1").exit_code == 0
    brought = signals()
    own = {"onderbouwing": {"taak": "jeugdbescherming"}}
    brought += [
        signal("reclassering-nederland", "rec-1", "reclassering-8", "reclassering")
        | {"onderbouwing": {"werkzaamheid": "toezicht"}},
        signal("raad-voor-de-kinderbescherming", "rvk-1", "avg-6-1-e", "jeugdbescherming", **own),
    ]
    for content in brought:
        world.ok("signal", casus, content=taking_part(content))
    consents = [
        {"partij": party, "functionaris": officer, "op": DECIDING[:10]}
        for officer, party in OFFICERS.items()
        if party in scene.card(casus).parties and party != "nctv"
    ]
    world.consented(casus, sample("verstrekking", toestemming=consents))


def copied(scene: Scene, home: Path, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """The same vault, identities and remembered heads in a home of their own."""
    shutil.copytree(scene.world.run.home, home)
    run = CommandLine(home, monkeypatch)
    run.now = scene.world.run.now
    return Scene(World(run), scene.weegploeg, scene.casus)
