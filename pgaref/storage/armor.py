# SPDX-License-Identifier: EUPL-1.2
"""Telling an age file by its first bytes, and taking one out of its ASCII armor."""

from __future__ import annotations

import binascii
import re

from pgaref.errors import InputError
from pgaref.language import _

VERSION_LINE = b"age-encryption.org/v1\n"
_ARMOR = re.compile(
    rb"\s*-----BEGIN AGE ENCRYPTED FILE-----\r?\n"
    rb"([A-Za-z0-9+/=\r\n]*)"
    rb"-----END AGE ENCRYPTED FILE-----\s*"
)


def is_age_file(data: bytes) -> bool:
    """Whether `data` says that it is an age file, binary or armored."""
    return data.startswith(VERSION_LINE) or _ARMOR.fullmatch(data) is not None


def binary(data: bytes) -> bytes:
    """The age file in an armor (age-encryption.org/v1, "ASCII armor"; RFC 7468, strict).

    What stands in no armor comes back as it is.

    Raises:
        InputError: the armor holds no base64.
    """
    armor = _ARMOR.fullmatch(data)
    if armor is None:
        return data
    try:
        return binascii.a2b_base64(re.sub(rb"[\r\n]", b"", armor[1]), strict_mode=True)
    except binascii.Error:
        raise InputError(_("the content is no whole age file")) from None
