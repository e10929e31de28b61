# SPDX-License-Identifier: EUPL-1.2
"""Records of an older schema: read for ever, and carried to the newest as an act: art. 15(1)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pgaref.covenant import migrations
from pgaref.storage import yamltext
from pgaref.storage.dossier import DossierChange
from pgaref.storage.records import Record
from tests.cli.refusals import Cast
from tests.cli.world import sample
from tests.schemas.samples import SCHEMAS
from tests.schemas.versions import second_version, use

REFUSED, INPUT, USAGE, INTEGRITY, INTERRUPTED = 10, 11, 2, 13, 130
IN_USE = ("fresh", "weighed", "agendered", "declined", "running", "closed")
NOBODY = {"PGAREF_IDENTITY": "/nowhere/identity"}


@pytest.fixture
def later(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """The cast's vault of signaal/1, under a pgaref that has signaal/2."""
    second_version(tmp_path / "schemas", monkeypatch)
    return cast


def card(cast: Cast, name: str) -> dict[str, Any]:
    (file,) = cast.world.vault.glob(f"*/*/{cast.id(name)}/card.json")
    value: dict[str, Any] = yamltext.parse(file.read_bytes(), "card").value
    return value


def signals(cast: Cast, name: str) -> list[dict[str, Any]]:
    return [entry for entry in card(cast, name)["records"] if entry["kind"] == "signaal"]


def shown(cast: Cast, name: str, *options: str, by: str = "uit-1") -> list[dict[str, Any]]:
    records = cast.world.ok("show", cast.id(name), *options, "--json", by=by).json["records"]
    return [record for record in records if record["kind"] == "signaal"]


def plaintext(cast: Cast, name: str, entry: dict[str, Any], officer: str = "pol-1") -> Any:
    """A record as stock age prints it."""
    place = f"{card(cast, name)['register']}/{cast.id(name)}"
    key = f"keys/{place}/{entry['section']}/politie/{officer}.age"
    file = f"dossiers/{place}/{entry['section']}/{entry['n']:04d}.age"
    data = cast.world.opened_with_stock_age(key, file, officer)
    assert data is not None
    return yamltext.parse(data, "record").value


def migrate(cast: Cast, *options: str, by: str = "uit-1") -> Any:
    return cast.world.do("schema", "migrate", "--json", *options, by=by)


@pytest.mark.artikel("8.2", "15.1")
def test_an_old_record_is_read_in_the_newest_version_and_lies_as_it_was(later: Cast) -> None:
    before = later.world.files()
    for record in (*shown(later, "fresh"), *shown(later, "running", by="pol-1")):
        assert record["schema"] == 1
        assert record["content"]["schema"] == "signaal/2"
        assert record["content"]["bekend"] == "onbekend"
    text = later.world.ok("show", later.id("fresh")).stdout
    assert "schema 1, read as 2" in text
    assert "bekend: onbekend" in text
    assert later.world.do("check", "--decrypt").exit_code == 0
    assert later.world.files() == before


@pytest.mark.artikel("13.2", "15.1")
def test_a_record_in_the_archive_is_read_for_ever_and_stays_of_its_version(later: Cast) -> None:
    before = card(later, "archived")
    assert migrate(later).exit_code == 0
    assert card(later, "archived") == before
    archived = [step["dossier"] for step in migrate(later).json["archived"]]
    assert archived == [later.id("archived")]
    read = shown(later, "archived", "--purpose", "klacht", by="pol-1")
    assert {record["content"]["bekend"] for record in read} == {"onbekend"}
    assert {record["schema"] for record in read} == {1}


@pytest.mark.artikel("15.1")
def test_what_is_filed_from_now_on_is_of_the_newest_version(later: Cast) -> None:
    world, fresh = later.world, later.id("fresh")
    assert world.act("signal", fresh).exit_code == 0
    new = sample("signaal", schema="signaal/2", bekend="gehoord")
    assert world.do("signal", fresh, content=new).exit_code == 0
    wrong = sample("signaal", schema="signaal/1", bekend="gehoord")
    assert world.do("signal", fresh, content=wrong).exit_code == INPUT
    unknown = sample("signaal", schema="signaal/3")
    assert "schema: must be signaal/2" in world.do("signal", fresh, content=unknown).stderr
    versions = [entry["schema"] for entry in signals(later, "fresh")]
    assert versions == [1, 1, 2, 2]
    assert [r["content"]["bekend"] for r in shown(later, "fresh")][2:] == ["onbekend", "gehoord"]
    # What pgaref itself makes of an intake too.
    assert {e["schema"] for e in _records(later, world.intake()) if e["kind"] == "signaal"} == {2}
    assert "schema: signaal/2" in world.ok("template", "signaal").stdout
    assert world.do("check", "--decrypt").exit_code == 0


def _records(cast: Cast, dossier: str) -> list[dict[str, Any]]:
    (file,) = cast.world.vault.glob(f"dossiers/*/{dossier}/card.json")
    records: list[dict[str, Any]] = yamltext.parse(file.read_bytes(), "card").value["records"]
    return records


