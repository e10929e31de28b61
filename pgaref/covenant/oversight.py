# SPDX-License-Identifier: EUPL-1.2
"""What is due on the vault as a whole: cards to confirm, reviews, evaluations: art. 15, 18(4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from pgaref.covenant.agenda import Entry
from pgaref.covenant.authorisation import party_of, pending, readers
from pgaref.covenant.circumstances import (
    Circumstances,
    dates_of_acts,
    unknown_officers,
    unknown_parties,
)
from pgaref.covenant.model import Card, Officer
from pgaref.covenant.profile import Profile
from pgaref.errors import Refusal
from pgaref.language import _


def unconfirmed(now: Circumstances) -> tuple[Officer, ...]:
    """The officers in office whose card nobody has confirmed (art. 15(2)(c)).

    The first officer of the uitvoerder made the vault with that card.
    """
    first = min(
        (o for o in now.officers.values() if o.party == now.profile.uitvoerder.id),
        key=lambda officer: officer.since,
        default=None,
    )
    return tuple(
        officer
        for officer in now.officers.values()
        if officer is not first
        and officer.recipient
        and officer.confirmed is None
        and officer.in_office(now.today)
    )


def thin_parties(now: Circumstances, cards: Iterable[Card]) -> tuple[str, ...]:
    """The parties that read some dossier, and have fewer readers in office than they should."""
    holders = {h for c in cards for s in c.sections.values() for h in (*s.keys, *s.seals)}
    parties = {now.profile.uitvoerder.id, *map(party_of, holders)}
    least = now.profile.authorisations.least
    return tuple(party for party in sorted(parties) if len(now.readers_of(party)) < least)


# What is done again and again on the vault as a whole; the first is a reading, others are signed.
ACCESS, LOG = "officer review", "log review"
EVALUATING = "evaluate"
# The evaluation of article 18(4), counted from the covenant's entry into force.
COVENANT = "convenant"


def evaluation(what: str) -> str:
    """The act that files an evaluation: of the `beveiliging`, or of the `convenant`."""
    return f"{EVALUATING} {what}"


def evaluation_refusals(now: Circumstances, content: Mapping[str, Any]) -> Iterator[Refusal]:
    """What the covenant holds against an evaluation (`evaluatie/1`; art. 15(3), 18(4)).

    The controllers evaluate (art. 4): one of their officers is among those who did.
    """
    yield from dates_of_acts(now, {name: content[name] for name in ("datum", "van", "tot")})
    if content["tot"] < content["van"]:
        yield Refusal(_("tot lies before van"), "15.3", "early-date")
    yield from unknown_officers(now, content["door"])
    if not now.parties_of(content["door"]) & now.profile.kernpartijen:
        yield Refusal(
            _("no kernpartij is represented in door"),
            "4",
            "not-represented",
            _("name an officer of a kernpartij who was there: pgaref officer list"),
        )
    measures = content.get("maatregelen", ())
    yield from unknown_parties(now, [measure["wie"] for measure in measures if "wie" in measure])


def entries(
    now: Circumstances, cards: Sequence[Card], last: Mapping[str, date | None]
) -> Iterator[Entry]:
    """What is due on the vault; `last`: by act, the day on which it was last done, if ever."""
    rules = now.profile.authorisations
    for officer in unconfirmed(now):
        yield _entry(
            now,
            f"confirm-{officer.id}",
            _("confirm {officer}", officer=officer.id),
            rules.confirm.after(officer.since),
            rules.confirm.article,
            f"pgaref officer confirm {officer.id} --how CODE",
        )
    for officer, day in _with_keys_left(now, cards):
        what = _("renew what {officer} opens", officer=officer.id)
        key = f"renew-{officer.id}"
        yield _entry(now, key, what, day, rules.confirm.article, "pgaref officer rekey")
    founded = min(officer.since for officer in now.officers.values())
    terms = {
        LOG: (_("log review"), now.profile.log_review.every, "pgaref log review --findings FILE"),
        **{
            evaluation(what): (
                _("evaluation of {what}", what=what),
                term,
                f"pgaref {evaluation(what)} FILE",
            )
            for what, term in now.profile.evaluations.items()
        },
        ACCESS: (_("access review"), rules.review, "pgaref officer review"),
    }
    for act, (what, term, command) in terms.items():
        due = term.after(last.get(act) or founded)
        if act == evaluation(COVENANT) and last.get(act) is None:
            due = _first_evaluation(now.profile, founded)
        yield _entry(now, act.replace(" ", "-"), what, due, term.article, command)
    due = rules.review.after(last.get(ACCESS) or founded)
    for party in thin_parties(now, cards):
        add = f"pgaref officer add {party} ID --name NAME --card FILE --accepted DATE"
        what = _("more officers of {party}", party=party)
        yield _entry(now, f"more-officers-{party}", what, due, "15.2.b", add)


def _first_evaluation(profile: Profile, founded: date) -> date:
    """When the covenant is evaluated for the first time (art. 18(4)).

    So long after its entry into force, whenever the vault was made. Where that day lies before the
    making of the vault, nobody here knows what was done on it, and the term runs from the making.
    """
    term = profile.evaluations[COVENANT]
    first = term.after(profile.since)
    return first if first >= founded else term.after(founded)


def _with_keys_left(now: Circumstances, cards: Iterable[Card]) -> Iterator[tuple[Officer, date]]:
    """Who is out of office and still has a key, and the last day on which that was right."""
    reading = readers(now)
    holders = {h for card in cards for one in pending(card, reading) for h in one.former}
    for officer in now.officers.values():
        if officer.holder in holders and officer.last_day is not None:
            yield officer, officer.last_day


def _entry(now: Circumstances, key: str, what: str, due: date, article: str, command: str) -> Entry:
    return Entry("", key, what, due, (due - now.today).days, article, command)
