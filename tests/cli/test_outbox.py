# SPDX-License-Identifier: EUPL-1.2
"""What lies ready for an external partner, and for how long: art. 6, 10(5), 13(2)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.cli.world import World, sample

LEAVING = {"schema": "vertrek/1", "datum": "2026-10-15", "reden": "De taak is klaar."}
DUE, DESTROYED = "2027-10-20", "2031-10-20"


def disclosed(world: World, **changes: Any) -> tuple[str, dict[str, str]]:
    """A casusoverleg's dossier, and package and key of a disclosure to nctv."""
    _, casus = world.agendered()
    world.ok("join", casus, "nctv", content=sample("deelname"))
    return casus, world.consented(casus, sample("verstrekking", **changes), "--json").json


def outbox(world: World) -> list[str]:
    return [p for p in world.files() if p.startswith(("outbox/", "keys/outbox/"))]


def sweep(world: World, day: str) -> None:
    world.ok("sweep", "--confirm", day, now=f"{day}T10:00:00")


@pytest.mark.artikel("10.5", "13.2")
@pytest.mark.parametrize("how", ["leave", "archive"])
def test_a_package_is_taken_back_and_its_disclosure_stays_on_the_card(
    world: World, how: str
) -> None:
    casus, made = disclosed(world)
    assert sorted(outbox(world)) == sorted([made["key"], made["package"]])
    if how == "leave":
        world.ok("leave", casus, "nctv", content=LEAVING)
    else:
        sweep(world, DUE)
    assert outbox(world) == []
    (path,) = world.vault.glob(f"*/casusoverleg/{casus}/card.json")
    (package,) = json.loads(path.read_text())["packages"]
    assert package.keys() == {"n", "party", "recipient", "sha256"}
    assert world.do("check").exit_code == 0


@pytest.mark.artikel("10.5")
def test_who_leaves_takes_no_package_of_another_along(world: World) -> None:
    casus, made = disclosed(world)
    world.ok("leave", casus, "reclassering-nederland", content=LEAVING)
    assert sorted(outbox(world)) == sorted([made["key"], made["package"]])


@pytest.mark.artikel("13.1")
def test_a_certificate_counts_a_package_that_was_taken_back(world: World) -> None:
    casus, _ = disclosed(world)
    world.ok("leave", casus, "nctv", content=LEAVING)
    sweep(world, DUE)
    sweep(world, DESTROYED)
    assert world.ok("certificate", casus, "--json").json["packages"] == 1
    assert world.do("check").exit_code == 0


@pytest.mark.artikel("13.2", "15.2.d")
def test_a_package_or_key_that_somebody_puts_back_is_found(world: World) -> None:
    casus, made = disclosed(world)
    kept = {name: (world.vault / made[name]).read_bytes() for name in ("package", "key")}
    world.ok("leave", casus, "nctv", content=LEAVING)
    for name, data in kept.items():
        (world.vault / made[name]).parent.mkdir(parents=True, exist_ok=True)
        (world.vault / made[name]).write_bytes(data)
        (world.vault / made[name]).chmod(0o600)
    checked = world.do("check", "--json")
    assert checked.exit_code == 13
    found = {finding["path"] for finding in checked.json["findings"]}
    assert {made["package"], made["key"]} <= found


@pytest.mark.artikel("6", "10.5")
def test_a_weighing_goes_only_where_all_its_signals_may_go(world: World) -> None:
    casus, _ = disclosed(world)
    chosen = [{"record": 4, "velden": ["conclusie"]}]
    content = sample("verstrekking", grondslag=["avg-6-1-e"], gegevens=chosen)
    refused = world.do("disclose", casus, content=world.signed(casus, content))
    assert refused.exit_code == 10
    assert "record 4 rests on record 2, which rests on wpg-20" in refused.stderr
    content["grondslag"].append("wpg-20")
    world.consented(casus, content)


@pytest.mark.artikel("10.5", "10.2.f")
def test_a_relation_and_a_plan_are_not_disclosed(world: World) -> None:
    casus, _ = disclosed(world)
    world.ok("plan", casus, content=sample("plan"))
    relation = world.made("relation", casus, content=sample("betrokkene"))["records"][0]
    chosen = [{"record": n, "velden": ["schema"]} for n in (relation, relation - 1)]
    refused = world.do("disclose", casus, content=sample("verstrekking", gegevens=chosen))
    assert refused.exit_code == 10
    assert f"record {relation} is a betrokkene, and that is not disclosed" in refused.stderr
    assert f"record {relation - 1} is a plan, and that is not disclosed" in refused.stderr
