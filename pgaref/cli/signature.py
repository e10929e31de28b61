# SPDX-License-Identifier: EUPL-1.2
"""Reading a detached SSH signature, as `ssh-keygen -Y sign` leaves it beside what was signed."""

from __future__ import annotations

import re
from pathlib import Path

from pgaref.errors import InputError
from pgaref.language import _
from pgaref.storage.files.inputs import read_input

_ARMOR = re.compile(
    rb"\s*-----BEGIN SSH SIGNATURE-----\r?\n([A-Za-z0-9+/=\r\n]+)-----END SSH SIGNATURE-----\s*"
)


def read_signature(file: Path) -> tuple[str, ...]:
    """The base64 lines of the signature in a file.

    Raises:
        UsageError: the file cannot be read.
        InputError: no SSH signature.
    """
    armor = _ARMOR.fullmatch(read_input(file).data)
    if armor is None:
        raise InputError(
            _("{file}: no SSH signature", file=file.name), hint=_("ssh-keygen -Y sign makes one")
        )
    return tuple(armor[1].decode("ascii").split())
