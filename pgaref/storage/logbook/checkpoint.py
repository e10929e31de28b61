# SPDX-License-Identifier: EUPL-1.2
"""A checkpoint: how far a log had come, in five lines that anybody signs with stock ssh-keygen.

    pgaref checkpoint 1
    vault <id>
    seq <number of a line>
    head <SHA-256 of that line>
    time <of that line>

Who keeps a copy notices when the log is cut short or written anew, whoever holds its files and the
keys of its officers (art. 15(2)(e)).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pgaref.errors import InputError
from pgaref.language import _

NAMESPACE = "pgaref-checkpoint"
LONGEST = 400
_TEXT = re.compile(
    rb"pgaref checkpoint 1\n"
    rb"vault ([A-Za-z0-9-]{1,100})\n"
    rb"seq ([1-9][0-9]{0,14})\n"
    rb"head ([0-9a-f]{64})\n"
    rb"time ([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)\n"
)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Line `seq` of the log of `vault`, its SHA-256 (`head`) and its time (UTC)."""

    vault: str
    seq: int
    head: str
    time: str

    def encode(self) -> bytes:
        """The five lines, which are what is signed."""
        return (
            f"pgaref checkpoint 1\nvault {self.vault}\nseq {self.seq}\n"
            f"head {self.head}\ntime {self.time}\n"
        ).encode()

    def problem(self, vault: str, heads: Mapping[int, str]) -> str:
        """What is wrong with a log against this; `heads`: by its number, the SHA-256 of a line.

        Of a line that was deleted with its year nothing can be said.
        """
        if self.vault != vault:
            return _("the checkpoint is of another vault")
        if self.seq > max(heads, default=0):
            return _(
                "ends at line {last}, and once had line {seq}",
                last=max(heads, default=0),
                seq=self.seq,
            )
        if heads[self.seq] != self.head:
            return _("line {seq} is not the one that it once had", seq=self.seq)
        return ""


def decode(data: bytes, name: str) -> Checkpoint:
    """The checkpoint in `data`, from the file called `name`.

    Raises:
        InputError: it is none.
    """
    found = _TEXT.fullmatch(data)
    if found is None:
        raise InputError(
            _("{name}: no checkpoint", name=name), hint="pgaref log checkpoint makes one"
        )
    vault, seq, head, time = (group.decode() for group in found.groups())
    return Checkpoint(vault, int(seq), head, time)
