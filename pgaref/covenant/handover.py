# SPDX-License-Identifier: EUPL-1.2
"""Handing relevant data over to the casusoverleg: art. 8(5), 9(1), 10(2)(a)-(d).

A copy of what is relevant, record by record; the melder stays behind and the party that brought the
signal stands in its place; restricted data goes into a restricted section or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pgaref.covenant import access
from pgaref.covenant.circumstances import Circumstances, parties_without_reader, unknown_parties
from pgaref.covenant.corrections import shielded_refusals
from pgaref.covenant.model import Card, NewRecord, PartyKind
from pgaref.covenant.profile import RegisterRule
from pgaref.covenant.weighing import cited
from pgaref.errors import Refusal
from pgaref.language import _

_Content = Mapping[str, Any]
# What a copy keeps whatever `velden` says: without these nobody could tell what it may be used for.
ALWAYS = {
    "signaal": ("schema", "inbrenger", "via", "grondslag", "gegevens"),
    "weging": ("schema", "datum", "aanwezig", "oordelen", "conclusie", "referentiekader"),
}
# What a decision says of the weighing that it rests on.
REASONS = ("motivering", "afwijking")


@dataclass(frozen=True, slots=True)
class Source:
    """A record of the weegploeg's dossier as it was read: its number, kind, section and content."""

    n: int
    kind: str
    section: str
    content: _Content


def participants(content: _Content) -> tuple[str, ...]:
    """The parties that a decision (`besluit/1`) names as participants, sorted."""
    return tuple(sorted({entry["partij"] for entry in content["betrekken"]}))


def participation_refusals(
    now: Circumstances, register: RegisterRule, content: _Content, existing: Card | None
) -> Iterator[Refusal]:
    """What the covenant holds against the participants that a decision names (art. 9(1)).

    `existing` is the casusoverleg's dossier of the same subject that runs already, if there is one.
    """
    named = [entry["partij"] for entry in content["betrekken"]]
    yield from unknown_parties(now, named)
    known = [now.profile.parties[p] for p in named if p in now.profile.parties]
    for party in known:
        if party.kind is PartyKind.EXTERNE_CASUSPARTNER:
            yield Refusal(
                _("{party} is an externe casuspartner and joins under secrecy", party=party.id),
                "14.1",
                "no-secrecy",
                _("leave it out here; then: pgaref join CO-... {party} FILE", party=party.id),
            )
        elif not party.matches(register.nameable):
            yield Refusal(
                _("{party} takes no part in a casusoverleg", party=party.id), "9.1", "wrong-party"
            )
        elif existing is not None and party.id not in existing.parties:
            yield Refusal(
                _(
                    "{party} does not take part in {existing} yet",
                    party=party.id,
                    existing=existing.id,
                ),
                "9.1",
                "not-a-participant",
                f"pgaref join {existing.id} {party.id} FILE",
            )
    for party_id in sorted({p for p in named if named.count(p) > 1}):
        yield Refusal(
            _("{party} is named twice in betrekken", party=party_id), "9.1", "named-twice"
        )
    if known and not any(party.kind is PartyKind.KERNPARTIJ for party in known):
        yield Refusal(_("no kernpartij takes part"), "4", "no-kernpartij")
    yield from parties_without_reader(now, (*participants(content), now.profile.uitvoerder.id))


def source_refusals(card: Card, content: _Content, copied: Mapping[int, int]) -> Iterator[Refusal]:
    """What the covenant holds against the records that a decision hands over (art. 8(5), 10(2)).

    `copied`: number of a record here -> of its copy in the casusoverleg that runs already.
    """
    numbers = [item["record"] for item in content["over_te_dragen"]]
    yield from shielded_refusals(card, numbers, "12.6")
    for place, n in enumerate(numbers):
        record = card.record(n)
        field = f"over_te_dragen[{place}].record"
        if record is None:
            yield Refusal(
                _("{field}: {dossier} has no record {n}", field=field, dossier=card.id, n=n),
                "8.5",
                "no-record",
            )
        elif record.kind == "melder":
            yield Refusal(
                _("{field}: record {n} is a melder's and never goes along", field=field, n=n),
                "10.2.c",
                "melder",
            )
        elif record.kind == "subject":
            yield Refusal(
                _("{field}: the subject goes along by itself", field=field), "10.2.a", "subject"
            )
        elif record.kind not in ALWAYS:
            yield Refusal(
                _(
                    "{field}: a {kind} does not belong in a casusoverleg",
                    field=field,
                    kind=record.kind,
                ),
                "10.2",
                "wrong-kind",
            )
        if n in numbers[:place]:
            yield Refusal(
                _("{field}: record {n} is handed over twice", field=field, n=n),
                "8.5",
                "named-twice",
            )
        elif n in copied:
            yield Refusal(
                _(
                    "{field}: record {n} was handed over before, as record {copied}",
                    field=field,
                    n=n,
                    copied=copied[n],
                ),
                "8.5",
                "handed-over",
                _("leave out record {n}", n=n),
            )


