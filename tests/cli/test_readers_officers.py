# SPDX-License-Identifier: EUPL-1.2
"""Which officers of a reading party get a key: those in office with a card, on that day."""

from __future__ import annotations

from typing import Any

import pytest

from pgaref.storage import age, canonical
from tests.cli.reach import Reach
from tests.cli.readers import vouch
from tests.cli.world import DECIDING, OFFICERS, WEIGHING, World, sample

# The last day in office runs to midnight of the covenant's own clock, two hours ahead of UTC.
LAST_DAY, LAST_MINUTE, TOO_LATE = "2026-10-13", "2026-10-13T21:59:00", "2026-10-13T22:00:00"
LEAVING = {"schema": "vertrek/1", "datum": "2026-10-15", "reden": "De taak is klaar."}


def prepare(world: World, *officers: str) -> None:
    """Make the keys of officers yet to be admitted."""
    for officer in officers:
        made = world.run("keygen", world.identity(officer))
        (world.run.home / f"{officer}.card").write_text(made.stdout)


def held(world: World, officer: str, dossier: str = "") -> set[str]:
    """The key files of an officer, by what the vault's files are called."""
    names = (f"/{officer}.age", f"/{officer}.seal.age")
    return {path for path in world.files() if path.endswith(names) and dossier in path}


def sections(world: World, officer: str, dossier: str) -> set[str]:
    """The sections of a dossier that an officer has a key file for."""
    return {path.split("/")[3] for path in held(world, officer, dossier)}


def read(world: World, officer: str) -> set[str]:
    """The records that an identity opens, whatever it tries."""
    reach = Reach(world)
    return set(reach.records(reach.identity(officer)))


def refused(world: World, officer_of: str, *line: str, **content: Any) -> None:
    """The line is refused, as this party has nobody who reads, and leaves no file."""
    before = world.files()
    result = world.do(*line, **content)
    assert result.exit_code == 10
    assert f"pgaref: refused: {officer_of} has no officer in office with a key" in result.stderr
    assert "(art. 15 lid 2 onder b)" in result.stderr
    assert f"pgaref officer add {officer_of} " in result.stderr
    assert world.files() == before
    last = canonical.decode((world.vault / "log/2026.jsonl").read_bytes().splitlines(True)[-1])
    assert (last["phase"], last["reason"]) == ("refused", "no-officer")


@pytest.mark.artikel("8.4", "15.2.b")
def test_a_second_officer_in_office_gets_keys_of_what_is_made_from_then_on(world: World) -> None:
    older = world.intake()
    prepare(world, "pol-2", "uit-2")
    vouch(world, "pol-2", "politie")
    world.admit("uit-2", "uitvoerder")
    newer = world.intake()
    assert held(world, "pol-2", older) == held(world, "uit-2", older) == set()
    assert sections(world, "pol-2", newer) == sections(world, "pol-1", newer)
    assert sections(world, "uit-2", newer) == sections(world, "uit-1", newer)
    assert read(world, "pol-2") == {path for path in read(world, "pol-1") if newer in path}
    for path in read(world, "pol-2"):
        section = path.split("/")[3]
        key = f"keys/weegploeg/{newer}/{section}/politie/pol-2.age"
        assert world.opened_with_stock_age(key, path, "pol-2") is not None


@pytest.mark.artikel("15.2.b")
def test_what_is_added_later_is_read_by_those_who_got_keys(world: World) -> None:
    older = world.intake()
    prepare(world, "pol-2")
    vouch(world, "pol-2", "politie")
    world.ok("signal", older, content=sample("signaal"))
    assert read(world, "pol-2") == set()
    assert any("/beperkt/" in path for path in read(world, "pol-1"))


@pytest.mark.artikel("15.2.b", "15.2.c")
@pytest.mark.parametrize(("moment", "in_office"), [(LAST_MINUTE, True), (TOO_LATE, False)])
def test_an_officer_whose_time_has_passed_gets_no_key(
    world: World, moment: str, in_office: bool
) -> None:
    prepare(world, "pol-2")
    vouch(world, "pol-2", "politie", "--until", LAST_DAY)
    world.run.now = world.run.now.fromisoformat(f"{moment}+00:00")
    dossier = world.intake()
    assert (held(world, "pol-2", dossier) != set()) is in_office
    assert (read(world, "pol-2") != set()) is in_office
    assert held(world, "pol-1", dossier)


