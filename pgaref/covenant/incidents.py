# SPDX-License-Identifier: EUPL-1.2
"""What went wrong with the files, who was told, and when: art. 15(2)(g); AVG 33, 34; Wpg 33a.

The kernpartijen concerned decide together (art. 4). The clock of AVG 33(1) runs from the moment
that the breach became known, through nights and weekends.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from pgaref.covenant.circumstances import (
    Circumstances,
    absent_parties,
    concerned_refusals,
    controllers_concerned,
    dates_of_acts,
    unknown_officers,
)
from pgaref.covenant.duties import COMPLETION, NOTIFICATION
from pgaref.covenant.model import Card, Duty, State
from pgaref.errors import Refusal
from pgaref.language import _

_Content = Mapping[str, Any]
_ARTICLE = "15.2.g"
# Phases of a notification (AVG 33(4)); `niet`: no risk is likely, and nothing is notified.
FIRST, MORE, WHOLE, NOT = "eerste", "aanvullend", "volledig", "niet"
DONE = "gedaan"


def deadline(now: Circumstances, known: datetime) -> datetime:
    """The moment by which a breach that became `known` then is notified (AVG 33(1)).

    Hours are counted, whatever the clock on the wall does meanwhile.
    """
    end = known.astimezone(UTC) + timedelta(hours=now.profile.incidents.hours)
    return end.astimezone(known.tzinfo)


def spelt(moment: datetime) -> str:
    """A moment as a card writes it: UTC, whole seconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def incident_parties(
    now: Circumstances, content: _Content, found: Mapping[str, Card | None]
) -> tuple[str, ...]:
    """The kernpartijen whom an incident concerns: those on its dossiers, and those it names."""
    return controllers_concerned(now, content.get("kernpartijen", ()), found.values())


def opening_refusals(
    now: Circumstances,
    content: _Content,
    found: Mapping[str, Card | None],
    known: datetime,
    moment: datetime,
) -> Iterator[Refusal]:
    """What is held against putting an incident on file (`incident/1`).

    `found`: each dossier that it names -> its card, or None where there is none. `known` is when
    the breach became known, `moment` is now.
    """
    yield from _in_time(now, "kennisgenomen", known, moment)
    for place, dossier in enumerate(content.get("dossiers", ())):
        if found[dossier] is None:
            yield Refusal(
                _("dossiers[{place}]: there is no dossier {dossier}", place=place, dossier=dossier),
                _ARTICLE,
                "no-dossier",
                _("of one that was destroyed, name the kernpartijen in kernpartijen"),
            )
    yield from concerned_refusals(
        now,
        content.get("kernpartijen", ()),
        incident_parties(now, content, found),
        _("name the dossiers in dossiers, or the kernpartijen in kernpartijen"),
    )


def _in_time(now: Circumstances, field: str, when: datetime, moment: datetime) -> Iterator[Refusal]:
    yield from dates_of_acts(now, {f"{field}.datum": when.date().isoformat()})
    if when > moment and when.date() <= now.today:
        yield Refusal(_("{field}.tijd lies in the future", field=field), "18.1", "future-date")


def opened(now: Circumstances, card: Card, known: datetime) -> Card:
    """The card of a new incident, with the clock of its notification (AVG 33(1))."""
    due = deadline(now, known)
    duty = Duty(NOTIFICATION, 1, known.date(), due.date(), at=spelt(due))
    return replace(card, duties=(duty,))


def update_refusals(now: Circumstances, incident: _Content, content: _Content) -> Iterator[Refusal]:
    """What is held against adding to the facts (`incidentaanvulling/1`)."""
    yield from dates_of_acts(now, {"datum": content["datum"]})
    if content["datum"] < incident["kennisgenomen"]["datum"]:
        yield Refusal(_("datum lies before the breach became known"), _ARTICLE, "early-date")


def report_refusals(
    now: Circumstances,
    card: Card,
    content: _Content,
    known: datetime,
    told: datetime,
    moment: datetime,
) -> Iterator[Refusal]:
    """What is held against a phase of the notification (`incidentmelding/1`; AVG 33(1), 33(4)).

    `told` is when it was made, or when it was decided that none is needed; `known` and `moment` as
    on opening.
    """
    yield from _in_time(now, "gemeld", told, moment)
    yield from _decided(now, card, content)
    if told < known:
        yield Refusal(_("gemeld lies before the breach became known"), _ARTICLE, "early-date")
    yield from _telling(now, content.get("mededeling"))
    yield from _out_of_phase(card, content["fase"])
    if _owed(card, NOTIFICATION) and content["fase"] != NOT:
        yield from _delay(now, content, told > deadline(now, known))


