# SPDX-License-Identifier: EUPL-1.2
"""`pgaref card`."""

from __future__ import annotations

import typer

from pgaref.actions.keygen import own_card
from pgaref.cli import output
from pgaref.cli.officer_card import SENDING, show_card
from pgaref.cli.session import session_of
from pgaref.language import _


def command(context: typer.Context) -> None:
    """Print the officer card of the identity and signing key that you have, and its check code.

    For keys that keygen did not make: an SSH key, a key in hardware, one in an agent. Needs no
    vault.
    """
    show_card(context, own_card(session_of(context)))
    output.next_step(_(SENDING))
