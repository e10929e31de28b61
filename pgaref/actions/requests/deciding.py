# SPDX-License-Identifier: EUPL-1.2
"""Deciding on a request without giving an overview: refusing, and corrections: art. 12(4)-(6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pgaref.actions.dossiers import Made, file_record, open_for, processed
from pgaref.actions.quotations import refuse_quoting
from pgaref.actions.requests.filing import asked, newest
from pgaref.actions.session import Session, Work, refuse_if
from pgaref.covenant import requests
from pgaref.covenant.corrections import filled_in
from pgaref.covenant.duties import EXECUTION
from pgaref.covenant.model import Card
from pgaref.covenant.overview import deferred, person_of
from pgaref.errors import Refusal, RefusedError
from pgaref.language import _

Content = Mapping[str, Any]
DECISION, EXECUTED = "correctiebesluit", "uitvoering"
# How a request ended, as its card says.
REFUSED, ANSWERED, CORRECTED = "geweigerd", "beantwoord", "besloten"


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision on corrections: its record, and the day to carry it out by; None: nothing to."""

    dossier: str
    record: int
    due: date | None


@dataclass(frozen=True, slots=True)
class Order:
    """A part of a decision that orders what is being done, on the card of its request."""

    card: Card
    decision: int
    content: Content
    done: tuple[int, ...]
    part: int


def refusals(work: Work, card: Card, request: Content, content: Content) -> Iterator[Refusal]:
    """What is held against any decision on this request."""
    identified = newest(work, card, "identificatie")
    yield from requests.decision_refusals(work.now, card, request, content, identified)


def concerned(work: Work, card: Card) -> list[Card]:
    """The dossiers that a request is about, as far as they are there."""
    return [found for found in map(work.vault.lookup, card.concerns) if found is not None]


def refuse(session: Session, dossier: str, content: Content) -> Made:
    """File a motivated refusal (`weigering/1`)."""
    with session.writing("request refuse", dossier=dossier) as work:
        card = open_for(work, dossier, "request refuse")
        request, about = asked(work, card), concerned(work, card)
        identified = newest(work, card, "identificatie")
        reasons = requests.reason_refusals(content, identified, about)
        refuse_if(iter([*refusals(work, card, request, content), *reasons]))
        refuse_quoting(work, content, about)
        change = work.change(card)
        number = file_record(work, change, content)
        change.card = requests.settled(change.card, content, REFUSED)
        processed(work, change, "request refuse")
        change.save()
        work.transaction.commit()
        return Made(card.id, (number,))


def decide_corrections(session: Session, dossier: str, content: Content) -> Decided:
    """File what is decided on each correction that was asked (`correctiebesluit/1`)."""
    with session.writing("request correct", dossier=dossier) as work:
        card = open_for(work, dossier, "request correct")
        request = asked(work, card)
        found = {about.id: about for about in concerned(work, card)}
        wanted = ("correctie", "verzet")
        refuse_if(
            iter(
                [
                    *filled_in(content, ["uiterlijk_op"]),
                    *requests.wrong_sort(request, wanted, f"pgaref request answer {card.id} FILE"),
                    *refusals(work, card, request, content),
                    *requests.correction_refusals(request, content, found),
                ]
            )
        )
        refuse_if(_untellable(work, request, content, found))
        refuse_quoting(work, content, concerned(work, card))
        due = requests.execute_by(work.now, request, content)
        change = work.change(card)
        number = file_record(work, change, {**content, "uiterlijk_op": due.isoformat()})
        change.card = requests.settled(change.card, content, CORRECTED)
        change.card = requests.execution_opened(change.card, number, content, due)
        processed(work, change, "request correct")
        change.save()
        work.transaction.commit()
        return Decided(card.id, number, due if requests.owed(content) else None)


def _untellable(
    work: Work, request: Content, content: Content, found: Mapping[str, Card]
) -> Iterator[Refusal]:
    """A decision goes to the person: it says nothing of what that person may not know (12(4)).

    A file on which telling is put off is not decided about, and neither is a record that no
    overview would tell of; such a record is corrected without a decision that the person reads.
    """
    for item in request.get("over", ()):
        about = found.get(item["dossier"])
        if about is None:
            continue
        person = person_of(about, item.get("record", 0))
        if deferred(about, person, work.now.today) is not None:
            yield Refusal(
                _("telling this person of {about} is put off", about=about.id),
                "12.4",
                "deferred",
                _(
                    "pgaref request refuse VZ FILE; "
                    "when nothing stands in the way: pgaref inform {about} FILE",
                    about=about.id,
                ),
            )
    for place, part in enumerate(content["onderdelen"]):
        about = found.get(part["dossier"])
        record = about.record(part.get("record", 0)) if about else None
        if about is None or record is None:
            continue
        section = work.now.profile.section(about.register, record.section)
        if section is None or section.restricted:
            yield Refusal(
                _(
                    "onderdelen[{place}]: the person may not know of record {n}",
                    place=place,
                    n=record.n,
                ),
                "12.4",
                "restricted",
                _(
                    "correct it without this decision: pgaref correct {about}/{n} FILE",
                    about=about.id,
                    n=record.n,
                ),
            )


def order_of(work: Work, request: str, dossier: str, record: int, outcome: str) -> Order:
    """The part of the decision in `request` that orders an outcome for a record (0: the dossier).

    Raises:
        RefusedError: the decision orders nothing of the kind, or it was carried out.
        UsageError: no such request.
    """
    card = work.vault.card(request)
    entries = card.of_kind(DECISION)
    if not entries:
        raise RefusedError(
            Refusal(
                _("{dossier} holds no decision on a correction", dossier=card.id),
                "12.6",
                "not-ordered",
                f"pgaref request correct {card.id} FILE",
            )
        )
    content = work.opener.record(card, entries[-1]).content
    done = tuple(_done(work, card, entries[-1].n))
    part = requests.ordered(content, dossier, record, outcome, done)
    if isinstance(part, Refusal):
        raise RefusedError(replace(part, hint=f"pgaref show {card.id}"))
    return Order(card, entries[-1].n, content, done, part)


def removal_orders(work: Work, dossier: str) -> list[Order]:
    """The open orders to remove a whole dossier, of every request about it that waits for one."""
    found: list[Order] = []
    for card in _executing(work, dossier):
        try:
            found.append(order_of(work, card.id, dossier, 0, requests.REMOVAL))
        except RefusedError:
            continue
    return found


def _executing(work: Work, dossier: str) -> Iterator[Card]:
    """The requests about a dossier of which something is still to be carried out (art. 12(6)).

    Any other is let lie: it orders nothing, and in the archive it may be opened by nobody here.
    """
    for card in work.vault.cards():
        if dossier in card.concerns and any(duty.kind == EXECUTION for duty in card.duties):
            yield card


def _done(work: Work, card: Card, decision: int) -> Iterator[int]:
    """The parts of a decision that were carried out before."""
    for entry in card.of_kind(EXECUTED):
        content = work.opener.record(card, entry).content
        if content["besluit"] == decision:
            yield int(content["onderdeel"])


def note_execution(work: Work, order: Order, address: str) -> None:
    """File in the request's dossier that a part of its decision was carried out."""
    change = work.change(order.card)
    content = {
        "schema": f"{EXECUTED}/1",
        "besluit": order.decision,
        "onderdeel": order.part,
        "stuk": address,
    }
    file_record(work, change, content)
    done = (*order.done, order.part)
    change.card = requests.executed(change.card, order.decision, order.content, done)
    change.save()
