# SPDX-License-Identifier: EUPL-1.2
"""What somebody opens who has some secrets and all files of a vault, and tries each on each."""

from __future__ import annotations

from collections.abc import Mapping

from pgaref.errors import KeyUnavailableError
from pgaref.storage import age
from tests.cli.world import World


class Reach:
    """What secrets open in a vault as it is now: each is tried on every file that there is."""

    def __init__(self, world: World) -> None:
        files = world.files()
        self._world = world
        self._files = {path: data for path, data in files.items() if path.endswith(".age")}
        self._opened: dict[bytes, dict[str, bytes]] = {}

    @property
    def paths(self) -> set[str]:
        """Every encrypted file."""
        return set(self._files)

    def directly(self, secret: bytes) -> dict[str, bytes]:
        """Path -> what stands there, of every file that this one secret opens."""
        if secret not in self._opened:
            self._opened[secret] = _opened(self._files, secret)
        return self._opened[secret]

    def wholly(self, *secrets: bytes) -> dict[str, bytes]:
        """The same with every secret that these lead to, and through every layer."""
        known = list(secrets)
        found: dict[str, bytes] = {}
        for secret in known:
            opened = self.directly(secret)
            found |= opened
            known += {text for text in opened.values() if _is_secret(text)} - set(known)
        for secret in known * 2:
            found |= _opened({p: t for p, t in found.items() if _is_sealed(t)}, secret)
        return found

    def records(self, *secrets: bytes) -> dict[str, bytes]:
        """Path -> plaintext, of every record that these open to the bottom."""
        return {
            path: text
            for path, text in self.wholly(*secrets).items()
            if path.startswith(("dossiers/", "archive/")) and not _is_sealed(text)
        }

    def identity(self, officer: str) -> bytes:
        """The secret of an identity, in office or not."""
        return self._world.identity(officer).read_bytes()


def _opened(files: Mapping[str, bytes], secret: bytes) -> dict[str, bytes]:
    identity = age.load_identity(secret)
    found = {}
    for path, data in files.items():
        try:
            found[path] = age.decrypt(data, identity)
        except KeyUnavailableError:
            continue
    return found


def _is_secret(text: bytes) -> bool:
    return text.startswith(b"AGE-SECRET-KEY-1")


def _is_sealed(text: bytes) -> bool:
    return text.startswith(b"age-encryption.org/v1\n")
