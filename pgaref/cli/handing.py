# SPDX-License-Identifier: EUPL-1.2
"""Where `-o` puts a document: a new file, encrypted to who made it, or as it is into a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from pgaref.cli import output
from pgaref.errors import UsageError
from pgaref.language import _
from pgaref.storage.files.outputs import remove, require_free, write_new

PIPE = Path("-")


class Paper(Protocol):
    """A document that can be handed over."""

    @property
    def pdf(self) -> bytes:
        """The PDF as it is."""

    def sealed(self) -> bytes:
        """The PDF, encrypted to the officer who made it."""


def require_place(path: Path, *, json: bool) -> None:
    """Refuse a place that cannot take the document, before anything is read.

    Raises:
        UsageError: something stands there, or it is a terminal or the place of `--json`.
    """
    if path != PIPE:
        require_free(path)
    elif json:
        raise UsageError(_("-o - writes the PDF itself, --json does not go with it"))
    elif sys.stdout.isatty():
        raise UsageError(
            _("a PDF is not written to a terminal"), hint=_("-o FILE, or a pipe: -o - | age -r ...")
        )


def hand_over(path: Path, paper: Paper) -> Callable[[], None]:
    """Write the document to `path`; what is returned takes it away, as far as it can be."""
    if path == PIPE:
        output.emit_bytes(paper.pdf)
        return lambda: None
    write_new(path, paper.sealed())
    return lambda: remove(path)


def warn_unsaid(missing: Sequence[str]) -> None:
    """Say what a letter to a person leaves open, before it is sent."""
    if missing:
        output.warn(
            _("the letter does not say {missing}", missing=_(", nor ").join(missing)),
            hint=_("it reads n.v.t., as the profile has no correspondentie; a covering letter can"),
        )
