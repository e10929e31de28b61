# SPDX-License-Identifier: EUPL-1.2
"""`pgaref template`: a text to fill in, with what a card tells and nothing that a key guards."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pgaref.actions.initialise import Founding, initialise
from pgaref.actions.intake import intake
from pgaref.actions.keygen import make_keys
from pgaref.actions.officers import Candidate, add_officer
from pgaref.actions.session import Session
from pgaref.actions.template import COMMANDS, LINES
from pgaref.cli import registry
from pgaref.storage import profiles, schemas, yamltext
from tests.cli.conftest import START, CommandLine
from tests.schemas.samples import voorbeelden

OFFICERS = {
    "politie": "pol-1",
    "openbaar-ministerie": "om-1",
    "gemeente-heerlen": "hrl-1",
}
CRITERIA = [c["id"] for c in voorbeelden()["referentiekader"]["criteria"]]


@dataclass(frozen=True, slots=True)
class Case:
    """A vault with one dossier: subject 1, signals 2 and 3, melders 4 and 5."""

    vault: Path
    dossier: str


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return _make(tmp_path_factory.mktemp("case"), voorbeelden()["referentiekader"])


def _make(home: Path, kader: Any) -> Case:
    make_keys(home / "uit")
    session = Session(
        home / "vault", home / "state", home / "uit", home / "uit.sign", "test", 1, START
    )
    text = profiles.text(profiles.DEFAULT)
    initialise(session, Founding(text, profiles.DEFAULT, "uit-1", "Proef", kader, None))
    for party, officer in OFFICERS.items():
        card = make_keys(home / officer)
        candidate = Candidate(
            party,
            officer,
            "Proef",
            date(2026, 11, 1),
            recipient=card.recipient,
            signing_key=card.signing_key,
        )
        add_officer(session, candidate)
    return Case(session.root, intake(session, voorbeelden()["intake"]).dossier)


def parsed(text: str) -> Any:
    return yamltext.parse(text.encode(), "template").value


@pytest.mark.parametrize("name", [*LINES, *COMMANDS])
def test_without_id_it_needs_no_vault(run: CommandLine, name: str) -> None:
    result = run("template", name)
    kind = COMMANDS.get(name, name)
    assert result.exit_code == 0
    assert parsed(result.stdout)["schema"] == f"{kind}/1"
    assert result.stderr == f"next: fill it in, then: pgaref {LINES[kind]}\n"
    assert list(run.home.iterdir()) == []


def test_every_line_that_it_names_is_one_of_a_command() -> None:
    for kind, line in LINES.items():
        command = registry.named(line.split())
        assert command in registry.COMMANDS, kind
        assert re.fullmatch(rf"{command}( ID(/N)?)?( PARTY)?( --findings)? FILE", line)


@pytest.mark.parametrize("typed", ["kees-verzonnen", "card", "weging/1", "WEGING", "hold add"])
def test_what_is_no_kind_is_not_repeated_and_the_kinds_are_told(
    run: CommandLine, typed: str
) -> None:
    result = run("template", typed)
    assert (result.exit_code, result.stdout) == (2, "")
    message, hint = result.stderr.splitlines()
    assert message == "pgaref: error: there is no template of that name"
    told = set(re.findall(r"[a-z]+", hint))
    assert told >= {*LINES, *COMMANDS}
    assert typed not in re.split(r"[:,;] ", hint)


def test_json_is_one_document(run: CommandLine) -> None:
    result = run("template", "weigh", "--json")
    assert result.json == {"kind": "weging", "template": run("template", "weging").stdout}


@pytest.mark.parametrize("kind", LINES)
def test_an_empty_template_is_refused_as_input(run: CommandLine, kind: str) -> None:
    (run.home / "empty.yaml").write_text(run("template", kind).stdout)
    words = LINES[kind].replace("ID", "WP-00000000").replace("PARTY", "politie")
    words = words.replace("/N", "/1")
    result = run(*words.replace("FILE", "empty.yaml").split())
    assert (result.exit_code, result.stdout) == (11, "")
    assert "pgaref: error: empty.yaml:" in result.stderr


@pytest.mark.artikel("7.3", "8.2.d")
def test_for_a_weighing_the_criteria_and_the_signals(run: CommandLine, case: Case) -> None:
    result = run("--vault", case.vault, "template", "weigh", case.dossier.lower())
    assert result.exit_code == 0
    value = parsed(result.stdout)
    assert [judged["criterium"] for judged in value["oordelen"]] == CRITERIA
    for judged in value["oordelen"]:
        assert judged["signalen"] == [2, 3]
        assert judged["oordeel"] == judged["motivering"] == judged["contra_indicaties"] == ""
    for criterion in voorbeelden()["referentiekader"]["criteria"]:
        required = " (vereist)" if criterion["vereist"] else ""
        assert criterion["vraag"] + required in " ".join(result.stdout.replace("#", "").split())
    assert result.stderr == f"next: fill it in, then: pgaref weigh {case.dossier} FILE\n"


@pytest.mark.artikel("7.3", "8.5", "10.2.c")
def test_for_a_decision_the_parties_and_what_may_go_along(run: CommandLine, case: Case) -> None:
    value = parsed(run("--vault", case.vault, "template", "besluit", case.dossier).stdout)
    assert value["betrekken"] == [
        {"partij": party, "taak": "", "noodzaak": ""} for party in sorted(OFFICERS)
    ]
    # The subject goes along by itself; a melder never does.
    assert value["over_te_dragen"] == [
        {"record": 2, "relevantie": ""},
        {"record": 3, "relevantie": ""},
    ]


@pytest.mark.artikel("6", "8.2.c")
def test_for_a_signal_the_grounds_and_the_melder(run: CommandLine, case: Case) -> None:
    text = run("--vault", case.vault, "template", "signal", case.dossier).stdout
    assert parsed(text)["melder"] == {"naam": "", "contactgegevens": ""}
    profile = profiles.read(profiles.text(profiles.DEFAULT), "profile")
    told = " ".join(text.replace("#", "").split())
    assert f"Kies uit: {', '.join(profile.categories)} gegevens:" in told
    grounds = dict.fromkeys(ground.id for ground in profile.grounds)
    assert f"Kies een of meer uit: {', '.join(grounds)} grondslag:" in told


@pytest.mark.parametrize("kind", [kind for kind, line in LINES.items() if " ID " in line])
def test_with_id_it_is_refused_as_it_stands_too(run: CommandLine, case: Case, kind: str) -> None:
    text = run("--vault", case.vault, "template", kind, case.dossier).stdout
    assert schemas.check(parsed(text), f"{kind}/1")


@pytest.mark.artikel("15.2")
def test_nothing_is_opened_or_logged_and_no_identity_is_needed(
    run: CommandLine, case: Case
) -> None:
    before = {path: path.read_bytes() for path in case.vault.rglob("*") if path.is_file()}
    for kind in ("weging", "besluit", "signaal", "plan"):
        result = run("--vault", case.vault, "template", kind, case.dossier)
        assert result.exit_code == 0
        for content in ("Sam", "Heerlen 1", "pamfletten", "Kim", "Robin", "Proef"):
            assert content not in result.stdout
    assert {p: p.read_bytes() for p in case.vault.rglob("*") if p.is_file()} == before


@pytest.mark.artikel("7.3")
def test_a_vault_without_referentiekader_has_nothing_to_weigh_by(
    run: CommandLine, tmp_path: Path
) -> None:
    home = tmp_path / "without"
    home.mkdir()
    bare = _make(home, None)
    result = run("--vault", bare.vault, "template", "weging", bare.dossier)
    assert (result.exit_code, result.stdout) == (10, "")
    assert "pgaref referentiekader apply FILE" in result.stderr
    assert run("--vault", bare.vault, "template", "besluit", bare.dossier).exit_code == 0


def test_an_id_that_is_none(run: CommandLine, case: Case) -> None:
    place = ("--vault", case.vault, "template")
    assert run(*place, "weging", "WP-2M8TZR4X").exit_code == 2
    assert run(*place, "weging", f"{case.dossier}/2").exit_code == 2
    assert run(*place, "intake", case.dossier).exit_code == 2
    assert run(*place, "referentiekader", case.dossier).exit_code == 2
    assert run("template", "weging", case.dossier).exit_code == 2
