# SPDX-License-Identifier: EUPL-1.2
"""What a request that is not done with keeps from ending: art. 12(3), 12(6)."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from pgaref.covenant.model import Card, Duty
from pgaref.covenant.pending import owing_refusals, requested_refusals
from tests.covenant.examples import (
    CO,
    START,
    TODAY,
    VZ,
    WP,
    profile,
    request_card,
    said,
    weegploeg_card,
)

OWED = Duty("uitvoering", 3, START, TODAY)
SETTLED = request_card(decided=TODAY, state="afgesloten", duties=())


@pytest.mark.artikel("12.3", "12.6")
@pytest.mark.parametrize(
    ("duties", "there", "refused"),
    [
        ((), {WP: weegploeg_card()}, []),
        (request_card().duties, {}, [("12.3", "not-settled")]),
        ((OWED,), {WP: weegploeg_card()}, [("12.6", "not-settled")]),
        # All that it is about is gone: nothing can be carried out any more.
        ((OWED,), {}, []),
    ],
)
def test_a_request_ends_when_it_is_answered_and_carried_out(
    duties: tuple[Duty, ...], there: Mapping[str, Card], refused: list[tuple[str, str]]
) -> None:
    card = request_card(duties=duties)
    assert said(owing_refusals(card, profile(), there.get)) == refused


@pytest.mark.artikel("12.3")
def test_a_file_goes_no_day_early_while_somebody_asks_for_it() -> None:
    cards = [request_card(concerns=(CO,)), SETTLED, weegploeg_card(), request_card(concerns=(WP,))]
    (refusal,) = requested_refusals(WP, cards, profile())
    assert said([refusal]) == [("12.3", "requested")]
    assert VZ in refusal.message
    assert VZ in refusal.hint
    assert list(requested_refusals(WP, [SETTLED], profile())) == []
