# SPDX-License-Identifier: EUPL-1.2
"""What a person concerned asks, through the command line: art. 12."""

from __future__ import annotations

import hashlib
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.cli.asking import ASKED, MELDERS, RELATION, SECRET, TODAY, Asking, make, text_of
from tests.cli.world import sample

PARENT = {
    "naam": "Ouder Voorbeeld",
    "adres": "Voorbeeldstraat 1, 6411 ZZ",
    "woonplaats": "Heerlen",
    "hoedanigheid": "ouder-voogd",
    "bewijs": "Uittreksel gezag gezien.",
}

YOUNG, GROWN = "jonger-dan-16", "16-of-ouder"
HEERLEN = "gemeente-heerlen"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    return make(tmp_path_factory.mktemp("asking") / "home")


@pytest.fixture
def case(made: Asking, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Asking:
    return Asking.of(made, tmp_path / "home", monkeypatch)


def log_text(case: Asking) -> str:
    return "".join(path.read_text() for path in (case.vault / "log").glob("*.jsonl"))


@pytest.mark.artikel("12.1", "12.2", "12.3")
def test_a_request_is_a_file_of_its_own_to_be_answered_in_four_weeks(case: Asking) -> None:
    over = [{"dossier": case.wp}]
    opened = case.made("request", "open", content=sample("verzoek", over=over))
    assert set(opened) == {"dossier", "records", "due", "seems_known"}
    # The same name and place stand in the casusoverleg's file, which was not named.
    assert (opened["due"], opened["seems_known"]) == ("2026-11-16", [case.co])
    vz = opened["dossier"]
    assert vz.startswith("VZ-")
    (listed,) = case.ok("request", "list", "--json").json
    assert listed == {
        "id": vz,
        "state": "lopend",
        "opened": TODAY,
        "due": "2026-11-16",
        "concerns": [case.wp],
    }
    readers = case.card(vz).sections["verzoek"].keys
    assert set(readers) == {
        *("gemeente-heerlen/hrl-1", "openbaar-ministerie/om-1", "politie/pol-1", "uitvoerder/uit-1")
    }
    assert set(case.card(vz).sections["ingehouden"].keys) == {"uitvoerder/uit-1"}
    assert "Voorbeeld" not in log_text(case)


@pytest.mark.artikel("8.2.c", "12.3", "12.4")
def test_an_overview_tells_the_subject_all_but_melders_others_and_restricted_data(
    case: Asking,
) -> None:
    vz = case.request()
    answered = case.answer(vz)
    assert answered.exit_code == 0, answered.stderr
    assert answered.stdout == f"inzage-{vz}.pdf.age\n"
    text = case.text(vz)
    for told in (
        "Sam Voorbeeld",
        "een stapel pamfletten uitgedeeld",
        "Heeft bij de vergunningbalie gezegd",
        "Nieuwe begeleider en dagbesteding.",
        "Ja, met een evaluatie na drie maanden.",
        "Wet politiegegevens, artikel 20",
        "De Reclassering Nederland",
        "De politie",
        "15 oktober 2031",
        "Autoriteit Persoonsgegevens",
        "artikel 34 van de Uitvoeringswet AVG",
    ):
        assert told in text, told
    for untold in (
        SECRET,
        *MELDERS,
        RELATION,
        "kim.fictief",
        "beperkt",
        "wpg-18-2",
        "pol-1",
        "6 onder b",
    ):
        assert untold not in text, untold
    # No gap in the numbers tells that something is left out.
    card = case.card(case.wp)
    withheld = [entry.n for entry in card.records if entry.kind == "melder"]
    assert withheld == [4, 5, 7]
    assert "Stuk 4" in text


@pytest.mark.artikel("12.4")
def test_what_is_left_out_is_listed_item_by_item_for_the_uitvoerder_alone(case: Asking) -> None:
    vz = case.request()
    left = {"dossier": case.wp, "record": 3, "grond": "c", "motivering": "Kan nu niet."}
    result = case.do(
        "request", "answer", vz, "--json", content=sample("beantwoording", inhouden=[left])
    )
    assert set(result.json) == {
        *("dossier", "records", "document", "withheld", "doubtful", "seems_known"),
        "unknown_reporters",
    }
    listed = {(item["stuk"], item["wat"], item["grond"]) for item in result.json["withheld"]}
    assert listed == {
        *((f"{case.wp}/{n}", "melder", "i") for n in (4, 5, 7)),
        # The decision too: without its reasons, which lie apart, it would tell that they do.
        *((f"{case.wp}/{n}", "beperkt", "d") for n in (6, 8, 9, 10)),
        # With its copy: what is left out of one file is not told from the other.
        (f"{case.wp}/3", "besluit", "c"),
        (f"{case.co}/3", "besluit", "c"),
        *((f"{case.co}/{n}", "beperkt", "d") for n in (4, 5)),
        (f"{case.co}/9", "derde", "i"),
    }
    assert all(item["motivering"] for item in result.json["withheld"])
    assert "vergunningbalie" not in case.text(vz)
    kept = case.ok("show", f"{vz}/4", "--json").json["records"][0]
    assert (kept["kind"], kept["section"]) == ("inhouding", "ingehouden")
    for other in ("pol-1", "hrl-1", "om-1"):
        assert case.do("show", f"{vz}/4", by=other).exit_code == 12
        assert case.do("show", vz, by=other).exit_code == 0


@pytest.mark.artikel("12.3")
def test_the_file_keeps_decision_and_digests_and_not_the_overview(case: Asking) -> None:
    vz = case.request()
    assert case.answer(vz).exit_code == 0
    (kept,) = case.ok("show", f"{vz}/3", "--json").json["records"]
    opening = [
        "age",
        "-d",
        "-i",
        str(case.identity("uit-1")),
        str(case.run.home / f"inzage-{vz}.pdf.age"),
    ]
    pdf = subprocess.run(opening, capture_output=True, check=True).stdout
    assert kept["content"]["overzicht"] == hashlib.sha256(pdf).hexdigest()
    digests = {f"{case.wp}/{entry.n}": entry.digest for entry in case.card(case.wp).records}
    assert {item["stuk"]: item["digest"] for item in kept["content"]["stukken"]}.items() >= {
        f"{case.wp}/2": digests[f"{case.wp}/2"]
    }.items()
    assert not list(case.vault.rglob("*.pdf*"))
    # The same files give the same overview, byte for byte.
    again = case.ok("document", "inzage", vz, "-o", "again.age")
    assert f"left out: {case.wp}/4 (melder, uavg 41 i)" in again.stderr
    assert text_of(case, Path("again.age"), "uit-1") == case.text(vz)
    assert case.do("check", "--decrypt").exit_code == 0


@pytest.mark.artikel("12.3")
def test_a_dry_run_says_what_would_be_left_out_and_does_nothing(case: Asking) -> None:
    vz = case.request()
    before = case.files()
    result = case.do("request", "answer", vz, "--dry-run", content=sample("beantwoording"))
    assert result.exit_code == 0
    assert f"left out: {case.wp}/4 (melder, uavg 41 i)" in result.stderr
    assert case.files() == before
    assert not list(case.run.home.glob("*.pdf.age"))


@pytest.mark.artikel("10.2.g", "12.3", "12.4")
def test_a_relation_reads_of_itself_and_nothing_of_the_subject(case: Asking) -> None:
    over = [{"dossier": case.co, "record": 9}]
    person = {"naam": RELATION, "adres": "Voorbeeldstraat 3, 6411 ZZ", "woonplaats": "Heerlen"}
    vz = case.request(over=over, betrokkene=person)
    assert case.answer(vz).exit_code == 0
    text = case.text(vz)
    assert "Oud-mentor, wil het eerste gesprek begeleiden." in text
    for untold in ("Sam Voorbeeld", "pamfletten", "Toezichtgesprek", SECRET):
        assert untold not in text, untold


@pytest.mark.artikel("12.3", "12.4")
def test_a_field_that_names_a_melder_or_a_relation_is_left_out(case: Asking) -> None:
    done = case.act(
        "action", case.co, toelichting=f"Gesprek met {RELATION} gevoerd.", stand="loopt"
    )
    assert done.exit_code == 0, done.stderr
    vz = case.request()
    answered = case.answer(vz)
    n = done.stdout.strip().partition("/")[2]
    assert f"left out: {case.co}/{n}, toelichting (derde, uavg 41 i)" in answered.stderr
    text = case.text(vz)
    assert RELATION not in text
    assert "Gesprek met" not in text


@pytest.mark.artikel("12.3")
@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"besloten_door": ["pol-1", "om-1"]},
            "gemeente-heerlen is not represented in besloten_door (art. 4)",
        ),
        ({"datum": "2026-10-21"}, "datum lies in the future (art. 18 lid 1)"),
        (
            {"gericht_aan": "vertegenwoordiger"},
            "gericht_aan: nobody asked for this person (art. 12 lid 1)",
        ),
        ({"overzicht": "0" * 64}, "overzicht is set by pgaref (art. 15 lid 2 onder b)"),
        (
            {
                "inhouden": [
                    {"dossier": "WP-00000000", "record": 1, "grond": "c", "motivering": "x"}
                ]
            },
            "inhouden[0]: the request is about no such record (art. 12 lid 4)",
        ),
    ],
)
def test_an_answer_that_is_none_leaves_no_file(
    case: Asking, changes: dict[str, Any], message: str
) -> None:
    vz = case.request()
    before = case.files()
    result = case.answer(vz, **changes)
    assert (result.exit_code, result.stdout) == (10, "")
    assert f"pgaref: refused: {message}" in result.stderr.splitlines()
    assert case.files() == before
    assert not list(case.run.home.glob("*.pdf.age"))