@pytest.mark.artikel("15.1")
def test_the_list_says_what_is_held_without_any_secret(later: Cast) -> None:
    before = later.world.files(log=True)
    rows = later.world.run("schema", "list", "--json", env=NOBODY).json
    (row,) = [row for row in rows if row["kind"] == "signaal"]
    archived = len(signals(later, "archived"))
    everywhere = sum(len(signals(later, name)) for name in later.dossiers if name != "gone")
    assert row == {
        "kind": "signaal",
        "version": 1,
        "records": everywhere,
        "archived": archived,
        "newest": 2,
    }
    assert all(row["version"] == row["newest"] for row in rows if row["kind"] != "signaal")
    said = later.world.run("schema", "list", env=NOBODY).stderr
    assert f"{everywhere} records are of an older version than the newest" in said
    assert later.world.files(log=True) == before


@pytest.mark.artikel("15.1")
def test_a_dry_run_says_what_would_be_done_and_does_and_logs_nothing(later: Cast) -> None:
    before = later.world.files(log=True)
    planned = migrate(later, "--dry-run")
    assert planned.exit_code == 0
    assert later.world.files(log=True) == before
    steps = {step["dossier"]: step["records"] for step in planned.json["done"]}
    for name in IN_USE:
        assert steps[later.id(name)] == [entry["n"] for entry in signals(later, name)]
    told = later.world.ok("schema", "migrate", "--dry-run")
    rows = [line.split("\t") for line in told.stdout.splitlines()]
    assert ["would be carried", later.id("declined"), "2 3"] in rows
    assert ["in the archive", later.id("archived"), "2 3"] in rows
    assert "records would be carried to the newest version; nothing changed" in told.stderr
    assert migrate(later).json == planned.json


@pytest.mark.artikel("13.1", "13.3", "15.1", "15.2.e")
def test_a_migration_is_an_act_that_changes_the_version_and_nothing_else(later: Cast) -> None:
    world = later.world
    dues, cards = world.cards(), {name: card(later, name) for name in IN_USE}
    texts = {
        (name, entry["n"]): plaintext(later, name, entry)
        for name in ("fresh", "running")
        for entry in signals(later, name)
    }
    lines = len(world.lines())
    assert migrate(later).exit_code == 0
    assert world.cards() == dues
    for name in IN_USE:
        assert _but_for_records(card(later, name)) == _but_for_records(cards[name])
    for (name, n), old in texts.items():
        (was,) = (entry for entry in cards[name]["records"] if entry["n"] == n)
        (entry,) = (entry for entry in signals(later, name) if entry["n"] == n)
        new = plaintext(later, name, entry)
        assert (entry["schema"], new["kind"]) == (2, "signaal/2")
        assert new["made"] == old["made"]
        assert new.get("origin") == old.get("origin")
        assert new["salt"] != old["salt"]
        # What was pinned by its digest is known to be of this record.
        (step,) = new["migrated"]
        assert (step["kind"], step["digest"], step["by"]) == ("signaal/1", was["digest"], "uit-1")
        assert new["content"] == {**old["content"], "schema": "signaal/2", "bekend": "onbekend"}
    acts = [line for line in world.lines()[lines:] if line["action"] == "schema-migrate"]
    assert {line["dossier"] for line in acts} >= {later.id(name) for name in IN_USE}
    for dossier in {line["dossier"] for line in acts}:
        own = [line for line in acts if line["dossier"] == dossier]
        assert [line["phase"] for line in own] == ["intent", "commit", "done"]
        assert {line["article"] for line in own} == {"15.1"}
        (card_file,) = own[1]["files"]
        assert card_file.endswith("card.json")
    assert world.do("check", "--decrypt").exit_code == 0
    assert world.do("log", "verify").exit_code == 0
    after = world.files(log=True)
    assert migrate(later).json["done"] == []
    assert world.files(log=True) == after


def _but_for_records(value: dict[str, Any]) -> dict[str, Any]:
    """A card without its commit, and of the records without what a migration writes."""
    known = ("n", "section", "kind", "corrected", "shielded")
    records = [{k: entry[k] for k in known if k in entry} for entry in value["records"]]
    return {k: v for k, v in value.items() if k != "seq"} | {"records": records}


@pytest.mark.artikel("12.6", "15.1")
def test_a_shielded_record_stays_shielded_and_a_corrected_one_is_of_the_newest(
    later: Cast,
) -> None:
    world, fresh = later.world, later.id("fresh")
    (first, second) = (entry["n"] for entry in signals(later, "fresh"))
    for n, changes in (
        (first, {"soort": "afscherming", "velden": None}),
        (second, {"velden": [{"veld": "gedraging", "waarde": "Deelde pamfletten uit."}]}),
    ):
        given = sample("correctie", datum=world.today.isoformat(), **changes)
        assert world.do("correct", f"{fresh}/{n}", content=given).exit_code == 0
    assert migrate(later).exit_code == 0
    kept, corrected = signals(later, "fresh")
    assert "shielded" in kept
    assert "corrected" in corrected
    assert (kept["schema"], corrected["schema"]) == (2, 2)
    assert "migrated" not in plaintext(later, "fresh", corrected)
    assert world.do("check", "--decrypt").exit_code == 0


