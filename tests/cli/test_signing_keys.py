# SPDX-License-Identifier: EUPL-1.2
"""Signing through an ssh-agent and with FIDO keys: art. 15(2)(c), (e)."""

from __future__ import annotations

import base64
import hashlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from pgaref.storage import signing, yamltext
from pgaref.storage.sshkeys import read_key_file
from tests.cli.agents import FidoKey, add, fido_agent, ssh_agent, string
from tests.cli.conftest import ROOT, CommandLine
from tests.cli.terminal import at_terminal
from tests.cli.world import World

RAAD = "raad-voor-de-kinderbescherming"


@pytest.fixture
def agent(tmp_path: Path) -> Iterator[str]:
    with ssh_agent(tmp_path) as socket:
        yield socket


@pytest.fixture
def fido(agent: str, tmp_path: Path) -> FidoKey:
    """A FIDO key that is played by an agent's ordinary one."""
    public = signing.generate(tmp_path / "soft")
    add(agent, tmp_path / "soft")
    return FidoKey(agent, public)


def card(world: World, officer: str, signing_key: str) -> Path:
    """A card of an officer with this signing key; the key file holds the public half."""
    world.run("keygen", world.identity(officer))
    key = Path(f"{world.identity(officer)}.sign")
    made = yamltext.parse(_card_text(world, officer), "card").value
    file = world.run.home / f"{officer}.card"
    file.write_bytes(yamltext.dump({**made, "signing_key": signing_key}))
    key.unlink()
    key.write_text(f"{signing_key} a comment\n")
    return file


def _card_text(world: World, officer: str) -> bytes:
    from pgaref.storage import age

    identity = age.load_identity(world.identity(officer).read_bytes())
    public = Path(f"{world.identity(officer)}.sign.pub").read_text().strip()
    value = {"schema": "functionaris/1", "recipient": identity.recipient, "signing_key": public}
    return yamltext.dump(value)


@pytest.mark.artikel("15.2.c", "15.2.e")
def test_a_signing_key_whose_secret_is_in_an_agent_alone(world: World, agent: str) -> None:
    key = Path(f"{world.identity('uit-1')}.sign")
    add(agent, key)
    key.unlink()
    key.write_bytes(Path(f"{key}.pub").read_bytes())
    before = world.files()
    refused = world.do("officer", "add", RAAD, "rvk-1", "--name", "X", "--accepted", "2026-10-01")
    assert refused.exit_code == 12
    assert "the signing key needs an agent, and there is none" in refused.stderr
    assert world.files() == before
    env = {"SSH_AUTH_SOCK": agent}
    named = ("--name", "Rva Verzonnen", "--accepted", "2026-10-01")
    world.ok("officer", "add", RAAD, "rvk-1", *named, env=env)
    assert world.ok("log", "verify", "--json").json["ok"]


@pytest.mark.artikel("15.2.c")
def test_a_signing_key_under_a_passphrase_signs_once_an_agent_has_it(
    world: World, agent: str
) -> None:
    key = Path(f"{world.identity('uit-1')}.sign")
    # As the README tells; ssh-keygen and ssh-add ask for it themselves.
    prompts = [("Enter new passphrase", "geheim"), ("same passphrase again", "geheim")]
    assert at_terminal(["ssh-keygen", "-p", "-f", key], prompts, world.run.home).exit_code == 0
    intake = (ROOT / "docs" / "voorbeeld" / "intake.yaml").read_bytes()
    env = {"SSH_AUTH_SOCK": agent}
    refused = world.do("intake", "-", env=env, stdin=intake)
    assert refused.exit_code == 12
    assert "the agent does not sign with the signing key" in refused.stderr
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSH_AUTH_SOCK", agent)
        asked = [("Enter passphrase for", "geheim")]
        assert at_terminal(["ssh-add", key], asked, world.run.home).exit_code == 0
    assert world.ok("intake", "-", env=env, stdin=intake).stdout.startswith("WP-")


@pytest.mark.artikel("15.2.c")
def test_pgaref_signing_key_names_a_public_half(world: World, agent: str) -> None:
    key = Path(f"{world.identity('uit-1')}.sign")
    add(agent, key)
    key.unlink()
    env = {"SSH_AUTH_SOCK": agent, "PGAREF_SIGNING_KEY": f"{key}.pub"}
    assert world.ok("log", "checkpoint", "--json", env=env).json["by"] == ["uit-1"]


@pytest.mark.artikel("15.2.c")
def test_an_agent_is_not_named_to_ssh_keygen_where_a_file_has_the_secret(
    world: World, tmp_path: Path
) -> None:
    spy = tmp_path / "bin" / "ssh-keygen"
    spy.parent.mkdir()
    spy.write_text(f'#!/bin/sh\n/usr/bin/env > {tmp_path}/env.$$\nexec /usr/bin/ssh-keygen "$@"\n')
    spy.chmod(0o700)
    env = {"SSH_AUTH_SOCK": "/nowhere", "PATH": f"{spy.parent}:{os.environ['PATH']}"}
    world.ok("log", "checkpoint", env=env)
    found = list(tmp_path.glob("env.*"))
    assert found
    assert not any("SSH_AUTH_SOCK" in file.read_text() for file in found)


