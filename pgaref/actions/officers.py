# SPDX-License-Identifier: EUPL-1.2
"""Who acts for a party: art. 14(1), 15(2)(b), (c), (f), 15(4).

A party's first officers are a logged bootstrap by the uitvoerder; once one of them is in office
with a key, every further one is vouched for by an officer in office of that party: by running the
command, or with a detached signature over the card. Without a card there is nothing to sign.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from pgaref.actions.session import Session, Work, refuse_if
from pgaref.covenant.authorisation import pending, readers
from pgaref.covenant.circumstances import Circumstances, unknown_parties, withdrawn_parties
from pgaref.covenant.model import SCHEDULER, Officer, PartyKind
from pgaref.errors import Refusal
from pgaref.language import _
from pgaref.storage import age, layout, parties, signing

NAMESPACE = "pgaref-officer"
# Who knows the officers' names.
KNOWING = (PartyKind.UITVOERDER, PartyKind.KERNPARTIJ)
# How an officer signs a card.
_SIGN = f"ssh-keygen -Y sign -n {NAMESPACE} -f KEY CARD"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An officer to be admitted; `card` is the officer card's text, as it was signed."""

    party: str
    id: str
    name: str
    accepted: date
    until: date | None = None
    recipient: str = ""
    signing_key: str = ""
    card: bytes = b""
    signature: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OfficerListed:
    """An officer, whether in office today, and the name where the actor may know it."""

    officer: Officer
    in_office: bool
    name: str = ""


@dataclass(frozen=True, slots=True)
class Admitted:
    """A new officer, and how many dossiers that the party reads have no key for them yet."""

    officer: Officer
    waiting: int


def add_officer(session: Session, candidate: Candidate, *, dry_run: bool = False) -> Admitted:
    """Admit an officer to a party."""
    with session.writing("officer add") as work:
        refuse_if(_refusals(work, candidate))
        today = work.now.today
        kind = work.now.profile.parties[candidate.party].kind
        officer = Officer(
            id=candidate.id,
            party=candidate.party,
            role=work.now.profile.roles[kind.value],
            accepted=candidate.accepted,
            since=today,
            until=candidate.until,
            recipient=candidate.recipient,
            signing_key=candidate.signing_key,
        )
        put_party(work, officer)
        put_roster(work, officer, candidate.name)
        if officer.signing_key:
            work.transaction.signers[officer.id] = officer.signing_key
        if not dry_run:
            work.transaction.commit()
        return Admitted(officer, _waiting(work, officer))


def _waiting(work: Work, officer: Officer) -> int:
    reading = readers(replace(work.now, officers={**work.now.officers, officer.id: officer}))
    found = ([one.missing for one in pending(card, reading)] for card in work.vault.cards())
    return sum(any(officer in missing for missing in one) for one in found)


def _refusals(work: Work, candidate: Candidate) -> Iterator[Refusal]:
    now = work.now
    yield from unknown_parties(now, [candidate.party])
    if candidate.party not in now.profile.parties:
        return
    yield from reserved_id(candidate.id)
    yield from withdrawn_parties(now, [candidate.party])
    if candidate.id in now.officers:
        yield Refusal(
            _("{candidate} is an officer already", candidate=candidate.id),
            "15.2.c",
            "known-officer",
        )
    if candidate.accepted > now.today:
        yield Refusal(_("--accepted lies in the future"), "15.4", "future-date")
    if candidate.until is not None and candidate.until < now.today:
        yield Refusal(_("--until lies in the past"), "15.2.c", "early-date")
    keys = {o.recipient: o.id for o in now.officers.values() if o.recipient}
    if candidate.recipient in keys:
        yield Refusal(
            _("that key is {keys}'s", keys=keys[candidate.recipient]), "15.2.c", "known-key"
        )
    if candidate.recipient:
        age.check_recipient(candidate.recipient)
    yield from _unvouched(work, candidate)


def reserved_id(officer_id: str) -> Iterator[Refusal]:
    """A refusal of the name under which the sweep stands in the log: nobody else bears it."""
    if officer_id == SCHEDULER:
        yield Refusal(
            _("{scheduler} is the name of the sweep itself", scheduler=SCHEDULER),
            "15.2.c",
            "reserved-id",
        )


