# SPDX-License-Identifier: EUPL-1.2
"""Putting another version of the profile in force: art. 18."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.asking import Asking, make
from tests.cli.conftest import Result
from tests.cli.world import sample
from tests.covenant.examples import PROFILE_FILE

REFUSED, INPUT, USAGE = 10, 11, 2
ADVICE = "{naam: advice, register: casusoverleg, staten: [lopend], rollen:"
SHORTER = {"archiveren: {jaren: 1,": "archiveren: {maanden: 6,"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    return make(tmp_path_factory.mktemp("made") / "home")


@pytest.fixture
def world(made: Asking, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Asking:
    return Asking.of(made, tmp_path / "home", monkeypatch)


def another(world: Asking, changes: dict[str, str], version: str = "2") -> Path:
    """The profile in force, changed, as a file."""
    text = PROFILE_FILE.read_text()
    for before, after in {'versie: "1"': f'versie: "{version}"', **changes}.items():
        assert before in text
        text = text.replace(before, after, 1)
    text = text.replace("      versie: 1\n", "      versie: 2\n")
    file = world.run.home / "convenant.yaml"
    file.write_text(text)
    return file


def profile(world: Asking, verb: str, file: Path, *options: str, by: str = "uit-1") -> Result:
    return world.do("profile", verb, file, *options, by=by)


@pytest.mark.artikel("18.1", "13.2")
def test_another_version_is_told_as_a_diff_and_then_put_in_force(world: Asking) -> None:
    file = another(world, SHORTER)
    before = world.files()
    looked = profile(world, "check", file)
    assert looked.exit_code == 0, looked.stderr
    activities = ("weegploeg", "casusoverleg", "verzoeken", "incidenten", "beheer")
    rows = [line for line in looked.stdout.splitlines() if "verwerkingen" in line]
    assert [line.split(":")[0] for line in rows] == [
        f"~ verwerkingen.activiteiten.{name}.versie" for name in activities
    ]
    assert [line for line in looked.stdout.splitlines() if line not in rows] == [
        "~ versie: 1 -> 2 (18 lid 1)",
        "+ termijnen.archiveren.maanden (13 lid 2)",
        "- termijnen.archiveren.jaren (13 lid 2)",
        "= archive earlier: 2 dossiers",
    ]
    assert world.files() == before
    due = {card["id"]: card["archive_due"] for card in world.ok("list", "--json").json}
    applied = profile(world, "apply", file, "--json")
    assert applied.exit_code == 0, applied.stderr
    assert set(applied.json["earlier"]["archive"]) == {world.co, world.wp}
    assert (world.vault / "convenant.yaml").read_bytes() == file.read_bytes()
    now = {card["id"]: card["archive_due"] for card in world.ok("list", "--json").json}
    assert all(now[dossier] < due[dossier] for dossier in (world.wp, world.co))
    assert world.do("check", "--decrypt").exit_code == 0
    assert world.act("signal", world.co).exit_code == 0
    again = profile(world, "apply", file)
    assert (again.exit_code, again.stdout) == (0, "")
    assert "version 2 is in force" in again.stderr


@pytest.mark.artikel("18.1")
def test_a_new_party_gets_a_file_and_officers(world: Asking) -> None:
    line = "  - {id: gemeente-beek,"
    new = "  - {id: gemeente-verzonnen, naam: Verzonnen, soort: kernpartij, aard: gemeente, "
    file = another(world, {line: f'{new}artikel: "P"}}\n{line}'})
    assert profile(world, "apply", file).exit_code == 0
    made = world.run("keygen", world.identity("ver-1"))
    (world.run.home / "ver-1.card").write_text(made.stdout)
    world.admit("ver-1", "gemeente-verzonnen")
    assert "ver-1" in world.ok("party", "show", "gemeente-verzonnen", "--json").json["officers"]
    assert world.do("check", "--decrypt").exit_code == 0


@pytest.mark.artikel("18.1", "6", "15.2.b")
@pytest.mark.parametrize(
    ("changes", "version", "said"),
    [
        (SHORTER, "1", "version 1 is in force with another text"),
        ({"  - id: wpg-20\n": "  - id: wpg-21\n"}, "2", "grondslagen.wpg-20: changed or gone"),
        ({"tijdzone: Europe/Amsterdam": "tijdzone: UTC"}, "2", "tijdzone: is Europe/Amsterdam"),
        (
            {f"{ADVICE} [uitvoerder]": f"{ADVICE} [vertegenwoordiger]"},
            "2",
            "was written by advice; uit-1 of uitvoerder may not do this",
        ),
    ],
)
def test_what_files_rest_on_is_refused_and_changes_nothing(
    world: Asking, changes: dict[str, str], version: str, said: str
) -> None:
    file = another(world, changes, version)
    before = world.files()
    for verb in ("check", "apply"):
        result = profile(world, verb, file)
        assert result.exit_code == REFUSED, result.stderr
        assert said in result.stderr
    assert world.files() == before


@pytest.mark.artikel("4", "18.1")
def test_terms_do_not_change_under_the_version_of_a_processing_that_was(world: Asking) -> None:
    file = another(world, SHORTER)
    file.write_text(file.read_text().replace("      versie: 2\n", "      versie: 1\n"))
    refused = profile(world, "apply", file)
    assert refused.exit_code == REFUSED
    assert "verwerkingen.weegploeg: changed, and is version 1 as before (art. 4)" in refused.stderr


@pytest.mark.artikel("15.2.b")
def test_only_the_uitvoerder_puts_one_in_force_and_everybody_may_look(world: Asking) -> None:
    file = another(world, SHORTER)
    before = world.files()
    assert profile(world, "apply", file, by="pol-1").exit_code == REFUSED
    assert profile(world, "check", file, by="pol-1").exit_code == 0
    assert world.files() == before


def test_a_profile_that_is_wrong_in_itself_is_told_by_line_or_field(world: Asking) -> None:
    file = another(world, {"tijdzone: Europe/Amsterdam": "tijdzones: Europe/Amsterdam"})
    broken = profile(world, "check", file)
    assert broken.exit_code == INPUT
    assert "convenant.yaml:" in broken.stderr
    file = another(world, {"vernietigen: {jaren: 5,": "vernietigen: {maanden: 5,"})
    unfit = profile(world, "apply", file)
    assert unfit.exit_code == INPUT
    assert "convenant.yaml: termijnen.vernietigen: ends before archiveren" in unfit.stderr
    assert profile(world, "check", world.run.home / "none").exit_code == USAGE
    assert world.do("profile", "check").exit_code == USAGE


NETWERK = "      - naam: netwerk\n"
READER = '          - {wie: casuspartij, artikel: "10.4"}\n'
EXTERNAL = '          - {wie: externe-casuspartner, artikel: "10.5"}\n'


def other_readers(world: Asking, readers: str) -> Path:
    """The profile with other readers of `netwerk` in the place of the casuspartijen."""
    file = another(world, {})
    before, after = file.read_text().split(NETWERK, 1)
    assert READER in after
    file.write_text(before + NETWERK + after.replace(READER, readers, 1))
    return file


def reading(world: Asking, section: str) -> set[str]:
    """The parties of whom somebody has a key."""
    return {holder.partition("/")[0] for holder in world.card(world.co).sections[section].keys}


@pytest.mark.artikel("10.5", "10.4", "18.1")
@pytest.mark.parametrize("how", ["leave", "withdraw", "join", "correct"])
def test_other_readers_come_to_read_nothing_that_was_filed_before(world: Asking, how: str) -> None:
    number = world.made("relation", world.co, content=sample("betrokkene"))["records"][0]
    if how != "join":
        world.ok("join", world.co, "nctv", content=sample("deelname"))
    applied = profile(world, "apply", other_readers(world, READER + EXTERNAL))
    assert applied.exit_code == 0, applied.stderr
    kept = "registers.casusoverleg.secties.netwerk: 1 dossier keeps the readers that it was made"
    assert kept in applied.stdout
    before = reading(world, "netwerk")
    gone = "reclassering-nederland"
    if how == "leave":
        left = {"schema": "vertrek/1", "datum": "2026-10-20", "reden": "Klaar."}
        world.ok("leave", world.co, gone, content=left)
    elif how == "withdraw":
        withdraw = ("party", "withdraw", gone, "--on", "2026-10-20", "--yes")
        world.ok(*withdraw)
        world.ok(*withdraw, now="2027-01-21T09:00:00")
    elif how == "join":
        world.ok("join", world.co, "nctv", content=sample("deelname"))
    else:
        fields = [{"veld": "rol", "waarde": "Mentor."}]
        mended = sample("correctie", datum="2026-10-20", velden=fields)
        world.ok("correct", f"{world.co}/{number}", content=mended)
    assert "nctv" in reading(world, "plan")
    assert reading(world, "netwerk") == before - ({gone} if how in ("leave", "withdraw") else set())
    assert world.do("check", "--decrypt").exit_code == 0


@pytest.mark.artikel("10.4", "18.1")
def test_fewer_readers_take_no_key_of_a_file_that_is_there(world: Asking) -> None:
    applied = profile(world, "apply", other_readers(world, ""), "--json")
    assert applied.json["keep_readers"] == {"registers.casusoverleg.secties.netwerk": [world.co]}
    assert "reclassering-nederland" in reading(world, "netwerk")
    assert world.ok("officer", "rekey", "--json").json == {"done": [], "left": []}
    # One that comes after has the readers of the profile then in force.
    later = world.intake()
    for act in ("weigh", "decide"):
        assert world.act(act, later).exit_code == 0
    world.co = world.card(later).counterpart
    assert "reclassering-nederland" in reading(world, "dossier")
    assert "reclassering-nederland" not in reading(world, "netwerk")
    again = profile(world, "check", world.run.home / "convenant.yaml")
    assert "netwerk: 1 dossier keeps the readers" in again.stdout
