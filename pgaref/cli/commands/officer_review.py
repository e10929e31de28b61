# SPDX-License-Identifier: EUPL-1.2
"""`pgaref officer review`."""

from __future__ import annotations

from collections import Counter

import typer

from pgaref.actions.access_review import Access, review_access
from pgaref.cli import output
from pgaref.cli.options import globals_of
from pgaref.cli.session import session_of
from pgaref.errors import IntegrityError
from pgaref.language import _, counted


def command(context: typer.Context) -> None:
    """Show who can read what, for the yearly review; that it was done is logged (art. 15(2)(f)).

    Of each officer how many dossiers, by section; --json names them. Reads cards alone.
    """
    review = review_access(session_of(context))
    if globals_of(context).json:
        output.emit_json([_plain(one) for one in review.access])
    else:
        headers = ("officer", "party", "in office", "confirmed", "dossiers", "sections")
        output.table(headers, [_row(one) for one in review.access])
    for names, what, hint in (
        (review.unconfirmed, _("not confirmed"), "pgaref officer confirm ID --how CODE"),
        (review.former, _("out of office, with keys"), "pgaref officer rekey"),
        (review.thin, _("too few officers with a key"), "pgaref officer add PARTY ID ..."),
    ):
        if names:
            output.warn(f"{what}: {', '.join(names)}", hint=hint)
    output.outcome(
        counted(
            "{n} officer; the review is in the log",
            "{n} officers; the review is in the log",
            len(review.access),
        )
    )
    if review.damaged:
        raise IntegrityError("; ".join(review.damaged), hint="pgaref check")


def _row(one: Access) -> tuple[object, ...]:
    officer = one.officer
    counts = Counter(section for sections in one.dossiers.values() for section in sections)
    return (
        officer.id,
        officer.party,
        _("yes") if one.in_office else _("no"),
        officer.confirmed or "-",
        len(one.dossiers),
        " ".join(f"{section}:{count}" for section, count in sorted(counts.items())) or "-",
    )


def _plain(one: Access) -> dict[str, object]:
    return {
        "officer": one.officer.id,
        "party": one.officer.party,
        "in_office": "yes" if one.in_office else "no",
        "confirmed": one.officer.confirmed,
        "dossiers": one.dossiers,
    }
