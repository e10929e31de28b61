# SPDX-License-Identifier: EUPL-1.2
"""How a long work is told of while it goes on: by whoever runs it, and here not at all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

Part = TypeVar("Part")


class Progress(Protocol):
    """Gives the parts of a work one by one, as they are asked for, and tells how far it is."""

    def __call__(self, work: Iterable[Part], total: int) -> Iterable[Part]:
        """The parts of `work`; there are at most `total`."""


def silently(work: Iterable[Part], total: int) -> Iterable[Part]:
    """The parts of `work`, told of to nobody."""
    return work
