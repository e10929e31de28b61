# SPDX-License-Identifier: EUPL-1.2
"""Which versions of schemas the vault holds, and carrying records to the newest: art. 15(1).

One transaction for each dossier, so that an interruption leaves every dossier whole and what is
left to do is read off the cards. No term runs anew: nothing is processed, what is kept is kept.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from pgaref.actions.dossiers import open_for
from pgaref.actions.session import Session, find_officer, refuse_if
from pgaref.covenant import migrations
from pgaref.covenant.acting import role_refusals
from pgaref.covenant.model import Card, Officer, RecordEntry
from pgaref.errors import IntegrityError, RefusedError, UsageError
from pgaref.storage import schemas
from pgaref.storage.vault import Vault, is_archived

ACT = "schema migrate"


@dataclass(frozen=True, slots=True)
class Held:
    """How many records of a kind the vault holds in a version, `archived` of them in the archive.

    `newest` is the newest version that this pgaref knows; 0: it does not know the kind.
    """

    kind: str
    version: int
    records: int
    archived: int
    newest: int


@dataclass(frozen=True, slots=True)
class Step:
    """Records of a dossier (numbers) that are, or were, of an older version than the newest."""

    dossier: str
    records: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Migrated:
    """What was carried (or, on a dry run, would be), and what stays as it is.

    `left` are records that this officer has no key for, `archived` those in the archive, which
    nobody writes anew (art. 13(2)); both are read in the newest version all the same.
    """

    done: tuple[Step, ...]
    left: tuple[Step, ...]
    archived: tuple[Step, ...]
    damaged: tuple[str, ...] = ()


def held(session: Session) -> tuple[tuple[Held, ...], tuple[str, ...]]:
    """The versions that the vault holds, by its cards alone; and what is wrong with dossiers."""
    damaged: list[str] = []
    everywhere: Counter[tuple[str, int]] = Counter()
    archived: Counter[tuple[str, int]] = Counter()
    with session.looking() as look:
        for card in look.vault.cards(damaged):
            found = Counter((entry.kind, entry.schema) for entry in card.records)
            everywhere += found
            archived += found if is_archived(card) else Counter()
    known = {kind: versions[-1] for kind, versions in schemas.kinds().items()}
    rows = (
        Held(kind, version, everywhere[kind, version], archived[kind, version], known.get(kind, 0))
        for kind, version in sorted(everywhere)
    )
    return tuple(rows), tuple(damaged)


def migrate(session: Session, *, dry_run: bool = False) -> Migrated:
    """Carry every record that this officer reads, outside the archive, to the newest version.

    Raises:
        RefusedError: the actor may not.
    """
    identity = session.own()
    with session.looking() as look:
        actor = find_officer(look.vault, identity)
        refuse_if(role_refusals(look.now, actor, ACT))
        planned = survey(look.vault, actor)
    if dry_run:
        return planned
    stopped: dict[str, str] = {}
    for step in session.progress(planned.done, len(planned.done)):
        dossier = step.dossier
        try:
            _carry_out(session, dossier)
        except (IntegrityError, RefusedError, UsageError) as error:
            # One damaged dossier does not keep the others, nor one that a sweep took meanwhile.
            stopped[dossier] = error.message
    with session.looking() as look:
        after = survey(look.vault, actor)
    pending = {step.dossier for step in after.done}
    done = tuple(step for step in planned.done if step.dossier not in {*pending, *stopped})
    damaged = (message for dossier, message in stopped.items() if dossier in pending)
    left = (*after.done, *after.left)
    return Migrated(done, left, after.archived, (*after.damaged, *damaged))


def survey(vault: Vault, actor: Officer) -> Migrated:
    """What is to be carried, by the cards: as `done` what the actor can do."""
    found: dict[str, list[Step]] = {"done": [], "left": [], "archived": []}
    damaged: list[str] = []
    for card in vault.cards(damaged):
        old = _old(card)
        own = [entry for entry in old if actor.holder in card.sections[entry.section].keys]
        others = [entry for entry in old if entry not in own]
        parts = {"archived": old} if is_archived(card) else {"done": own, "left": others}
        for name, entries in parts.items():
            if entries:
                found[name].append(Step(card.id, tuple(entry.n for entry in entries)))
    return Migrated(**{name: tuple(steps) for name, steps in found.items()}, damaged=tuple(damaged))


def _old(card: Card) -> list[RecordEntry]:
    return [e for e in card.records if migrations.newest(e.kind, e.schema) != e.schema]


def _carry_out(session: Session, dossier: str) -> None:
    with session.writing(ACT, dossier=dossier) as work:
        card = open_for(work, dossier, ACT)
        entries = [entry for entry in _old(card) if work.opener.holds(card, entry.section)]
        if not entries:
            return
        change = work.change(card)
        for entry in entries:
            change.migrate(work.opener.record(card, entry))
        change.save()
        work.transaction.commit()
