# SPDX-License-Identifier: EUPL-1.2
"""An SSH key to read with, as age does: art. 15(2)(a), (c)."""

from __future__ import annotations

import base64
import subprocess
from pathlib import Path

import pytest

from pgaref.storage import yamltext
from tests.cli.agents import FidoKey
from tests.cli.conftest import ROOT, CommandLine
from tests.cli.terminal import PGAREF, at_terminal
from tests.cli.test_signing_keys import fido_file
from tests.cli.world import World

ACCEPTED = ("--accepted", "2026-10-01")


def ssh_keygen(path: Path, kind: str = "ed25519", word: str = "") -> str:
    """A key pair of stock ssh-keygen; its public key without comment."""
    bits = ("-b", "2048") if kind == "rsa" else ()
    line = ["ssh-keygen", "-q", "-t", kind, *bits, "-N", word, "-C", "a comment", "-f", str(path)]
    subprocess.run(line, check=True, timeout=60, capture_output=True)
    return " ".join(path.with_name(f"{path.name}.pub").read_text().split()[:2])


def own_card(world: World, officer: str) -> Path:
    """The card of an officer with two SSH keys: one to read with, one to sign with."""
    ssh_keygen(world.identity(officer))
    ssh_keygen(Path(f"{world.identity(officer)}.sign"))
    card = world.run.home / f"{officer}.card"
    made = world.do("card", by=officer)
    assert made.exit_code == 0, made.stderr
    card.write_text(made.stdout)
    return card


@pytest.mark.artikel("15.2.c")
def test_an_officer_reads_with_an_ssh_key_and_so_does_stock_age(world: World) -> None:
    card = own_card(world, "pol-2")
    given = yamltext.parse(card.read_bytes(), "card").value
    assert given["recipient"].startswith("ssh-ed25519 AAAA")
    assert " a comment" not in card.read_text()
    named = ("--name", "Paula Verzonnen", "--card", card)
    dossier = world.intake()
    world.ok("officer", "add", "politie", "pol-2", *named, *ACCEPTED, by="pol-1")
    world.confirm("pol-2")
    world.ok("officer", "rekey")
    assert "pamfletten" in world.ok("show", dossier, by="pol-2").stdout
    assert "Paula Verzonnen" in world.ok("officer", "list", "--names", by="pol-2").stdout
    key = world.vault / f"keys/weegploeg/{dossier}/dossier/politie/pol-2.age"
    record = next((world.vault / f"dossiers/weegploeg/{dossier}/dossier").iterdir())
    opening = ["age", "-d", "-i", str(world.identity("pol-2")), str(key)]
    secret = subprocess.run(opening, check=True, capture_output=True, timeout=60).stdout
    opened = subprocess.run(
        ["age", "-d", "-i", "-", str(record)], input=secret, check=True, capture_output=True,
        timeout=60,
    )  # fmt: skip
    assert b"record: " in opened.stdout
    assert world.ok("check", "--decrypt", "--json", by="pol-2").json["ok"]


@pytest.mark.artikel("15.2.c")
def test_a_vault_is_founded_with_an_ssh_key(run: CommandLine) -> None:
    ssh_keygen(Path("me"))
    ssh_keygen(Path("me.sign"))
    assert run("init", "--name", "Uma Verzonnen", "--identity", "me").exit_code == 0
    assert run("whoami", "--identity", "me").stdout.startswith("uit-1, ")
    intake = (ROOT / "docs" / "voorbeeld" / "intake.yaml").read_bytes()
    # Encrypted to the SSH key by stock age, the content is read with it.
    sealed = ["age", "-a", "-R", "me.pub", "-o", "intake.age"]
    subprocess.run(sealed, input=intake, check=True, timeout=60)
    done = run("intake", "intake.age", "--identity", "me")
    # Nobody else is an officer yet.
    assert done.exit_code == 10
    assert "no officer" in done.stderr


