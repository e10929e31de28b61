# SPDX-License-Identifier: EUPL-1.2
"""The last log line that this machine saw, remembered outside the vault.

A restored backup, or a log cut short, then cannot pass for the vault of today (design, "Log").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from pgaref.errors import IntegrityError
from pgaref.language import _
from pgaref.storage import canonical
from pgaref.storage.files.lock import locked
from pgaref.storage.files.tree import Tree

_WAIT = 10.0
_VAULT = re.compile(r"[A-Za-z0-9-]{1,100}")


@dataclass(frozen=True, slots=True)
class Head:
    """Line `seq` of a log, and its SHA-256."""

    seq: int
    head: str


def recall(state: Path, vault: str) -> Head | None:
    """The head that `state` (a folder outside the vault) remembers of `vault`, or None.

    Raises:
        IntegrityError: what is remembered cannot be read.
    """
    name = _name(vault)
    try:
        fields = canonical.decode(Tree(state).read(name, limit=4096))
    except FileNotFoundError:
        return None
    except ValueError:
        fields = {}
    seq, head = fields.get("seq"), fields.get("head")
    if fields.get("vault") == vault and isinstance(seq, int) and isinstance(head, str):
        return Head(seq, head)
    raise IntegrityError(_("{name}: the remembered head cannot be read", name=name))


def remember(state: Path, vault: str, seen: Head) -> None:
    """Put `seen` in the place of what is remembered, durably, if it is newer."""
    tree, name = Tree(state), _name(vault)
    tree.make_root()
    with locked(tree, exclusive=True, wait=_WAIT, path=""):
        before = recall(state, vault)
        if before and before.seq >= seen.seq:
            return
        tree.remove(f".new-{name}")
        tree.write(
            f".new-{name}", canonical.encode({"vault": vault, "seq": seen.seq, "head": seen.head})
        )
        tree.rename(f".new-{name}", name)
        tree.sync("")


def _name(vault: str) -> str:
    if _VAULT.fullmatch(vault) is None:
        raise IntegrityError(_("the vault id has a form that no vault has"))
    return f"{vault}.json"
