# SPDX-License-Identifier: EUPL-1.2
"""Confirming an officer's card, and ending an authorisation: art. 14(1), 15(2)(b), (c), (f)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pgaref.actions.officers import put_party, put_roster, roster_refusals
from pgaref.actions.rekeying import Rekeyed, rekey, survey
from pgaref.actions.session import Session, Work, refuse_if
from pgaref.covenant import authorisation
from pgaref.covenant.acting import reason_refusals
from pgaref.covenant.checkcode import check_code, same_code
from pgaref.covenant.model import Officer
from pgaref.errors import Refusal, RefusedError, UsageError
from pgaref.language import _
from pgaref.storage.logbook.line import REMOVED

CONFIRM, REVOKE = "officer confirm", "officer revoke"


@dataclass(frozen=True, slots=True)
class Revoked:
    """An officer whose authorisation ended (`before`: earlier), and what became of the keys."""

    officer: Officer
    keys: Rekeyed
    before: bool = False


def confirm_officer(session: Session, officer_id: str, how: str, code: str) -> Officer:
    """Note that the check code of an officer's card was compared with the person (15(2)(c)).

    `code` is what the person said; `how` is a code of the profile, as `telefonisch`.

    Raises:
        RefusedError: it is not the code of the card on file.
    """
    with session.writing(CONFIRM, reason=how) as work:
        refuse_if(reason_refusals(work.now, CONFIRM, how, "--how"))
        officer = _known(work, officer_id)
        refuse_if(authorisation.confirmation_refusals(work.now, work.actor, officer))
        if not same_code(code, check_code(officer.recipient, officer.signing_key)):
            raise RefusedError(
                Refusal(
                    _("that is not the check code of {officer}", officer=officer.id),
                    "15.2.c",
                    "wrong-code",
                    _(
                        "the person reads it with pgaref whoami; "
                        "if it stays another one, the card is not theirs: "
                        "pgaref officer revoke {officer} --reason CODE",
                        officer=officer.id,
                    ),
                )
            )
        confirmed = replace(officer, confirmed=work.now.today, how=how)
        put_party(work, confirmed)
        work.transaction.commit()
        return confirmed


def revoke_officer(
    session: Session, officer_id: str, reason: str, *, dry_run: bool = False
) -> Revoked:
    """End an authorisation today, and renew every key that the officer had as far as can be.

    Of one that has ended already the keys alone: what an interruption left is done now.
    """
    with session.writing(REVOKE, reason=reason) as work:
        refuse_if(reason_refusals(work.now, REVOKE, reason))
        officer = _known(work, officer_id)
        before = officer.revoked is not None
        if not before:
            officer = _revoke(work, officer, reason)
        after = authorisation.without(work.now, officer)
        keys = survey(work.vault, after, work.actor)
        if not before and not dry_run:
            work.transaction.commit()
    if not dry_run:
        keys = rekey(session)
    return Revoked(officer, keys, before)


def _known(work: Work, officer_id: str) -> Officer:
    officer = work.now.officers.get(officer_id)
    if officer is None:
        raise UsageError(
            _("no such officer"), hint=_("the officers and their ids: pgaref officer list")
        )
    return officer


def _revoke(work: Work, officer: Officer, reason: str) -> Officer:
    cards = list(work.vault.cards())
    refuse_if(authorisation.revocation_refusals(work.now, cards, work.actor, officer))
    refuse_if(roster_refusals(work))
    ended = replace(officer, revoked=work.now.today, reason=reason)
    put_party(work, ended)
    put_roster(work, ended)
    if officer.signing_key:
        work.transaction.signers[officer.id] = REMOVED
    return ended
