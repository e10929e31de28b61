# SPDX-License-Identifier: EUPL-1.2
"""An ssh-agent with keys in it, and one in which a FIDO key signs that was never there.

A FIDO key signs SHA-256("ssh:"), its flags, its counter and the SHA-256 of the message (OpenSSH
PROTOCOL.u2f); the second agent has an ordinary Ed25519 key of the first one do so. Both speak the
agent protocol (draft-ietf-sshm-ssh-agent).
"""

from __future__ import annotations

import base64
import hashlib
import os
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

KIND = b"sk-ssh-ed25519@openssh.com"
APPLICATION = b"ssh:"
TOUCHED = 1
_LIST, _LISTED, _SIGN, _SIGNED = 11, 12, 13, 14
_TIMEOUT_SECONDS = 30


@contextmanager
def ssh_agent(folder: Path) -> Iterator[str]:
    """A stock ssh-agent without keys; its socket."""
    path = folder / "agent"
    child = subprocess.Popen(["ssh-agent", "-D", "-a", str(path)], stdout=subprocess.DEVNULL)
    try:
        until = time.monotonic() + _TIMEOUT_SECONDS
        while not path.exists():
            assert time.monotonic() < until
            time.sleep(0.01)
        yield str(path)
    finally:
        child.terminate()
        child.wait(_TIMEOUT_SECONDS)


def add(agent: str, key: Path) -> None:
    """Give a key to an agent."""
    subprocess.run(
        ["ssh-add", "-q", str(key)],
        env={**os.environ, "SSH_AUTH_SOCK": agent},
        check=True,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        timeout=_TIMEOUT_SECONDS,
    )


def string(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


def taken(data: bytes) -> tuple[bytes, bytes]:
    end = 4 + int.from_bytes(data[:4], "big")
    return data[4:end], data[end:]


class FidoKey:
    """A FIDO key by what it signs: its secret is that of an ordinary key in an agent."""

    def __init__(self, agent: str, public: str) -> None:
        self._agent = agent
        self._soft = base64.b64decode(public.split()[1])
        self.blob = string(KIND) + string(self._soft[-32:]) + string(APPLICATION)
        self.flags = TOUCHED
        self.counter = 0

    @property
    def public(self) -> str:
        """The public key as text."""
        return f"{KIND.decode()} {base64.b64encode(self.blob).decode()}"

    def signature(self, message: bytes) -> bytes:
        """The signature over `message`, in the format of PROTOCOL.u2f."""
        self.counter += 1
        seen = bytes([self.flags]) + self.counter.to_bytes(4, "big")
        application = hashlib.sha256(APPLICATION).digest()
        raw = self._raw(application + seen + hashlib.sha256(message).digest())
        return string(KIND) + string(raw) + seen

    def _raw(self, data: bytes) -> bytes:
        """The 64 bytes of an Ed25519 signature."""
        asked = bytes([_SIGN]) + string(self._soft) + string(data) + bytes(4)
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(self._agent)
            connection.sendall(string(asked))
            answer = _message(connection)
        assert answer[0] == _SIGNED
        _, rest = taken(taken(answer[1:])[0])
        return taken(rest)[0]


@contextmanager
def fido_agent(
    folder: Path, key: FidoKey, sign: Callable[[bytes], bytes] | None = None
) -> Iterator[str]:
    """An agent that has `key`, or signs with something else in its place; its socket."""
    path = str(folder / "fido")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(path)
        listening.listen()
        serving = threading.Thread(
            target=_serve, args=(listening, key, sign or key.signature), daemon=True
        )
        serving.start()
        try:
            yield path
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            serving.join(_TIMEOUT_SECONDS)


def _serve(listening: socket.socket, key: FidoKey, sign: Callable[[bytes], bytes]) -> None:
    while True:
        try:
            connection, _ = listening.accept()
        except OSError:
            return
        with connection:
            while asked := _message(connection):
                connection.sendall(string(_answer(asked, key, sign)))


def _answer(asked: bytes, key: FidoKey, sign: Callable[[bytes], bytes]) -> bytes:
    if asked[0] == _LIST:
        return bytes([_LISTED]) + (1).to_bytes(4, "big") + string(key.blob) + string(b"a key")
    if asked[0] == _SIGN:
        blob, rest = taken(asked[1:])
        assert blob == key.blob
        return bytes([_SIGNED]) + string(sign(taken(rest)[0]))
    return b"\x05"


def _message(connection: socket.socket) -> bytes:
    """One message; empty where the other side is gone."""
    length = _received(connection, 4)
    return _received(connection, int.from_bytes(length, "big")) if length else b""


def _received(connection: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        more = connection.recv(size - len(data))
        if not more:
            return b""
        data += more
    return data
