# SPDX-License-Identifier: EUPL-1.2
"""Disclosing to an externe casuspartner: art. 10(5), 14(1), within the grounds of art. 6.

Only what is necessary, chosen field by field, with the consent of every covenant party on the
dossier. No consent lifts a ground.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pgaref.covenant.circumstances import (
    Circumstances,
    dates_of_acts,
    parties_without_reader,
    unknown_officers,
    unknown_parties,
)
from pgaref.covenant.grounds import Relation, may_receive_under
from pgaref.covenant.handover import Source
from pgaref.covenant.model import Card, PartyKind
from pgaref.covenant.participation import secrecy_refusals
from pgaref.covenant.profile import Party, RegisterRule
from pgaref.covenant.weighing import cited
from pgaref.errors import Refusal

_Content = Mapping[str, Any]
COVENANT_PARTIES = (PartyKind.KERNPARTIJ, PartyKind.CASUSPARTIJ)


def recipient_refusals(now: Circumstances, card: Card, content: _Content) -> Iterator[Refusal]:
    """What is held against the recipient: an externe casuspartner on the dossier, under secrecy."""
    party = now.party(content["aan"])
    if party is None:
        yield from unknown_parties(now, [content["aan"]])
        return
    if party.kind is not PartyKind.EXTERNE_CASUSPARTNER:
        yield Refusal(
            f"{party.id} is no externe casuspartner",
            "10.5",
            "wrong-party",
            f"a covenant party reads the dossier itself: pgaref join {card.id} {party.id} FILE",
        )
    elif party.id not in card.parties:
        yield Refusal(
            f"{party.id} does not take part in {card.id}",
            "10.5",
            "not-a-participant",
            f"pgaref join {card.id} {party.id} FILE",
        )
    yield from parties_without_reader(now, [party.id])
    if "geheimhouding" not in content:
        yield Refusal(f"{party.id} has not confirmed secrecy", "14.1", "no-secrecy")
    else:
        yield from secrecy_refusals(now, party, content)


def consent_refusals(now: Circumstances, card: Card, content: _Content) -> Iterator[Refusal]:
    """A refusal for each covenant party on the dossier without consent, and each bad consent."""
    consents: dict[str, _Content] = {entry["partij"]: entry for entry in content["toestemming"]}
    for place, entry in enumerate(content["toestemming"]):
        field = f"toestemming[{place}]"
        yield from unknown_officers(now, [entry["functionaris"]])
        yield from dates_of_acts(now, {f"{field}.op": entry["op"]})
        if "handtekening" in entry:
            # What looks like proof and was never checked is worse than none.
            yield Refusal(
                f"{field}.handtekening cannot be verified yet",
                "10.5",
                "unverified-signature",
                "leave the signature out; functionaris and op stand for the consent",
            )
        officer = now.officers.get(entry["functionaris"])
        if officer is not None and officer.party != entry["partij"]:
            yield Refusal(
                f"{field}: {officer.id} does not speak for {entry['partij']}",
                "10.5",
                "no-consent",
            )
    for party_id in card.parties:
        if now.profile.parties[party_id].kind in COVENANT_PARTIES and party_id not in consents:
            yield Refusal(
                f"{party_id} has not consented",
                "10.5",
                "no-consent",
                f"add its consent to toestemming, with an officer of {party_id} and the day",
            )


def chosen_refusals(card: Card, register: RegisterRule, content: _Content) -> Iterator[Refusal]:
    """What the covenant holds against the records chosen, before anything is opened."""
    restricted = {section.name for section in register.sections if section.restricted}
    for place, item in enumerate(content["gegevens"]):
        record = card.record(item["record"])
        field = f"gegevens[{place}]"
        if record is None:
            yield Refusal(f"{field}: {card.id} has no record {item['record']}", "10.5", "no-record")
        elif record.kind not in register.disclosable:
            yield Refusal(
                f"record {record.n} is a {record.kind}, and that is not disclosed",
                "10.5",
                "wrong-kind",
                f"what may be: {', '.join(register.disclosable) or 'nothing'}",
            )
        elif record.section in restricted and record.kind != "signaal":
            yield _stays(record.n)


def _stays(n: int) -> Refusal:
    return Refusal(
        f"record {n} is restricted and never leaves its section",
        "6.b",
        "restricted",
        f"leave out record {n}",
    )


def resting_on(source: Source) -> tuple[int, ...]:
    """The numbers of the signals whose grounds decide whether a record may be disclosed."""
    if source.kind == "signaal":
        return (source.n,)
    return cited(source.content) if source.kind == "weging" else ()


def field_refusals(
    now: Circumstances, sources: Sequence[Source], content: _Content
) -> Iterator[Refusal]:
    """What is held against the fields chosen: they exist, and a stated ground lets them go.

    `sources`: the records chosen, and the signals that they are `resting_on`.
    """
    in_force = {row.id for row in now.profile.grounds if row.in_force(now.today)}
    for ground in content["grondslag"]:
        if ground not in in_force:
            yield Refusal(f"{ground} is no ground in force", "6", "wrong-ground")
    by_number = {source.n: source for source in sources}
    for place, item in enumerate(content["gegevens"]):
        source = by_number[item["record"]]
        for field in item["velden"]:
            if field not in source.content or field == "schema":
                yield Refusal(
                    f"gegevens[{place}].velden: record {source.n} has no field {field}",
                    "10.5",
                    "no-field",
                )
        for n in resting_on(source):
            yield from _under_ground(now, source, by_number.get(n), content)


def _under_ground(
    now: Circumstances, record: Source, source: Source | None, content: _Content
) -> Iterator[Refusal]:
    """A refusal unless the signal that a record is or rests on may go under a stated ground."""
    recipient: Party | None = now.party(content["aan"])
    if recipient is None:
        return
    if source is None or source.kind != "signaal":
        yield Refusal(
            f"record {record.n} rests on what is no signal of this dossier",
            "10.5",
            "no-signal",
            f"leave out record {record.n}",
        )
        return
    what = f"record {source.n}"
    if record.n != source.n:
        what = f"record {record.n} rests on {what}, which"
    own: list[str] = source.content["grondslag"]
    stated = [ground for ground in own if ground in content["grondslag"]]
    category: str = source.content["gegevens"]
    decision = may_receive_under(
        now.profile,
        stated or own,
        category=category,
        giver=now.profile.parties[source.content["inbrenger"]],
        recipient=recipient,
        relation=Relation.VERSTREKKING,
        day=now.today,
    )
    if not decision.allowed:
        yield Refusal(
            f"{what} is {category}; {decision.reasons[0]}",
            decision.articles[0],
            "wrong-ground",
            f"leave out record {record.n}",
        )
    elif not stated:
        yield Refusal(
            f"{what} rests on {', '.join(own)}, and grondslag states none of it",
            decision.articles[0],
            "wrong-ground",
            "a disclosure goes on under a ground that its record rests on",
        )
    elif now.profile.categories[category].restricted:
        yield _stays(record.n)


def chosen(sources: Sequence[Source], content: _Content) -> list[dict[str, object]]:
    """Exactly the fields that were chosen, record by record, in the order asked for."""
    by_number = {source.n: source for source in sources}
    return [
        {
            "record": item["record"],
            "soort": by_number[item["record"]].kind,
            "velden": {f: by_number[item["record"]].content[f] for f in item["velden"]},
        }
        for item in content["gegevens"]
    ]
