# SPDX-License-Identifier: EUPL-1.2
"""How a problem in an input is said: `weging.yaml:7: oordelen[0].oordeel: must be one of ...`."""

from __future__ import annotations

import re
from collections.abc import Sequence

Path = tuple[str | int, ...]

# What may be shown: anything else that stands as a key may be content.
_FIELD_NAME = re.compile(r"[a-z][a-z0-9_/-]{0,63}")


def field_path(path: Sequence[str | int]) -> str:
    """`path` as a person reads it: `oordelen[0].oordeel`.

    A key that is not shaped like a field name may be content, and is shown as `?`.
    """
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += ("." if text else "") + (step if _FIELD_NAME.fullmatch(step) else "?")
    return text


def problem(name: str, line: int, path: Sequence[str | int], rule: str) -> str:
    """One line of an InputError: `weging.yaml:7: oordelen[0].oordeel: must be one of ...`."""
    where = field_path(path)
    return f"{name}:{line}: {where}: {rule}" if where else f"{name}:{line}: {rule}"
