# SPDX-License-Identifier: EUPL-1.2
"""Under an invented covenant: what persons ask, what is printed, and how the vault is watched."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pgaref.storage import yamltext
from tests.cli.asking import text_of
from tests.cli.conftest import CommandLine
from tests.cli.settings import EXPERT, OTHER
from tests.cli.story import TOLD, Story
from tests.cli.years import founded

TODAY = "2026-10-20"


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """The case under the invented covenant, worked on, and the person told."""
    with pytest.MonkeyPatch.context() as patch:
        home = founded(tmp_path_factory.mktemp("begun") / "home", OTHER)
        story = Story(CommandLine(home, patch), setting=OTHER, checking=False).begin()
        story.on(TODAY)
        story.file("signal", story.weegploeg)
        story.file("inform", story.weegploeg, label="told", **TOLD, op=TODAY)
        yield story


@pytest.fixture
def story(begun: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Story:
    """A copy of it, to act in."""
    shutil.copytree(begun.run.home, tmp_path / "home")
    copied = Story(CommandLine(tmp_path / "home", monkeypatch), setting=OTHER, checking=False)
    copied.weegploeg, copied.casus = begun.weegploeg, begun.casus
    copied.on(TODAY)
    return copied


def filed(story: Story, kind: str, *line: str, **changes: Any) -> str:
    """What a command prints that is given a sample, in the parties and ids of this covenant."""
    given = json.dumps(story.within(kind, **changes), default=str)
    for sampled, own in (("WP-00000000", story.weegploeg), ("CO-00000000", story.casus)):
        given = given.replace(sampled, own)
    return story.ok(*line, content=json.loads(given)).stdout.strip()


@pytest.mark.artikel("12.3", "12.4", "12.5", "12.6")
def test_a_person_gets_an_answer_and_a_correction_reaches_every_copy(story: Story) -> None:
    asked = filed(story, "verzoek", "request", "open")
    assert asked.startswith("VR-")
    (running,) = [row for row in story.ok("request", "list", "--json").json if row["id"] == asked]
    assert running["due"] == "2026-11-09"
    filed(story, "identificatie", "request", "identify", asked)
    filed(story, "beantwoording", "request", "answer", asked)
    said = text_of(story, Path(f"inzage-{asked}.pdf.age"), "uit-1")
    assert "regio Verzonnenland" in said
    assert "pamfletten" in said
    for hidden in ("Kim Fictief", "kettingsloten", "Noor Verzonnen"):
        assert hidden not in said
    done = filed(story, "correctie", "correct", f"{story.weegploeg}/1").splitlines()
    for dossier in (story.weegploeg, story.casus):
        story.look(dossier)
        assert story.shown[dossier][1]["content"]["adres"] == "Voorbeeldstraat 2, 6411 ZZ"
    story.ok("acknowledge", done[0], content=story.within("ontvangst"))


@pytest.mark.artikel("7.3", "9.3", "11.2")
@pytest.mark.parametrize("kind", ["weegploeg", "plan", "kennisgeving"])
def test_a_document_is_of_this_covenant(story: Story, kind: str) -> None:
    dossier = story.casus if kind == "plan" else story.weegploeg
    made = story.ok("document", kind, dossier).stdout.strip()
    said = text_of(story, Path(made), "uit-1")
    assert "Verzonnenland" in said
    assert "Limburg" not in said


@pytest.mark.artikel("15.2.g", "15.3", "18.4", "15.2.f")
def test_incidents_reviews_and_evaluations_go_by_its_terms(story: Story) -> None:
    hours = {"kennisgenomen": {"datum": TODAY, "tijd": "10:00"}}
    incident = filed(story, "incident", "incident", "open", **hours)
    assert incident.startswith("LK-")
    (row,) = [
        each
        for each in story.do("agenda", "--json").json
        if each.get("dossier") == incident and "hours_left" in each
    ]
    # 48 hours from ten o'clock in Amsterdam, an hour before now.
    assert row["hours_left"] == 47
    days = dict.fromkeys(("datum", "van", "tot"), TODAY)
    for what in ("beveiliging", "convenant"):
        story.ok("evaluate", what, content=story.within("evaluatie", **days), by="pol-1")
    story.ok("officer", "review", by="pol-1")
    findings = yamltext.dump(story.within("logcontrole", **days))
    story.ok("log", "review", "--findings", "-", stdin=findings, by="pol-1")
    story.ok("log", "verify")
    assert story.ok("check", "--decrypt", "--json").json["findings"] == []


@pytest.mark.artikel("4", "18.2")
def test_its_register_of_processing_and_its_parties_are_its_own(story: Story) -> None:
    register = story.ok("verwerkingsregister").stdout
    named = yamltext.parse(register.encode(), "register").value
    assert "Verzonnenland" in str(named)
    assert "Limburg" not in register
    town = "gemeente-proefdorp"
    story.ok("party", "withdraw", town, "--on", TODAY, "--yes")
    shown = story.ok("party", "show", town, "--json").json
    assert shown["until"] == "2027-04-20"


@pytest.mark.artikel("8.4", "10.4", "10.5", "6.b")
def test_who_has_no_key_by_it_reads_nothing(story: Story) -> None:
    cards = story.raw_cards()
    for dossier, register in ((story.weegploeg, "weegploeg"), (story.casus, "casusoverleg")):
        keys = story.vault / "keys" / register / dossier
        for section, parties in OTHER.readers(register).items():
            assert {path.name for path in (keys / section).iterdir()} == parties, section
        assert set(cards[dossier]["sections"]) == set(OTHER.readers(register))
    assert OTHER.party(EXPERT) in cards[story.casus]["parties"]
    assert story.do("show", f"{story.casus}/1", by="nctv-1").exit_code == 12
    assert story.do("show", f"{story.casus}/6", by="nctv-1").exit_code == 0
