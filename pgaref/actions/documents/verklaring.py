# SPDX-License-Identifier: EUPL-1.2
"""The verklaring van vernietiging: a certificate on paper (art. 13; Archiefbesluit 1995, art. 8).

It holds no personal data and needs no key; it is made by an officer, and logged, all the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pgaref.actions.destruction import proof
from pgaref.actions.documents import gathering
from pgaref.actions.documents.gathering import Gathered
from pgaref.actions.session import Session
from pgaref.covenant import article
from pgaref.covenant.identifiers import Address
from pgaref.covenant.profile import Profile


def gather(session: Session, addresses: Sequence[Address], purpose: str) -> Gathered:
    """The certificate of one destroyed dossier."""
    dossier = gathering.whole(gathering.one(addresses))
    with session.reading("document", purpose=purpose) as work:
        certificate = proof(work.vault, dossier)
        work.reading.records = (dossier,)
        content = {
            **gathering.common(work, dossier, certificate["parties"]),
            **_readable(work.now.profile, certificate),
        }
        return Gathered(content, work.actor.recipient, work.reading.records)


def _readable(profile: Profile, certificate: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **certificate,
        "article": article.render(certificate["article"]),
        "party": gathering.named(profile, certificate["party"]),
        "parties": [gathering.named(profile, party) for party in certificate["parties"]],
    }
