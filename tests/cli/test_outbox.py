# SPDX-License-Identifier: EUPL-1.2
"""What lies ready for an external partner, and for how long: art. 6, 10(5), 13(2)."""

from __future__ import annotations

import io
import json
import subprocess
import tarfile
from datetime import UTC, date, datetime
from typing import Any

import pytest
from pypdf import PdfReader

from pgaref.storage import packages, yamltext
from tests.cli.world import World, sample, unpacked

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


@pytest.mark.artikel("6.b", "10.5")
def test_an_action_that_repeats_police_data_goes_under_its_ground_and_that_is_laid_down(
    world: World,
) -> None:
    casus, _ = disclosed(world)
    world.ok("plan", casus, content=sample("plan"))
    told = f"Uit het signaal: {sample('intake')['signalen'][0]['gedraging']}"
    n = world.made("action", casus, content=sample("actie", toelichting=told))["records"][0]
    chosen = [{"record": n, "velden": ["toelichting"]}]
    content = sample("verstrekking", grondslag=["avg-6-1-e"], gegevens=chosen)
    refused = world.do("disclose", casus, content=world.signed(casus, content))
    assert refused.exit_code == 10
    assert f"record {n} quotes record 2, which rests on wpg-20, and" in refused.stderr
    # What it does not quote, it may give under the ground that is stated.
    content["gegevens"] = [{"record": n, "velden": ["stand"]}]
    world.consented(casus, content)
    content |= {"gegevens": chosen, "grondslag": ["wpg-20"]}
    world.consented(casus, content)
    shown = world.ok("show", casus, "--json").json["records"]
    plain, laid_down = [r["content"] for r in shown if r["kind"] == "verstrekking"][-2:]
    assert "wpg" not in plain
    assert [(entry["record"], entry["signaal"]) for entry in laid_down["wpg"]] == [(n, 2)]


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


@pytest.mark.artikel("10.5", "14.1", "6.b")
def test_a_package_opens_with_age_and_tar_and_says_the_same_twice(world: World) -> None:
    casus, _ = disclosed(world)
    folder = world.run.home / "received"
    folder.mkdir()
    again = world.do("disclose", casus, content=world.signed(casus, sample("verstrekking")))
    (told,) = [line for line in again.stderr.splitlines() if line.startswith("next: ")]
    line = told.removeprefix("next: ").replace("IDENTITY", str(world.identity("nctv-1")))
    line = line.replace("keys/", f"{world.vault}/keys/").replace(
        " outbox/", f" {world.vault}/outbox/"
    )
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line], cwd=folder, timeout=60, check=True
    )
    assert done.returncode == 0
    assert {path.name for path in folder.iterdir()} == {"verstrekking.yaml", "verstrekking.pdf"}
    text = (folder / "verstrekking.yaml").read_text()
    pages = PdfReader(folder / "verstrekking.pdf").pages
    printed = " ".join(" ".join(page.extract_text().split()) for page in pages)
    signal = sample("intake")["signalen"][0]
    for said in (
        signal["gedraging"].strip(),
        sample("verstrekking")["noodzaak"],
        "De ontvanger verstrekt de gegevens niet verder zonder toestemming.",
    ):
        assert " ".join(said.split()) in " ".join(text.split())
        assert " ".join(said.split()) in printed
    for secret in ("Kim Fictief", "Voorbeeldstraat", "BEGIN SSH SIGNATURE"):
        assert secret not in text + printed


@pytest.mark.artikel("6.b", "10.5")
def test_a_package_gives_the_chosen_fields_and_nothing_of_the_ground_that_is_laid_down(
    world: World,
) -> None:
    """Who chose and consented to one field gives one field; the record in the dossier has all."""
    chosen = [{"record": 2, "velden": ["waargenomen_op"]}]
    _, made = disclosed(world, gegevens=chosen)
    given = unpacked(world.opened_with_stock_age(made["key"], made["package"], "nctv-1") or b"")
    value = yamltext.parse(given["verstrekking.yaml"], "verstrekking.yaml").value
    consent = ("aan", "grondslag", "soort_gegevens", "doel", "noodzaak", "geheimhouding")
    assert [*value] == ["verstrekking", "datum", *consent, "gegevens", "wpg"]
    assert [*value["wpg"]] == ["samenwerkingsverband", "voorwaarden"]
    (item,) = value["gegevens"]
    assert [*item["velden"]] == ["waargenomen_op"]
    pages = PdfReader(io.BytesIO(given["verstrekking.pdf"])).pages
    printed = " ".join(" ".join(page.extract_text().split()) for page in pages)
    text = " ".join(given["verstrekking.yaml"].decode().split())
    n = value["verstrekking"]
    (laid_down,) = world.ok("show", n, "--json").json["records"][0]["content"]["wpg"]
    stated = sample("intake")["signalen"][0]["onderbouwing"]
    for name in ("zwaarwegend_belang", "doel"):
        assert laid_down[name] == stated[name]
        assert stated[name] not in text
        assert stated[name] not in printed
    assert value["wpg"]["voorwaarden"] == laid_down["voorwaarden"]


@pytest.mark.artikel("10.5")
def test_the_archive_in_a_package_is_ustar_of_nobody_and_as_old_as_the_day() -> None:
    files = {"b": b"2", "a": b"1" * 600}
    made = packages.bundle(files, date(2026, 10, 15))
    assert made == packages.bundle(dict(reversed(files.items())), date(2026, 10, 15))
    assert made[257:263] == b"ustar\0"
    with tarfile.open(fileobj=io.BytesIO(made)) as archive:
        members = archive.getmembers()
    day = int(datetime(2026, 10, 15, tzinfo=UTC).timestamp())
    assert [(m.name, m.size, m.mode, m.mtime, m.uid, m.gid, m.uname) for m in members] == [
        ("a", 600, 0o600, day, 0, 0, ""),
        ("b", 1, 0o600, day, 0, 0, ""),
    ]
    assert unpacked(made) == files


@pytest.mark.artikel("6.b", "8.5", "10.5")
def test_a_copy_that_was_narrowed_too_far_is_not_disclosed(world: World) -> None:
    handed = [{"record": 2, "relevantie": "Nodig.", "velden": ["gedraging", "waargenomen_op"]}]
    _, casus = world.agendered(over_te_dragen=handed)
    world.ok("join", casus, "nctv", content=sample("deelname"))
    content = world.signed(casus, sample("verstrekking"))
    refused = world.do("disclose", casus, content=content)
    assert refused.exit_code == 10
    lacking = "record 2 does not say zwaarwegend_belang and doel, which are laid down"
    assert refused.stderr.splitlines() == [
        f"pgaref: refused: {lacking} (art. 6 onder b)",
        "hint: leave out record 2; a signal is handed over with its field onderbouwing",
    ]
