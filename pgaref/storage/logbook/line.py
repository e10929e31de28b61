# SPDX-License-Identifier: EUPL-1.2
"""One line of the log: its fields, and what is wrong with it when read alone (design, "Log").

What a line may say given the lines before it is the concern of `history`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypedDict, cast

from pgaref.errors import IntegrityError
from pgaref.language import _
from pgaref.storage import canonical

NAMESPACE = "pgaref-log"
REMOVED = "-"


class _Always(TypedDict):
    v: int
    vault: str
    seq: int
    prev: str
    time: str
    op: int
    phase: str
    action: str
    actor: str
    party: str
    host: str
    tool: str


class Line(_Always, total=False):
    """A log line; `files` is path -> sha256, `signers` officer -> public key, `-` for removed."""

    dossier: str
    records: list[str]
    section: str
    purpose: str
    ground: str
    article: str
    reason: str
    plan: str
    files: dict[str, str]
    signers: dict[str, str]
    sig: list[str]


def _matches(pattern: str) -> Callable[[object], bool]:
    compiled = re.compile(pattern)
    return lambda value: isinstance(value, str) and compiled.fullmatch(value) is not None


def _array(item: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, list) and all(item(each) for each in value)


def _table(
    key: Callable[[object], bool], item: Callable[[object], bool]
) -> Callable[[object], bool]:
    return lambda value: (
        isinstance(value, dict) and all(key(name) and item(each) for name, each in value.items())
    )


def _positive(value: object) -> bool:
    return isinstance(value, int) and value > 0


# No space in a code, so that no sentence and no name finds its way into the log.
_code = _matches(r"[A-Za-z0-9][A-Za-z0-9.,:/()_-]*")
_label = _matches(r"[A-Za-z0-9][A-Za-z0-9 .,:/()_+-]*")
_path = _matches(r"[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*)*")
_digest = _matches(r"[0-9a-f]{64}")
_time = _matches(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")

_RULES: Mapping[str, Callable[[object], bool]] = {
    "v": lambda value: value == 1,
    "vault": _code,
    "seq": _positive,
    "prev": _digest,
    "time": _time,
    "op": _positive,
    "phase": _matches("intent|commit|done|refused|failed"),
    "action": _code,
    "actor": _code,
    "party": _code,
    "host": _label,
    "tool": _label,
    "dossier": _code,
    "records": _array(_code),
    "section": _code,
    "purpose": _code,
    # Several grounds of one act are joined.
    "ground": _matches(r"[a-z0-9-]+(?:\+[a-z0-9-]+)*"),
    "article": _code,
    "reason": _code,
    "plan": _digest,
    "files": _table(_path, _matches(r"[0-9a-f]{64}|-")),
    "signers": _table(_code, _matches(r"(?:sk-)?ssh-[a-z0-9.@-]+ [A-Za-z0-9+/=]+|-")),
    "sig": _array(_matches(r"[A-Za-z0-9+/=]+")),
}
_ON_COMMIT_ONLY = ("plan", "files", "signers", "sig")


def parse(data: bytes, number: int) -> Line:
    """The line that `data` (LF included) spells, `number` being its place in the log.

    Raises:
        IntegrityError: not canonical, a field is unknown, missing, or not of its shape.
    """
    try:
        fields = canonical.decode(data)
    except ValueError:
        raise IntegrityError(_("log line {number}: not canonical JSON", number=number)) from None
    wrong = sorted(_Always.__required_keys__ - fields.keys())
    wrong += [name for name, value in fields.items() if not _holds(name, value)]
    line = cast(Line, fields)
    wrong = wrong or _misplaced(line)
    if wrong:
        raise IntegrityError(_("log line {number}: {wrong}", number=number, wrong=", ".join(wrong)))
    return line


def moment(time: str) -> datetime:
    """The instant that the `time` of a line spells; ValueError where the calendar has none."""
    return datetime.fromisoformat(time)


def dossiers_of(line: Line) -> list[str]:
    """The dossiers that a line is about, or tells of a record that was opened."""
    addresses = (line.get("dossier", ""), *line.get("records", ()))
    named = (address.partition("/")[0] for address in addresses)
    return [*dict.fromkeys(filter(None, named))]


def unsigned(line: Line) -> bytes:
    """What `sig` is over: the canonical line without it, LF included."""
    return canonical.encode({name: value for name, value in line.items() if name != "sig"})


def _holds(name: str, value: object) -> bool:
    rule = _RULES.get(name)
    return rule is not None and rule(value)


def _misplaced(line: Line) -> list[str]:
    """Fields that do not go with the phase, or a date that the calendar does not have."""
    commit = line["phase"] == "commit"
    wrong = [name for name in _ON_COMMIT_ONLY if name in line and not commit]
    if commit and "plan" not in line:
        wrong.append("plan")
    if line["phase"] in ("refused", "failed") and "reason" not in line:
        wrong.append("reason")
    try:
        moment(line["time"])
    except ValueError:
        wrong.append("time")
    return wrong
