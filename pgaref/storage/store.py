# SPDX-License-Identifier: EUPL-1.2
"""A vault that is open: locked, recovered, its log read and verified. All acts begin here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pgaref.errors import IntegrityError, Refusal, RefusedError
from pgaref.language import _
from pgaref.storage.endings import ending, late_ending
from pgaref.storage.files.lock import locked
from pgaref.storage.files.tree import Tree
from pgaref.storage.journal import digest, journal_path
from pgaref.storage.layout import SETTINGS
from pgaref.storage.logbook.authority import Verify, verify_signature
from pgaref.storage.logbook.head import Head, recall, remember
from pgaref.storage.logbook.history import History
from pgaref.storage.logbook.log import Log
from pgaref.storage.recovery import forget, journals, recover
from pgaref.storage.transaction import Act, Sign, Transaction

__all__ = ["Reading", "Store", "bound", "open_store"]

_CLOCK_SLACK = 120.0


@dataclass(slots=True)
class Reading:
    """A reading under way; what it gives (`records`) and what it `opened` is logged at its end."""

    op: int
    records: tuple[str, ...] = ()
    opened: list[str] = field(default_factory=list)


def bound(tree: Tree, history: History, path: str) -> bytes:
    """The bytes of a file that a log binds.

    Raises:
        IntegrityError: the log does not bind it, or it is missing, or other bytes.
    """
    binding = history.bindings.get(path)
    if binding is None:
        raise IntegrityError(_("{path}: not in the log", path=path))
    try:
        data = tree.read(path)
    except FileNotFoundError:
        raise IntegrityError(_("{path}: in the log, but missing", path=path)) from None
    if digest(data) != binding.sha256:
        raise IntegrityError(_("{path}: not as log line {seq} has it", path=path, seq=binding.seq))
    return data


class Store:
    """An open vault: its `tree`, verified `history`, `log`, and the time `now` of this command."""

    def __init__(self, tree: Tree, log: Log, now: datetime, *, writable: bool) -> None:
        self.tree = tree
        self.log = log
        self.now = now
        self._writable = writable
        self._owed: dict[int, str] = {}
        self._busy = False
        self._clock_behind = False

    @property
    def history(self) -> History:
        """What the log says."""
        return self.log.history

    def bound(self, path: str) -> bytes:
        """The bytes of a file that the log binds. Raises as `bound` does."""
        return bound(self.tree, self.history, path)

    def require_clock(self) -> None:
        """Refuse a clock that is behind the log, as every act does; for what may come to no act.

        Raises:
            RefusedError: the clock is behind the log.
        """
        if self._clock_behind:
            raise RefusedError(
                Refusal(
                    _("the clock is behind the log"),
                    reason="clock-behind",
                    hint=_("set the clock of this machine right"),
                )
            )

    @contextmanager
    def begin(self, act: Act, sign: Sign | None) -> Iterator[Transaction]:
        """An act that may change the vault: intent line, the body, its end (exclusive lock).

        A body that leaves without `commit` has changed nothing: its end tells what it opened, and
        nothing of what it would have made. `sign`: None for the scheduler.

        Raises:
            RefusedError: the clock is behind the log.
        """
        if not self._writable:
            raise ValueError("a vault that is opened shared cannot be changed")
        with self._act(act):
            op = self.log.append("intent", act.fields())["seq"]
            transaction = Transaction(self.tree, self.log, act, op, sign)
            try:
                yield transaction
            except BaseException as error:
                if not transaction.committed:
                    self._end_with(error, act.having(act.records, transaction.opened), op)
                raise
            if not transaction.committed:
                read = act.having(act.records, transaction.opened)
                self.log.append("done", read.fields(), op=op)

    @contextmanager
    def reading(self, act: Act) -> Iterator[Reading]:
        """An act that reads or discloses and changes nothing; the shared lock is enough.

        Raises:
            RefusedError: the clock is behind the log.
        """
        with self._act(act):
            reading = Reading(self.log.append("intent", act.fields())["seq"])
            try:
                yield reading
            except BaseException as error:
                self._end_with(error, act.having(act.records, reading.opened), reading.op)
                raise
            read = act.having(reading.records or act.records, reading.opened)
            self.log.append("done", read.fields(), op=reading.op)

    def prepare(self, *, recovering: bool, slack: float) -> None:
        """Read and verify the log; under the exclusive lock (`recovering`) recover.

        `slack`: seconds that the clock may be behind the log.

        Raises:
            IntegrityError: see History, recover.
        """
        self.log.refresh()
        self.history.require_remembered()
        if self.history.seq == 0 and (not self._writable or self.tree.exists(SETTINGS)):
            raise IntegrityError(_("the vault has no log"))
        for op in {} if recovering else self.history.committed:
            raise IntegrityError(
                _("{journal_path}: committed, but missing", journal_path=journal_path(op))
            )
        if self.tree.exists(SETTINGS):
            # They say where the archive is: before a crash is recovered from, they must be true.
            self.bound(SETTINGS)
        last = self.history.time
        self._clock_behind = last is not None and last - self.now > timedelta(seconds=slack)
        if recovering:
            self._owed = recover(self.tree, self.log)
        # What a crash left between the two files that say where the log begins is mended by now.
        self.history.require_base()

    @contextmanager
    def _act(self, act: Act) -> Iterator[None]:
        if self._busy:
            raise ValueError("one act at a time")
        self.require_clock()
        self._busy = True
        try:
            self._settle(act)
            yield
        finally:
            self._busy = False

    def _settle(self, act: Act) -> None:
        """Log the end of operations that a crash left without, in the name of who found them."""
        for op, phase in list(self._owed.items()):
            self.log.append(phase, late_ending(self.history.open[op], phase, act), op=op)
            if phase == "done":
                forget(self.tree, op)
            del self._owed[op]

    def _end_with(self, error: BaseException, act: Act, op: int) -> None:
        phase, fields = ending(error, act)
        self.log.append(phase, fields, op=op)


@contextmanager
def open_store(
    root: Path,
    *,
    vault: str,
    archive: Path | None,
    state: Path,
    exclusive: bool,
    wait: float,
    now: datetime,
    verify: Verify = verify_signature,
) -> Iterator[Store]:
    """Open the vault `vault` at `root`; `state` is the folder that remembers its head.

    exclusive: to change; otherwise shared, to read. wait: seconds for the lock. now: with a zone.
    After a crash a shared opener recovers too, and then holds the lock exclusively to its end.

    Raises:
        VaultLockedError: the lock was not had in time.
        IntegrityError: the log, or what a crash left, is not as it must be. Nothing was touched.
    """
    if archive is not None and not archive.is_dir():
        raise IntegrityError(_("the archive is not there"), hint=_("mount its file system"))
    tree = Tree(root, {"archive": archive} if archive else {})
    with ExitStack() as lock:
        lock.enter_context(locked(tree, exclusive, wait))
        recovering = exclusive or bool(journals(tree))
        if recovering and not exclusive:
            lock.close()
            lock.enter_context(locked(tree, True, wait))
        history = History(vault, recall(state, vault), verify)
        store = Store(tree, Log(tree, history, now), now.astimezone(UTC), writable=exclusive)
        store.prepare(recovering=recovering, slack=_CLOCK_SLACK + wait)
        try:
            yield store
        finally:
            if history.seq:
                remember(state, vault, Head(history.seq, history.head))
