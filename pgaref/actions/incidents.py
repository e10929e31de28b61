# SPDX-License-Identifier: EUPL-1.2
"""Incidents: put on file, added to, notified in phases, closed: art. 15(2)(g); AVG 33, 34."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pgaref.actions.dossiers import Made, file_record, open_for, open_new, processed
from pgaref.actions.session import ReadingWork, Session, Work, refuse_if
from pgaref.covenant import incidents
from pgaref.covenant.model import Card, Register, State
from pgaref.storage.localtime import instant_of

Content = Mapping[str, Any]
KIND, UPDATE, REPORT, CLOSING = (
    "incident",
    "incidentaanvulling",
    "incidentmelding",
    "incidentafsluiting",
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A new incident, its record, and the moment by which it is notified."""

    dossier: str
    record: int
    due: datetime


@dataclass(frozen=True, slots=True)
class Listing:
    """The incidents, and what is wrong with those that could not be trusted."""

    incidents: tuple[Card, ...]
    damaged: tuple[str, ...]


def open_incident(session: Session, content: Content) -> Opened:
    """Open a dossier for an incident (`incident/1`): its hours run from when it became known."""
    with session.writing("incident open") as work:
        known = instant_of(work.now.profile, content["kennisgenomen"])
        found = {dossier: work.vault.lookup(dossier) for dossier in content.get("dossiers", ())}
        refuse_if(incidents.opening_refusals(work.now, content, found, known, session.now))
        register = work.now.profile.registers[Register.INCIDENTEN]
        parties = incidents.incident_parties(work.now, content, found)
        change = open_new(work, register, parties, State.LOPEND)
        number = file_record(work, change, content)
        change.card = incidents.opened(work.now, change.card, known)
        change.save_new()
        work.transaction.dossier = change.card.id
        work.transaction.commit()
        return Opened(change.card.id, number, incidents.deadline(work.now, known))


def update(session: Session, dossier: str, content: Content) -> Made:
    """Add facts, consequences or measures (`incidentaanvulling/1`)."""
    with session.writing("incident update", dossier=dossier) as work:
        card = open_for(work, dossier, "incident update")
        refuse_if(incidents.update_refusals(work.now, first(work, card), content))
        return _filed(work, card, content, "incident update")


def report(session: Session, dossier: str, content: Content) -> tuple[Made, Card]:
    """File a phase of the notification, or why none is made (`incidentmelding/1`).

    Returns what was made, and the card as it now is.
    """
    with session.writing("incident report", dossier=dossier) as work:
        card = open_for(work, dossier, "incident report")
        profile = work.now.profile
        told = instant_of(profile, content["gemeld"])
        known = instant_of(profile, first(work, card)["kennisgenomen"])
        refuse_if(incidents.report_refusals(work.now, card, content, known, told, session.now))
        after = incidents.reported(work.now, card, content, told)
        return _filed(work, card, content, "incident report", after), after


def close(session: Session, dossier: str, content: Content) -> Made:
    """Close an incident (`incidentafsluiting/1`): who was told (AVG 34), and what was learnt."""
    with session.writing("incident close", dossier=dossier) as work:
        card = open_for(work, dossier, "incident close")
        refuse_if(incidents.closing_refusals(work.now, card, content))
        return _filed(work, card, content, "incident close", incidents.closed(card, content))


def _filed(work: Work, card: Card, content: Content, act: str, after: Card | None = None) -> Made:
    change = work.change(card)
    if after is not None:
        change.update(duties=after.duties, state=after.state, decided=after.decided)
    number = file_record(work, change, content)
    processed(work, change, act)
    change.save()
    work.transaction.commit()
    return Made(card.id, (number,))


def first(work: Work | ReadingWork, card: Card) -> Content:
    """What an incident was opened with (`incident/1`)."""
    (entry,) = card.of_kind(KIND)
    return work.opener.record(card, entry).content


def list_incidents(session: Session) -> Listing:
    """Every incident by its card, those that are open first; nothing is opened."""
    with session.looking() as look:
        damaged: list[str] = []
        cards = (c for c in look.vault.cards(damaged) if c.register == Register.INCIDENTEN)
        return Listing(tuple(sorted(cards, key=_urgency)), tuple(damaged))


def _urgency(card: Card) -> tuple[bool, str, str]:
    dues = [duty.at or duty.due.isoformat() for duty in card.duties]
    return (card.decided is not None, min(dues, default="9"), card.id)