@pytest.mark.artikel("12.3")
def test_nobody_is_answered_before_it_is_known_who_asks(case: Asking) -> None:
    over = [{"dossier": case.wp}]
    vz = case.made("request", "open", content=sample("verzoek", over=over))["dossier"]
    result = case.answer(vz)
    assert result.exit_code == 10
    assert f"hint: pgaref request identify {vz} FILE" in result.stderr


@pytest.mark.artikel("12.1")
def test_at_16_the_person_acts_alone(case: Asking) -> None:
    vz = case.request(leeftijd="jonger-dan-16", vertegenwoordiger=PARENT)
    to_parent = {"gericht_aan": "vertegenwoordiger"}
    refused = case.answer(vz, **to_parent, leeftijd="16-of-ouder")
    assert refused.exit_code == 10
    assert "a person of 16 or older acts alone (art. 12 lid 1)" in refused.stderr
    assert case.answer(vz, **to_parent, leeftijd="jonger-dan-16").exit_code == 0
    text = case.text(vz)
    assert "Ouder Voorbeeld" in text
    assert "Ouder of voogd" in text or "ouder of voogd" in text


@pytest.mark.artikel("11.3", "12.4")
def test_a_deferral_keeps_the_files_back_until_it_has_ended(case: Asking) -> None:
    assert case.act("inform", case.wp).exit_code == 0
    vz = case.request()
    kept_back = case.answer(vz)
    assert kept_back.exit_code == 10
    assert "an overview would tell nothing: all is left out (art. 12 lid 4)" in kept_back.stderr
    assert f"pgaref request refuse {vz} FILE" in kept_back.stderr
    for dossier in (case.wp, case.co):
        (note,) = case.card(dossier).of_kind("informatieplicht")
        (until,) = [duty.due for duty in case.card(dossier).duties if duty.outcome]
        why = f"telling this person of {dossier} is put off by {dossier}/{note.n} until {until}"
        assert f"{why} (art. 11 lid 5)" in kept_back.stderr
        for entry in case.card(dossier).records:
            item = f"pgaref: refused: left out: {dossier}/{entry.n} (uitgesteld, uavg 41 c)"
            assert item in kept_back.stderr
    assert "groep waarschuwen" not in kept_back.stderr
    told = {"uitkomst": "geinformeerd", "op": TODAY, "wijze": "Gesprek.", "grond": None}
    ended = case.act("inform", case.wp, **told, afweging=None, herzien_op=None)
    assert ended.exit_code == 0, ended.stderr
    assert case.answer(vz).exit_code == 0
    assert "pamfletten" in case.text(vz)


