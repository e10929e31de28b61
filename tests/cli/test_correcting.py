# SPDX-License-Identifier: EUPL-1.2
"""Correcting, removing and shielding records, and telling who read them: art. 12(6), 8(3)."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.cli.asking import SECRET, TODAY, Asking, make, text_of
from tests.cli.reach import Reach
from tests.cli.world import sample

KERN = ["gemeente-heerlen", "openbaar-ministerie", "politie"]
NEW = "Voorbeeldstraat 2, 6411 ZZ"
OLD = "Voorbeeldstraat 1, 6411 ZZ"
ADDED = {"soort": "aanvulling", "velden": None, "verklaring": "Ik was daar niet."}
REMOVED = {"soort": "verwijdering", "velden": None}
SHIELDED = {"soort": "afscherming", "velden": None}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    return make(tmp_path_factory.mktemp("correcting") / "home")


@pytest.fixture
def case(made: Asking, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Asking:
    return Asking.of(made, tmp_path / "home", monkeypatch)


def correct(case: Asking, address: str, **changes: Any) -> dict[str, Any]:
    return case.made("correct", address, content=sample("correctie", **changes))


def shown(case: Asking, dossier: str, by: str = "uit-1") -> dict[int, dict[str, Any]]:
    records = case.ok("show", dossier, "--json", by=by).json["records"]
    return {record["record"]: record for record in records}


def listing(case: Asking, dossier: str) -> str:
    """The one correction of a file that lists who has to be told."""
    found = shown(case, dossier).items()
    (number,) = (n for n, record in found if "te_informeren" in record["content"])
    return f"{dossier}/{number}"


@pytest.mark.artikel("8.3", "8.5", "12.6")
def test_an_improvement_reaches_every_copy_and_lists_who_is_to_be_told(case: Asking) -> None:
    done = correct(case, f"{case.wp}/1")
    # The casusoverleg's subject, and the copy of that beside the plan.
    assert done["copies"] == [f"{case.co}/1"]
    assert done["told"] == KERN
    for dossier in (case.wp, case.co):
        subjects = [r for r in shown(case, dossier).values() if r["kind"] == "subject"]
        assert {record["content"]["adres"] for record in subjects} == {NEW}
    filed = shown(case, case.wp)[done["records"][0]]["content"]
    assert (filed["gewijzigd"], filed["te_informeren"]) == (["adres"], KERN)
    there = [r["content"] for r in shown(case, case.co).values() if r["kind"] == "correctie"]
    assert [(c["record"], c["origineel"]) for c in there] == [
        (1, f"{case.wp}/1"),
        (6, f"{case.wp}/1"),
    ]
    # One list a dossier: nobody is told the same thing twice.
    assert ["te_informeren" in content for content in there] == [True, False]
    assert "reclassering-nederland" in there[0]["te_informeren"]
    # Each file has a list, and each list is named: who reads a copy alone is told too.
    addresses = [listing(case, dossier) for dossier in (case.wp, case.co)]
    assert done["telling"] == dict(zip(addresses, (KERN, there[0]["te_informeren"]), strict=True))
    assert case.do("check", "--decrypt").exit_code == 0


@pytest.mark.artikel("12.6")
def test_what_a_record_says_already_is_not_corrected_again(case: Asking) -> None:
    correct(case, f"{case.wp}/1")
    before = case.files()
    again = case.do("correct", f"{case.wp}/1", content=sample("correctie"))
    assert (again.exit_code, again.stdout) == (10, "")
    assert f"record 1 of {case.wp} says so already, nothing changes (art. 12 lid 6)" in again.stderr
    assert case.files() == before
    # What else it changes is a correction.
    both = [{"veld": "adres", "waarde": NEW}, {"veld": "woonplaats", "waarde": "Brunssum"}]
    correct(case, f"{case.wp}/1", velden=both)


@pytest.mark.artikel("12.6")
def test_what_a_decision_orders_is_filed_though_it_was_done_before(case: Asking) -> None:
    correct(case, f"{case.wp}/1")
    vz = case.request("correctie")
    part = {"dossier": case.wp, "record": 1, "uitkomst": "verbetering"}
    case.ok("request", "correct", vz, content=case.decision(part))
    correct(case, f"{case.wp}/1", verzoek=vz)
    assert case.card(vz).duties == ()


def test_a_value_of_a_wrong_form_is_told_in_the_words_of_a_form(case: Asking) -> None:
    wrong = [{"veld": "waargenomen_op", "waarde": "12 oktober"}]
    refused = case.do("correct", f"{case.wp}/2", content=sample("correctie", velden=wrong))
    assert refused.exit_code == 11
    assert "signaal: waargenomen_op: must be a calendar date, YYYY-MM-DD" in refused.stderr
    assert "12 oktober" not in refused.stderr


@pytest.mark.artikel("12.6")
def test_what_was_wrong_is_readable_with_no_key_that_is_in_use(case: Asking) -> None:
    before = case.vault.parent / "before"
    subprocess.run(["cp", "-a", case.vault, before], check=True)
    card = case.card(case.wp)
    correct(case, f"{case.wp}/1")
    folder = f"dossiers/weegploeg/{case.wp}/dossier"
    assert card.sections["dossier"].recipient != case.card(case.wp).sections["dossier"].recipient
    # The old key, of which somebody kept a copy, opens nothing that is there now.
    old_key = before / f"keys/weegploeg/{case.wp}/dossier/politie/pol-1.age"
    opening = ["age", "-d", "-i", str(case.identity("pol-1")), str(old_key)]
    secret = subprocess.run(opening, capture_output=True, check=True).stdout
    for record in (case.vault / folder).glob("*.age"):
        tried = subprocess.run(
            ["age", "-d", "-i", "-", str(record)], input=secret, capture_output=True
        )
        assert tried.returncode != 0
    key = f"keys/weegploeg/{case.wp}/dossier/politie/pol-1.age"
    now = case.opened_with_stock_age(key, f"{folder}/0001.age", "pol-1") or b""
    assert NEW.encode() in now
    assert OLD.encode() not in now


@pytest.mark.artikel("12.6", "15.2.b")
def test_a_correction_changes_nobody_who_reads(case: Asking) -> None:
    before = {name: set(s.keys) for name, s in case.card(case.wp).sections.items()}
    correct(case, f"{case.wp}/2", velden=[{"veld": "gedraging", "waarde": "Deelde iets uit."}])
    assert {name: set(s.keys) for name, s in case.card(case.wp).sections.items()} == before


@pytest.mark.artikel("7.4", "12.6")
def test_a_weighing_on_a_corrected_signal_is_stale(case: Asking) -> None:
    correct(case, f"{case.wp}/2", velden=[{"veld": "gedraging", "waarde": "Deelde iets uit."}])
    assert case.card(case.wp).state == "te-wegen"
    refused = case.act("decide", case.wp)
    assert refused.exit_code == 10
    message = "a signal was corrected or removed after the weighing (art. 12 lid 6)"
    assert message in refused.stderr
    copies = [r for r in shown(case, case.co).values() if r["kind"] == "signaal"]
    assert "Deelde iets uit." in {record["content"]["gedraging"] for record in copies}


@pytest.mark.artikel("6.b", "12.6")
def test_a_restricted_record_is_corrected_where_it_lies_and_nowhere_else(case: Asking) -> None:
    changed = [{"veld": "gedraging", "waarde": f"Kocht geen {SECRET}."}]
    done = correct(case, f"{case.wp}/6", velden=changed)
    # Politie and the college read it, and are told; the OM is not.
    assert done["told"] == ["gemeente-heerlen", "politie"]
    for dossier in (case.wp, case.co):
        for record in case.card(dossier).of_kind("correctie"):
            assert record.section == "beperkt"
    reach = Reach(case)
    for officer in ("om-1", "rec-1", "nctv-1"):
        opened = reach.records(reach.identity(officer))
        assert not [path for path, text in opened.items() if SECRET.encode() in text]
    refused = case.do("document", "correctie", f"{case.wp}/{done['records'][0]}")
    assert refused.exit_code == 2
    assert not list(case.run.home.glob("*.pdf.age"))


@pytest.mark.artikel("12.6")
def test_a_removed_record_is_gone_with_its_copies(case: Asking) -> None:
    path = f"dossiers/weegploeg/{case.wp}/dossier/0003.age"
    assert path in case.files()
    done = correct(case, f"{case.wp}/3", **REMOVED)
    assert path not in case.files()
    assert 3 not in shown(case, case.wp)
    assert done["copies"] == [f"{case.co}/3"]
    assert 3 not in shown(case, case.co)
    assert case.do("check", "--decrypt").exit_code == 0
    gone = case.do("show", f"{case.wp}/3")
    assert gone.exit_code == 2
    assert f"record 3 of {case.wp} was removed by a correction" in gone.stderr
    never = case.do("show", f"{case.wp}/99")
    assert f"{case.wp} has no record 99" in never.stderr


@pytest.mark.artikel("12.6")
def test_what_the_person_says_lies_beside_a_weighing_that_stays(case: Asking) -> None:
    weighing = case.card(case.wp).of_kind("weging")[0].n
    refused = case.do("correct", f"{case.wp}/{weighing}", content=sample("correctie"))
    assert refused.exit_code == 10
    assert (
        f"record {weighing} is a weging, and that is superseded, not corrected (art. 8 lid 3)"
        in refused.stderr
    )
    before = case.card(case.wp).record(weighing).digest
    done = correct(case, f"{case.wp}/{weighing}", **ADDED)
    assert case.card(case.wp).record(weighing).digest == before
    filed = shown(case, case.wp)[done["records"][0]]["content"]
    assert filed["verklaring"] == "Ik was daar niet."


@pytest.mark.artikel("12.6")
def test_what_is_shielded_is_weighed_handed_over_and_disclosed_no_more(case: Asking) -> None:
    done = correct(case, f"{case.wp}/2", **SHIELDED)
    n = done["records"][0]
    case.ok("document", "weegploeg", case.wp, "-o", "vergaderstuk.age")
    paper = text_of(case, Path("vergaderstuk.age"), "uit-1")
    assert paper.count("Afgeschermd: dit stuk telt niet mee") == 1
    refused = case.act("weigh", case.wp)
    assert refused.exit_code == 10
    assert "record 2 is shielded and not used (art. 12 lid 6)" in refused.stderr
    assert f"hint: why: pgaref show {case.wp}/{n}" in refused.stderr
    assert case.card(case.co).record(2).shielded
    assert f"shielded by /{n}" in case.ok("show", case.wp).stdout


@pytest.mark.artikel("8.5", "12.6")
def test_a_copy_is_corrected_at_its_source(case: Asking) -> None:
    before = case.files()
    refused = case.do("correct", f"{case.co}/1", content=sample("correctie"))
    assert refused.exit_code == 10
    assert f"record 1 is a copy of {case.wp}/1 (art. 8 lid 5)" in refused.stderr
    assert f"pgaref correct {case.wp}/1 FILE" in refused.stderr
    assert case.files() == before


@pytest.mark.artikel("12.6", "13.2")
def test_a_correction_is_noted_where_the_copy_is_in_the_archive(case: Asking) -> None:
    assert case.act("close", case.co).exit_code == 0
    case.ok("archive", case.co)
    done = correct(case, f"{case.wp}/1")
    assert (done["copies"], done["untouched"]) == ([], case.co)
    (noted,) = case.card(case.co).of_kind("correctie")
    assert case.do("show", f"{case.co}/{noted.n}", "--purpose", "klacht", by="pol-1").exit_code == 0
    assert case.do("check").exit_code == 0


@pytest.mark.artikel("12.5", "12.6")
def test_a_decision_on_a_request_is_carried_out_part_by_part(case: Asking) -> None:
    vz = case.request("correctie")
    parts = (
        {"dossier": case.wp, "record": 1, "uitkomst": "verbetering"},
        {"dossier": case.wp, "record": 2, "uitkomst": "aanvulling"},
        {"dossier": case.wp, "record": 3, "uitkomst": "afgewezen"},
    )
    made = case.made("request", "correct", vz, content=case.decision(*parts))
    # Four weeks from receipt (19 October) come before four weeks from the decision (20 October).
    assert made == {"dossier": vz, "records": [3], "due": "2026-11-16"}
    (duty,) = case.card(vz).duties
    assert (duty.kind, duty.due.isoformat()) == ("uitvoering", "2026-11-16")
    rejected = case.do(
        "correct", f"{case.wp}/3", content=sample("correctie", verzoek=vz, **REMOVED)
    )
    assert rejected.exit_code == 10
    assert (
        f"the decision orders no verwijdering of {case.wp}/3, or it was carried out"
        in rejected.stderr
    )
    correct(case, f"{case.wp}/1", verzoek=vz)
    assert case.card(vz).duties
    correct(case, f"{case.wp}/2", verzoek=vz, **ADDED)
    assert case.card(vz).duties == ()
    again = case.do("correct", f"{case.wp}/2", content=sample("correctie", verzoek=vz, **ADDED))
    assert again.exit_code == 10
    case.ok("document", "correctie", vz, "-o", "brief.age")
    text = text_of(case, Path("brief.age"), "uit-1")
    assert "Zo is het." in text
    # Which wish each part answers, in the words of who asked.
    assert text.count("Het adres.") == 3
    assert "16 november 2026" in text


@pytest.mark.artikel("12.5", "12.6")
def test_a_decision_names_what_carries_it_out(case: Asking) -> None:
    vz = case.request("correctie")
    parts = (
        {"dossier": case.wp, "record": 1, "uitkomst": "verbetering"},
        {"dossier": case.wp, "record": 2, "uitkomst": "aanvulling"},
        {"dossier": case.wp, "record": 3, "uitkomst": "afgewezen"},
        {"dossier": case.co, "uitkomst": "verwijdering"},
    )
    filed = case.ok("request", "correct", vz, content=case.decision(*parts))
    assert [line for line in filed.stderr.splitlines() if line.startswith("next: ")] == [
        f"next: pgaref correct {case.wp}/1 FILE",
        f"next: pgaref correct {case.wp}/2 FILE",
        f"next: pgaref shred {case.co} --reason verwijdering",
        f"next: pgaref document correctie {vz}",
    ]
    listed = case.do("agenda", "--json").json
    (owed,) = [term for term in listed if term["what"] == "correction"]
    assert owed["command"] == f"pgaref show {vz}"


@pytest.mark.artikel("12.6", "13.1")
def test_a_removal_that_was_decided_destroys_a_file_before_its_day(case: Asking) -> None:
    early = case.do("shred", case.wp, "--reason", "verwijdering", "--yes")
    assert early.exit_code == 10
    assert (
        f"no decision on a request orders the removal of {case.wp} (art. 12 lid 6)" in early.stderr
    )
    vz = case.request("verzet")
    part = {"dossier": case.wp, "uitkomst": "verwijdering"}
    case.ok("request", "correct", vz, content=case.decision(part))
    case.ok("shred", case.wp, "--reason", "verwijdering", "--yes")
    proof = case.made("certificate", case.wp)
    assert (proof["reason"], proof["article"], proof["destroyed"]) == (
        "verwijdering",
        "12.6",
        TODAY,
    )
    assert case.card(vz).duties == ()
    executed = [r for r in shown(case, vz).values() if r["kind"] == "uitvoering"]
    assert [record["content"]["stuk"] for record in executed] == [case.wp]
    assert case.do("check", "--decrypt").exit_code == 0
    assert case.do("log", "verify").exit_code == 0


@pytest.mark.artikel("12.6", "13.2")
def test_a_removal_does_not_open_a_former_request_in_the_archive(case: Asking) -> None:
    former = case.request("correctie")
    part = {"dossier": case.wp, "record": 3, "uitkomst": "afgewezen"}
    case.ok("request", "correct", former, content=case.decision(part))
    case.on("2027-10-21")
    assert case.do("sweep", "--confirm", "2027-10-21").exit_code == 0
    assert case.card(former).state == "gearchiveerd"
    over, wanted = [{"dossier": case.wp}], [{"wat": "Alles weg.", "reden": "Onwaar."}]
    asked = sample("verzoek", soort="verzet", over=over, gewenst=wanted)
    vz = case.made("request", "open", content=asked)["dossier"]
    identified = sample("identificatie", datum="2027-10-21")
    case.ok("request", "identify", vz, content=identified)
    removed = case.decision({"dossier": case.wp, "uitkomst": "verwijdering"}, datum="2027-10-21")
    case.ok("request", "correct", vz, content=removed)
    case.ok("shred", case.wp, "--reason", "verwijdering", "--yes")
    assert case.card(vz).duties == ()
    assert case.do("check").exit_code == 0


@pytest.mark.artikel("12.6", "13.2")
def test_what_is_still_to_be_carried_out_keeps_its_request(case: Asking) -> None:
    vz = case.request("correctie")
    part = {"dossier": case.wp, "record": 1, "uitkomst": "verbetering"}
    case.ok("request", "correct", vz, content=case.decision(part))
    reason = f"the decision in {vz}/3 is not carried out"
    case.on("2027-10-20")
    swept = case.do("sweep", "--confirm", "2027-10-20", "--json")
    assert swept.exit_code == 15
    (blocked,) = [step for step in swept.json["steps"] if step["dossier"] == vz]
    assert (blocked["act"], blocked["reasons"][0], blocked["article"]) == (
        "blocked",
        reason,
        "12.6",
    )
    refused = case.do("shred", vz, "--reason", "termijn-verstreken", "--yes")
    assert f"pgaref: refused: {reason} (art. 12 lid 6)" in refused.stderr.splitlines()
    agenda = case.do("agenda", "--json").json
    (waiting,) = [
        entry for entry in agenda if entry.get("dossier") == vz and entry["days_left"] < 0
    ]
    assert waiting["what"] == "correction"
    case.ok("correct", f"{case.wp}/1", content=sample("correctie", verzoek=vz), by="pol-1")
    assert case.card(vz).duties == ()


@pytest.mark.artikel("12.5")
def test_no_wish_of_the_person_is_dropped(case: Asking) -> None:
    wanted = [{"wat": "Het adres.", "reden": "Verhuisd."}, {"wat": "Weg.", "reden": "Onwaar."}]
    vz = case.request("correctie", gewenst=wanted)
    first = {"dossier": case.wp, "record": 1, "uitkomst": "verbetering", "wens": 1}
    before = case.files()
    refused = case.do("request", "correct", vz, content=case.decision(first))
    assert refused.exit_code == 10
    message = "wish 2 of the request is not decided upon (art. 12 lid 5)"
    assert f"pgaref: refused: {message}" in refused.stderr.splitlines()
    assert case.files() == before
    second = {"dossier": case.wp, "record": 2, "uitkomst": "afgewezen", "wens": 2}
    case.ok("request", "correct", vz, content=case.decision(first, second))


@pytest.mark.artikel("12.6")
def test_every_party_on_the_list_acknowledges(case: Asking) -> None:
    done = correct(case, f"{case.wp}/1")
    address = f"{case.wp}/{done['records'][0]}"
    officers = {"politie": "pol-1", "openbaar-ministerie": "om-1", "gemeente-heerlen": "hrl-1"}
    waiting = set(officers)
    for party, officer in officers.items():
        heard = sample("ontvangst", partij=party, functionaris=officer)
        made = case.made("acknowledge", address, content=heard)
        waiting -= {party}
        assert set(made["waiting"]) == waiting
        again = case.do("acknowledge", address, content=heard)
        assert again.exit_code == 10
        assert f"{party} heard of {address} before, nothing changes" in again.stderr
    assert not [duty for duty in case.card(case.wp).duties if duty.kind == "ontvangst"]
    case.ok("document", "correctie", address, "-o", "lijst.age")
    text = text_of(case, Path("lijst.age"), "uit-1")
    assert "De politie 12 oktober 2026 20 oktober 2026" in text
    assert "Uitgevoerd op" in text
    refused = case.do("acknowledge", f"{case.wp}/1", content=sample("ontvangst"))
    assert refused.exit_code == 10


@pytest.mark.artikel("12.6")
def test_a_dry_run_says_who_is_to_be_told_and_changes_nothing(case: Asking) -> None:
    before = case.files()
    result = case.do("correct", f"{case.wp}/1", "--dry-run", content=sample("correctie"))
    assert result.exit_code == 0
    assert f"to be told of {case.wp}/" in result.stderr
    assert ": gemeente-heerlen openbaar-ministerie politie\n" in result.stderr
    assert case.files() == before


@pytest.mark.artikel("6", "12.5")
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"velden": [{"veld": "gegevens", "waarde": "wpg-8"}]}, 10),
        ({"velden": [{"veld": "bsn", "waarde": "x"}]}, 10),
        ({"velden": [{"veld": "naam", "waarde": "x" * 300}]}, 11),
        ({"soort": "wissen"}, 11),
        ({"verzoek": "VZ-00000000"}, 2),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    case: Asking, changes: dict[str, Any], code: int
) -> None:
    before = case.files()
    result = case.do("correct", f"{case.wp}/1", content=sample("correctie", **changes))
    assert result.exit_code == code, result.stderr
    assert case.files() == before
    assert NEW not in result.stderr


@pytest.mark.artikel("10.5", "15.2.e")
def test_who_could_read_or_received_what_is_told_by_show(case: Asking) -> None:
    assert case.act("join", case.co, "nctv").exit_code == 0
    case.on("2026-10-21")
    assert case.act("leave", case.co, "reclassering-nederland").exit_code == 0
    found = case.ok("show", case.co, "--disclosures", "--json").json
    assert set(found) == {"id", "purpose", "recipients"}
    by_party = {entry["party"]: entry for entry in found["recipients"]}
    assert by_party["nctv"] == {
        "party": "nctv",
        "sections": ["plan"],
        "since": TODAY,
        "grounds": ["10.5"],
        "officers": ["nctv-1"],
    }
    assert by_party["reclassering-nederland"]["until"] == "2026-10-21"
    assert by_party["reclassering-nederland"]["officers"] == []
    people = case.ok("show", case.co, "--disclosures").stdout
    assert "nctv\tplan\t2026-10-20\t-\tart. 10 lid 5\tnctv-1" in people


@pytest.mark.artikel("10.5", "12.3", "15.2.e")
def test_each_period_of_a_party_that_came_back_is_told(case: Asking) -> None:
    party = "reclassering-nederland"
    case.on("2026-10-21")
    assert case.act("leave", case.co, party).exit_code == 0
    case.on("2026-10-23")
    assert case.act("join", case.co, party, geheimhouding=None).exit_code == 0
    found = case.ok("show", case.co, "--disclosures", "--json").json["recipients"]
    periods = [
        (entry["since"], entry.get("until"), entry["officers"])
        for entry in found
        if entry["party"] == party
    ]
    opened = case.card(case.co).opened.isoformat()
    assert periods == [(opened, "2026-10-21", []), ("2026-10-23", None, ["rec-1"])]
    vz = case.request()
    assert case.answer(vz).exit_code == 0
    text = case.text(vz)
    assert "21 oktober 2026" in text
    assert "23 oktober 2026" in text


@pytest.mark.artikel("9.4", "12.6")
def test_the_terms_of_a_plan_follow_its_correction(case: Asking) -> None:
    (plan,) = case.card(case.co).of_kind("plan")
    moved = [
        {"veld": "maatregelen[0].gereed_op", "waarde": "2027-02-01"},
        {"veld": "evaluatie_op", "waarde": "2027-03-01"},
    ]
    correct(case, f"{case.co}/{plan.n}", velden=moved)
    terms = {(d.kind, d.about): d.due.isoformat() for d in case.card(case.co).duties}
    assert terms["maatregel", 1] == "2027-02-01"
    assert terms["maatregel", 2] == "2027-04-01"
    assert terms["evaluatie", plan.n] == "2027-03-01"
    assert case.act("action", case.co, maatregel=2, stand="gereed").exit_code == 0
    correct(case, f"{case.co}/{plan.n}", **REMOVED)
    left = {duty.kind for duty in case.card(case.co).duties}
    assert not left & {"maatregel", "evaluatie"}
    refused = case.act("action", case.co)
    assert refused.exit_code == 10
    assert f"{case.co} has no measure 1 (art. 9 lid 4)" in refused.stderr


def archived(case: Asking) -> None:
    assert case.act("close", case.co).exit_code == 0
    for dossier in (case.wp, case.co):
        case.ok("archive", dossier)


@pytest.mark.artikel("12.6", "13.2")
def test_in_the_archive_a_kernpartij_corrects_under_new_keys_and_seals(case: Asking) -> None:
    archived(case)
    refused = case.do("correct", f"{case.wp}/1", content=sample("correctie"))
    assert refused.exit_code == 10
    assert (
        f"{case.wp} is in the archive, where kernpartijen alone read (art. 13 lid 2)"
        in refused.stderr
    )
    before = case.card(case.wp).sections["dossier"]
    done = case.made("correct", f"{case.wp}/1", content=sample("correctie"), by="pol-1")
    assert done["copies"] == [f"{case.co}/1"]
    case.made("correct", f"{case.wp}/3", content=sample("correctie", **REMOVED), by="pol-1")
    after = case.card(case.wp)
    assert after.state == "gearchiveerd"
    assert after.record(3) is None
    section = after.sections["dossier"]
    assert before.recipient != section.recipient
    assert before.seal != section.seal
    assert set(section.seals) == set(before.seals) == set(section.keys)
    for dossier in (case.wp, case.co):
        found = case.ok("show", dossier, "--purpose", "verzoek", "--json", by="hrl-1").json
        subjects = [r for r in found["records"] if r["kind"] == "subject"]
        assert {record["content"]["adres"] for record in subjects} == {NEW}
    assert case.do("check", "--decrypt", by="pol-1").exit_code == 0
    assert case.do("log", "verify").exit_code == 0


@pytest.mark.artikel("12.6", "13.2")
def test_in_the_archive_the_uitvoerder_adds_and_shields_without_reading(case: Asking) -> None:
    archived(case)
    vz = case.request("correctie")
    parts = (
        {"dossier": case.wp, "record": 2, "uitkomst": "aanvulling"},
        {"dossier": case.wp, "record": 3, "uitkomst": "afscherming"},
    )
    case.ok("request", "correct", vz, content=case.decision(*parts))
    done = correct(case, f"{case.wp}/2", verzoek=vz, **ADDED)
    assert done["told"] == KERN
    correct(case, f"{case.wp}/3", verzoek=vz, **SHIELDED)
    assert case.card(case.wp).record(3).shielded
    assert case.card(vz).duties == ()
    found = case.ok("show", case.wp, "--purpose", "verzoek", "--json", by="om-1").json
    (said,) = [r["content"] for r in found["records"] if r["content"].get("verklaring")]
    assert said["verklaring"] == "Ik was daar niet."
    assert case.do("check").exit_code == 0


@pytest.mark.artikel("8.1", "10.1", "15.2.b")
def test_a_file_in_use_is_the_uitvoerders_alone_to_correct(case: Asking) -> None:
    before = case.files()
    for officer in ("pol-1", "hrl-1", "rec-1"):
        address = f"{case.co}/2"
        refused = case.do("correct", address, content=sample("correctie", **ADDED), by=officer)
        assert refused.exit_code == 10
        assert "may not do this; it is for: uitvoerder (art. 15 lid 2 onder b)" in refused.stderr
    assert case.files() == before


@pytest.mark.artikel("8.5", "12.6", "13.2")
def test_a_kernpartij_leaves_a_file_in_use_to_the_uitvoerder(case: Asking) -> None:
    case.ok("archive", case.wp)
    done = case.made("correct", f"{case.wp}/1", content=sample("correctie"), by="pol-1")
    assert (done["copies"], done["untouched"]) == ([], case.co)
    # Its original is sealed: here the copy is corrected by itself, with that beside the plan.
    assert correct(case, f"{case.co}/1")["untouched"] == case.wp
    subjects = [r for r in shown(case, case.co).values() if r["kind"] == "subject"]
    assert {record["content"]["adres"] for record in subjects} == {NEW}


QUOTE = "Kocht op 10 oktober samen met een ander een partij kettingsloten."


@pytest.mark.artikel("6.b", "12.6")
@pytest.mark.parametrize(
    "changes",
    [
        {**ADDED, "verklaring": QUOTE},
        {"velden": [{"veld": "gedraging", "waarde": f"Ook: {QUOTE}"}]},
        {"velden": [{"veld": "gedraging", "waarde": "x"}], "reden": QUOTE},
    ],
)
def test_a_correction_quotes_nothing_that_is_restricted(
    case: Asking, changes: dict[str, Any]
) -> None:
    before = case.files()
    refused = case.do("correct", f"{case.wp}/2", content=sample("correctie", **changes))
    assert refused.exit_code == 10, refused.stderr
    assert "quotes record 6, which is restricted (art. 6 onder b)" in refused.stderr
    assert SECRET not in refused.stderr
    assert case.files() == before


@pytest.mark.artikel("6.b", "12.4")
def test_no_decision_on_a_request_quotes_what_is_restricted(case: Asking) -> None:
    vz = case.request()
    before = case.files()
    refusal = sample("weigering", motivering=QUOTE)
    left = {"dossier": case.wp, "record": 2, "grond": "c", "motivering": QUOTE}
    for command, given in (
        ("refuse", refusal),
        ("answer", sample("beantwoording", inhouden=[left])),
    ):
        refused = case.do("request", command, vz, content=given)
        assert refused.exit_code == 10, refused.stderr
        assert "which is restricted (art. 6 onder b)" in refused.stderr
    assert case.files() == before
    vz = case.request("correctie")
    part = {"dossier": case.wp, "record": 2, "uitkomst": "afgewezen", "motivering": QUOTE}
    refused = case.do("request", "correct", vz, content=case.decision(part))
    assert refused.exit_code == 10


@pytest.mark.artikel("10.5", "12.6")
def test_a_signed_consent_no_longer_fits_when_its_record_was_corrected(case: Asking) -> None:
    assert case.act("join", case.co, "nctv").exit_code == 0
    signed = case.signed(case.co, sample("verstrekking"))
    better = [{"veld": "gedraging", "waarde": "Deelde iets anders uit."}]
    correct(case, f"{case.wp}/2", velden=better)
    refused = case.do("disclose", case.co, content=signed)
    assert refused.exit_code == 10
    assert (
        "toestemming[0].handtekening is not pol-1's, or not over this disclosure" in refused.stderr
    )
    assert (
        case.do("disclose", case.co, content=case.signed(case.co, sample("verstrekking"))).exit_code
        == 0
    )


@pytest.mark.artikel("8.2.c")
def test_who_reported_a_signal_is_not_corrected_and_goes_with_it(case: Asking) -> None:
    refused = case.do("correct", f"{case.wp}/4", content=sample("correctie", **ADDED))
    assert refused.exit_code == 10
    assert "record 4 is a melder and is not corrected (art. 8 lid 3)" in refused.stderr
    correct(case, f"{case.wp}/2", **REMOVED)
    card = case.card(case.wp)
    assert [entry.n for entry in card.of_kind("melder")] == [5, 7]
    assert f"dossiers/weegploeg/{case.wp}/melder-politie/0004.age" not in case.files()
    assert set(card.sections["melder-politie"].keys) == {"politie/pol-1", "uitvoerder/uit-1"}
    assert case.do("check", "--decrypt").exit_code == 0


@pytest.mark.artikel("12.6")
def test_what_is_shielded_stays_so_when_it_is_corrected(case: Asking) -> None:
    correct(case, f"{case.wp}/2", **SHIELDED)
    correct(case, f"{case.wp}/2", velden=[{"veld": "gedraging", "waarde": "Deelde iets uit."}])
    assert case.card(case.wp).record(2).shielded
    assert case.card(case.co).record(2).shielded


@pytest.mark.artikel("12.6", "13.4")
def test_what_is_shielded_is_not_brought_back(case: Asking) -> None:
    correct(case, f"{case.wp}/2", **SHIELDED)
    archived(case)
    refused = case.do("reopen", case.wp, content=sample("opdracht", datum=TODAY), by="pol-1")
    assert refused.exit_code == 10
    assert "record 2 is shielded and not used (art. 12 lid 6)" in refused.stderr


@pytest.mark.artikel("8.4", "13.2")
def test_a_kernpartij_that_reads_nothing_there_corrects_nothing(case: Asking) -> None:
    made = case.run("keygen", case.identity("vnl-1"))
    (case.run.home / "vnl-1.card").write_text(made.stdout)
    case.admit("vnl-1", "gemeente-venlo")
    archived(case)
    before = case.files()
    for changes in (SHIELDED, ADDED, REMOVED):
        given = sample("correctie", **changes)
        assert case.do("correct", f"{case.wp}/2", content=given, by="vnl-1").exit_code == 12
    assert case.files() == before


@pytest.mark.artikel("12.6", "13.2")
def test_who_heard_of_a_correction_in_the_archive_is_noted_there(case: Asking) -> None:
    archived(case)
    done = case.made("correct", f"{case.wp}/1", content=sample("correctie"), by="pol-1")
    address = f"{case.wp}/{done['records'][0]}"
    heard = sample("ontvangst")
    assert case.do("acknowledge", address, content=heard).exit_code == 10
    assert case.do("acknowledge", address, content=heard, by="hrl-1").exit_code == 0


@pytest.mark.artikel("8.5", "12.6", "13.2")
def test_a_copy_that_is_corrected_is_noted_beside_its_sealed_original(case: Asking) -> None:
    case.ok("archive", case.wp)
    done = correct(case, f"{case.co}/1")
    assert done["untouched"] == case.wp
    (noted,) = case.card(case.wp).of_kind("correctie")
    found = case.ok(
        "show", f"{case.wp}/{noted.n}", "--purpose", "klacht", "--json", by="pol-1"
    ).json
    assert found["records"][0]["content"]["origineel"] == f"{case.co}/1"
