# SPDX-License-Identifier: EUPL-1.2
"""Files and texts of keys that anybody may have written: read to their end, or known as none."""

from __future__ import annotations

import base64
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pgaref.errors import InputError, KeyUnavailableError
from pgaref.storage import age, armor, headers, plugins, sshkeys
from pgaref.storage.plugins import Nobody

BLOB = b"\0\0\0\x0bssh-ed25519\0\0\0\x20" + bytes(32)
PARTS = st.sampled_from(
    [
        b"",
        b"\n",
        b" ",
        b"-----BEGIN OPENSSH PRIVATE KEY-----\n",
        b"-----END OPENSSH PRIVATE KEY-----\n",
        base64.b64encode(b"openssh-key-v1\0\0\0\0\x04none\0\0\0\x04none\0\0\0\0\0\0\0\x01"),
        base64.b64encode(BLOB),
        b"ssh-ed25519 ",
        b"AGE-PLUGIN-PROEF-1QQQQQQ",
        b"# public key: age1proef1qqqqqq",
        b"age-encryption.org/v1\n",
        b"-> scrypt ",
        b"\xff",
        b"A" * 43,
    ]
)


@given(st.lists(PARTS | st.binary(max_size=40), max_size=6).map(b"".join))
def test_noise_is_an_identity_to_nobody(noise: bytes) -> None:
    sshkeys.read_key_file(noise)
    headers.is_locked(noise)
    with suppress(InputError):
        armor.binary(noise)
    with pytest.raises(KeyUnavailableError):
        age.load_identity(noise)
    if not plugins.identity_in(noise)[0]:
        with pytest.raises(KeyUnavailableError):
            age.open_identity(noise, Nobody())


@given(st.binary(max_size=120))
def test_a_public_key_is_the_text_of_its_blob_and_of_nothing_else(blob: bytes) -> None:
    for data in (blob, BLOB + blob, BLOB[: len(blob)]):
        text = sshkeys.public_key_of(data)
        assert not text or sshkeys.blob(text) == data
        assert sshkeys.is_public_key(text) is bool(text)


@pytest.mark.parametrize(
    ("recipient", "name"),
    [
        ("age1proef1qqqqqq", "proef"),
        ("age1fido2-hmac1qqqqqq", "fido2-hmac"),
        ("age1a1b1qqqqqq", "a1b"),
        ("age1proef1", ""),
        ("age1PROEF1qqqqqq", ""),
        ("age1proef-1qqqqqq", ""),
        ("age1..1qqqqqq", ""),
        ("age1a/b1qqqqqq", ""),
        ("age1proef1qqqqqq\n", ""),
        ("age1proef1" + "q" * 2000, ""),
        (age.generate()[1][:4] + "q" * 58, ""),
    ],
)
def test_the_name_of_a_plugin_is_no_path_and_no_option(recipient: str, name: str) -> None:
    assert plugins.name_of(recipient) == name


@pytest.mark.parametrize("count", [1, 2])
def test_many_numbers_in_a_public_half_end_where_the_file_ends(count: int) -> None:
    """A length that goes past the end is none."""
    blob = b"openssh-key-v1\0" + b"\xff\xff\xff\xff" * count
    kind = b"OPENSSH PRIVATE KEY-----\n"
    text = b"-----BEGIN " + kind + base64.encodebytes(blob) + b"-----END " + kind
    known = sshkeys.read_key_file(text)
    assert known is not None
    assert (known.public, known.locked) == ("", True)
