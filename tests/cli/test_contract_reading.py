# SPDX-License-Identifier: EUPL-1.2
"""What each officer reads and why, what is logged of it, and how ids are typed."""

from __future__ import annotations

import re
import subprocess
from typing import Any

import pytest

from tests.cli.refusals import Cast
from tests.cli.story import log_lines
from tests.cli.world import OFFICERS

RUNNING = {
    "uit-1": {"dossier", "beperkt"},
    "pol-1": {"dossier", "beperkt"},
    "hrl-1": {"dossier", "beperkt"},
    "om-1": {"dossier"},
    "rec-1": {"dossier"},
}
FRESH = {
    "uit-1": {"dossier", "melder-politie", "melder-gemeente-heerlen"},
    "pol-1": {"dossier", "melder-politie"},
    "hrl-1": {"dossier", "melder-gemeente-heerlen"},
    "om-1": {"dossier"},
}
DEFAULTS = [("fresh", "weegploeg"), ("running", "casusoverleg")]
ALWAYS = ["verzoek", "klacht", "verantwoording", "controle"]


def shown(cast: Cast, *line: str, by: str = "uit-1") -> list[dict[str, Any]]:
    """The records that an officer is shown."""
    records: list[dict[str, Any]] = cast.world.made("show", *line, by=by)["records"]
    return records


def listed(cast: Cast, *line: str, by: str = "uit-1") -> list[dict[str, Any]]:
    """The entries of a list."""
    entries: list[dict[str, Any]] = cast.world.ok(*line, "--json", by=by).json
    return entries


def logged(cast: Cast, action: str) -> list[dict[str, Any]]:
    """The lines of the last operation of that action."""
    lines = [line for line in log_lines(cast.world.vault) if line["action"] == action]
    return [line for line in lines if line["op"] == lines[-1]["op"]]


# Who reads what


@pytest.mark.artikel("6.b", "8.4", "10.4", "15.2.b")
@pytest.mark.parametrize("officer", RUNNING)
def test_of_a_casusoverleg_an_officer_is_shown_the_sections_that_are_his(
    cast: Cast, officer: str
) -> None:
    dossier = cast.id("running")
    records = shown(cast, dossier, by=officer)
    assert {record["section"] for record in records} == RUNNING[officer]
    reading = logged(cast, "show")
    assert [line["phase"] for line in reading] == ["intent", "done"]
    assert {(line["actor"], line["purpose"]) for line in reading} == {(officer, "casusoverleg")}
    assert reading[-1]["records"] == [f"{dossier}/{record['record']}" for record in records]


@pytest.mark.artikel("8.2.c", "8.4")
@pytest.mark.parametrize("officer", FRESH)
def test_a_melder_is_shown_for_a_named_purpose_and_to_who_may_know_it(
    cast: Cast, officer: str
) -> None:
    dossier = cast.id("fresh")
    assert {r["section"] for r in shown(cast, dossier, by=officer)} == {"dossier"}
    named = shown(cast, dossier, "--purpose", "weegploeg", by=officer)
    assert {record["section"] for record in named} == FRESH[officer]


@pytest.mark.artikel("10.5")
def test_an_externe_casuspartner_is_shown_the_plan_alone(cast: Cast) -> None:
    assert cast.world.act("join", cast.id("running"), "nctv").exit_code == 0
    assert cast.world.act("plan", cast.id("running")).exit_code == 0
    records = shown(cast, cast.id("running"), by="nctv-1")
    assert [(r["kind"], r["section"]) for r in records] == [("subject", "plan"), ("plan", "plan")]
    assert logged(cast, "show")[-1]["purpose"] == "plan"


@pytest.mark.artikel("13.2")
@pytest.mark.parametrize("officer", ["pol-1", "om-1", "hrl-1"])
def test_the_archive_is_shown_to_kernpartijen_for_a_named_purpose(cast: Cast, officer: str) -> None:
    records = shown(cast, cast.id("archived"), "--purpose", "klacht", by=officer)
    assert {"subject", "signaal", "weging", "besluit"} <= {record["kind"] for record in records}


@pytest.mark.artikel("15.2.e")
@pytest.mark.parametrize("purpose", ALWAYS)
def test_some_purposes_fit_every_file(cast: Cast, purpose: str) -> None:
    readers = {"fresh": "om-1", "running": "rec-1", "closed": "uit-1", "archived": "pol-1"}
    for name, officer in readers.items():
        value = cast.world.made("show", cast.id(name), "--purpose", purpose, by=officer)
        assert value["purpose"] == purpose
        assert logged(cast, "show")[0]["purpose"] == purpose


@pytest.mark.artikel("8.4", "10.4")
@pytest.mark.parametrize(("name", "purpose"), DEFAULTS)
def test_a_file_has_a_purpose_of_its_own(cast: Cast, name: str, purpose: str) -> None:
    assert cast.world.made("show", cast.id(name))["purpose"] == purpose


