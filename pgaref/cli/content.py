# SPDX-License-Identifier: EUPL-1.2
"""Where a command takes content: a FILE, `-` for stdin, or an editor; bounded, parsed, validated.

A FILE may be age-encrypted to the actor, binary or armored: it is decrypted in memory alone.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pgaref.cli import output
from pgaref.errors import InputError, IntegrityError, UsageError
from pgaref.language import _
from pgaref.storage import armor
from pgaref.storage.files.inputs import INPUT_LIMIT, check_size, read_input

if TYPE_CHECKING:
    from pgaref.storage.yamltext import Document

File = Annotated[
    Path | None,
    typer.Argument(
        metavar="FILE", help="YAML, maybe age-encrypted to you; - is stdin; left out, an editor"
    ),
]

# Where a context carries what was typed in an editor, for its command to take.
TYPED = f"{__name__}.typed"
_STDIN = Path("-")
# Kinds that say nothing about a person.
_PUBLIC = frozenset(("referentiekader/1",))


class WantedError(UsageError):
    """No FILE was given to a command at a terminal: input of `kind` (`signaal/1`) is wanted."""

    def __init__(self, kind: str) -> None:
        name = kind.partition("/")[0]
        hint = _("make one: pgaref template {kind} > FILE", kind=name)
        super().__init__(_("no FILE is given"), hint=hint)
        self.kind = kind


def read(file: Path | None, kind: str, decrypt: Callable[[bytes], bytes]) -> Document:
    """The content of `kind` (`signaal/1`) that the line names; `decrypt` opens a binary age file.

    Of the kind any version that there is will do; that of `kind` is the one its command began with.

    Raises:
        UsageError: no FILE was given, or it cannot be read.
        InputError: too large, damaged, no strict YAML, or not as its schema says.
        KeyUnavailableError: encrypted to somebody else, or no identity.
    """
    if file is None:
        raise _missing(kind)
    return parsed(*_bytes(file, decrypt, private=kind not in _PUBLIC), kind)


def parsed(data: bytes, name: str, kind: str) -> Document:
    """The content of `kind` in `data`, which messages call `name`.

    Raises:
        InputError: no strict YAML, or not as its schema says.
    """
    from pgaref.storage import schemas, yamltext

    document = yamltext.parse(data, name)
    schemas.validate(document, schemas.offered(document.value, kind.partition("/")[0]), name)
    return document


def plain(file: Path | None, kind: str) -> tuple[bytes, str]:
    """The bytes of a FILE that says nothing about a person, as they are, and what to call it.

    Raises:
        UsageError: no FILE was given, or it cannot be read.
        InputError: too large.
    """
    if file is None:
        raise _missing(kind)
    return _bytes(file, lambda data: data, private=False)


def _missing(kind: str) -> UsageError:
    if sys.stdin.isatty():
        return WantedError(kind)
    return UsageError(_("no FILE is given"), hint=_("name one, or - to read stdin"))


def _bytes(file: Path, decrypt: Callable[[bytes], bytes], *, private: bool) -> tuple[bytes, str]:
    """The plaintext of `file`, and what messages call it."""
    if file == _STDIN:
        data = sys.stdin.buffer.read(INPUT_LIMIT + 1)
        check_size(data)
        return _opened(data, decrypt), "stdin"
    given = read_input(file)
    opened = _opened(given.data, decrypt)
    if private and given.on_disk and opened is given.data:
        output.warn(
            _("FILE is plaintext on a disk"),
            hint=_("encrypt it to yourself with age, or keep it in memory (/dev/shm)"),
        )
    return opened, file.name


def _opened(data: bytes, decrypt: Callable[[bytes], bytes]) -> bytes:
    """`data` itself where it is not encrypted, else what it holds."""
    if not armor.is_age_file(data):
        return data
    try:
        return decrypt(armor.binary(data))
    except IntegrityError:
        # Nothing in the vault is broken: what was put in is.
        raise InputError(_("the content is no whole age file")) from None