@pytest.mark.artikel("8.1", "10.1", "15.2.b")
@pytest.mark.parametrize("officer", ["pol-1", "om-1", "rec-1", "nctv-1"])
def test_only_the_uitvoerder_migrates(later: Cast, officer: str) -> None:
    before = later.world.files()
    for options in ((), ("--dry-run",)):
        refused = migrate(later, *options, by=officer)
        assert (refused.exit_code, refused.stdout) == (REFUSED, "")
        assert "it is for: uitvoerder (art. 15 lid 2 onder b)" in refused.stderr
    assert later.world.files() == before


@pytest.mark.artikel("15.1", "15.2.b")
def test_what_an_officer_has_no_key_of_yet_is_left(later: Cast) -> None:
    world = later.world
    (world.run.home / "uit-2.card").write_text(world.run("keygen", world.identity("uit-2")).stdout)
    world.admit("uit-2", "uitvoerder")
    before = world.files()
    left = migrate(later, by="uit-2")
    assert (left.exit_code, left.json["done"]) == (0, [])
    assert world.files() == before
    assert migrate(later).json["done"] == left.json["left"]
    assert migrate(later, by="uit-2").json["left"] == []


@pytest.mark.artikel("15.1")
def test_an_interrupted_migration_leaves_every_dossier_whole_and_goes_on(
    later: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, begun = DossierChange.migrate, set()

    def interrupted(change: DossierChange, record: Record) -> None:
        write(change, record)
        begun.add(record.address.dossier)
        if len(begun) == 3:
            raise KeyboardInterrupt

    planned = migrate(later, "--dry-run").json["done"]
    with monkeypatch.context() as patch:
        patch.setattr(DossierChange, "migrate", interrupted)
        assert migrate(later).exit_code == INTERRUPTED
    names = [name for name in later.dossiers if name not in ("gone", "archived")]
    versions = [{entry["schema"] for entry in signals(later, name)} for name in names]
    assert {1} in versions
    assert {2} in versions
    assert {1, 2} not in versions
    assert later.world.do("check", "--decrypt").exit_code == 0
    left = migrate(later).json["done"]
    assert len(left) == len(planned) - 2
    assert all(step in planned for step in left)
    assert migrate(later).json["done"] == []


@pytest.mark.artikel("15.1")
def test_one_damaged_dossier_does_not_keep_the_others(later: Cast) -> None:
    (entry, *_) = signals(later, "fresh")
    name = f"{entry['section']}/{entry['n']:04d}.age"
    (file,) = later.world.vault.glob(f"dossiers/*/{later.id('fresh')}/{name}")
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    result = migrate(later)
    assert result.exit_code == INTEGRITY
    assert "not the bytes that its card vouches for" in result.stderr
    assert {entry["schema"] for entry in signals(later, "fresh")} == {1}
    assert {entry["schema"] for entry in signals(later, "running")} == {2}


@pytest.mark.artikel("8.2", "15.1")
def test_what_a_migration_makes_wrong_is_never_written(
    later: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = {"bekend": "Sam Voorbeeld"}
    monkeypatch.setitem(migrations.MIGRATIONS, ("signaal", 1), lambda content: {**content, **wrong})
    before = later.world.files()
    refused = migrate(later)
    assert refused.exit_code == INPUT
    assert "signaal: bekend: must be one of zelf-gezien, gehoord, onbekend" in refused.stderr
    assert "Sam" not in refused.stderr
    assert later.world.files() == before
    found = later.world.do("check", "--decrypt", "--json")
    assert found.exit_code == INTEGRITY
    assert {f["problem"] for f in found.json["findings"]} == {"read in schema 2: bekend: enum"}


@pytest.mark.artikel("15.1")
def test_an_older_pgaref_says_that_it_does_not_know_a_newer_record(
    later: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert migrate(later).exit_code == 0
    monkeypatch.delitem(migrations.MIGRATIONS, ("signaal", 1))
    use(SCHEMAS, monkeypatch)
    shown = later.world.do("show", later.id("fresh"))
    assert (shown.exit_code, shown.stdout) == (USAGE, "")
    assert "is of a schema that this pgaref does not know" in shown.stderr
    listed = later.world.run("schema", "list", env=NOBODY)
    assert "a newer pgaref wrote in this vault" in listed.stderr


def test_there_is_nothing_to_migrate_today(cast: Cast) -> None:
    before = cast.world.files(log=True)
    assert migrate(cast).json == {"done": [], "left": [], "archived": []}
    assert cast.world.files(log=True) == before
    rows = cast.world.run("schema", "list", "--json", env=NOBODY).json
    assert {(row["version"], row["newest"]) for row in rows} == {(1, 1)}
