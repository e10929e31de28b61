# SPDX-License-Identifier: EUPL-1.2
"""A party gives notice, and is taken off open dossiers when it is over: art. 14, 18(2), 18(3).

In the archive an officer of a kernpartij renews its keys (`officer rekey`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from pgaref.actions.officers import KNOWING, seal_roster
from pgaref.actions.participation import leave
from pgaref.actions.rekeying import Rekeyed, rekey
from pgaref.actions.session import Session, Work, refuse_if
from pgaref.covenant import withdrawing
from pgaref.covenant.model import Withdrawal
from pgaref.errors import IntegrityError, Refusal, RefusedError
from pgaref.storage import layout, parties
from pgaref.storage.vault import Vault, is_archived

_REASON = "De partij heeft haar deelname aan het convenant opgezegd."


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A party's notice; the open dossiers that it was taken off, and those that it is still on.

    `over`: it is no party any more. `kept`: by dossier, why it could not be taken off. `standing`:
    the registers on every dossier of which the profile has it. `keys`: what became of keys that it
    had elsewhere; None while its term runs. `damaged`: what is wrong with dossiers.
    """

    notice: Withdrawal
    over: bool
    standing: tuple[str, ...]
    on: tuple[str, ...]
    done: tuple[str, ...] = ()
    kept: Mapping[str, Refusal] = field(default_factory=dict)
    keys: Rekeyed | None = None
    damaged: tuple[str, ...] = ()


def foreseen(session: Session, party: str, given: date) -> Withdrawal | None:
    """The notice that `withdraw` would file; None where that is filed already, or refused."""
    with session.looking() as look:
        before = look.now.withdrawals.get(party)
        if before is not None and before.given == given:
            return None
        if any(withdrawing.notice_refusals(look.now, party, given)):
            return None
        return withdrawing.notice(look.now, given)


def withdraw(session: Session, party: str, given: date, *, dry_run: bool = False) -> Withdrawn:
    """File a party's notice of the day `given`; once its term is over, take it off open dossiers.

    One transaction for each dossier, so that an interruption leaves every dossier whole: run again,
    it goes on.
    """
    with session.writing(withdrawing.ACT) as work:
        refuse_if(withdrawing.notice_refusals(work.now, party, given))
        notice = work.now.withdrawals.get(party)
        new = notice is None or notice.given != given
        if notice is None or new:
            notice = withdrawing.notice(work.now, given)
            _put(work, party, notice)
        over = notice.over(work.now.today)
        standing = withdrawing.standing_registers(work.now, party)
        found = Withdrawn(notice, over, standing, tuple(_on(work.vault, party, [])))
        knew = over and work.now.profile.parties[party].kind in KNOWING
        if knew:
            # The officers' names are no longer for officers of this party (art. 15(2)(b)).
            seal_roster(work, work.opener.roster(), work.now)
        if (new or knew) and not dry_run:
            work.transaction.commit()
    return _take_off(session, party, found) if over and not dry_run else found


def _put(work: Work, party: str, notice: Withdrawal) -> None:
    file = replace(work.vault.party_files[party], withdrawal=notice)
    work.transaction.put(layout.party_file(party), parties.encode(file), bound=True)


def _take_off(session: Session, party: str, found: Withdrawn) -> Withdrawn:
    kept: dict[str, Refusal] = {}
    stopped: dict[str, str] = {}
    content = {"schema": "vertrek/1", "datum": found.notice.ends.isoformat(), "reden": _REASON}
    for dossier in session.progress(found.on, len(found.on)):
        try:
            leave(session, dossier, party, content)
        except RefusedError as error:
            kept[dossier] = error.refusals[0]
        except IntegrityError as error:
            # One damaged dossier does not keep the party on the others.
            stopped[dossier] = error.message
    keys = rekey(session)
    with session.looking() as look:
        damaged: list[str] = []
        on = tuple(_on(look.vault, party, damaged))
    # What a commit left half applied, the next act has completed.
    damaged += [message for dossier, message in stopped.items() if dossier in on]
    done = tuple(dossier for dossier in found.on if dossier not in on)
    return replace(found, on=on, done=done, kept=kept, keys=keys, damaged=tuple(damaged))


def _on(vault: Vault, party: str, damaged: list[str]) -> Sequence[str]:
    """The open dossiers that a party is on."""
    cards = vault.cards(damaged)
    return [card.id for card in cards if party in card.parties and not is_archived(card)]