def _unvouched(work: Work, candidate: Candidate) -> Iterator[Refusal]:
    """A refusal unless an officer of the party vouches, or the party has none who could."""
    now, actor = work.now, work.actor
    vouching = now.readers_of(candidate.party)
    if actor.party == candidate.party:
        hint = _(
            "sign the card: {command}; the uitvoerder runs this with --signature CARD.sig",
            command=_SIGN,
        )
        yield from roster_refusals(work, hint)
    elif actor.party != now.profile.uitvoerder.id:
        yield Refusal(
            _("{actor} does not act for {party}", actor=actor.id, party=candidate.party),
            "15.2.c",
            "wrong-role",
        )
    elif vouching and not _signed(candidate, vouching):
        yield Refusal(
            _(
                "{party} has officers already; one of them signs for the next",
                party=candidate.party,
            ),
            "15.2.c",
            "not-vouched",
            _how_to_vouch(work, candidate, vouching),
        )


def roster_refusals(work: Work, hint: str = "") -> Iterator[Refusal]:
    """A refusal to somebody who does not read the roster, and so cannot write it anew."""
    if work.now.profile.parties[work.actor.party].kind not in KNOWING:
        yield Refusal(
            _("{actor} does not read the roster of names, which this changes", actor=work.actor.id),
            "15.2.b",
            "no-roster",
            hint or _("the uitvoerder runs this"),
        )


def _how_to_vouch(work: Work, candidate: Candidate, vouching: Iterable[Officer]) -> str:
    names = ", ".join(officer.id for officer in vouching)
    kind = work.now.profile.parties[candidate.party].kind
    signing = _(
        "have {names} sign the card: {command}, then --signature CARD.sig",
        names=names,
        command=_SIGN,
    )
    if not candidate.card:
        signing = _("make a card with keygen, {then}", then=signing)
    if kind not in KNOWING:
        return signing
    return _("run it as {names} or {otherwise}", names=names, otherwise=signing)


def _signed(candidate: Candidate, vouching: Iterable[Officer]) -> bool:
    """Whether one of these officers signed the candidate's card."""
    return bool(candidate.card and candidate.signature) and any(
        signing.verify(candidate.card, candidate.signature, officer.signing_key, NAMESPACE)
        for officer in vouching
    )


def put_party(work: Work, officer: Officer) -> None:
    """The party's file with this officer: a new one, or in place of how it stood there."""
    path = layout.party_file(officer.party)
    file = work.vault.party_files[officer.party]
    officers = {known.id: known for known in file.officers} | {officer.id: officer}
    changed = replace(file, officers=tuple(officers.values()))
    work.transaction.put(path, parties.encode(changed), bound=True)


def put_roster(work: Work, officer: Officer, name: str = "") -> None:
    """Names for the uitvoerder's and the kernpartijen's officers, as this officer now stands.

    With a `name` the officer's is added; who left stays named, as the log names them.
    """
    names = work.opener.roster() | ({officer.id: name} if name else {})
    after = replace(work.now, officers={**work.now.officers, officer.id: officer})
    seal_roster(work, names, after)


def seal_roster(work: Work, names: Mapping[str, str], after: Circumstances) -> None:
    """These names, for those who may know them by the circumstances `after` this act."""
    sealed = age.encrypt(parties.encode_roster(names), knowing(after))
    work.transaction.put(layout.ROSTER, sealed, bound=True)


def knowing(now: Circumstances) -> list[str]:
    """The recipients of who may know the officers' names: all in office who can read."""
    known = [party.id for party in now.profile.parties.values() if party.kind in KNOWING]
    return [officer.recipient for party in known for officer in now.readers_of(party)]


def list_officers(session: Session, *, names: bool) -> list[OfficerListed]:
    """Every officer; with `names`, who they are, for those who may know."""
    if not names:
        with session.looking() as look:
            today = look.now.today
            return [
                OfficerListed(officer, officer.in_office(today))
                for officer in look.vault.officers.values()
            ]
    with session.reading("officer list") as work:
        known = work.opener.roster()
        listed = (
            OfficerListed(officer, officer.in_office(work.now.today))
            for officer in work.vault.officers.values()
        )
        return [replace(entry, name=known.get(entry.officer.id, "")) for entry in listed]
