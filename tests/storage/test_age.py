# SPDX-License-Identifier: EUPL-1.2
"""Encryption: what it opens for, what it refuses, and that stock `age` agrees both ways."""

from __future__ import annotations

import base64
import copy
import pickle
import subprocess
from collections.abc import Callable
from pathlib import Path

import pyrage  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pgaref.errors import InputError, IntegrityError, KeyUnavailableError, RefusedError
from pgaref.storage import age, headers, sshkeys

SECRET, RECIPIENT = age.generate()
IDENTITY = age.load_identity(SECRET)
OTHER_SECRET, OTHER_RECIPIENT = age.generate()
CIPHERTEXT = age.encrypt(b"inhoud" * 20, [RECIPIENT])

PRIME = 2**255 - 19
# Every u-coordinate whose shared secret is zero, also in the spellings that X25519 reduces.
LOW_ORDER = [
    0,
    1,
    325606250916557431795983626356110631294008115727848805560023387167927233504,
    39382357235489614581723060781553021112529911719440698176882885853963445705823,
    PRIME - 1,
    PRIME,
    PRIME + 1,
]


def ssh_key(key: bytes) -> str:
    """The 32 bytes of an Ed25519 key as ssh-keygen writes it."""
    blob = b"\0\0\0\x0bssh-ed25519\0\0\0\x20" + key
    return f"ssh-ed25519 {base64.b64encode(blob).decode()}"


SSH = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMz358SzpkGqefzGhZz2lPF+MJ1LN/WxLTYmIemfbd4R"
FIDO_BLOB = b"\0\0\0\x1ask-ssh-ed25519@openssh.com\0\0\0\x20" + bytes(32) + b"\0\0\0\x04ssh:"
FIDO = f"sk-ssh-ed25519@openssh.com {base64.b64encode(FIDO_BLOB).decode()}"


def bech32(data: bytes) -> str:
    """`data` as an age recipient (BIP 173), valid check sum included."""
    letters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
    bits = "".join(f"{byte:08b}" for byte in data) + "0000"
    values = [int(bits[place : place + 5], 2) for place in range(0, len(bits), 5)]
    check = 1
    for value in [3, 3, 3, 0, *(ord(letter) & 31 for letter in "age"), *values, *[0] * 6]:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, term in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            check ^= term if top >> place & 1 else 0
    check ^= 1
    tail = [check >> 5 * (5 - place) & 31 for place in range(6)]
    return "age1" + "".join(letters[value] for value in [*values, *tail])


def recipient_of(coordinate: int) -> str:
    return bech32(coordinate.to_bytes(32, "little"))


def stock_age(*arguments: str, data: bytes) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["age", *arguments], input=data, capture_output=True)


@pytest.fixture
def identity_file(tmp_path: Path) -> Path:
    file = tmp_path / "identity"
    file.write_bytes(SECRET)
    return file


def test_a_key_pair_has_the_shape_of_age() -> None:
    assert SECRET.startswith(b"AGE-SECRET-KEY-1")
    assert SECRET.endswith(b"\n")
    assert IDENTITY.recipient == RECIPIENT
    assert RECIPIENT.startswith("age1")
    assert age.generate() != age.generate()


def test_stock_age_opens_what_pgaref_encrypts(identity_file: Path) -> None:
    opened = stock_age("-d", "-i", str(identity_file), data=CIPHERTEXT)
    assert (opened.returncode, opened.stdout) == (0, b"inhoud" * 20)


@pytest.mark.parametrize("size", [0, 1, 65535, 65536, 65537, 200_000])
def test_pgaref_opens_what_stock_age_encrypts(size: int) -> None:
    made = stock_age("-r", OTHER_RECIPIENT, "-r", RECIPIENT, data=b"x" * size)
    assert age.decrypt(made.stdout, IDENTITY) == b"x" * size


def test_stock_age_derives_the_same_recipient(identity_file: Path) -> None:
    derived = subprocess.run(["age-keygen", "-y", str(identity_file)], capture_output=True)
    assert derived.stdout.decode().strip() == RECIPIENT