@pytest.mark.artikel("15.2.b", "10.4")
def test_an_officer_whose_time_has_passed_gets_none_when_a_section_gets_new_keys(
    world: World,
) -> None:
    prepare(world, "pol-2")
    vouch(world, "pol-2", "politie", "--until", "2026-10-15")
    _, casus = world.agendered()
    assert held(world, "pol-2", casus)
    kept = held_secrets(world, "pol-2", casus)
    world.ok("leave", casus, "reclassering-nederland", content=LEAVING, now="2026-10-16T09:00:00")
    # Reclassering read no restricted section: those keep their keys.
    assert sections(world, "pol-2", casus) == {"beperkt", "beperkt-om"}
    assert not [path for path in read(world, "pol-2") if casus in path]
    reach = Reach(world)
    assert all(reach.directly(secret) == {} for secret in kept)
    assert sections(world, "pol-1", casus) > sections(world, "pol-2", casus)


def held_secrets(world: World, officer: str, dossier: str = "") -> list[bytes]:
    """What an officer's key files hold."""
    identity = age.load_identity(world.identity(officer).read_bytes())
    paths = held(world, officer, dossier)
    return [age.decrypt((world.vault / path).read_bytes(), identity) for path in sorted(paths)]


@pytest.mark.artikel("13.2", "15.2.b")
def test_an_officer_whose_time_has_passed_gets_no_key_of_the_archive(world: World) -> None:
    prepare(world, "pol-2")
    vouch(world, "pol-2", "politie", "--until", LAST_DAY)
    dossier = world.intake()
    kept = held_secrets(world, "pol-2", dossier)
    world.ok("archive", dossier, now=TOO_LATE)
    assert held(world, "pol-2", dossier) == set()
    reach = Reach(world)
    assert reach.records(reach.identity("pol-2"), *kept) == {}
    assert reach.records(reach.identity("pol-1"))


@pytest.mark.artikel("13.2", "15.2.b")
def test_a_file_that_no_kernpartij_could_read_is_not_archived(world: World) -> None:
    prepare(world, "ech-1")
    world.admit("ech-1", "gemeente-echt-susteren", "--until", LAST_DAY)
    named = ["gemeente-heerlen", "gemeente-echt-susteren"]
    first, second = sample("intake")["signalen"]
    theirs = {**second, "inbrenger": named[1], "via": "ech-1"}
    dossier = world.intake(gemeenten=named, signalen=[first, theirs])
    before = world.files()
    result = world.do("archive", dossier, now=TOO_LATE)
    assert result.exit_code == 10
    assert "reads section melder-gemeente-echt-susteren (art. 13 lid 2)" in result.stderr
    assert world.files() == before


@pytest.mark.artikel("15.2.b", "15.2.c")
def test_an_officer_without_a_card_reads_nothing(world: World) -> None:
    prepare(world, "pol-2")
    named = ("--name", "Pol Verzonnen", "--accepted", "2026-10-01")
    world.ok("officer", "add", "politie", "pol-2", *named, by="pol-1")
    dossier, casus = world.agendered(aanwezig=["pol-2", "om-1", "hrl-1"])
    assert not [path for path in world.files() if "pol-2" in path]
    assert read(world, "pol-2") == set()
    for line in (("show", dossier), ("show", casus), ("find", "--purpose", "weegploeg")):
        result = world.do(*line, by="pol-2", stdin="pamfletten")
        assert result.exit_code == 12
        assert result.stdout == ""


@pytest.mark.artikel("15.2.b", "15.2.c")
@pytest.mark.parametrize("officer", ["rec-1", "nctv-1"])
def test_who_may_not_know_the_names_vouches_with_a_signature(world: World, officer: str) -> None:
    party = OFFICERS[officer]
    prepare(world, "new-2")
    before = world.files()
    named = ("--name", "Nova Verzonnen", "--accepted", "2026-10-01")
    card = ("--card", world.run.home / "new-2.card")
    result = world.do("officer", "add", party, "new-2", *named, *card, by=officer)
    assert result.exit_code == 10
    assert "ssh-keygen -Y sign" in result.stderr
    assert "--signature" in result.stderr
    assert world.files() == before
    names = world.do("officer", "list", "--names", by=officer)
    assert (names.exit_code, names.stdout) == (12, "")
    assert f"{officer} has no key for the roster of names" in names.stderr
    vouch(world, "new-2", party)
    assert f"parties/{party}.yaml" in {p for p, d in world.files().items() if d != before.get(p)}


@pytest.mark.artikel("8.4", "15.2.b")
@pytest.mark.parametrize("admitted", [False, True])
def test_a_dossier_is_not_made_for_a_party_that_nobody_reads_for(
    world: World, admitted: bool
) -> None:
    if admitted:
        named = ("--name", "Ker Verzonnen", "--accepted", "2026-10-01")
        world.ok("officer", "add", "gemeente-kerkrade", "ker-1", *named)
    content = sample("intake", gemeenten=["gemeente-heerlen", "gemeente-kerkrade"])
    refused(world, "gemeente-kerkrade", "intake", content=content)