@pytest.mark.artikel("15.2.c")
def test_an_agent_that_has_another_key_signs_nothing(world: World, agent: str) -> None:
    add(agent, Path(f"{world.identity('pol-1')}.sign"))
    key = Path(f"{world.identity('uit-1')}.sign")
    key.write_bytes(Path(f"{key}.pub").read_bytes())
    refused = world.do("log", "checkpoint", env={"SSH_AUTH_SOCK": agent})
    assert refused.exit_code == 12
    assert world.ok("log", "verify", "--json").json["ok"]


@pytest.mark.artikel("15.2.c", "15.2.e")
def test_an_officer_with_a_fido_key_is_admitted_signs_and_is_verified_by_stock_tools(
    world: World, fido: FidoKey, tmp_path: Path
) -> None:
    file = card(world, "pol-2", fido.public)
    world.ok("officer", "add", "politie", "pol-2", "--name", "Paula Verzonnen", "--card", file,
             "--accepted", "2026-10-01", by="pol-1")  # fmt: skip
    world.confirm("pol-2")
    third = world.run.home / "pol-3.card"
    third.write_text(world.run("keygen", world.identity("pol-3")).stdout)
    with fido_agent(tmp_path, fido) as socket:
        env = {"SSH_AUTH_SOCK": socket}
        world.ok("officer", "add", "politie", "pol-3", "--name", "Piet Verzonnen", "--card", third,
                 "--accepted", "2026-10-01", by="pol-2", env=env)  # fmt: skip
    assert world.ok("log", "verify", "--json").json["ok"]
    assert world.ok("check", "--json").json["ok"]
    script = ["sh", str(ROOT / "docs" / "verify-log.sh"), str(world.vault)]
    done = subprocess.run(script, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr


@pytest.mark.artikel("15.2.c", "15.2.e")
@pytest.mark.parametrize("wrong", ["nothing", "another message", "no counter"])
def test_an_agent_that_signs_falsely_leaves_no_line_signed(
    world: World, fido: FidoKey, tmp_path: Path, wrong: str
) -> None:
    file = card(world, "pol-2", fido.public)
    world.ok("officer", "add", "politie", "pol-2", "--name", "Paula Verzonnen", "--card", file,
             "--accepted", "2026-10-01", by="pol-1")  # fmt: skip

    def falsely(message: bytes) -> bytes:
        if wrong == "nothing":
            return b""
        made = fido.signature(message + b"x" * (wrong == "another message"))
        return made if wrong == "another message" else made[:-4]

    before = world.files()
    named = ("--name", "Piet Verzonnen", "--accepted", "2026-10-01")
    with fido_agent(tmp_path, fido, falsely) as socket:
        env = {"SSH_AUTH_SOCK": socket}
        refused = world.do("officer", "add", "politie", "pol-3", *named, by="pol-2", env=env)
    assert refused.exit_code == 12
    assert world.files() == before
    assert world.ok("log", "verify", "--json").json["ok"]


@pytest.mark.artikel("15.2.c")
def test_a_fido_signature_by_hand_vouches_for_a_card_and_another_message_does_not(
    world: World, fido: FidoKey
) -> None:
    file = card(world, "rec-2", fido.public)
    key = f"{world.identity('rec-1')}.sign"
    line = ["ssh-keygen", "-Y", "sign", "-q", "-n", "pgaref-officer", "-f", key, str(file)]
    subprocess.run(line, check=True, capture_output=True, timeout=60)
    party = "reclassering-nederland"
    given = ("--name", "Ria Verzonnen", "--accepted", "2026-10-01")
    vouched = ("--card", file, "--signature", f"{file}.sig")
    world.ok("officer", "add", party, "rec-2", *given, *vouched)
    world.run("keygen", world.identity("rec-3"))
    third = world.run.home / "rec-3.card"
    third.write_bytes(_card_text(world, "rec-3"))
    for over, expected in ((b"another card", 10), (third.read_bytes(), 0)):
        sig = world.run.home / "rec-3.sig"
        sig.write_text(sshsig(fido, over, "pgaref-officer"))
        vouched = ("--card", third, "--signature", str(sig))
        done = world.do("officer", "add", party, "rec-3", *given, *vouched)
        assert done.exit_code == expected, done.stderr


def sshsig(key: FidoKey, data: bytes, namespace: str) -> str:
    """An armored signature (OpenSSH PROTOCOL.sshsig), made by hand."""
    name, digest = string(namespace.encode()), string(hashlib.sha512(data).digest())
    message = b"SSHSIG" + name + string(b"") + string(b"sha512") + digest
    head = b"SSHSIG" + (1).to_bytes(4, "big") + string(key.blob)
    blob = head + name + string(b"") + string(b"sha512") + string(key.signature(message))
    return signing.armored([*_wrapped(base64.b64encode(blob).decode())])


def _wrapped(text: str) -> Iterator[str]:
    for place in range(0, len(text), 70):
        yield text[place : place + 70]


def fido_file(key: FidoKey) -> bytes:
    """The private key file of a FIDO key, which holds its handle and no secret (PROTOCOL.key)."""
    private = bytes(8) + key.blob + b"\x01" + string(b"a handle") + string(b"") + string(b"comment")
    private += bytes(range(1, 1 + -len(private) % 8))
    parts = [string(b"none"), string(b"none"), string(b""), (1).to_bytes(4, "big")]
    blob = b"openssh-key-v1\0" + b"".join(parts) + string(key.blob) + string(private)
    kind = b"OPENSSH PRIVATE KEY-----\n"
    return b"-----BEGIN " + kind + base64.encodebytes(blob) + b"-----END " + kind


@pytest.mark.artikel("15.2.c")
def test_a_fido_key_that_is_not_plugged_in_signs_nothing(world: World, fido: FidoKey) -> None:
    file = card(world, "pol-2", fido.public)
    named = ("--name", "Paula Verzonnen", "--card", file, "--accepted", "2026-10-01")
    world.ok("officer", "add", "politie", "pol-2", *named, by="pol-1")
    key = Path(f"{world.identity('pol-2')}.sign")
    key.write_bytes(fido_file(fido))
    key.chmod(0o600)
    before = world.files()
    other = ("--name", "Piet Verzonnen", "--accepted", "2026-10-01")
    done = world.do("officer", "add", "politie", "pol-3", *other, by="pol-2")
    assert done.exit_code == 12
    assert "the FIDO key did not sign" in done.stderr
    assert world.files() == before


@pytest.mark.artikel("15.1", "15.2.c")
def test_the_doctor_tells_how_a_signing_key_is_kept(run: CommandLine, fido: FidoKey) -> None:
    run("keygen", "me")
    key = Path("me.sign")

    def said(data: bytes) -> tuple[bool, str]:
        key.write_bytes(data)
        key.chmod(0o600)
        found = {one["what"]: one for one in run("doctor", "--json", "--identity", "me").json}
        return found["signing key"]["ok"], found["signing key"]["said"]

    assert said(key.read_bytes()) == (True, "its owner's alone (mode 600), without passphrase")
    assert said(f"{fido.public}\n".encode())[1].startswith("a public half: in a FIDO key")
    assert said(Path("me.sign.pub").read_bytes())[1].startswith("a public half: the secret is else")
    handle = fido_file(fido)
    assert said(handle) == (True, "its owner's alone (mode 600), in a FIDO key")
    assert signing.public_key(key) == fido.public
    assert said(b"noise")[0] is False
    key.unlink()
    line = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "geheim", "-C", "", "-f", str(key)]
    subprocess.run(line, input=b"y\n", check=True, timeout=60, capture_output=True)
    assert said(key.read_bytes())[1].endswith("under a passphrase, and the agent signs")