def _decided(now: Circumstances, card: Card, content: _Content) -> Iterator[Refusal]:
    yield from unknown_officers(now, content["besloten_door"])
    controllers = now.controllers(card.parties)
    yield from absent_parties(now, controllers, content["besloten_door"], "4", "besloten_door")


def _telling(now: Circumstances, telling: _Content | None) -> Iterator[Refusal]:
    if telling is not None and "op" in telling:
        yield from dates_of_acts(now, {"mededeling.op": telling["op"]})


def _out_of_phase(card: Card, phase: str) -> Iterator[Refusal]:
    if _owed(card, NOTIFICATION):
        if phase == MORE:
            yield Refusal(
                _(
                    "{dossier} is not notified yet: an {more} report follows on an {first}",
                    dossier=card.id,
                    more=MORE,
                    first=FIRST,
                ),
                _ARTICLE,
                "wrong-phase",
                _("fase: {first}, {whole} or {none}", first=FIRST, whole=WHOLE, none=NOT),
            )
    elif phase in (FIRST, NOT):
        yield Refusal(
            _("{dossier} was notified, or decided upon, before", dossier=card.id),
            _ARTICLE,
            "wrong-phase",
            _("fase: {more} or {whole}", more=MORE, whole=WHOLE),
        )


def _delay(now: Circumstances, content: _Content, late: bool) -> Iterator[Refusal]:
    hours = now.profile.incidents.hours
    if late and "vertraging" not in content:
        message = _("vertraging is missing: it was more than {hours} hours", hours=hours)
        yield Refusal(message, _ARTICLE, "no-reason-for-delay", _("AVG 33(1) asks the reason"))
    elif not late and "vertraging" in content:
        message = _("vertraging: it was within {hours} hours", hours=hours)
        yield Refusal(message, _ARTICLE, "no-delay", _("leave it out"))


def _owed(card: Card, kind: str) -> bool:
    return any(duty.kind == kind for duty in card.duties)


def reported(now: Circumstances, card: Card, content: _Content, told: datetime) -> Card:
    """The card after a phase: what is still to be told is due on the profile's term (33(4))."""
    kept = tuple(d for d in card.duties if d.kind not in (NOTIFICATION, COMPLETION))
    if content["fase"] in (FIRST, MORE):
        due = now.profile.incidents.completion.after(told.date())
        before = [duty.due for duty in card.duties if duty.kind == COMPLETION]
        kept = (*kept, Duty(COMPLETION, 1, told.date(), min([due, *before])))
    return replace(card, duties=kept)


def closing_refusals(now: Circumstances, card: Card, content: _Content) -> Iterator[Refusal]:
    """What is held against closing an incident (`incidentafsluiting/1`)."""
    yield from dates_of_acts(now, {"datum": content["datum"]})
    yield from _decided(now, card, content)
    yield from _telling(now, content["mededeling"])
    for kind, message in (
        (NOTIFICATION, _("{dossier} is not notified, nor decided not to be", dossier=card.id)),
        (COMPLETION, _("the notification of {dossier} is not whole", dossier=card.id)),
    ):
        if _owed(card, kind):
            hint = f"pgaref incident report {card.id} FILE"
            yield Refusal(message, _ARTICLE, "not-notified", hint)


def closed(card: Card, content: _Content) -> Card:
    """The card of an incident that is done with."""
    decided = date.fromisoformat(content["datum"])
    return replace(card, state=State.AFGESLOTEN, decided=decided)


def gathered(incident: _Content, updates: Sequence[_Content]) -> dict[str, Any]:
    """What is known of an incident by now: the newest of every field, and every measure."""
    known = dict(incident)
    measures = list(incident.get("maatregelen", ()))
    for update in updates:
        measures += update.get("maatregelen", ())
        known |= {name: value for name, value in update.items() if name not in ("schema", "datum")}
    return {**known, "maatregelen": measures}
