# SPDX-License-Identifier: EUPL-1.2
"""Bringing a signal: art. 7(1)-(2), 8(2)(b)-(c) in the weegploeg, 9(2) in the casusoverleg."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pgaref.covenant import access, grounds, quoting
from pgaref.covenant.circumstances import (
    Circumstances,
    dates_of_acts,
    parties_without_reader,
    unknown_officers,
    unknown_parties,
)
from pgaref.covenant.model import NewRecord
from pgaref.covenant.naming import others_of
from pgaref.covenant.profile import RegisterRule
from pgaref.errors import Refusal, RefusedError
from pgaref.language import _

_Content = Mapping[str, Any]


def intake_refusals(
    now: Circumstances, register: RegisterRule, content: _Content
) -> Iterator[Refusal]:
    """Everything that the covenant holds against an intake (`intake/1`)."""
    named: list[str] = content["gemeenten"]
    yield from unknown_parties(now, named)
    for party_id in named:
        party = now.party(party_id)
        if party is not None and not party.matches(register.nameable):
            yield Refusal(
                _("{party} cannot be named on this file", party=party_id), "8.4", "wrong-party"
            )
    yield from parties_without_reader(now, (*register.standing, *named, now.profile.uitvoerder.id))
    parties = [p for p in intake_parties(register, content) if now.party(p) is not None]
    found = [
        refusal
        for place, signal in enumerate(content["signalen"])
        for refusal in signal_refusals(now, register, parties, signal, f"signalen[{place}].")
    ]
    yield from found or _quoted(now, register, parties, content["signalen"])


def _quoted(
    now: Circumstances,
    register: RegisterRule,
    parties: Sequence[str],
    signals: Sequence[_Content],
) -> Iterator[Refusal]:
    """A refusal for each signal of an intake that quotes a restricted one beside it (art. 6(b))."""
    articles = {rule.name: rule.article for rule in register.sections}
    places = [str(_place(now, register, parties, signal)) for signal in signals]
    for at, signal in enumerate(signals):
        hidden = access.hidden_from(now.profile, register, parties, places[at])
        kept = [
            quoting.Kept(f"signalen[{other}]", articles[place], _facts(signals[other]))
            for other, place in enumerate(places)
            if place in hidden
        ]
        for refusal in quoting.quoting_refusals(signal, kept):
            yield replace(refusal, message=f"signalen[{at}]: {refusal.message}")


def intake_parties(register: RegisterRule, content: _Content) -> tuple[str, ...]:
    """The parties on a new dossier: the standing ones, the municipalities concerned (art. 8(4))."""
    return tuple(sorted({*register.standing, *content["gemeenten"]}))


def signal_refusals(
    now: Circumstances,
    register: RegisterRule,
    parties: Sequence[str],
    signal: _Content,
    field: str = "",
) -> Iterator[Refusal]:
    """Everything that the covenant holds against one signal on a dossier with these `parties`."""
    bringing = "7.1" if register.reporter else "9.2"
    giver = now.party(signal["inbrenger"])
    if giver is None:
        yield from unknown_parties(now, [signal["inbrenger"]])
        return
    if not giver.matches(register.bringers):
        yield Refusal(
            _("{giver} does not bring signals to this file", giver=giver.id),
            bringing,
            "wrong-party",
        )
    elif giver.id not in parties:
        yield Refusal(
            _("{giver} is not on this dossier", giver=giver.id),
            bringing,
            "not-on-dossier",
            "pgaref join ID PARTY",
        )
    yield from _brought(now, signal, field)
    yield from _reported(register, signal, field)
    misstated = list(
        grounds.misstated(
            now.profile,
            signal["grondslag"],
            category=signal["gegevens"],
            giver=giver,
            stated=signal["onderbouwing"],
            day=now.today,
        )
    )
    yield from misstated
    if not misstated and giver.id in parties:
        place = _place(now, register, parties, signal)
        if isinstance(place, Refusal):
            yield place


def _brought(now: Circumstances, signal: _Content, field: str) -> Iterator[Refusal]:
    yield from unknown_officers(now, [signal["via"]])
    officer = now.officers.get(signal["via"])
    if officer is not None and officer.party != signal["inbrenger"]:
        yield Refusal(
            _(
                "{field}via is no representative of {inbrenger}",
                field=field,
                inbrenger=signal["inbrenger"],
            ),
            "7.2",
            "wrong-officer",
        )
    seen = {f"{field}waargenomen_op": signal["waargenomen_op"]}
    yield from (r for r in dates_of_acts(now, seen) if r.reason == "future-date")


def _reported(register: RegisterRule, signal: _Content, field: str) -> Iterator[Refusal]:
    """A melder is named in the weegploeg only; a casusoverleg is told the necessity instead."""
    if "partij" in signal:
        yield Refusal(
            _("{field}partij is set at the handover", field=field),
            "10.2.c",
            "copy",
            _("leave it out"),
        )
    if register.reporter:
        if "melder" not in signal:
            yield Refusal(_("{field}melder is missing", field=field), "8.2.c", "no-melder")
        else:
            yield from _naming(signal, field)
        return
    if "melder" in signal:
        yield Refusal(
            _("{field}melder does not belong in this file", field=field),
            "10.2.c",
            "melder",
            _("leave it out"),
        )
    if "noodzaak" not in signal:
        yield Refusal(_("{field}noodzaak is missing", field=field), "9.2", "no-necessity")


def _naming(signal: _Content, field: str) -> Iterator[Refusal]:
    """A refusal for each text that names the melder: it goes where the melder never does."""
    melder = others_of([signal["melder"]], {})
    facts = {name: value for name, value in signal.items() if name != "melder"}
    for path, text in quoting.texts(facts):
        if melder.named_in(text):
            yield Refusal(
                _("{field}{path} names the melder", field=field, path=path),
                "8.2.c",
                "melder",
                _("say it without the name; the party that brings the signal stands in its place"),
            )


def _place(
    now: Circumstances, register: RegisterRule, parties: Sequence[str], signal: _Content
) -> str | Refusal:
    return access.place_given(
        now.profile,
        register,
        parties,
        giver=now.profile.parties[signal["inbrenger"]],
        category=signal["gegevens"],
        grounds=signal["grondslag"],
        day=now.today,
    )


def signal_records(
    now: Circumstances,
    register: RegisterRule,
    parties: Sequence[str],
    signals: Sequence[_Content],
    first: int,
) -> tuple[NewRecord, ...]:
    """The records that signals become: every signal, then every melder in its party's section.

    `first` is the number that the first signal gets; a melder names the number of its signal.

    Raises:
        RefusedError: a signal has no place; `signal_refusals` tells of that first.
    """
    brought: list[NewRecord] = []
    reported: list[NewRecord] = []
    for number, signal in enumerate(signals, start=first):
        section = _place(now, register, parties, signal)
        if isinstance(section, Refusal):
            raise RefusedError(section)
        brought.append(NewRecord("signaal", section, {"schema": "signaal/1", **_facts(signal)}))
        if register.reporter:
            own = access.reporter_section(register, signal["inbrenger"])
            melder = {"schema": "melder/1", "signaal": number, **signal["melder"]}
            reported.append(NewRecord("melder", own, melder))
    return (*brought, *reported)


def _facts(signal: _Content) -> dict[str, Any]:
    """A signal without who reported it, which lies apart (art. 8(2)(c))."""
    return {key: value for key, value in signal.items() if key != "melder"}
