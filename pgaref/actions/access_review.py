# SPDX-License-Identifier: EUPL-1.2
"""The yearly look at who can read what: art. 15(2)(f), 15(3). The log keeps that it was done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pgaref.actions.session import Session
from pgaref.covenant import authorisation, oversight
from pgaref.covenant.model import Card, Officer


@dataclass(frozen=True, slots=True)
class Access:
    """An officer, whether in office today, and what there is a key for: dossier -> sections."""

    officer: Officer
    in_office: bool
    dossiers: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Review:
    """Who can read what, and what a person has to look at."""

    access: tuple[Access, ...]
    unconfirmed: tuple[str, ...]
    former: tuple[str, ...]
    thin: tuple[str, ...]
    damaged: tuple[str, ...]


def review_access(session: Session) -> Review:
    """Who can read what by the cards of all dossiers; nothing is opened."""
    with session.reading(oversight.ACCESS) as work:
        damaged: list[str] = []
        cards = list(work.vault.cards(damaged))
        access = tuple(
            Access(officer, officer.in_office(work.now.today), dict(_readable(officer, cards)))
            for officer in work.now.officers.values()
        )
        return Review(
            access,
            tuple(officer.id for officer in oversight.unconfirmed(work.now)),
            tuple(one.officer.id for one in access if one.dossiers and not one.in_office),
            oversight.thin_parties(work.now, cards),
            tuple(damaged),
        )


def _readable(officer: Officer, cards: Sequence[Card]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for card in cards:
        sections = authorisation.readable_by(card, officer.holder)
        if sections:
            yield card.id, sections
