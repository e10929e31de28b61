# SPDX-License-Identifier: EUPL-1.2
"""What a decision hands over, and what it says of restricted data: art. 6(b), 7(4), 8(5)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.world import DECIDING, WEIGHING, World, sample

REASON = "Kocht op 10 oktober kettingsloten."


def decide(world: World, dossier: str, *numbers: int, **changes: Any) -> Any:
    items = [{"record": n, "relevantie": "Van belang."} for n in numbers]
    content = sample("besluit", **{"over_te_dragen": items, **changes})
    return world.do("decide", dossier, "--json", content=content, now=DECIDING)


def shown(world: World, dossier: str, by: str = "uit-1") -> dict[int, dict[str, Any]]:
    return {r["record"]: r for r in world.ok("show", dossier, "--json", by=by).json["records"]}


def with_restricted_weighing(world: World) -> str:
    """A dossier with a restricted signal as record 6, on which the weighing, 8, rests."""
    dossier = world.intake()
    world.ok("signal", dossier, content=sample("signaal"))
    weighing = sample("weging")
    weighing["oordelen"][1]["signalen"] = [2, 6]
    world.ok("weigh", dossier, content=weighing, now=WEIGHING)
    return dossier


@pytest.mark.artikel("6.b", "7.4", "8.5")
def test_why_a_restricted_weighing_led_to_a_decision_is_read_by_its_readers_alone(
    world: World,
) -> None:
    dossier = with_restricted_weighing(world)
    made = decide(world, dossier, 2, motivering=REASON).json
    assert made["records"] == [9, 10]
    assert REASON not in str(shown(world, dossier, by="om-1"))
    decision = shown(world, dossier, by="om-1")[9]["content"]
    assert decision["beperkt"] == 10
    assert {"datum", "uitkomst", "aanwezig", "betrekken"} <= decision.keys()
    apart = shown(world, dossier, by="pol-1")[10]
    assert (apart["kind"], apart["section"]) == ("overdracht", "beperkt")
    assert apart["content"] == {"schema": "overdracht/1", "besluit": 9, "motivering": REASON}
    assert world.do("check", "--decrypt").exit_code == 0


@pytest.mark.artikel("6.b", "7.3", "7.4")
def test_a_departure_on_a_restricted_weighing_is_kept_apart_without_a_handover(
    world: World,
) -> None:
    dossier = with_restricted_weighing(world)
    declined = {"uitkomst": "niet-agenderen", "betrekken": None, "over_te_dragen": None}
    assert decide(world, dossier, afwijking=REASON, **declined).exit_code == 0
    assert REASON not in str(shown(world, dossier, by="om-1"))
    assert shown(world, dossier, by="hrl-1")[10]["content"]["afwijking"] == REASON


@pytest.mark.artikel("7.4")
def test_a_decision_without_a_reason_is_refused(world: World) -> None:
    dossier = world.weighed()
    before = world.files()
    assert decide(world, dossier, 2, motivering=None).exit_code == 11
    assert decide(world, dossier, 2, motivering=None, beperkt=8).exit_code == 10
    assert world.files() == before


@pytest.mark.artikel("8.5", "10.2.d")
def test_a_weighing_without_one_of_its_signals_is_not_handed_over(world: World) -> None:
    dossier = world.weighed()
    before = world.files()
    refused = decide(world, dossier, 3, 6)
    assert refused.exit_code == 10
    assert "weighing 6 rests on record 2, which is not handed over (art. 8 lid 5)" in refused.stderr
    assert "hint: hand over record 2 too, or leave out record 6" in refused.stderr
    assert world.files() == before


@pytest.mark.artikel("8.5", "10.2.d")
def test_a_copied_weighing_cites_the_copies_of_its_signals(world: World) -> None:
    made = decide(world, world.weighed(), 6, 3, 2).json
    records = shown(world, made["casusoverleg"], by="rec-1")
    assert [records[n]["kind"] for n in (2, 3, 4)] == ["weging", "signaal", "signaal"]
    original = {2: "politie", 3: "gemeente-heerlen"}
    judgements = zip(records[2]["content"]["oordelen"], sample("weging")["oordelen"], strict=True)
    for copy, judgement in judgements:
        brought = {records[n]["content"]["inbrenger"] for n in copy["signalen"]}
        assert brought == {original[n] for n in judgement["signalen"]}


@pytest.mark.artikel("8.5")
def test_a_second_handover_takes_nothing_along_that_went_before_and_cites_its_copies(
    world: World,
) -> None:
    dossier = world.weighed()
    casus = decide(world, dossier, 3, 2).json["casusoverleg"]
    again = decide(world, dossier, 2, 6)
    assert again.exit_code == 10
    assert "record 2 was handed over before, as record 3 (art. 8 lid 5)" in again.stderr
    assert decide(world, dossier, 6).json["handed_over"] == [4]
    weighing = shown(world, casus)[4]["content"]
    assert [each["signalen"] for each in weighing["oordelen"]] == [[2, 3], [3], [2, 3], [2], []]
