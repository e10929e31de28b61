# SPDX-License-Identifier: EUPL-1.2
"""Incidents on the command line: art. 15(2)(g); AVG 33, 34."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.asking import Asking, make, text_of
from tests.cli.conftest import Result
from tests.cli.test_agenda import events
from tests.cli.world import sample

REFUSED, NO_KEY, INPUT = 10, 12, 11
KNOWN, DUE = {"datum": "2026-10-20", "tijd": "09:30"}, "2026-10-23T07:30:00Z"
OPENED, LATER = "2026-10-20T09:00:00", "2026-10-21T09:00:00"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    """The case of docs/voorbeeld, and an incident with its plan."""
    world = make(tmp_path_factory.mktemp("made") / "home")
    with pytest.MonkeyPatch.context() as patch:
        world = Asking.of(world, tmp_path_factory.mktemp("grown") / "home", patch)
        opened = world.made("incident", "open", content=incident(world), now=OPENED)
        assert opened["due"] == DUE
        world.extra["incident"] = opened["dossier"]
    return world


@pytest.fixture
def world(made: Asking, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Asking:
    world = Asking.of(made, tmp_path / "home", monkeypatch)
    world.extra = made.extra
    return world


def incident(world: Asking, **changes: Any) -> dict[str, Any]:
    return sample("incident", **{"kennisgenomen": KNOWN, "dossiers": [world.co], **changes})


def act(world: Asking, verb: str, now: str | None = None, by: str = "uit-1", **c: Any) -> Result:
    kinds = {"update": "aanvulling", "report": "melding", "close": "afsluiting"}
    content = sample(f"incident{kinds[verb]}", **c)
    return world.do("incident", verb, world.extra["incident"], by=by, content=content, now=now)


def report(world: Asking, phase: str, day: str = "2026-10-20", **changes: Any) -> Result:
    told = {"gemeld": {"datum": day, "tijd": "10:30"}, "fase": phase, **changes}
    return act(world, "report", f"{day}T09:00:00", **told)


@pytest.mark.artikel("15.2.g", "4")
def test_an_incident_is_a_file_of_its_own_for_the_kernpartijen_concerned(world: Asking) -> None:
    dossier = world.extra["incident"]
    assert dossier.startswith("IN-")
    card = world.card(dossier)
    assert set(card.parties) == {"politie", "openbaar-ministerie", "gemeente-heerlen"}
    holders = {"politie/pol-1", "openbaar-ministerie/om-1", "gemeente-heerlen/hrl-1"}
    assert card.sections["incident"].keys.keys() == {*holders, "uitvoerder/uit-1"}
    for officer in ("uit-1", "pol-1", "om-1", "hrl-1"):
        assert world.do("show", dossier, by=officer).exit_code == 0
    assert world.do("show", dossier, by="rec-1").exit_code == NO_KEY
    assert world.do("check", "--decrypt").exit_code == 0


@pytest.mark.artikel("15.2.g")
def test_the_hours_left_stand_on_the_agenda_the_list_and_in_the_calendar(world: Asking) -> None:
    dossier = world.extra["incident"]
    agenda = world.do("agenda", "--json", now=LATER).json
    (term,) = [entry for entry in agenda if "hours_left" in entry]
    assert (term["dossier"], term["what"], term["hours_left"]) == (dossier, "notify", 46)
    assert (term["due"], term["days_left"]) == ("2026-10-23", 2)
    assert f"46 h\t{dossier}\tnotify" in world.do("agenda", now=LATER).stdout
    assert "46 h" in world.ok("incident", "list", now=LATER).stdout
    (listed,) = world.ok("incident", "list", "--json", now=LATER).json
    assert (listed["id"], listed["due"], listed["hours_left"]) == (dossier, DUE, 46)
    calendar = events(world.do("agenda", "--ics", "-", now=LATER).stdout)
    (event,) = [event for event in calendar.values() if "notify" in str(event["summary"])]
    assert f"{event.start:%Y-%m-%dT%H:%M:%SZ}" == DUE
    late = world.do("agenda", "--json", now="2026-10-23T07:31:00").json
    (term,) = [entry for entry in late if "hours_left" in entry]
    assert term["hours_left"] == -1
    assert late.index(term) < len(late) - 1


@pytest.mark.artikel("15.2.g")
def test_it_is_notified_in_phases_and_closed_when_all_is_told(world: Asking) -> None:
    assert act(world, "update", LATER).exit_code == 0
    assert act(world, "close").exit_code == REFUSED
    first = report(world, "eerste", "2026-10-21")
    assert first.exit_code == 0, first.stderr
    assert "to be notified in full by 2026-11-18" in first.stderr
    terms = [entry["what"] for entry in world.do("agenda", "--json").json]
    assert "notify in full" in terms
    assert "notify" not in terms
    assert act(world, "close").exit_code == REFUSED
    assert report(world, "eerste", "2026-10-22").exit_code == REFUSED
    whole = report(world, "volledig", "2026-10-22")
    assert whole.exit_code == 0, whole.stderr
    assert "pgaref incident close" in whole.stderr
    closed = act(world, "close")
    assert closed.exit_code == 0, closed.stderr
    (listed,) = world.ok("incident", "list", "--json").json
    assert (listed["state"], listed["closed"]) == ("afgesloten", "2026-10-20")
    assert act(world, "update").exit_code == REFUSED
    assert world.do("check", "--decrypt").exit_code == 0


@pytest.mark.artikel("15.2.g")
def test_a_late_notification_says_why(world: Asking) -> None:
    late = report(world, "volledig", "2026-10-24")
    assert late.exit_code == REFUSED
    assert "vertraging is missing: it was more than 72 hours" in late.stderr
    said = report(world, "volledig", "2026-10-24", vertraging="Pas toen bleek het.")
    assert said.exit_code == 0, said.stderr


@pytest.mark.artikel("15.2.g")
def test_that_no_risk_is_likely_is_decided_and_motivated(world: Asking) -> None:
    assert report(world, "niet", kenmerk=None).exit_code == INPUT
    decided = report(world, "niet", kenmerk=None, motivering="Niemand heeft het gelezen.")
    assert decided.exit_code == 0, decided.stderr
    none = {"uitkomst": "niet", "reden": "geen-hoog-risico", "motivering": "Geen risico."}
    assert act(world, "close", mededeling={**none, "op": "2026-10-20"}).exit_code == INPUT
    assert act(world, "close", mededeling=none).exit_code == 0


@pytest.mark.artikel("15.2.g")
def test_the_report_is_a_pdf_with_every_point_that_is_notified(world: Asking) -> None:
    act(world, "update", LATER)
    report(world, "volledig", "2026-10-21", vertraging=None)
    act(world, "close")
    dossier = world.extra["incident"]
    made = world.ok("document", "incident", dossier, by="hrl-1")
    words = " ".join(text_of(world, Path(made.stdout.strip()), "hrl-1").split())
    for wanted in (
        dossier,
        "20 oktober 2026, 09:30 uur",
        "23 oktober 2026, 09:30 uur",
        "vertrouwelijkheid",
        "Naam en adres van het subject",
        "ongeveer 1",
        "weet dat over deze persoon wordt overlegd",
        "De afdruk is teruggehaald",
        "alleen nog in de vergaderkamer",
        "lag drie kwartier in de trein",
        "volledige melding",
        "AP-0000-0000",
        "door de gemeente",
        "Een plan wordt niet meer afgedrukt",
    ):
        assert wanted in words
    assert world.do("document", "incident", world.co).exit_code == REFUSED
    assert world.do("document", "plan", dossier).exit_code == REFUSED


@pytest.mark.artikel("15.2.g", "18.1")
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kennisgenomen": {"datum": "2026-10-20", "tijd": "23:30"}}, "kennisgenomen.tijd lies"),
        ({"kennisgenomen": {"datum": "2026-10-20", "tijd": "24:00"}}, "kennisgenomen.tijd"),
        ({"dossiers": ["CO-00000000"]}, "dossiers[0]: there is no dossier CO-00000000"),
        ({"dossiers": None}, "no kernpartij is concerned"),
        ({"dossiers": None, "kernpartijen": ["nctv"]}, "kernpartijen: nctv is none"),
        ({"bsn": "1"}, "unknown field"),
    ],
)
def test_what_cannot_be_an_incident_is_refused_and_changes_nothing(
    world: Asking, changes: dict[str, Any], said: str
) -> None:
    before = world.files()
    result = world.do("incident", "open", content=incident(world, **changes), now=OPENED)
    assert result.exit_code in (REFUSED, INPUT)
    assert said in result.stderr
    assert world.files() == before


@pytest.mark.artikel("5", "15.2.b")
def test_the_uitvoerder_files_and_nobody_asks_for_an_incident_as_a_file(world: Asking) -> None:
    dossier = world.extra["incident"]
    assert act(world, "update", LATER, by="pol-1").exit_code == REFUSED
    over = [{"dossier": dossier}]
    asked = world.do("request", "open", content=sample("verzoek", over=over))
    assert asked.exit_code == REFUSED
    assert "is no file on a person" in asked.stderr


@pytest.mark.artikel("13.1", "13.2", "15.2.g")
def test_it_is_kept_for_five_years_and_archived_when_it_is_closed(world: Asking) -> None:
    dossier = world.extra["incident"]
    (listed,) = [card for card in world.ok("list", "--json").json if card["id"] == dossier]
    assert (listed["archive_due"], listed["destroy_due"]) == ("2027-10-20", "2031-10-20")
    assert world.do("archive", dossier).exit_code == REFUSED
    report(world, "volledig", "2026-10-21")
    act(world, "close")
    assert world.do("archive", dossier).exit_code == 0
    assert world.do("show", dossier, "--purpose", "verantwoording", by="om-1").exit_code == 0
    assert world.do("show", dossier, "--purpose", "verantwoording").exit_code == NO_KEY


@pytest.mark.artikel("15.2.e")
def test_the_log_says_that_it_was_filed_and_nothing_of_what(world: Asking) -> None:
    lines = (world.vault / "log" / "2026.jsonl").read_text()
    assert '"action":"incident-open"' in lines
    assert world.extra["incident"] in lines
    assert "trein" not in lines
