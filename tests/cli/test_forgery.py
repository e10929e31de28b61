# SPDX-License-Identifier: EUPL-1.2
"""What somebody with access to the disk does to a vault: found by `check`, and never acted upon."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pgaref.storage import age, canonical, cards, records
from pgaref.storage.identities import read_identity
from tests.cli.forgeries import (
    ALL,
    LAST_LOG,
    LOG,
    REFUSED,
    UNNOTICED,
    Attack,
    acted,
    add_record,
    drop_last_line,
    forge_record,
    lines_of,
    resign,
    rewrite_log,
    wrapped,
)
from tests.cli.small import CONTENT, Case, copy_small, make_small, session_of


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The vault that every test here gets a copy of."""
    home = tmp_path_factory.mktemp("small")
    return make_small(home)


@pytest.fixture
def case(small: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    """A vault to attack."""
    return copy_small(small, tmp_path / "home", monkeypatch)


@pytest.mark.artikel("15.2.d")
def test_an_untouched_vault_has_no_finding_and_every_act_is_done(case: Case) -> None:
    assert case.findings() == {}
    assert case.findings("--decrypt") == {}
    results = {act: code for act, code, _ in acted(case)}
    assert results == dict.fromkeys(ALL, 0)
    assert case.findings("--decrypt") == {}


@pytest.mark.artikel("15.1")
@pytest.mark.artikel("15.2.d")
@pytest.mark.parametrize("attack", REFUSED, ids=lambda attack: attack.__name__)
def test_an_attack_is_found_and_not_acted_upon(case: Case, attack: Attack) -> None:
    path = attack(case)
    before = case.world.files(log=True)
    assert path in case.findings()
    assert case.world.files(log=True) == before
    for act, code, stdout in acted(case):
        refused = act in REFUSED[attack]
        assert (act, code == 13) == (act, refused)
        assert not (refused and CONTENT in stdout)


@pytest.mark.artikel("15.1")
@pytest.mark.parametrize("attack", UNNOTICED, ids=lambda attack: attack.__name__)
def test_what_no_act_comes_across_is_found_and_stops_none(case: Case, attack: Attack) -> None:
    path = attack(case)
    assert path in case.findings()
    assert {act: code for act, code, _ in acted(case)} == dict.fromkeys(ALL, 0)


def test_extra_files_are_found_in_every_folder(case: Case) -> None:
    folders = ["", "parties", "dossiers", "keys", "keys/outbox", "log", "journal", "outbox"]
    folders += ["drafts", "certificates", "archive", f"archive/weegploeg/{case.archived}"]
    for folder in folders:
        (case.vault / folder / "extra.yaml").touch(0o600)
    found = case.findings()
    assert found.keys() == {f"{folder}/extra.yaml".lstrip("/") for folder in folders}
    assert all(problem.startswith("an extra file") for problem in found.values())


def test_an_extra_folder_is_found_and_an_extra_link(case: Case) -> None:
    case.path("dossiers/elders").mkdir(mode=0o700)
    case.path("keys/link").symlink_to(case.world.run.home)
    assert case.findings() == {
        "dossiers/elders": "an extra folder: not in the log",
        "keys/link": "a link",
    }


@pytest.mark.artikel("13.1")
def test_a_restored_destroyed_dossier_is_named_as_such(case: Case) -> None:
    for folder in (f"dossiers/weegploeg/{case.destroyed}", f"keys/weegploeg/{case.destroyed}"):
        shutil.copytree(case.older / folder, case.vault / folder)
    found = case.findings()
    assert f"dossiers/weegploeg/{case.destroyed}/card.json" in found
    assert any(path.startswith(f"keys/weegploeg/{case.destroyed}/dossier/") for path in found)
    assert set(found.values()) == {f"leftover of the destroyed dossier {case.destroyed}"}
    assert case.world.do("show", case.destroyed).exit_code == 10


@pytest.mark.artikel("15.2.b")
def test_a_key_file_that_is_not_on_the_card_is_found_and_opens_nothing(case: Case) -> None:
    """Made by a reader who knows the section's secret, for somebody who may not read it."""
    reader, other = (read_identity(case.world.identity(name)) for name in ("pol-1", "nctv-1"))
    held = case.path(case.key("dossier", "politie/pol-1"))
    path = case.path(case.key("dossier", "nctv/nctv-1"))
    path.parent.mkdir(mode=0o700)
    path.write_bytes(wrapped(age.decrypt(held.read_bytes(), reader), other.recipient))
    path.chmod(0o600)
    assert list(case.findings()) == [case.key("dossier", "nctv/nctv-1")]
    shown = case.world.do("show", case.casus, "--section", "dossier", by="nctv-1")
    assert (shown.exit_code, shown.stdout) == (12, "")


@pytest.mark.artikel("15.1")
@pytest.mark.parametrize("mode", [0o644, 0o660, 0o400, 0o700])
def test_a_file_with_other_rights_is_found(case: Case, mode: int) -> None:
    for name in (case.record(2), case.card, LOG, "lock", case.key("plan", "politie/pol-1")):
        case.path(name).chmod(mode)
    found = case.findings()
    assert len(found) == 5
    assert set(found.values()) == {f"its rights are {mode:04o}, not 0600"}


@pytest.mark.artikel("15.1")
def test_a_folder_with_other_rights_is_found(case: Case) -> None:
    folders = ("keys", "log", f"archive/weegploeg/{case.archived}", "outbox/nctv")
    for name in folders:
        case.path(name).chmod(0o755)
    assert case.findings() == dict.fromkeys(sorted(folders), "its rights are 0755, not 0700")


def test_the_words_for_people_in_a_vaults_place_are_no_finding(case: Case) -> None:
    for name in ("README.md", ".gitignore"):
        case.path(name).write_text("not in git\n")
    assert case.findings() == {}


@pytest.mark.artikel("8.1")
def test_a_record_that_nobody_made_is_found_and_not_shown(case: Case) -> None:
    path = add_record(case)
    assert case.findings() == {path: "an extra file: its card does not have it"}
    shown = case.world.ok("show", case.casus, "--json").json["records"]
    assert 99 not in {record["record"] for record in shown}
    assert case.world.do("show", f"{case.casus}/99").exit_code == 2


@pytest.mark.artikel("13.2")
def test_a_dossier_with_a_forged_record_is_not_archived(case: Case) -> None:
    forge_record(case)
    case.world.ok("list", "--names", now="2027-07-20T08:00:00")
    before = case.world.files()
    assert case.world.do("sweep", now="2027-10-18T08:00:00").exit_code == 13
    after = case.world.files()
    assert {path: data for path, data in before.items() if case.casus in path} == {
        path: data for path, data in after.items() if case.casus in path
    }
    assert case.findings().keys() == {case.record(2)}


# Damage


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def empty(_data: bytes) -> bytes:
    return b""


def flip(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 0x10]) + data[middle + 1 :]


