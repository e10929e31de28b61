# SPDX-License-Identifier: EUPL-1.2
"""What the log says, followed line by line from the first; a line that does not fit stops all.

Chain, order and phases are checked on every line. Signatures are checked on the commits after the
remembered head: that head, kept outside the vault, stands for all before it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from pgaref.errors import IntegrityError
from pgaref.language import _
from pgaref.storage import layout
from pgaref.storage.logbook.authority import Authority, Verify, verify_signature
from pgaref.storage.logbook.head import Head
from pgaref.storage.logbook.line import REMOVED, Line, moment, parse

SWEEP = "sweep"


class Binding(NamedTuple):
    """A file's digest as the log has it, and the commit that said so: when, who, doing what.

    key: the public key that the commit was signed with; empty for the scheduler's. former: of a
    card in the archive, what the dossier's active card had.
    """

    seq: int
    sha256: str
    time: str
    actor: str
    action: str
    key: str
    former: Binding | None = None


class History:
    """The verified reading of a log, up to `seq`.

    head: SHA-256 of the last line. bindings: path -> Binding, of what is there. open: operation ->
    its intent line, while it has no end. committed: operation -> digest of its plan, of those.
    finished, changed: action -> the time of the last of its operations that was done, committed.
    begins: the number of the last line that was deleted with its year; 0: none was.
    """

    def __init__(
        self, vault: str, remembered: Head | None = None, verify: Verify = verify_signature
    ) -> None:
        self.vault = vault
        self.seq = 0
        self.head = hashlib.sha256(f"pgaref log 1\nvault {vault}\n".encode()).hexdigest()
        self.bindings: dict[str, Binding] = {}
        self.open: dict[int, Line] = {}
        self.committed: dict[int, str] = {}
        self.finished: dict[str, str] = {}
        self.changed: dict[str, str] = {}
        self.begins = 0
        self.authority = Authority(verify)
        self._base = ""
        self._remembered = remembered or Head(0, self.head)
        self._time = ""

    def resume(
        self,
        *,
        seq: int,
        head: str,
        time: str,
        bindings: Mapping[str, Binding],
        finished: Mapping[str, str],
        changed: Mapping[str, str],
        digest: str,
    ) -> None:
        """Begin behind line `seq`, with what the lines up to it said; `digest`: of who says so."""
        self.seq = self.begins = seq
        self.head, self._time, self._base = head, time, digest
        self.bindings, self.finished, self.changed = {**bindings}, {**finished}, {**changed}
        if seq == self._remembered.seq and head != self._remembered.head:
            raise IntegrityError(_("log line {seq}: not the one that is remembered", seq=seq))

    def require_base(self) -> None:
        """Refuse a beginning that no act of the log put there.

        Raises:
            IntegrityError: the log begins otherwise than it says itself.
        """
        bound = self.bindings.get(layout.LOG_BASE)
        if self.begins and (bound is None or bound.sha256 != self._base):
            raise IntegrityError(
                _("{LOG_BASE}: not where the log says that it begins", LOG_BASE=layout.LOG_BASE)
            )

    @property
    def last_time(self) -> str:
        """The `time` of the last line, as it stands there."""
        return self._time

    @property
    def time(self) -> datetime | None:
        """The time of the last line, in UTC; None while there is no line."""
        return moment(self._time) if self._time else None

    @property
    def signers(self) -> dict[str, str]:
        """Officer -> public key, of those who may sign the next commit."""
        return self.authority.signers

    def follow(self, data: bytes, year: str) -> None:
        """Take one line, LF included, from the file of `year`.

        Raises:
            IntegrityError: it is not the line that can come here.
        """
        line = self.check(data, year)
        problem = self.unauthorised(line)
        if problem:
            raise IntegrityError(_("log line {seq}: {problem}", seq=line["seq"], problem=problem))
        self.take(line, data)

    def check(self, data: bytes, year: str) -> Line:
        """The line, if it can come next, whoever wrote it; nothing is taken yet."""
        line = parse(data, self.seq + 1)
        problem = self._out_of_order(line, year) or self._out_of_phase(line)
        if not problem and line["seq"] == self._remembered.seq:
            head = hashlib.sha256(data).hexdigest()
            problem = "" if head == self._remembered.head else _("not the one that is remembered")
        if problem:
            raise IntegrityError(_("log line {seq}: {problem}", seq=self.seq + 1, problem=problem))
        return line

    def unauthorised(self, line: Line) -> str:
        """What is wrong with who made a checked line; empty where nothing is."""
        if line["phase"] != "commit":
            return ""
        known = line["seq"] <= self._remembered.seq
        return self.authority.problem(line, self.bindings, known=known)

    def take(self, line: Line, data: bytes) -> None:
        """Add a line, checked and authorised."""
        self.seq = line["seq"]
        self.head = hashlib.sha256(data).hexdigest()
        self._time = line["time"]
        if line["phase"] == "intent":
            self.open[line["op"]] = line
        elif line["phase"] == "commit":
            self.committed[line["op"]] = line["plan"]
            self.changed[line["action"]] = line["time"]
            self._bind(line)
            self.authority.take(line)
        else:
            self.open.pop(line["op"])
            self.committed.pop(line["op"], None)
            if line["phase"] == "done":
                self.finished[line["action"]] = line["time"]

    def require_remembered(self) -> None:
        """Refuse a log that ends before the line that this machine remembers."""
        if self.seq < self._remembered.seq:
            raise IntegrityError(
                _(
                    "the log ends at line {seq}, line {remembered} is remembered",
                    seq=self.seq,
                    remembered=self._remembered.seq,
                ),
                hint=_("an older copy of the vault was put back, or lines were taken away"),
            )

    def _bind(self, line: Line) -> None:
        files, key = line.get("files", {}), self.authority.key(line)
        before = {path: self.bindings.pop(path, None) for path in files}
        said = (line["time"], line["actor"], line["action"], key)
        for path, sha256 in files.items():
            if sha256 != REMOVED:
                former = _former(path, before)
                self.bindings[path] = Binding(line["seq"], sha256, *said, former)

    def _out_of_order(self, line: Line, year: str) -> str:
        if line["seq"] != self.seq + 1:
            return _("not the next number")
        if line["prev"] != self.head:
            return _("does not follow from the line before it")
        if line["vault"] != self.vault:
            return _("of another vault")
        if line["time"] < self._time:
            return _("older than the line before it")
        return "" if line["time"].startswith(year) else _("in the file of another year")

    def _out_of_phase(self, line: Line) -> str:
        phase, op = line["phase"], line["op"]
        if phase == "intent":
            return "" if op == line["seq"] else _("an intent is its own operation")
        if op not in self.open:
            return _("of an operation that is not open")
        if phase == "commit" and line["seq"] != op + 1:
            return _("a commit comes right after its intent")
        if phase in ("refused", "failed") and op in self.committed:
            return _("a committed operation can only be done")
        return ""


def _former(path: str, before: Mapping[str, Binding | None]) -> Binding | None:
    """What the active card had, for one in the archive; kept when that is written again."""
    written = before[path]
    return before.get(layout.active_path(path)) or (written.former if written else None)
