# SPDX-License-Identifier: EUPL-1.2
"""Who received or could read what of a dossier, since when, on which ground.

AVG 15(1)(c) asks for concrete recipients: every party that holds or held a key, and everybody to
whom something was disclosed (art. 8(4), 10(4), 10(5), 12(3), 12(6)).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pgaref.covenant import access
from pgaref.covenant.model import Card
from pgaref.covenant.profile import Profile, RegisterRule

_Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Event:
    """A record that tells of a recipient: its number, kind, the day of recording, its content."""

    n: int
    kind: str
    day: date
    content: _Content


@dataclass(frozen=True, slots=True)
class Recipient:
    """One party that could read `what`, or to which it was disclosed.

    `what` names sections, or the record of a disclosure; `holders` are the officers who hold a key
    now; `until` is None while the party can read. `grounds`: articles, or the grounds of article 6.
    """

    party: str
    what: tuple[str, ...]
    since: date
    until: date | None
    grounds: tuple[str, ...]
    holders: tuple[str, ...] = ()
    disclosure: int = 0


def recipients(
    profile: Profile, card: Card, events: Sequence[Event], archived: date | None = None
) -> tuple[Recipient, ...]:
    """Every recipient: readers by party, once for each time they took part, then disclosures.

    `events` are the records of kinds `deelname`, `vertrek` and `verstrekking`; `archived` is the
    day on which the dossier went into the archive, where kernpartijen alone read (art. 13(2)).
    """
    came_or_left = {str(e.content["partij"]) for e in events if e.kind in ("deelname", "vertrek")}
    parties = sorted({*card.parties, *came_or_left, profile.uitvoerder.id})
    readers = (
        reader
        for party in parties
        for reader in _reader(profile, card, party, _periods(card, party, events), archived)
    )
    return (*(reader for reader in readers if reader.what), *_disclosed(events))


def _periods(
    card: Card, party: str, events: Sequence[Event]
) -> tuple[tuple[date, date | None], ...]:
    """From which day to which a party took part, each time that it did; the last may go on.

    Who takes part from the start came with no record; who left may come back.
    """
    own = [e for e in events if e.kind in ("deelname", "vertrek") and e.content["partij"] == party]
    found: list[tuple[date, date | None]] = []
    if not own or own[0].kind == "vertrek":
        found.append((card.opened, None))
    for event in own:
        if event.kind == "deelname":
            found.append((event.day, None))
        else:
            found[-1] = (found[-1][0], event.day)
    return tuple(found)


def _reader(
    profile: Profile,
    card: Card,
    party: str,
    periods: Sequence[tuple[date, date | None]],
    archived: date | None,
) -> Iterator[Recipient]:
    """A party as a recipient, once for each period; with its keys in the one that goes on."""
    register = access.as_made(profile.registers[card.register], card)
    held = {name: _holders(card, name, party) for name in card.sections}
    now = tuple(sorted(name for name, holders in held.items() if holders))
    there = tuple(sorted({*card.parties, party}))
    ever = tuple(
        sorted(n for n, who in access.readers(profile, register, there).items() if party in who)
    )
    holders = tuple(sorted({holder for holders in held.values() for holder in holders}))
    for since, left in periods:
        reads = now if left is None else ()
        until = archived if left is None and not now else left
        what = reads or ever
        articles = articles_of(profile, register, party, what)
        yield Recipient(party, what, since, until, articles, holders if reads else ())


def _holders(card: Card, section: str, party: str) -> tuple[str, ...]:
    listed = card.sections[section]
    keys = listed.seals if listed.seal else listed.keys
    return tuple(name.partition("/")[2] for name in keys if name.startswith(f"{party}/"))


def articles_of(
    profile: Profile, register: RegisterRule, party: str, sections: Iterable[str]
) -> tuple[str, ...]:
    """By which articles of the profile a party reads these sections."""
    body = profile.parties[party]
    wanted = set(sections)
    found = [
        rule.article
        for section in register.sections
        if section.name in wanted
        for rule in section.readers
        if body.matches([rule.who])
    ]
    reporter = register.reporter
    if reporter is not None and any(access.is_reporter_section(register, s) for s in wanted):
        found.append(reporter.article)
    return tuple(dict.fromkeys(found))


def _disclosed(events: Sequence[Event]) -> Iterator[Recipient]:
    for event in events:
        if event.kind == "verstrekking":
            yield Recipient(
                party=str(event.content["aan"]),
                what=tuple(str(item["record"]) for item in event.content["gegevens"]),
                since=event.day,
                until=None,
                grounds=tuple(event.content["grondslag"]),
                disclosure=event.n,
            )


def of_record(found: Iterable[Recipient], section: str, record: int) -> Iterator[Recipient]:
    """Who read the section of a record, now or before, or was given that record."""
    for recipient in found:
        if (str(record) if recipient.disclosure else section) in recipient.what:
            yield recipient


def to_be_told(
    profile: Profile, found: Iterable[Recipient], section: str, record: int
) -> tuple[str, ...]:
    """The parties that have to hear of a correction of a record in a section (art. 12(6)).

    All that read the section, now or before, and all to which the record was disclosed; not the
    uitvoerder, who carries it out.
    """
    told = {recipient.party for recipient in of_record(found, section, record)}
    return tuple(sorted(told - {profile.uitvoerder.id}))
