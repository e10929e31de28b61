# SPDX-License-Identifier: EUPL-1.2
"""Who acts for a party: art. 14(1), 15(2)(b), (c), (f), 15(4).

A party's first officers are a logged bootstrap by the uitvoerder; once one of them is in office
with a key, every further one is vouched for by an officer in office of that party: by running the
command, or with a detached signature over the card. Without a card there is nothing to sign.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from pgaref.actions.session import SCHEDULER, Session, Work, refuse_if
from pgaref.covenant.circumstances import unknown_parties
from pgaref.covenant.model import Officer, PartyKind
from pgaref.errors import Refusal
from pgaref.storage import age, layout, parties, signing
from pgaref.storage.parties import PartyFile

NAMESPACE = "pgaref-officer"
# Who knows the officers' names.
KNOWING = (PartyKind.UITVOERDER, PartyKind.KERNPARTIJ)
_SIGNING = f"sign the card: ssh-keygen -Y sign -n {NAMESPACE} -f KEY CARD"


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


def add_officer(session: Session, candidate: Candidate, *, dry_run: bool = False) -> Officer:
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
        _put_party(work, officer)
        _put_roster(work, officer, candidate.name)
        if officer.signing_key:
            work.transaction.signers[officer.id] = officer.signing_key
        if not dry_run:
            work.transaction.commit()
        return officer


def _refusals(work: Work, candidate: Candidate) -> Iterator[Refusal]:
    now = work.now
    yield from unknown_parties(now, [candidate.party])
    if candidate.party not in now.profile.parties:
        return
    yield from reserved_id(candidate.id)
    if candidate.id in now.officers:
        yield Refusal(f"{candidate.id} is an officer already", "15.2.c", "known-officer")
    if candidate.accepted > now.today:
        yield Refusal("--accepted lies in the future", "15.4", "future-date")
    if candidate.until is not None and candidate.until < now.today:
        yield Refusal("--until lies in the past", "15.2.c", "early-date")
    keys = {o.recipient: o.id for o in now.officers.values() if o.recipient}
    if candidate.recipient in keys:
        yield Refusal(f"that key is {keys[candidate.recipient]}'s", "15.2.c", "known-key")
    if candidate.recipient:
        age.check_recipient(candidate.recipient)
    yield from _unvouched(work, candidate)


def reserved_id(officer_id: str) -> Iterator[Refusal]:
    """A refusal of the name under which the sweep stands in the log: nobody else bears it."""
    if officer_id == SCHEDULER:
        yield Refusal(f"{SCHEDULER} is the name of the sweep itself", "15.2.c", "reserved-id")


def _unvouched(work: Work, candidate: Candidate) -> Iterator[Refusal]:
    """A refusal unless an officer of the party vouches, or the party has none who could."""
    now, actor = work.now, work.actor
    vouching = now.readers_of(candidate.party)
    if actor.party == candidate.party:
        if now.profile.parties[actor.party].kind not in KNOWING:
            yield Refusal(
                f"{actor.id} does not read the roster of names, to which this adds one",
                "15.2.b",
                "no-roster",
                f"{_SIGNING}; the uitvoerder runs this with --signature CARD.sig",
            )
    elif actor.party != now.profile.uitvoerder.id:
        yield Refusal(f"{actor.id} does not act for {candidate.party}", "15.2.c", "wrong-role")
    elif vouching and not _signed(candidate, vouching):
        yield Refusal(
            f"{candidate.party} has officers already; one of them signs for the next",
            "15.2.c",
            "not-vouched",
            _how_to_vouch(work, candidate, vouching),
        )


def _how_to_vouch(work: Work, candidate: Candidate, vouching: Iterable[Officer]) -> str:
    names = ", ".join(officer.id for officer in vouching)
    kind = work.now.profile.parties[candidate.party].kind
    running = [f"run it as {names}"] if kind in KNOWING else []
    first = "" if candidate.card else "make a card with keygen, "
    return " or ".join([*running, f"{first}have {names} {_SIGNING}, then --signature CARD.sig"])


def _signed(candidate: Candidate, vouching: Iterable[Officer]) -> bool:
    """Whether one of these officers signed the candidate's card."""
    return bool(candidate.card and candidate.signature) and any(
        signing.verify(candidate.card, candidate.signature, officer.signing_key, NAMESPACE)
        for officer in vouching
    )


def _put_party(work: Work, officer: Officer) -> None:
    path = layout.party_file(officer.party)
    file = parties.decode(work.vault.store.bound(path), path)
    grown = PartyFile(file.id, file.contact, (*file.officers, officer))
    work.transaction.put(path, parties.encode(grown), bound=True)


def _put_roster(work: Work, officer: Officer, name: str) -> None:
    """Names for the uitvoerder's and the kernpartijen's officers, the new one among them."""
    names = work.opener.roster()
    officers = (*work.vault.officers.values(), officer)
    recipients = [
        o.recipient
        for o in officers
        if o.recipient
        and o.in_office(work.now.today)
        and work.now.profile.parties[o.party].kind in KNOWING
    ]
    text = parties.encode_roster({**names, officer.id: name})
    work.transaction.put(layout.ROSTER, age.encrypt(text, recipients), bound=True)


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
