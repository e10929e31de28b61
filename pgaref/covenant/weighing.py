# SPDX-License-Identifier: EUPL-1.2
"""Weighing the signals against the referentiekader: art. 7(3), 8(2)(d).

People judge, in words; nothing here adds up, ranks or predicts. It is checked that every criterion
is judged, motivated and rests on signals of this dossier, and that those who must judge were there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pgaref.covenant.circumstances import (
    Circumstances,
    absent_parties,
    dates_of_acts,
    unknown_officers,
)
from pgaref.covenant.corrections import shielded_refusals
from pgaref.covenant.model import Card, Outcome
from pgaref.errors import Refusal
from pgaref.language import _

_Content = Mapping[str, Any]
MET = "voldaan"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One question of the referentiekader; `required` ones must be met to agender."""

    id: str
    question: str
    required: bool


@dataclass(frozen=True, slots=True)
class Referentiekader:
    """The criteria in force (bijlage 3)."""

    name: str
    version: str
    criteria: tuple[Criterion, ...]


def read_referentiekader(value: _Content) -> Referentiekader:
    """The referentiekader that `value` (fitting `referentiekader/1`) describes."""
    criteria = (Criterion(c["id"], c["vraag"], c["vereist"]) for c in value["criteria"])
    return Referentiekader(value["naam"], value["versie"], tuple(criteria))


def weighing_refusals(
    now: Circumstances, kader: Referentiekader, card: Card, content: _Content
) -> Iterator[Refusal]:
    """Everything that the covenant holds against a weighing (`weging/1`) on this dossier."""
    yield from dates_of_acts(now, {"datum": content["datum"]})
    yield from unknown_officers(now, content["aanwezig"])
    yield from absent_parties(now, card.parties, content["aanwezig"], "7.3", "aanwezig")
    yield from _criteria(kader, content["oordelen"])
    yield from shielded_refusals(card, cited(content), "12.6")
    signals = {record.n for record in card.of_kind("signaal")}
    for place, judgement in enumerate(content["oordelen"]):
        for n in judgement["signalen"]:
            if n not in signals:
                yield Refusal(
                    _(
                        "oordelen[{place}].signalen: record {n} is no signal of {dossier}",
                        place=place,
                        n=n,
                        dossier=card.id,
                    ),
                    "7.3",
                    "no-signal",
                    f"pgaref show {card.id}",
                )


def _criteria(kader: Referentiekader, judgements: Sequence[_Content]) -> Iterator[Refusal]:
    known = [criterion.id for criterion in kader.criteria]
    judged = [judgement["criterium"] for judgement in judgements]
    for place, criterion in enumerate(judged):
        if criterion not in known:
            yield Refusal(
                _(
                    "oordelen[{place}].criterium is not in the referentiekader in force",
                    place=place,
                ),
                "7.3",
                "unknown-criterion",
                _("its criteria: {known}", known=", ".join(known)),
            )
        elif criterion in judged[:place]:
            yield Refusal(
                _("criterion {criterion} is judged twice", criterion=criterion),
                "7.3",
                "judged-twice",
            )
    missing = [criterion for criterion in known if criterion not in judged]
    if missing:
        yield Refusal(
            _("not judged: {missing}", missing=", ".join(missing)),
            "7.3",
            "incomplete-weighing",
            _("every criterion is judged: voldaan, niet-voldaan or onbekend"),
        )


def outcome_by_rule(kader: Referentiekader, weighing: _Content) -> Outcome:
    """What the referentiekader's own rule says: agenderen when every required criterion is met."""
    judged = {entry["criterium"]: entry["oordeel"] for entry in weighing["oordelen"]}
    met = all(judged.get(c.id) == MET for c in kader.criteria if c.required)
    return Outcome.AGENDEREN if met else Outcome.NIET_AGENDEREN


def cited(content: _Content) -> tuple[int, ...]:
    """The numbers of the signals that a weighing rests on."""
    return tuple(sorted({n for judgement in content["oordelen"] for n in judgement["signalen"]}))