@pytest.mark.artikel("11.2")
def test_a_notice_is_about_no_request(case: Asking) -> None:
    vz = case.request()
    refused = case.do("document", "kennisgeving", vz)
    assert (refused.exit_code, refused.stdout) == (10, "")
    message = f"{vz} is a dossier of register verzoeken, not weegploeg or casusoverleg"
    assert f"pgaref: refused: {message} (art. 11 lid 2)" in refused.stderr


@pytest.mark.artikel("12.4")
def test_a_refusal_is_motivated_and_says_nothing_of_any_file(case: Asking) -> None:
    vz = case.request()
    made = case.made("request", "refuse", vz, content=sample("weigering"))
    assert made == {"dossier": vz, "records": [3]}
    case.ok("document", "weigering", vz, "-o", "brief.age")
    text = text_of(case, Path("brief.age"), "uit-1")
    assert "Inzage kan nu niet, omdat dit de openbare veiligheid in gevaar kan brengen." in text
    assert "Artikel 41 lid 1 onder c UAVG" in text
    assert "zes weken" in text
    for untold in (case.wp, case.co, "pamfletten", SECRET, "Inzage nu kan de groep waarschuwen"):
        assert untold not in text, untold
    (listed,) = case.ok("request", "list", "--json").json
    assert (listed["state"], listed["outcome"], listed["decided"]) == (
        "afgesloten",
        "geweigerd",
        TODAY,
    )
    again = case.answer(vz)
    assert again.exit_code == 10
    assert "is afgesloten; this is for: lopend" in again.stderr


