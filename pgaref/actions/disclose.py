# SPDX-License-Identifier: EUPL-1.2
"""Disclosing to an externe casuspartner through the outbox: art. 10(5), 14(1), 6."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pgaref.actions.dossiers import (
    file_record,
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
        _refuse(work, card, content)
        sources = _sources(work, card, content)
        refuse_if(disclosure.field_refusals(work.now, sources, content))
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


def _refuse(work: Work, card: Card, content: Mapping[str, Any]) -> None:
    """Everything that can be refused before a record is opened, at once."""
    register = register_of(work.now, card)
    refuse_if(
        refusal
        for found in (
            disclosure.recipient_refusals(work.now, card, content),
            disclosure.consent_refusals(work.now, card, content),
            disclosure.chosen_refusals(card, register, content),
        )
        for refusal in found
    )


def _sources(work: Work, card: Card, content: Mapping[str, Any]) -> list[Source]:
    numbers = [item["record"] for item in content["gegevens"]]
    opened = [
        work.opener.record(card, entry)
        for n in dict.fromkeys(numbers)
        if (entry := card.record(n)) is not None
    ]
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
