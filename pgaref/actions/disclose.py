# SPDX-License-Identifier: EUPL-1.2
"""Disclosing to an externe casuspartner through the outbox: art. 10(5), 14(1), 6."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pgaref.actions.dossiers import (
    file_record,
    ground_code,
    officers_of,
    open_for,
    processed,
    register_of,
)
from pgaref.actions.session import Session, Work, refuse_if
from pgaref.covenant import disclosure
from pgaref.covenant.duties import due_now
from pgaref.covenant.handover import Source
from pgaref.covenant.model import Card, Package
from pgaref.storage import age, keys, layout, yamltext
from pgaref.storage.dossier import DossierChange
from pgaref.storage.keys import Wrapped


@dataclass(frozen=True, slots=True)
class Disclosed:
    """Where the package lies, the key of who confirmed secrecy, and who has one too."""

    dossier: str
    record: int
    package: str
    key: str
    holders: tuple[str, ...] = field(default=())


def disclose(
    session: Session, dossier: str, content: Mapping[str, Any], *, dry_run: bool = False
) -> Disclosed:
    """Record a disclosure (`verstrekking/1`); its package holds exactly the chosen fields."""
    with session.writing("disclose", dossier=dossier) as work:
        card = open_for(work, dossier, "disclose")
        sources = _allowed(work, card, content)
        work.transaction.ground = ground_code(content["grondslag"])
        change = work.change(card)
        number = file_record(work, change, content)
        party: str = content["aan"]
        fresh = keys.fresh(officers_of(work.now, [party]))
        package = layout.package_file(party, card.id, number)
        data = age.encrypt(_text(work, card, number, sources, content), [fresh.recipient])
        _put(work, change, number, party, fresh, data)
        processed(work, change, "disclose")
        change.save()
        work.transaction.put(package, data, bound=True)
        if not dry_run:
            work.transaction.commit()
        key = layout.package_key(party, card.id, number, content["geheimhouding"]["bevestigd_door"])
        return Disclosed(card.id, number, package, key, tuple(sorted(fresh.files)))


def _allowed(work: Work, card: Card, content: Mapping[str, Any]) -> list[Source]:
    """The records chosen, and what they rest on; or all refusals at once, consents last.

    Records are opened only where neither the recipient nor the choice is refused already.
    """
    register = register_of(work.now, card)
    found = [
        *disclosure.recipient_refusals(work.now, card, content),
        *disclosure.chosen_refusals(card, register, content),
    ]
    sources = [] if found else _sources(work, card, content)
    if sources:
        found += disclosure.field_refusals(work.now, sources, content)
    refuse_if(iter([*found, *disclosure.consent_refusals(work.now, card, content)]))
    return sources


def _sources(work: Work, card: Card, content: Mapping[str, Any]) -> list[Source]:
    """The records chosen, and the signals that they rest on."""
    chosen = _opened(work, card, (item["record"] for item in content["gegevens"]))
    there = {source.n for source in chosen}
    resting = (n for source in chosen for n in disclosure.resting_on(source) if n not in there)
    return [*chosen, *_opened(work, card, resting)]


def _opened(work: Work, card: Card, numbers: Iterable[int]) -> list[Source]:
    entries = (card.record(n) for n in dict.fromkeys(numbers))
    opened = [work.opener.record(card, entry) for entry in entries if entry is not None]
    return [Source(r.address.record, r.kind, r.section, r.content) for r in opened]


def _text(
    work: Work, card: Card, number: int, sources: list[Source], content: Mapping[str, Any]
) -> bytes:
    """What the receiver reads: exactly the chosen fields, why, and under which duty of secrecy."""
    kept = ("aan", "grondslag", "soort_gegevens", "doel", "noodzaak", "geheimhouding")
    return yamltext.dump(
        {
            "verstrekking": f"{card.id}/{number}",
            "datum": work.now.today.isoformat(),
            **{name: content[name] for name in kept},
            "gegevens": disclosure.chosen(sources, content),
        }
    )


def _put(
    work: Work,
    change: DossierChange,
    number: int,
    party: str,
    fresh: Wrapped,
    data: bytes,
) -> None:
    """The package's keys, and the package on the card: what is not there is never used."""
    sha256 = hashlib.sha256(data).hexdigest()
    package = Package(number, party, fresh.recipient, sha256, fresh.digests)
    duties = due_now(change.card.duties, work.now.today)
    change.update(packages=(*change.card.packages, package), duties=duties)
    for holder, file in fresh.files.items():
        officer = holder.partition("/")[2]
        work.transaction.put(layout.package_key(party, change.card.id, number, officer), file)
