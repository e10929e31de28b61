# SPDX-License-Identifier: EUPL-1.2
"""Bringing archived data back to the weegploeg, on a recorded order: art. 13(4).

The archived dossier stays as it is and keeps its term; the melders stay in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pgaref.actions.dossiers import (
    Made,
    file_record,
    open_for,
    open_new,
    placed,
    register_of,
)
from pgaref.actions.session import Session, Work, refuse_if
from pgaref.covenant import handover
from pgaref.covenant.circumstances import absent_parties, dates_of_acts, unknown_officers
from pgaref.covenant.corrections import shielded_refusals
from pgaref.covenant.duties import notice_opened, review_opened
from pgaref.covenant.model import Card, NewRecord, PartyKind, Register, State
from pgaref.covenant.retention import is_declined
from pgaref.errors import Refusal
from pgaref.language import _
from pgaref.storage.dossier import DossierChange
from pgaref.storage.records import Record


def reopen(session: Session, dossier: str, content: Mapping[str, Any]) -> Made:
    """Copy what an order (`opdracht/1`) names into a new dossier, under a kernpartij's identity."""
    with session.writing("reopen", dossier=dossier) as work:
        card = open_for(work, dossier, "reopen")
        refuse_if(_refusals(work, card, content))
        change = _new(work, card)
        numbers = [_copy(work, card, change, card.of_kind("subject")[-1].n)]
        numbers += [_copy(work, card, change, item["record"]) for item in content["over_te_nemen"]]
        numbers.append(file_record(work, change, content, beside=[card]))
        profile, today = work.now.profile, work.now.today
        change.update(duties=(notice_opened(profile, 1, today), review_opened(profile, today)))
        change.save_new()
        work.transaction.commit()
        return Made(change.card.id, tuple(numbers))


def _refusals(work: Work, card: Card, content: Mapping[str, Any]) -> Iterator[Refusal]:
    if work.now.profile.parties[work.actor.party].kind is not PartyKind.KERNPARTIJ:
        yield Refusal(
            _("the archive is read by kernpartijen alone"),
            "13.2",
            "wrong-party",
            _("run it with the identity of an officer of a kernpartij: --identity FILE"),
        )
    if is_declined(card):
        yield Refusal(
            _("{dossier} was not agendered and stays closed", dossier=card.id),
            "13.4",
            "not-agendered",
        )
    yield from dates_of_acts(work.now, {"datum": content["datum"]})
    yield from unknown_officers(work.now, content["van"])
    controllers = work.now.controllers(card.parties)
    yield from absent_parties(work.now, controllers, content["van"], "13.4", "van")
    yield from shielded_refusals(card, (i["record"] for i in content["over_te_nemen"]), "12.6")
    for item in content["over_te_nemen"]:
        entry = card.record(item["record"])
        if entry is None:
            yield Refusal(
                _("{dossier} has no record {record}", dossier=card.id, record=item["record"]),
                "13.4",
                "no-record",
            )
        elif entry.kind != "signaal":
            yield Refusal(
                _(
                    "record {n} is a {kind}; signals alone are taken over",
                    n=entry.n,
                    kind=entry.kind,
                ),
                "13.4",
                "wrong-kind",
                _("the subject goes along by itself, and the weighing is done anew"),
            )


def _new(work: Work, card: Card) -> DossierChange:
    """A new dossier of the weegploeg, for those on the archived one whom it may name.

    One that has withdrawn meanwhile comes on no new one; another may join (art. 18(2), 18(3)).
    """
    register = work.now.profile.registers[Register.WEEGPLOEG]
    may = (*register.standing, *register.nameable)
    there = work.now.remaining(card.parties)
    named = (p for p in there if work.now.profile.parties[p].matches(may))
    parties = tuple(sorted({*register.standing, *named}))
    return open_new(work, register, parties, State.TE_WEGEN)


def _copy(work: Work, card: Card, change: DossierChange, n: int) -> int:
    entry = next(entry for entry in card.records if entry.n == n)
    original: Record = work.opener.record(card, entry)
    source = handover.Source(n, entry.kind, entry.section, original.content)
    register = register_of(work.now, change.card)
    section = placed(handover.section_for(work.now, register, change.card.parties, source))
    copy = NewRecord(entry.kind, section, original.content)
    return change.add(copy, origin=original, origin_digest=entry.digest)
