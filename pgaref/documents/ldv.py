# SPDX-License-Identifier: EUPL-1.2
"""The log as lines of the Dutch standard Logboek Dataverwerkingen (LDV 1.0, Logius).

A line for each dossier that an act was about: the dossier's id is the pseudonym of the person
concerned, and says nothing to who has not the vault. An act about no dossier has one line without.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime

from pgaref.covenant.logreview import DONE, FAILED, Operation

UNSET, OK, ERROR = 0, 1, 2
# A refusal is no fault of the system: the standard leaves it unset.
_STATUS = {DONE: OK, FAILED: ERROR}
SUBJECT_TYPE = "pgaref-dossier"


def lines(
    operation: Operation, vault: str, activities: Mapping[str, str], tool: str
) -> Iterator[dict[str, object]]:
    """The lines of an act.

    `activities`: prefix of a dossier's id -> URI of the activity; under the empty one that of
    acts about no dossier. `tool`: name and version of what did it.
    """
    trace = _identifier(16, vault, operation.seq)
    for dossier in operation.dossiers or ("",):
        prefix = dossier.partition("-")[0]
        attributes = {"dpl.core.processing_activity_id": activities.get(prefix, activities[""])}
        if dossier:
            attributes["dpl.core.data_subject_id"] = dossier
            attributes["dpl.core.data_subject_id_type"] = SUBJECT_TYPE
        name, _, version = tool.partition(" ")
        yield {
            "trace_id": trace,
            "operation_id": _identifier(8, vault, operation.seq, dossier),
            "status_code": _STATUS.get(operation.ended, UNSET),
            "name": operation.action,
            "start_time": _milliseconds(operation.time),
            "end_time": _milliseconds(operation.end),
            "resource": {"attributes": {"service.name": name, "service.version": version}},
            "attributes": attributes,
        }


def _identifier(size: int, *parts: object) -> str:
    """So many bytes, in hex: the same for the same act, whenever it is exported."""
    text = "\n".join(map(str, ("pgaref ldv 1", *parts)))
    return hashlib.sha256(text.encode()).hexdigest()[: 2 * size]


def _milliseconds(moment: datetime) -> int:
    """Since 1970 (UTC)."""
    return int(moment.timestamp()) * 1000
