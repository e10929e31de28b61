# SPDX-License-Identifier: EUPL-1.2
"""The only way to change the vault: collect the changes, commit them to the log, apply them.

The commit line is the point where it happens: a crash before it undoes, a crash after it finishes
(design, "Transaction"). Before `commit` nothing but memory is touched.
"""

from __future__ import annotations

import errno
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from pgaref.covenant.model import SCHEDULER
from pgaref.errors import IntegrityError, KeyUnavailableError
from pgaref.language import _
from pgaref.storage.files.tree import Tree, parent, parents
from pgaref.storage.journal import (
    FILE,
    FOLDER,
    REMOVE,
    REMOVE_FOLDER,
    Plan,
    Step,
    digest,
    journal_path,
)
from pgaref.storage.logbook.line import REMOVED
from pgaref.storage.logbook.log import Log, Sign
from pgaref.storage.recovery import forget
from pgaref.storage.staging import apply, stage, undo, verify

__all__ = ["MOST_RECORDS", "Act", "Sign", "Transaction"]

_FULL = (errno.ENOSPC, errno.EDQUOT)
# More records than these that one act opened are told by their dossiers.
MOST_RECORDS = 500


@dataclass(frozen=True, slots=True)
class Act:
    """What is done, by whom and why, in codes and ids; stands on every line of the operation."""

    action: str
    actor: str
    party: str
    host: str
    tool: str
    dossier: str = ""
    purpose: str = ""
    ground: str = ""
    article: str = ""
    section: str = ""
    reason: str = ""
    records: tuple[str, ...] = ()

    def fields(self) -> dict[str, object]:
        """The log fields, those that do not apply left out."""
        names = Act.__dataclass_fields__
        return {name: value for name in names if (value := getattr(self, name))}

    def having(self, records: Iterable[str], opened: Iterable[str]) -> Act:
        """The act with the addresses of its records, and of what it opened besides (15(2)(e))."""
        own = dict.fromkeys(records)
        others = [address for address in dict.fromkeys(opened) if address not in own]
        if len(others) > MOST_RECORDS:
            others = [*dict.fromkeys(address.partition("/")[0] for address in others)]
        return replace(self, records=(*own, *others))


