# SPDX-License-Identifier: EUPL-1.2
"""Retention over real calendar time (art. 13), through the command line.

First in processes of their own under Debian's `faketime`, so that nothing in pgaref knows that the
clock is moved; then, quicker and wider, in process with a movable clock.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from pgaref.covenant import profile_reading
from pgaref.storage import profiles, yamltext
from tests.cli.world import sample
from tests.cli.years import REFUSED, Years, content, founded

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return founded(tmp_path_factory.mktemp("founded") / "home")


@pytest.fixture
def years(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Years:
    return Years.copy(home, tmp_path / "home", monkeypatch)


@pytest.fixture(scope="module")
def begun(home: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """The same with one person in both registers, since 20 October 2026; nctv takes part."""
    target = tmp_path_factory.mktemp("begun") / "home"
    with pytest.MonkeyPatch.context() as patch:
        years = Years.copy(home, target, patch)
        years.on("2026-10-20")
        dossier = years.intake()
        casus = years.agender(dossier)
        for act, *words in (("plan",), ("join", "nctv")):
            made = years.act(act, casus, *words)
            assert made.exit_code == 0, made.stderr
    return target, {"WP": dossier, "CO": casus}


@pytest.fixture
def dossiers(begun: tuple[Path, dict[str, str]]) -> dict[str, str]:
    """The ids, by register."""
    return begun[1]


@pytest.fixture
def going(
    begun: tuple[Path, dict[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Years:
    return Years.copy(begun[0], tmp_path / "home", monkeypatch, "2026-10-20T10:00:00")


def before(day: str) -> str:
    return (date.fromisoformat(day) - DAY).isoformat()


# The clock moved from outside.


def swept(years: Years, moment: str) -> list[tuple[str, str]]:
    """What a sweep in a process of its own says at that moment, without any identity."""
    result = years.process(moment, "sweep", "--json")
    assert result.exit_code == 0, result.stderr
    return [(step["act"], step["due"]) for step in result.json["steps"]]


def taken_in(years: Years, moment: str, zone: str = "UTC") -> str:
    """A dossier that a process of its own takes in at that moment."""
    given = yamltext.dump(sample("intake"))
    made = years.process(moment, "intake", "-", "--json", stdin=given, by="uit-1", zone=zone)
    assert made.exit_code == 0, made.stderr
    dossier: str = made.json["dossier"]
    return dossier


def looked(years: Years, moment: str) -> None:
    """A person takes this clock for right, so that the next sweep is no jump."""
    day = moment.partition(" ")[0]
    assert years.process(moment, "sweep", "--confirm", day, by="uit-1").exit_code == 0


@pytest.mark.artikel("13.1", "13.2")
def test_under_a_moved_clock_29_february_is_archived_and_destroyed_on_28_february(
    years: Years,
) -> None:
    looked(years, "2028-02-28 09:00:00")
    dossier = taken_in(years, "2028-02-29 09:00:00")
    looked(years, "2029-02-01 09:00:00")
    assert swept(years, "2029-02-27 22:59:00") == [("warn", "2028-05-29")]
    assert swept(years, "2029-02-27 23:00:05")[0] == ("archive", "2029-02-28")
    looked(years, "2033-02-01 09:00:00")
    assert swept(years, "2033-02-27 22:59:00") == [("warn", "2028-03-29")]
    assert swept(years, "2033-02-27 23:00:05") == [("destroy", "2033-02-28")]
    certificate = years.certificate(dossier)
    assert certificate["destroyed"] == "2033-02-28"
    assert "days_overdue" not in certificate
    assert not [path for path in years.files() if dossier in path and "certificate" not in path]


@pytest.mark.artikel("13.3")
def test_under_a_moved_clock_31_august_and_six_months_is_the_end_of_february(years: Years) -> None:
    looked(years, "2027-08-30 09:00:00")
    dossier = taken_in(years, "2027-08-31 09:00:00")
    years.on("2027-08-31", "10:00:00")
    years.decline(dossier)
    looked(years, "2028-02-01 09:00:00")
    assert "destroy" not in dict(swept(years, "2028-02-28 03:00:00"))
    assert swept(years, "2028-02-29 03:00:00") == [("destroy", "2028-02-29")]
    assert years.certificate(dossier)["article"] == "13.3"


@pytest.mark.artikel("13.1", "13.2")
@pytest.mark.parametrize(
    ("zone", "moment"),
    [("America/New_York", "2026-11-30 18:30:00"), ("Pacific/Kiritimati", "2026-12-01 13:30:00")],
)
def test_the_day_is_the_covenants_wherever_the_machine_thinks_it_is(
    years: Years, zone: str, moment: str
) -> None:
    """Both moments are half an hour past midnight of 1 December in Limburg."""
    dossier = taken_in(years, moment, zone)
    assert years.cards()[dossier]["last_processed"] == "2026-12-01"
    assert years.cards()[dossier]["archive_due"] == "2027-12-01"


# A movable clock.

CALENDAR = [
    ("2026-10-20", "2027-10-20", "2031-10-20"),
    ("2026-12-31", "2027-12-31", "2031-12-31"),
    ("2027-02-28", "2028-02-28", "2032-02-28"),
    ("2028-02-29", "2029-02-28", "2033-02-28"),
    ("2027-03-01", "2028-03-01", "2032-03-01"),
]


@pytest.mark.artikel("13.1", "13.2")
@pytest.mark.parametrize(("last", "archive", "destroy"), CALENDAR)
def test_archived_after_one_year_and_destroyed_after_five_to_the_day(
    years: Years, last: str, archive: str, destroy: str
) -> None:
    years.alive(last)
    dossier = years.intake()
    years.agender(dossier)
    (casus,) = years.cards().keys() - {dossier}
    both = [casus, dossier]
    not_informed = [("warn", one, last) for one in both]
    years.alive(before(before(archive)))
    untouched = years.files(log=True)
    assert years.steps(before(archive)) == []
    assert years.files(log=True) == untouched
    assert years.steps(archive) == [("archive", one, archive) for one in both]
    assert {card["state"] for card in years.cards().values()} == {"gearchiveerd"}
    assert years.steps(archive) == []
    years.alive(before(before(destroy)))
    untouched = years.files(log=True)
    assert years.steps(before(destroy)) == not_informed
    assert years.files(log=True) == untouched
    assert years.steps(destroy) == [("destroy", one, destroy) for one in both]
    assert years.cards() == {}
    for one in both:
        certificate = years.certificate(one)
        assert certificate["due"] == certificate["destroyed"] == destroy
        assert (certificate["last_processed"], certificate["article"]) == (last, "13.1")
        assert "days_overdue" not in certificate
        assert years.do("show", one).exit_code == REFUSED
    assert years.do("check").exit_code == 0


@pytest.mark.artikel("13.3")
@pytest.mark.parametrize(
    ("decided", "kept", "destroy"),
    [
        ("2026-10-20", None, "2027-04-20"),
        ("2027-08-31", None, "2028-02-29"),
        ("2028-08-31", None, "2029-02-28"),
        ("2027-08-30", None, "2028-02-29"),
        ("2026-10-20", "2027-01-01", "2027-01-01"),
        ("2026-10-20", "2026-10-21", "2026-10-21"),
        ("2026-10-20", "2027-04-20", "2027-04-20"),
    ],
)
def test_not_agendered_is_destroyed_after_six_months_or_at_its_own_earlier_end(
    years: Years, decided: str, kept: str | None, destroy: str
) -> None:
    years.alive(decided)
    dossier = years.intake()
    years.decline(dossier, **({"bewaren_tot": kept} if kept else {}))
    card = years.cards()[dossier]
    assert card["destroy_due"] == destroy
    assert "archive_due" not in card
    if before(destroy) > decided:
        years.alive(before(destroy))
    assert {act for act, *_ in years.steps(before(destroy), "20:00:00")} <= {"warn"}
    assert years.steps(destroy) == [("destroy", dossier, destroy)]
    certificate = years.certificate(dossier)
    assert (certificate["declined"], certificate["article"]) == (decided, "13.3")
    assert certificate["reason"] == "not-agendered"


@pytest.mark.artikel("13.3")
def test_the_first_decision_not_to_agender_counts_not_a_later_one(years: Years) -> None:
    years.on("2026-10-20")
    dossier = years.intake()
    years.decline(dossier)
    years.alive("2027-02-10")
    years.decline(dossier)
    assert years.cards()[dossier]["destroy_due"] == "2027-04-20"
    years.act("signal", dossier)
    assert years.cards()[dossier]["destroy_due"] == "2027-04-20"
    assert {act for act, *_ in years.steps("2027-04-19")} == {"warn"}
    assert years.steps("2027-04-20") == [("destroy", dossier, "2027-04-20")]


@pytest.mark.artikel("13.3")
def test_the_term_starts_on_the_day_of_the_decision_not_of_its_recording(years: Years) -> None:
    years.on("2026-11-20")
    dossier = years.intake()
    assert years.act("weigh", dossier, datum="2026-10-31").exit_code == 0
    years.decline(dossier, datum="2026-11-20")
    assert years.cards()[dossier]["destroy_due"] == "2027-05-20"
    years.on("2026-12-05")
    other = years.intake()
    assert years.act("weigh", other, datum="2026-10-31").exit_code == 0
    changes = {"betrekken": None, "over_te_dragen": None, "afwijking": "Niet substantieel."}
    made = years.act("decide", other, uitkomst="niet-agenderen", datum="2026-10-31", **changes)
    assert made.exit_code == 0, made.stderr
    assert years.cards()[other]["destroy_due"] == "2027-04-30"


@pytest.mark.artikel("13.3")
@pytest.mark.parametrize(
    ("kept", "reason"),
    [("2027-04-21", "2027-04-20"), ("2026-10-19", "past")],
)
def test_an_own_end_lies_between_today_and_the_maximum(
    years: Years, kept: str, reason: str
) -> None:
    years.on("2026-10-20")
    dossier = years.intake()
    made = years.weigh_and("niet-agenderen", dossier, bewaren_tot=kept)
    assert made.exit_code == REFUSED
    assert reason in made.stderr
    assert "art. 13 lid 3" in made.stderr
    assert "outcome" not in years.cards()[dossier]


@pytest.mark.artikel("13.1", "13.2", "13.3")
@pytest.mark.parametrize(
    ("taken", "midnight"),
    [
        # UTC of the covenant's midnight: summer time, winter time, the night before each changes.
        ("2027-07-01T22:30:00", "2028-07-01T22:00:00"),
        ("2026-12-31T23:30:00", "2027-12-31T23:00:00"),
        ("2027-03-25T23:30:00", "2028-03-25T23:00:00"),
        ("2027-03-26T23:30:00", "2028-03-26T22:00:00"),
        ("2027-10-28T22:30:00", "2028-10-28T22:00:00"),
        ("2027-10-29T22:30:00", "2028-10-29T23:00:00"),
    ],
)
def test_a_day_begins_at_midnight_in_the_covenants_time_zone(
    years: Years, taken: str, midnight: str
) -> None:
    years.alive(taken[:10])
    years.on(*taken.split("T"))
    dossier = years.intake()
    years.alive(before(midnight[:10]))
    years.on(*midnight.split("T"))
    due = years.today.isoformat()
    years.run.now -= timedelta(seconds=1)
    assert years.today.isoformat() == before(due)
    assert ("archive", dossier, due) not in years.steps(*str(years.run.now)[:19].split(" "))
    assert ("archive", dossier, due) in years.steps(*midnight.split("T"))


# What restarts the terms, and what does not.

COUNTING = {
    "WP": ["signal", "weigh", "decide", "disclose"],
    "CO": ["signal", "plan", "action", "relation", "advice", "disclose", "close"],
}
OTHER = {"WP": ["inform", "review", "join"], "CO": ["inform", "review", "join", "leave"]}


def last_processed(years: Years) -> dict[str, str]:
    return {name: card["last_processed"] for name, card in years.cards().items()}


@pytest.mark.artikel("13.1", "13.2")
@pytest.mark.parametrize(
    ("register", "act"), [(name, act) for name, acts in COUNTING.items() for act in acts]
)
def test_an_act_that_the_profile_counts_restarts_the_terms_of_its_dossier(
    going: Years, dossiers: dict[str, str], register: str, act: str
) -> None:
    going.on("2027-01-14")
    changes = {"over_te_dragen": _weighed_anew(going, dossiers["WP"])} if act == "decide" else {}
    going.on("2027-01-15")
    made = going.act(act, dossiers[register], **changes)
    assert made.exit_code == 0, made.stderr
    # A decision hands over to the casusoverleg; a closing is noted in both.
    both = act in ("decide", "close")
    moved = {dossier for name, dossier in dossiers.items() if both or name == register}
    for dossier, card in going.cards().items():
        new = dossier in moved
        assert card["last_processed"] == ("2027-01-15" if new else "2026-10-20")
        assert card["archive_due"] == ("2028-01-15" if new else "2027-10-20")
        assert card["destroy_due"] == ("2032-01-15" if new else "2031-10-20")


def _weighed_anew(years: Years, dossier: str) -> list[dict[str, object]]:
    """A new weighing, as what a second decision hands over."""
    record = years.act("weigh", dossier).stdout.strip().rpartition("/")[2]
    return [{"record": int(record), "relevantie": "De nieuwe weging."}]


@pytest.mark.artikel("13.1", "13.2")
def test_the_counting_acts_are_those_of_the_profile() -> None:
    text = yamltext.parse(profiles.text(profiles.DEFAULT), "profile")
    profile = profile_reading.parse(text.value)
    # What is done on a request, or an incident, counts for its own file alone.
    counting = [(profile.registers[act.register], act.name) for act in profile.acts if act.counts]
    found = {(register.prefix, name) for register, name in counting if register.bringers}
    tested = {(prefix, name) for prefix, names in COUNTING.items() for name in names}
    assert found == tested | {("WP", "intake")}


@pytest.mark.artikel("13.1", "13.2", "13.3")
@pytest.mark.parametrize(
    ("register", "act"), [(name, act) for name, acts in OTHER.items() for act in acts]
)
def test_informing_reviewing_joining_and_leaving_restart_nothing(
    going: Years, dossiers: dict[str, str], register: str, act: str
) -> None:
    was = last_processed(going)
    going.on("2027-01-15")
    party = _somebody_new(going, register) if act == "join" else "nctv"
    words = (party,) if act in ("join", "leave") else ()
    changes = {"geheimhouding": None} if act == "join" else {}
    made = going.act(act, dossiers[register], *words, **changes)
    assert made.exit_code == 0, made.stderr
    assert last_processed(going) == was


def _somebody_new(years: Years, register: str) -> str:
    """A party that is not on the dossier yet, with an officer."""
    party = {"WP": "gemeente-venlo", "CO": "raad-voor-de-kinderbescherming"}[register]
    card = years.run("keygen", years.run.home / "new-1").stdout
    (years.run.home / "new-1.card").write_text(card)
    years.admit("new-1", party)
    return party


@pytest.mark.artikel("13.1", "13.2", "13.3")
def test_reading_searching_holding_and_archiving_restart_nothing(
    going: Years, dossiers: dict[str, str]
) -> None:
    was = last_processed(going)
    going.on("2027-01-15")
    for dossier in dossiers.values():
        going.ok("show", dossier)
        going.ok("show", f"{dossier}/1", "--purpose", "klacht", by="pol-1")
        held = going.hold(dossier, "2027-03-01")
        assert going.release(held).exit_code == 0
    going.ok("list", "--names")
    going.ok("find", "--purpose", "klacht", stdin="pamfletten")
    going.ok("check", "--decrypt")
    going.ok("log", "show")
    assert last_processed(going) == was
    dossier = dossiers["WP"]
    going.ok("archive", dossier)
    going.ok("show", dossier, "--purpose", "klacht", by="pol-1")
    assert going.act("inform", dossier).exit_code == 0
    going.hold(dossier, "2027-03-01")
    assert last_processed(going) == was
    assert {card["destroy_due"] for card in going.cards().values()} == {"2031-10-20"}


@pytest.mark.artikel("13.1", "13.4")
def test_a_reopened_dossier_has_terms_of_its_own_and_the_archived_one_keeps_its(
    going: Years,
    dossiers: dict[str, str],
) -> None:
    dossier = dossiers["WP"]
    going.ok("archive", dossier)
    card = next(path for path in going.files() if path.endswith(f"{dossier}/card.json"))
    sealed = going.files()[card]
    going.alive("2028-03-01")
    given = content("reopen", dossier, going.today)
    new = str(going.made("reopen", dossier, content=given, by="pol-1")["dossier"])
    assert going.files()[card] == sealed
    assert going.cards()[new]["destroy_due"] == "2033-03-01"
    assert going.cards()[dossier]["destroy_due"] == "2031-10-20"
    going.alive("2031-10-10")
    going.steps("2031-10-20")
    assert going.certificates() >= {dossier}
    assert going.cards().keys() == {new}


@pytest.mark.artikel("13.4", "13.3")
def test_what_was_not_agendered_is_neither_archived_nor_brought_back(years: Years) -> None:
    years.on("2026-10-20")
    dossier = years.intake()
    years.decline(dossier)
    archived = years.do("archive", dossier)
    assert (archived.exit_code, "art. 13 lid 3" in archived.stderr) == (REFUSED, True)
    given = content("reopen", dossier, years.today)
    reopened = years.do("reopen", dossier, content=given, by="pol-1")
    assert (reopened.exit_code, "art. 13 lid 4" in reopened.stderr) == (REFUSED, True)
    assert years.cards().keys() == {dossier}
    years.alive("2027-04-01")
    assert years.steps("2027-04-20") == [("destroy", dossier, "2027-04-20")]


@pytest.mark.artikel("8.2.f", "9.4", "13.1", "13.2")
def test_a_closing_is_noted_in_an_archived_file_too_and_restarts_its_term(
    going: Years, dossiers: dict[str, str]
) -> None:
    going.alive("2027-09-01")
    assert going.act("action", dossiers["CO"]).exit_code == 0
    assert going.steps("2027-10-20") == [("archive", dossiers["WP"], "2027-10-20")]
    going.on("2027-12-01")
    made = going.act("close", dossiers["CO"])
    assert made.exit_code == 0, made.stderr
    cards = going.cards()
    assert {card["last_processed"] for card in cards.values()} == {"2027-12-01"}
    assert {card["destroy_due"] for card in cards.values()} == {"2032-12-01"}
    assert cards[dossiers["WP"]]["state"] == "gearchiveerd"
    assert cards[dossiers["CO"]]["state"] == "afgesloten"
    shown = going.ok("show", dossiers["WP"], "--purpose", "klacht", "--json", by="pol-1").json
    assert "afsluiting" in {record["kind"] for record in shown["records"]}
    # The scheduler leaves it where it is, and seals the other on its own day.
    going.alive("2028-11-01")
    assert going.steps("2028-12-01") == [("archive", dossiers["CO"], "2028-12-01")]
    for officer in ("pol-1", "om-1", "hrl-1"):
        assert going.do("check", "--decrypt", by=officer).exit_code == 0


@pytest.mark.artikel("9.4", "13.3")
def test_a_closing_after_the_weegploegs_file_is_gone_is_noted_in_the_other(
    going: Years, dossiers: dict[str, str]
) -> None:
    going.on("2026-11-02")
    going.decline(dossiers["WP"])
    going.alive("2027-05-01")
    assert going.steps("2027-05-02") == [("destroy", dossiers["WP"], "2027-05-02")]
    assert going.act("close", dossiers["CO"]).exit_code == 0
    assert last_processed(going) == {dossiers["CO"]: "2027-05-02"}
    assert going.do("check").exit_code == 0
