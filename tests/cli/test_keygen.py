# SPDX-License-Identifier: EUPL-1.2
"""`pgaref keygen`: an officer's keys, made whole or not at all (art. 15(2)(c))."""

from __future__ import annotations

import base64
import hashlib
import subprocess
from pathlib import Path

import pytest

from pgaref.storage import signing, yamltext
from tests.cli.conftest import CommandLine, Spawn

CROCKFORD = bytes.maketrans(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", b"0123456789ABCDEFGHJKMNPQRSTVWXYZ"
)


def _tool(*command: str | Path, data: bytes = b"") -> bytes:
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout


def _check_code(recipient: str, signing_key: str) -> str:
    digest = hashlib.sha256(f"{recipient}\n{signing_key}\n".encode()).digest()
    code = base64.b32encode(digest)[:12].translate(CROCKFORD).decode()
    return f"{code[:4]}-{code[4:8]}-{code[8:]}"


@pytest.mark.artikel("15.2.c")
def test_the_card_goes_to_stdout_and_its_check_code_to_stderr(
    spawn: Spawn, run: CommandLine
) -> None:
    result = spawn("keygen", "me.key")
    assert result.exit_code == 0
    card = yamltext.parse(result.stdout.encode(), "card").value
    assert list(card) == ["schema", "recipient", "signing_key"]
    assert card["schema"] == "functionaris/1"
    code = _check_code(card["recipient"], card["signing_key"])
    assert result.stderr.splitlines()[0] == f"check code {code}"
    assert result.stderr.splitlines()[1].startswith("next: ")
    assert sorted(path.name for path in run.home.iterdir()) == [
        "me.key",
        "me.key.sign",
        "me.key.sign.pub",
    ]


def test_stock_age_and_ssh_keygen_use_the_keys(run: CommandLine) -> None:
    card = run("keygen", "me.key", "--json").json
    assert _tool("age-keygen", "-y", "me.key").decode().strip() == card["recipient"]
    sealed = _tool("age", "-r", card["recipient"], data=b"text")
    assert _tool("age", "-d", "-i", "me.key", data=sealed) == b"text"
    public = Path("me.key.sign.pub").read_text().strip()
    assert public == card["signing_key"]
    assert _tool("ssh-keygen", "-y", "-f", "me.key.sign").decode().split()[:2] == public.split()
    signed = _tool("ssh-keygen", "-Y", "sign", "-f", "me.key.sign", "-n", "pgaref-log", data=b"x\n")
    assert signed.startswith(b"-----BEGIN SSH SIGNATURE-----")


def test_json_is_one_document_with_the_check_code(run: CommandLine) -> None:
    result = run("--json", "keygen", "me.key")
    assert set(result.json) == {"recipient", "signing_key", "check_code"}
    assert result.json["check_code"] == _check_code(
        result.json["recipient"], result.json["signing_key"]
    )


def test_secret_files_are_their_owners_alone(run: CommandLine) -> None:
    run("keygen", "me.key")
    for name in ("me.key", "me.key.sign", "me.key.sign.pub"):
        assert (run.home / name).stat().st_mode & 0o777 == 0o600


def test_no_secret_is_printed(run: CommandLine) -> None:
    result = run("keygen", "me.key")
    printed = result.stdout + result.stderr
    assert Path("me.key").read_text().strip() not in printed
    assert "AGE-SECRET-KEY" not in printed
    assert "PRIVATE KEY" not in printed


def test_two_runs_make_two_keys(run: CommandLine) -> None:
    assert run("keygen", "a").stdout != run("keygen", "b").stdout


def test_a_file_in_a_folder(run: CommandLine) -> None:
    (run.home / "keys").mkdir()
    assert run("keygen", "keys/me").exit_code == 0
    assert len(list((run.home / "keys").iterdir())) == 3


@pytest.mark.parametrize("taken", ["me.key", "me.key.sign", "me.key.sign.pub"])
@pytest.mark.parametrize("kind", ["file", "link", "folder"])
def test_nothing_is_ever_overwritten(run: CommandLine, taken: str, kind: str) -> None:
    path = run.home / taken
    if kind == "file":
        path.write_text("mine")
    elif kind == "link":
        path.symlink_to("elsewhere")
    else:
        path.mkdir()
    result = run("keygen", "me.key")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert [path.name for path in run.home.iterdir()] == [taken]
    assert kind != "file" or path.read_text() == "mine"


@pytest.mark.parametrize("file", ["nowhere/me", "me/", ".", "..", "/", "a-file/me"])
def test_where_no_key_can_be_made(run: CommandLine, file: str) -> None:
    (run.home / "a-file").write_text("mine")
    (run.home / "me").mkdir()
    result = run("keygen", file)
    assert result.exit_code == 2
    assert sorted(path.name for path in run.home.iterdir()) == ["a-file", "me"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError, RuntimeError])
@pytest.mark.parametrize("when", ["before", "after"])
def test_nothing_half_is_left_when_one_part_fails(
    run: CommandLine, monkeypatch: pytest.MonkeyPatch, error: type[BaseException], when: str
) -> None:
    generate = signing.generate

    def failing(path: Path) -> str:
        if when == "after":
            generate(path)
        raise error

    monkeypatch.setattr(signing, "generate", failing)
    if error is KeyboardInterrupt:
        assert run("keygen", "me.key").exit_code == 130
    else:
        with pytest.raises(error):
            run("keygen", "me.key")
    assert list(run.home.iterdir()) == []


def test_without_ssh_keygen_there_is_no_identity_either(run: CommandLine) -> None:
    result = run("keygen", "me.key", env={"PATH": str(run.home)})
    assert result.exit_code == 1
    assert "ssh-keygen" in result.stderr
    assert list(run.home.iterdir()) == []


def test_a_name_with_a_hyphen_or_a_space(run: CommandLine) -> None:
    assert run("keygen", "--", "-f me").exit_code == 0
    assert (run.home / "-f me.sign").exists()
