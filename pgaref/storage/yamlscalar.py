# SPDX-License-Identifier: EUPL-1.2
"""Single values of strict YAML: bounds, characters, and what a plain scalar means (YAML 1.2, 10.3).

Shared by the reader and the writer, so that they agree.
"""

from __future__ import annotations

import json
import re

Value = str | int | bool

SIZE_LIMIT = 1024 * 1024  # bytes of a document
DEPTH_LIMIT = 32  # lists and groups of fields within each other, the document itself included
NODE_LIMIT = 20_000  # field names, values, lists and groups
_KEY_LIMIT = 200
_DIGITS_LIMIT = 300
_NUMBER_LIMIT: int = 10**299

# Control characters, line breaks that only some readers know, what turns the direction of text,
# byte order marks, non-characters and halves of pairs.
FORBIDDEN = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_NULL = re.compile(r"null|Null|NULL|~|")
_TRUE = frozenset(("true", "True", "TRUE"))
_FALSE = frozenset(("false", "False", "FALSE"))
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FRACTION = re.compile(
    r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
)
# Text that goes without quotes: it begins with a letter and holds nothing that YAML could take for
# more; or it is a date or a time.
_PLAIN = re.compile(
    r"[^\W\d_](?:[\w .,;()/+%'\"!?=*&@-]|:(?! |\Z))*(?<! )"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?"
)
# Text to us, but a truth value to readers of YAML 1.1.
_OLD_BOOLEAN = re.compile(r"y|n|yes|no|on|off", re.IGNORECASE)


def is_text(text: str) -> bool:
    """Whether every character of `text` may stand in a document; its line break is LF."""
    return FORBIDDEN.search(text) is None and "\r" not in text


def is_key(text: str) -> bool:
    """Whether `text` may name a field: one line of bounded length."""
    return len(text) <= _KEY_LIMIT and is_text(text) and "\n" not in text and "\t" not in text


def is_number(number: int) -> bool:
    """Whether `number` is short enough to be read back."""
    return abs(number) < _NUMBER_LIMIT


def read(text: str, *, quoted: bool) -> Value:
    """The value that a scalar stands for; a quoted or block scalar is text, whatever it looks like.

    Raises:
        ValueError: the rule that is broken, in words, without the text.
    """
    if not is_text(text):
        raise ValueError("holds a control or direction character")
    if quoted:
        return text
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    if _NULL.fullmatch(text):
        raise ValueError("has no value")
    if _INTEGER.fullmatch(text):
        if len(text) > _DIGITS_LIMIT:
            raise ValueError("has too many digits")
        return int(text, 0 if text[1:2] in ("o", "x") else 10)
    if _FRACTION.fullmatch(text):
        raise ValueError("is a number with a fraction; text goes in quotes")
    return text


def write(value: Value) -> str:
    """One line that `read` takes for `value`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if _PLAIN.fullmatch(value) and not _means_more(value):
        return value
    # A JSON string is a double-quoted scalar (YAML 1.2 is a superset).
    return json.dumps(value, ensure_ascii=False)


def _means_more(text: str) -> bool:
    """Whether `text`, which begins with a letter or is a date, is a word with a meaning."""
    known = text in _TRUE or text in _FALSE
    return known or bool(_NULL.fullmatch(text) or _OLD_BOOLEAN.fullmatch(text))
