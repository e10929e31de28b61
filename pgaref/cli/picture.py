# SPDX-License-Identifier: EUPL-1.2
"""The vault's terms as an SVG file: ids and days, no name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from html import escape

from pgaref.cli.charting import LEGEND, PHASES
from pgaref.covenant.chart import Axis, Bar, Phase, axis
from pgaref.language import _

# What every such file begins with, so that a later one may take its place.
HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n<!-- a chart of terms by pgaref -->\n'
# Told apart by lightness too, for print and for who sees no colour.
_FILL: Mapping[Phase, str] = {
    Phase.WORKED_ON: "#1f4e79",
    Phase.KEPT: "#7db3de",
    Phase.ARCHIVED: "#d5dde3",
    Phase.HELD: "url(#held)",
    Phase.OVERDUE: "#c62828",
}
_ROW, _BAR, _TOP, _BOTTOM = 24, 14, 86, 40
_LEFT, _PLOT, _RIGHT = 130, 720, 190
_WIDTH = _LEFT + _PLOT + _RIGHT
_STYLE = (
    "text{font:13px 'DejaVu Sans',Verdana,sans-serif;fill:#222}"
    ".id,.due{font-family:'DejaVu Sans Mono',monospace;font-size:12px}"
    ".title{font-size:16px;font-weight:bold}.small{font-size:12px;fill:#555}"
    ".late{fill:#c62828;font-weight:bold}"
)


def svg(shown: Sequence[Bar], today: date, left_out: int) -> bytes:
    """The chart of these bars."""
    return HEAD + "\n".join(_elements(shown, today, left_out)).encode() + b"\n"


def _elements(shown: Sequence[Bar], today: date, left_out: int) -> Iterator[str]:
    height = _TOP + _ROW * len(shown) + _BOTTOM
    days = axis(shown, today, _PLOT)
    title = _("how long dossiers are kept, {day}", day=today)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
        f'width="{_WIDTH}" height="{height}" role="img">'
    )
    yield f"<title>{title}</title><style>{_STYLE}</style>"
    yield (
        '<defs><pattern id="held" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect width="6" height="6" fill="#ffe0a3"/>'
        '<rect width="3" height="6" fill="#e08e00"/></pattern></defs>'
    )
    yield f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>'
    yield f'<text class="title" x="20" y="28">{title}</text>'
    yield from _legend()
    yield from _grid(days, height)
    for place, bar in enumerate(shown):
        yield from _bar(bar, days, today, _TOP + _ROW * place)
    yield from _line(days, today, height)
    if left_out:
        text = _("the most urgent; {n} more are not shown", n=left_out)
        yield f'<text class="small" x="20" y="{height - 12}">{text}</text>'
    yield "</svg>"


def _legend() -> Iterator[str]:
    x = 20
    for phase in LEGEND:
        text = _(PHASES[phase][3])
        yield f'<rect x="{x}" y="42" width="22" height="12" fill="{_FILL[phase]}"/>'
        yield f'<text class="small" x="{x + 28}" y="52">{text}</text>'
        x += 28 + 7 * len(text) + 26
    yield f'<path d="{_triangle(x + 6, 43)}" fill="#222"/>'
    yield f'<text class="small" x="{x + 18}" y="52">{_("archive due")}</text>'
    x += 18 + 7 * len(_("archive due")) + 26
    yield f'<path d="{_cross(x + 6, 48)}" stroke="#222" stroke-width="2.5"/>'
    yield f'<text class="small" x="{x + 18}" y="52">{_("destroy due")}</text>'


def _grid(days: Axis, height: int) -> Iterator[str]:
    for place, year in days.years(40):
        x = _LEFT + place
        yield (
            f'<line x1="{x}" y1="{_TOP - 4}" x2="{x}" y2="{height - _BOTTOM + 4}" stroke="#ddd"/>'
            f'<text class="small" x="{x}" y="{_TOP - 8}" text-anchor="middle">{year}</text>'
        )


def _bar(bar: Bar, days: Axis, today: date, y: int) -> Iterator[str]:
    middle, top = y + _ROW // 2, y + (_ROW - _BAR) // 2
    day, what = bar.due
    left = (day - today).days
    yield f"<g><title>{bar.dossier}: {escape(bar.state)}, {_(what)} {day}</title>"
    yield f'<text class="id" x="20" y="{middle + 4}">{bar.dossier}</text>'
    for span in bar.spans:
        x, end = _LEFT + days.place(span.start), _LEFT + days.place(span.end)
        inset = 4 if span.phase in (Phase.HELD, Phase.OVERDUE) else 0
        yield (
            f'<rect x="{x}" y="{top + inset}" width="{max(2, end - x)}" '
            f'height="{_BAR - 2 * inset}" fill="{_FILL[span.phase]}"/>'
        )
    if bar.archive is not None:
        shape = _triangle(_LEFT + days.place(bar.archive), top + 2)
        yield f'<path d="{shape}" fill="#222"/>'
    shape = _cross(_LEFT + days.place(bar.destroy), middle)
    yield f'<path d="{shape}" stroke="#222" stroke-width="2.5"/>'
    late = " late" if left < 0 else ""
    yield (
        f'<text class="due{late}" x="{_LEFT + _PLOT + 16}" y="{middle + 4}">'
        f"{_(what)} {day} {left}</text></g>"
    )


def _line(days: Axis, today: date, height: int) -> Iterator[str]:
    x = _LEFT + days.place(today)
    bottom = height - _BOTTOM + 4
    yield (
        f'<line x1="{x}" y1="{_TOP - 4}" x2="{x}" y2="{bottom}" stroke="#c62828" '
        'stroke-width="1.5" stroke-dasharray="4 3"/>'
    )
    yield (
        f'<text class="small" x="{x}" y="{bottom + 14}" text-anchor="middle">'
        f"{_('today, {day}', day=today)}</text>"
    )


def _triangle(x: int, y: int) -> str:
    return f"M{x - 5} {y}h10l-5 9z"


def _cross(x: int, y: int) -> str:
    return f"M{x - 4} {y - 4}l8 8m-8 0l8 -8"
