# SPDX-License-Identifier: EUPL-1.2
"""What every rule looks at: the profile, the officers, and the day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from pgaref.covenant.model import Card, Officer, PartyKind, Withdrawal
from pgaref.covenant.profile import Party, Profile
from pgaref.errors import Refusal
from pgaref.language import _


@dataclass(frozen=True, slots=True)
class Circumstances:
    """The profile in force, all officers by id, and today in the profile's time zone.

    `withdrawals`: by party, the notices that were given (art. 18(2)).
    """

    profile: Profile
    officers: Mapping[str, Officer]
    today: date
    withdrawals: Mapping[str, Withdrawal] = field(default_factory=dict)

    def party(self, party_id: str) -> Party | None:
        """The party of that id, or None."""
        return self.profile.parties.get(party_id)

    def withdrawn(self, party_id: str) -> bool:
        """Whether a party has withdrawn, and its term is over (art. 18(2))."""
        notice = self.withdrawals.get(party_id)
        return notice is not None and notice.over(self.today)

    def remaining(self, parties: Iterable[str]) -> tuple[str, ...]:
        """Those of `parties` for whom the covenant still stands (art. 18(3))."""
        return tuple(party_id for party_id in parties if not self.withdrawn(party_id))

    def controllers(self, *parties: Iterable[str]) -> tuple[str, ...]:
        """The kernpartijen among `parties`: together they are the controller (art. 4).

        One that has withdrawn is none any more, whatever file names it still (art. 18(2)).
        """
        named = {party_id for some in parties for party_id in self.remaining(some)}
        kinds = {party_id: self.profile.parties[party_id].kind for party_id in named}
        return tuple(sorted(p for p, kind in kinds.items() if kind is PartyKind.KERNPARTIJ))

    def readers_of(self, party_id: str) -> tuple[Officer, ...]:
        """The officers in office of a party who can read: those with a recipient."""
        return tuple(
            officer
            for officer in self.officers.values()
            if officer.party == party_id and officer.recipient and officer.in_office(self.today)
        )

    def parties_of(self, officer_ids: Iterable[str]) -> set[str]:
        """The parties for whom these officers, where in office, speak."""
        found = (self.officers.get(officer_id) for officer_id in officer_ids)
        return {o.party for o in found if o is not None and o.in_office(self.today)}


def unknown_parties(now: Circumstances, party_ids: Iterable[str]) -> Iterator[Refusal]:
    """A refusal for each id that the profile does not know."""
    for party_id in party_ids:
        if now.party(party_id) is None:
            yield Refusal(
                _("{party} is no party to the covenant", party=party_id),
                "1",
                "unknown-party",
                _("the parties and their ids: pgaref party list"),
            )


def unknown_officers(now: Circumstances, officer_ids: Iterable[str]) -> Iterator[Refusal]:
    """A refusal for each id that is no officer, or not in office today (art. 15(2)(c))."""
    for officer_id in officer_ids:
        officer = now.officers.get(officer_id)
        if officer is None:
            yield Refusal(
                _("{officer} is no officer", officer=officer_id),
                "15.2.c",
                "unknown-officer",
                _("the officers and their ids: pgaref officer list"),
            )
        elif not officer.in_office(now.today):
            yield Refusal(
                _("{officer} is not in office", officer=officer_id), "15.2.c", "not-in-office"
            )


def withdrawn_parties(now: Circumstances, party_ids: Iterable[str]) -> Iterator[Refusal]:
    """A refusal for each party that is none any more (art. 18(2))."""
    for party_id in party_ids:
        if now.withdrawn(party_id):
            notice = now.withdrawals[party_id]
            yield Refusal(
                _("{party} was a party until {ends}", party=party_id, ends=notice.ends),
                "18.2",
                "withdrawn",
                _(
                    "pgaref party withdraw {party} --on {given} takes it off open files",
                    party=party_id,
                    given=notice.given,
                ),
            )


def parties_without_reader(now: Circumstances, party_ids: Iterable[str]) -> Iterator[Refusal]:
    """A refusal for each party that should read but has no officer in office with a key.

    A reader without an officer is an error, never a shorter list of readers.
    """
    for party_id in party_ids:
        if now.withdrawn(party_id):
            yield from withdrawn_parties(now, [party_id])
        elif now.party(party_id) is not None and not now.readers_of(party_id):
            yield Refusal(
                _(
                    "{party} has no officer in office with a key, and must be able to read this",
                    party=party_id,
                ),
                "15.2.b",
                "no-officer",
                f"pgaref officer add {party_id} ID --name NAME --card FILE --accepted DATE",
            )


def controllers_concerned(
    now: Circumstances, named: Iterable[str], cards: Iterable[Card | None]
) -> tuple[str, ...]:
    """The kernpartijen whom a request or an incident concerns: on its dossiers, or `named`."""
    on_dossiers = (card.parties for card in cards if card is not None)
    return now.controllers(*on_dossiers, (p for p in named if now.party(p) is not None))


def concerned_refusals(
    now: Circumstances, named: Sequence[str], parties: Sequence[str], hint: str
) -> Iterator[Refusal]:
    """A refusal where no controller is concerned (art. 4), or one who is could not read of it."""
    yield from unknown_parties(now, named)
    for party_id in named:
        party = now.party(party_id)
        if party is not None and party.kind is not PartyKind.KERNPARTIJ:
            yield Refusal(_("kernpartijen: {party} is none", party=party_id), "4", "wrong-party")
    yield from withdrawn_parties(now, named)
    if not parties:
        yield Refusal(_("no kernpartij is concerned"), "4", "no-kernpartij", hint)
    yield from parties_without_reader(now, (*parties, now.profile.uitvoerder.id))


def dates_of_acts(now: Circumstances, dates: Mapping[str, str]) -> Iterator[Refusal]:
    """A refusal for each act (field path -> date) in the future or before the covenant (18(1))."""
    for name, text in dates.items():
        day = date.fromisoformat(text)
        if day > now.today:
            yield Refusal(_("{name} lies in the future", name=name), "18.1", "future-date")
        elif day < now.profile.since:
            yield Refusal(_("{name} lies before the covenant", name=name), "18.1", "early-date")


def absent_parties(
    now: Circumstances, expected: Sequence[str], present: Iterable[str], article: str, field: str
) -> Iterator[Refusal]:
    """A refusal for each party of `expected` that none of the officers `present` speaks for.

    Nobody waits for one that has withdrawn (art. 18(3)); where none is left, the kernpartijen are
    the controller all the same, and one of them speaks (art. 4).
    """
    speaking = now.parties_of(present)
    remaining = now.remaining(expected)
    if not remaining and not speaking & now.profile.kernpartijen:
        yield Refusal(
            _("no kernpartij is represented in {field}", field=field),
            article,
            "not-represented",
            _("name an officer of a kernpartij who was there: pgaref officer list"),
        )
    for party_id in remaining:
        if party_id not in speaking:
            yield Refusal(
                _("{party} is not represented in {field}", party=party_id, field=field),
                article,
                "not-represented",
                _("name an officer of {party} who was there: pgaref officer list", party=party_id),
            )
