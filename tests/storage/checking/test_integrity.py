# SPDX-License-Identifier: EUPL-1.2
"""The parts of a check: the log's files, git, the walk, and what an officer signed for wrongly."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pgaref.covenant.model import Card
from pgaref.errors import IntegrityError
from pgaref.storage import cards, transaction, yamltext
from pgaref.storage.checking.findings import Finding, descendants, finding_of, folder_findings
from pgaref.storage.checking.gitindex import tracked
from pgaref.storage.checking.strangers import strangers
from pgaref.storage.files.tree import Entry, Tree
from pgaref.storage.logbook.head import Head, recall
from pgaref.storage.logbook.history import History
from pgaref.storage.logbook.logreading import follow
from tests.cli.small import Case, copy_small, make_small, session_of
from tests.storage import vaults
from tests.storage.checking.gitfiles import make_index
from tests.storage.test_age import recipient_of
from tests.storage.vaults import Place

# Whatever is encrypted to this point of order 1, anyone can read.
LOW_ORDER = recipient_of(1)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The vault that tests of whole vaults get a copy of."""
    return make_small(tmp_path_factory.mktemp("small"))


@pytest.fixture
def case(small: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    """A vault to check."""
    return copy_small(small, tmp_path / "home", monkeypatch)


# The log's files


def log_findings(place: Place, remembered: Head | None) -> list[Finding]:
    history = History(vaults.VAULT, remembered, vaults.verify)
    return list(follow(Tree(place.root), history))


@pytest.mark.artikel("15.2.e")
def test_a_flipped_bit_is_found_in_every_byte_of_the_log(place: Place) -> None:
    whole = place.log.read_bytes()
    remembered = recall(place.base / "state", vaults.VAULT)
    assert log_findings(place, remembered) == []
    for at in range(len(whole)):
        flipped = bytes([whole[at] ^ 1 << at % 8])
        place.log.write_bytes(whole[:at] + flipped + whole[at + 1 :])
        found = log_findings(place, remembered)
        assert [finding.path for finding in found] == ["log/2026.jsonl"], at


@pytest.mark.artikel("15.2.e")
def test_a_log_cut_anywhere_is_found_by_the_remembered_head(place: Place) -> None:
    whole = place.log.read_bytes()
    remembered = recall(place.base / "state", vaults.VAULT)
    for size in range(len(whole)):
        place.log.write_bytes(whole[:size])
        assert {finding.path for finding in log_findings(place, remembered)} == {"log/2026.jsonl"}


def test_a_torn_last_line_is_no_finding(place: Place) -> None:
    with place.log.open("ab") as log:
        log.write(b'{"action":')
    assert log_findings(place, None) == []
    (place.root / "log" / "2027.jsonl").write_bytes(b"")
    assert [str(finding) for finding in log_findings(place, None)] == [
        "log/2026.jsonl: ends within a line"
    ]


def test_an_empty_log_file_is_a_finding(place: Place) -> None:
    (place.root / "log" / "2027.jsonl").touch()
    assert log_findings(place, None) == [Finding("log/2027.jsonl", "empty")]


# Git


@pytest.mark.artikel("13.1")
@pytest.mark.parametrize("version", [2, 3, 4])
@pytest.mark.parametrize("sha256", [False, True])
def test_a_repository_above_that_tracks_the_vault_is_named(
    tmp_path: Path, version: int, sha256: bool
) -> None:
    inside = ["keys/a/1.age", "keys/a/12.age", "keys/b/" + "x" * 300, "keys/b/y", "vault.json"]
    outside = ["README.md", "vau", "vaults/keys/1.age", "zz/vault/vault.json"]
    words = ["vault/README.md", "vault/.gitignore"]
    names = [f"vault/{name}" for name in inside] + outside + words
    (tmp_path / "vault").mkdir()
    make_index(tmp_path, names, version, sha256=sha256)
    assert list(tracked(tmp_path / "vault")) == [(tmp_path, name) for name in inside]


def test_a_worktree_whose_git_is_a_file_is_found_too(tmp_path: Path) -> None:
    make_index(tmp_path / "main", ["vault/vault.json"])
    (tmp_path / "tree" / "vault").mkdir(parents=True)
    (tmp_path / "tree" / ".git").write_text("gitdir: ../main/.git\n")
    assert list(tracked(tmp_path / "tree" / "vault")) == [(tmp_path / "tree", "vault.json")]


def test_a_vault_that_is_itself_a_repository_is_found(tmp_path: Path) -> None:
    make_index(tmp_path, ["vault.json"])
    assert list(tracked(tmp_path)) == [(tmp_path, "vault.json")]


@pytest.mark.parametrize("data", [b"", b"DIRC", b"DIRC\0\0\0\2\0\0\0\5", b"x" * 200])
def test_what_is_no_index_tracks_nothing(tmp_path: Path, data: bytes) -> None:
    (tmp_path / ".git").mkdir()
    assert list(tracked(tmp_path)) == []
    (tmp_path / ".git" / "index").write_bytes(data)
    assert list(tracked(tmp_path)) == []


@pytest.mark.artikel("13.1")
def test_check_names_the_repository(case: Case) -> None:
    home = case.world.run.home
    make_index(home, ["vault/README.md", "identity"])
    assert case.findings() == {}
    make_index(home, ["vault/README.md", "vault/vault.json", "vault/convenant.yaml"])
    assert case.findings() == {
        "convenant.yaml": f"tracked by the git repository at {home} with 1 more"
    }


# The walk


def test_a_walk_follows_no_link_and_goes_on_after_it(tmp_path: Path) -> None:
    (tmp_path / "b" / "c").mkdir(parents=True)
    (tmp_path / "b" / "c" / "file").touch()
    (tmp_path / "a").symlink_to("b")
    os.mkfifo(tmp_path / "b" / "a")
    found = list(descendants(Tree(tmp_path), ""))
    seen = {item.path for item in found if isinstance(item, Entry)}
    assert seen == {"b", "b/c", "b/c/file"}
    strange = {str(item) for item in found if isinstance(item, Finding)}
    assert strange >= {"a: a link", "b/a: neither a file nor a folder"}
    assert list(descendants(Tree(tmp_path), "gone")) == []
    (stopped,) = descendants(Tree(tmp_path), "a")
    assert stopped == Finding("a", "a link or other stranger on the way")


@pytest.mark.parametrize(
    ("error", "finding"),
    [
        (IntegrityError("vault.json: not so"), Finding("vault.json", "not so")),
        (IntegrityError("log line 5: not so"), Finding("here", "log line 5: not so")),
        (IntegrityError("a path that leaves"), Finding("here", "a path that leaves")),
        (PermissionError(13, "no", "/secret/name"), Finding("here", "cannot be read")),
    ],
)
def test_an_error_becomes_a_finding_at_the_file_that_it_names(
    error: Exception, finding: Finding
) -> None:
    assert finding_of(error, "here") == finding


def test_a_folder_differs_by_what_is_missing_extra_and_changed(tmp_path: Path) -> None:
    (tmp_path / "f").mkdir(mode=0o700)
    for name, data in (("same", b"1"), ("other", b"2"), ("extra", b"3"), ("card", b"4")):
        (tmp_path / "f" / name).write_bytes(data)
        (tmp_path / "f" / name).chmod(0o600)
    one = "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"
    listed = {"f/same": one, "f/other": one, "f/gone": one}
    assert set(folder_findings(Tree(tmp_path), "f", listed, ("f/card",))) == {
        Finding("f/other", "not the bytes that its card vouches for"),
        Finding("f/extra", "an extra file: its card does not have it"),
        Finding("f/gone", "on its card, but missing"),
    }


def test_an_archive_elsewhere_hides_nothing_in_the_vault(tmp_path: Path) -> None:
    vault, archive = tmp_path / "vault", tmp_path / "archive"
    for folder in (vault, archive, vault / "archive", vault / "archive" / "weegploeg"):
        folder.mkdir(mode=0o700)
    (vault / "archive" / "weegploeg" / "file").touch(0o600)
    archive.chmod(0o755)
    (archive / "README.md").write_text("mounted here\n")
    tree = Tree(vault, {"archive": archive})
    paths = [finding.path for finding in strangers(tree, History("x"), frozenset())]
    assert paths == ["archive/weegploeg", "archive/weegploeg/file"]


def test_a_place_where_everyone_writes_is_a_finding(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    found = strangers(Tree(tmp_path), History("x"), frozenset())
    assert list(found) == [Finding(".", "everyone may write here")]


# Whole vaults


def sign_card(case: Case, change: Callable[[Card], Card]) -> None:
    """Put another card in force, signed by an officer."""
    with session_of(case).writing("review", dossier=case.casus) as work:
        card = replace(work.vault.card(case.casus), seq=work.transaction.commit_seq)
        work.transaction.put(case.card, cards.encode(change(card)), bound=True)
        work.transaction.commit()


def section(card: Card, **changes: Any) -> Card:
    plan = replace(card.sections["plan"], **changes)
    return replace(card, sections={**card.sections, "plan": plan})


@pytest.mark.artikel("15.2.d")
@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda card: replace(card, seq=card.seq - 1), "not the card that its log line wrote"),
        (lambda card: replace(card, register="weegploeg"), "a card that belongs elsewhere"),
        (lambda card: replace(card, state="zoek"), "not as its schema asks: state: enum"),
        (lambda card: section(card, recipient=LOW_ORDER), "plan: no recipient that protects"),
        (lambda card: replace(card, records=card.records * 2), "two records have one number"),
        (
            lambda card: section(card, keys={"politie/hrl-1": "0" * 64}),
            "politie/hrl-1 has a key and is no officer",
        ),
    ],
)
def test_a_card_that_an_officer_signed_for_wrongly_is_found(
    case: Case, change: Callable[[Card], Card], problem: str
) -> None:
    sign_card(case, change)
    found = case.findings()
    assert problem in found[case.card]


