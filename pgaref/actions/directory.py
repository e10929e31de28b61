# SPDX-License-Identifier: EUPL-1.2
"""The parties to the covenant, and who runs this command."""

from __future__ import annotations

from dataclasses import dataclass

from pgaref.actions.session import Session, find_officer
from pgaref.covenant.model import Officer, Withdrawal
from pgaref.covenant.profile import Party
from pgaref.errors import UsageError
from pgaref.language import _


@dataclass(frozen=True, slots=True)
class PartyListed:
    """A party, its officers in office, and its notice where it gave one (art. 18(2))."""

    party: Party
    officers: tuple[Officer, ...]
    withdrawal: Withdrawal | None = None


def list_parties(session: Session) -> list[PartyListed]:
    """Every party to the covenant, in the profile's order."""
    with session.looking() as look:
        return [
            PartyListed(
                party,
                tuple(
                    officer
                    for officer in look.vault.officers.values()
                    if officer.party == party.id and officer.in_office(look.now.today)
                ),
                look.now.withdrawals.get(party.id),
            )
            for party in look.now.profile.parties.values()
        ]


def show_party(session: Session, party: str) -> PartyListed:
    """One party.

    Raises:
        UsageError: no such party.
    """
    for listed in list_parties(session):
        if listed.party.id == party:
            return listed
    raise UsageError(_("no such party"), hint=_("the parties and their ids: pgaref party list"))


def whoami(session: Session) -> Officer:
    """The officer whose identity runs this command.

    Raises:
        KeyUnavailableError: no identity, or no officer's.
    """
    identity = session.own()
    with session.looking() as look:
        return find_officer(look.vault, identity)
