# SPDX-License-Identifier: EUPL-1.2
"""Ending an authorisation, and giving keys to who comes: art. 10(4), 13(2), 15(2)(b), (c), (f)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pgaref.storage import age
from tests.cli.asking import Asking, make
from tests.cli.conftest import Result
from tests.cli.reach import Reach
from tests.cli.readers import vouch
from tests.cli.test_readers_officers import held, held_secrets, prepare, read, sections
from tests.cli.years import content

ATTENTION, INTEGRITY, REFUSED, USAGE = 15, 13, 10, 2
NEW = ("pol-2", "uit-2")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    """The case of docs/voorbeeld, and an archived one; pol-2 and uit-2 were admitted after it."""
    world = make(tmp_path_factory.mktemp("made") / "home")
    with pytest.MonkeyPatch.context() as patch:
        world = Asking.of(world, tmp_path_factory.mktemp("grown") / "home", patch)
        world.extra["archived"] = world.intake()
        world.ok("archive", world.extra["archived"])
        prepare(world, *NEW)
        for officer, party, by in (("pol-2", "politie", "pol-1"), ("uit-2", "uitvoerder", "uit-1")):
            world.admit(officer, party, by=by)
    return world


@pytest.fixture
def world(made: Asking, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Asking:
    world = Asking.of(made, tmp_path / "home", monkeypatch)
    world.extra = made.extra
    return world


def rekey(world: Asking, by: str = "uit-1", *options: str) -> Result:
    return world.do("officer", "rekey", "--json", *options, by=by)


def revoke(world: Asking, officer: str, *options: str, by: str = "uit-1") -> Result:
    why = ("--reason", "uit-dienst")
    return world.do("officer", "revoke", officer, *why, "--json", *options, by=by)


def left(result: Result) -> list[tuple[str, str]]:
    return [(step["dossier"], step["section"]) for step in result.json["left"]]


# Who comes.


@pytest.mark.artikel("8.4", "10.4", "13.2", "15.2.b")
def test_a_new_officer_gets_the_keys_of_the_party_archived_ones_by_a_kernpartij(
    world: Asking,
) -> None:
    assert held(world, "pol-2") == set()
    active = rekey(world)
    assert active.exit_code == ATTENTION
    assert {dossier for dossier, _ in left(active)} == {world.extra["archived"]}
    assert "wait for a key of another officer" in active.stderr
    assert "run by one of: " in active.stderr
    assert "politie/pol-1" in active.stderr
    for dossier in (world.wp, world.co):
        assert sections(world, "pol-2", dossier) == sections(world, "pol-1", dossier)
        assert sections(world, "uit-2", dossier) == sections(world, "uit-1", dossier)
    assert held(world, "pol-2", world.extra["archived"]) == set()
    sealed = rekey(world, by="pol-1")
    assert (sealed.exit_code, left(sealed)) == (0, [])
    assert sections(world, "pol-2", world.extra["archived"]) == sections(
        world, "pol-1", world.extra["archived"]
    )
    assert read(world, "pol-2") == read(world, "pol-1")
    assert read(world, "uit-2") == read(world, "uit-1")
    assert world.do("check", "--decrypt", by="pol-2").exit_code == 0
    shown = world.do("show", world.extra["archived"], "--purpose", "klacht", by="pol-2")
    assert shown.exit_code == 0, shown.stderr
    nothing = rekey(world)
    assert (nothing.exit_code, nothing.json) == (0, {"done": [], "left": []})


@pytest.mark.artikel("15.2.b")
def test_new_keys_restart_no_term_and_change_no_text(world: Asking) -> None:
    def told() -> dict[str, object]:
        cards = [world.card(dossier) for dossier in (world.wp, world.co)]
        return {card.id: (card.last_processed, [r.digest for r in card.records]) for card in cards}

    before = told()
    rekey(world)
    assert revoke(world, "pol-2").exit_code == 0
    assert told() == before


@pytest.mark.artikel("15.2.c")
def test_a_dry_run_tells_what_it_would_touch_and_touches_nothing(world: Asking) -> None:
    before = world.files()
    planned = rekey(world, "uit-1", "--dry-run")
    assert planned.exit_code == 0
    assert "would be: new keys for" in planned.stderr
    touched = {step["dossier"] for step in planned.json["done"]}
    assert touched == {world.wp, world.co}
    assert world.files() == before
    revoking = revoke(world, "pol-1", "--dry-run")
    assert revoking.exit_code == REFUSED  # pol-2 has no keys yet, so that nobody else reads
    assert world.files() == before


# Who goes.


@pytest.mark.artikel("15.2.b", "15.2.c", "14.1")
def test_a_key_stolen_before_a_revocation_opens_nothing_after_it(world: Asking) -> None:
    rekey(world)
    rekey(world, by="pol-1")
    stolen = held_secrets(world, "pol-2")
    reach = Reach(world)
    assert reach.records(reach.identity("pol-2"), *stolen) == reach.records(reach.identity("pol-1"))
    revoked = revoke(world, "pol-2", by="pol-1")
    assert revoked.exit_code == ATTENTION
    assert {dossier for dossier, _ in left(revoked)} == {world.wp, world.co}
    assert "still open to a former officer's key" in revoked.stderr
    assert "renew what pol-2 opens" in world.do("agenda").stdout
    assert rekey(world).exit_code == 0
    assert held(world, "pol-2") == set()
    assert "renew what pol-2 opens" not in world.do("agenda").stdout
    after = Reach(world)
    assert after.records(after.identity("pol-2"), *stolen) == {}
    assert all(after.directly(secret) == {} for secret in stolen)
    assert read(world, "pol-1")
    assert world.do("check", "--decrypt", by="pol-1").exit_code == 0


@pytest.mark.artikel("15.2.b", "15.2.c")
def test_who_is_revoked_reads_and_signs_nothing_from_that_moment(world: Asking) -> None:
    rekey(world)
    world.ok("action", world.co, content=_action(world), by="uit-2")
    assert revoke(world, "uit-2").exit_code in (0, ATTENTION)
    for line in (("list", "--names"), ("show", world.wp)):
        refused = world.do(*line, by="uit-2")
        assert refused.exit_code == REFUSED
        assert "uit-2 is not in office" in refused.stderr
    assert world.do("action", world.co, content=_action(world), by="uit-2").exit_code == REFUSED
    # What was signed for before, on the same day, stays believed.
    assert world.do("check", "--decrypt").exit_code == 0
    assert world.do("log", "verify").exit_code == 0
    again = world.do("officer", "add", "uitvoerder", "uit-2", *_named(world, "uit-2"))
    assert (again.exit_code, "is an officer already" in again.stderr) == (REFUSED, True)


def _action(world: Asking) -> Mapping[str, Any]:
    return content("action", world.co, world.today)


def _named(world: Asking, officer: str) -> tuple[str, ...]:
    card = world.run.home / f"{officer}.card"
    return ("--name", "Iemand Verzonnen", "--card", str(card), "--accepted", "2026-10-01")


@pytest.mark.artikel("15.2.b")
@pytest.mark.parametrize(
    ("officer", "by", "said"),
    [
        ("om-1", "uit-1", "om-1 is the last officer of openbaar-ministerie with a key"),
        ("pol-1", "uit-1", "nobody else in office has a key of section"),
        ("uit-2", "uit-2", "nobody ends an authorisation of their own"),
        ("pol-2", "om-1", "om-1 does not act for politie"),
    ],
)
def test_nobody_is_locked_out_and_nobody_revokes_for_another_party(
    world: Asking, officer: str, by: str, said: str
) -> None:
    before = world.files()
    refused = revoke(world, officer, by=by)
    assert refused.exit_code == REFUSED
    assert said in refused.stderr
    assert world.files() == before


@pytest.mark.artikel("15.2.b")
def test_who_does_not_read_the_roster_leaves_revoking_to_the_uitvoerder(world: Asking) -> None:
    prepare(world, "rec-2")
    vouch(world, "rec-2", "reclassering-nederland")
    refused = revoke(world, "rec-2", by="rec-1")
    assert refused.exit_code == REFUSED
    assert "rec-1 does not read the roster of names, which this changes" in refused.stderr
    assert revoke(world, "rec-2").exit_code == ATTENTION


@pytest.mark.artikel("15.2.c")
def test_a_revocation_needs_a_reason_of_the_profile_and_an_officer_who_is_known(
    world: Asking,
) -> None:
    before = world.files()
    unknown = world.do("officer", "revoke", "pol-2", "--reason", "boos")
    assert (unknown.exit_code, "--reason, one of: uit-dienst, " in unknown.stderr) == (10, True)
    nobody = revoke(world, "jan-jansen")
    assert nobody.exit_code == USAGE
    assert "jansen" not in nobody.stderr
    assert world.files() == before


@pytest.mark.artikel("10.5", "15.2.c")
def test_what_lies_ready_for_a_revoked_officer_is_taken_back(world: Asking) -> None:
    prepare(world, "nctv-2")
    assert world.act("join", world.co, "nctv").exit_code == 0
    assert world.act("disclose", world.co).exit_code == 0
    (package,) = [path for path in world.files() if path.startswith("outbox/")]
    key = next(path for path in world.files() if path.startswith("keys/outbox/"))
    assert world.opened_with_stock_age(key, package, "nctv-1") is not None
    vouch(world, "nctv-2", "nctv")
    rekey(world)
    revoked = revoke(world, "nctv-1")
    assert package in {step["section"] for step in revoked.json["done"]}
    assert not [path for path in world.files() if "outbox/" in path]
    assert world.do("check").exit_code == 0


# In between.


@pytest.mark.artikel("15.2.c")
@pytest.mark.parametrize("renewed", [0, 1, 6, 9])
def test_an_interrupted_revocation_goes_on_where_it_was(world: Asking, renewed: int) -> None:
    rekey(world)
    rekey(world, by="pol-1")
    stolen = held_secrets(world, "pol-2")
    making, made = age.generate, iter(range(renewed))

    def interrupted() -> tuple[bytes, str]:
        if next(made, None) is None:
            raise KeyboardInterrupt
        return making()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(age, "generate", interrupted)
        assert revoke(world, "pol-2").exit_code == 130
    assert world.do("check", "--decrypt").exit_code == 0
    assert world.do("show", world.wp, by="pol-2").exit_code == REFUSED
    again = revoke(world, "pol-2")
    assert again.exit_code == ATTENTION
    assert {dossier for dossier, _ in left(again)} == {world.extra["archived"]}
    assert "pol-2 is no officer any more, since 2026-10-20" in again.stderr
    assert rekey(world, by="pol-1").exit_code == 0
    reach = Reach(world)
    assert reach.records(reach.identity("pol-2"), *stolen) == {}
    assert world.do("check", "--decrypt", by="pol-1").exit_code == 0


@pytest.mark.artikel("15.2.c")
def test_an_officer_whose_time_has_passed_loses_the_keys_too(world: Asking) -> None:
    prepare(world, "om-2")
    world.admit("om-2", "openbaar-ministerie", "--until", "2026-10-21", by="om-1")
    for by in ("uit-1", "pol-1", "om-1"):
        rekey(world, by)
    assert read(world, "om-2") == read(world, "om-1")
    world.on("2026-10-22")
    assert rekey(world, "uit-1").exit_code == ATTENTION
    assert rekey(world, by="om-1").exit_code == 0
    assert held(world, "om-2") == set()


@pytest.mark.artikel("15.2.b", "15.2.c")
def test_a_party_whose_last_officer_has_gone_is_named_and_not_dropped(world: Asking) -> None:
    prepare(world, "ech-1")
    world.admit("ech-1", "gemeente-echt-susteren", "--until", "2026-10-21")
    joined = world.act("join", world.wp, "gemeente-echt-susteren", geheimhouding=None)
    assert joined.exit_code == 0, joined.stderr
    kept = held(world, "ech-1")
    assert kept
    world.on("2026-10-22")
    waits = rekey(world)
    assert waits.exit_code == ATTENTION
    assert {section for dossier, section in left(waits) if dossier == world.wp}
    assert "hint: " in waits.stderr
    assert held(world, "ech-1") == kept


# The check code.


def confirm(world: Asking, officer: str, said: str, by: str = "uit-1") -> Result:
    return world.do("officer", "confirm", officer, "--how", "telefonisch", stdin=said, by=by)


def code_of(world: Asking, officer: str) -> str:
    return str(world.ok("whoami", "--json", by=officer).json["check_code"])


@pytest.mark.artikel("15.2.c")
def test_a_card_is_confirmed_by_the_code_that_the_person_says(world: Asking) -> None:
    said = code_of(world, "pol-2")
    for typed in (said, said.lower().replace("-", " ") + "\n"):
        done = confirm(world, "pol-2", typed)
        assert done.exit_code == 0, done.stderr
    (listed,) = [o for o in world.ok("officer", "list", "--json").json if o["id"] == "pol-2"]
    assert listed["confirmed"] == "2026-10-20"
    assert world.do("check").exit_code == 0
    assert "how: telefonisch" in (world.vault / "parties/politie.yaml").read_text()


@pytest.mark.artikel("15.2.c")
def test_another_code_confirms_nothing(world: Asking) -> None:
    before = world.files()
    refused = confirm(world, "pol-2", code_of(world, "uit-2"))
    assert refused.exit_code == REFUSED
    assert "that is not the check code of pol-2" in refused.stderr
    for by, officer in (("pol-2", "pol-2"), ("om-1", "pol-2")):
        assert confirm(world, officer, code_of(world, officer), by=by).exit_code == REFUSED
    how = world.do("officer", "confirm", "pol-2", "--how", "gegokt", stdin="x")
    assert "--how, one of: persoonlijk, telefonisch, videogesprek" in how.stderr
    assert world.files() == before


# The yearly review, and the agenda.


@pytest.mark.artikel("15.2.f", "15.3")
def test_a_review_says_who_can_read_what_and_puts_the_next_one_off(world: Asking) -> None:
    def due() -> dict[str, str]:
        terms = world.do("agenda", "--json").json
        return {term["what"]: term["due"] for term in terms if "dossier" not in term}

    before = due()
    assert before["access review"] == "2027-10-12"
    assert before["confirm pol-2"] == "2026-11-03"
    assert "more officers of politie" not in before
    assert "more officers of openbaar-ministerie" in before
    rekey(world)
    files = world.files()
    for by in ("uit-1", "om-1"):
        found = {one["officer"]: one for one in world.ok("officer", "review", "--json", by=by).json}
        for officer, one in found.items():
            for dossier in (world.wp, world.co, world.extra["archived"]):
                assert set(one["dossiers"].get(dossier, ())) == sections(world, officer, dossier)
    assert world.files() == files
    assert due()["access review"] == "2027-10-20"
    told = world.ok("officer", "review")
    assert "warning: not confirmed: " in told.stderr
    assert "pol-2" in told.stdout
    world.confirm("pol-2")
    assert "confirm pol-2" not in due()


@pytest.mark.artikel("15.2.c", "15.2.d")
def test_a_damaged_dossier_is_named_and_the_others_are_renewed(world: Asking) -> None:
    rekey(world)
    record = next((world.vault / "dossiers/casusoverleg" / world.co / "plan").glob("*.age"))
    record.write_bytes(record.read_bytes()[:-1] + b"\x00")
    revoked = world.do("officer", "revoke", "pol-2", "--reason", "uit-dienst")
    assert revoked.exit_code == INTEGRITY
    assert world.co in revoked.stderr
    assert held(world, "pol-2", world.wp) == set()
    assert held(world, "pol-2", world.co)
