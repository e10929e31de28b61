# SPDX-License-Identifier: EUPL-1.2
"""An answer and its overview: both are there or neither is, wherever it was to go: art. 12(3)."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pgaref.storage import yamltext
from pgaref.storage.transaction import Transaction
from tests.cli.asking import TODAY, Asking, make
from tests.cli.conftest import ROOT
from tests.cli.world import sample
from tests.documents.reading import text


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    return make(tmp_path_factory.mktemp("answering") / "home")


@pytest.fixture
def case(made: Asking, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Asking:
    return Asking.of(made, tmp_path / "home", monkeypatch)


def piped(case: Asking, vz: str, stdout: int) -> subprocess.CompletedProcess[bytes]:
    """An answer to stdout, of a process of its own."""
    identity = str(case.identity("uit-1"))
    line = [sys.executable, "-m", "pgaref", "request", "answer", vz, "-", "-o", "-"]
    return subprocess.run(
        ["faketime", f"{TODAY} 09:00:00", *line],
        input=yamltext.dump(sample("beantwoording")),
        stdout=stdout,
        stderr=subprocess.PIPE,
        cwd=case.run.home,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TZ": "UTC", "PGAREF_IDENTITY": identity},
        timeout=60,
    )


def still_open(case: Asking, vz: str) -> bool:
    """Whether the request waits for its answer as before, and nothing lies in its folder."""
    (listed,) = case.ok("request", "list", "--json").json
    found = [path.name for path in case.run.home.iterdir()]
    papers = [n for n in found if n == "-" or n.startswith(".new-") or n.endswith(".age")]
    return (listed["id"], listed["state"]) == (vz, "lopend") and not papers


def test_a_place_that_takes_no_file_leaves_the_request_open(case: Asking) -> None:
    vz = case.request()
    before = case.files()
    refused = case.do(
        "request", "answer", vz, "-o", "/proc/antwoord", content=sample("beantwoording")
    )
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.splitlines() == [
        "pgaref: error: FILE cannot be written",
        "hint: look at its folder",
    ]
    assert case.files() == before
    assert still_open(case, vz)
    assert case.answer(vz).exit_code == 0


def test_a_document_that_cannot_be_written_is_told(case: Asking) -> None:
    refused = case.do("document", "plan", case.co, "-o", "/proc/plan")
    assert refused.exit_code == 2
    assert "pgaref: error: FILE cannot be written" in refused.stderr


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS])
def test_a_full_disk_leaves_the_request_open(
    case: Asking, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def full(*_names: object, **_folders: object) -> None:
        raise OSError(number, os.strerror(number))

    vz = case.request()
    with monkeypatch.context() as patch:
        patch.setattr(os, "link", full)
        assert case.answer(vz).exit_code == 1
    assert still_open(case, vz)
    assert case.answer(vz).exit_code == 0


def test_a_pipe_that_is_full_leaves_the_request_open(case: Asking) -> None:
    vz = case.request()
    full = os.open("/dev/full", os.O_WRONLY)
    try:
        done = piped(case, vz, full)
    finally:
        os.close(full)
    assert done.returncode == 1
    assert b"no space left on the disk" in done.stderr
    assert still_open(case, vz)


def test_an_answer_that_is_not_filed_takes_its_overview_back(
    case: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_transaction: Transaction) -> None:
        assert list(case.run.home.glob("*.pdf.age"))
        raise OSError(errno.ENOSPC, "no space")

    vz = case.request()
    with monkeypatch.context() as patch:
        patch.setattr(Transaction, "commit", full)
        assert case.answer(vz).exit_code == 1
    assert still_open(case, vz)


def test_what_was_filed_keeps_its_overview_whatever_comes_after(
    case: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Transaction.commit

    def late(transaction: Transaction) -> None:
        real(transaction)
        raise OSError(errno.ENOSPC, "no space")

    vz = case.request()
    with monkeypatch.context() as patch:
        patch.setattr(Transaction, "commit", late)
        assert case.answer(vz).exit_code == 1
    (listed,) = case.ok("request", "list", "--json").json
    assert listed["state"] == "afgesloten"
    assert "Sam Voorbeeld" in case.text(vz)


def test_a_pipe_gets_the_plain_overview(case: Asking) -> None:
    vz = case.request()
    done = piped(case, vz, subprocess.PIPE)
    assert done.returncode == 0, done.stderr
    assert "Sam Voorbeeld" in text(done.stdout)
    assert not (case.run.home / "-").exists()
    assert b"age -d" not in done.stderr
    assert not list(case.run.home.glob("*.pdf.age"))


@pytest.mark.parametrize("options", [{"tty": True}, {"json": True}])
def test_a_terminal_and_json_get_no_overview(case: Asking, options: dict[str, bool]) -> None:
    vz = case.request()
    line = ["request", "answer", vz, "-o", "-", *(["--json"] if "json" in options else [])]
    result = case.do(*line, content=sample("beantwoording"), tty="tty" in options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert still_open(case, vz)


@pytest.mark.artikel("12.1")
def test_a_letter_that_leaves_its_reader_nowhere_to_turn_says_so_to_its_maker(case: Asking) -> None:
    vz = case.request()
    open_ends = (
        "the letter does not say how the uitvoerder is reached, nor who the functionaris voor "
        "gegevensbescherming is, nor where an objection goes"
    )
    assert open_ends in case.ok("request", "answer", vz, content=sample("beantwoording")).stderr
    notice = case.ok("document", "kennisgeving", case.wp)
    assert "how the uitvoerder is reached, nor who the functionaris" in notice.stderr
    assert "objection" not in notice.stderr
    assert "the letter does not say" not in case.ok("document", "weegploeg", case.wp).stderr


@pytest.mark.parametrize(("sort", "act"), [("inzage", "answer"), ("correctie", "correct")])
def test_after_identification_the_next_step_is_the_one_that_fits(
    case: Asking, sort: str, act: str
) -> None:
    vz = case.request(sort)
    asked = case.ok("show", vz, "--json").json["records"][0]["content"]
    again = case.ok("request", "identify", vz, content=case.identification(asked))
    step = f"next: pgaref request {act} {vz} FILE, or: pgaref request refuse {vz} FILE\n"
    assert step in again.stderr