def cited_refusals(sources: Sequence[Source], copied: Mapping[int, int]) -> Iterator[Refusal]:
    """A refusal for each signal that a weighing rests on and that would stay behind (art. 8(5)).

    Who reads the copy of a weighing must be able to look up what it rests on.
    """
    there = {source.n for source in sources} | copied.keys()
    for source in sources:
        for n in cited(source.content) if source.kind == "weging" else ():
            if n not in there:
                yield Refusal(
                    _(
                        "weighing {n} rests on record {record}, which is not handed over",
                        n=source.n,
                        record=n,
                    ),
                    "8.5",
                    "cited-stays-behind",
                    _(
                        "hand over record {n} too, or leave out record {source}",
                        n=n,
                        source=source.n,
                    ),
                )


def copies(
    now: Circumstances,
    register: RegisterRule,
    parties: Sequence[str],
    sources: Sequence[Source],
    items: Sequence[_Content],
) -> list[NewRecord | Refusal]:
    """The copies for the casusoverleg, in the order asked for; a refusal where one may not be."""
    by_number = {source.n: source for source in sources}
    return [
        _copy(now, register, parties, by_number[item["record"]], item.get("velden"))
        for item in items
    ]


def _copy(
    now: Circumstances,
    register: RegisterRule,
    parties: Sequence[str],
    source: Source,
    fields: Sequence[str] | None,
) -> NewRecord | Refusal:
    unknown = [field for field in fields or () if field not in source.content]
    if unknown:
        return Refusal(
            _("record {n} has no field {unknown}", n=source.n, unknown=", ".join(unknown)),
            "8.5",
            "no-field",
        )
    section = section_for(now, register, parties, source)
    if isinstance(section, Refusal):
        return Refusal(
            _("record {n}: {message}", n=source.n, message=section.message),
            section.article,
            section.reason,
            section.hint,
        )
    always = ALWAYS[source.kind]
    kept = {k: v for k, v in source.content.items() if fields is None or k in always or k in fields}
    if source.kind == "signaal":
        kept["partij"] = _party_in_place_of_melder(now, source.content)
    return NewRecord(source.kind, section, kept, origin=str(source.n))


def renumbered(made: Sequence[NewRecord], copied: Mapping[int, int], first: int) -> list[NewRecord]:
    """The copies, each weighing citing signals by the numbers that they have where it goes.

    `first` is the number that the first of the copies gets there.
    """
    numbers = {**copied, **{int(copy.origin): n for n, copy in enumerate(made, first)}}
    return [
        replace(copy, content=_citing(copy.content, numbers)) if copy.kind == "weging" else copy
        for copy in made
    ]


def _citing(weighing: _Content, numbers: Mapping[int, int]) -> dict[str, Any]:
    judgements = [
        {**judgement, "signalen": sorted(numbers[n] for n in judgement["signalen"])}
        for judgement in weighing["oordelen"]
    ]
    return {**weighing, "oordelen": judgements}


def section_for(
    now: Circumstances, register: RegisterRule, parties: Sequence[str], source: Source
) -> str | Refusal:
    """Where a copy of a record goes in another dossier, or why it may not go there."""
    if source.kind != "signaal":
        return access.place_citing(now.profile, register, parties, source.kind, [source.section])
    return access.place_given(
        now.profile,
        register,
        parties,
        giver=now.profile.parties[source.content["inbrenger"]],
        category=source.content["gegevens"],
        grounds=source.content["grondslag"],
        day=now.today,
    )


def _party_in_place_of_melder(now: Circumstances, signal: _Content) -> dict[str, str]:
    """Name and contact of the party that brought the signal (art. 10(2)(c)): its representative."""
    party = now.profile.parties[signal["inbrenger"]]
    return {
        "naam": party.name,
        "contactgegevens": party.contact or _("via {via}", via=signal["via"]),
    }


def apart(content: _Content, card: Card, restricted: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Restricted section -> what a decision says that those who read that section alone may read.

    The decision itself is for all readers of the dossier. What it says of a restricted record is
    not: neither why it was decided so, where the weighing lies there, nor which records go along.
    """
    found: dict[str, dict[str, Any]] = {}
    weighing = card.of_kind("weging")[-1].section
    if weighing in restricted:
        found[weighing] = {name: content[name] for name in REASONS if name in content}
    for item in content.get("over_te_dragen", ()):
        record = card.record(item["record"])
        if record is not None and record.section in restricted:
            found.setdefault(record.section, {}).setdefault("over_te_dragen", []).append(item)
    return found


def public(content: _Content, hidden: Mapping[str, _Content], following: int) -> dict[str, Any]:
    """A decision without what is kept `apart`; `following` is the number of the first such part."""
    motivated_apart = any(REASONS[0] in part for part in hidden.values())
    kept = {
        name: value for name, value in content.items() if not (motivated_apart and name in REASONS)
    }
    if motivated_apart:
        kept["beperkt"] = following
    if "over_te_dragen" in content:
        unsaid = [item for part in hidden.values() for item in part.get("over_te_dragen", ())]
        kept["over_te_dragen"] = [i for i in content["over_te_dragen"] if i not in unsaid]
    return kept
