# SPDX-License-Identifier: EUPL-1.2
"""The notice to the subject, or to a person of the surroundings: art. 11(2), 11(5); AVG 14.

It names kinds of data, sources and recipients, and quotes no record but the address. Restricted
data add nothing to it, so that what is left out does not show.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pgaref.actions.documents import gathering
from pgaref.actions.documents.gathering import NAW, RELATION, Gathered
from pgaref.actions.session import ReadingWork, Session
from pgaref.covenant.identifiers import Address
from pgaref.covenant.model import Card, RecordEntry
from pgaref.errors import UsageError
from pgaref.language import _
from pgaref.storage.records import Record


def gather(session: Session, addresses: Sequence[Address], purpose: str) -> Gathered:
    """The notice to the subject of a dossier or, by a record's address, to that relation."""
    address = gathering.one(addresses)
    with session.reading("document", dossier=address.dossier, purpose=purpose) as work:
        card = work.vault.card(address.dossier)
        entries, left_out = gathering.printable(work, card)
        chosen = _chosen(card, entries, address)
        records = gathering.opened(work, card, chosen)
        content = {
            **gathering.common(work, str(address), card.parties),
            "geadresseerde": records[0].content if address.record else gathering.subject(records),
            "doeleinden": gathering.goals(work.now.profile),
            "ontvangers": _receivers(work, card, chosen),
            "bewaartermijnen": gathering.retention_terms(work, card),
            **(
                _about_relation(work, card, records[0]) if address.record else _about(work, records)
            ),
        }
        left = () if address.record else left_out
        return Gathered(content, work.actor.recipient, work.reading.records, left)


def _chosen(
    card: Card, entries: Iterable[RecordEntry], address: Address
) -> tuple[RecordEntry, ...]:
    """What the notice rests on: the relation alone, or the subject and the signals.

    Raises:
        UsageError: the address is no relation's.
    """
    if not address.record:
        return tuple(entry for entry in entries if entry.kind in ("subject", "signaal"))
    chosen = tuple(e for e in entries if e.n == address.record and e.kind == "betrokkene")
    if not chosen and not any(e.n == address.record for e in card.of_kind("betrokkene")):
        raise UsageError(
            _("{address} is no person of the surroundings", address=address),
            hint=_("the subject: {dossier}", dossier=card.id),
        )
    return chosen


def _receivers(work: ReadingWork, card: Card, entries: Iterable[RecordEntry]) -> list[str]:
    """The parties with a key of what the notice is about, in the order of the covenant."""
    sections = {entry.section for entry in entries}
    holders = {key.partition("/")[0] for name in sections for key in card.sections[name].keys}
    return [party.name for party in work.now.profile.parties.values() if party.id in holders]


def _about(work: ReadingWork, records: Iterable[Record]) -> dict[str, Any]:
    """Grounds, kinds of data and sources, from the signals."""
    profile = work.now.profile
    categories = profile.categories
    signals = [record.content for record in records if record.kind == "signaal"]
    grounds = [ground for signal in signals for ground in signal["grondslag"]]
    return {
        "grondslagen": _distinct(str(gathering.named(profile, ground)) for ground in grounds),
        "categorieen": _distinct([NAW, *(categories[s["gegevens"]].description for s in signals)]),
        "herkomst": _distinct(str(gathering.named(profile, s["inbrenger"])) for s in signals),
    }


def _about_relation(work: ReadingWork, card: Card, record: Record) -> dict[str, Any]:
    """The same of a person of the surroundings, of whom no signal tells."""
    return {
        "grondslagen": [gathering.basis(work.now.profile, card, record.section)],
        "categorieen": [NAW, RELATION],
        "herkomst": [gathering.FROM_PLAN],
    }


def _distinct(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))
