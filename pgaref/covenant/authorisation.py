# SPDX-License-Identifier: EUPL-1.2
"""Who has a key of a section and who should have: art. 10(4), 13(2), 15(2)(b), (c), (f).

A party that reads a section reads it through all its officers in office. Whoever is not, or no
longer, in office keeps no key that opens what is there: the section gets another one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from pgaref.covenant.circumstances import Circumstances
from pgaref.covenant.model import Card, Officer, Package, Section
from pgaref.errors import Refusal
from pgaref.language import _

Readers = Mapping[str, tuple[Officer, ...]]
_ARTICLE = "15.2.c"


@dataclass(frozen=True, slots=True)
class Pending:
    """What is to be done on a section: `missing` get a key, `former` (`party/officer`) lose theirs.

    `staying` are all who read it afterwards, `readers` those of them who have a key now. Of the
    parties `unheard` nobody in office could read: that comes first, as nobody is dropped silently.
    """

    section: str
    missing: tuple[Officer, ...]
    former: tuple[str, ...]
    staying: tuple[Officer, ...]
    readers: tuple[str, ...]
    unheard: tuple[str, ...]


def readers(now: Circumstances) -> Readers:
    """Party -> its officers in office who can read; of one that has none, nothing.

    Of a party that has withdrawn nobody is waited for (art. 18(2)): it has an empty place.
    """
    found: dict[str, list[Officer]] = {
        party: [] for party in now.withdrawals if now.withdrawn(party)
    }
    for officer in now.officers.values():
        if officer.recipient and officer.in_office(now.today):
            found.setdefault(officer.party, []).append(officer)
    return {party: tuple(officers) for party, officers in found.items()}


def pending(card: Card, reading: Readers) -> tuple[Pending, ...]:
    """What is to be done on a dossier's sections so that officers in office alone read them."""
    found = (_of_section(name, section, reading) for name, section in sorted(card.sections.items()))
    return tuple(one for one in found if one.missing or one.former)


def _of_section(name: str, section: Section, reading: Readers) -> Pending:
    sealed = bool(section.seal)
    holders = sorted({*section.keys, *section.seals})
    parties = sorted({party_of(holder) for holder in holders})
    staying = tuple(officer for party in parties for officer in reading.get(party, ()))
    names = {officer.holder for officer in staying}
    whole = section.keys.keys() & section.seals.keys() if sealed else section.keys.keys()
    return Pending(
        section=name,
        missing=tuple(officer for officer in staying if officer.holder not in whole),
        former=tuple(holder for holder in holders if holder not in names),
        staying=staying,
        readers=tuple(holder for holder in sorted(whole) if holder in names),
        unheard=tuple(party for party in parties if party not in reading),
    )


def party_of(holder: str) -> str:
    """The party of a holder (`party/officer`)."""
    return holder.partition("/")[0]


def readable_by(card: Card, holder: str) -> tuple[str, ...]:
    """The sections of a dossier of which somebody (`party/officer`) has a key."""
    return tuple(
        name
        for name, section in sorted(card.sections.items())
        if holder in section.keys or holder in section.seals
    )


def packages_to_take_back(card: Card, reading: Readers) -> tuple[Package, ...]:
    """What lies ready in the outbox and opens to a key of somebody who is not in office."""
    return tuple(
        package
        for package in card.packages
        if package.keys.keys() - {officer.holder for officer in reading.get(package.party, ())}
    )


def without(now: Circumstances, officer: Officer) -> Circumstances:
    """The circumstances once an officer's authorisation has ended today."""
    ended = replace(officer, revoked=now.today)
    return replace(now, officers={**now.officers, officer.id: ended})


def revocation_refusals(
    now: Circumstances, cards: Iterable[Card], actor: Officer, officer: Officer
) -> Iterator[Refusal]:
    """A refusal to end an authorisation by somebody who may not, or of a last reader."""
    uitvoerder = now.profile.uitvoerder.id
    if officer.id == actor.id:
        yield Refusal(
            _("nobody ends an authorisation of their own"),
            _ARTICLE,
            "own-revocation",
            _("run it as another officer: --identity FILE"),
        )
    elif actor.party not in (officer.party, uitvoerder):
        yield Refusal(
            _("{actor} does not act for {party}", actor=actor.id, party=officer.party),
            _ARTICLE,
            "wrong-role",
        )
    yield from _locked_out(without(now, officer), cards, officer)


def _locked_out(after: Circumstances, cards: Iterable[Card], officer: Officer) -> Iterator[Refusal]:
    """A refusal where a party, or a section, would be left without anybody who reads."""
    holder = officer.holder
    reading = [(card, readable_by(card, holder)) for card in cards]
    reading = [(card, names) for card, names in reading if names]
    reading_after = readers(after)
    needed = officer.party == after.profile.uitvoerder.id or bool(reading)
    if needed and officer.recipient and officer.party not in reading_after:
        yield Refusal(
            _(
                "{officer} is the last officer of {party} with a key",
                officer=officer.id,
                party=officer.party,
            ),
            "15.2.b",
            "last-reader",
            _(
                "first pgaref officer add {party} ID --name NAME --card FILE --accepted DATE, "
                "then pgaref officer rekey",
                party=officer.party,
            ),
        )
        return
    for card, names in reading:
        open_to = {one.section: one.readers for one in pending(card, reading_after)}
        for name in names:
            if not open_to[name]:
                yield Refusal(
                    _(
                        "nobody else in office has a key of section {name} of {dossier}",
                        name=name,
                        dossier=card.id,
                    ),
                    "15.2.b",
                    "last-reader",
                    _("pgaref officer rekey gives one to the other officers"),
                )


def confirmation_refusals(
    now: Circumstances, actor: Officer, officer: Officer
) -> Iterator[Refusal]:
    """A refusal to confirm a card by somebody who may not, or where there is none (15(2)(c))."""
    if not officer.recipient:
        yield Refusal(
            _("{officer} has no card that could be confirmed", officer=officer.id),
            _ARTICLE,
            "no-card",
        )
    if not officer.in_office(now.today):
        yield Refusal(
            _("{officer} is not in office", officer=officer.id), _ARTICLE, "not-in-office"
        )
    if officer.id == actor.id:
        yield Refusal(
            _("nobody confirms a card of their own"),
            _ARTICLE,
            "own-card",
            _("another officer compares the check code with the person"),
        )
    elif actor.party not in (officer.party, now.profile.uitvoerder.id):
        yield Refusal(
            _("{actor} does not act for {party}", actor=actor.id, party=officer.party),
            _ARTICLE,
            "wrong-role",
        )