@pytest.mark.artikel("10.5")
def test_a_package_that_its_card_does_not_have_is_found(case: Case) -> None:
    sign_card(case, lambda card: replace(card, packages=()))
    found = case.findings()
    assert found[f"outbox/nctv/{case.casus}-6.age"] == "a package that is on no card"


@pytest.mark.artikel("15.2.c")
@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"recipient": LOW_ORDER}, "pol-1: no recipient that protects anything"),
        ({"signing_key": None}, "pol-1: another signing key than the log has"),
        ({"id": "uit-1"}, "uit-1 is an officer twice"),
    ],
)
def test_a_party_file_that_an_officer_signed_for_wrongly_is_found(
    case: Case, changes: dict[str, str | None], problem: str
) -> None:
    path = "parties/politie.yaml"
    with session_of(case).writing("officer add") as work:
        party = yamltext.parse(work.vault.store.bound(path), path).value
        officer = {**party["officers"][0], **changes}
        party["officers"] = [{name: value for name, value in officer.items() if value}]
        work.transaction.put(path, yamltext.dump(party), bound=True)
        work.transaction.commit()
    result = case.world.do("check", "--json")
    assert problem in [item["problem"] for item in result.json["findings"]]


def crash_after_commit(case: Case) -> Path:
    """Leave a committed act unapplied; returns its plan."""

    def crash(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch, suppress(KeyboardInterrupt):
        patch.setattr(transaction, "apply", crash)
        sign_card(case, lambda card: replace(card, state="afgesloten"))
    (plan,) = case.path("journal").iterdir()
    return plan


@pytest.mark.artikel("15.1")
def test_after_a_crash_check_finishes_what_was_committed_and_finds_nothing(case: Case) -> None:
    plan = crash_after_commit(case)
    assert case.findings() == {}
    assert b'"state":"afgesloten"' in case.path(case.card).read_bytes()
    assert case.findings("--decrypt") == {}
    assert not plan.exists()


@pytest.mark.artikel("15.1")
def test_a_committed_plan_that_is_gone_is_named(case: Case) -> None:
    plan = crash_after_commit(case)
    plan.unlink()
    assert case.findings()[f"journal/{plan.name}"] == "committed, but missing"


def test_missing_settings_are_found_where_there_is_a_log(case: Case) -> None:
    case.path("vault.json").unlink()
    assert case.findings()["vault.json"] == "in the log, but missing"


def test_a_vault_whose_making_was_interrupted_is_none_yet(case: Case) -> None:
    second = case.world.run.home / "second"

    def crash(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transaction, "stage", crash)
        assert case.world.do("init", "--vault", second).exit_code == 130
    assert case.world.do("check", "--vault", second).exit_code == 2
    case.world.ok("init", "--vault", second)
    assert case.world.do("check", "--vault", second).exit_code == 0
