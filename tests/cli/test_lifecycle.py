# SPDX-License-Identifier: EUPL-1.2
"""The whole way of the fictitious case, from its first signal to the proof of its destruction."""

from __future__ import annotations

from tests.cli.world import World, sample


def test_a_case_goes_the_whole_way(world: World) -> None:
    dossier, casus = world.agendered()
    world.ok("plan", casus, content=sample("plan"))
    assert world.do("check", "--decrypt").exit_code == 0