@pytest.mark.artikel("15.2.c")
@pytest.mark.parametrize("changed", ["application", "short", "long", "kind", "comment", "options"])
def test_a_fido_key_has_one_spelling(world: World, fido: FidoKey, changed: str) -> None:
    kind = b"sk-ssh-ed25519@openssh.com"
    blobs = {
        "application": fido.blob.replace(b"\0\0\0\x04ssh:", b"\0\0\0\x05ssh:x"),
        "short": fido.blob[:-1],
        "long": fido.blob + b"x",
        "kind": fido.blob.replace(kind, b"sk-ecdsa-ed25519@openssh.c"),
    }
    body = base64.b64encode(blobs.get(changed, fido.blob)).decode()
    text = f"{kind.decode()} {body}"
    texts = {"comment": f"{text} a comment", "options": f'namespaces="x" {text}'}
    refused = texts.get(changed, text)
    assert signing.is_public_key(fido.public)
    assert not signing.is_public_key(refused)
    world.run("keygen", world.identity("pol-2"))
    given = world.run.home / "pol-2.card"
    value = yamltext.parse(_card_text(world, "pol-2"), "card").value
    given.write_bytes(yamltext.dump({**value, "signing_key": refused}))
    named = ("--name", "Paula Verzonnen", "--accepted", "2026-10-01", "--card", given)
    done = world.do("officer", "add", "politie", "pol-2", *named, by="pol-1")
    assert done.exit_code == 11


@pytest.mark.artikel("15.1")
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        b"ssh-ed25519",
        b"ssh-rsa AAAAB3NzaC1yc2EAAAADAQAB",
        b"-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA=A\n-----END OPENSSH PRIVATE KEY-----\n",
        b"-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n",
        b"\xff" * 100,
    ],
)
def test_what_is_no_key_file_is_known_as_none(data: bytes) -> None:
    assert read_key_file(data) is None