@pytest.mark.artikel("12.3", "13.2")
def test_archived_files_are_answered_by_a_kernpartij(case: Asking) -> None:
    assert case.act("close", case.co).exit_code == 0
    for dossier in (case.wp, case.co):
        case.ok("archive", dossier)
    vz = case.request()
    refused = case.answer(vz)
    assert refused.exit_code == 10
    assert (
        f"{case.wp} is in the archive, where kernpartijen alone read (art. 13 lid 2)"
        in refused.stderr
    )
    for other in ("rec-1", "nctv-1"):
        result = case.do(
            "request", "answer", vz, "-o", "x.age", content=sample("beantwoording"), by=other
        )
        assert result.exit_code == 12
    answered = case.answer(vz, by="pol-1")
    assert answered.exit_code == 0, answered.stderr
    text = case.text(vz, "pol-1")
    assert "pamfletten" in text
    for untold in (*MELDERS, SECRET, RELATION):
        assert untold not in text, untold
    assert case.do("check").exit_code == 0


@pytest.mark.artikel("12.3")
def test_who_is_in_no_file_is_told_so(case: Asking) -> None:
    named: dict[str, Any] = {"over": None, "kernpartijen": ["gemeente-heerlen"]}
    person = {
        "naam": "Al Verzonnen",
        "adres": "Voorbeeldstraat 9, 6411 ZZ",
        "woonplaats": "Heerlen",
    }
    vz = case.request(betrokkene=person, **named)
    assert case.answer(vz).exit_code == 0
    text = case.text(vz)
    assert "Al Verzonnen" in text
    assert "n.v.t." in text


@pytest.mark.artikel("12.2", "13.3")
def test_a_request_that_blocks_a_sweep_is_named(case: Asking) -> None:
    declined = case.declined_today()
    over = [{"dossier": declined}]
    asked = {"over": over, "ontvangen_op": TODAY}
    vz = case.made("request", "open", content=sample("verzoek", **asked))["dossier"]
    held = {"datum": TODAY, "basis": "verzoek", "besloten_door": ["pol-1", "om-1", "hrl-1"]}
    hold = {
        "schema": "opschorting/1",
        **held,
        "motivering": "Eerst antwoorden.",
        "tot": "2027-01-20",
    }
    result = case.do("hold", "add", declined, content=hold)
    assert result.exit_code == 0, result.stderr
    plan = case.do("sweep", "--dry-run", "--as-of", "2026-12-02", "--json")
    assert plan.exit_code == 15
    (step,) = [step for step in plan.json["steps"] if step["act"] == "blocked"]
    assert step["dossier"] == declined
    assert step["reasons"][0].startswith(f"hold: verzoek {vz}, record ")
    (entry,) = case.ok("hold", "list", "--json").json
    assert (entry["basis"], entry["request"]) == ("verzoek", vz)


def held(case: Asking, dossier: str, until: str, basis: str = "verzoek") -> str:
    """A hold on a dossier, as of today; its address."""
    hold = {
        "schema": "opschorting/1",
        "datum": case.today.isoformat(),
        "basis": basis,
        "besloten_door": ["pol-1", "om-1", "hrl-1"],
        "motivering": "Eerst antwoorden.",
        "tot": until,
    }
    result = case.do("hold", "add", dossier, content=hold)
    assert result.exit_code == 0, result.stderr
    return result.stdout.strip()


def steps_of(case: Asking, day: str, dossier: str) -> list[tuple[str, str]]:
    """What a sweep on a day ahead would do with a dossier, and the first reason."""
    plan = case.do("sweep", "--dry-run", "--as-of", day, "--json")
    found = [step for step in plan.json["steps"] if step["dossier"] == dossier]
    assert plan.exit_code == (15 if any(s["act"] == "blocked" for s in plan.json["steps"]) else 0)
    return [(step["act"], step["reasons"][0]) for step in found]


