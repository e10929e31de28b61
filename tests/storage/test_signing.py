# SPDX-License-Identifier: EUPL-1.2
"""Signatures: stock ssh-keygen agrees both ways, and nothing else passes."""

from __future__ import annotations

import base64
import os
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest

from pgaref.errors import KeyUnavailableError, PgarefError, UsageError
from pgaref.storage import signing

DATA = b'{"seq":1}\n'
NAMESPACE = "pgaref-log"
BEGIN = "-----BEGIN SSH SIGNATURE-----"
END = "-----END SSH SIGNATURE-----"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("keys")
    signing.generate(made / "key.sign")
    signing.generate(made / "other.sign")
    return made


@pytest.fixture(scope="module")
def key(folder: Path) -> Path:
    return folder / "key.sign"


@pytest.fixture(scope="module")
def public(key: Path) -> str:
    return signing.public_key(key)


@pytest.fixture(scope="module")
def signature(key: Path) -> tuple[str, ...]:
    return signing.sign(DATA, key, NAMESPACE)


def stock(*arguments: str | Path, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["ssh-keygen", *map(str, arguments)], input=data, capture_output=True)


def test_a_key_pair_is_made_private_without_comment(key: Path, public: str) -> None:
    for file in (key, key.with_name("key.sign.pub")):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert key.with_name("key.sign.pub").read_text().strip() == public
    assert public.startswith("ssh-ed25519 AAAA")
    assert public.count(" ") == 1


@pytest.mark.parametrize("existing", ["new.sign", "new.sign.pub"])
def test_a_key_file_is_never_overwritten(tmp_path: Path, existing: str) -> None:
    (tmp_path / existing).write_text("kept")
    with pytest.raises(UsageError):
        signing.generate(tmp_path / "new.sign")
    assert (tmp_path / existing).read_text() == "kept"
    assert [file.name for file in tmp_path.iterdir()] == [existing]


def test_a_dangling_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "new.sign").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageError):
        signing.generate(tmp_path / "new.sign")
    assert not (tmp_path / "elsewhere").exists()


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PgarefError):
        signing.generate(tmp_path / "none" / "new.sign")


def test_a_name_that_looks_like_an_option_is_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    public = signing.generate(Path("-Y"))
    assert signing.public_key(Path("-Y")) == public
    assert signing.verify(DATA, signing.sign(DATA, Path("-Y"), NAMESPACE), public, NAMESPACE)


def test_stock_ssh_keygen_verifies(tmp_path: Path, signature: tuple[str, ...], public: str) -> None:
    armor, signers = tmp_path / "signature", tmp_path / "signers"
    armor.write_text("\n".join([BEGIN, *signature, END, ""]))
    signers.write_text(f"pol-1 {public}\n")
    who = ("-f", signers, "-I", "pol-1", "-n", NAMESPACE, "-s", armor)
    assert stock("-Y", "verify", *who, data=DATA).returncode == 0
    assert stock("-Y", "verify", *who, data=DATA + b" ").returncode != 0


def test_a_signature_of_stock_ssh_keygen_is_verified(key: Path, public: str) -> None:
    made = stock("-Y", "sign", "-q", "-f", key, "-n", NAMESPACE, data=DATA).stdout.decode()
    lines = made.splitlines()[1:-1]
    assert signing.verify(DATA, lines, public, NAMESPACE)


def test_an_armored_signature_is_what_stock_ssh_keygen_writes(key: Path) -> None:
    line = ["ssh-keygen", "-Y", "sign", "-q", "-n", NAMESPACE, "-f", str(key)]
    done = subprocess.run(line, input=DATA, capture_output=True, check=True, timeout=60)
    armor = done.stdout.decode()
    assert signing.armored(signing.unarmored(armor)) == armor
    assert signing.unarmored("no signature") == ()


def test_the_lines_fit_the_log(signature: tuple[str, ...]) -> None:
    assert all(len(line) <= 76 and line.isascii() for line in signature)
    assert base64.b64decode("".join(signature)).startswith(b"SSHSIG")


