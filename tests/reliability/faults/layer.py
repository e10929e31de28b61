# SPDX-License-Identifier: EUPL-1.2
"""The same without strace: the calls of the one durable-write module, patched.

For machines that let no process be traced. What only looks at the disk is not disturbed here.
"""

from __future__ import annotations

import errno
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.reliability.faults.calls import KILL
from tests.reliability.faults.scene import in_child
from tests.storage.faults import DURABLE, GROWING, killed_at, refused_at

_FAULTS = (KILL, "torn", "ENOSPC", "EIO", "EACCES")


@dataclass(frozen=True)
class Step:
    """The `nth` durable call of some work, and what befalls it."""

    nth: int
    fault: str

    def disturb(self, work: Callable[[], object]) -> bool:
        """Do `work` in a child, disturbed; whether it was killed."""
        if self.fault in (KILL, "torn"):
            assert killed_at(self.nth, work, torn=self.fault == "torn")
            return True
        in_child(lambda: self._refused(work))
        return False

    def _refused(self, work: Callable[[], object]) -> None:
        number: int = getattr(errno, self.fault)
        full = self.fault == "ENOSPC"
        names = GROWING if full else DURABLE
        with refused_at(self.nth, stays=full, number=number, names=names) as failures:
            work()
        assert failures() or full


def steps(work: Callable[[], object], put_back: Callable[[], None]) -> Iterator[Step]:
    """Every durable call of `work`, with each fault."""
    for nth in itertools.count():
        put_back()
        if not killed_at(nth, work):
            return
        for fault in _FAULTS:
            yield Step(nth, fault)
