# SPDX-License-Identifier: EUPL-1.2
"""The integral plan van aanpak with the standing of its measures: art. 9(3), 9(4), 10(5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pgaref.actions.documents import gathering
from pgaref.actions.documents.gathering import Gathered
from pgaref.actions.session import Session
from pgaref.covenant.identifiers import Address
from pgaref.covenant.model import Card, Register
from pgaref.covenant.profile import Profile
from pgaref.errors import Refusal, RefusedError
from pgaref.language import _
from pgaref.storage.records import Record

_KINDS = ("subject", "plan", "actie")


def gather(session: Session, addresses: Sequence[Address], purpose: str) -> Gathered:
    """The plans of one casusoverleg, and, for who reads it, how far each measure is."""
    dossier = gathering.whole(gathering.one(addresses))
    with session.reading("document", dossier=dossier, purpose=purpose) as work:
        card = work.vault.card(dossier)
        gathering.require_register(card, Register.CASUSOVERLEG, "9.3")
        _require_plan(card)
        entries, _left_out = gathering.printable(work, card)
        records = gathering.opened(work, card, (e for e in entries if e.kind in _KINDS))
        content = {
            **gathering.common(work, card.id, card.parties),
            **_plan(work.now.profile, records),
        }
        return Gathered(content, work.actor.recipient, work.reading.records)


def _require_plan(card: Card) -> None:
    if not card.of_kind("plan"):
        refusal = Refusal(
            _("{dossier} has no plan yet", dossier=card.id),
            "9.3",
            "no-plan",
            f"pgaref plan {card.id}",
        )
        raise RefusedError(refusal)


def _plan(profile: Profile, records: Sequence[Record]) -> dict[str, Any]:
    """The newest plan, with the measures of all: they number on through the dossier."""
    plans = [record.content for record in records if record.kind == "plan"]
    newest = plans[-1] if plans else {}
    standing = _standing(record.content for record in records if record.kind == "actie")
    return {
        "subject": gathering.subject(records),
        "doelen": gathering.goals(profile, newest.get("doelen", ())),
        "omschrijving": newest.get("omschrijving"),
        "maatregelen": [
            {
                **measure,
                "wie": gathering.named(profile, measure["wie"]),
                **standing.get(measure["nummer"], {}),
            }
            for plan in plans
            for measure in plan["maatregelen"]
        ],
        "evaluatie_op": newest.get("evaluatie_op"),
    }


def _standing(actions: Iterable[Mapping[str, Any]]) -> dict[int, dict[str, Any]]:
    """Measure -> where it stands by its newest action."""
    return {
        action["maatregel"]: {"stand": action["stand"], "toelichting": action.get("toelichting")}
        for action in actions
    }
