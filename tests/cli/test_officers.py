# SPDX-License-Identifier: EUPL-1.2
"""Who vouches for an officer: art. 15(2)(b), (c)."""

from __future__ import annotations

import subprocess

import pytest

from tests.cli.conftest import Result
from tests.cli.world import World

RAAD, REC = "raad-voor-de-kinderbescherming", "reclassering-nederland"


def add(world: World, party: str, officer: str, *options: str, by: str = "uit-1") -> Result:
    named = ("--name", "Iemand Verzonnen", "--accepted", "2026-10-01")
    return world.do("officer", "add", party, officer, *named, *options, by=by)


def card(world: World, officer: str) -> str:
    """An officer's card, made."""
    file = world.run.home / f"{officer}.card"
    file.write_text(world.run("keygen", world.identity(officer)).stdout)
    return str(file)


@pytest.mark.artikel("15.2.c")
@pytest.mark.parametrize(
    ("by", "party", "officer", "reason"),
    [
        ("hrl-1", "politie", "pol-9", "hrl-1 does not act for politie"),
        ("hrl-1", RAAD, "rvk-9", f"hrl-1 does not act for {RAAD}"),
        ("uit-1", "politie", "pol-9", "politie has officers already"),
        ("uit-1", "politie", "scheduler", "scheduler is the name of the sweep itself"),
        ("pol-1", "politie", "scheduler", "scheduler is the name of the sweep itself"),
        ("rec-1", REC, "rec-9", "rec-1 does not read the roster of names"),
    ],
)
def test_an_officer_without_a_key_is_vouched_for_as_any_other(
    world: World, by: str, party: str, officer: str, reason: str
) -> None:
    before = world.files()
    refused = add(world, party, officer, by=by)
    assert refused.exit_code == 10
    assert reason in refused.stderr
    assert world.files() == before


@pytest.mark.artikel("15.2.c")
def test_an_officer_without_a_key_is_added_by_the_own_party_or_as_its_first(world: World) -> None:
    assert add(world, "politie", "pol-9", by="pol-1").exit_code == 0
    assert add(world, RAAD, "rvk-1").exit_code == 0
    # Still nobody there who could vouch.
    assert add(world, RAAD, "rvk-2", "--card", card(world, "rvk-2")).exit_code == 0
    assert add(world, RAAD, "rvk-3").exit_code == 10


@pytest.mark.artikel("15.2.b", "15.2.c")
def test_who_does_not_read_the_roster_signs_the_card_for_the_uitvoerder(world: World) -> None:
    given = card(world, "rec-2")
    refused = add(world, REC, "rec-2", "--card", given, by="rec-1")
    assert refused.exit_code == 10
    assert "the uitvoerder runs this with --signature CARD.sig" in refused.stderr
    assert add(world, REC, "rec-2", "--card", given).exit_code == 10
    key = f"{world.identity('rec-1')}.sign"
    line = ["ssh-keygen", "-Y", "sign", "-n", "pgaref-officer", "-f", key, given]
    subprocess.run(line, check=True, capture_output=True, timeout=60)
    signed = ("--card", given, "--signature", f"{given}.sig")
    assert add(world, REC, "rec-2", *signed, by="pol-1").exit_code == 10
    assert add(world, REC, "rec-2", *signed).exit_code == 0


@pytest.mark.artikel("15.2.c")
def test_no_vault_is_founded_under_the_name_of_the_sweep(world: World) -> None:
    elsewhere = world.run.home / "elsewhere"
    named = ("--officer", "scheduler", "--name", "Uma Verzonnen", "--vault", elsewhere)
    assert world.do("init", *named).exit_code == 10
    assert not elsewhere.exists()
