# SPDX-License-Identifier: EUPL-1.2
"""Disclosing through the outbox: art. 10(5), 14(1), 8(2)(c), 8(4), 6; Wpg 20(2)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pgaref.actions import consents, package
from pgaref.actions.consents import Consents
from pgaref.actions.dossiers import (
    file_record,
    ground_code,
    officers_of,
    open_for,
    processed,
    register_of,
)
from pgaref.actions.session import Session, Work, refuse_if
from pgaref.covenant import consent, disclosure, recording
from pgaref.covenant.duties import due_now
from pgaref.covenant.handover import Source
from pgaref.covenant.model import Card, Package
from pgaref.storage import age, keys, layout
from pgaref.storage.dossier import DossierChange
from pgaref.storage.keys import Wrapped


@dataclass(frozen=True, slots=True)
class Disclosed:
    """Where the package lies, the key of who confirmed secrecy, and who has one too.

    Where nobody had to confirm secrecy, it is the key of the receiving party's first officer.
    """

    dossier: str
    record: int
    package: str
    key: str
    holders: tuple[str, ...] = field(default=())


def disclose(
    session: Session,
    dossier: str,
    content: Mapping[str, Any],
    *,
    signatures: Iterable[tuple[str, ...]] = (),
    dry_run: bool = False,
) -> Disclosed:
    """Record a disclosure (`verstrekking/1`); its package holds exactly the chosen fields.

    `signatures` are the base64 lines of those made over the consent text.
    """
    with session.writing("disclose", dossier=dossier) as work:
        card = open_for(work, dossier, "disclose")
        given = consents.verified(work, card, content, signatures)
        sources = _allowed(work, card, given)
        laid_down = recording.laid_down(work.now, sources, content)
        recorded = {**given.content, **({"wpg": laid_down} if laid_down else {})}
        work.transaction.ground = ground_code(content["grondslag"])
        change = work.change(card)
        number = file_record(work, change, recorded, written=content)
        chosen = disclosure.chosen(sources, content)
        text = package.make(work, change, number, recorded, chosen)
        made = _put(work, change, number, content, text)
        processed(work, change, "disclose")
        change.save()
        if not dry_run:
            work.transaction.commit()
        return made


def _allowed(work: Work, card: Card, given: Consents) -> list[Source]:
    """The records chosen, and what they rest on; or all refusals at once, consents last.

    Records are opened only where neither the recipient nor the choice is refused already.
    """
    now, register, content = work.now, register_of(work.now, card), given.content
    found = [
        *disclosure.recipient_refusals(now, card, register, content),
        *disclosure.chosen_refusals(card, register, content),
    ]
    sources = [] if found else _sources(work, card, content)
    if sources:
        found += disclosure.field_refusals(now, register, sources, content)
    if not found:
        found += recording.recording_refusals(now, sources, content)
    found += given.unfit
    found += consent.consent_refusals(now, card, register, content, given.verdicts)
    refuse_if(iter(found))
    return sources


def _sources(work: Work, card: Card, content: Mapping[str, Any]) -> list[Source]:
    """The records chosen, the signals that they rest on, and those that they could quote."""
    chosen = _opened(work, card, (item["record"] for item in content["gegevens"]))
    there = {source.n for source in chosen}
    others = [n for source in chosen for n in recording.resting_on(source)]
    if any(source.kind not in recording.GROUNDED for source in chosen):
        signals = card.of_kind("signaal")
        others += [entry.n for entry in signals if work.opener.holds(card, entry.section)]
    return [*chosen, *_opened(work, card, (n for n in others if n not in there))]


def _opened(work: Work, card: Card, numbers: Iterable[int]) -> list[Source]:
    entries = (card.record(n) for n in dict.fromkeys(numbers))
    opened = [work.opener.record(card, entry) for entry in entries if entry is not None]
    return [Source(r.address.record, r.kind, r.section, r.content) for r in opened]


def _put(
    work: Work, change: DossierChange, number: int, content: Mapping[str, Any], text: bytes
) -> Disclosed:
    """The package's keys, and the package on the card: what is not there is never used."""
    party, dossier = content["aan"], change.card.id
    fresh = keys.fresh(officers_of(work.now, [party]))
    data = age.encrypt(text, [fresh.recipient])
    sha256 = hashlib.sha256(data).hexdigest()
    entry = Package(number, party, fresh.recipient, sha256, fresh.digests)
    duties = due_now(change.card.duties, work.now.today)
    change.update(packages=(*change.card.packages, entry), duties=duties)
    for holder, file in fresh.files.items():
        work.transaction.put(layout.package_key(party, dossier, number, _officer(holder)), file)
    path = layout.package_file(party, dossier, number)
    work.transaction.put(path, data, bound=True)
    key = layout.package_key(party, dossier, number, _reader(fresh, content))
    return Disclosed(dossier, number, path, key, tuple(sorted(fresh.files)))


def _reader(fresh: Wrapped, content: Mapping[str, Any]) -> str:
    """Who confirmed secrecy, where that officer has a key, or the first who has."""
    readers = [_officer(holder) for holder in fresh.files]
    confirming: str = content.get("geheimhouding", {}).get("bevestigd_door", "")
    return confirming if confirming in readers else readers[0]


def _officer(holder: str) -> str:
    return holder.partition("/")[2]
