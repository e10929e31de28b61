# SPDX-License-Identifier: EUPL-1.2
"""An age plugin for tests, `age-plugin-proef`: it speaks C2SP age-plugin, and protects nothing.

Run as a program it is the plugin; what it does beside opening and encrypting, PROEF says.
"""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path

NAME = "proef"
PIN = "1234"
_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_BODY_LINE = 64

Stanza = tuple[list[str], bytes]


def install(folder: Path, name: str = NAME) -> Path:
    """Put the plugin in a folder for PATH."""
    folder.mkdir(exist_ok=True)
    file = folder / f"age-plugin-{name}"
    file.write_text(f'#!/bin/sh\nexec {sys.executable} {Path(__file__).resolve()} "$@"\n')
    file.chmod(0o755)
    return folder


def make(comment: str = "# public key: {}", name: str = NAME) -> tuple[bytes, str]:
    """A new identity, as the text of its file, and its recipient."""
    secret = secrets.token_bytes(16)
    recipient = encode(f"age1{name}", _public(secret))
    identity = encode(f"age-plugin-{name}-", secret).upper()
    return f"{comment.format(recipient)}\n{identity}\n".encode(), recipient


def encode(prefix: str, data: bytes) -> str:
    """`data` in Bech32 (BIP 173), without its limit to the length."""
    bits = "".join(f"{byte:08b}" for byte in data)
    bits += "0" * (-len(bits) % 5)
    values = [int(bits[place : place + 5], 2) for place in range(0, len(bits), 5)]
    check = _check([*values, *[0] * 6], prefix) ^ 1
    tail = [check >> 5 * (5 - place) & 31 for place in range(6)]
    return f"{prefix}1" + "".join(_LETTERS[value] for value in [*values, *tail])


def _check(values: list[int], prefix: str) -> int:
    high, low = [ord(letter) >> 5 for letter in prefix], [ord(letter) & 31 for letter in prefix]
    check = 1
    for value in [*high, 0, *low, *values]:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, term in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            check ^= term if top >> place & 1 else 0
    return check


def decode(text: str) -> bytes:
    """What stands in Bech32 behind its prefix."""
    body = text.lower().rpartition("1")[2][:-6]
    bits = "".join(f"{_LETTERS.index(letter):05b}" for letter in body)
    return bytes(int(bits[place : place + 8], 2) for place in range(0, len(bits) // 8 * 8, 8))


def _public(secret: bytes) -> bytes:
    return hashlib.sha256(secret).digest()[:20]


def _hidden(key: bytes, public: bytes) -> bytes:
    """The key of a file, changed by what everybody knows: nothing here protects it."""
    return bytes(a ^ b for a, b in zip(key, hashlib.sha256(public).digest(), strict=False))


def _tag(public: bytes) -> str:
    return base64.b64encode(hashlib.sha256(public).digest()[:4]).decode().rstrip("=")


def _read() -> Stanza:
    """The next stanza from the other side."""
    line = sys.stdin.buffer.readline().decode()
    if not line.startswith("-> "):
        sys.exit(3)
    words, body = line[3:-1].split(" "), ""
    while True:
        part = sys.stdin.buffer.readline().decode()
        body += part[:-1]
        if len(part) - 1 < _BODY_LINE:
            return words, base64.b64decode(body + "=" * (-len(body) % 4))


def _write(*words: str, body: bytes = b"") -> None:
    text = base64.b64encode(body).decode().rstrip("=")
    lines = [text[place : place + _BODY_LINE] for place in range(0, len(text) + 1, _BODY_LINE)]
    sys.stdout.buffer.write("\n".join([f"-> {' '.join(words)}", *lines, ""]).encode())
    sys.stdout.buffer.flush()


def _asked(*words: str, body: bytes = b"") -> Stanza:
    """Say something, and hear what the other side answers."""
    _write(*words, body=body)
    return _read()


def _phase_one() -> Iterator[Stanza]:
    while True:
        words, body = _read()
        if words == ["done"]:
            return
        yield words, body


def _recipient_v1(mode: str) -> None:
    recipients, keys = [], []
    for words, body in _phase_one():
        if words[0] == "add-recipient":
            recipients.append(decode(words[1]))
        elif words[0] == "wrap-file-key":
            keys.append(body)
    if mode == "refuses":
        _asked("error", "recipient", "0", body=b"that one not")
    else:
        for index, key in enumerate(keys):
            for public in recipients:
                stanza = ("recipient-stanza", str(index), NAME, _tag(public))
                _asked(*stanza, body=_hidden(key, public))
    _write("done")


def _identity_v1(mode: str) -> None:
    identities, stanzas = [], []
    for words, body in _phase_one():
        if words[0] == "add-identity":
            identities.append(_public(decode(words[1])))
        elif words[0] == "recipient-stanza" and words[2] == NAME:
            stanzas.append((words[1], words[3], body))
    own = [
        (index, body, public)
        for index, tag, body in stanzas
        for public in identities
        if _tag(public) == tag
    ]
    # The library gives one stanza at a time; nobody is asked about those of others.
    if own and _lets(mode):
        for index, body, public in own:
            _asked("file-key", index, body=_hidden(body, public))
    _write("done")


def _lets(mode: str) -> bool:
    """Whether the person at the key lets it open something."""
    if mode == "touch":
        _asked("msg", body=b"touch it \x1b[31mnow")
    elif mode == "pin":
        words, body = _asked("request-secret", body=b"PIN of the key")
        if words[0] != "ok" or body.decode() != PIN:
            _asked("error", "identity", "0", body=b"a wrong PIN: " + body)
            return False
    elif mode == "name":
        words, body = _asked("request-public", body=b"which key")
        return words[0] == "ok" and body == b"deze"
    elif mode == "confirm":
        yes, no = (base64.b64encode(word).decode().rstrip("=") for word in (b"ja", b"nee"))
        return _asked("confirm", yes, no, body=b"is it there")[0] == ["ok", "yes"]
    elif mode == "absent":
        _asked("error", "identity", "0", body=b"no such key is plugged in")
    elif mode == "silent":
        return False
    return mode != "absent"


def main() -> None:
    mode = os.environ.get("PROEF", "")
    asked = sys.argv[1].removeprefix("--age-plugin=")
    if mode in (f"crash {asked}", "crash"):
        sys.exit(9)
    if mode.startswith("once "):
        # Fails where the file is there already.
        Path(mode.removeprefix("once ")).touch(exist_ok=False)
    if mode == f"noise {asked}":
        sys.stdout.write("what?\n")
        return
    states = {"recipient-v1": _recipient_v1, "identity-v1": _identity_v1}
    states[asked](mode)


if __name__ == "__main__":
    main()
