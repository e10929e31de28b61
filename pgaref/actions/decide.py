# SPDX-License-Identifier: EUPL-1.2
"""Deciding on a dossier and, when it is agendered, handing over: art. 7(4), 8(2)(e), 8(5), 9(1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pgaref.actions.dossiers import (
    Readers,
    file_record,
    open_for,
    processed,
    readers_on,
    register_of,
)
from pgaref.actions.handover import Handover, hand_over, prepare
from pgaref.actions.quotations import refuse_quotation
from pgaref.actions.session import Session, Work, refuse_if
from pgaref.covenant import decisions, duties, handover, retention
from pgaref.covenant.model import Card, Duty, NewRecord, Outcome
from pgaref.storage.dossier import DossierChange


@dataclass(frozen=True, slots=True)
class Decided:
    """The numbers of the new records, the casusoverleg's dossier, and whether that is a new one."""

    dossier: str
    records: tuple[int, ...]
    casusoverleg: str = ""
    is_new: bool = False
    handed_over: tuple[int, ...] = ()
    readers: Mapping[str, Readers] = field(default_factory=dict)


def decide(
    session: Session, dossier: str, content: Mapping[str, Any], *, dry_run: bool = False
) -> Decided:
    """File a decision (`besluit/1`), and with `agenderen` hand over in the same transaction."""
    with session.writing("decide", dossier=dossier) as work:
        card = open_for(work, dossier, "decide")
        _refuse_undecidable(work, card, content)
        agendered = content["uitkomst"] == Outcome.AGENDEREN
        prepared = prepare(work, card, content) if agendered else None
        change = work.change(card)
        numbers = _record(work, change, content)
        change.card = decisions.decided(change.card, content)
        if content["uitkomst"] != Outcome.NADERE_INFORMATIE:
            # Art. 11(2) names the two outcomes of 7(4); gathering more is neither.
            change.update(duties=_owed(work, change.card))
        processed(work, change, "decide")
        handed = hand_over(work, change, prepared) if prepared else None
        change.save()
        if not dry_run:
            work.transaction.commit()
        return _result(change.card, numbers, handed)


def _owed(work: Work, card: Card) -> tuple[Duty, ...]:
    """What is owed after a decision: the notice at once, and no deferral beyond the file's end."""
    today = work.now.today
    end = retention.last_day(card, work.now.profile, today, work.vault.lookup)
    return duties.ending_with(duties.due_now(card.duties, today), end)


def _refuse_undecidable(work: Work, card: Card, content: Mapping[str, Any]) -> None:
    refuse_if(decisions.weighing_needed(card))
    newest = card.of_kind("weging")[-1]
    weighing = work.opener.record(card, newest).content
    kader, sha256 = work.vault.referentiekader
    refuse_if(decisions.kader_refusals(weighing, sha256, card.id))
    refuse_if(decisions.decision_refusals(work.now, kader, card, weighing, content))


def _record(work: Work, change: DossierChange, content: Mapping[str, Any]) -> tuple[int, ...]:
    """The decision for all readers; what it says of restricted records beside those records."""
    register = register_of(work.now, change.card)
    restricted = [section.name for section in register.sections if section.restricted]
    apart = handover.apart(content, change.card, restricted)
    following = change.card.next_number + 1
    decision = file_record(work, change, handover.public(content, apart, following))
    others = (
        _file_apart(work, change, section, {"besluit": decision, **part})
        for section, part in apart.items()
    )
    return (decision, *others)


def _file_apart(work: Work, change: DossierChange, section: str, content: Mapping[str, Any]) -> int:
    refuse_quotation(work, change, section, content)
    return change.add(NewRecord("overdracht", section, {"schema": "overdracht/1", **content}))


def _result(card: Card, numbers: tuple[int, ...], handed: Handover | None) -> Decided:
    readers = {card.id: readers_on(card)}
    if handed is None:
        return Decided(card.id, numbers, readers=readers)
    readers[handed.card.id] = readers_on(handed.card)
    return Decided(card.id, numbers, handed.card.id, handed.is_new, handed.records, readers)