@pytest.mark.parametrize("data", [b"", b"\n", b"\0", b"-----BEGIN", bytes(range(256))])
def test_what_is_signed_verifies_and_nothing_else(data: bytes, key: Path, public: str) -> None:
    made = signing.sign(data, key, NAMESPACE)
    assert signing.verify(data, made, public, NAMESPACE)
    assert not signing.verify(data + b"\n", made, public, NAMESPACE)


def test_much_data_goes_over_stdin(key: Path, public: str) -> None:
    data = b"x" * 1_000_000
    assert signing.verify(data, signing.sign(data, key, NAMESPACE), public, NAMESPACE)


def test_another_key_does_not_verify(folder: Path, signature: tuple[str, ...]) -> None:
    other = signing.public_key(folder / "other.sign")
    assert not signing.verify(DATA, signature, other, NAMESPACE)


def test_another_namespace_does_not_verify(signature: tuple[str, ...], public: str) -> None:
    assert not signing.verify(DATA, signature, public, "pgaref-checkpoint")


def test_a_changed_signature_does_not_verify(signature: tuple[str, ...], public: str) -> None:
    raw = base64.b64decode("".join(signature))
    for place in range(0, len(raw), 17):
        changed = bytearray(raw)
        changed[place] ^= 1
        lines = [base64.b64encode(changed).decode()]
        assert not signing.verify(DATA, _wrapped(lines[0]), public, NAMESPACE)
    assert signing.verify(DATA, _wrapped(base64.b64encode(raw).decode()), public, NAMESPACE)


def _wrapped(text: str) -> list[str]:
    return [text[place : place + 70] for place in range(0, len(text), 70)]


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [""],
        ["AAAA"],
        [END],
        ["AAAA\n" + END],
        ["not base64!"],
        ["A" * 77],
        ["A" * 70] * 100_000,
        ["AAAA\0"],
        ["é"],
    ],
    ids=lambda lines: repr(lines)[:20],
)
def test_a_malformed_signature_is_no_signature(lines: list[str], public: str) -> None:
    assert not signing.verify(DATA, lines, public, NAMESPACE)


def test_a_key_line_cannot_smuggle_in_a_second_signer(
    folder: Path, signature: tuple[str, ...], public: str
) -> None:
    other = signing.public_key(folder / "other.sign")
    for line in (
        f"{other}\n* {public}",
        f"{public}\n",
        f"{public} comment",
        f'cert-authority,namespaces="*" {public}',
        f" {public}",
        public.replace("ssh-ed25519", "ssh-rsa"),
        "ssh-ed25519 " + "A" * 68,
        "",
    ):
        assert not signing.is_public_key(line)
        assert not signing.verify(DATA, signature, line, NAMESPACE)


@pytest.mark.parametrize("namespace", ["", "-n", 'a"b', "a b", "a,b", "*", "PGAREF", "a\n", "é"])
def test_a_malformed_namespace_is_a_mistake_of_the_caller(namespace: str, key: Path) -> None:
    with pytest.raises(ValueError, match="namespace"):
        signing.sign(DATA, key, namespace)
    with pytest.raises(ValueError, match="namespace"):
        signing.verify(DATA, ["AAAA"], "", namespace)


def unusable(tmp_path: Path, kind: str) -> Path:
    file = tmp_path / "key"
    if kind == "passphrase":
        stock("-q", "-t", "ed25519", "-N", "geheim", "-C", "", "-f", file)
    elif kind == "open":
        signing.generate(file)
        file.chmod(0o644)
    elif kind == "noise":
        file.write_bytes(b"\0" * 400)
        file.chmod(0o600)
    elif kind == "rsa":
        stock("-q", "-t", "rsa", "-b", "2048", "-N", "", "-C", "", "-f", file)
    elif kind == "folder":
        file.mkdir()
    return file


@pytest.mark.parametrize("kind", ["absent", "open", "noise", "folder"])
def test_an_unusable_key_is_said_and_nothing_is_asked(tmp_path: Path, kind: str) -> None:
    file = unusable(tmp_path, kind)
    for use in (lambda: signing.sign(DATA, file, NAMESPACE), lambda: signing.public_key(file)):
        with pytest.raises(KeyUnavailableError) as caught:
            use()
        assert str(tmp_path) not in caught.value.message + caught.value.hint


