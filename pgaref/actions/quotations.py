# SPDX-License-Identifier: EUPL-1.2
"""Comparing what is filed with the restricted records of a dossier: art. 6(b), 8(2), 10(2)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from pgaref.actions.session import Work, refuse_if
from pgaref.covenant import access, quoting
from pgaref.covenant.model import Card
from pgaref.covenant.quoting import Kept
from pgaref.language import _
from pgaref.storage.dossier import DossierChange

_Found = tuple[str, str, Mapping[str, object]]


def refuse_quotation(
    work: Work,
    change: DossierChange,
    section: str,
    written: Mapping[str, object],
    beside: Sequence[Card] = (),
) -> None:
    """Refuse a text for `section` that quotes what its readers may not all read (art. 6(b)).

    What the actor can open is compared: of this dossier, of the same subject's in the other
    register, and of those `beside` it.

    Raises:
        RefusedError: each field that quotes a restricted record, and which one.
    """
    register = access.as_made(work.now.profile.registers[change.card.register], change.card)
    hidden = access.hidden_from(work.now.profile, register, change.card.parties, section)
    found = [*_own(work, change, hidden)]
    for other in (*_counterpart(work, change.card), *beside):
        found += _opened(work, other, hidden, f"{other.id}/")
    articles = {rule.name: rule.article for rule in register.sections}
    kept = [Kept(name, articles[place], content) for name, place, content in found]
    if any(quoting.quoting_refusals(written, kept)):
        there = access.known_in(work.now.profile, register, change.card.parties, section)
        known = [content for _, _, content in _own(work, change, there)]
        refuse_if(quoting.quoting_refusals(written, kept, known))


def refuse_quoting(work: Work, written: Mapping[str, object], cards: Sequence[Card]) -> None:
    """Refuse a text for people outside these dossiers that quotes a restricted record of one.

    Raises:
        RefusedError: each field that quotes a restricted record, and which one.
    """
    kept = []
    for card in cards:
        rules = work.now.profile.registers[card.register].sections
        restricted = {rule.name: rule.article for rule in rules if rule.restricted}
        found = _opened(work, card, restricted, f"{card.id}/")
        kept += [Kept(name, restricted[place], content) for name, place, content in found]
    refuse_if(quoting.quoting_refusals(written, kept))


def _own(work: Work, change: DossierChange, sections: Collection[str]) -> Iterator[_Found]:
    """Name, section and content of the records there of a dossier under change, new ones too."""
    yield from _opened(work, change.stored, sections, "")
    for entry in change.card.records:
        if entry.n in change.added and entry.section in sections:
            yield _("record {n}", n=entry.n), entry.section, change.added[entry.n]


def _opened(work: Work, card: Card, sections: Collection[str], of: str) -> Iterator[_Found]:
    """The same of a stored dossier, as far as the actor has keys; `of` goes before its numbers."""
    for entry in card.records:
        if entry.section in sections and work.opener.holds(card, entry.section):
            record = work.opener.record(card, entry)
            yield _("record {n}", n=f"{of}{entry.n}"), entry.section, record.content


def _counterpart(work: Work, card: Card) -> tuple[Card, ...]:
    """The same subject's dossier in the other register, where there is one to look at."""
    other = work.vault.lookup(card.counterpart) if card.counterpart else None
    return () if other is None else (other,)
