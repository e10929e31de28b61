# SPDX-License-Identifier: EUPL-1.2
"""How an operation that was cut short is told in the log: phase and fields, codes only."""

from __future__ import annotations

from pgaref.errors import InputError, IntegrityError, KeyUnavailableError, RefusedError
from pgaref.storage.logbook.line import Line
from pgaref.storage.transaction import Act

_OPERATION = ("action", "dossier", "records", "section", "purpose", "ground", "article")
_FINDER = ("actor", "party", "host", "tool")
_FAILURES = (
    (IntegrityError, "integrity"),
    (KeyUnavailableError, "no-key"),
    (InputError, "input"),
    (KeyboardInterrupt, "interrupted"),
)


def ending(error: BaseException, act: Act) -> tuple[str, dict[str, object]]:
    """Phase and fields of the line that ends `act`, which `error` cut short."""
    if isinstance(error, RefusedError):
        first = error.refusals[0]
        fields = {**act.fields(), "reason": first.reason, "article": first.article}
        return "refused", {name: value for name, value in fields.items() if value}
    reasons = (reason for kind, reason in _FAILURES if isinstance(error, kind))
    return "failed", {**act.fields(), "reason": next(reasons, "failed")}


def late_ending(intent: Line, phase: str, finder: Act) -> dict[str, object]:
    """Fields of the line that ends an operation which a crash left open, by who found it."""
    operation = {name: value for name, value in intent.items() if name in _OPERATION}
    person = {name: value for name, value in finder.fields().items() if name in _FINDER}
    return {**operation, **person, "reason": "recovered" if phase == "done" else "interrupted"}