@pytest.mark.artikel("15.2.c")
@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("rsa", "another kind than ssh-ed25519"),
        ("ecdsa", "another kind than ssh-ed25519"),
        ("locked", "under a passphrase of ssh, not of age"),
        ("fido", "a FIDO key, which signs and opens nothing"),
        ("damaged", "the identity"),
        ("swapped", "does not open what its recipient is sent"),
        ("public", "not an identity of age"),
        ("pem", "another kind than ssh-ed25519"),
    ],
)
def test_an_ssh_key_that_opens_nothing_is_refused_in_so_many_words(
    run: CommandLine, tmp_path: Path, kind: str, said: str
) -> None:
    public = ssh_keygen(Path("me"), kind if kind in ("rsa", "ecdsa") else "ed25519",
                        "geheim" if kind == "locked" else "")  # fmt: skip
    file = Path("me")
    data = file.read_bytes()
    if kind == "fido":
        data = fido_file(FidoKey("", public))
    elif kind == "damaged":
        data = data[:-80] + data[-70:]
    elif kind == "swapped":
        data = _swapped(data)
    elif kind == "public":
        data = public.encode()
    elif kind == "pem":
        data = data.replace(b"OPENSSH ", b"")
    file.write_bytes(data)
    ssh_keygen(Path("me.sign"))
    for words in (("card",), ("init", "--name", "Uma Verzonnen")):
        result = run(*words, "--identity", "me")
        assert (result.exit_code, result.stdout) == (12, "")
        assert said in result.stderr
    assert not run.vault.exists()


def _swapped(data: bytes) -> bytes:
    """A private key whose file says another public half."""
    ssh_keygen(Path("other"))
    other = base64.b64decode(Path("other.pub").read_text().split()[1])
    lines = data.decode().splitlines()
    blob = bytearray(base64.b64decode("".join(lines[1:-1])))
    place = bytes(blob).index(other[:19])
    blob[place : place + len(other)] = other
    body = base64.encodebytes(bytes(blob)).decode()
    return f"{lines[0]}\n{body}{lines[-1]}\n".encode()


@pytest.mark.artikel("15.2.a", "15.2.c")
def test_an_ssh_key_under_a_passphrase_of_age_is_asked_for(run: CommandLine) -> None:
    ssh_keygen(Path("plain"))
    ssh_keygen(Path("me.sign"))
    word = "een geheim"
    stock = [("Enter passphrase", word), ("Confirm passphrase", word)]
    made = at_terminal(["age", "-p", "-o", "me", "plain"], stock, run.home)
    assert made.exit_code == 0, made
    words = ("card", "--identity", "me")
    done = at_terminal([*PGAREF, *words], [("passphrase of the identity: ", word)], run.home)
    assert done.exit_code == 0, done
    assert Path("plain.pub").read_text().split()[1] in done.stdout.decode()


@pytest.mark.artikel("15.2.c")
@pytest.mark.parametrize("y", [0, 1])
def test_a_card_whose_ssh_key_protects_nothing_is_refused(world: World, y: int) -> None:
    from tests.storage.test_age import ssh_key

    card = own_card(world, "pol-2")
    value = yamltext.parse(card.read_bytes(), "card").value
    recipient = ssh_key(bytes([y]) + bytes(31))
    card.write_bytes(yamltext.dump({**value, "recipient": recipient}))
    before = world.files()
    named = ("--name", "Paula Verzonnen", "--card", card)
    done = world.do("officer", "add", "politie", "pol-2", *named, *ACCEPTED, by="pol-1")
    assert done.exit_code == 10
    assert "it would protect nothing" in done.stderr
    assert world.files() == before


@pytest.mark.artikel("15.2.c")
@pytest.mark.parametrize("text", ["{} a comment", " {}", "{}x", "ssh-rsa AAAAB3NzaC1yc2EAAAADAQAB"])
def test_a_card_with_another_ssh_key_is_refused_by_its_schema(world: World, text: str) -> None:
    card = own_card(world, "pol-2")
    value = yamltext.parse(card.read_bytes(), "card").value
    card.write_bytes(yamltext.dump({**value, "recipient": text.format(value["recipient"])}))
    named = ("--name", "Paula Verzonnen", "--card", card)
    done = world.do("officer", "add", "politie", "pol-2", *named, *ACCEPTED, by="pol-1")
    assert done.exit_code == 11


@pytest.mark.artikel("15.2.c")
def test_the_card_of_what_keygen_made_is_the_one_that_keygen_printed(run: CommandLine) -> None:
    made = run("keygen", "me")
    again = run("card", "--identity", "me")
    assert (again.exit_code, again.stdout, again.stderr) == (0, made.stdout, made.stderr)
    Path("me.sign").unlink()
    assert run("card", "--identity", "me").exit_code == 12
