# SPDX-License-Identifier: EUPL-1.2
"""Listing dossiers by their cards; names only for whom has a key, and logged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from pgaref.actions.session import Look, ReadingWork, Session
from pgaref.covenant import retention
from pgaref.covenant.acting import purpose_of_reading
from pgaref.covenant.agenda import Entry, of_dossier
from pgaref.covenant.model import Card, State
from pgaref.covenant.profile import Profile
from pgaref.covenant.retention import Due
from pgaref.errors import IntegrityError, KeyUnavailableError, Refusal, UsageError
from pgaref.language import _


@dataclass(frozen=True, slots=True)
class Filter:
    """Which dossiers to list; empty: all."""

    register: str = ""
    state: str = ""
    party: str = ""

    def matches(self, card: Card) -> bool:
        """Whether a card is asked for."""
        return (
            self.register in ("", card.register)
            and self.state in ("", card.state)
            and (not self.party or self.party in card.parties)
        )


@dataclass(frozen=True, slots=True)
class Listed:
    """One dossier of a list: when it is archived and destroyed, and which term ends first."""

    card: Card
    dues: Mapping[str, Due]
    next: Entry
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """The dossiers asked for, today, and what is wrong with those that could not be trusted."""

    today: date
    dossiers: tuple[Listed, ...]
    damaged: tuple[str, ...] = field(default=())


def require_known(profile: Profile, wanted: Filter) -> None:
    """Refuse a filter that fits nothing by a typing error: an empty list would look like peace.

    Raises:
        UsageError: no such register, state or party.
    """
    known = {
        "register": (wanted.register, list(profile.registers)),
        "state": (wanted.state, [state.value for state in State if state is not State.VERNIETIGD]),
        "party": (wanted.party, list(profile.parties)),
    }
    for option, (value, names) in known.items():
        if value and value not in names:
            shown = ", ".join(names) if option != "party" else "pgaref party list"
            raise UsageError(
                _("--{option} names none that there is", option=option),
                hint=_("known: {shown}", shown=shown),
            )


def list_dossiers(session: Session, wanted: Filter) -> Listing:
    """The dossiers asked for, from their cards alone."""
    with session.looking() as look:
        require_known(look.now.profile, wanted)
        damaged: list[str] = []
        cards = look.vault.cards(damaged)
        found = tuple(_listed(look, card) for card in cards if wanted.matches(card))
        return Listing(look.now.today, found, tuple(damaged))


def list_names(session: Session, wanted: Filter) -> Listing:
    """The same with the subjects' names, where the file's own purpose lets the actor read them."""
    with session.reading("list") as work:
        require_known(work.now.profile, wanted)
        found: list[Listed] = []
        damaged: list[str] = []
        cards, total = work.vault.cards(damaged), len(work.vault.card_paths())
        for card in filter(wanted.matches, session.progress(cards, total)):
            try:
                found.append(_named(work, card))
            except IntegrityError as error:
                damaged.append(error.message)
        return Listing(work.now.today, tuple(found), tuple(damaged))


def _listed(look: Look | ReadingWork, card: Card) -> Listed:
    profile, lookup = look.now.profile, look.vault.lookup
    running = of_dossier(card, profile, look.now.today, lookup)
    # One that is kept for ever there is not: destruction is always among them.
    return Listed(
        card, retention.dues(card, profile, lookup), min(running, key=lambda e: (e.due, e.what))
    )


def _named(work: ReadingWork, card: Card) -> Listed:
    listed = _listed(work, card)
    purpose = purpose_of_reading(work.now, work.actor, card.register, card.state, "")
    if isinstance(purpose, Refusal):
        return listed
    for entry in reversed(card.of_kind("subject")):
        try:
            content = work.opener.record(card, entry).content
        except KeyUnavailableError:
            continue
        return replace(listed, subject=f"{content['naam']}, {content['woonplaats']}")
    return listed
