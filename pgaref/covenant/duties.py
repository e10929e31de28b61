# SPDX-License-Identifier: EUPL-1.2
"""What is owed on a dossier: telling the person (art. 11), reviewing the file (8(3), 10(3)).

And what the plan asks: its measures and its evaluation (9(4)).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from pgaref.covenant.circumstances import (
    Circumstances,
    absent_parties,
    dates_of_acts,
    unknown_officers,
    unknown_parties,
)
from pgaref.covenant.model import Card, Duty
from pgaref.covenant.profile import Profile
from pgaref.errors import Refusal
from pgaref.language import _

_Content = Mapping[str, Any]
NOTICE = "informatieplicht"
REVIEW = "controle"
REQUEST = "verzoek"
EXECUTION = "uitvoering"
TELLING = "ontvangst"
MEASURE = "maatregel"
EVALUATION = "evaluatie"
NOTIFICATION = "melding"
COMPLETION = "aanvulling"
# Outcomes of the duty to inform. Only a person who was told, or a decision not to tell, settles it.
TOLD, DEFERRED, NOT = "geinformeerd", "uitgesteld", "niet"
# How a measure stands when nothing is owed on it any more.
SETTLED = ("gereed", "vervallen")


def notice_opened(profile: Profile, about: int, day: date) -> Duty:
    """The duty to inform a person, opened on the day that the data came in (AVG 14(3))."""
    return Duty(NOTICE, about, day, profile.terms.notice.after(day))


def review_opened(profile: Profile, day: date) -> Duty:
    """The duty to check the dossier for accuracy and completeness, on the profile's term."""
    return Duty(REVIEW, 1, day, profile.terms.review.after(day))


def due_now(duties: Iterable[Duty], day: date) -> tuple[Duty, ...]:
    """The duties after an event that makes every undecided notice due at once (art. 11(2))."""
    return tuple(
        replace(duty, due=min(duty.due, day)) if duty.kind == NOTICE and not duty.outcome else duty
        for duty in duties
    )


def ending_with(duties: Iterable[Duty], end: date) -> tuple[Duty, ...]:
    """The duties on a dossier that is destroyed on `end`: no deferral outlasts it (art. 11(5))."""
    return tuple(
        replace(duty, due=min(duty.due, end)) if duty.kind == NOTICE else duty for duty in duties
    )


def open_notices(card: Card, day: date) -> tuple[Duty, ...]:
    """The duties to inform that on `day` are neither fulfilled nor decided against.

    A decision not to inform settles the duty until its review is due (art. 11(5)).
    """
    return tuple(
        duty
        for duty in card.duties
        if duty.kind == NOTICE and (duty.outcome != NOT or duty.due <= day)
    )


def notice_refusals(
    now: Circumstances,
    card: Card,
    about: int,
    content: _Content,
    end: date,
    other: Card | None = None,
) -> Iterator[Refusal]:
    """What the covenant holds against a note on the duty to inform (`informatieplicht/1`).

    `end` is the day on which the dossier is destroyed. `other` is the same subject's dossier in the
    other register where the note holds for it too: its kernpartijen are consulted and decide with
    the others (art. 11(3)).
    """
    record = card.record(about)
    if record is None or record.kind not in ("subject", "betrokkene"):
        yield Refusal(
            _(
                "betreft: record {about} of {dossier} is no person concerned",
                about=about,
                dossier=card.id,
            ),
            "11.2",
            "no-person",
        )
    elif not any(d.kind == NOTICE and d.about == about for d in card.duties):
        yield Refusal(
            _("the person of record {about} was informed before", about=about), "11.2", "informed"
        )
    consultation = content["overleg"]
    yield from dates_of_acts(now, {"overleg.datum": consultation["datum"]})
    yield from unknown_parties(now, consultation["partijen"])
    yield from unknown_officers(now, content["besloten_door"])
    controllers = now.controllers(card.parties, other.parties if other else ())
    for party_id in controllers:
        if party_id not in consultation["partijen"]:
            yield Refusal(_("{party} was not consulted", party=party_id), "11.3", "not-consulted")
    yield from absent_parties(now, controllers, content["besloten_door"], "11.3", "besloten_door")
    if content["uitkomst"] == TOLD:
        yield from dates_of_acts(now, {"op": content["op"]})
        if content["op"] < consultation["datum"]:
            yield Refusal(_("op lies before the consultation"), "11.3", "told-before-consulted")
        return
    yield from _stale_consultation(now, card, about, consultation["datum"], other)
    yield from _wrong_review(now, card, content["herzien_op"], end)


def _stale_consultation(
    now: Circumstances, card: Card, about: int, consulted: str, other: Card | None
) -> Iterator[Refusal]:
    """A refusal where the consultation was filed before: a further deferral needs one of its own.

    On the day of the former note the same may be filed again, to mend it.
    """
    former = [d.noted for d in card.duties if d.kind == NOTICE and d.about == about]
    if other is not None:
        former += [d.noted for d in other.duties if d.kind == NOTICE and _is_subject(other, d)]
    noted = max(filter(None, former), default=None)
    if noted is not None and noted < now.today and date.fromisoformat(consulted) <= noted:
        yield Refusal(
            _("overleg.datum lies not after the former note, of {noted}", noted=noted),
            "11.3",
            "stale-consultation",
            _("consult anew before deferring again"),
        )


