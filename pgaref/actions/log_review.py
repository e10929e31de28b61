# SPDX-License-Identifier: EUPL-1.2
"""Reviewing the log, and signing for it: art. 15(2)(e)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from pgaref.actions.officers import knowing
from pgaref.actions.session import Session, refuse_if
from pgaref.covenant.logreview import Operation, Review, findings_refusals, review
from pgaref.storage import age, layout, yamltext
from pgaref.storage.logbook.line import Line, moment
from pgaref.storage.vault import Vault

ACT = "log review"


def review_log(session: Session, since: date | None, until: date | None) -> Review:
    """What stands out in the log, of the days `since` to `until`. Itself logged as a reading."""
    with session.reading(ACT) as work:
        return review(
            list(_operations(work.vault)),
            work.now.profile,
            since=since or date.min,
            until=until or date.max,
            today=work.now.today,
        )


def sign_findings(session: Session, content: Mapping[str, Any]) -> str:
    """Keep what a review found (`logcontrole/1`), by another than the uitvoerder; its path.

    Encrypted to who may know the officers: the uitvoerder and the kernpartijen.
    """
    with session.writing(ACT) as work:
        refuse_if(findings_refusals(work.now, work.actor.party, content))
        path = layout.log_findings(work.transaction.commit_seq)
        sealed = age.encrypt(yamltext.dump(content), knowing(work.now))
        work.transaction.put(path, sealed, bound=True)
        work.transaction.commit()
        return path


def _operations(vault: Vault) -> Iterator[Operation]:
    """The acts of the log, in the order in which they began; what has no end yet is left out."""
    found: dict[int, list[Line]] = {}
    for line in vault.store.log.lines():
        found.setdefault(line["op"], []).append(line)
    zone = ZoneInfo(vault.profile.time_zone)
    for op, lines in found.items():
        first, last = lines[0], lines[-1]
        if first is last:
            continue
        yield Operation(
            seq=op,
            time=moment(first["time"]).astimezone(zone),
            actor=first["actor"],
            party=first["party"],
            action=first["action"],
            ended=last["phase"],
            changed=any(line["phase"] == "commit" for line in lines),
            dossiers=tuple(_dossiers(lines)),
            purpose=first.get("purpose", ""),
            reason=last.get("reason", ""),
        )


def _dossiers(lines: Iterable[Line]) -> list[str]:
    named = (
        name.partition("/")[0]
        for line in lines
        for name in (line.get("dossier", ""), *line.get("records", ()))
    )
    return [*dict.fromkeys(filter(None, named))]
