# SPDX-License-Identifier: EUPL-1.2
"""`pgaref keygen FILE`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pgaref.actions.keygen import make_keys
from pgaref.cli import output, person
from pgaref.cli.officer_card import SENDING, show_card
from pgaref.language import _


def command(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="the identity to make; its folder must exist")
    ],
    passphrase: Annotated[
        bool,
        typer.Option("--passphrase", help="ask for one; FILE opens with it alone (also in age)"),
    ] = False,
) -> None:
    """Make your identity FILE and your signing key FILE.sign.

    Prints your officer card, which is public: send it to the uitvoerder. Keep both files to
    yourself; whoever holds them reads and signs as you. Nothing is ever overwritten.

    A passphrase is typed twice, or is one line of stdin; it is asked for whenever FILE is used.
    """
    card = make_keys(file, person.new_passphrase if passphrase else None)
    show_card(context, card)
    if passphrase:
        output.warn(
            _(
                "the signing key has no passphrase: whoever copies it signs as you, "
                "and reads nothing"
            ),
            hint=_("ssh-keygen -p -f FILE.sign, then ssh-add FILE.sign: the agent signs with it"),
        )
    output.next_step(_(SENDING))
