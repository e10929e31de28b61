# SPDX-License-Identifier: EUPL-1.2
"""Taking a request in, establishing who asks, and listing what is asked: art. 12(1)-(3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pgaref.actions.dossiers import Made, file_record, open_for, open_new, processed
from pgaref.actions.intake import same_person
from pgaref.actions.session import Session, Work, refuse_if
from pgaref.covenant import requests
from pgaref.covenant.asking import request_warnings
from pgaref.covenant.duties import REQUEST
from pgaref.covenant.model import Card, Register, State
from pgaref.errors import UsageError
from pgaref.language import _

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Opened:
    """A new request, its records, and the dossiers that seem to be about the same person.

    `warnings`: what it will be refused for as it stands.
    """

    dossier: str
    records: tuple[int, ...]
    due: str
    seems_known: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """The requests, and what is wrong with those that could not be trusted."""

    requests: tuple[Card, ...]
    damaged: tuple[str, ...]


def open_request(session: Session, content: Content) -> Opened:
    """Open a dossier for a request (`verzoek/1`): four weeks run from its receipt."""
    with session.writing("request open") as work:
        found = {dossier: work.vault.lookup(dossier) for dossier in requests.concerned(content)}
        refuse_if(requests.request_refusals(work.now, content, found))
        known = same_person(work, content["betrokkene"], requests.PERSONS)
        seems_known = tuple(dossier for dossier in known if dossier not in found)
        register = work.now.profile.registers[Register.VERZOEKEN]
        parties = requests.request_parties(work.now, content, found)
        change = open_new(work, register, parties, State.LOPEND)
        number = file_record(work, change, content)
        change.card = requests.opened(work.now, change.card, content)
        change.save_new()
        work.transaction.dossier = change.card.id
        work.transaction.commit()
        (duty,) = change.card.duties
        due, warnings = duty.due.isoformat(), request_warnings(content)
        return Opened(change.card.id, (number,), due, seems_known, warnings)


def identify(session: Session, dossier: str, content: Content) -> tuple[Made, str]:
    """File how the identity of who asks was established (`identificatie/1`).

    Returns what was made, and what is asked: `inzage`, `correctie` or `verzet`.
    """
    with session.writing("request identify", dossier=dossier) as work:
        card = open_for(work, dossier, "request identify")
        request = asked(work, card)
        refuse_if(requests.identification_refusals(work.now, request, content))
        change = work.change(card)
        number = file_record(work, change, content)
        processed(work, change, "request identify")
        change.save()
        work.transaction.commit()
        return Made(card.id, (number,)), str(request["soort"])


def newest(work: Work, card: Card, kind: str) -> Content | None:
    """The content of the newest record of a kind, opened; None where there is none."""
    for entry in card.of_kind(kind)[-1:]:
        return work.opener.record(card, entry).content
    return None


def asked(work: Work, card: Card) -> Content:
    """What a request's dossier asks (`verzoek/1`).

    Raises:
        UsageError: the dossier is no request.
    """
    content = newest(work, card, "verzoek")
    if content is None:
        raise UsageError(
            _("{dossier} is no request", dossier=card.id),
            hint=_("the requests: pgaref request list"),
        )
    return content


def list_requests(session: Session) -> Listing:
    """Every request by its card, those that wait first; nothing is opened."""
    with session.looking() as look:
        damaged: list[str] = []
        registers = look.now.profile.registers
        cards = (card for card in look.vault.cards(damaged) if registers[card.register].follows)
        return Listing(tuple(sorted(cards, key=_urgency)), tuple(damaged))


def _urgency(card: Card) -> tuple[bool, str]:
    dues = [duty.due.isoformat() for duty in card.duties if duty.kind == REQUEST]
    return (card.decided is not None, min(dues, default=str(card.decided)))