@pytest.mark.artikel("8.4", "15.2.b")
def test_a_dossier_is_not_made_for_a_party_whose_only_officer_s_time_has_passed(
    world: World,
) -> None:
    prepare(world, "ker-1")
    world.admit("ker-1", "gemeente-kerkrade", "--until", LAST_DAY)
    content = sample("intake", gemeenten=["gemeente-heerlen", "gemeente-kerkrade"])
    world.ok("intake", content=content, now=LAST_MINUTE)
    refused(world, "gemeente-kerkrade", "intake", content=content, now=TOO_LATE)


@pytest.mark.artikel("10.4", "15.2.b")
def test_a_casusoverleg_is_not_made_for_a_party_that_nobody_reads_for(world: World) -> None:
    dossier = world.weighed()
    raad = "raad-voor-de-kinderbescherming"
    content = sample("besluit")
    content["betrekken"].append({"partij": raad, "taak": "zorg", "noodzaak": "een kind"})
    refused(world, raad, "decide", dossier, content=content, now=DECIDING)


@pytest.mark.artikel("8.4", "10.4", "10.5", "15.2.b")
@pytest.mark.parametrize("party", ["gemeente-kerkrade", "riec-limburg"])
def test_nobody_joins_for_whom_nobody_reads(world: World, party: str) -> None:
    dossier, casus = world.agendered()
    content = sample("deelname", geheimhouding=None)
    refused(world, party, "join", casus, party, content=content)
    if party.startswith("gemeente-"):
        refused(world, party, "join", dossier, party, content=content)


@pytest.mark.artikel("10.4", "15.2.b")
def test_keys_are_not_renewed_past_a_party_whose_only_officer_s_time_has_passed(
    world: World,
) -> None:
    prepare(world, "rvk-1")
    raad = "raad-voor-de-kinderbescherming"
    world.admit("rvk-1", raad, "--until", "2026-10-15")
    _, casus = world.agendered()
    world.ok("join", casus, raad, content=sample("deelname", geheimhouding=None))
    leave = ("leave", casus, "reclassering-nederland")
    refused(world, raad, *leave, content=LEAVING, now="2026-10-16T09:00:00")
    # It is that party's own leaving that nothing stands in the way of.
    world.ok("leave", casus, raad, content=LEAVING)
    world.ok(*leave, content=LEAVING)


@pytest.mark.artikel("10.5", "15.2.b")
def test_nothing_is_disclosed_to_a_party_whose_only_officer_s_time_has_passed(
    world: World,
) -> None:
    prepare(world, "bjl-1")
    party = "bureau-jeugdzorg-limburg"
    world.admit("bjl-1", party, "--until", "2026-10-15")
    _, casus = world.agendered()
    secrecy = {"opgelegd_door": "uit-1", "bevestigd_door": "bjl-1", "op": DECIDING[:10]}
    world.ok("join", casus, party, content=sample("deelname", geheimhouding=secrecy))
    content = world.signed(casus, sample("verstrekking", aan=party, geheimhouding=secrecy))
    refused(world, party, "disclose", casus, content=content, now="2026-10-16T09:00:00")
    assert not [path for path in world.files() if path.startswith(("outbox/", "keys/outbox/"))]


@pytest.mark.artikel("8.4", "15.2.b")
def test_a_dry_run_shows_the_readers_and_makes_no_key(world: World) -> None:
    dossier = world.weighed()
    before = world.files()
    made = world.made("decide", dossier, "--dry-run", content=sample("besluit"), now=DECIDING)
    assert world.files() == before
    (casus,) = made["readers"].keys() - {dossier}
    assert made["readers"][casus]["beperkt"] == [
        "gemeente-heerlen/hrl-1",
        "politie/pol-1",
        "uitvoerder/uit-1",
    ]


@pytest.mark.artikel("6.b", "8.2.e")
def test_why_it_was_decided_on_a_restricted_weighing_lies_beside_that_weighing(
    world: World,
) -> None:
    dossier = world.intake()
    world.ok("signal", dossier, content=sample("signaal"))
    signal = 1 + len(sample("intake")["signalen"]) * 2 + 1
    weighing = sample("weging")
    judged = [{**item, "signalen": [signal]} for item in weighing["oordelen"]]
    world.ok("weigh", dossier, content={**weighing, "oordelen": judged}, now=WEIGHING)
    handed = [{"record": 2, "relevantie": "Aanleiding."}]
    content = sample("besluit", motivering="Om de kettingsloten.", over_te_dragen=handed)
    world.ok("decide", dossier, content=content, now=DECIDING)
    reach = Reach(world)
    for officer, reads in (("pol-1", True), ("hrl-1", True), ("uit-1", True), ("om-1", False)):
        found = {
            path.split("/")[3]
            for path, text in reach.records(reach.identity(officer)).items()
            if b"kettingsloten" in text
        }
        assert found == ({"beperkt"} if reads else set()), officer


def test_the_clock_of_these_tests_runs_on() -> None:
    assert LAST_MINUTE < TOO_LATE < WEIGHING < DECIDING
