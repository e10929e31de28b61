# SPDX-License-Identifier: EUPL-1.2
"""The work of a casusoverleg: plan, action, relation, advice: art. 9(3)-(5), 10(2)(d)-(g)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pgaref.actions.dossiers import Made, file_record, open_for, processed
from pgaref.actions.session import Session, Work, refuse_if
from pgaref.covenant import casework
from pgaref.covenant.duties import notice_opened
from pgaref.covenant.model import Card, NewRecord
from pgaref.storage.dossier import DossierChange

RULES: Mapping[str, casework.Rule] = {
    "plan": casework.plan_refusals,
    "action": casework.action_refusals,
    "relation": casework.relation_refusals,
    "advice": casework.advice_refusals,
}


def file_casework(session: Session, act: str, dossier: str, content: Mapping[str, Any]) -> Made:
    """File a plan, action, relation or advice (`act`) in a dossier of the casusoverleg."""
    with session.writing(act, dossier=dossier) as work:
        card = open_for(work, dossier, act)
        measures = _measures(work, card) if act in ("plan", "action") else 0
        refuse_if(RULES[act](work.now, card, measures, content))
        change = work.change(card)
        if act == "plan":
            numbers = _file_plan(work, change, measures, content)
        else:
            numbers = (file_record(work, change, content),)
        if act == "relation":
            owed = notice_opened(work.now.profile, numbers[-1], work.now.today)
            change.update(duties=(*change.card.duties, owed))
        processed(work, change, act)
        change.save()
        work.transaction.commit()
        return Made(card.id, numbers)


def _measures(work: Work, card: Card) -> int:
    """How many measures the plans of the dossier hold so far; they number on through it."""
    plans = (work.opener.record(card, entry) for entry in card.of_kind("plan"))
    return sum(len(plan.content["maatregelen"]) for plan in plans)


def _file_plan(
    work: Work, change: DossierChange, measures: int, content: Mapping[str, Any]
) -> tuple[int, ...]:
    """The plan with its measures numbered, and beside the first the subject that it is about."""
    numbered = [
        {"nummer": number, **measure}
        for number, measure in enumerate(content["maatregelen"], start=measures + 1)
    ]
    subject = _subject_beside(work, change)
    return (*subject, file_record(work, change, {**content, "maatregelen": numbered}))


def _subject_beside(work: Work, change: DossierChange) -> tuple[int, ...]:
    """Copy the subject to where the plan lies, for those who read nothing else (art. 10(5))."""
    card = change.card
    section = next(
        s.name for s in work.now.profile.registers[card.register].sections if "plan" in s.kinds
    )
    subjects = card.of_kind("subject")
    if any(entry.section == section for entry in subjects):
        return ()
    original = work.opener.record(card, subjects[-1])
    copy = NewRecord("subject", section, original.content)
    return (change.add(copy, origin=original, origin_digest=subjects[-1].digest),)