def test_stock_age_does_not_open_for_another(tmp_path: Path) -> None:
    file = tmp_path / "identity"
    file.write_bytes(OTHER_SECRET)
    opened = stock_age("-d", "-i", str(file), data=CIPHERTEXT)
    assert opened.returncode != 0
    assert opened.stdout == b""


@given(st.binary(max_size=300))
def test_what_is_encrypted_comes_back(plaintext: bytes) -> None:
    made = age.encrypt(plaintext, [RECIPIENT, OTHER_RECIPIENT])
    assert age.decrypt(made, IDENTITY) == plaintext
    assert age.decrypt(made, age.load_identity(OTHER_SECRET)) == plaintext


def test_a_stranger_has_no_key() -> None:
    with pytest.raises(KeyUnavailableError):
        age.decrypt(CIPHERTEXT, age.load_identity(OTHER_SECRET))


@given(st.integers(0, len(CIPHERTEXT) * 8 - 1))
def test_a_changed_bit_is_never_shown_as_true(place: int) -> None:
    damaged = bytearray(CIPHERTEXT)
    damaged[place // 8] ^= 1 << place % 8
    with pytest.raises((IntegrityError, KeyUnavailableError)):
        age.decrypt(bytes(damaged), IDENTITY)


@given(st.integers(0, len(CIPHERTEXT) - 1))
def test_a_cut_off_file_is_refused(length: int) -> None:
    with pytest.raises((IntegrityError, KeyUnavailableError)):
        age.decrypt(CIPHERTEXT[:length], IDENTITY)


def test_a_file_cut_at_a_chunk_is_refused() -> None:
    made = age.encrypt(b"x" * 65536 * 2, [RECIPIENT])
    with pytest.raises(IntegrityError):
        age.decrypt(made[: -65536 - 16], IDENTITY)


def test_bytes_behind_the_end_are_refused() -> None:
    with pytest.raises(IntegrityError):
        age.decrypt(CIPHERTEXT + b"x", IDENTITY)


@given(st.binary(max_size=200))
def test_noise_is_refused(noise: bytes) -> None:
    for data in (noise, b"age-encryption.org/v1\n" + noise):
        with pytest.raises(IntegrityError):
            age.decrypt(data, IDENTITY)


def test_armor_is_refused() -> None:
    made = stock_age("-a", "-r", RECIPIENT, data=b"x").stdout
    with pytest.raises(IntegrityError):
        age.decrypt(made, IDENTITY)


def stanzas(count: int) -> bytes:
    return b"-> onbekend\n" + b"A" * 64 + b"\nAA\n" if count == 1 else stanzas(1) * count


def test_a_header_over_the_cap_is_refused() -> None:
    padding = headers.LIMIT // len(stanzas(1)) + 1
    start, rest = CIPHERTEXT[:22], CIPHERTEXT[22:]
    with pytest.raises(IntegrityError, match="64 KiB"):
        age.decrypt(start + stanzas(padding) + rest, IDENTITY)


def test_a_header_without_end_is_refused() -> None:
    with pytest.raises(IntegrityError, match="64 KiB"):
        age.decrypt(b"age-encryption.org/v1\n" + b"-> x\n" * 1_000_000, IDENTITY)


@pytest.mark.parametrize("among_others", [False, True])
def test_a_passphrase_stanza_is_refused_before_any_work(
    among_others: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = CIPHERTEXT[22 : CIPHERTEXT.index(b"\n--- ") + 1] if among_others else b""
    calls: list[object] = []
    monkeypatch.setattr(pyrage, "decrypt_io", lambda *given: calls.append(given))
    scrypt = b"-> scrypt AAAAAAAAAAAAAAAAAAAAAA 30\n" + b"A" * 43 + b"\n"
    with pytest.raises(IntegrityError, match="passphrase"):
        age.decrypt(
            b"age-encryption.org/v1\n" + others + scrypt + b"--- " + b"A" * 43 + b"\nx", IDENTITY
        )
    assert calls == []


@pytest.mark.parametrize("high_bit", [0, 1 << 255])
@pytest.mark.parametrize("coordinate", LOW_ORDER)
def test_a_low_order_recipient_is_refused(
    coordinate: int, high_bit: int, capfd: pytest.CaptureFixture[str]
) -> None:
    recipient = recipient_of(coordinate | high_bit)
    for refused in (
        lambda: age.encrypt(b"x", [RECIPIENT, recipient]),
        lambda: age.check_recipient(recipient),
    ):
        with pytest.raises(RefusedError) as caught:
            refused()
        assert caught.value.refusals[0].reason == "recipient-low-order"
        assert recipient not in str(caught.value)
    # The library was not reached: its panic would stand here.
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("coordinate", [9 | 1 << 255, PRIME + 9])
def test_a_key_that_its_owner_cannot_derive_is_refused(coordinate: int) -> None:
    with pytest.raises(RefusedError):
        age.encrypt(b"x", [recipient_of(coordinate)])
    age.check_recipient(recipient_of(9))


# By name: the keys are random, and every worker must collect the same tests.
MALFORMED_RECIPIENTS = {
    "empty": "",
    "prefix": "age1",
    "cut": RECIPIENT[:-1],
    "upper case": RECIPIENT.upper(),
    "space": " " + RECIPIENT,
    "line break": RECIPIENT + "\n",
    "check sum": RECIPIENT[:-1] + ("q" if RECIPIENT[-1] != "q" else "p"),
    "secret": SECRET.decode().strip(),
    "ssh, comment": f"{SSH} iemand",
    "ssh, spaces": SSH.replace(" ", "  "),
    "ssh, line break": f"{SSH}\n",
    "ssh, cut": SSH[:-1],
    "ssh, no point": ssh_key(bytes([2]) + bytes(31)),
    "ssh, rsa": "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDE7nIXTGNuaRBN9toI",
    "ssh, fido": FIDO,
    "short": bech32(b"\x09" * 31),
    "long": bech32(b"\x09" * 33),
    "cyrillic": "age1\u0430" + RECIPIENT[5:],
}


@pytest.mark.parametrize("name", MALFORMED_RECIPIENTS)
def test_a_malformed_recipient_is_refused_without_repeating_it(name: str) -> None:
    recipient = MALFORMED_RECIPIENTS[name]
    with pytest.raises(InputError) as caught:
        age.encrypt(b"x", [RECIPIENT, recipient])
    assert "recipient 2" in caught.value.message
    assert len(recipient) < 5 or recipient not in caught.value.message


def edwards(coordinate: int) -> int:
    """The y of a u: (u - 1) / (u + 1) (RFC 7748, section 4.1)."""
    return (coordinate - 1) * pow(coordinate + 1, PRIME - 2, PRIME) % PRIME


# u = 0 is y = -1; y = 1 is the neutral point, which has no u. Some have a second spelling.
LOW_ORDER_Y = sorted({0, 1, *map(edwards, LOW_ORDER)})
LOW_ORDER_Y += [y + PRIME for y in LOW_ORDER_Y if y + PRIME < 1 << 255]


@pytest.mark.parametrize("sign", [0, 1 << 255])
@pytest.mark.parametrize("y", LOW_ORDER_Y)
def test_an_ssh_key_of_low_order_is_refused(y: int, sign: int) -> None:
    key = ssh_key((y | sign).to_bytes(32, "little"))
    assert sshkeys.is_public_key(key)
    for refused in (lambda: age.encrypt(b"x", [RECIPIENT, key]), lambda: age.check_recipient(key)):
        with pytest.raises(RefusedError) as caught:
            refused()
        assert caught.value.refusals[0].reason == "recipient-low-order"
        assert key not in str(caught.value)


def test_an_ssh_key_that_is_not_canonical_is_refused() -> None:
    # 3 is the y of a point; its other spelling is that of no key.
    age.check_recipient(ssh_key((3).to_bytes(32, "little")))
    with pytest.raises(RefusedError):
        age.check_recipient(ssh_key((PRIME + 3).to_bytes(32, "little")))


def test_a_section_has_keys_of_age_alone() -> None:
    age.check_own(RECIPIENT)
    age.check_recipient(SSH)
    for refused in (SSH, RECIPIENT.upper(), RECIPIENT[:-1]):
        with pytest.raises(InputError):
            age.check_own(refused)
    with pytest.raises(RefusedError):
        age.check_own(recipient_of(0))
    with pytest.raises(KeyUnavailableError):
        age.load_identity(b"-----BEGIN OPENSSH PRIVATE KEY-----\n")


def test_nobody_to_encrypt_to_is_an_error() -> None:
    with pytest.raises(RefusedError):
        age.encrypt(b"x", [])


def test_a_good_recipient_is_accepted() -> None:
    age.check_recipient(RECIPIENT)


IDENTITY_FILES = {
    "plain": SECRET,
    "no line end": SECRET.strip(),
    "comments": b"# created\r\n# public key: age1...\r\n\r\n" + SECRET.strip() + b"\r\n",
}
NO_IDENTITIES = {
    "empty": b"",
    "comment": b"# nothing here\n",
    "two": SECRET + OTHER_SECRET,
    "lower case": SECRET.lower(),
    "cut": SECRET[:-2] + b"\n",
    "check sum": SECRET[:-2] + (b"Q" if SECRET[-2:-1] != b"Q" else b"P") + b"\n",
    "plugin": b"AGE-PLUGIN-YUBIKEY-1QQQQ\n",
    "binary": b"\xff\xfe\x00",
    "encrypted": CIPHERTEXT,
    "ssh": b"-----BEGIN OPENSSH PRIVATE KEY-----\n",
}


@pytest.mark.parametrize("name", IDENTITY_FILES)
def test_an_identity_file_is_read(name: str) -> None:
    assert age.load_identity(IDENTITY_FILES[name]).recipient == RECIPIENT


@pytest.mark.parametrize("name", NO_IDENTITIES)
def test_what_is_no_identity_is_refused_without_repeating_it(name: str) -> None:
    with pytest.raises(KeyUnavailableError) as caught:
        age.load_identity(NO_IDENTITIES[name])
    said = caught.value.message + caught.value.hint
    assert SECRET.decode().strip()[20:40] not in said.upper()
    assert caught.value.__cause__ is None


def test_an_identity_never_shows_its_secret() -> None:
    shown = f"{IDENTITY} {IDENTITY!r} {[IDENTITY]}"
    assert RECIPIENT in repr(IDENTITY)
    assert SECRET.decode().strip()[16:] not in shown.upper()


@pytest.mark.parametrize("copier", [pickle.dumps, copy.deepcopy])
def test_an_identity_cannot_be_copied_out(copier: Callable[[object], object]) -> None:
    with pytest.raises(TypeError):
        copier(IDENTITY)


def test_a_panic_of_the_library_is_contained(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    zero = pyrage.x25519.Recipient.from_str(recipient_of(0))
    encrypt = pyrage.encrypt
    monkeypatch.setattr(pyrage, "decrypt_io", lambda *_: encrypt(b"x", [zero]))
    monkeypatch.setattr(pyrage, "encrypt", lambda *_: encrypt(b"x", [zero]))
    with pytest.raises(IntegrityError):
        age.decrypt(CIPHERTEXT, IDENTITY)
    with pytest.raises(IntegrityError):
        age.encrypt(b"x", [RECIPIENT])
    assert "panicked" in capfd.readouterr().err


def test_an_interruption_goes_through(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pyrage, "decrypt_io", interrupted)
    with pytest.raises(KeyboardInterrupt):
        age.decrypt(CIPHERTEXT, IDENTITY)
