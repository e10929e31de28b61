# SPDX-License-Identifier: EUPL-1.2
"""Writing strict YAML for people: block style, text over several lines as it stands."""

from __future__ import annotations

from collections.abc import Mapping

from pgaref.storage import yamlscalar
from pgaref.storage.yamlscalar import DEPTH_LIMIT, NODE_LIMIT, SIZE_LIMIT

Group = Mapping[str, object] | list[object]


def dump(value: Mapping[str, object]) -> bytes:
    """`value` as UTF-8 YAML, fields in the order given, ending in LF; `parse` gives it back equal.

    Raises:
        ValueError: it holds what `parse` would refuse: other types than text, whole numbers, truth
            values, lists and groups of fields, control characters, or more than the bounds.
    """
    _check(value)
    data = ("\n".join(_block(value) if value else ["{}"]) + "\n").encode("utf-8")
    if len(data) > SIZE_LIMIT:
        raise ValueError("larger than 1 MiB")
    return data


def _check(root: Group) -> None:
    """Refuse what could not be read back; a loop, so that depth is known before anything recurs."""
    left: list[tuple[object, int]] = [(root, 1)]
    nodes = 0
    while left:
        value, depth = left.pop()
        nodes += 1
        if nodes > NODE_LIMIT:
            raise ValueError(f"more than {NODE_LIMIT} values")
        if not isinstance(value, (Mapping, list)):
            _check_scalar(value)
            continue
        if depth > DEPTH_LIMIT:
            raise ValueError(f"nested deeper than {DEPTH_LIMIT}")
        if isinstance(value, Mapping):
            nodes += len(value)
            if not all(isinstance(key, str) and yamlscalar.is_key(key) for key in value):
                raise ValueError("a field name must be one line of text")
        inner = value.values() if isinstance(value, Mapping) else value
        left.extend((each, depth + 1) for each in inner)


def _check_scalar(value: object) -> None:
    if isinstance(value, str):
        if not yamlscalar.is_text(value):
            raise ValueError("a control or direction character")
    elif not isinstance(value, int) or not yamlscalar.is_number(value):
        raise ValueError("a value that a document cannot hold")


def _block(value: Group) -> list[str]:
    """The lines of a list or group of fields that is not empty."""
    if isinstance(value, Mapping):
        return [line for key, inner in value.items() for line in _field(key, inner)]
    return [line for item in value for line in _item(item)]


def _field(key: str, value: object) -> list[str]:
    name = yamlscalar.write(key)
    if isinstance(value, (Mapping, list)) and value:
        return [f"{name}:", *_indented(_block(value))]
    first, *more = _inline(value)
    return [f"{name}: {first}", *_indented(more)]


def _item(value: object) -> list[str]:
    if isinstance(value, (Mapping, list)) and value:
        first, *more = _block(value)
    else:
        first, *more = _inline(value)
    return [f"- {first}", *_indented(more)]


def _inline(value: object) -> list[str]:
    """What stands behind a `key:` or `-`, and the lines of a literal block under it."""
    if isinstance(value, str) and _is_literal(value):
        return ["|", *value[:-1].split("\n")] if value[-1] == "\n" else ["|-", *value.split("\n")]
    if isinstance(value, (str, int)):
        return [yamlscalar.write(value)]
    return ["{}" if isinstance(value, Mapping) else "[]"]


def _is_literal(text: str) -> bool:
    """Whether a literal block keeps `text` exactly and shows it better than quotes."""
    lines = text.removesuffix("\n").split("\n")
    if "\n" not in text or not lines[-1] or lines[0][:1] in ("", " ", "\t"):
        return False
    return all(not line.isspace() for line in lines)


def _indented(lines: list[str]) -> list[str]:
    return [f"  {line}" if line else "" for line in lines]
