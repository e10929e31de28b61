# SPDX-License-Identifier: EUPL-1.2
"""A party gives notice, and leaves the covenant: art. 18(2), 18(3). Secrecy stays: art. 14."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from pgaref.covenant.agenda import Entry
from pgaref.covenant.authorisation import party_of
from pgaref.covenant.circumstances import Circumstances, dates_of_acts, unknown_parties
from pgaref.covenant.model import Card, PartyKind, State, Withdrawal
from pgaref.errors import Refusal
from pgaref.language import _

ACT = "party withdraw"


def notice(now: Circumstances, given: date) -> Withdrawal:
    """A party's notice of the day `given`: it is a party for the profile's term from then on.

    Filed late, it ends no earlier than today: what its officers did until now they did in office.
    """
    return Withdrawal(given, max(now.profile.terms.withdrawal.after(given), now.today))


def notice_refusals(now: Circumstances, party_id: str, given: date) -> Iterator[Refusal]:
    """What the covenant holds against filing a party's notice of the day `given`."""
    yield from unknown_parties(now, [party_id])
    party = now.party(party_id)
    if party is not None and party.kind is PartyKind.UITVOERDER:
        yield Refusal(
            _("{party} keeps the files, and gives no notice", party=party_id), "5", "wrong-party"
        )
    yield from dates_of_acts(now, {"--on": given.isoformat()})
    before = now.withdrawals.get(party_id)
    if before is not None and before.over(now.today) and before.given != given:
        yield Refusal(
            _(
                "{party} gave notice on {given}, and was a party until {ends}",
                party=party_id,
                given=before.given,
                ends=before.ends,
            ),
            "18.2",
            "withdrawn",
            _("--on {given}", given=before.given),
        )


def standing_registers(now: Circumstances, party_id: str) -> tuple[str, ...]:
    """The registers on every dossier of which the party stands: those need another profile."""
    return tuple(r.name for r in now.profile.registers.values() if party_id in r.standing)


def is_on(card: Card, party_id: str) -> bool:
    """Whether a party is on a dossier in use, or somebody of it has a key of any.

    In the archive a card goes on to say who was on it, and nobody is taken off (art. 13(2)).
    """
    in_use = card.state != State.GEARCHIVEERD
    return (in_use and party_id in card.parties) or party_id in {
        party_of(holder)
        for section in card.sections.values()
        for holder in (*section.keys, *section.seals)
    }


def entries(now: Circumstances, cards: Iterable[Card]) -> Iterator[Entry]:
    """The end of each notice, until nothing is left to be done for it."""
    there = tuple(cards)
    for party_id, given in now.withdrawals.items():
        if not given.over(now.today) or any(is_on(card, party_id) for card in there):
            what = _("withdrawal of {party}", party=party_id)
            yield Entry(
                "",
                f"withdrawal-{party_id}",
                what,
                given.ends,
                (given.ends - now.today).days,
                now.profile.terms.withdrawal.article,
                f"pgaref {ACT} {party_id} --on {given.given}",
            )
