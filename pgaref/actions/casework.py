# SPDX-License-Identifier: EUPL-1.2
"""The work of a casusoverleg: plan, action, relation, advice: art. 9(3)-(5), 10(2)(d)-(g)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pgaref.actions.dossiers import Made, file_record, open_for, processed, register_of
from pgaref.actions.session import Session, Work, refuse_if
from pgaref.covenant import casework, duties
from pgaref.covenant.model import Card, Duty, NewRecord
from pgaref.storage.dossier import DossierChange

Measure = Mapping[str, Any]
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
        measures = _measures(work, card) if act in ("plan", "action") else {}
        refuse_if(RULES[act](work.now, card, measures.keys(), content))
        change = work.change(card)
        if act == "plan":
            numbers = _file_plan(work, change, max(measures, default=0), content)
        else:
            numbers = (file_record(work, change, content),)
        owed = _owed(work, change.card, act, content, measures)
        change.update(duties=owed)
        processed(work, change, act)
        change.save()
        work.transaction.commit()
        return Made(card.id, numbers)


def _owed(
    work: Work, card: Card, act: str, content: Mapping[str, Any], measures: Mapping[int, Measure]
) -> tuple[Duty, ...]:
    """What is owed after the act, whose record is the newest on the card."""
    known, newest, today = card.duties, card.next_number - 1, work.now.today
    if act == "plan":
        return duties.planned(known, newest, max(measures, default=0) + 1, content, today)
    if act == "action":
        due = date.fromisoformat(measures[content["maatregel"]]["gereed_op"])
        return duties.acted(known, content, due, today)
    if act == "relation":
        return (*known, duties.notice_opened(work.now.profile, newest, today))
    return known


def _measures(work: Work, card: Card) -> dict[int, Measure]:
    """The measures of the plans of the dossier, by their numbers; they number on through it."""
    plans = [work.opener.record(card, entry) for entry in card.of_kind("plan")]
    return {m["nummer"]: m for plan in plans for m in plan.content["maatregelen"]}


def _file_plan(
    work: Work, change: DossierChange, last: int, content: Mapping[str, Any]
) -> tuple[int, ...]:
    """The plan with its measures numbered, and beside the first the subject that it is about."""
    numbered = [
        {"nummer": number, **measure}
        for number, measure in enumerate(content["maatregelen"], start=last + 1)
    ]
    subject = _subject_beside(work, change)
    return (*subject, file_record(work, change, {**content, "maatregelen": numbered}))


def _subject_beside(work: Work, change: DossierChange) -> tuple[int, ...]:
    """Copy the subject to where the plan lies, for those who read nothing else (art. 10(5))."""
    card = change.card
    section = next(s.name for s in register_of(work.now, card).sections if "plan" in s.kinds)
    subjects = card.of_kind("subject")
    if any(entry.section == section for entry in subjects):
        return ()
    original = work.opener.record(card, subjects[-1])
    copy = NewRecord("subject", section, original.content)
    return (change.add(copy, origin=original, origin_digest=subjects[-1].digest),)
