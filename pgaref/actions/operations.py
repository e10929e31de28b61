# SPDX-License-Identifier: EUPL-1.2
"""The acts of the log, each of its lines together."""

from __future__ import annotations

from collections.abc import Iterator

from pgaref.covenant.logreview import Operation
from pgaref.storage.localtime import local
from pgaref.storage.logbook.line import Line, dossiers_of, moment
from pgaref.storage.vault import Vault


def operations(vault: Vault) -> Iterator[Operation]:
    """The acts of the log, in the order in which they began; what has no end yet is left out."""
    found: dict[int, list[Line]] = {}
    for line in vault.store.log.lines():
        found.setdefault(line["op"], []).append(line)
    for op, lines in found.items():
        first, last = lines[0], lines[-1]
        if first is last:
            continue
        yield Operation(
            seq=op,
            time=local(vault.profile, moment(first["time"])),
            end=local(vault.profile, moment(last["time"])),
            actor=first["actor"],
            party=first["party"],
            action=first["action"],
            ended=last["phase"],
            changed=any(line["phase"] == "commit" for line in lines),
            dossiers=tuple(dict.fromkeys(name for line in lines for name in dossiers_of(line))),
            purpose=first.get("purpose", ""),
            reason=last.get("reason", ""),
        )
