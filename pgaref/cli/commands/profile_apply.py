# SPDX-License-Identifier: EUPL-1.2
"""`pgaref profile apply FILE`."""

from __future__ import annotations

import typer

from pgaref.actions.profile import apply_profile
from pgaref.cli import content, output, profiling
from pgaref.cli.session import session_of
from pgaref.language import _


def command(context: typer.Context, file: content.File = None) -> None:
    """Put another version of the profile in force, and say what it changes (art. 18).

    Files keep the grounds, sections and readers under which they were made: a ground is ended
    (geldig_tot) and followed by another one, never rewritten. Look first: pgaref profile check.
    """
    found = apply_profile(session_of(context), *content.plain(file, "profile/1"))
    profiling.show(context, found)
    version = found.profile.version
    output.outcome(
        _("version {version} is in force", version=version)
        if found.changes
        else _(
            "version {version} is in force, and says nothing else than the one before",
            version=version,
        )
    )
