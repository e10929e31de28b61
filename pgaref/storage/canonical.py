# SPDX-License-Identifier: EUPL-1.2
"""Canonical JSON: one object, one spelling, so that a digest or signature over it means one thing.

Keys sorted, no spaces, LF at the end. Values are strings, integers of at most 15 digits (so that jq
reads them exactly), arrays and objects; no float, null, boolean or empty value. Strings, keys too,
are printable ASCII without quote and backslash, 1 to 200 characters (design, "Canonical JSON").
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

_STRING = re.compile(rb'"[ !#-\[\]-~]{1,200}"')
_SKELETON = re.compile(rb"(?:s|-?[0-9]{1,15}(?![0-9])|[,:]|[\[{](?![\]}])|[\]}])+\n")


def encode(value: Mapping[str, object]) -> bytes:
    """The canonical bytes of `value`, LF included. Tuples are written as arrays.

    Raises:
        ValueError: something in it has no canonical spelling. The message never quotes it.
    """
    try:
        data = _serialise(_plain(value))
    except RecursionError:
        raise ValueError("nested too deep for canonical JSON") from None
    _require_shape(data)
    return data


def decode(data: bytes) -> dict[str, object]:
    """The object that `data` spells; `encode` of it gives `data` again.

    Raises:
        ValueError: the bytes are not canonical.
    """
    _require_shape(data)
    try:
        value = json.loads(data)
        if isinstance(value, dict) and _serialise(value) == data:
            return value
    except RecursionError:
        pass
    except json.JSONDecodeError:
        pass
    raise ValueError("not canonical JSON")


def _serialise(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode("ascii") + b"\n"


def _plain(value: object) -> object:
    """`value` in the types that the serialiser spells in one way, or ValueError."""
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise ValueError("canonical JSON has string keys only")
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise ValueError(f"canonical JSON has no {type(value).__name__}")


def _require_shape(data: bytes) -> None:
    """Refuse what JSON has and the canonical form has not; whether it is JSON is not asked here.

    Two passes of a regular expression over the bytes: every log line of every command passes here.
    """
    if _SKELETON.fullmatch(_STRING.sub(b"s", data)) is None:
        raise ValueError("a value that canonical JSON does not have")