def damage(case: Case, names: set[str], how: Callable[[bytes], bytes]) -> None:
    for name in names:
        case.path(name).write_bytes(how(case.path(name).read_bytes()))


def trunk(case: Case) -> set[str]:
    """The files without which others cannot be judged; each is damaged alone."""
    names = {name for name in case.world.files(log=True) if name.endswith("card.json")}
    return names | {"vault.json", "convenant.yaml", LOG, LAST_LOG, "parties/uitvoerder.yaml"}


@pytest.mark.artikel("15.1")
@pytest.mark.parametrize("how", [cut, empty, flip])
def test_damage_is_found_in_every_single_file(case: Case, how: Callable[[bytes], bytes]) -> None:
    leaves = case.world.files(log=True).keys() - trunk(case) - {"lock"}
    assert len(leaves) > 120
    damage(case, leaves, how)
    assert case.findings().keys() == leaves


@pytest.mark.artikel("15.1")
@pytest.mark.parametrize("how", [cut, empty, flip])
def test_damage_is_found_in_the_files_that_hold_the_others(
    case: Case, how: Callable[[bytes], bytes]
) -> None:
    for name in sorted(trunk(case)):
        whole = case.path(name).read_bytes()
        damage(case, {name}, how)
        assert name in case.findings()
        case.path(name).write_bytes(whole)
    assert case.findings() == {}


