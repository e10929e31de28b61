# SPDX-License-Identifier: EUPL-1.2
"""From the global options to a session, and from what an act made to what is printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Annotated, Any

import typer

from pgaref.actions.dossiers import Made, Readers
from pgaref.actions.session import Edit, Session
from pgaref.cli import bar, clock, content, output, person
from pgaref.cli.options import globals_of
from pgaref.covenant import migrations
from pgaref.covenant.identifiers import Address
from pgaref.errors import UsageError
from pgaref.language import _
from pgaref.storage import age
from pgaref.storage.age import Identity
from pgaref.storage.identities import read_identity

Dossier = Annotated[Address, typer.Argument(metavar="ID", help="a dossier")]
Record = Annotated[Address, typer.Argument(metavar="ID/N", help="a record of a dossier")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="show who would read what; change nothing")]

# Where a context carries the edit that its command files.
EDIT = f"{__name__}.edit"
Reason = Annotated[str, typer.Option("--reason", metavar="CODE", help="why, as the log keeps it")]
_LONGEST_CODE = 40
_CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def code(text: str, option: str = "--reason") -> str:
    """`text` as a code for the log.

    Raises:
        UsageError: it is none; it is not repeated, as it may hold a name.
    """
    if not _CODE.fullmatch(text) or len(text) > _LONGEST_CODE:
        raise UsageError(_("{option} is a code: small letters, digits and hyphens", option=option))
    return text


def session_of(context: typer.Context) -> Session:
    """The session that the line describes, at this moment."""
    settings = globals_of(context)
    return Session(
        root=settings.vault,
        state=settings.state,
        identity=settings.identity,
        signing_key=settings.signing_key,
        host=settings.host,
        wait=settings.wait,
        now=clock.now(),
        unlock=_unlock(context),
        agent=settings.agent,
        progress=bar.progress,
        edit=edit_of(context),
    )


def edit_of(context: typer.Context) -> Edit | None:
    """The edit that this command files, where its content comes from an editor."""
    found: Edit | None = context.meta.get(EDIT)
    return found


def _unlock(context: typer.Context) -> Callable[[Path], Identity]:
    """What reads the identity of this line: once, so that a passphrase is asked once."""
    read = cache(partial(read_identity, person=person.Terminal()))
    found: Callable[[Path], Identity] = context.meta.setdefault(f"{__name__}.unlock", read)
    return found


def content_of(context: typer.Context, file: Path | None, kind: str) -> Mapping[str, Any]:
    """The content of `kind` (`signaal/1`) that the line names, decrypted where needed.

    It is carried to the newest version of the kind. Raises as `content.read` does; `WantedError`
    brings an editor, and what is typed there is taken the next time.
    """
    if file is None and content.TYPED in context.meta:
        data, name = context.meta[content.TYPED]
        return migrations.brought(content.parsed(data, name, kind).value)
    identity = globals_of(context).identity
    unlock = _unlock(context)
    document = content.read(file, kind, lambda data: age.decrypt(data, unlock(identity)))
    return migrations.brought(document.value)


def dossier_of(address: Address) -> str:
    """The dossier that an address names; one of a record is refused.

    Raises:
        UsageError: the address names a record.
    """
    if address.record:
        raise UsageError(_("this takes a dossier, not one of its records"), hint=address.dossier)
    return address.dossier


def record_of(address: Address) -> Address:
    """The address, which must be that of a record.

    Raises:
        UsageError: it names a whole dossier.
    """
    if not address.record:
        raise UsageError(_("this takes a record"), hint=f"{address.dossier}/N")
    return address


def show_made(context: typer.Context, made: Made, outcome: str, *, dry_run: bool = False) -> None:
    """Print the addresses of the new records, and say what was done."""
    if globals_of(context).json:
        value: dict[str, object] = {"dossier": made.dossier, "records": list(made.records)}
        output.emit_json({**value, "readers": made.readers} if made.readers else value)
    elif dry_run:
        show_readers({made.dossier: made.readers})
    else:
        output.emit(*(f"{made.dossier}/{n}" for n in made.records))
    output.outcome(_("nothing changed") if dry_run else outcome)


def show_readers(dossiers: Mapping[str, Readers]) -> None:
    """Print who holds a key of which section."""
    rows = [
        (dossier, section, " ".join(holders))
        for dossier, readers in dossiers.items()
        for section, holders in readers.items()
    ]
    output.table(("dossier", "section", "readers"), rows)
