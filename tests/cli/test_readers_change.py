# SPDX-License-Identifier: EUPL-1.2
"""Who opens what after joining, leaving, archiving and reopening: old keys open nothing new."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from pgaref.covenant.model import RecordEntry
from tests.cli.reach import Reach
from tests.cli.readers import (
    COLLEGE_AND_OM,
    COLLEGE_ONLY,
    IDENTITIES,
    PARTY,
    Scene,
    copied,
    made_once,
)
from tests.cli.test_readers import READERS, READING
from tests.cli.world import sample

KERNPARTIJEN = ("politie", "openbaar-ministerie", "gemeente-heerlen", "gemeente-venlo")
LEAVING = [
    ("weegploeg", "gemeente-heerlen"),
    ("weegploeg", "gemeente-venlo"),
    ("casusoverleg", "politie"),
    ("casusoverleg", "openbaar-ministerie"),
    ("casusoverleg", "gemeente-heerlen"),
    ("casusoverleg", "gemeente-venlo"),
    ("casusoverleg", "reclassering-nederland"),
    ("casusoverleg", "raad-voor-de-kinderbescherming"),
    ("casusoverleg", "nctv"),
]
EVERYTHING = {section for register, section in READERS if register == "casusoverleg"}
# Register, party, its officer, and the sections that it reads from then on.
JOINING = [
    (
        "weegploeg",
        "gemeente-maastricht",
        "mst-1",
        {"dossier", "beperkt", "beperkt-om", "melder-gemeente-maastricht"},
    ),
    ("casusoverleg", "gemeente-maastricht", "mst-1", EVERYTHING),
    ("casusoverleg", "bureau-jeugdzorg-limburg", "bjl-1", {"plan"}),
]
REJOINING = [
    ("weegploeg", "gemeente-venlo", ""),
    ("casusoverleg", "politie", ""),
    ("casusoverleg", "raad-voor-de-kinderbescherming", ""),
    ("casusoverleg", "nctv", "nctv-1"),
]
REFUSED = [
    ("weegploeg", "reclassering-nederland", ""),
    ("weegploeg", "nctv", "nctv-1"),
    ("casusoverleg", "bureau-jeugdzorg-limburg", ""),
]
REGISTERS = ("weegploeg", "casusoverleg")


@pytest.fixture
def scene(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Scene:
    return copied(made_once(tmp_path_factory.getbasetemp()), tmp_path / "home", monkeypatch)


def readers_by_table(register: str) -> dict[str, set[str]]:
    """Section -> officers, of the scene as it was made."""
    return {name: who for (own, name), who in READERS.items() if own == register}


def officers_of(party: str) -> set[str]:
    """The officers of a party who can read."""
    return {officer for officer in READING if PARTY[officer] == party}


def in_sections(records: Mapping[str, RecordEntry], sections: set[str]) -> set[str]:
    return {path for path, entry in records.items() if entry.section in sections}


def bytes_of(scene: Scene, dossier: str) -> dict[str, bytes]:
    """Record -> the bytes of its file."""
    return {path: (scene.vault / path).read_bytes() for path in scene.records(dossier)}


def assert_opened_by(
    scene: Scene, dossier: str, readers: Mapping[str, set[str]], *kept: bytes
) -> None:
    """Key files lie there for these readers of each section, and they open all of its records;
    nobody opens more, with what was `kept` besides.
    """
    assert scene.holders(dossier) == readers
    reach = Reach(scene.world)
    records = scene.records(dossier)
    for officer in IDENTITIES:
        opened = reach.records(reach.identity(officer), *kept)
        sections = {section for section, who in readers.items() if officer in who}
        assert set(opened) & set(records) == in_sections(records, sections), officer
        for path in set(opened) & set(records):
            assert hashlib.sha256(opened[path]).hexdigest() == records[path].digest


def assert_stock_age_agrees(scene: Scene, dossier: str, officer: str, sections: set[str]) -> None:
    """Debian's `age` prints, with this officer's keys, the records of these sections alone."""
    records = scene.records(dossier)
    for path, entry in records.items():
        key = scene.key(dossier, entry.section, officer)
        text = scene.world.opened_with_stock_age(key, path, officer)
        assert (text is not None) is (entry.section in sections)
        if text is not None:
            assert hashlib.sha256(text).hexdigest() == entry.digest
            assert len(text) % 1024 == 0


# Leaving


@pytest.mark.artikel("8.4", "10.4", "10.5", "8.2.c", "6.b")
@pytest.mark.parametrize(("register", "party"), LEAVING)
def test_what_a_leaver_kept_opens_nothing_that_is_there_now(
    scene: Scene, register: str, party: str
) -> None:
    dossier, leavers, own = scene.of(register), officers_of(party), f"melder-{party}"
    table = readers_by_table(register)
    read = {section for section, who in table.items() if who & leavers} - {own}
    before, files = scene.records(dossier), bytes_of(scene, dossier)
    kept = scene.world.run.home / "kept"
    shutil.copytree(scene.vault / "keys", kept)
    secrets = [
        secret
        for officer in leavers
        for section, secret in scene.secrets(dossier, officer).items()
        if section != own
    ]
    scene.leave(dossier, party)

    staying = {name: who if name == own else who - leavers for name, who in table.items()}
    assert_opened_by(scene, dossier, staying, *secrets)
    reach = Reach(scene.world)
    assert all(reach.directly(secret) == {} for secret in secrets)
    # Every record that was read is another file now, with the same text; the others are as before.
    now = bytes_of(scene, dossier)
    assert {path for path in files if now[path] != files[path]} == in_sections(before, read)
    assert {p: e.digest for p, e in scene.records(dossier).items() if p in before} == {
        p: e.digest for p, e in before.items()
    }
    for path in in_sections(before, read):
        for officer in leavers:
            key = kept / scene.key(dossier, before[path].section, officer).removeprefix("keys/")
            assert key.exists()
            assert scene.world.opened_with_stock_age(str(key), path, officer) is None
    for officer in sorted({"uit-1", "vnl-1", "rec-1"} - leavers):
        sections = {section for section, who in staying.items() if officer in who}
        assert_stock_age_agrees(scene, dossier, officer, sections)


@pytest.mark.artikel("8.4", "10.4")
@pytest.mark.parametrize("register", REGISTERS)
def test_leaving_one_file_leaves_the_other_as_it_is(scene: Scene, register: str) -> None:
    other = next(name for name in REGISTERS if name != register)
    before = {path: data for path, data in scene.world.files().items() if scene.of(other) in path}
    scene.leave(scene.of(register), "gemeente-venlo")
    after = {path: data for path, data in scene.world.files().items() if scene.of(other) in path}
    assert before == after


@pytest.mark.artikel("10.5", "13.2")
@pytest.mark.parametrize("act", ["leave", "archive"])
def test_a_package_goes_when_its_party_leaves_or_the_file_is_archived(
    scene: Scene, act: str
) -> None:
    assert {path for path in scene.world.files() if "outbox/" in path}
    if act == "leave":
        scene.leave(scene.casus, "nctv")
    else:
        archived(scene, "casusoverleg")
    assert not {path for path in scene.world.files() if "outbox/" in path}
    reach = Reach(scene.world)
    for officer in ("nctv-1", "nctv-2"):
        assert reach.wholly(reach.identity(officer)) == {}
    assert [package.keys for package in scene.card(scene.casus).packages] == [{}]


@pytest.mark.parametrize("party", ["politie", "openbaar-ministerie"])
@pytest.mark.artikel("8.4")
def test_who_stands_on_every_file_of_the_weegploeg_does_not_leave_it(
    scene: Scene, party: str
) -> None:
    before = scene.world.files()
    content = {"schema": "vertrek/1", "datum": "2026-10-15", "reden": "Wil niet meer."}
    assert scene.world.do("leave", scene.weegploeg, party, content=content).exit_code == 10
    assert scene.world.files() == before


# Joining


@pytest.mark.artikel("8.4", "10.4", "10.5", "6.b")
@pytest.mark.parametrize(("register", "party", "officer", "sections"), JOINING)
def test_who_joins_opens_the_sections_of_the_table_from_their_first_record_on(
    scene: Scene, register: str, party: str, officer: str, sections: set[str]
) -> None:
    dossier, files = scene.of(register), bytes_of(scene, scene.of(register))
    table = readers_by_table(register)
    assert_opened_by(scene, dossier, table)
    confirming = officer if party == "bureau-jeugdzorg-limburg" else ""
    assert scene.join(dossier, party, confirming).exit_code == 0

    readers = {
        section: table.get(section, {"uit-1"}) | ({officer} if section in sections else set())
        for section in {*table, *sections}
    }
    assert_opened_by(scene, dossier, readers)
    assert_stock_age_agrees(scene, dossier, officer, sections)
    now = bytes_of(scene, dossier)
    assert {path: now[path] for path in files} == files


@pytest.mark.artikel("8.4", "10.4", "10.5")
@pytest.mark.parametrize(("register", "party", "confirming"), REJOINING)
def test_who_comes_back_opens_everything_again_and_with_new_keys_only(
    scene: Scene, register: str, party: str, confirming: str
) -> None:
    dossier, coming = scene.of(register), officers_of(party)
    secrets = [
        secret
        for officer in coming
        for section, secret in scene.secrets(dossier, officer).items()
        if section != f"melder-{party}"
    ]
    scene.leave(dossier, party)
    assert scene.join(dossier, party, confirming).exit_code == 0
    assert_opened_by(scene, dossier, readers_by_table(register))
    reach = Reach(scene.world)
    assert all(reach.directly(secret) == {} for secret in secrets)


@pytest.mark.artikel("8.4", "10.5", "14.1")
@pytest.mark.parametrize(("register", "party", "confirming"), REFUSED)
def test_who_has_no_place_in_the_table_gets_no_key(
    scene: Scene, register: str, party: str, confirming: str
) -> None:
    before = scene.world.files()
    assert scene.join(scene.of(register), party, confirming).exit_code == 10
    assert scene.world.files() == before


# The archive


def close(scene: Scene) -> None:
    """Close the casusoverleg, which the file of the weegploeg notes too."""
    advised = {"datum": "2026-10-15", "motivering": "Alle maatregelen zijn gereed."}
    decided = {**advised, "aanwezig": ["pol-1", "om-1", "hrl-1", "vnl-1"]}
    content = {"advies_casusoverleg": advised, "besluit_kernpartijen": decided}
    scene.world.ok("close", scene.casus, content={"schema": "afsluiting/1", **content})


def archived(scene: Scene, register: str) -> dict[str, set[str]]:
    """Archive the file; section -> who may read it from then on."""
    if register == "casusoverleg":
        close(scene)
    scene.world.ok("archive", scene.of(register))
    kern = {officer for officer in READING if PARTY[officer] in KERNPARTIJEN}
    return {section: who & kern for section, who in readers_by_table(register).items()}


@pytest.mark.artikel("13.2", "8.2.c", "6.b")
@pytest.mark.parametrize("register", REGISTERS)
def test_the_archive_opens_for_kernpartijen_alone_with_both_of_their_keys(
    scene: Scene, register: str
) -> None:
    dossier = scene.of(register)
    digests = {entry.n: entry.digest for entry in scene.card(dossier).records}
    readers = archived(scene, register)
    assert scene.holders(dossier, seal=True) == readers
    assert_opened_by(scene, dossier, readers)
    for officer in ("pol-1", "pol-2", "om-1", "hrl-1", "vnl-1"):
        for path, entry in scene.records(dossier).items():
            text = scene.opened_from_the_archive(dossier, entry, officer)
            assert bool(text) is (officer in readers[entry.section])
            if text:
                # A closing came last, and is on the card alone.
                expected = digests.get(entry.n, scene.records(dossier)[path].digest)
                assert hashlib.sha256(text).hexdigest() == expected
                assert len(text) % 1024 == 0
    assert not [path for path in scene.world.files() if path.startswith(f"dossiers/{register}/")]


@pytest.mark.artikel("13.2")
@pytest.mark.parametrize("register", REGISTERS)
def test_an_old_section_key_opens_nothing_that_is_sealed(scene: Scene, register: str) -> None:
    dossier = scene.of(register)
    # Uit-1 has read it all: whoever keeps what it opened keeps every secret that there was.
    secrets = scene.secrets(dossier, "uit-1")
    assert set(secrets) == set(readers_by_table(register))
    kept = scene.world.run.home / "kept"
    shutil.copytree(scene.vault / "keys", kept)
    readers = archived(scene, register)
    reach = Reach(scene.world)
    assert all(reach.directly(secret) == {} for secret in secrets.values())
    # Nor does it help somebody who reads another section of the archive.
    assert_opened_by(scene, dossier, readers, *secrets.values())
    for path, entry in scene.records(dossier).items():
        for officer in ("uit-1", "rec-1", "nctv-1", "pol-1"):
            key = kept / scene.key(dossier, entry.section, officer).removeprefix("keys/")
            assert scene.world.opened_with_stock_age(str(key), path, officer) is None


@pytest.mark.artikel("13.2")
def test_a_seal_alone_opens_an_outer_layer_and_no_record(scene: Scene) -> None:
    readers = archived(scene, "casusoverleg")
    reach = Reach(scene.world)
    entry = scene.card(scene.casus).records[0]
    seal = scene.key(scene.casus, entry.section, "pol-1", seal=True)
    secret = reach.directly(reach.identity("pol-1"))[seal]
    assert reach.records(secret) == {}
    assert scene.record(scene.casus, entry) in reach.directly(secret)
    assert readers[entry.section] >= {"pol-1"}


@pytest.mark.artikel("13.2", "8.2.f")
def test_a_closing_noted_in_an_archived_file_is_sealed_too(scene: Scene) -> None:
    old = scene.secrets(scene.weegploeg, "uit-1")
    readers = archived(scene, "weegploeg")
    close(scene)
    noted = scene.card(scene.weegploeg).records[-1]
    assert noted.kind == "afsluiting"
    assert scene.opened_from_the_archive(scene.weegploeg, noted, "vnl-1")
    assert_opened_by(scene, scene.weegploeg, readers, *old.values())


@pytest.mark.artikel("13.2", "8.2.c")
def test_who_left_before_archiving_has_no_key_in_the_archive_but_of_its_own_melders(
    scene: Scene,
) -> None:
    secrets = scene.secrets(scene.weegploeg, "vnl-1")
    scene.leave(scene.weegploeg, "gemeente-venlo")
    readers = archived(scene, "weegploeg")
    own = "melder-gemeente-venlo"
    left = {name: who if name == own else who - {"vnl-1"} for name, who in readers.items()}
    assert scene.holders(scene.weegploeg, seal=True) == left
    assert_opened_by(scene, scene.weegploeg, left, *secrets.values())


# Reopening


@pytest.mark.artikel("13.4", "8.4", "6.b", "8.2.c", "10.2.c")
@pytest.mark.parametrize("register", REGISTERS)
def test_what_is_reopened_has_the_readers_of_the_table_and_new_keys(
    scene: Scene, register: str
) -> None:
    dossier, old = scene.of(register), scene.secrets(scene.of(register), "uit-1")
    archived(scene, register)
    sealed = {path: data for path, data in scene.world.files().items() if dossier in path}
    again = reopened(scene, register, "dossier", "beperkt", "beperkt-om")
    assert sealed == {path: d for path, d in scene.world.files().items() if dossier in path}
    table = readers_by_table("weegploeg")
    assert_opened_by(scene, again, table, *old.values())
    for officer in ("uit-1", "pol-2", "om-1", "vnl-1", "rec-1", "nctv-1"):
        sections = {section for section, who in table.items() if officer in who}
        assert_stock_age_agrees(scene, again, officer, sections)
    # The melders stay where they were, if they were there.
    assert [(entry.kind, entry.section) for entry in scene.card(again).records] == [
        ("subject", "dossier"),
        ("signaal", "dossier"),
        ("signaal", "beperkt"),
        ("signaal", "beperkt-om"),
        ("opdracht", "dossier"),
    ]


@pytest.mark.artikel("13.4", "6.b")
@pytest.mark.parametrize("register", REGISTERS)
def test_restricted_data_is_reopened_into_its_own_section(scene: Scene, register: str) -> None:
    archived(scene, register)
    again = reopened(scene, register, "beperkt", "beperkt-om")
    reach = Reach(scene.world)
    for text, section in ((COLLEGE_ONLY, "beperkt"), (COLLEGE_AND_OM, "beperkt-om")):
        for officer in IDENTITIES:
            found = {
                path.split("/")[3]
                for path, plaintext in reach.records(reach.identity(officer)).items()
                if again in path and text.encode() in plaintext
            }
            reads = officer in READERS["weegploeg", section]
            assert found == ({section} if reads else set()), officer


@pytest.mark.artikel("13.2", "13.4", "6.b")
@pytest.mark.parametrize(
    ("officer", "code"), [("om-1", 12), ("mst-1", 12), ("uit-1", 10), ("rec-1", 10)]
)
def test_nobody_reopens_what_he_may_not_read(scene: Scene, officer: str, code: int) -> None:
    archived(scene, "weegploeg")
    before = scene.world.files()
    content = order(scene, "weegploeg", "beperkt")
    result = scene.world.do("reopen", scene.weegploeg, by=officer, content=content)
    assert result.exit_code == code
    assert scene.world.files() == before


@pytest.mark.artikel("15.2.d")
def test_check_finds_nothing_wrong_with_any_of_it(scene: Scene) -> None:
    assert scene.join(scene.weegploeg, "gemeente-maastricht").exit_code == 0
    scene.leave(scene.casus, "nctv")
    archived(scene, "casusoverleg")
    reopened(scene, "casusoverleg", "dossier", "beperkt")
    for officer in ("uit-1", "pol-2", "om-1", "rec-1"):
        assert scene.world.do("check", "--decrypt", by=officer).exit_code == 0


def order(scene: Scene, register: str, *sections: str) -> dict[str, object]:
    """An order of all kernpartijen to take over the first signal of each of these sections."""
    signals = scene.card(scene.of(register)).of_kind("signaal")
    taken = [next(entry.n for entry in signals if entry.section == name) for name in sections]
    return sample(
        "opdracht",
        van=["pol-1", "om-1", "hrl-1", "vnl-1"],
        over_te_nemen=[{"record": n, "noodzaak": "Van belang voor de weging."} for n in taken],
    )


def reopened(scene: Scene, register: str, *sections: str) -> str:
    """Reopen the file with such an order; the new dossier of the weegploeg."""
    content = order(scene, register, *sections)
    made = scene.world.made("reopen", scene.of(register), by="pol-1", content=content)
    return str(made["dossier"])
