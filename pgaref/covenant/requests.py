# SPDX-License-Identifier: EUPL-1.2
"""What a person concerned asks: inzage, correctie, verzet (art. 12; AVG 15, 16, 21).

The kernpartijen concerned decide together (art. 4), within four weeks of receipt; who may ask for
whom is said in `asking`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from pgaref.covenant.asking import UNIDENTIFIED, UNKNOWN, answer_refusals, proof_refusals
from pgaref.covenant.circumstances import (
    Circumstances,
    absent_parties,
    concerned_refusals,
    controllers_concerned,
    dates_of_acts,
    unknown_officers,
)
from pgaref.covenant.duties import EXECUTION, REQUEST
from pgaref.covenant.model import Card, Duty, State
from pgaref.errors import Refusal
from pgaref.language import _

_Content = Mapping[str, Any]
INZAGE = "inzage"
REJECTED, REMOVAL = "afgewezen", "verwijdering"
# A reason to refuse: there is no file on this person.
NO_DATA = "geen-gegevens"
PERSONS = ("subject", "betrokkene")


def concerned(content: _Content) -> tuple[str, ...]:
    """The ids of the dossiers that a request (`verzoek/1`) names, sorted."""
    return tuple(sorted({item["dossier"] for item in content.get("over", ())}))


def request_parties(
    now: Circumstances, content: _Content, found: Mapping[str, Card | None]
) -> tuple[str, ...]:
    """The kernpartijen whom a request concerns: those on its dossiers, and those it names."""
    return controllers_concerned(now, content.get("kernpartijen", ()), found.values())


def request_refusals(
    now: Circumstances, content: _Content, found: Mapping[str, Card | None]
) -> Iterator[Refusal]:
    """What the covenant holds against taking a request in (`verzoek/1`).

    `found`: each dossier that it names -> its card, or None where there is no such dossier.
    """
    yield from dates_of_acts(now, {"ontvangen_op": content["ontvangen_op"]})
    for place, item in enumerate(content.get("over", ())):
        yield from _not_about(now, item, found[item["dossier"]], f"over[{place}]")
    yield from concerned_refusals(
        now,
        content.get("kernpartijen", ()),
        request_parties(now, content, found),
        _("name the dossiers in over or, where there are none, a kernpartij in kernpartijen"),
    )


def _not_about(
    now: Circumstances, item: _Content, card: Card | None, field: str
) -> Iterator[Refusal]:
    if card is None:
        yield Refusal(
            _("{field}: there is no dossier {dossier}", field=field, dossier=item["dossier"]),
            "12.2",
            "no-dossier",
            _("the dossiers: pgaref list; a destroyed one holds nothing any more"),
        )
        return
    if now.profile.registers[card.register].follows:
        yield Refusal(
            _("{field}: {dossier} is itself a request", field=field, dossier=card.id),
            "12.2",
            "wrong-register",
        )
        return
    if not card.of_kind(*PERSONS):
        yield Refusal(
            _("{field}: {dossier} is no file on a person", field=field, dossier=card.id),
            "12.2",
            "wrong-register",
        )
        return
    if "record" in item:
        entry = card.record(item["record"])
        if entry is None or entry.kind not in PERSONS:
            yield Refusal(
                _(
                    "{field}: record {record} of {dossier} is no person",
                    field=field,
                    record=item["record"],
                    dossier=card.id,
                ),
                "12.2",
                "no-person",
            )


def opened(now: Circumstances, card: Card, content: _Content) -> Card:
    """The card of a request taken in: what it is about, and the day to answer by (12(3))."""
    received = date.fromisoformat(content["ontvangen_op"])
    due = now.profile.terms.request.after(received)
    return replace(card, concerns=concerned(content), duties=(Duty(REQUEST, 1, received, due),))


def identification_refusals(
    now: Circumstances, request: _Content, content: _Content
) -> Iterator[Refusal]:
    """What is held against establishing who asks (`identificatie/1`; art. 12(3))."""
    yield from dates_of_acts(now, {"datum": content["datum"]})
    yield from unknown_officers(now, [content["door"]])
    if content["datum"] < request["ontvangen_op"]:
        yield Refusal(_("datum lies before the request was received"), "12.3", "early-date")
    yield from proof_refusals(request, content)


def decision_refusals(
    now: Circumstances,
    card: Card,
    request: _Content,
    content: _Content,
    identified: _Content | None,
) -> Iterator[Refusal]:
    """What is held against every decision on a request: who decides, when, and whom it is for.

    `identified` is how the identity was established, None where it was not.
    """
    yield from dates_of_acts(now, {"datum": content["datum"]})
    yield from unknown_officers(now, content["besloten_door"])
    controllers = now.controllers(card.parties)
    yield from absent_parties(now, controllers, content["besloten_door"], "4", "besloten_door")
    if content["datum"] < request["ontvangen_op"]:
        yield Refusal(_("datum lies before the request was received"), "12.3", "early-date")
    if identified is None and content.get("reden") not in UNIDENTIFIED:
        yield Refusal(
            _("the identity of who asks in {dossier} is not established", dossier=card.id),
            "12.3",
            "not-identified",
            f"pgaref request identify {card.id} FILE",
        )
    elif identified is not None and content["datum"] < identified["datum"]:
        yield Refusal(_("datum lies before the identity was established"), "12.3", "early-date")
    yield from answer_refusals(request, content, identified)


def wrong_sort(request: _Content, wanted: Sequence[str], command: str) -> Iterator[Refusal]:
    """A refusal unless the request is of a sort that is `wanted` here; `command` is for others."""
    if request["soort"] not in wanted:
        yield Refusal(
            _("this request is one for {soort}", soort=request["soort"]),
            "12.2",
            "wrong-sort",
            command,
        )


def reason_refusals(
    content: _Content, identified: _Content | None, found: Sequence[Card]
) -> Iterator[Refusal]:
    """What is held against the reason of a refusal (`weigering/1`) by what is known (art. 12(4)).

    `found`: the dossiers that the request is about and that are there.
    """
    if content["reden"] == UNKNOWN and identified is not None:
        yield Refusal(_("reden: the identity of who asks is established"), "12.3", "identified")
    if content["reden"] == NO_DATA and found:
        there = ", ".join(card.id for card in found)
        yield Refusal(_("reden: the request is about {there}", there=there), "12.4", "data-there")


def correction_refusals(
    request: _Content, content: _Content, found: Mapping[str, Card | None]
) -> Iterator[Refusal]:
    """What is held against deciding on corrections (`correctiebesluit/1`).

    `found`: the dossiers that the request is about, and their cards (None: destroyed since).
    """
    yield from _undecided(len(request.get("gewenst", ())), content["onderdelen"])
    for place, item in enumerate(content["onderdelen"]):
        field = f"onderdelen[{place}]"
        card = found.get(item["dossier"])
        if card is None:
            yield Refusal(
                _(
                    "{field}: the request is not about {dossier}",
                    field=field,
                    dossier=item["dossier"],
                ),
                "12.5",
                "no-dossier",
            )
        elif "record" in item and card.record(item["record"]) is None:
            yield Refusal(
                _(
                    "{field}: {dossier} has no record {record}",
                    field=field,
                    dossier=card.id,
                    record=item["record"],
                ),
                "12.5",
                "no-record",
            )
        elif "record" not in item and item["uitkomst"] not in (REMOVAL, REJECTED):
            yield Refusal(
                _(
                    "{field}.record is missing: only a removal can be of a whole dossier",
                    field=field,
                ),
                "12.6",
                "no-record",
            )


def _undecided(wishes: int, parts: Sequence[_Content]) -> Iterator[Refusal]:
    """A refusal for each wish that no part answers, and each part that answers none (12(5))."""
    if not wishes:
        return
    only = 1 if wishes == 1 else None
    answered = [part.get("wens", only) for part in parts]
    for place, wish in enumerate(answered):
        field = f"onderdelen[{place}].wens"
        if wish is None:
            message = _(
                "{field} is missing: which of the {wishes} wishes of the request it answers",
                field=field,
                wishes=wishes,
            )
            yield Refusal(message, "12.5", "no-wish")
        elif wish > wishes:
            yield Refusal(
                _("{field}: the request has no wish {wish}", field=field, wish=wish),
                "12.5",
                "no-wish",
            )
    for wish in sorted({*range(1, wishes + 1)} - {*answered}):
        yield Refusal(
            _("wish {wish} of the request is not decided upon", wish=wish),
            "12.5",
            "wish-undecided",
            _("every wish takes a part of its own, be it with uitkomst: afgewezen"),
        )


def execute_by(now: Circumstances, request: _Content, content: _Content) -> date:
    """The day to carry a decision out by: four weeks from receipt or, if earlier, from deciding."""
    terms = now.profile.terms
    received = terms.request.after(date.fromisoformat(request["ontvangen_op"]))
    decided = terms.execution.after(date.fromisoformat(content["datum"]))
    return min(received, decided)


def settled(card: Card, content: _Content, outcome: str) -> Card:
    """The card after the decision: nobody waits for an answer any more."""
    return replace(
        card,
        state=State.AFGESLOTEN,
        decided=date.fromisoformat(content["datum"]),
        outcome=outcome,
        duties=tuple(duty for duty in card.duties if duty.kind != REQUEST),
    )


def owed(content: _Content) -> tuple[int, ...]:
    """The numbers (from 1) of the parts of a decision that somebody has to carry out."""
    parts = enumerate(content["onderdelen"], start=1)
    return tuple(n for n, item in parts if item["uitkomst"] != REJECTED)


def execution_opened(card: Card, decision: int, content: _Content, due: date) -> Card:
    """The card with the duty to carry a decision out (art. 12(6)), where there is anything to."""
    if not owed(content):
        return card
    duty = Duty(EXECUTION, decision, date.fromisoformat(content["datum"]), due)
    return replace(card, duties=(*card.duties, duty))


def executed(card: Card, decision: int, content: _Content, done: Sequence[int]) -> Card:
    """The card after a part was carried out; `done`: the numbers of all that were."""
    if set(owed(content)) - set(done):
        return card
    duties = (d for d in card.duties if (d.kind, d.about) != (EXECUTION, decision))
    return replace(card, duties=tuple(duties))


def ordered(
    content: _Content, dossier: str, record: int, outcome: str, done: Sequence[int]
) -> int | Refusal:
    """The number of the part of a decision that orders this, and was not carried out before.

    `record` 0 stands for the whole dossier.
    """
    for n, item in enumerate(content["onderdelen"], start=1):
        asked = (item["dossier"], item.get("record", 0), item["uitkomst"])
        if asked == (dossier, record, outcome) and n not in done:
            return n
    what = f"{dossier}/{record}" if record else dossier
    return Refusal(
        _(
            "the decision orders no {outcome} of {what}, or it was carried out",
            outcome=outcome,
            what=what,
        ),
        "12.6",
        "not-ordered",
        "pgaref show VZ",
    )