# What needs a key to be found


def other_text(text: bytes) -> bytes:
    return text.rstrip(b"\n") + b"\n# x\n"


def unknown_field(text: bytes) -> bytes:
    return text.replace(b"  gedraging:", b"  verdenking:", 1)


def elsewhere(text: bytes) -> bytes:
    return text.replace(b"/2\n", b"/3\n", 1)


@pytest.mark.artikel("15.2.d")
@pytest.mark.parametrize("change", [other_text, unknown_field, elsewhere])
@pytest.mark.parametrize("honest_digest", [True, False])
def test_a_record_that_an_officer_signed_for_wrongly_is_found_by_decrypting(
    case: Case, change: Callable[[bytes], bytes], honest_digest: bool
) -> None:
    with session_of(case).writing("review", dossier=case.casus) as work:
        card = work.vault.card(case.casus)
        entry = card.records[1]
        text = change(work.opener.plaintext(card, entry))
        data = wrapped(text, card.sections[entry.section].recipient)
        entry = replace(entry, sha256=hashlib.sha256(data).hexdigest())
        if honest_digest:
            entry = replace(entry, digest=records.digest(text))
        entries = (card.records[0], entry, *card.records[2:])
        forged = replace(card, records=entries, seq=work.transaction.commit_seq)
        work.transaction.put(case.record(2), data)
        work.transaction.put(case.card, cards.encode(forged), bound=True)
        work.transaction.commit()
    assert case.findings() == {}
    assert list(case.findings("--decrypt")) == [case.record(2)]


@pytest.mark.artikel("15.2.e")
def test_a_rewritten_log_is_found_by_its_signatures_though_the_head_was_forged_too(
    case: Case,
) -> None:
    rewrite_log(case)
    head = hashlib.sha256(lines_of(case, LAST_LOG)[-1]).hexdigest()
    remembered = next((case.world.run.home / "state" / "pgaref").glob("*.json"))
    value = canonical.decode(remembered.read_bytes())
    remembered.write_bytes(canonical.encode(value | {"head": head}))
    assert case.findings() == {}
    assert "signature" in case.findings("--decrypt")[LOG]
    verified = case.world.do("log", "verify", "--json")
    assert verified.exit_code == 13
    assert verified.json["ok"] is False
    assert [finding["path"] for finding in verified.json["findings"]] == [LOG]


@pytest.mark.artikel("15.2.e")
def test_a_broken_log_is_told_by_log_verify(case: Case) -> None:
    assert case.world.do("log", "verify", "--json").json.keys() == {"ok", "entries", "head"}
    drop_last_line(case)
    verified = case.world.do("log", "verify", "--json")
    assert (verified.exit_code, verified.json["ok"]) == (13, False)
    assert verified.json["findings"][0]["path"] == LAST_LOG


@pytest.mark.artikel("15.2.c")
def test_a_log_that_a_stranger_signed_anew_is_found(case: Case) -> None:
    """With the key of a keygen that nobody admitted, on lines that say uit-1."""
    resign(case, "stranger")
    assert case.findings()[LOG] == "log line 2: wrong signature"
    assert {code for _, code, _ in acted(case)} == {13}


def test_no_vault_is_no_finding(case: Case) -> None:
    shutil.rmtree(case.vault)
    assert case.world.do("check").exit_code == 2
    assert case.world.do("log", "verify").exit_code == 2