def _is_subject(card: Card, duty: Duty) -> bool:
    record = card.record(duty.about)
    return record is not None and record.kind == "subject"


def _wrong_review(now: Circumstances, card: Card, review: str, end: date) -> Iterator[Refusal]:
    term = now.profile.terms.notice_review.after(now.today)
    latest = min(term, end)
    if not now.today < date.fromisoformat(review) <= latest:
        yield Refusal(
            _("herzien_op lies not between today and {latest}", latest=latest),
            "11.5",
            "wrong-review",
            _(
                "{dossier} is destroyed on {end}, and no deferral outlasts it",
                dossier=card.id,
                end=end,
            )
            if end < term
            else "",
        )


def notice_noted(
    duties: Iterable[Duty], about: int, content: _Content, day: date
) -> tuple[Duty, ...]:
    """The duties after such a note of `day`: gone when the person was told, else due at the review.

    Deferred or decided against, the duty comes back (art. 11(5)).
    """
    noted: list[Duty] = []
    for duty in duties:
        if duty.kind != NOTICE or duty.about != about:
            noted.append(duty)
        elif content["uitkomst"] != TOLD:
            due = date.fromisoformat(content["herzien_op"])
            noted.append(replace(duty, due=due, outcome=content["uitkomst"], noted=day))
    return tuple(noted)


def review_refusals(now: Circumstances, card: Card, content: _Content) -> Iterator[Refusal]:
    """What the covenant holds against a review (`controle/1`; art. 8(3), 10(3))."""
    article = now.profile.registers[card.register].article.split(".")[0] + ".3"
    yield from dates_of_acts(now, {"datum": content["datum"]})
    yield from unknown_officers(now, content["door"])
    for n in content["gecontroleerd"]:
        if card.record(n) is None:
            yield Refusal(
                _("gecontroleerd: {dossier} has no record {n}", dossier=card.id, n=n),
                article,
                "no-record",
            )
    next_on = date.fromisoformat(content["volgende_op"])
    latest = now.profile.terms.review.after(date.fromisoformat(content["datum"]))
    if not now.today < next_on <= latest:
        yield Refusal(
            _("volgende_op lies not between today and {latest}", latest=latest),
            article,
            "wrong-term",
        )


def reviewed(duties: Iterable[Duty], content: _Content) -> tuple[Duty, ...]:
    """The duties after a review: the next one is due when it says."""
    kept = tuple(duty for duty in duties if duty.kind != REVIEW)
    opened = date.fromisoformat(content["datum"])
    return (*kept, Duty(REVIEW, 1, opened, date.fromisoformat(content["volgende_op"])))


def planned(
    duties: Iterable[Duty], record: int, first: int, content: _Content, day: date
) -> tuple[Duty, ...]:
    """The duties after a plan (`plan/1`), filed as `record` on `day` (art. 9(3), 9(4)).

    Its measures, numbered from `first`, come beside those that still run; its evaluation takes the
    place of the former plan's.
    """
    measures = [
        Duty(MEASURE, number, day, date.fromisoformat(measure["gereed_op"]))
        for number, measure in enumerate(content["maatregelen"], start=first)
    ]
    evaluation = Duty(EVALUATION, record, day, date.fromisoformat(content["evaluatie_op"]))
    return (*(duty for duty in duties if duty.kind != EVALUATION), *measures, evaluation)


def replanned(
    duties: Iterable[Duty], record: int, former: _Content, content: _Content | None
) -> tuple[Duty, ...]:
    """The duties after the plan of `record` was corrected, or removed (`content` None; 12(6)).

    What is settled stays settled: no measure is owed anew.
    """
    gone = {(MEASURE, measure["nummer"]) for measure in former["maatregelen"]}
    gone.add((EVALUATION, record))
    due: dict[tuple[str, int], str] = {}
    if content is not None:
        due = {(MEASURE, m["nummer"]): m["gereed_op"] for m in content["maatregelen"]}
        due[EVALUATION, record] = content["evaluatie_op"]
    kept: list[Duty] = []
    for duty in duties:
        place = (duty.kind, duty.about)
        if place in due:
            kept.append(replace(duty, due=date.fromisoformat(due[place])))
        elif place not in gone:
            kept.append(duty)
    return tuple(kept)


def acted(duties: Iterable[Duty], content: _Content, due: date, day: date) -> tuple[Duty, ...]:
    """The duties after an action (`actie/1`) on a measure that its plan wants done by `due`.

    Done or dropped, it is owed no more; taken up again, it is (art. 9(4)).
    """
    known = tuple(duties)
    number = content["maatregel"]
    others = tuple(d for d in known if (d.kind, d.about) != (MEASURE, number))
    if content["stand"] in SETTLED:
        return others
    return known if others != known else (*known, Duty(MEASURE, number, day, due))


def closed(duties: Iterable[Duty]) -> tuple[Duty, ...]:
    """The duties after the closing of the plan: nothing more is owed on it (art. 9(4))."""
    return tuple(duty for duty in duties if duty.kind not in (MEASURE, EVALUATION))
