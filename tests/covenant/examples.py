# SPDX-License-Identifier: EUPL-1.2
"""Invented officers, dossiers and content for the tests of the rules; all people are fictitious."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from pgaref.covenant.access import made_for, readers
from pgaref.covenant.circumstances import Circumstances
from pgaref.covenant.handover import Source
from pgaref.covenant.model import Card, Duty, Officer, RecordEntry, Section
from pgaref.covenant.profile import Profile, RegisterRule
from pgaref.covenant.profile_reading import parse
from pgaref.covenant.weighing import Referentiekader, read_referentiekader
from pgaref.errors import Refusal
from pgaref.storage import yamltext

ROOT = Path(__file__).resolve().parent.parent.parent
PROFILE_FILE = ROOT / "pgaref" / "profiles" / "limburg-2019" / "convenant.yaml"
TODAY = date(2026, 10, 15)
START = date(2026, 10, 1)
WP, CO, VZ = "WP-00000000", "CO-00000000", "VZ-00000000"
HEERLEN, VENLO = "gemeente-heerlen", "gemeente-venlo"
OM, POLITIE, RECLASSERING, NCTV = "openbaar-ministerie", "politie", "reclassering-nederland", "nctv"
KERN = (HEERLEN, OM, POLITIE)
PARTICIPANTS = (HEERLEN, NCTV, OM, POLITIE, RECLASSERING)


@cache
def _file(path: Path) -> dict[str, Any]:
    return yamltext.parse(path.read_bytes(), path.name).value


def profile_text() -> dict[str, Any]:
    """A fresh copy of what `convenant.yaml` says, to be changed at will."""
    return copy.deepcopy(_file(PROFILE_FILE))


@cache
def profile() -> Profile:
    """The profile limburg-2019."""
    return parse(_file(PROFILE_FILE))


def register(name: str) -> RegisterRule:
    """A register of limburg-2019."""
    return profile().registers[name]


def content(kind: str, **changes: object) -> dict[str, Any]:
    """A fresh copy of docs/voorbeeld/<kind>.yaml with changes; None leaves a field out."""
    value = {**copy.deepcopy(_file(ROOT / "docs" / "voorbeeld" / f"{kind}.yaml")), **changes}
    return {key: entry for key, entry in value.items() if entry is not None}


def kader() -> Referentiekader:
    """The fictitious referentiekader."""
    return read_referentiekader(content("referentiekader-voorbeeld"))


def officer(officer_id: str, party: str, **changes: Any) -> Officer:
    """An officer in office since START, with a key."""
    role = "uitvoerder" if party == "uitvoerder" else "vertegenwoordiger"
    made = Officer(officer_id, party, role, START, START, None, f"age1{officer_id}", "ssh-ed25519")
    return replace(made, **changes)


OFFICERS = {
    "pol-1": officer("pol-1", POLITIE),
    "om-1": officer("om-1", OM),
    "hrl-1": officer("hrl-1", HEERLEN),
    "rec-1": officer("rec-1", RECLASSERING),
    "nctv-1": officer("nctv-1", NCTV),
    "uit-1": officer("uit-1", "uitvoerder"),
    # Present, but without a key; gone; not in office yet.
    "ven-1": officer("ven-1", VENLO, recipient="", signing_key=""),
    "pol-0": officer("pol-0", POLITIE, until=date(2026, 10, 14)),
    "om-2": officer("om-2", OM, since=date(2026, 10, 16)),
}


def circumstances(**changes: Any) -> Circumstances:
    """Limburg, the officers above, TODAY."""
    return replace(Circumstances(profile(), OFFICERS, TODAY), **changes)


def entry(n: int, kind: str, section: str = "dossier") -> RecordEntry:
    """A record on a card."""
    return RecordEntry(n, section, kind, 1, f"{n:064x}", f"{n:064x}")


def sections(register_name: str, parties: Iterable[str]) -> dict[str, Section]:
    """All sections of a dossier, with a key for each officer who reads them."""
    now = circumstances()
    return {
        name: Section(
            f"age1{name}",
            {f"{party}/{o.id}": "0" * 64 for party in who for o in now.readers_of(party)},
            readers=made_for(register(register_name), name),
        )
        for name, who in readers(profile(), register(register_name), parties).items()
    }


def weegploeg_card(**changes: Any) -> Card:
    """A dossier of the weegploeg with a subject, two signals with their melders, and a weighing."""
    records = (
        entry(1, "subject"),
        entry(2, "signaal"),
        entry(3, "signaal"),
        entry(4, "melder", "melder-politie"),
        entry(5, "melder", f"melder-{HEERLEN}"),
        entry(6, "weging"),
    )
    there = sections("weegploeg", KERN)
    card = Card(WP, "weegploeg", "gewogen", 4, START, START, KERN, there, records)
    return replace(card, **changes)


def casusoverleg_card(**changes: Any) -> Card:
    """A dossier of the casusoverleg with a restricted signal (4), a relation (8) and a plan (7)."""
    records = (
        entry(1, "subject"),
        entry(2, "signaal"),
        entry(3, "signaal"),
        entry(4, "signaal", "beperkt"),
        entry(5, "weging", "beperkt"),
        entry(6, "subject", "plan"),
        entry(7, "plan", "plan"),
        entry(8, "betrokkene", "netwerk"),
    )
    there = sections("casusoverleg", PARTICIPANTS)
    card = Card(CO, "casusoverleg", "lopend", 9, START, START, PARTICIPANTS, there, records)
    return replace(card, **changes)


def request_card(**changes: Any) -> Card:
    """A request about the two dossiers above, received on the first and identified."""
    records = (entry(1, "verzoek", "verzoek"), entry(2, "identificatie", "verzoek"))
    there = sections("verzoeken", KERN)
    due = Duty("verzoek", 1, START, date(2026, 10, 29))
    card = Card(VZ, "verzoeken", "lopend", 9, START, START, KERN, there, records)
    return replace(card, **{"concerns": (CO, WP), "duties": (due,), **changes})


def source(n: int, kind: str, section: str, value: Mapping[str, Any]) -> Source:
    """A record as it was read."""
    return Source(n, kind, section, value)


def intake_signal(place: int, **changes: object) -> dict[str, Any]:
    """The intake's signal of the police (0) or of Heerlen (1), with changes as in `content`."""
    value = {**content("intake")["signalen"][place], **changes}
    return {key: entry for key, entry in value.items() if entry is not None}


def stored_signal(place: int) -> dict[str, Any]:
    """The same as it lies in the weegploeg's dossier: without its melder."""
    return {"schema": "signaal/1", **intake_signal(place, melder=None)}


def said(refusals: Iterable[Refusal]) -> list[tuple[str, str]]:
    """Article and reason of each refusal, and that its message fits the rules for messages."""
    listed = list(refusals)
    for refusal in listed:
        assert refusal.message == refusal.message.strip()
        assert not refusal.message.endswith(".")
        assert refusal.article
    return [(refusal.article, refusal.reason) for refusal in listed]
