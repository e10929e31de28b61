# SPDX-License-Identifier: EUPL-1.2
"""What scripts rely on: the keys of `--json`, and the exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from pgaref.cli import registry
from tests.cli.conftest import Result
from tests.cli.refusals import Cast
from tests.cli.world import SAMPLES, sample
from tests.cli.years import content

MADE = {"dossier", "records"}
READERS = {*MADE, "readers"}
OFFICER = {"id", "party", "role", "accepted", "from", "reads", "in_office"}
CARD = {"id", "register", "state", "last_processed", "destroy_due", "duties"}
PROOF = {
    "format", "vault", "id", "register", "seq", "opened", "declined", "last_processed", "due",
    "destroyed", "reason", "article", "method", "actor", "party", "parties", "records", "outcome",
    "backup_until",
}  # fmt: skip
TOLD = {"uitkomst": "geinformeerd", "grond": None, "afweging": None, "herzien_op": None}
# Takes an exclusive flock on the file that it is given, says so, and holds it until told.
HOLD = "import fcntl, sys; f = open(sys.argv[1]); fcntl.flock(f, 2); print(flush=True); input()"

# The line of a command that reads or changes by its words alone -> the keys of what it says.
LINES: dict[str, set[str]] = {
    "whoami": {"officer", "party", "role", "check_code"},
    "officer rekey --dry-run": {"done", "left"},
    "party show nctv": {"id", "name", "kind", "article", "contact", "officers"},
    "template weigh fresh": {"kind", "template"},
    "show running": {
        "id",
        "register",
        "state",
        "purpose",
        "records",
        "readers",
        "archive_due",
        "destroy_due",
    },
    "archive fresh": {"dossier"},
    "shred told --reason niet-agenderen --yes": {"dossier"},
    "sweep": {"steps", "done"},
    "sweep --dry-run": {"steps", "done"},
    "certificate gone": PROOF,
    "document verklaring gone": {"document", "records"},
    "log verify": {"ok", "entries", "head"},
    "log checkpoint": {"seq", "head", "time", "by"},
    "log review": {
        "refused",
        "failed",
        "unusual_hour",
        "no_act_followed",
        "many_dossiers",
        "readings",
    },
    "check": {"ok", "findings"},
    "check --decrypt": {"ok", "findings"},
    "schema check": {"ok", "schemas"},
    "schema diff signaal 1 1": {"kind", "from", "to", "changes"},
    "schema migrate": {"done", "left", "archived"},
    "schema migrate --dry-run": {"done", "left", "archived"},
    "hold release held --reason vergissing": MADE,
    "keygen new": {"recipient", "signing_key", "check_code"},
    "card": {"recipient", "signing_key", "check_code"},
}
# Those that answer with a list, and the keys of each entry.
LISTS: dict[str, set[str]] = {
    "party list": {"id", "name", "kind", "officers"},
    "officer list": OFFICER,
    "officer review": {"officer", "party", "in_office", "dossiers"},
    "list": CARD,
    "schema list": {"kind", "version", "records", "archived", "newest"},
    "hold list": {"dossier", "record", "basis", "since", "until", "in_force"},
    "log export --ldv": {
        *("trace_id", "operation_id", "status_code", "name", "start_time", "end_time"),
        *("resource", "attributes"),
    },
    "log show fresh": {"v", "vault", "seq", "prev", "time", "op", "phase", "action"},
}
# Those that take a sample of their own name as their content.
ACTS: dict[str, set[str]] = {
    "signal fresh": MADE,
    "weigh fresh": MADE,
    "decide weighed": {*READERS, "casusoverleg", "handed_over"},
    "plan running": MADE,
    "advice running": MADE,
    "join running nctv": READERS,
    "leave running reclassering-nederland": READERS,
    "inform fresh": MADE,
    "review fresh": MADE,
    "close running": {*MADE, "noted"},
    "reopen archived": MADE,
    "hold add fresh": MADE,
}
# Told of elsewhere: in test_lifecycle.py, test_requests.py, test_correcting.py, test_revoking.py,
# test_doctor.py, test_completion.py, and below.
ELSEWHERE = {
    "intake", "action", "relation", "disclose", "init", "officer add", "referentiekader apply",
    "find", "request open", "request identify", "request answer", "request refuse",
    "request correct", "request list", "correct", "acknowledge", "agenda", "officer confirm",
    "officer revoke", "doctor", "party withdraw", "profile check", "profile apply",
    "incident open", "incident update", "incident report", "incident close", "incident list",
    "evaluate beveiliging", "evaluate convenant", "verwerkingsregister", "log delete", "completion",
    "drafts list", "drafts drop",
}  # fmt: skip


@pytest.fixture
def busy(cast: Cast) -> Cast:
    """The same, with a hold on one dossier, and one that may be destroyed early."""
    held = {"basis": "procedure", "besloten_door": ["pol-1", "om-1", "hrl-1"]}
    until = {"tot": "2027-05-01", **held}
    assert cast.world.act("hold add", cast.id("weighed"), **until).exit_code == 0
    told = {**TOLD, "wijze": "Een gesprek.", "op": "2027-03-01"}
    assert cast.world.act("inform", cast.id("declined"), **told).exit_code == 0
    more = {"held": cast.id("weighed"), "told": cast.id("declined")}
    return Cast(cast.world, {**cast.dossiers, **more})


def one_document(result: Result) -> Any:
    """The one JSON document on stdout; nothing stands before or behind it."""
    assert result.exit_code == 0, result.stderr
    value = json.loads(result.stdout)
    assert result.stdout.startswith(("{", "["))
    assert result.stdout.endswith(("}\n", "]\n"))
    assert "null" not in result.stdout
    return value


# The keys


def test_every_command_has_its_keys_told_of() -> None:
    told = {registry.named(line.split()) for line in (*LINES, *LISTS, *ACTS)}
    assert told | ELSEWHERE == set(registry.COMMANDS)
    assert not told & ELSEWHERE


@pytest.mark.parametrize("line", LINES)
def test_the_keys_of_what_a_command_says(busy: Cast, line: str) -> None:
    value = one_document(busy.world.do(*busy.line(line), "--json"))
    assert set(value) == LINES[line]


@pytest.mark.parametrize("line", LISTS)
def test_the_keys_of_each_entry_of_a_list(busy: Cast, line: str) -> None:
    entries = one_document(busy.world.do(*busy.line(line), "--json"))
    assert entries
    for entry in entries:
        assert LISTS[line] <= set(entry)


@pytest.mark.parametrize("line", ACTS)
def test_the_keys_of_what_an_act_made(busy: Cast, line: str) -> None:
    words = line.split()
    act = " ".join(words[:2]) if words[0] == "hold" else words[0]
    dossier, *more = busy.line(line)[len(act.split()) :]
    changes: dict[str, Any] = {}
    if act == "hold add":
        kernpartijen = ["pol-1", "om-1", "hrl-1"]
        changes = {"tot": "2027-05-01", "besloten_door": kernpartijen}
    by = "pol-1" if act == "reopen" else "uit-1"
    given = content(act, dossier, busy.world.today, **changes)
    line_typed = (*act.split(), dossier, *more, "--json")
    value = one_document(busy.world.do(*line_typed, by=by, content=given))
    assert set(value) == ACTS[line]
    assert all(isinstance(n, int) for n in value["records"])


def test_what_intake_and_find_say(cast: Cast) -> None:
    made = one_document(cast.world.do("intake", "--json", content=sample("intake")))
    assert made["records"] == [1, 2, 3, 4, 5]
    assert set(made["seems_known"]) >= {cast.id("fresh"), cast.id("running")}
    line = ["find", "--purpose", "weegploeg", "--json"]
    found = one_document(cast.world.do(*line, stdin="pamfletten"))
    assert {"dossier": made["dossier"], "record": 2} in found
    assert one_document(cast.world.do(*line, stdin="staat nergens")) == []


@pytest.mark.artikel("7.3")
def test_what_a_new_referentiekader_changes(cast: Cast) -> None:
    kader = sample("referentiekader-voorbeeld", versie="voorbeeld-2")
    first, *others = kader["criteria"]
    kader["criteria"] = [{**first, "vereist": False}, *others[1:], {**others[0], "id": "nieuw"}]
    said = one_document(cast.world.do("referentiekader", "apply", "--json", content=kader))
    changes = ["- duidt-op", "+ nieuw (required)", "~ feitelijk"]
    assert said == {"version": "voorbeeld-2", "changes": changes}


@pytest.mark.artikel("5")
def test_what_a_new_vault_says(cast: Cast) -> None:
    vault = cast.world.run.home / "another"
    kader = SAMPLES / "referentiekader-voorbeeld.yaml"
    given = ("--name", "Uma Verzonnen", "--referentiekader", kader)
    said = one_document(cast.world.do("--vault", vault, "init", "--json", *given))
    assert set(said) == {"vault", "profile", "officer"}
    assert (said["profile"], said["officer"], len(said["vault"])) == ("limburg-2019", "uit-1", 32)
    assert cast.world.do("--vault", vault, "check", "--decrypt").exit_code == 0


def test_dates_and_numbers_are_what_the_design_says(busy: Cast) -> None:
    cards = busy.world.cards()
    declined, fresh = cards[busy.id("declined")], cards[busy.id("fresh")]
    assert declined["outcome"] == "niet-agenderen"
    assert declined["destroy_due"] == "2027-04-15"
    assert "archive_due" not in declined
    assert (fresh["archive_due"], fresh["destroy_due"]) == ("2027-10-12", "2031-10-12")
    assert "outcome" not in fresh
    assert "subject" not in fresh
    assert {"kind": "controle", "about": 1, "due": "2027-04-12"} in fresh["duties"]


# The exit codes


def test_2_is_a_line_that_names_nothing_that_exists(cast: Cast) -> None:
    for line in (
        ["show", "WP-00000000"],
        ["show", "WP-0000000F"],
        ["show", f"{cast.id('fresh')}/99"],
        ["show", cast.id("fresh"), "--section", "plan"],
        ["party", "show", "stichting-x"],
        ["certificate", cast.id("fresh")],
        ["hold", "release", cast.id("fresh"), "--reason", "vergissing"],
        ["archive", f"{cast.id('fresh')}/2"],
        ["find", "--purpose", "weegploeg"],
        ["find"],
        ["shred", cast.id("declined"), "--reason", "niet-agenderen"],
        ["shred", cast.id("declined"), "--reason", "Sam Voorbeeld", "--yes"],
        ["--vault", "nowhere", "list"],
        ["sweep", "--as-of", "2027-04-01"],
        ["frobnicate"],
    ):
        before = cast.world.files()
        result = cast.world.do(*line, "--json")
        assert (result.exit_code, result.stdout) == (2, ""), line
        assert result.stderr.startswith("pgaref: error: ")
        assert "Sam" not in result.stderr
        assert cast.world.files() == before


def test_11_is_content_that_its_schema_alone_refuses(cast: Cast) -> None:
    before = cast.world.files(log=True)
    wrong = {**sample("weging"), "conclusie": 7, "score": 9, "datum": "2026-02-30"}
    result = cast.world.do("weigh", cast.id("fresh"), "--json", content=wrong)
    assert (result.exit_code, result.stdout) == (11, "")
    *problems, hint = result.stderr.splitlines()
    for line in problems:
        assert line.startswith("pgaref: error: stdin:")
    assert hint == "hint: each field and what it is for: pgaref template weging"
    for field in ("conclusie", "datum"):
        assert f" {field}: " in result.stderr
    assert "2026-02-30" not in result.stderr
    assert cast.world.files(log=True) == before


@pytest.mark.artikel("10.5", "15.2.b")
def test_12_is_no_identity_nobody_s_identity_or_no_key(cast: Cast) -> None:
    world = cast.world
    fresh = cast.id("fresh")
    for officer, line in (
        ("nobody", ["whoami"]),
        ("pol-2", ["whoami"]),
        ("pol-2", ["show", fresh]),
        ("rec-1", ["show", fresh, "--purpose", "klacht"]),
        ("nctv-1", ["show", cast.id("running")]),
        ("uit-1", ["show", cast.id("archived"), "--purpose", "klacht"]),
        ("om-1", ["show", f"{cast.id('running')}/4"]),
    ):
        result = world.do(*line, "--json", by=officer)
        assert (result.exit_code, result.stdout) == (12, ""), (officer, line)
    unsigned = {"PGAREF_SIGNING_KEY": str(world.run.home / "nowhere")}
    before = world.files()
    result = world.do("weigh", fresh, content=sample("weging"), env=unsigned)
    assert (result.exit_code, world.files()) == (12, before)


@pytest.mark.artikel("15.1")
def test_13_is_a_broken_vault_and_its_findings_are_printed(cast: Cast) -> None:
    path = next(cast.world.vault.glob(f"dossiers/*/{cast.id('fresh')}/dossier/0002.age"))
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    name = path.relative_to(cast.world.vault).as_posix()
    result = cast.world.do("check", "--json")
    assert (result.exit_code, result.json["ok"]) == (13, False)
    assert [finding["path"] for finding in result.json["findings"]] == [name]
    shown = cast.world.do("show", cast.id("fresh"), "--json")
    assert (shown.exit_code, shown.stdout) == (13, "")
    assert cast.world.do("show", f"{cast.id('fresh')}/3", "--json").exit_code == 0


@contextmanager
def locked(vault: Path) -> Iterator[None]:
    """Another process holds the vault."""
    line = [sys.executable, "-c", HOLD, str(vault / "lock")]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        yield
        other.communicate(b"\n", timeout=30)


@pytest.mark.artikel("15.1")
@pytest.mark.parametrize("line", ["archive fresh", "show fresh", "list", "sweep", "check"])
def test_14_is_a_vault_that_another_process_holds(cast: Cast, line: str) -> None:
    before = cast.world.files(log=True)
    with locked(cast.world.vault):
        result = cast.world.do("--wait", "0", *cast.line(line), "--json")
    assert (result.exit_code, result.stdout) == (14, "")
    assert "pgaref: error: " in result.stderr
    assert cast.world.files(log=True) == before
    assert cast.world.do("--wait", "0", *cast.line(line), "--json").exit_code == 0


@pytest.mark.artikel("12.5", "13.3")
def test_15_is_what_a_person_has_to_look_at_and_it_is_printed(busy: Cast) -> None:
    world = busy.world
    kernpartijen = ["pol-1", "om-1", "hrl-1"]
    held = {"basis": "procedure", "tot": "2027-05-31", "besloten_door": kernpartijen}
    assert world.act("hold add", busy.id("declined"), **held).exit_code == 0
    world.on("2027-04-15")
    result = world.do("sweep", "--json")
    assert result.exit_code == 15
    (step,) = [step for step in result.json["steps"] if step["act"] == "blocked"]
    assert set(step) == {"dossier", "act", "due", "reasons", "article"}
    assert (step["dossier"], step["due"]) == (busy.id("declined"), "2027-04-15")
    assert result.json["done"] == 0
