# SPDX-License-Identifier: EUPL-1.2
"""An officer card, as `keygen` and `card` print it and `officer add` takes it, and a signature."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from pgaref.actions.keygen import OfficerCard
from pgaref.cli import output
from pgaref.cli.options import globals_of
from pgaref.cli.signature import read_signature
from pgaref.errors import UsageError
from pgaref.language import _, marked
from pgaref.storage import schemas, yamltext
from pgaref.storage.files.inputs import read_input

OfficerId = Annotated[str, typer.Argument(metavar="ID", help="an officer's id")]

SENDING = marked("send the card to the uitvoerder, and compare the check code by voice")
_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class GivenCard:
    """An officer card as text, what it says, and a signature over that text."""

    text: bytes = b""
    recipient: str = ""
    signing_key: str = ""
    signature: tuple[str, ...] = ()


def show_card(context: typer.Context, card: OfficerCard) -> None:
    """Print a card on stdout, and its check code on stderr."""
    if globals_of(context).json:
        output.emit_json(
            {
                "recipient": card.recipient,
                "signing_key": card.signing_key,
                "check_code": card.check_code,
            }
        )
    else:
        output.emit_document(yamltext.dump(card.document()).decode())
    output.outcome(_("check code {check_code}", check_code=card.check_code))


def read_card(card: Path | None, signature: Path | None) -> GivenCard:
    """The card and the signature that the line names.

    Raises:
        UsageError: a signature without a card, or a file that cannot be read.
        InputError: no officer card (`functionaris/1`), or no SSH signature.
    """
    if card is None:
        if signature is not None:
            raise UsageError(_("--signature is over a card"), hint=_("name it: --card FILE"))
        return GivenCard()
    text = read_input(card).data
    document = yamltext.parse(text, card.name)
    schemas.validate(document, "functionaris/1", card.name)
    value = document.value
    signed = read_signature(signature) if signature else ()
    return GivenCard(text, value["recipient"], value["signing_key"], signed)


def require_id(text: str) -> str:
    """`text` as the id of an officer.

    Raises:
        UsageError: it is none; it is not repeated, as it may be a name.
    """
    if not _ID.fullmatch(text) or len(text) > 40:
        raise UsageError(_("an officer's id is small letters, digits and hyphens, as pol-1"))
    return text
