# SPDX-License-Identifier: EUPL-1.2
"""Closing a plan (art. 9(4), 8(2)(f), 10(2)(h)): advice first, then the kernpartijen decide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pgaref.covenant.circumstances import (
    Circumstances,
    absent_parties,
    dates_of_acts,
    unknown_officers,
)
from pgaref.covenant.model import Card
from pgaref.errors import Refusal
from pgaref.language import _

_Content = Mapping[str, Any]


def closing_refusals(now: Circumstances, card: Card, content: _Content) -> Iterator[Refusal]:
    """What the covenant holds against a closing (`afsluiting/1`)."""
    advice, decision = content["advies_casusoverleg"], content["besluit_kernpartijen"]
    yield from dates_of_acts(
        now,
        {
            "advies_casusoverleg.datum": advice["datum"],
            "besluit_kernpartijen.datum": decision["datum"],
        },
    )
    if decision["datum"] < advice["datum"]:
        yield Refusal(_("the decision lies before the advice"), "9.4", "decided-before-advised")
    yield from unknown_officers(now, decision["aanwezig"])
    deciding = now.controllers(card.parties)
    field = "besluit_kernpartijen.aanwezig"
    yield from absent_parties(now, deciding, decision["aanwezig"], "9.4", field)