def test_one_record_or_section_is_shown_alone(cast: Cast) -> None:
    dossier = cast.id("running")
    assert [record["record"] for record in shown(cast, f"{dossier}/4")] == [4]
    assert [record["record"] for record in shown(cast, dossier, "--section", "beperkt")] == [4]


# Finding


@pytest.mark.artikel("8.4", "10.4", "15.2.e")
@pytest.mark.parametrize(
    ("officer", "purpose", "text", "expected"),
    [
        ("uit-1", "casusoverleg", "kettingsloten", {"running/4"}),
        ("om-1", "casusoverleg", "kettingsloten", set()),
        ("rec-1", "casusoverleg", "KETTINGSLOTEN", set()),
        ("hrl-1", "weegploeg", "kettingSLOTEN", {"agendered/6"}),
        ("uit-1", "casusoverleg", "  een  partij\nKETTINGSLOTEN ", {"running/4"}),
        ("rec-1", "weegploeg", "pamfletten", set()),
        ("nctv-1", "plan", "pamfletten", set()),
        ("pol-1", "klacht", "kettingsloten", {"agendered/6", "running/4"}),
    ],
)
def test_found_is_what_one_has_keys_for_and_what_fits_the_purpose(
    cast: Cast, officer: str, purpose: str, text: str, expected: set[str]
) -> None:
    result = cast.world.ok("find", "--purpose", purpose, "--json", by=officer, stdin=text)
    found = {f"{hit['dossier']}/{hit['record']}" for hit in result.json}
    assert found == {"/".join(map(cast.id, address.split("/"))) for address in expected}
    done = logged(cast, "find")[-1]
    opened = set(done.get("records", ()))
    assert found <= opened
    fitting = {"weegploeg": {"WP"}, "klacht": {"WP", "CO"}}.get(purpose, {"CO"})
    assert {address[:2] for address in opened} <= fitting
    assert (done["phase"], done["purpose"], done["actor"]) == ("done", purpose, officer)


@pytest.mark.artikel("13.2", "15.2.e")
def test_the_archive_is_searched_for_the_purposes_that_fit_it_alone(cast: Cast) -> None:
    def hits(purpose: str, officer: str) -> set[str]:
        line = ("find", "--purpose", purpose, "--json")
        result = cast.world.ok(*line, by=officer, stdin="pamfletten")
        return {hit["dossier"] for hit in result.json}

    assert cast.id("archived") not in hits("weegploeg", "pol-1")
    assert cast.id("archived") in hits("klacht", "pol-1")
    assert cast.id("archived") not in hits("klacht", "uit-1")


@pytest.mark.artikel("14.1", "15.2.e")
def test_what_one_looks_for_is_never_logged_or_repeated(cast: Cast) -> None:
    for text in ("Sam Voorbeeld", "kim.fictief@example.org", "Onvindbaar Persoon"):
        result = cast.world.ok("find", "--purpose", "weegploeg", stdin=text)
        assert text not in result.stdout + result.stderr
    logs = "".join(path.read_text() for path in (cast.world.vault / "log").iterdir())
    assert not [word for word in ("Sam", "fictief@", "Onvindbaar") if word in logs]


# Listing


@pytest.mark.artikel("8.4", "10.4")
@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ("--register casusoverleg", {"running", "closed", "other"}),
        ("--state lopend", {"running", "other"}),
        ("--state gearchiveerd", {"archived"}),
        ("--party reclassering-nederland", {"running", "closed", "other"}),
        ("--party reclassering-nederland --state afgesloten", {"closed"}),
        ("--register weegploeg --state te-wegen", {"fresh"}),
        ("--party nctv", set()),
    ],
)
def test_a_list_is_filtered(cast: Cast, filters: str, expected: set[str]) -> None:
    before = cast.world.files(log=True)
    entries = cast.world.run("list", *filters.split(), "--json").json
    assert {entry["id"] for entry in entries} == {cast.id(name) for name in expected}
    assert cast.world.files(log=True) == before