class Transaction:
    """The changes of one operation. `op`: seq of its intent; `signers`: officers' keys to log.

    `dossier`, `ground` and `records` (addresses) complete what commit and end say of the act;
    `opened` are the records that were read for it, changed something or not. `destroys`: a full
    disk is not to keep it from being done; it may use the room that the log sets aside.
    """

    def __init__(self, tree: Tree, log: Log, act: Act, op: int, sign: Sign | None) -> None:
        self.op = op
        self.commit_seq = op + 1
        self.signers: dict[str, str] = {}
        self.dossier, self.ground = act.dossier, act.ground
        self.records = [*act.records]
        self.opened: list[str] = []
        self.committed = False
        self.destroys = False
        self._tree, self._log, self._act, self._sign = tree, log, act, sign
        self._steps: list[Step] = []
        self._folders: dict[str, None] = {}
        self._contents: dict[str, bytes] = {}
        self._files: dict[str, str] = {}
        self._planned: set[str] = set()

    def put(self, path: str, data: bytes, *, bound: bool = False) -> None:
        """A file that is new or takes the place of another; `bound`: its digest is logged.

        What the log binds already stays bound.
        """
        self._claim(path)
        self._need_parents(path)
        self._contents[path] = data
        self._steps.append(Step(FILE, path, digest(data)))
        if bound or path in self._log.history.bindings:
            self._files[path] = digest(data)

    def folder(self, path: str, files: Mapping[str, bytes], *, bound: Collection[str] = ()) -> None:
        """A folder that is not there yet, with all its `files` (paths in it): whole or not at all.

        Raises:
            IntegrityError: something stands at `path`.
        """
        if not files or not set(bound) <= files.keys():
            raise ValueError("a new folder holds files, those that are bound among them")
        self._claim(path)
        if self._tree.exists(path):
            raise IntegrityError(_("{path}: stands where a new folder is to come", path=path))
        self._need_parents(path)
        digests = {name: digest(data) for name, data in files.items()}
        self._contents |= {f"{path}/{name}": data for name, data in files.items()}
        self._steps.append(Step(FOLDER, path, files=digests))
        self._files |= {f"{path}/{name}": digests[name] for name in bound}

    def bound(self, folder: str) -> list[str]:
        """The files right in a folder that the log binds, in order."""
        bound = self._log.history.bindings
        return sorted(path for path in bound if parent(path) == folder)

    def remove(self, path: str, *, bound: bool = False) -> None:
        """A file that goes; that it is absent is fine."""
        self._claim(path)
        self._steps.append(Step(REMOVE, path))
        if bound or path in self._log.history.bindings:
            self._files[path] = REMOVED

    def remove_folder(self, path: str) -> None:
        """A folder that goes with all that is in it now, each file a step of its own.

        Raises:
            IntegrityError: it holds what is neither file nor folder.
        """
        entries = list(self._tree.walk(path)) if self._tree.is_folder(path) else []
        for entry in entries:
            if entry.kind not in ("file", "folder"):
                raise IntegrityError(_("{path}: neither file nor folder", path=entry.path))
            if entry.kind == "file" and entry.path not in self._planned:
                self.remove(entry.path)
        inner = [entry.path for entry in entries if entry.kind == "folder"]
        for folder in [*reversed(inner), path]:
            if folder not in self._planned:
                self._claim(folder)
                self._steps.append(Step(REMOVE_FOLDER, folder))

    def commit(self) -> None:
        """Make it so: plan, staged bytes and commit line durable, then apply.

        Raises:
            KeyUnavailableError: nothing to sign with, and not the scheduler.
            IntegrityError: something stands in the way; nothing was changed.
        """
        if self.committed:
            raise ValueError("committed already")
        if self._sign is None and self._act.actor != SCHEDULER:
            raise KeyUnavailableError(
                _("an act of an officer is signed, and there is no signing key")
            )
        plan = Plan(self.op, tuple(self._folders), tuple(self._steps))
        try:
            self._stage_somehow(plan)
            self._log.append("commit", self._commit_fields(plan), op=self.op, sign=self._sign)
        finally:
            # Whatever went wrong and when: only the log knows whether it was committed.
            self._log.refresh()
            self.committed = self.op in self._log.history.committed
            if not self.committed:
                undo(self._tree, plan)
                forget(self._tree, self.op)
        apply(self._tree, plan)
        self._log.append("done", self._completed().fields(), op=self.op)
        forget(self._tree, self.op)

    def _stage_somehow(self, plan: Plan) -> None:
        try:
            self._stage(plan)
        except OSError as error:
            if not self.destroys or error.errno not in _FULL:
                raise
            undo(self._tree, plan)
            forget(self._tree, self.op)
            self._log.give_room()
            self._stage(plan)

    def _stage(self, plan: Plan) -> None:
        if self._tree.make_folder("journal"):
            self._tree.sync("")
        self._tree.write(journal_path(self.op), plan.encode())
        self._tree.sync("journal")
        stage(self._tree, plan, self._contents)
        verify(self._tree, plan)

    def _commit_fields(self, plan: Plan) -> dict[str, object]:
        tables = {"files": self._files, "signers": self.signers}
        return {
            **self._completed().fields(),
            "plan": digest(plan.encode()),
            **{name: table for name, table in tables.items() if table},
        }

    def _completed(self) -> Act:
        """The act with what became known while it was prepared."""
        act = replace(self._act, dossier=self.dossier, ground=self.ground)
        return act.having(self.records, self.opened)

    def _claim(self, path: str) -> None:
        """One step for one name, so that recovery can see of each whether it was taken."""
        above = self._planned.intersection(parents(path))
        if self.committed or path in self._planned or above:
            raise ValueError(f"{path}: planned already")
        self._planned.add(path)

    def _need_parents(self, path: str) -> None:
        for folder in parents(path):
            if not self._tree.exists(folder):
                self._folders[folder] = None
            elif not self._tree.is_folder(folder):
                raise IntegrityError(_("{folder}: not a folder", folder=folder))
