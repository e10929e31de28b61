# SPDX-License-Identifier: EUPL-1.2
"""The header of an age file (age-encryption.org/v1), looked at before the library reads it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pgaref.errors import IntegrityError, KeyUnavailableError
from pgaref.language import _
from pgaref.storage.armor import VERSION_LINE

LIMIT = 64 * 1024
_BODY_LINE = 64
_SCRYPT = re.compile(rb"-> scrypt [A-Za-z0-9+/]{22} ([1-9][0-9]?)\n[A-Za-z0-9+/]{43}\n--- [^\n]*\n")


def is_locked(data: bytes) -> bool:
    """Whether a binary age file says that it opens with a passphrase."""
    return data.startswith(VERSION_LINE + b"-> scrypt ")


def work_factor(data: bytes) -> int:
    """The work factor in a file under a passphrase (age-encryption.org/v1, scrypt stanza).

    Raises:
        KeyUnavailableError: its one stanza is malformed, or not its only one.
    """
    header = _SCRYPT.match(data, len(VERSION_LINE))
    if header is None:
        raise KeyUnavailableError(_("the identity is damaged: its passphrase stanza is malformed"))
    return int(header[1])


def check(ciphertext: bytes) -> None:
    """Refuse what pyrage should not even try, as passphrase stanzas cost their reader dearly.

    Raises:
        IntegrityError: no binary age file, a header over 64 KiB or malformed, a passphrase stanza.
    """
    if not ciphertext.startswith(VERSION_LINE):
        raise IntegrityError(_("not a binary age file, version 1"))
    end = ciphertext.find(b"\n--- ", 0, LIMIT)
    if end < 0:
        raise IntegrityError(_("the header of the age file does not end within 64 KiB"))
    lines = ciphertext[:end].split(b"\n")[1:]
    if any(line.split(b" ")[:2] == [b"->", b"scrypt"] for line in lines):
        raise IntegrityError(_("the age file is encrypted with a passphrase"))
    _check_bodies(lines)


def _check_bodies(lines: Sequence[bytes]) -> None:
    """Refuse a stanza whose body does not end with a short line (age-encryption.org/v1, header).

    pyrage reads such a file, stock age does not: what one reader opens every reader opens.
    """
    for line, following in pairwise([*lines, b"->"]):
        whole = len(line) == _BODY_LINE or line.startswith(b"->")
        if whole and following.startswith(b"->"):
            raise IntegrityError(_("the header of the age file is damaged"))
