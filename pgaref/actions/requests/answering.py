# SPDX-License-Identifier: EUPL-1.2
"""Answering a request for inzage: art. 12(3)-(4), 13(2); AVG 15.

The file of the request keeps the decision, the digests of what was told, and what was left out; the
overview itself is handed over and not kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pgaref.actions.documents.gathering import unsaid
from pgaref.actions.dossiers import file_record, open_for, processed
from pgaref.actions.intake import same_person
from pgaref.actions.quotations import refuse_quoting
from pgaref.actions.requests import overviews
from pgaref.actions.requests.deciding import ANSWERED, concerned, refusals
from pgaref.actions.requests.filing import asked
from pgaref.actions.requests.overviews import Gathered
from pgaref.actions.session import Session, Work, refuse_if
from pgaref.covenant import requests
from pgaref.covenant.corrections import filled_in
from pgaref.covenant.identifiers import Address
from pgaref.covenant.model import Card
from pgaref.covenant.overview import deferred, wrong_person
from pgaref.documents.rendering import render
from pgaref.errors import Refusal
from pgaref.language import _
from pgaref.storage import age

Content = Mapping[str, Any]
KIND = "inzage"


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer: its records, the overview as a `pdf`, and what it leaves out, for the uitvoerder.

    `doubtful`: fields that it tells and that a person has to look at. `seems_known`: dossiers with
    the same name and place that the request does not name. `unknown_reporters`: those of which the
    officer who answers does not know every melder, so that no rule could look for their names.
    `unsaid`: what the letter should say and does not, as the profile knows no address.
    """

    dossier: str
    records: tuple[int, ...]
    pdf: bytes
    recipient: str
    withheld: tuple[Mapping[str, str], ...]
    doubtful: tuple[str, ...]
    seems_known: tuple[str, ...] = ()
    unknown_reporters: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ()

    def sealed(self) -> bytes:
        """The overview, encrypted to the officer who made it."""
        return age.encrypt(self.pdf, [self.recipient])


# What puts an overview where it goes, and returns what takes it away again.
Write = Callable[[Answered], Callable[[], None]]


def answer(
    session: Session, dossier: str, content: Content, *, write: Write | None = None
) -> Answered:
    """Answer a request for inzage (`beantwoording/1`) from all files on the person.

    Without `write` nothing is changed. The request is closed once the overview is written: an
    answer that nobody got is none.
    """
    with session.writing("request answer", dossier=dossier) as work:
        card = open_for(work, dossier, "request answer")
        request = asked(work, card)
        refuse_if(_refusals(work, card, request, content))
        refuse_quoting(work, content, concerned(work, card))
        found = overviews.gather(work, request, content.get("inhouden", ()))
        confirmed = content.get("zelfde_persoon", ())
        refuse_if(wrong_person(request, overviews.names(found), confirmed))
        known = same_person(work, request["betrokkene"], requests.PERSONS)
        seems_known = tuple(dossier for dossier in known if dossier not in card.concerns)
        if overviews.nothing_told(found):
            refuse_if(_nothing(work, card, found))
        letter = overviews.document(work, card, request, content, found)
        overview = render(KIND, letter)
        withheld = overviews.withheld(found)
        numbers = _file(work, card, content, overview, found, withheld)
        answered = Answered(
            card.id,
            numbers,
            overview,
            work.actor.recipient,
            tuple(withheld),
            tuple(overviews.doubtful(found)),
            seems_known,
            tuple(overviews.unknown_reporters(work, found)),
            unsaid(letter),
        )
        if write is not None:
            _commit(work, write(answered))
        return answered


def _commit(work: Work, take_away: Callable[[], None]) -> None:
    """Make the answer so, or leave neither the answer nor its overview."""
    try:
        work.transaction.commit()
    except BaseException:
        if not work.transaction.committed:
            take_away()
        raise


def _refusals(work: Work, card: Card, request: Content, content: Content) -> Iterator[Refusal]:
    hint = f"pgaref request correct {card.id} FILE, or: pgaref request refuse {card.id} FILE"
    yield from filled_in(content, ("overzicht", "stukken"))
    yield from requests.wrong_sort(request, [requests.INZAGE], hint)
    yield from refusals(work, card, request, content)
    for place, item in enumerate(content.get("inhouden", ())):
        about = work.vault.lookup(item["dossier"]) if item["dossier"] in card.concerns else None
        if about is None or about.record(item["record"]) is None:
            yield Refusal(
                _("inhouden[{place}]: the request is about no such record", place=place),
                "12.4",
                "no-record",
            )


def _nothing(work: Work, card: Card, found: Sequence[Gathered]) -> Iterator[Refusal]:
    """Why there is nothing to tell: each deferral that is in force, and each item left out."""
    yield Refusal(
        _("an overview would tell nothing: all is left out"),
        "12.4",
        "nothing-told",
        _("a motivated refusal: pgaref request refuse {dossier} FILE", dossier=card.id),
    )
    for one in found:
        if one.deferred:
            yield from _put_off(work, one)
    for item in overviews.withheld(found):
        yield Refusal(_("left out: {left_out}", left_out=left_out(item)), "12.4", "nothing-told")


def _put_off(work: Work, one: Gathered) -> Iterator[Refusal]:
    """By which note, where this officer reads it, and until when telling is put off."""
    duty = deferred(one.card, one.person, work.now.today)
    notes = [str(Address(one.card.id, e.n)) for e in one.card.of_kind("informatieplicht")]
    read = ", ".join(note for note in notes if note in one.opened)
    if duty is not None:
        yield Refusal(
            _(
                "telling this person of {dossier} is put off by {notes} until {due}",
                dossier=one.card.id,
                notes=read,
                due=duty.due,
            )
            if read
            else _(
                "telling this person of {dossier} is put off until {due}",
                dossier=one.card.id,
                due=duty.due,
            ),
            "11.5",
            "deferred",
            _("when nothing stands in the way: pgaref inform {dossier} FILE", dossier=one.card.id),
        )


def left_out(item: Mapping[str, str]) -> str:
    """An item of what is left out, in words: which, what it is and the ground; no content."""
    field = f", {item['veld']}" if "veld" in item else ""
    return f"{item['stuk']}{field} ({item['wat']}, uavg 41 {item['grond']})"


def _file(
    work: Work,
    card: Card,
    content: Content,
    overview: bytes,
    found: Sequence[Gathered],
    withheld: Sequence[Mapping[str, str]],
) -> tuple[int, ...]:
    """The decision with its digests and, for the uitvoerder alone, what was left out."""
    change = work.change(card)
    told = [
        {"stuk": one.address(item.record), "digest": _digest(one.card, item.record)}
        for one in found
        for item in one.overview.told
    ]
    pinned = {"overzicht": hashlib.sha256(overview).hexdigest(), "stukken": told}
    numbers = [file_record(work, change, {**content, **pinned})]
    if withheld:
        kept = {"schema": "inhouding/1", "antwoord": numbers[0], "weggelaten": list(withheld)}
        numbers.append(file_record(work, change, kept))
    change.card = requests.settled(change.card, content, ANSWERED)
    processed(work, change, "request answer")
    change.save()
    return tuple(numbers)


def _digest(card: Card, n: int) -> str:
    entry = card.record(n)
    return entry.digest if entry else ""
