# SPDX-License-Identifier: EUPL-1.2
"""Disclosing field by field: art. 10(5), 14(1), 8(2)(c), 8(4), within the grounds of art. 6.

From a casusoverleg to an externe casuspartner; from the weegploeg who reported a signal, to a
kernpartij. Only what is necessary, with consent; no consent lifts a ground.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pgaref.covenant import access
from pgaref.covenant.circumstances import (
    Circumstances,
    parties_without_reader,
    unknown_parties,
)
from pgaref.covenant.consent import article_of
from pgaref.covenant.corrections import shielded_refusals
from pgaref.covenant.grounds import Relation, may_receive_under
from pgaref.covenant.handover import Source
from pgaref.covenant.model import Card, PartyKind
from pgaref.covenant.participation import secrecy_refusals
from pgaref.covenant.profile import Party, RegisterRule
from pgaref.covenant.quoting import words
from pgaref.covenant.recording import resting, resting_on
from pgaref.errors import Refusal

_Content = Mapping[str, Any]
# What the record of a disclosure says for all readers of its section.
_WRITTEN = ("soort_gegevens", "noodzaak")


def recipient_refusals(
    now: Circumstances, card: Card, register: RegisterRule, content: _Content
) -> Iterator[Refusal]:
    """What is held against recipient and purpose: who may be given what this register discloses."""
    party = now.party(content["aan"])
    if party is None:
        yield from unknown_parties(now, [content["aan"]])
        return
    yield from _kernpartij(card, party) if register.reporter else _external(card, party)
    yield from parties_without_reader(now, [party.id])
    if register.reporter is None and "geheimhouding" not in content:
        yield Refusal(f"{party.id} has not confirmed secrecy", "14.1", "no-secrecy")
    else:
        yield from secrecy_refusals(now, party, content)
    if content["doel"] not in register.disclosing_for:
        yield Refusal(
            f"{content['doel']} is no purpose of disclosing from this file",
            article_of(register),
            "wrong-purpose",
            f"one of: {', '.join(register.disclosing_for) or 'none'}",
        )
    if "wpg" in content:
        yield Refusal("wpg is laid down by pgaref itself", "6.b", "filled-in", "leave it out")


def _external(card: Card, party: Party) -> Iterator[Refusal]:
    """An externe casuspartner on the dossier (art. 10(5))."""
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


def _kernpartij(card: Card, party: Party) -> Iterator[Refusal]:
    """A kernpartij on the dossier: nobody else has access to the weegploeg's file (art. 8(4))."""
    if party.kind is not PartyKind.KERNPARTIJ:
        yield Refusal(
            f"{party.id} is no kernpartij, and nobody else learns who reported a signal",
            "8.4",
            "wrong-party",
        )
    elif party.id not in card.parties:
        yield Refusal(
            f"{party.id} is not on {card.id}",
            "8.4",
            "not-on-dossier",
            f"pgaref join {card.id} {party.id} FILE",
        )


def chosen_refusals(card: Card, register: RegisterRule, content: _Content) -> Iterator[Refusal]:
    """What the covenant holds against the records chosen, before anything is opened."""
    article = article_of(register)
    restricted = _restricted(register)
    yield from shielded_refusals(card, (item["record"] for item in content["gegevens"]), "12.6")
    for place, item in enumerate(content["gegevens"]):
        record = card.record(item["record"])
        field = f"gegevens[{place}]"
        if record is None:
            yield Refusal(
                f"{field}: {card.id} has no record {item['record']}", article, "no-record"
            )
        elif record.kind not in register.disclosable:
            yield Refusal(
                f"record {record.n} is a {record.kind}, and that is not disclosed",
                article,
                "wrong-kind",
                f"what may be: {', '.join(register.disclosable) or 'nothing'}",
            )
        elif record.section in restricted and record.kind != "signaal":
            yield _stays(record.n)
        elif _own(register, record.section, content["aan"]):
            yield Refusal(
                f"record {record.n} was brought by {content['aan']}, which reads it itself",
                article,
                "own-melder",
                f"leave out record {record.n}",
            )


def _own(register: RegisterRule, section: str, party: str) -> bool:
    return register.reporter is not None and section == access.reporter_section(register, party)


def _restricted(register: RegisterRule) -> set[str]:
    return {section.name for section in register.sections if section.restricted}


def _stays(n: int) -> Refusal:
    return Refusal(
        f"record {n} is restricted and never leaves its section",
        "6.b",
        "restricted",
        f"leave out record {n}",
    )


def field_refusals(
    now: Circumstances, register: RegisterRule, sources: Sequence[Source], content: _Content
) -> Iterator[Refusal]:
    """What is held against the fields chosen: they exist, and a stated ground lets them go.

    `sources`: the records chosen, and the signals that they are `resting` on or could quote.
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
                    article_of(register),
                    "no-field",
                )
        yield from _naming(source, content)
        for n in resting(item, sources):
            yield from _under_ground(now, register, source, by_number.get(n), content)


def _naming(source: Source, content: _Content) -> Iterator[Refusal]:
    """A refusal where the record of the disclosure would tell everybody who reported a signal."""
    if source.kind != "melder":
        return
    told = [f" {' '.join(words(source.content[name]))} " for name in ("naam", "contactgegevens")]
    for field in _WRITTEN:
        written = f" {' '.join(words(content[field]))} "
        if any(each.strip() and each in written for each in told):
            yield Refusal(
                f"{field} names the melder of record {source.n}",
                "8.2.c",
                "melder",
                "say it without name and contact",
            )


def _under_ground(
    now: Circumstances,
    register: RegisterRule,
    record: Source,
    source: Source | None,
    content: _Content,
) -> Iterator[Refusal]:
    """A refusal unless the signal that a record is or rests on may go under a stated ground."""
    recipient: Party | None = now.party(content["aan"])
    if recipient is None:
        return
    if source is None or source.kind != "signaal":
        yield Refusal(
            f"record {record.n} rests on what is no signal of this dossier",
            article_of(register),
            "no-signal",
            f"leave out record {record.n}",
        )
        return
    what = f"record {source.n}"
    if record.n != source.n:
        how = "rests on" if source.n in resting_on(record) else "quotes"
        what = f"record {record.n} {how} {what}, which"
    own: list[str] = source.content["grondslag"]
    stated = [ground for ground in own if ground in content["grondslag"]]
    category: str = source.content["gegevens"]
    decision = may_receive_under(
        now.profile,
        stated or own,
        category=category,
        giver=now.profile.parties[source.content["inbrenger"]],
        recipient=recipient,
        relation=Relation.DEELNEMER if register.reporter else Relation.VERSTREKKING,
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
    elif now.profile.categories[category].restricted or source.section in _restricted(register):
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
