# SPDX-License-Identifier: EUPL-1.2
"""SSH keys as text and as files: what they are, without using them (OpenSSH PROTOCOL.key).

Two kinds of public keys are known: `ssh-ed25519`, and `sk-ssh-ed25519@openssh.com` of a FIDO key
for the application `ssh:`, which ssh-keygen asks when nothing else is said. Each has one spelling,
without options and without a comment.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass

_SOFT, _HARD = "ssh-ed25519", "sk-ssh-ed25519@openssh.com"
_APPLICATION = b"ssh:"
_KEY_BYTES = 32
_LINE = re.compile(r"([a-z0-9@.-]{1,60}) ([A-Za-z0-9+/]{1,400}={0,2})(?: [^\n]*)?\n?")
_PRIVATE = re.compile(
    rb"\s*-----BEGIN OPENSSH PRIVATE KEY-----\r?\n"
    rb"([A-Za-z0-9+/=\r\n]*)"
    rb"-----END OPENSSH PRIVATE KEY-----\s*"
)
_MAGIC = b"openssh-key-v1\0"


@dataclass(frozen=True, slots=True)
class KeyFile:
    """What a key file says of itself: its public key (empty: none that is known), and how it is.

    `private`: it holds the secret, or what a FIDO key makes it from; `locked`: under a passphrase.
    """

    public: str
    private: bool
    locked: bool = False

    @property
    def hardware(self) -> bool:
        """Whether a FIDO key signs."""
        return is_hardware(self.public)


def read_key_file(data: bytes) -> KeyFile | None:
    """What `data` is: a public key on a line, or a private key of OpenSSH; None: neither."""
    private = _PRIVATE.fullmatch(data)
    if private is not None:
        return _private(private[1])
    line = _LINE.fullmatch(data.decode("utf-8", "replace"))
    if line is None:
        return None
    public = f"{line[1]} {line[2]}"
    return KeyFile(public, private=False) if is_public_key(public) else None


def is_public_key(text: str) -> bool:
    """Whether `text` is a public key as pgaref keeps it: of a known kind, in its one spelling."""
    kind, _, body = text.partition(" ")
    if kind not in (_SOFT, _HARD):
        return False
    try:
        blob = base64.b64decode(body, validate=True)
    except ValueError:
        return False
    return public_key_of(blob) == text


def is_hardware(text: str) -> bool:
    """Whether a public key is that of a FIDO key."""
    return text.startswith(f"{_HARD} ")


def blob(text: str) -> bytes:
    """A public key in its wire format, which ends with the 32 bytes of an `ssh-ed25519` one."""
    return base64.b64decode(text.partition(" ")[2])


def public_key_of(blob: bytes) -> str:
    """The public key in its wire format as text; empty where it is of no known kind."""
    kind = next((name for name in (_SOFT, _HARD) if blob.startswith(_string(name.encode()))), "")
    start = blob[len(_string(kind.encode())) :]
    key = start[4 : 4 + _KEY_BYTES]
    whole = _string(kind.encode()) + _string(key)
    if kind == _HARD:
        whole += _string(_APPLICATION)
    if not kind or len(key) != _KEY_BYTES or blob != whole:
        return ""
    return f"{kind} {base64.b64encode(blob).decode()}"


def _private(body: bytes) -> KeyFile | None:
    """PROTOCOL.key: magic, cipher, kdf, its options, how many keys, the public halves, the rest."""
    try:
        blob = binascii.a2b_base64(re.sub(rb"[\r\n]", b"", body), strict_mode=True)
    except binascii.Error:
        return None
    if not blob.startswith(_MAGIC):
        return None
    cipher, rest = _taken(blob[len(_MAGIC) :])
    for _ in ("kdf", "its options"):
        _, rest = _taken(rest)
    count, rest = rest[:4], rest[4:]
    public, _ = _taken(rest)
    known = public_key_of(public) if count == b"\0\0\0\1" else ""
    return KeyFile(known, private=True, locked=cipher != b"none")


def _string(data: bytes) -> bytes:
    """RFC 4251, section 5: a string is its length in four bytes, and its bytes."""
    return len(data).to_bytes(4, "big") + data


def _taken(data: bytes) -> tuple[bytes, bytes]:
    """The string that `data` begins with, cut off where it ends early; and what follows it."""
    end = 4 + int.from_bytes(data[:4], "big")
    return data[4:end], data[end:]
