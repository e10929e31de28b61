# SPDX-License-Identifier: EUPL-1.2
"""Taking a subject and its first signals in: art. 7(1)-(2), 8(2)(a)-(c)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pgaref.actions.dossiers import ground_code, open_new
from pgaref.actions.session import Session, Work, refuse_if
from pgaref.covenant import access, signals
from pgaref.covenant.duties import notice_opened, review_opened
from pgaref.covenant.model import Card, NewRecord, Register, State
from pgaref.errors import IntegrityError
from pgaref.storage.vault import is_archived


@dataclass(frozen=True, slots=True)
class Taken:
    """A new dossier, its records, and the open dossiers that seem to be about the same person."""

    dossier: str
    records: tuple[int, ...]
    seems_known: tuple[str, ...]


def intake(session: Session, content: Mapping[str, Any]) -> Taken:
    """Open a dossier in the register of the weegploeg (`intake/1`)."""
    with session.writing("intake") as work:
        register = work.now.profile.registers[Register.WEEGPLOEG]
        refuse_if(signals.intake_refusals(work.now, register, content))
        parties = signals.intake_parties(register, content)
        known = tuple(same_person(work, content["subject"]))
        grounds = (ground for signal in content["signalen"] for ground in signal["grondslag"])
        work.transaction.ground = ground_code(grounds)
        change = open_new(work, register, parties, State.TE_WEGEN)
        home = access.home(register, "subject")
        subject = NewRecord("subject", home, {"schema": "subject/1", **content["subject"]})
        brought = signals.signal_records(work.now, register, parties, content["signalen"], first=2)
        numbers = tuple(change.add(record) for record in (subject, *brought))
        change.update(
            duties=(
                notice_opened(work.now.profile, numbers[0], work.now.today),
                review_opened(work.now.profile, work.now.today),
            )
        )
        change.save_new()
        work.transaction.dossier = change.card.id
        work.transaction.commit()
        return Taken(change.card.id, numbers, known)


def same_person(
    work: Work, person: Mapping[str, str], kinds: Sequence[str] = ("subject",)
) -> Iterator[str]:
    """The ids of open dossiers in which somebody has the same name and place.

    `kinds` of records tell who is in a dossier; of its subject the newest alone is looked at. A
    dossier that cannot be trusted is left out here: `check` tells of it.
    """
    wanted = _folded(person)
    for card in work.vault.cards():
        if is_archived(card):
            continue
        try:
            if any(_folded(found) == wanted for found in _persons(work, card, kinds)):
                yield card.id
        except IntegrityError:
            continue


def _persons(work: Work, card: Card, kinds: Sequence[str]) -> Iterator[Mapping[str, str]]:
    others = (entry for entry in card.of_kind(*kinds) if entry.kind != "subject")
    for entry in (*card.of_kind("subject")[-1:], *others):
        if work.opener.holds(card, entry.section):
            yield work.opener.record(card, entry).content


def _folded(person: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(" ".join(person[name].casefold().split()) for name in ("naam", "woonplaats"))
