# SPDX-License-Identifier: EUPL-1.2
"""The vault's terms as a picture, by the cards alone: art. 13."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pgaref.actions.listing import Filter, require_known
from pgaref.actions.session import Session
from pgaref.covenant import chart
from pgaref.covenant.chart import Bar
from pgaref.storage.files.outputs import write_over


@dataclass(frozen=True, slots=True)
class Chart:
    """A bar for each dossier asked for, the most urgent first, and which cards are damaged."""

    today: date
    bars: tuple[Bar, ...]
    damaged: tuple[str, ...]


def draw_chart(session: Session, wanted: Filter) -> Chart:
    """What there is to draw of the dossiers asked for; opens nothing.

    Raises:
        UsageError: no such register, state or party.
    """
    with session.looking() as look:
        profile, today = look.now.profile, look.now.today
        require_known(profile, wanted)
        damaged: list[str] = []
        cards = [card for card in look.vault.cards(damaged) if wanted.matches(card)]
        return Chart(today, chart.bars(cards, profile, today, look.vault.lookup), tuple(damaged))


def write_picture(session: Session, picture: bytes, former: bytes, file: Path) -> None:
    """Write a picture to a file outside the vault, in place of one that begins with `former`.

    Raises:
        UsageError: something else stands there, or it cannot be written.
    """
    write_over(file, picture, former=former, vault=session.root)