def test_a_key_under_a_passphrase_is_known_and_signs_through_an_agent_alone(tmp_path: Path) -> None:
    file = unusable(tmp_path, "passphrase")
    known = file.with_name("key.pub").read_text().strip()
    file.with_name("key.pub").unlink()
    assert signing.public_key(file) == known
    with pytest.raises(KeyUnavailableError, match="needs an agent"):
        signing.sign(DATA, file, NAMESPACE)


def test_a_key_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyUnavailableError):
        signing.public_key(unusable(tmp_path, "rsa"))


def test_a_swapped_public_file_never_signs_for_another(tmp_path: Path) -> None:
    public = signing.generate(tmp_path / "key")
    signing.generate(tmp_path / "foreign")
    (tmp_path / "foreign.pub").rename(tmp_path / "key.pub")
    assert signing.public_key(tmp_path / "key") == public
    with pytest.raises(KeyUnavailableError):
        signing.sign(DATA, tmp_path / "key", NAMESPACE)


def test_the_public_file_is_not_needed(tmp_path: Path) -> None:
    public = signing.generate(tmp_path / "key")
    (tmp_path / "key.pub").unlink()
    assert signing.public_key(tmp_path / "key") == public
    made = signing.sign(DATA, tmp_path / "key", NAMESPACE)
    assert signing.verify(DATA, made, public, NAMESPACE)


def test_no_ssh_keygen_is_said_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: Path, public: str
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for use in (
        lambda: signing.sign(DATA, key, NAMESPACE),
        lambda: signing.verify(DATA, ["AAAA"], public, NAMESPACE),
        lambda: signing.generate(tmp_path / "new"),
    ):
        with pytest.raises(PgarefError, match="ssh-keygen is not found") as caught:
            use()
        assert "openssh-client" in caught.value.hint


@pytest.mark.parametrize("script", ["kill -9 $$", "sleep 60"])
def test_a_failing_ssh_keygen_says_nothing_about_a_signature(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, public: str, script: str
) -> None:
    fake = tmp_path / "ssh-keygen"
    fake.write_text(f"#!/bin/sh\nexport PATH=/usr/bin:/bin\nexec {script}\n".replace("exec k", "k"))
    fake.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(signing, "_TIMEOUT_SECONDS", 0.2)
    with pytest.raises(PgarefError, match="ssh-keygen"):
        signing.verify(DATA, ["AAAA"], public, NAMESPACE)


def test_the_child_gets_no_data_and_no_environment(
    monkeypatch: pytest.MonkeyPatch, key: Path, public: str
) -> None:
    monkeypatch.setenv("SSH_AUTH_SOCK", "/nowhere")
    seen: list[tuple[list[str], dict[str, Any]]] = []
    run = subprocess.run

    def watched(arguments: list[str], **options: Any) -> Any:
        seen.append((arguments, options))
        return run(arguments, **options)

    monkeypatch.setattr(subprocess, "run", watched)
    made = signing.sign(b"een geheim", key, NAMESPACE)
    assert signing.verify(b"een geheim", made, public, NAMESPACE)
    assert len(seen) == 2
    for arguments, options in seen:
        assert not any("geheim" in argument or public in argument for argument in arguments)
        assert not any(made[0] in argument for argument in arguments)
        assert options["env"] == {"LC_ALL": "C", "SSH_ASKPASS_REQUIRE": "never"}
        assert options["start_new_session"]
    files = [argument for argument in seen[1][0] if argument.startswith("/")][1:]
    assert [os.path.dirname(file) for file in files] == ["/dev/fd", "/dev/fd"]


def test_no_descriptor_is_left_open(signature: tuple[str, ...], public: str) -> None:
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(5):
        signing.verify(DATA, signature, public, NAMESPACE)
    assert len(os.listdir("/proc/self/fd")) == before
