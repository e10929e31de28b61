# SPDX-License-Identifier: EUPL-1.2
"""What somebody with access to the disk does to a vault: found by `check`, and never acted upon."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pgaref.actions.session import Session
from pgaref.storage import age, canonical, cards, records, yamltext
from pgaref.storage.identities import read_identity
from tests.cli.small import CONTENT, Case, copy_small, make_small

Attack = Callable[[Case], str]
SHOW, SWEEP, DISCLOSE, PROOF = "show", "sweep", "disclose", "certificate"
READS = frozenset((SHOW, DISCLOSE))
ACTS = frozenset((SHOW, SWEEP, DISCLOSE))
ALL = ACTS | {PROOF}
LOG = "log/2026.jsonl"
LAST_LOG = "log/2027.jsonl"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The vault that every test here gets a copy of."""
    home = tmp_path_factory.mktemp("small")
    return make_small(home)


@pytest.fixture
def case(small: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    """A vault to attack."""
    return copy_small(small, tmp_path / "home", monkeypatch)


def acted(case: Case) -> Iterator[tuple[str, int, str]]:
    """Every act's exit code and stdout; one that ends with 13 has changed nothing but the log."""
    lines = {
        SHOW: (SHOW, case.casus),
        SWEEP: (SWEEP,),
        PROOF: (PROOF, case.destroyed),
        DISCLOSE: (DISCLOSE, case.casus),
    }
    for act, line in lines.items():
        before = case.world.files()
        content = case.disclosure if act == DISCLOSE else None
        result = case.world.do(*line, content=content)
        if result.exit_code == 13:
            assert case.world.files() == before
        yield act, result.exit_code, result.stdout


def lines_of(case: Case, log: str = LOG) -> list[bytes]:
    """The lines of the log, LF included."""
    return case.path(log).read_bytes().splitlines(keepends=True)


def wrapped(data: bytes, recipient: object) -> bytes:
    return age.encrypt(data, [str(recipient)])


def recipient_of(case: Case, section: str = "dossier") -> object:
    """The public half of a section, which stands on the card for everybody to read."""
    card = cards.decode(case.path(case.card).read_bytes(), case.card)
    return card.sections[section].recipient


# Records


def forge_record(case: Case) -> str:
    """What is encrypted to the card's public key opens, and is still not the uitvoerder's."""
    text = b"gedraging: verzonnen\n".ljust(1024, b"\n")
    case.path(case.record(2)).write_bytes(wrapped(text, recipient_of(case)))
    return case.record(2)


def add_record(case: Case) -> str:
    """A record that nobody made, beside the others."""
    extra = case.path(case.record(99))
    extra.write_bytes(wrapped(b"verzonnen\n", recipient_of(case)))
    extra.chmod(0o600)
    return case.record(99)


def swap_records(case: Case) -> str:
    swap(case.path(case.record(2)), case.path(case.record(3)))
    return case.record(3)


def move_record_to_another_section(case: Case) -> str:
    other = case.record(2).replace("/dossier/", "/plan/")
    case.path(other).parent.mkdir(mode=0o700, exist_ok=True)
    case.path(case.record(2)).rename(case.path(other))
    return other


def remove_record(case: Case) -> str:
    case.path(case.record(2)).unlink()
    return case.record(2)


def link_record(case: Case) -> str:
    path = case.path(case.record(2))
    path.rename(case.world.run.home / "elsewhere.age")
    path.symlink_to(case.world.run.home / "elsewhere.age")
    return case.record(2)


def pipe_for_record(case: Case) -> str:
    case.path(case.record(2)).unlink()
    os.mkfifo(case.path(case.record(2)), 0o600)
    return case.record(2)


# Cards


def swap_recipient(case: Case) -> str:
    """What is added from now on would be encrypted to somebody else."""
    _, mine = age.generate()
    return case.edit(case.card, lambda card: _section(card).update(recipient=mine))


def add_reader_to_card(case: Case) -> str:
    """A key file of one's own making, put on the card."""
    path = case.path(case.key("dossier", "nctv/nctv-1"))
    path.parent.mkdir(mode=0o700)
    path.write_bytes(wrapped(b"AGE-SECRET-KEY-1\n", recipient_of(case)))
    path.chmod(0o600)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return case.edit(case.card, lambda card: _section(card)["keys"].update({"nctv/nctv-1": digest}))


def _section(card: dict[str, Any]) -> dict[str, Any]:
    section: dict[str, Any] = card["sections"]["dossier"]
    return section


def put_destruction_off(case: Case) -> str:
    return case.edit(case.card, lambda card: card.update(last_processed="2027-04-01"))


def roll_card_back(case: Case) -> str:
    shutil.copy(case.older / case.card, case.path(case.card))
    return case.card


def roll_dossier_back(case: Case) -> str:
    """Card, records and keys, all as they once stood together."""
    for folder in (Path(case.card).parent, Path("keys/casusoverleg") / case.casus):
        shutil.rmtree(case.vault / folder)
        shutil.copytree(case.older / folder, case.vault / folder)
    return case.card


def swap_cards(case: Case) -> str:
    other = f"dossiers/weegploeg/{case.weegploeg}/card.json"
    swap(case.path(case.card), case.path(other))
    return other


def remove_card(case: Case) -> str:
    case.path(case.card).unlink()
    return case.card


def link_dossier(case: Case) -> str:
    folder = case.path(case.card).parent
    folder.rename(case.world.run.home / "elsewhere")
    folder.symlink_to(case.world.run.home / "elsewhere")
    return case.card.removesuffix("/card.json")


# Keys


def swap_keys(case: Case) -> str:
    first, second = (case.key(name, "uitvoerder/uit-1") for name in ("dossier", "netwerk"))
    swap(case.path(first), case.path(second))
    return first


def remove_key(case: Case) -> str:
    case.path(case.key("dossier", "uitvoerder/uit-1")).unlink()
    return case.key("dossier", "uitvoerder/uit-1")


# Plain files


def edit_party_file(case: Case) -> str:
    """The next dossier would be readable for a stranger."""
    path = case.path("parties/politie.yaml")
    party = yamltext.parse(path.read_bytes(), "politie").value
    _, party["officers"][0]["recipient"] = age.generate()
    path.write_bytes(yamltext.dump(party))
    return "parties/politie.yaml"


def swap_party_files(case: Case) -> str:
    swap(case.path("parties/politie.yaml"), case.path("parties/openbaar-ministerie.yaml"))
    return "parties/openbaar-ministerie.yaml"


def roll_party_file_back(case: Case) -> str:
    """An officer who was admitted is none again."""
    path = case.path("parties/politie.yaml")
    path.write_bytes(b"schema: partij/1\nid: politie\nofficers: []\n")
    return "parties/politie.yaml"


def edit_profile(case: Case) -> str:
    """Terms that nobody agreed on."""
    path = case.path("convenant.yaml")
    path.write_bytes(path.read_bytes().replace(b"jaren: 5", b"jaren: 9"))
    return "convenant.yaml"


def edit_settings(case: Case) -> str:
    return case.edit("vault.json", lambda settings: settings.update(created="2020-01-01"))


def edit_vault_id(case: Case) -> str:
    return case.edit("vault.json", lambda settings: settings.update(id="0" * 32))


def edit_archive_place(case: Case) -> str:
    return case.edit("vault.json", lambda settings: settings.update(archive="/nowhere"))


def edit_certificate(case: Case) -> str:
    """A proof that says more than was done."""
    path = f"certificates/{case.destroyed}.json"
    return case.edit(path, lambda proof: proof.update(backup_until="2027-04-16"))


def remove_certificate(case: Case) -> str:
    case.path(f"certificates/{case.destroyed}.json").unlink()
    return f"certificates/{case.destroyed}.json"


# The log


def drop_first_line(case: Case) -> str:
    case.path(LOG).write_bytes(b"".join(lines_of(case)[1:]))
    return LOG


def drop_middle_line(case: Case) -> str:
    lines = lines_of(case)
    case.path(LOG).write_bytes(b"".join(lines[:9] + lines[10:]))
    return LOG


def drop_last_line(case: Case) -> str:
    """The chain holds; only the remembered head knows."""
    case.path(LAST_LOG).write_bytes(b"".join(lines_of(case, LAST_LOG)[:-1]))
    return LAST_LOG


def swap_lines(case: Case) -> str:
    lines = lines_of(case)
    lines[4], lines[5] = lines[5], lines[4]
    case.path(LOG).write_bytes(b"".join(lines))
    return LOG


def edit_line(case: Case) -> str:
    path = case.path(LOG)
    path.write_bytes(path.read_bytes().replace(b'"actor":"uit-1"', b'"actor":"pol-1"', 1))
    return LOG


def roll_log_back(case: Case) -> str:
    shutil.rmtree(case.path("log"))
    shutil.copytree(case.older / "log", case.path("log"))
    return LOG


def remove_log(case: Case) -> str:
    shutil.rmtree(case.path("log"))
    return "log"


def rewrite_log(case: Case) -> str:
    """One line changed and the whole chain made anew: the signatures were over the old one."""
    rechain(case, lambda line: line.update(host="elders") if line["seq"] == 4 else None)
    return LOG


def add_unsigned_commit(case: Case) -> str:
    """A line, well chained, that binds a card of one's own."""
    swap_recipient(case)
    lines = lines_of(case, LAST_LOG)
    last = canonical.decode(lines[-1])
    digest = hashlib.sha256(case.path(case.card).read_bytes()).hexdigest()
    names = ("v", "vault", "time", "party", "host", "tool")
    line = {name: last[name] for name in names} | {"action": "archive", "actor": "scheduler"}
    for phase in ("intent", "commit", "done"):
        seq = len(lines_of(case)) + len(lines) + 1
        prev = hashlib.sha256(lines[-1]).hexdigest()
        op = seq if phase == "intent" else line["op"]
        line |= {"seq": seq, "prev": prev, "phase": phase, "op": op}
        bound = {"plan": "0" * 64, "files": {case.card: digest}} if phase == "commit" else {}
        lines.append(canonical.encode(line | bound))
    case.path(LAST_LOG).write_bytes(b"".join(lines))
    return LAST_LOG


def restore_older_vault(case: Case) -> str:
    """A backup put back: what was destroyed since would be there again."""
    shutil.rmtree(case.vault)
    shutil.copytree(case.older, case.vault)
    return LOG


def rechain(case: Case, change: Callable[[dict[str, Any]], object]) -> None:
    """Change lines of the log, with a chain that fits them."""
    head = ""
    for log in (LOG, LAST_LOG):
        lines = []
        for data in lines_of(case, log):
            line: dict[str, Any] = canonical.decode(data)
            line["prev"] = head or line["prev"]
            change(line)
            lines.append(canonical.encode(line))
            head = hashlib.sha256(lines[-1]).hexdigest()
        case.path(log).write_bytes(b"".join(lines))


def swap(first: Path, second: Path) -> None:
    data = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(data)


REFUSED: dict[Attack, frozenset[str]] = {
    forge_record: READS,
    swap_records: READS,
    move_record_to_another_section: READS,
    remove_record: READS,
    link_record: READS,
    pipe_for_record: READS,
    swap_recipient: ACTS,
    add_reader_to_card: ACTS,
    put_destruction_off: ACTS,
    roll_card_back: ACTS,
    roll_dossier_back: ACTS,
    swap_cards: ACTS,
    remove_card: ACTS,
    link_dossier: ACTS,
    swap_keys: READS,
    remove_key: READS,
    edit_party_file: ALL,
    swap_party_files: ALL,
    roll_party_file_back: ALL,
    edit_profile: ALL,
    edit_settings: ALL,
    edit_vault_id: ALL,
    edit_archive_place: ALL,
    edit_certificate: frozenset((PROOF,)),
    remove_certificate: frozenset((PROOF,)),
    drop_first_line: ALL,
    drop_middle_line: ALL,
    drop_last_line: ALL,
    swap_lines: ALL,
    edit_line: ALL,
    roll_log_back: ALL,
    remove_log: ALL,
    rewrite_log: ALL,
    add_unsigned_commit: ALL,
    restore_older_vault: ALL,
}


@pytest.mark.artikel("15.2.d")
def test_an_untouched_vault_has_no_finding_and_every_act_is_done(case: Case) -> None:
    assert case.findings() == {}
    assert case.findings("--decrypt") == {}
    results = {act: code for act, code, _ in acted(case)}
    assert results == dict.fromkeys((SHOW, SWEEP, PROOF, DISCLOSE), 0)
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


# What nobody acts upon, because nobody looks at it


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


def _session(case: Case) -> Session:
    run = case.world.run
    identity = case.world.identity("uit-1")
    state = run.home / "state" / "pgaref"
    return Session(case.vault, state, identity, Path(f"{identity}.sign"), "test", 0, run.now)


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
    with _session(case).writing("review", dossier=case.casus) as work:
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


def resign(case: Case, name: str) -> None:
    """Sign every commit anew with a new key, in a chain that fits."""
    case.world.run("keygen", case.world.run.home / name)
    sign = replace(_session(case), signing_key=case.world.run.home / f"{name}.sign").signer()

    def change(line: dict[str, Any]) -> None:
        if line.pop("sig", None):
            line["sig"] = list(sign(canonical.encode(line)))

    rechain(case, change)


def test_no_vault_is_no_finding(case: Case) -> None:
    shutil.rmtree(case.vault)
    assert case.world.do("check").exit_code == 2
    assert case.world.do("log", "verify").exit_code == 2
