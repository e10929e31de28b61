# SPDX-License-Identifier: EUPL-1.2
"""What a party could ever copy of a vault, and everything that its keys open of it.

With age as it is, and not as pgaref reads: each secret is tried on each file, whatever a card says,
and what opens to a secret or to another age file is tried again. `confirmed` asks stock age.
"""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyrage  # type: ignore[import-untyped]

_AGE = b"age-encryption.org/v1\n"
_SECRET = b"AGE-SECRET-KEY-1"


@dataclass
class Copies:
    """Every encrypted file that a vault ever had, once, with the places where it lay."""

    files: dict[str, bytes] = field(default_factory=dict)
    places: dict[str, set[str]] = field(default_factory=dict)

    def take(self, vault: Path) -> list[str]:
        """Copy what is there now; the new ones, by the SHA-256 of their bytes."""
        new = []
        for path in vault.rglob("*.age"):
            data = path.read_bytes()
            name = hashlib.sha256(data).hexdigest()
            if name not in self.files:
                self.files[name] = data
                new.append(name)
            self.places.setdefault(name, set()).add(path.relative_to(vault).as_posix())
        return new

    def copy(self) -> Copies:
        """The same, to go on from."""
        return Copies(dict(self.files), {name: set(places) for name, places in self.places.items()})


@dataclass
class Holdings:
    """A party's secrets and what they opened: by the name of the file, its plaintext."""

    secrets: set[str]
    opened: dict[str, bytes] = field(default_factory=dict)
    layers: dict[str, bytes] = field(default_factory=dict)
    tried: int = 0

    def copy(self) -> Holdings:
        """The same, to go on from."""
        return Holdings({*self.secrets}, dict(self.opened), dict(self.layers), self.tried)

    def meet(self, files: Mapping[str, bytes], new: list[str]) -> dict[str, bytes]:
        """Try all secrets on the `new` ones of the files, and new secrets on all; what opened."""
        before = set(self.opened)
        self._open({name: files[name] for name in new}, self.secrets)
        while fresh := self._fresh_secrets():
            self.secrets |= fresh
            closed = {name: data for name, data in files.items() if name not in self.opened}
            self._open(closed, fresh)
            self._open_inner(self.layers, fresh)
        return {name: text for name, text in self.opened.items() if name not in before}

    def _fresh_secrets(self) -> set[str]:
        found = {text.decode().strip() for text in self.opened.values() if _is_secret(text)}
        return found - self.secrets

    def _open(self, files: Mapping[str, bytes], secrets: set[str]) -> None:
        identities = [pyrage.x25519.Identity.from_str(secret) for secret in secrets]
        for name, data in files.items():
            self.tried += len(identities)
            text = _opened(data, identities)
            if text is None:
                continue
            if text.startswith(_AGE):
                self.layers[name] = text
                self._open_inner({name: text}, self.secrets)
            else:
                self.opened[name] = text

    def _open_inner(self, layers: Mapping[str, bytes], secrets: set[str]) -> None:
        """What was sealed has another layer inside."""
        identities = [pyrage.x25519.Identity.from_str(secret) for secret in secrets]
        for name, data in layers.items():
            if name not in self.opened:
                self.tried += len(identities)
                text = _opened(data, identities)
                if text is not None:
                    self.opened[name] = text


def _opened(data: bytes, identities: list[object]) -> bytes | None:
    try:
        return bytes(pyrage.decrypt(data, identities))
    except pyrage.DecryptError:
        return None


def _is_secret(text: bytes) -> bool:
    return text.startswith(_SECRET)


def confirmed(holdings: Holdings, files: Mapping[str, bytes], folder: Path) -> int:
    """Ask stock age, with all secrets at once, of every file: it must open the same ones.

    `folder`: where the files are put to be read. Returns how many were asked; a difference is an
    AssertionError.
    """
    identities = folder / "identities"
    identities.write_text("".join(f"{secret}\n" for secret in sorted(holdings.secrets)))
    for name, data in files.items():
        (folder / name).write_bytes(data)
        line = ["age", "-d", "-i", str(identities), str(folder / name)]
        done = subprocess.run(line, capture_output=True, timeout=60)
        opens = name in holdings.opened or name in holdings.layers
        assert (done.returncode == 0) is opens, name
    return len(files)
