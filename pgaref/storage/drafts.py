# SPDX-License-Identifier: EUPL-1.2
"""Edits that were given up, kept encrypted to who wrote them, until they are filed or their term.

The plaintext is the text as it was left, padded as records are, so that stock age and a text editor
open it. The log binds each file: from its line come the day and the officer.
"""

from __future__ import annotations

from collections.abc import Mapping

from pgaref.errors import IntegrityError, KeyUnavailableError
from pgaref.language import _
from pgaref.storage import age, draftname
from pgaref.storage.age import Identity
from pgaref.storage.draftname import DraftName
from pgaref.storage.logbook.history import Binding
from pgaref.storage.transaction import Transaction

_PAGE = 1024


def kept(bindings: Mapping[str, Binding]) -> dict[DraftName, Binding]:
    """Every draft that the log binds, in the order of their names."""
    named = ((draftname.at(path), bindings[path]) for path in sorted(bindings))
    return {name: binding for name, binding in named if name is not None}


def encode(text: bytes, recipient: str) -> bytes:
    """The file of a draft, for the officer with this recipient."""
    body = text.rstrip(b"\n") + b"\n"
    return age.encrypt(body + b"\n" * (-len(body) % _PAGE), [recipient])


def decode(data: bytes, identity: Identity, path: str) -> bytes:
    """The text in the file of a draft, ending in one LF.

    Raises:
        IntegrityError: damaged, or not encrypted to whom its name says.
    """
    try:
        return age.decrypt(data, identity).rstrip(b"\n") + b"\n"
    except KeyUnavailableError:
        raise IntegrityError(
            _("{path}: not encrypted to the officer in its name", path=path)
        ) from None
    except IntegrityError as error:
        raise IntegrityError(f"{path}: {error.message}") from None


def take_away(dossier: str, transaction: Transaction) -> None:
    """Remove every draft about a dossier: it goes with it, and into the archive comes none."""
    for path in transaction.bound(draftname.FOLDER):
        name = draftname.at(path)
        if name is not None and name.dossier == dossier:
            transaction.remove(path)
