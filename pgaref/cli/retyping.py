# SPDX-License-Identifier: EUPL-1.2
"""Asking before what cannot be undone: what it is about, is typed again."""

from __future__ import annotations

import sys
from collections.abc import Callable

import typer

from pgaref.errors import UsageError
from pgaref.language import _, marked

DESTROYING = marked("type {what} to destroy it")


def retyped(
    what: str, noun: str, read: Callable[[str], str] = str.strip, asking: str = DESTROYING
) -> None:
    """Ask on the terminal to type `what` (a `noun`) again; `read` makes one spelling of it.

    `asking` says what happens then.

    Raises:
        UsageError: there is no terminal, or it was something else.
    """
    if not sys.stdin.isatty():
        raise UsageError(_("there is no terminal to ask"), hint=_("to do it without asking: --yes"))
    typed: str = typer.prompt(_(asking, what=what), err=True)
    if read(typed) != what:
        raise UsageError(_("that is another {noun}; nothing changed", noun=_(noun)))
