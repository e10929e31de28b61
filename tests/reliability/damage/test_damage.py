# SPDX-License-Identifier: EUPL-1.2
"""A sample of `make damage`, and that it would find what is believed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from pgaref.actions import check
from tests.reliability.damage.damages import UntrueError, damages, try_damage
from tests.reliability.damage.trying import vault
from tests.reliability.damage.whole import Whole

Place = tuple[Whole, Callable[[], None]]


@pytest.fixture
def place() -> Iterator[Place]:
    with vault() as made:
        yield made


@pytest.mark.artikel("15.1", "15.2.d")
def test_a_damaged_file_is_found_and_not_believed_and_the_others_go_on(place: Place) -> None:
    whole, back = place
    truth = whole.look()
    back()
    assert all(truth.dossiers.values())
    assert truth.found
    assert truth.steps
    for damage in [*damages(whole)][::59]:
        assert try_damage(whole, damage, truth).damage is damage
        back()


def test_a_check_that_finds_nothing_is_found_out(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, back = place
    truth = whole.look()
    back()
    monkeypatch.setattr(check, "findings", lambda *_, **__: iter(()))
    with pytest.raises(UntrueError, match="not found"):
        try_damage(whole, next(damages(whole)), truth)
