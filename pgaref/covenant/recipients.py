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
    """Every recipient: readers by party, those who left too, then disclosures in their order.

    `events` are the records of kinds `deelname`, `vertrek` and `verstrekking`; `archived` is the
    day on which the dossier went into the archive, where kernpartijen alone read (art. 13(2)).
    """
    register = profile.registers[card.register]
    joined = {str(e.content["partij"]): e.day for e in events if e.kind == "deelname"}
    left = {str(e.content["partij"]): e.day for e in events if e.kind == "vertrek"}
    parties = sorted({*card.parties, *left, *joined, profile.uitvoerder.id})
    readers = (
        _reader(profile, register, card, party, joined, left.get(party), archived)
        for party in parties
    )
    return (*(reader for reader in readers if reader.what), *_disclosed(events))


def _reader(
    profile: Profile,
    register: RegisterRule,
    card: Card,
    party: str,
    joined: Mapping[str, date],
    left: date | None,
    archived: date | None,
) -> Recipient:
    held = {name: _holders(card, name, party) for name in card.sections}
    now = tuple(sorted(name for name, holders in held.items() if holders))
    since = joined.get(party, card.opened)
    until = None
    if party not in (*card.parties, profile.uitvoerder.id):
        until = left
    elif not now:
        until = archived
    there = tuple(sorted({*card.parties, party}))
    ever = tuple(
        sorted(n for n, who in access.readers(profile, register, there).items() if party in who)
    )
    holders = tuple(sorted({holder for holders in held.values() for holder in holders}))
    articles = articles_of(profile, register, party, now or ever)
    return Recipient(party, now or ever, since, until, articles, holders)


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


def to_be_told(
    profile: Profile, found: Iterable[Recipient], section: str, record: int
) -> tuple[str, ...]:
    """The parties that have to hear of a correction of a record in a section (art. 12(6)).

    All that read the section, now or before, and all to which the record was disclosed; not the
    uitvoerder, who carries it out.
    """
    told = {
        recipient.party
        for recipient in found
        if (str(record) if recipient.disclosure else section) in recipient.what
    }
    return tuple(sorted(told - {profile.uitvoerder.id}))