@pytest.mark.artikel("12.3", "13.1", "13.2")
def test_an_open_request_is_not_archived_and_can_be_answered_years_later(case: Asking) -> None:
    vz = case.request()
    reason = f"request {vz} is not answered"
    assert steps_of(case, "2027-10-20", vz) == [("blocked", reason)]
    case.on("2027-10-20")
    swept = case.do("sweep", "--confirm", "2027-10-20")
    assert swept.exit_code == 15
    assert case.card(vz).state == "lopend"
    for act in (("archive", vz), ("shred", vz, "--reason", "termijn-verstreken", "--yes")):
        refused = case.do(*act)
        assert refused.exit_code == 10
        assert f"pgaref: refused: {reason} (art. 12 lid 3)" in refused.stderr.splitlines()
    (waiting,) = [
        entry
        for entry in case.do("agenda", "--json").json
        if entry.get("dossier") == vz and entry["what"] == "answer"
    ]
    assert waiting["days_left"] < 0
    # Its files are in the archive by now, where a kernpartij answers.
    answered = case.answer(vz, by="pol-1", datum="2027-10-20")
    assert answered.exit_code == 0, answered.stderr
    assert case.do("check").exit_code == 0


@pytest.mark.artikel("12.3", "13.3")
def test_a_file_is_not_shredded_early_while_somebody_asks_for_it(case: Asking) -> None:
    declined = case.declined_today()
    vz = case.request(over=[{"dossier": declined}])
    told = {"uitkomst": "geinformeerd", "op": TODAY, "wijze": "Gesprek.", "grond": None}
    informed = case.act("inform", declined, **told, afweging=None, herzien_op=None)
    assert informed.exit_code == 0, informed.stderr
    early = ("shred", declined, "--reason", "niet-agenderen", "--yes")
    refused = case.do(*early)
    assert refused.exit_code == 10
    assert f"request {vz} about {declined} is open (art. 12 lid 3)" in refused.stderr
    assert f"hint: first: pgaref request answer|refuse|correct {vz} FILE" in refused.stderr
    assert case.answer(vz).exit_code == 0
    case.ok(*early)


@pytest.mark.artikel("12.3", "13.3")
def test_a_sweep_warns_of_a_file_that_goes_while_the_answer_is_overdue(case: Asking) -> None:
    declined = case.declined_today()
    vz = case.request(over=[{"dossier": declined}])
    reason = f"request {vz} is open; {declined} is destroyed on 2026-12-01"
    # To be answered by 16 November.
    assert steps_of(case, "2026-11-16", vz) == []
    for day in ("2026-11-17", "2026-12-01"):
        assert steps_of(case, day, vz) == [("warn", reason)]
    held(case, declined, "2026-12-31")
    for day in ("2026-11-17", "2026-12-01"):
        assert steps_of(case, day, vz) == []


@pytest.mark.artikel("12.3", "12.5", "13.3")
def test_a_hold_on_a_request_ends_when_that_is_answered(case: Asking) -> None:
    declined = case.declined_today()
    vz = case.request(over=[{"dossier": declined}])
    hold = held(case, declined, "2027-01-20")
    number = hold.partition("/")[2]
    until = "until 2027-01-20 or until that is settled"
    blocked = ("blocked", f"hold: verzoek {vz}, record {number}, {until}")
    assert blocked in steps_of(case, "2026-12-01", declined)
    words = {entry["what"] for entry in case.do("agenda", "--json").json}
    assert f"hold /{number}, while {vz} is open" in words
    before = case.card(declined)
    assert case.answer(vz).exit_code == 0
    assert case.card(declined) == before
    assert [act for act, _ in steps_of(case, "2026-12-01", declined)] == ["destroy"]
    (entry,) = case.ok("hold", "list", "--json").json
    assert entry["in_force"] is False
    agenda = case.do("agenda", "--json").json
    assert not [entry for entry in agenda if entry["what"].startswith("hold")]
    case.on("2026-12-01")
    case.ok("shred", declined, "--reason", "niet-agenderen", "--yes")


