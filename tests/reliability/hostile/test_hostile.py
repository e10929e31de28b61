# SPDX-License-Identifier: EUPL-1.2
"""A sample of `make hostile`, and that it would find an input that does harm."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.small import Case
from tests.cli.world import SAMPLES
from tests.reliability.hostile.inputs import Hostile, hostile
from tests.reliability.hostile.trying import HarmedError, prepared, try_input

Place = tuple[Case, Path, Callable[[], None]]


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    with prepared() as made:
        yield made


@pytest.mark.artikel("15.1")
def test_hostile_input_is_refused_in_words_and_seconds_and_changes_nothing(place: Place) -> None:
    case, files, back = place
    for given in [*hostile(case, files)][::5]:
        took = try_input(case, given)
        assert took.exit_code in given.exits
        back()


def ordinary(case: Case) -> Hostile:
    return Hostile("an ordinary reading", "id", (0,), ("show", case.casus))


def test_an_input_that_changes_the_vault_is_found_out(place: Place) -> None:
    case, _, back = place
    content = case.world.run.home / "plan.yaml"
    content.write_bytes((SAMPLES / "plan.yaml").read_bytes())
    given = replace(ordinary(case), argv=("plan", case.casus, str(content)))
    with pytest.raises(HarmedError, match=r"card\.json changed"):
        try_input(case, given)
    back()


def test_a_command_that_shows_what_it_was_given_is_found_out(place: Place) -> None:
    case, _, back = place
    words = case.world.run.home / "GEHEIMEWOORDEN"
    given = replace(ordinary(case), argv=("whoami", "--identity", str(words)), exits=(12,))
    with pytest.raises(HarmedError, match="echoed"):  # the name of an identity that is not there
        try_input(case, given)
    back()
