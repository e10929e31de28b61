# SPDX-License-Identifier: EUPL-1.2
"""The keys of an officer: an age identity to read with, an SSH key to sign with (art. 15(2)(c))."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from pgaref.actions.session import Session
from pgaref.covenant.checkcode import check_code
from pgaref.errors import UsageError
from pgaref.language import _
from pgaref.storage import age, signing
from pgaref.storage.files.tree import Tree

SCHEMA = "functionaris/1"


@dataclass(frozen=True, slots=True)
class OfficerCard:
    """The public halves of an officer's keys, and the code to compare them by."""

    recipient: str
    signing_key: str

    @property
    def check_code(self) -> str:
        """Twelve characters to read out to one another."""
        return check_code(self.recipient, self.signing_key)

    def document(self) -> dict[str, str]:
        """The card as others take it in (`functionaris/1`)."""
        return {
            "schema": SCHEMA,
            "recipient": self.recipient,
            "signing_key": self.signing_key,
        }


def make_keys(file: Path, passphrase: Callable[[], str] | None = None) -> OfficerCard:
    """Make the identity `file` and the signing key `file`.sign with its .pub: all three, or none.

    `passphrase` is asked for the one that opens the identity, once it can be made. The signing key
    has none: ssh-keygen would take it as an argument, which anybody on the machine reads.

    Raises:
        UsageError: one of the files exists, or their folder does not; no passphrase.
        PgarefError: ssh-keygen is missing or failed.
    """
    folder = Tree(file.absolute().parent)
    names = (file.name, f"{file.name}.sign", f"{file.name}.sign.pub")
    _check_free(folder, names)
    secret, recipient = age.generate()
    if passphrase is not None:
        secret = age.lock(secret, passphrase())
    with ExitStack() as undo:
        folder.write(file.name, secret)
        for name in names:
            undo.callback(folder.remove, name)
        signing_key = signing.generate(folder.root / names[1])
        folder.sync("")
        undo.pop_all()
    return OfficerCard(recipient, signing_key)


def own_card(session: Session) -> OfficerCard:
    """The card of the identity and the signing key that a session has; for keys made elsewhere.

    Raises:
        KeyUnavailableError: one of the two cannot be used.
    """
    identity = session.unlock(session.identity)
    return OfficerCard(identity.recipient, signing.public_key(session.signing_key))


def _check_free(folder: Tree, names: tuple[str, ...]) -> None:
    if not folder.root.is_dir():
        raise UsageError(
            _("the folder of FILE does not exist"), hint=_("make it: mkdir -p -m 700 FOLDER")
        )
    if names[0] in {"", ".."}:
        raise UsageError(_("FILE is a folder"))
    if any(folder.exists(name) for name in names):
        raise UsageError(
            _("FILE, FILE.sign or FILE.sign.pub exists already"),
            hint=_("choose another FILE; a key is never overwritten"),
        )