@pytest.mark.artikel("12.4", "13.1")
def test_a_settled_request_stays_while_somebody_can_object_or_its_file_is_held(
    case: Asking,
) -> None:
    declined = case.declined_today()
    over = [{"dossier": declined}]
    vz = case.request(over=over)
    other = case.request(over=None, kernpartijen=["politie", "openbaar-ministerie", HEERLEN])
    # Recorded today under an earlier date: six weeks and a week run from today.
    case.ok("request", "refuse", vz, content=sample("weigering"))
    assert case.answer(other).exit_code == 0
    assert steps_of(case, "2026-12-08", other) == []
    assert steps_of(case, "2026-12-09", other) == [("destroy", "settled 2026-10-20 + 49 days")]
    case.on("2026-11-20")
    held(case, declined, "2027-01-31", "procedure")
    for day in ("2026-12-09", "2027-01-31"):
        assert steps_of(case, day, vz) == []
    assert [act for act, _ in steps_of(case, "2027-02-01", vz)] == ["destroy"]
    assert case.made("show", vz)["destroy_due"] == "2027-02-01"
    # A request may be held itself, as any other file.
    case.on("2026-12-01")
    address = held(case, other, "2027-02-15", "procedure")
    assert case.made("show", address)["records"][0]["kind"] == "opschorting"
    assert [act for act, _ in steps_of(case, "2026-12-09", other)] == ["blocked"]
    case.on("2027-02-16")
    assert case.sweep().exit_code == 0
    proof = case.made("certificate", other)
    assert (proof["due"], proof["article"]) == ("2026-12-09", "12.4")
    checked = case.do("check")
    assert checked.exit_code == 0, checked.stderr


@pytest.mark.artikel("12.1", "12.4")
@pytest.mark.parametrize(
    ("age", "representative", "to", "warned"),
    [
        (GROWN, PARENT, "vertegenwoordiger", "a person of 16 or older acts alone"),
        (YOUNG, None, "betrokkene", "for a person under 16 the legal representative asks"),
    ],
)
def test_who_may_not_ask_is_heard_and_refused_in_writing(
    case: Asking, age: str, representative: Any, to: str, warned: str
) -> None:
    over = [{"dossier": case.wp}]
    asked = sample("verzoek", over=over, leeftijd=age, vertegenwoordiger=representative)
    opened = case.do("request", "open", "--json", content=asked)
    assert opened.exit_code == 0, opened.stderr
    warning = f"{warned} (art. 12 lid 1)"
    assert opened.json["warnings"] == [warning]
    vz = opened.json["dossier"]
    assert f"pgaref: warning: {warning}" in opened.stderr.splitlines()
    assert f"hint: with reden: niet-bevoegd, pgaref request refuse {vz} FILE" in opened.stderr
    case.ok("request", "identify", vz, content=sample("identificatie", leeftijd=age))
    for addressee in ("betrokkene", "vertegenwoordiger"):
        refused = case.answer(vz, gericht_aan=addressee, leeftijd=age)
        assert (refused.exit_code, refused.stdout) == (10, "")
        assert "(art. 12 lid 1)" in refused.stderr
    why = {"reden": "niet-bevoegd", "gronden": None, "afweging": None}
    refusal = sample("weigering", gericht_aan=to, leeftijd=age, **why)
    case.ok("request", "refuse", vz, content=refusal)
    case.ok("document", "weigering", vz, "-o", "brief.age")
    text = text_of(case, Path("brief.age"), "uit-1")
    assert "U kunt dit verzoek niet namens de betrokkene doen." in text
    assert ("Ouder Voorbeeld" in text) == (representative is not None)
    assert "zes weken" in text


@pytest.mark.artikel("12.1")
def test_who_turned_16_before_the_identification_is_answered(case: Asking) -> None:
    over = [{"dossier": case.wp}]
    asked = sample("verzoek", over=over, leeftijd=YOUNG, vertegenwoordiger=PARENT)
    vz = case.made("request", "open", content=asked)["dossier"]
    case.ok("request", "identify", vz, content=sample("identificatie", leeftijd=GROWN))
    # Neither by the age at the counter nor by one that is stated away.
    for age in (GROWN, YOUNG):
        refused = case.answer(vz, gericht_aan="vertegenwoordiger", leeftijd=age)
        assert refused.exit_code == 10
        assert "(art. 12 lid 1)" in refused.stderr
    assert case.answer(vz, gericht_aan="betrokkene", leeftijd=GROWN).exit_code == 0


