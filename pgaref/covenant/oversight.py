# SPDX-License-Identifier: EUPL-1.2
"""What is due on the vault as a whole: whose card to confirm, who reads what: art. 15(2), 15(3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from pgaref.covenant.agenda import Entry
from pgaref.covenant.authorisation import party_of, pending, readers
from pgaref.covenant.circumstances import Circumstances
from pgaref.covenant.model import Card, Officer


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


def entries(
    now: Circumstances, cards: Sequence[Card], access: date | None, log: date | None
) -> Iterator[Entry]:
    """What is due on the vault; `access`, `log`: the days on which those were last reviewed."""
    rules = now.profile.authorisations
    for officer in unconfirmed(now):
        yield _entry(
            now,
            f"confirm {officer.id}",
            rules.confirm.after(officer.since),
            rules.confirm.article,
            f"pgaref officer confirm {officer.id} --how CODE",
        )
    for officer, day in _with_keys_left(now, cards):
        what = f"renew what {officer.id} opens"
        yield _entry(now, what, day, rules.confirm.article, "pgaref officer rekey")
    founded = min(officer.since for officer in now.officers.values())
    every = now.profile.log_review.every
    due = every.after(log or founded)
    yield _entry(now, "log review", due, every.article, "pgaref log review --findings FILE")
    due = rules.review.after(access or founded)
    yield _entry(now, "access review", due, rules.review.article, "pgaref officer review")
    for party in thin_parties(now, cards):
        add = f"pgaref officer add {party} ID --name NAME --card FILE --accepted DATE"
        yield _entry(now, f"more officers of {party}", due, "15.2.b", add)


def _with_keys_left(now: Circumstances, cards: Iterable[Card]) -> Iterator[tuple[Officer, date]]:
    """Who is out of office and still has a key, and the last day on which that was right."""
    reading = readers(now)
    holders = {h for card in cards for one in pending(card, reading) for h in one.former}
    for officer in now.officers.values():
        if officer.holder in holders and officer.last_day is not None:
            yield officer, officer.last_day


def _entry(now: Circumstances, what: str, due: date, article: str, command: str) -> Entry:
    key = what.replace(" ", "-")
    return Entry("", key, what, due, (due - now.today).days, article, command)
