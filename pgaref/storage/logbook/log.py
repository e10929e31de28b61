# SPDX-License-Identifier: EUPL-1.2
"""The log on disk: `log/<year>.jsonl`, read from the first line on, appended under its own lock.

Readers of the vault append too (what they read), under the shared lock. The lock of the log is
therefore another: flock on the vault's folder, one for all years.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import cast

from pgaref.errors import IntegrityError, KeyUnavailableError
from pgaref.language import _
from pgaref.storage import canonical
from pgaref.storage.files.lock import locked
from pgaref.storage.files.tree import Tree
from pgaref.storage.logbook.base import LARGEST_YEAR, Base, read_base, resume, year_files
from pgaref.storage.logbook.history import Binding, History
from pgaref.storage.logbook.line import Line, parse, unsigned

__all__ = ["Binding", "History", "Line", "Log", "Sign"]

Sign = Callable[[bytes], tuple[str, ...]]

_WAIT = 30.0


class Log:
    """A vault's log; `history` is what was read of it, `now` the time of what is appended."""

    def __init__(self, tree: Tree, history: History, now: datetime) -> None:
        self.history = history
        self._tree = tree
        self._now = now.astimezone(UTC).replace(microsecond=0)
        self._file = ""
        self._end = 0
        self._torn = False
        self._base: Base | None = None
        self._begun = False

    def refresh(self) -> None:
        """Follow what was appended since the last look; a torn last line does not count.

        Raises:
            IntegrityError: a line does not fit (History.follow).
        """
        with self._locked(exclusive=False):
            self._follow()

    def cut(self) -> None:
        """Take a torn last line away: what a crash left of an append that did not happen."""
        with self._locked(exclusive=True):
            self._follow()
            self._cut()

    def append(
        self, phase: str, fields: Mapping[str, object], *, op: int = 0, sign: Sign | None = None
    ) -> Line:
        """Add a line, durably. `op` 0: the line opens an operation of its own.

        Raises:
            IntegrityError: the log has changed in a way that does not fit, or would by this line.
            KeyUnavailableError: not signed with the key that the actor was admitted with.
            ValueError: a field has no canonical form.
        """
        with self._locked(exclusive=True):
            self._follow()
            line = self._line(phase, fields, op)
            if sign is not None:
                line["sig"] = list(sign(unsigned(line)))
            data = canonical.encode(line)
            # A line that a later reading would refuse must not get into the log.
            self.history.check(data, line["time"][:4])
            problem = self.history.unauthorised(line)
            if problem:
                raise KeyUnavailableError(
                    _("this act cannot be signed so: {problem}", problem=problem)
                )
            self._write(f"{line['time'][:4]}.jsonl", data)
            self.history.take(line, data)
        return line

    def give_room(self) -> None:
        """Let go of the room set aside for what a destruction writes besides its lines."""
        with self._locked(exclusive=True):
            self._follow()
            self._cut()
            self._tree.give_room(f"log/{self._file}")

    def lines(self) -> Iterator[Line]:
        """The lines that `history` has followed, from the first that is there."""
        number = self.history.begins
        for name in self._names():
            for data in self._tree.read(f"log/{name}", LARGEST_YEAR).splitlines(keepends=True):
                number += 1
                if number > self.history.seq:
                    return
                yield parse(data, number)

    def _locked(self, exclusive: bool) -> AbstractContextManager[None]:
        return locked(self._tree, exclusive, _WAIT, path="")

    def _names(self) -> list[str]:
        return [path.removeprefix("log/") for path in year_files(self._tree, self._base)]

    def _begin(self) -> None:
        """Before the first line: where the log begins, if years of it were deleted."""
        self._base = read_base(self._tree)
        resume(self.history, self._base)
        self._begun = True

    def _follow(self) -> None:
        if not self._begun:
            self._begin()
        for name in self._names():
            if name < self._file:
                continue
            start = self._end if name == self._file else 0
            data = self._tree.read(f"log/{name}", LARGEST_YEAR, start)
            if not data and name != self._file:
                # Made, and its first line not written yet: the log still ends in the file before.
                continue
            if name != self._file and self._torn:
                raise IntegrityError(_("log/{file}: ends within a line", file=self._file))
            whole = data.rfind(b"\n") + 1
            for line in data[:whole].splitlines(keepends=True):
                self.history.follow(line, name[:4])
            self._file, self._end, self._torn = name, start + whole, whole < len(data)

    def _cut(self) -> None:
        if self._torn:
            self._tree.extend(f"log/{self._file}", self._end, b"")
            self._torn = False

    def _line(self, phase: str, fields: Mapping[str, object], op: int) -> Line:
        last = self.history.time
        time = max(self._now, last) if last else self._now
        seq = self.history.seq + 1
        return cast(
            Line,
            {
                **fields,
                "v": 1,
                "vault": self.history.vault,
                "seq": seq,
                "prev": self.history.head,
                "time": f"{time:%Y-%m-%dT%H:%M:%SZ}",
                "op": op or seq,
                "phase": phase,
            },
        )

    def _write(self, name: str, data: bytes) -> None:
        self._cut()
        if name < self._file:
            raise IntegrityError(
                _("log/{file}: of a later year than the line to come", file=self._file)
            )
        if name != self._file:
            if self._file:
                self._tree.give_room(f"log/{self._file}", lines=0)
            if self._tree.make_folder("log"):
                self._tree.sync("")
            self._tree.extend(f"log/{name}", 0, b"")
            self._tree.sync("log")
            self._file, self._end = name, 0
        self._tree.extend(f"log/{name}", self._end, data)
        self._end += len(data)
