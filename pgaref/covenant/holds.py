# SPDX-License-Identifier: EUPL-1.2
"""Holding a destruction up: on a request, procedure, restriction (AVG 18) or order (12, 13).

A hold stops destruction, never archiving; it ends at most three months off and is renewed only by a
new decision. Without a valid hold the maximum wins.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from pgaref.covenant.circumstances import (
    Circumstances,
    absent_parties,
    dates_of_acts,
    unknown_officers,
)
from pgaref.covenant.model import Card, Hold
from pgaref.errors import Refusal

_Content = Mapping[str, Any]


def hold_refusals(now: Circumstances, card: Card, content: _Content) -> Iterator[Refusal]:
    """What the covenant holds against a hold (`opschorting/1`)."""
    yield from dates_of_acts(now, {"datum": content["datum"]})
    yield from unknown_officers(now, content["besloten_door"])
    deciding = now.controllers(card.parties)
    yield from absent_parties(now, deciding, content["besloten_door"], "4", "besloten_door")
    latest = now.profile.terms.hold.after(now.today)
    until = date.fromisoformat(content["tot"])
    if not now.today <= until <= latest:
        yield Refusal(
            f"tot lies not between today and {latest}",
            now.profile.terms.hold.article,
            "hold-too-long",
            "a hold is renewed by a new decision",
        )


def hold_of(content: _Content, record: int, day: date) -> Hold:
    """The hold that such a decision, recorded under number `record` on `day`, puts on the card."""
    return Hold(record, content["basis"], day, date.fromisoformat(content["tot"]))
