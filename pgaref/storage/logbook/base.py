# SPDX-License-Identifier: EUPL-1.2
"""Where a log begins whose first years were deleted: what they said that still holds.

`log/base.json` has the number, SHA-256 and time of the last line that went, who may sign, and the
files that were bound. The act that deleted the years binds it, signed by the party that made the
vault; whoever keeps a checkpoint finds another one out.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pgaref.errors import IntegrityError
from pgaref.language import _
from pgaref.storage import canonical, layout
from pgaref.storage.files.tree import Tree
from pgaref.storage.logbook.history import Binding, History

LARGEST_YEAR = 4 * 1024**3
_YEAR_FILE = re.compile(r"[0-9]{4}\.jsonl")
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Base:
    """The state of a log at the end of `year`, the last that was deleted."""

    year: str
    sha256: str
    state: Mapping[str, Any]


def read_base(tree: Tree) -> Base | None:
    """Where the log of a vault begins; None: with its first line.

    Raises:
        IntegrityError: it is no such file.
    """
    try:
        data = tree.read(layout.LOG_BASE)
    except FileNotFoundError:
        return None
    try:
        state: dict[str, Any] = canonical.decode(data)
        if state["format"] != _FORMAT or not re.fullmatch("[0-9]{4}", state["year"]):
            raise ValueError("another format")
        return Base(state["year"], hashlib.sha256(data).hexdigest(), state)
    except (ValueError, KeyError, TypeError):
        raise IntegrityError(
            _("{LOG_BASE}: not where a log begins", LOG_BASE=layout.LOG_BASE)
        ) from None


def year_files(tree: Tree, base: Base | None) -> list[str]:
    """The log's files, oldest first; those of years that are deleted do not count."""
    names = (name for name in tree.names("log") if _YEAR_FILE.fullmatch(name))
    return [f"log/{name}" for name in names if base is None or name[:4] > base.year]


def resume(history: History, base: Base | None) -> None:
    """Let a history that has read nothing begin behind the years that are deleted.

    Raises:
        IntegrityError: it is not such a state, or that of another vault.
    """
    if base is None:
        return
    state = base.state
    try:
        if state["vault"] != history.vault:
            raise IntegrityError(_("{LOG_BASE}: of another vault", LOG_BASE=layout.LOG_BASE))
        history.resume(
            seq=state["seq"],
            head=state["head"],
            time=state["time"],
            bindings={path: _binding(entry) for path, entry in state["bindings"].items()},
            finished=state.get("finished", {}),
            changed=state.get("changed", {}),
            digest=base.sha256,
        )
        history.authority.resume(state["founder"], state["signers"], state["parties"])
    except (KeyError, TypeError, AttributeError):
        raise IntegrityError(
            _("{LOG_BASE}: not where a log begins", LOG_BASE=layout.LOG_BASE)
        ) from None


def encode(history: History, year: str) -> bytes:
    """What a history says at the end of `year`, as the base of the log that goes on.

    Raises:
        ValueError: an operation is still open there.
    """
    if history.open:
        raise ValueError("an operation runs over the end of the year")
    founder, signers, parties = history.authority.state()
    state = {
        "format": _FORMAT,
        "vault": history.vault,
        "year": year,
        "seq": history.seq,
        "head": history.head,
        "time": history.last_time,
        "founder": founder,
        "signers": signers,
        "parties": parties,
        "finished": history.finished,
        "changed": history.changed,
        "bindings": {path: _plain(found) for path, found in history.bindings.items()},
    }
    return canonical.encode({name: value for name, value in state.items() if value})


def _plain(binding: Binding) -> dict[str, object]:
    said: dict[str, object] = {
        name: value for name, value in binding._asdict().items() if value and name != "former"
    }
    return said | ({"former": _plain(binding.former)} if binding.former else {})


def _binding(entry: Mapping[str, Any]) -> Binding:
    former = _binding(entry["former"]) if "former" in entry else None
    key = entry.get("key", "")
    said = (entry["seq"], entry["sha256"], entry["time"], entry["actor"], entry["action"])
    return Binding(*said, key, former)
