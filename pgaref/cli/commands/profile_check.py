# SPDX-License-Identifier: EUPL-1.2
"""`pgaref profile check FILE`."""

from __future__ import annotations

import typer

from pgaref.actions.profile import check_profile
from pgaref.cli import content, output, profiling
from pgaref.cli.session import session_of
from pgaref.language import _


def command(context: typer.Context, file: content.File = None) -> None:
    """Look at another version of the profile: what changes, what speaks against it (art. 18).

    Shows every entry that comes, goes or reads otherwise, and what changed terms do to dossiers.
    Changes nothing, and needs no identity.
    """
    found = check_profile(session_of(context), *content.plain(file, "profile/1"))
    profiling.show(context, found)
    version = found.profile.version
    output.outcome(
        _("version {version} would follow on the one in force", version=version)
        if found.changes
        else _(
            "version {version} would follow on the one in force, and says nothing else",
            version=version,
        )
    )