@pytest.mark.parametrize("words", ["--state geopend", "--register politie", "--party Sam"])
def test_a_filter_that_nothing_can_fit_is_no_empty_list(cast: Cast, words: str) -> None:
    result = cast.world.run("list", *words.split(), "--json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert words.split()[1] not in result.stderr.split()


def test_unfiltered_every_card_is_listed_and_people_are_spared_the_archive(cast: Cast) -> None:
    everything = {cast.id(name) for name in cast.dossiers if name != "gone"}
    assert {entry["id"] for entry in cast.world.run("list", "--json").json} == everything
    result = cast.world.run("list")
    there = {line.partition("\t")[0] for line in result.stdout.splitlines()}
    assert there == everything - {cast.id("archived")}
    assert result.stderr == "8 dossiers; 1 archived: list --state gearchiveerd\n"


@pytest.mark.artikel("8.4", "10.4", "13.2", "15.2.e")
def test_names_are_listed_to_who_may_read_them_and_logged(cast: Cast) -> None:
    for officer, unread in (
        ("uit-1", {"archived", "closed"}),
        ("rec-1", {"archived", "closed", "fresh", "weighed", "agendered", "ended", "declined"}),
    ):
        entries = listed(cast, "list", "--names", by=officer)
        named = {entry["id"] for entry in entries if "subject" in entry}
        assert named == {cast.id(n) for n in cast.dossiers if n not in {*unread, "gone"}}
        done = logged(cast, "list")[-1]
        assert {address.partition("/")[0] for address in done["records"]} == named
        assert done["actor"] == officer
        told = {entry.get("subject", "") for entry in entries}
        assert told == {"Sam Voorbeeld, Heerlen", ""}


# Ids


def test_an_id_is_read_in_any_case_and_with_i_l_and_o_folded(cast: Cast) -> None:
    for dossier in cast.dossiers.values():
        if dossier == cast.id("gone"):
            continue
        prefix, letters = dossier.split("-")
        for zero, one in (("o", "i"), ("O", "L"), ("0", "l")):
            typed = f"{prefix.lower()}-{letters.replace('0', zero).replace('1', one)}"
            result = cast.world.do("template", "signal", typed)
            assert (result.exit_code, dossier in result.stderr) == (0, True)
    lower = f"{cast.id('running')}/2".lower()
    assert cast.world.made("show", lower)["id"] == cast.id("running")


def test_a_typing_error_in_an_id_is_found_before_anything_is_looked_up(cast: Cast) -> None:
    dossier = cast.id("fresh")
    wrong = dossier[:-1] + ("0" if dossier[-1] != "0" else "2")
    before = cast.world.files(log=True)
    result = cast.world.do("show", wrong)
    assert (result.exit_code, wrong in result.stderr) == (2, False)
    assert "check it for a typing error" in result.stderr
    assert cast.world.files(log=True) == before


# Officers


@pytest.mark.artikel("15.2.b")
@pytest.mark.parametrize("officer", [*OFFICERS, "uit-1"])
def test_whoami(cast: Cast, officer: str) -> None:
    party = OFFICERS.get(officer, "uitvoerder")
    role = "uitvoerder" if officer == "uit-1" else "vertegenwoordiger"
    said = cast.world.made("whoami", by=officer)
    assert re.fullmatch(r"([0-9A-Z]{4}-){2}[0-9A-Z]{4}", said.pop("check_code"))
    assert said == {"officer": officer, "party": party, "role": role}


def admitting(cast: Cast, *options: str) -> list[str]:
    """The words that admit a second officer of politie."""
    card = cast.world.run.home / "pol-2.card"
    named = ["--name", "Paula Verzonnen", "--card", str(card), "--accepted", "2027-02-01"]
    return ["officer", "add", "politie", "pol-2", *named, *options]


@pytest.mark.artikel("14.1", "15.2.c", "15.4")
@pytest.mark.parametrize("by_signature", [False, True])
def test_an_officer_of_the_party_admits_the_next_by_running_it_or_by_signature(
    cast: Cast, by_signature: bool
) -> None:
    world = cast.world
    options: list[str] = []
    if by_signature:
        card, key = world.run.home / "pol-2.card", f"{world.identity('pol-1')}.sign"
        line = ["ssh-keygen", "-Y", "sign", "-n", "pgaref-officer", "-f", key, str(card)]
        subprocess.run(line, check=True, capture_output=True, timeout=60)
        options = ["--signature", f"{card}.sig"]
    actor = "uit-1" if by_signature else "pol-1"
    said = world.made(*admitting(cast, *options), by=actor)
    assert set(said) == {"officer", "party", "check_code"}
    commit = logged(cast, "officer-add")[1]
    assert (commit["phase"], commit["actor"], set(commit["signers"])) == (
        "commit",
        actor,
        {"pol-2"},
    )
    assert world.made("whoami", by="pol-2")["officer"] == "pol-2"
    assert world.do("check", "--decrypt", by="pol-2").exit_code == 0
    assert "Paula" not in commit["files"]


@pytest.mark.artikel("15.2.c")
def test_a_dry_run_admits_nobody(cast: Cast) -> None:
    before = cast.world.files()
    cast.world.ok(*admitting(cast, "--dry-run"), by="pol-1")
    assert cast.world.files() == before
    assert cast.world.do("whoami", by="pol-2").exit_code == 12


@pytest.mark.artikel("15.2.f", "15.2.e")
def test_the_officers_names_are_for_some_and_logged(cast: Cast) -> None:
    entries = listed(cast, "officer", "list")
    assert {entry["id"] for entry in entries} >= {"uit-1", *OFFICERS}
    assert not [entry for entry in entries if "name" in entry]
    named = {e["id"]: e["name"] for e in listed(cast, "officer", "list", "--names")}
    assert named["uit-1"] == "Uma Verzonnen"
    assert [line["phase"] for line in logged(cast, "officer-list")] == ["intent", "done"]
    assert cast.world.do("officer", "list", "--names", by="rec-1").exit_code == 12
