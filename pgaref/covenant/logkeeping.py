# SPDX-License-Identifier: EUPL-1.2
"""How long the log is kept: whole years, the oldest first, behind a checkpoint: art. 15(2)(e)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from pgaref.covenant.agenda import Entry
from pgaref.covenant.circumstances import Circumstances
from pgaref.covenant.model import Card
from pgaref.covenant.profile import Profile
from pgaref.errors import Refusal
from pgaref.language import _, counted

ACT = "log delete"
_ARTICLE = "15.2.e"


def deletable(profile: Profile, year: int) -> date:
    """The day from which the log of a year may go: the profile's term after its end."""
    return profile.terms.log.after(date(year, 12, 31))


def still_kept(cards: Iterable[Card], year: int) -> tuple[str, ...]:
    """The dossiers that are there, and of which the log of that year can tell.

    A file lasts from its opening until five years after the last processing, or longer while it is
    held (art. 13(1)): for so long it is known who did what with it.
    """
    return tuple(card.id for card in cards if card.opened.year <= year)


def deletion_refusals(
    now: Circumstances,
    year: int,
    years: Sequence[int],
    cosigners: Sequence[str],
    cards: Iterable[Card],
) -> Iterator[Refusal]:
    """What is held against deleting the log of a year.

    `years`: those that are there, oldest first. `cosigners`: the officers who signed a checkpoint
    of a line behind that year. `cards`: all dossiers of the vault.
    """
    if year not in years:
        yield Refusal(_("there is no log of {year}", year=year), _ARTICLE, "no-such-year")
        return
    if year != years[0]:
        yield Refusal(
            _("the oldest log is that of {years}", years=years[0]), _ARTICLE, "not-the-oldest"
        )
    day = deletable(now.profile, year)
    if now.today <= day:
        yield Refusal(
            _("the log of {year} is kept up to {day}", year=year, day=day), _ARTICLE, "not-due"
        )
    if kept := still_kept(cards, year):
        yield Refusal(
            counted(
                "{n} dossier that was opened in {year} or before is still there",
                "{n} dossiers that were opened in {year} or before are still there",
                len(kept),
                year=year,
            ),
            _ARTICLE,
            "files-rest-on-it",
            _("such as {dossier}: the log of a file is kept as long as the file", dossier=kept[0]),
        )
    parties = {now.officers[officer].party for officer in cosigners if officer in now.officers}
    if not parties & now.profile.kernpartijen:
        yield Refusal(
            _("no checkpoint behind {year} is signed by an officer of a kernpartij", year=year),
            _ARTICLE,
            "no-checkpoint",
            _(
                "pgaref log checkpoint prints one; pgaref log checkpoint --cosign FILE files the "
                "signature"
            ),
        )


def entries(now: Circumstances, oldest: int | None, cards: Iterable[Card]) -> Iterator[Entry]:
    """That the oldest year of the log has been kept long enough, once it has.

    Not while a file is there that it tells of: nobody could delete it.
    """
    if oldest is None:
        return
    due = deletable(now.profile, oldest)
    if due < now.today and not still_kept(cards, oldest):
        what = _("delete log of {oldest}", oldest=oldest)
        days = (due - now.today).days
        key, article = f"delete-log-{oldest}", now.profile.terms.log.article
        yield Entry("", key, what, due, days, article, f"pgaref {ACT} {oldest}")
