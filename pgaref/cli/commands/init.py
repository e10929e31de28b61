# SPDX-License-Identifier: EUPL-1.2
"""`pgaref init`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pgaref.actions.initialise import Founding, initialise
from pgaref.cli import content, output
from pgaref.cli.officer_card import require_id
from pgaref.cli.options import globals_of
from pgaref.cli.session import content_of, session_of
from pgaref.language import _
from pgaref.storage import profiles


def command(
    context: typer.Context,
    profile: Annotated[
        str,
        typer.Option("--profile", metavar="NAME|FILE", help="the covenant, or a file that is one"),
    ] = profiles.DEFAULT,
    referentiekader: Annotated[
        Path | None,
        typer.Option("--referentiekader", metavar="FILE", help="the criteria of bijlage 3"),
    ] = None,
    officer: Annotated[str, typer.Option("--officer", metavar="ID", help="your id")] = "uit-1",
    name: Annotated[str | None, typer.Option("--name", help="your name, for the roster")] = None,
    archive: Annotated[
        Path | None,
        typer.Option("--archive", metavar="DIR", help="keep the archive in this empty folder"),
    ] = None,
) -> None:
    """Make a new vault; your identity becomes the uitvoerder's first officer (art. 5).

    On a local file system. Without a referentiekader nothing can be weighed until one is applied.
    """
    kader = content_of(context, referentiekader, "referentiekader/1") if referentiekader else None
    elsewhere = archive.absolute() if archive else None
    covenant = _covenant(profile)
    founding = Founding(*covenant, require_id(officer), name or officer, kader, elsewhere)
    founded = initialise(session_of(context), founding)
    settings = globals_of(context)
    if settings.json:
        output.emit_json(
            {"vault": founded.vault, "profile": founded.profile, "officer": founded.officer}
        )
    else:
        output.emit(founded.vault)
    output.outcome(
        _("made a vault at {vault} for {profile}", vault=settings.vault, profile=founded.profile)
    )
    if kader is None:
        output.next_step("pgaref referentiekader apply FILE")
    output.next_step("pgaref officer add PARTY ID --name NAME --card FILE --accepted DATE")


def _covenant(given: str) -> tuple[bytes, str]:
    """The text of the profile that comes with pgaref, or of a FILE, and what messages call it."""
    if given not in profiles.names() and Path(given).exists():
        return content.plain(Path(given), "profile/1")
    return profiles.text(given), given
