# SPDX-License-Identifier: EUPL-1.2
"""The vault's terms drawn in a terminal, or as plain characters in a pipe."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter

from pgaref.covenant import retention
from pgaref.covenant.chart import Axis, Bar, Phase, axis
from pgaref.language import _, marked

# A piece of a line with its style, as rich names them.
Piece = tuple[str, str]
# What a phase looks like on a terminal and elsewhere, its style, and what it is.
PHASES: Mapping[Phase, tuple[str, str, str, str]] = {
    Phase.KEPT: ("▒", "=", "cyan", marked("kept until the archive, or the end")),
    Phase.ARCHIVED: ("░", "-", "bright_black", marked("in the archive")),
    Phase.WORKED_ON: ("█", "#", "blue", marked("worked on")),
    Phase.HELD: ("▀", "h", "yellow", marked("held")),
    Phase.OVERDUE: ("!", "!", "bold red", marked("overdue")),
}
# In the order in which they follow on each other.
LEGEND = (Phase.WORKED_ON, Phase.KEPT, Phase.ARCHIVED, Phase.HELD, Phase.OVERDUE)
ARCHIVE, DESTROY = "A", "D"
_TODAY = ("│", "|")
# The columns of an id, of a day with what is left beside it, and the least that is drawn.
_ID, _DAY, _LEAST = 11, 20, 20
_GAP = "  "


def lines(shown: Sequence[Bar], today: date, width: int, *, plain: bool) -> Iterator[list[Piece]]:
    """The lines of the chart in so many columns, the legend last."""
    days = axis(shown, today, max(_LEAST, width - _ID - _DAY - _act() - 2 * len(_GAP)))
    yield [(_years(days), "bold")]
    for bar in shown:
        yield [(bar.dossier, ""), (_GAP, ""), *_drawn(bar, days, today, plain), *_due(bar, today)]
    yield []
    yield from _legend(today, width, plain)


def _act() -> int:
    """The column of what is due, as wide as its words."""
    return max(len(_(act)) for act in (retention.Act.ARCHIVE, retention.Act.DESTROY))


def _years(days: Axis) -> str:
    row = [" "] * days.width
    for place, year in days.years(5):
        row[place : place + 4] = year
    head = _("dossier")
    return f"{head:<{_ID}}{_GAP}{''.join(row)}{_GAP}{_('due'):<{_act()}}"


def _drawn(bar: Bar, days: Axis, today: date, plain: bool) -> list[Piece]:
    """The bar, a piece for each stretch that looks the same."""
    row: list[Piece] = [(" ", "")] * days.width
    for span in bar.spans:
        rich, ascii_, style, _text = PHASES[span.phase]
        for place in range(days.place(span.start), days.place(span.end) + 1):
            row[place] = (ascii_ if plain else rich, style)
    row[days.place(today)] = (_TODAY[plain], "bold")
    if bar.archive is not None:
        row[days.place(bar.archive)] = (ARCHIVE, "bold")
    row[days.place(bar.destroy)] = (DESTROY, "bold")
    return [
        ("".join(character for character, _style in stretch), style)
        for style, stretch in groupby(row, key=itemgetter(1))
    ]


def _due(bar: Bar, today: date) -> list[Piece]:
    day, what = bar.due
    left = (day - today).days
    return [
        (
            f" {'!' if left < 0 else ' '}{_(what):<{_act()}}  {day}  {left:>6}",
            "bold red" if left < 0 else "",
        )
    ]


def _legend(today: date, width: int, plain: bool) -> Iterator[list[Piece]]:
    """What each character is, as many on a line as fit."""
    entries = [
        *((PHASES[phase][plain], PHASES[phase][2], _(PHASES[phase][3])) for phase in LEGEND),
        (_TODAY[plain], "bold", _("today, {day}", day=today)),
        (ARCHIVE, "bold", _("archive due")),
        (DESTROY, "bold", _("destroy due")),
    ]
    line: list[Piece] = []
    used = 0
    for character, style, text in entries:
        needed = len(text) + 2 + len(_GAP)
        if line and used + needed > width:
            yield line
            line, used = [], 0
        line += [(character, style), (f" {text}{_GAP}", "")]
        used += needed
    yield line
