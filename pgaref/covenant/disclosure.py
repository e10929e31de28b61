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
from pgaref.language import _

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
        yield Refusal(_("{party} has not confirmed secrecy", party=party.id), "14.1", "no-secrecy")
    else:
        yield from secrecy_refusals(now, party, content)
    if content["doel"] not in register.disclosing_for:
        yield Refusal(
            _("{doel} is no purpose of disclosing from this file", doel=content["doel"]),
            article_of(register),
            "wrong-purpose",
            _("one of: {purposes}", purposes=", ".join(register.disclosing_for) or _("none")),
        )
    if "wpg" in content:
        yield Refusal(_("wpg is laid down by pgaref itself"), "6.b", "filled-in", _("leave it out"))


def _external(card: Card, party: Party) -> Iterator[Refusal]:
    """An externe casuspartner on the dossier (art. 10(5))."""
    if party.kind is not PartyKind.EXTERNE_CASUSPARTNER:
        yield Refusal(
            _("{party} is no externe casuspartner", party=party.id),
            "10.5",
            "wrong-party",
            _(
                "a covenant party reads the dossier itself: pgaref join {dossier} {party} FILE",
                dossier=card.id,
                party=party.id,
            ),
        )
    elif party.id not in card.parties:
        yield Refusal(
            _("{party} does not take part in {dossier}", party=party.id, dossier=card.id),
            "10.5",
            "not-a-participant",
            f"pgaref join {card.id} {party.id} FILE",
        )


def _kernpartij(card: Card, party: Party) -> Iterator[Refusal]:
    """A kernpartij on the dossier: nobody else has access to the weegploeg's file (art. 8(4))."""
    if party.kind is not PartyKind.KERNPARTIJ:
        yield Refusal(
            _(
                "{party} is no kernpartij, and nobody else learns who reported a signal",
                party=party.id,
            ),
            "8.4",
            "wrong-party",
        )
    elif party.id not in card.parties:
        yield Refusal(
            _("{party} is not on {dossier}", party=party.id, dossier=card.id),
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
                _(
                    "{field}: {dossier} has no record {record}",
                    field=field,
                    dossier=card.id,
                    record=item["record"],
                ),
                article,
                "no-record",
            )
        elif record.kind not in register.disclosable:
            yield Refusal(
                _(
                    "record {n} is a {kind}, and that is not disclosed",
                    n=record.n,
                    kind=record.kind,
                ),
                article,
                "wrong-kind",
                _("what may be: {kinds}", kinds=", ".join(register.disclosable) or _("nothing")),
            )
        elif record.section in restricted and record.kind != "signaal":
            yield _stays(record.n)
        elif _own(register, record.section, content["aan"]):
            yield Refusal(
                _(
                    "record {n} was brought by {aan}, which reads it itself",
                    n=record.n,
                    aan=content["aan"],
                ),
                article,
                "own-melder",
                _("leave out record {n}", n=record.n),
            )


def _own(register: RegisterRule, section: str, party: str) -> bool:
    return register.reporter is not None and section == access.reporter_section(register, party)


def _restricted(register: RegisterRule) -> set[str]:
    return {section.name for section in register.sections if section.restricted}


def _stays(n: int) -> Refusal:
    return Refusal(
        _("record {n} is restricted and never leaves its section", n=n),
        "6.b",
        "restricted",
        _("leave out record {n}", n=n),
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
            yield Refusal(_("{ground} is no ground in force", ground=ground), "6", "wrong-ground")
    by_number = {source.n: source for source in sources}
    for place, item in enumerate(content["gegevens"]):
        source = by_number[item["record"]]
        for field in item["velden"]:
            if field not in source.content or field == "schema":
                yield Refusal(
                    _(
                        "gegevens[{place}].velden: record {n} has no field {field}",
                        place=place,
                        n=source.n,
                        field=field,
                    ),
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
                _("{field} names the melder of record {n}", field=field, n=source.n),
                "8.2.c",
                "melder",
                _("say it without name and contact"),
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
            _("record {n} rests on what is no signal of this dossier", n=record.n),
            article_of(register),
            "no-signal",
            _("leave out record {n}", n=record.n),
        )
        return
    what = _("record {n}", n=source.n)
    if record.n != source.n:
        names = {"n": record.n, "what": what}
        what = (
            _("record {n} rests on {what}, which", **names)
            if source.n in resting_on(record)
            else _("record {n} quotes {what}, which", **names)
        )
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
            _(
                "{what} is {category}; {reasons}",
                what=what,
                category=category,
                reasons=decision.reasons[0],
            ),
            decision.articles[0],
            "wrong-ground",
            _("leave out record {n}", n=record.n),
        )
    elif not stated:
        yield Refusal(
            _(
                "{what} rests on {own}, and grondslag states none of it",
                what=what,
                own=", ".join(own),
            ),
            decision.articles[0],
            "wrong-ground",
            _("a disclosure goes on under a ground that its record rests on"),
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