@pytest.mark.artikel("12.3", "12.4")
def test_a_refusal_that_is_contradicted_by_the_file_is_none(case: Asking) -> None:
    vz = case.request("correctie")
    why = {"gronden": None, "afweging": None}
    for reason, message in (
        ("identiteit", "reden: the identity of who asks is established (art. 12 lid 3)"),
        ("geen-gegevens", f"reden: the request is about {case.co}, {case.wp} (art. 12 lid 4)"),
    ):
        refused = case.do("request", "refuse", vz, content=sample("weigering", reden=reason, **why))
        assert refused.exit_code == 10
        assert message in refused.stderr
    case.ok("request", "refuse", vz, content=sample("weigering", reden="ingetrokken", **why))
    case.ok("document", "weigering", vz, "-o", "brief.age")
    assert "Het verzoek is ingetrokken." in text_of(case, Path("brief.age"), "uit-1")


@pytest.mark.artikel("12.4", "12.5")
def test_who_is_in_no_file_and_wants_a_correction_is_told_so(case: Asking) -> None:
    vz = case.request("verzet", over=None, kernpartijen=["politie"])
    why = {"reden": "geen-gegevens", "gronden": None, "afweging": None}
    case.ok("request", "refuse", vz, content=sample("weigering", besloten_door=["pol-1"], **why))
    case.ok("document", "weigering", vz, "-o", "brief.age")
    text = text_of(case, Path("brief.age"), "uit-1")
    assert "Wij hebben geen gegevens over de betrokkene." in text


@pytest.mark.artikel("12.2")
def test_without_an_open_request_there_is_no_hold_for_one(case: Asking) -> None:
    held = {"datum": TODAY, "basis": "verzoek", "besloten_door": ["pol-1", "om-1", "hrl-1"]}
    hold = {"schema": "opschorting/1", **held, "motivering": "x", "tot": "2026-12-01"}
    refused = case.do("hold", "add", case.wp, content=hold)
    assert refused.exit_code == 10
    assert f"there is no such request about {case.wp} (art. 12 lid 2)" in refused.stderr


@pytest.mark.artikel("12.3", "13.1")
def test_a_settled_request_goes_with_its_file(case: Asking) -> None:
    vz = case.request()
    assert case.answer(vz).exit_code == 0
    shown = case.made("show", vz)
    # With the file on the person, not five years after the answer.
    assert shown["destroy_due"] == case.made("show", case.co)["destroy_due"] == "2031-10-15"


@pytest.mark.artikel("12.3")
def test_neither_log_nor_messages_tell_who_asks(case: Asking) -> None:
    vz = case.request()
    said = case.answer(vz)
    told = json.dumps([said.stdout, said.stderr]) + log_text(case)
    for name in ("Sam", "Voorbeeldstraat", "Paspoort", *MELDERS, RELATION, SECRET):
        assert name not in told
    assert ASKED not in told


@pytest.mark.artikel("12.3", "12.4")
def test_who_asks_for_the_file_of_another_reads_nothing(case: Asking) -> None:
    noor = {"naam": RELATION, "adres": "Voorbeeldstraat 3, 6411 ZZ", "woonplaats": "Heerlen"}
    vz = case.request(betrokkene=noor, over=[{"dossier": case.co}])
    refused = case.answer(vz)
    assert refused.exit_code == 10
    assert f"the person in {case.co} has another name than who asks" in refused.stderr
    assert not list(case.run.home.glob("*.pdf.age"))
    married = {"naam": "Sam Verzonnen-Voorbeeld", "adres": "x", "woonplaats": "Heerlen"}
    vz = case.request(betrokkene=married, over=[{"dossier": case.wp}])
    assert case.answer(vz).exit_code == 10
    assert case.answer(vz, zelfde_persoon=[case.wp]).exit_code == 0


@pytest.mark.artikel("11.3", "12.4")
def test_a_deferral_is_not_passed_by_naming_a_copy_of_the_subject(case: Asking) -> None:
    assert case.act("inform", case.wp).exit_code == 0
    copies = [entry.n for entry in case.card(case.co).of_kind("subject")]
    for n in copies:
        vz = case.request(over=[{"dossier": case.co, "record": n}])
        refused = case.answer(vz)
        assert refused.exit_code == 10
        assert "an overview would tell nothing: all is left out" in refused.stderr


@pytest.mark.artikel("8.2.c", "12.3")
def test_a_kernpartij_answers_from_the_archive_alone(case: Asking) -> None:
    vz = case.request()
    for officer in ("pol-1", "hrl-1", "om-1"):
        refused = case.answer(vz, by=officer)
        assert refused.exit_code == 10
        assert f"{officer} answers from archived files alone, and here is none" in refused.stderr
    assert case.answer(vz).exit_code == 0
    assert case.do("document", "inzage", vz, "-o", "again.age", by="pol-1").exit_code == 10


