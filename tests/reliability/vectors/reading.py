# SPDX-License-Identifier: EUPL-1.2
"""What a vector expects, what pgaref says of it, and where that is meant to differ."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pgaref.errors import IntegrityError, KeyUnavailableError
from pgaref.storage import age

FOLDER = Path(__file__).with_name("age")
# What pgaref can say of a file.
OPENED, REFUSED, NO_MATCH = "opened", "refused", "no match"
# By what a vector expects, what pgaref has to say.
_EXPECTED = {
    "success": OPENED,
    "no match": NO_MATCH,
    "header failure": REFUSED,
    "HMAC failure": REFUSED,
    "payload failure": REFUSED,
    "armor failure": REFUSED,
}
ARMORED = "a vault holds binary files only"
PASSPHRASE = "a vault holds no file that a passphrase opens"
HYBRID = "the library has no post-quantum identities yet"


@dataclass(frozen=True)
class Vector:
    """A file, the identities to try, and what should come of it."""

    name: str
    expect: str
    payload: str
    identities: tuple[str, ...]
    armored: bool
    passphrase: bool
    data: bytes

    @property
    def expected(self) -> str:
        """What pgaref would say if it read all that age can be."""
        return _EXPECTED[self.expect]

    @property
    def deviation(self) -> str:
        """Why pgaref says something else, if it does: what it does not read on purpose."""
        if self.armored:
            return ARMORED
        if self.passphrase:
            return PASSPHRASE
        return HYBRID if any("-PQ-" in identity for identity in self.identities) else ""


def vectors() -> Iterator[Vector]:
    """All of them, by name."""
    for path in sorted(FOLDER.iterdir()):
        head, _, body = path.read_bytes().partition(b"\n\n")
        fields = [line.partition(": ")[::2] for line in head.decode().splitlines()]
        said = dict(fields)
        yield Vector(
            name=path.name,
            expect=said["expect"],
            payload=said.get("payload", ""),
            identities=tuple(value for name, value in fields if name == "identity"),
            armored=said.get("armored") == "yes",
            passphrase="passphrase" in said,
            data=zlib.decompress(body) if said.get("compressed") == "zlib" else body,
        )


def said_of(vector: Vector) -> str:
    """What pgaref says; a payload that is not the one expected is an AssertionError."""
    answers = {_said(vector, identity) for identity in vector.identities or (_stranger(),)}
    return next(answer for answer in (OPENED, REFUSED, NO_MATCH) if answer in answers)


def _said(vector: Vector, identity: str) -> str:
    try:
        plaintext = age.decrypt(vector.data, age.load_identity(identity.encode()))
    except KeyUnavailableError:
        return NO_MATCH
    except IntegrityError:
        return REFUSED
    if vector.expect == "success":
        assert hashlib.sha256(plaintext).hexdigest() == vector.payload, vector.name
    return OPENED


def _stranger() -> str:
    return age.generate()[0].decode().strip()
