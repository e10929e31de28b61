# SPDX-License-Identifier: EUPL-1.2
"""The verwerkingsregister, from the profile and the facts of the vault: art. 4, 5; AVG 30."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from pgaref.actions.documents.gathering import contact
from pgaref.actions.operations import operations
from pgaref.actions.session import ReadingWork, Session
from pgaref.covenant import processing
from pgaref.covenant.article import render
from pgaref.covenant.processing import Activity
from pgaref.documents import rendering
from pgaref.errors import IntegrityError

ACT = KIND = "verwerkingsregister"


@dataclass(frozen=True, slots=True)
class ProcessingRegister:
    """What the register says, in Dutch, as a document has it; it holds no personal data."""

    content: dict[str, Any]

    def pdf(self) -> bytes:
        """The same as PDF/A."""
        return rendering.render(KIND, self.content)


def processing_register(
    session: Session, since: date | None, until: date | None
) -> ProcessingRegister:
    """Every activity, and counts of what was done on the days `since` to `until`.

    Raises:
        IntegrityError: a dossier cannot be trusted, and the counts would be wrong.
    """
    with session.reading(ACT) as work:
        profile = work.now.profile
        counts = _counts(work, since or profile.since, until or work.now.today)
        content = {
            "kenmerk": profile.name,
            "convenant": profile.title,
            "versie": profile.version,
            "datum": work.now.today.isoformat(),
            "verantwoordelijken": [profile.parties[p].name for p in _kernpartijen(work)],
            "uitvoerder": profile.uitvoerder.name,
            "contact": contact(work.vault, profile),
            "functionaris_gegevensbescherming": profile.correspondence.data_protection_officer,
            "verwerkingen": [_plain(activity) for activity in processing.activities(profile)],
            "tellingen": counts,
        }
        return ProcessingRegister(_filled(content))


def _kernpartijen(work: ReadingWork) -> list[str]:
    """Those who are a party today: one that has withdrawn is no controller any more (18(2))."""
    profile = work.now.profile
    there = profile.kernpartijen
    return [party for party in profile.parties if party in there and not work.now.withdrawn(party)]


def _counts(work: ReadingWork, since: date, until: date) -> dict[str, Any]:
    damaged: list[str] = []
    cards = list(work.vault.cards(damaged))
    if damaged:
        raise IntegrityError("; ".join(damaged), hint="pgaref check")
    found = processing.counted(cards, operations(work.vault), since=since, until=until)
    return {
        "van": since.isoformat(),
        "tot": until.isoformat(),
        "dossiers": found.dossiers,
        "handelingen": found.acts,
        "inzagen": found.reads,
        "geweigerd": found.refused,
        "mislukt": found.failed,
    }


def _plain(activity: Activity) -> dict[str, Any]:
    return {
        "naam": activity.name,
        "versie": activity.version,
        "geldig_van": activity.since.isoformat(),
        "omschrijving": activity.description,
        "doeleinden": list(activity.purposes),
        "grondslagen": list(activity.grounds),
        "betrokkenen": list(activity.persons),
        "gegevens": [
            {"wat": kind.what, "bijzonder": list(kind.special), "artikel": render(kind.article)}
            for kind in activity.data
        ],
        "ontvangers": list(activity.recipients),
        "doorgifte": activity.transfers,
        "bewaartermijnen": list(activity.keeping),
        "beveiliging": list(activity.measures),
        "artikel": render(activity.article),
    }


def _filled(value: Any) -> Any:
    """The same without what is empty."""
    if isinstance(value, dict):
        kept = {name: _filled(item) for name, item in value.items()}
        return {name: item for name, item in kept.items() if item not in ("", [], {})}
    return [_filled(item) for item in value] if isinstance(value, list) else value