@pytest.mark.artikel("8.2.c", "13.2")
def test_who_does_not_know_every_melder_is_told_to_look(case: Asking) -> None:
    case.ok("archive", case.wp)
    vz = case.request(over=[{"dossier": case.wp}])
    answered = case.answer(vz, by="pol-1")
    assert answered.exit_code == 0, answered.stderr
    assert f"who reported the signals of {case.wp} is not known to you" in answered.stderr


@pytest.mark.artikel("8.2.c")
@pytest.mark.parametrize("text", ["Kim Fictief zag het.", "Vraag kim.fictief@example.org."])
def test_no_signal_names_who_reported_it(case: Asking, text: str) -> None:
    signals = sample("intake")["signalen"]
    signals[0]["gedraging"] = text
    before = case.files()
    refused = case.do("intake", content=sample("intake", signalen=signals))
    assert refused.exit_code == 10
    assert "signalen[0].gedraging names the melder (art. 8 lid 2 onder c)" in refused.stderr
    assert case.files() == before


@pytest.mark.artikel("12.3")
def test_a_reprint_is_what_was_given_or_nothing(case: Asking) -> None:
    vz = case.request()
    assert case.answer(vz).exit_code == 0
    assert case.act("action", case.co).exit_code == 0
    refused = case.do("document", "inzage", vz, "-o", "again.age")
    assert refused.exit_code == 10
    assert f"the files have changed since {vz} was answered (art. 12 lid 3)" in refused.stderr
    assert not (case.run.home / "again.age").exists()


@pytest.mark.artikel("12.3")
def test_a_file_that_was_not_asked_about_is_named_to_the_uitvoerder(case: Asking) -> None:
    vz = case.request(over=[{"dossier": case.wp}])
    answered = case.answer(vz)
    assert answered.exit_code == 0
    assert f"the same name and place stand in {case.co}, not asked about" in answered.stderr


@pytest.mark.artikel("12.2")
def test_one_file_that_is_gone_does_not_keep_the_other_back(case: Asking) -> None:
    vz = case.request("verzet", over=[{"dossier": case.wp}])
    case.ok(
        "request",
        "correct",
        vz,
        content=case.decision({"dossier": case.wp, "uitkomst": "verwijdering"}),
    )
    inzage = case.request()
    case.ok("shred", case.wp, "--reason", "verwijdering", "--yes")
    answered = case.answer(inzage)
    assert answered.exit_code == 0, answered.stderr
    assert "pamfletten" in case.text(inzage)


@pytest.mark.artikel("12.4")
def test_a_refusal_reads_alike_with_a_file_and_without(case: Asking) -> None:
    letters = []
    person = {"naam": "Al Verzonnen", "adres": "Straat 9", "woonplaats": "Heerlen"}
    without: dict[str, Any] = {"over": None, "kernpartijen": ["gemeente-heerlen"]}
    for changes in ({}, without):
        vz = case.request("inzage", betrokkene=person, **changes)
        case.ok("request", "refuse", vz, content=sample("weigering"))
        case.ok("document", "weigering", vz, "-o", f"{vz}.age")
        letters.append(text_of(case, Path(f"{vz}.age"), "uit-1").replace(vz, "VZ"))
    assert letters[0] == letters[1]


@pytest.mark.artikel("6.b", "11.3", "12.4")
def test_no_decision_tells_of_what_the_person_may_not_know(case: Asking) -> None:
    vz = case.request("correctie")
    part = {"dossier": case.wp, "record": 6, "uitkomst": "afgewezen"}
    refused = case.do("request", "correct", vz, content=case.decision(part))
    assert refused.exit_code == 10
    assert "onderdelen[0]: the person may not know of record 6 (art. 12 lid 4)" in refused.stderr
    assert case.act("inform", case.wp).exit_code == 0
    part = {"dossier": case.wp, "record": 1, "uitkomst": "verbetering"}
    refused = case.do("request", "correct", vz, content=case.decision(part))
    assert refused.exit_code == 10
    assert f"telling this person of {case.wp} is put off (art. 12 lid 4)" in refused.stderr


@pytest.mark.artikel("12.2")
def test_a_request_for_inzage_is_not_decided_upon_as_a_correction(case: Asking) -> None:
    vz = case.request()
    part = {"dossier": case.wp, "record": 1, "uitkomst": "verbetering"}
    refused = case.do("request", "correct", vz, content=case.decision(part))
    assert refused.exit_code == 10
    assert "this request is one for inzage (art. 12 lid 2)" in refused.stderr
