# SPDX-License-Identifier: EUPL-1.2
"""New keys where officers came or went: art. 10(4), 13(2), 15(2)(b), (c), (f).

One transaction for each dossier, so that an interruption leaves every dossier whole and what is
left to do is read off the cards. The uitvoerder does this on files in use, an officer of a
kernpartij in the archive: whoever reads there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pgaref.actions.session import Session, Work, find_officer, refuse_if
from pgaref.covenant import authorisation
from pgaref.covenant.acting import role_refusals
from pgaref.covenant.authorisation import Pending, Readers
from pgaref.covenant.circumstances import Circumstances
from pgaref.covenant.model import Card, Officer
from pgaref.covenant.profile import Profile
from pgaref.errors import IntegrityError, PluginError
from pgaref.storage import layout, packages
from pgaref.storage.vault import Vault, is_archived

ACT = "officer rekey"


@dataclass(frozen=True, slots=True)
class Step:
    """What is done, or left to do, on a section; `by` are those who can, where it is left.

    `gain` get a key of it, and it opens no more to `lose` (`party/officer`). A package of the
    outbox stands under its path, and is taken back.
    """

    dossier: str
    section: str
    gain: tuple[str, ...] = ()
    lose: tuple[str, ...] = ()
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """What was done (or, on a dry run, would be), what is left, and what is damaged."""

    done: tuple[Step, ...]
    left: tuple[Step, ...]
    damaged: tuple[str, ...] = ()


def rekey(session: Session, *, dry_run: bool = False) -> Rekeyed:
    """Do what is pending with the keys that this session's identity has."""
    identity = session.own()
    with session.looking() as look:
        actor = find_officer(look.vault, identity)
        refuse_if(role_refusals(look.now, actor, ACT))
        planned = survey(look.vault, look.now, actor)
    if dry_run:
        return planned
    stopped: dict[str, str] = {}
    failed: PluginError | None = None
    dossiers = list(dict.fromkeys(step.dossier for step in planned.done))
    for dossier in session.progress(dossiers, len(dossiers)):
        try:
            _carry_out(session, dossier)
        except IntegrityError as error:
            # One damaged dossier does not keep the others open to a former officer's key.
            stopped[dossier] = error.message
        except PluginError as error:
            failed = error
    if failed is not None:
        raise failed
    with session.looking() as look:
        after = survey(look.vault, look.now, actor)
    left = (*after.done, *after.left)
    # What a commit left half applied, the next one has completed.
    pending = {step.dossier for step in left}
    damaged = (message for dossier, message in stopped.items() if dossier in pending)
    done = tuple(step for step in planned.done if step not in left)
    return Rekeyed(done, left, (*after.damaged, *damaged))


def survey(vault: Vault, now: Circumstances, actor: Officer) -> Rekeyed:
    """What is pending by the cards: as `done` what the actor can do, as `left` what others must."""
    done: list[Step] = []
    left: list[Step] = []
    damaged: list[str] = []
    reading = authorisation.readers(now)
    for card in vault.cards(damaged):
        for step in _steps(card, now.profile, reading):
            (done if actor.holder in step.by else left).append(step)
    return Rekeyed(tuple(done), tuple(left), tuple(damaged))


def _steps(card: Card, profile: Profile, reading: Readers) -> Iterator[Step]:
    for one in authorisation.pending(card, reading):
        gain = tuple(officer.holder for officer in one.missing)
        yield Step(card.id, one.section, gain, one.former, _by(card, profile, reading, one))
    for package in authorisation.packages_to_take_back(card, reading):
        path = layout.package_file(package.party, card.id, package.n)
        by = _of_uitvoerder(profile, reading)
        yield Step(card.id, path, lose=tuple(sorted(package.keys)), by=by)


def _of_uitvoerder(profile: Profile, reading: Readers) -> tuple[str, ...]:
    return tuple(officer.holder for officer in reading.get(profile.uitvoerder.id, ()))


def _by(card: Card, profile: Profile, reading: Readers, one: Pending) -> tuple[str, ...]:
    """Who can do what is pending: who reads the section, and writes where the dossier lies.

    A section of the archive that nobody is left to read is shut, and that asks for no key.
    """
    if one.unheard:
        return ()
    if not one.staying:
        return _of_uitvoerder(profile, reading) if is_archived(card) else ()
    writing = profile.kernpartijen if is_archived(card) else {profile.uitvoerder.id}
    return tuple(h for h in one.readers if authorisation.party_of(h) in writing)


def _carry_out(session: Session, dossier: str) -> None:
    with session.writing(ACT, dossier=dossier) as work:
        card = work.vault.card(dossier)
        reading = authorisation.readers(work.now)
        found = _steps(card, work.now.profile, reading)
        steps = (step for step in found if work.actor.holder in step.by)
        _renew(work, card, reading, {step.section for step in steps})
        work.transaction.commit()


def _renew(work: Work, card: Card, reading: Readers, doing: set[str]) -> None:
    """New keys for these sections where somebody loses one, else keys for those who have none.

    What a party that has withdrawn read alone in the archive, nobody reads from then on (18(2)).
    """
    change = work.change(card)
    stale = [
        package
        for package in authorisation.packages_to_take_back(card, reading)
        if layout.package_file(package.party, card.id, package.n) in doing
    ]
    change.update(packages=packages.withdraw(card, work.transaction, stale))
    for one in authorisation.pending(card, reading):
        if one.section not in doing:
            continue
        if not one.staying:
            change.shut(one.section, work.vault.tree)
        elif one.former:
            change.rekey(one.section, one.staying, work.opener)
        else:
            change.admit(one.section, one.missing, work.opener)
    change.save()
