# SPDX-License-Identifier: EUPL-1.2
"""Data to stdout, outcome and what to do next to stderr; no data can command a terminal."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from pgaref.cli.report import hint_line, say
from pgaref.cli.text import visible, visible_json
from pgaref.language import _

_LAST_COLUMN = 20


def emit(*lines: str) -> None:
    """Print data, one line each; a line break inside one is spelt out."""
    for line in lines:
        print(visible(line))


def emit_document(text: str) -> None:
    """Print a document of several lines (YAML) as it is, save what a terminal would obey."""
    print(visible(text, keep="\n"), end="")


def emit_bytes(data: bytes) -> None:
    """Write a file to stdout, which is a pipe."""
    sys.stdout.buffer.write(data)
    sys.stdout.flush()


def emit_exact(data: bytes) -> None:
    """Print a text of which every byte counts; on a terminal, what that would obey is spelt out."""
    if sys.stdout.isatty():
        emit_document(data.decode())
    else:
        emit_bytes(data)


def emit_json(value: object) -> None:
    """Print the one document that `--json` promises; what is None in an object is left out.

    Dates become `YYYY-MM-DD`, aware times `YYYY-MM-DDTHH:MM:SSZ`, paths text.
    """
    text = json.dumps(_plain(value), ensure_ascii=False, indent=2)
    print(visible_json(text))


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items() if item is not None}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Path) else value


def table(headers: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print rows: aligned below headers on a terminal, parted by tabs without header elsewhere."""
    cells = [[visible(str(cell)) for cell in row] for row in rows]
    if not sys.stdout.isatty():
        for row in cells:
            print("\t".join(row))
    elif cells:
        numbers = [
            all(isinstance(cell, int) for cell in column) for column in zip(*rows, strict=True)
        ]
        _aligned(headers, cells, numbers)


def _aligned(
    headers: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[bool]
) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    headers = [_(header) if header else "" for header in headers]
    columns = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for header, number in zip(headers[:-1], numbers, strict=False):
        columns.add_column(Text(header), no_wrap=True, justify="right" if number else "left")
    columns.add_column(
        Text(headers[-1]), overflow="fold", justify="right" if numbers[-1] else "left"
    )
    for row in rows:
        # As Text: a cell is never markup.
        columns.add_row(*(Text(cell) for cell in row))
    console = Console(
        file=sys.stdout,
        color_system="standard" if coloured() else None,
        highlight=False,
        emoji=False,
    )
    # Only the last column folds, between words: an id that is cut in two cannot be copied.
    needed = sum(
        max(len(row[place]) for row in (headers, *rows)) + 2 for place in range(len(headers) - 1)
    )
    longest = max(len(word) for row in rows for word in ["", *row[-1].split()])
    console.width = max(console.width, needed + max(_LAST_COLUMN, longest))
    console.print(columns)


def emit_drawing(lines: Iterable[Sequence[tuple[str, str]]]) -> None:
    """Print lines of pieces, each with its style where there may be colour."""
    if not coloured():
        for line in lines:
            print(visible("".join(text for text, _style in line).rstrip()))
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(file=sys.stdout, color_system="standard", highlight=False, emoji=False)
    for line in lines:
        pieces = Text.assemble(*((visible(text), style) for text, style in line))
        console.print(pieces, no_wrap=True, overflow="ignore", crop=False)


def coloured() -> bool:
    """Whether stdout may have colour: a terminal that can, and no NO_COLOR (no-color.org)."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return sys.stdout.isatty() and not plain


def outcome(*lines: str) -> None:
    """Say on stderr what was done."""
    say(lines)


def next_step(*commands: str) -> None:
    """Say on stderr what to do next, one command or act a line."""
    say(_("next: {command}", command=command) for command in commands)


def warn(message: str, *, hint: str = "") -> None:
    """Say on stderr what deserves attention though the command goes on."""
    say([_("pgaref: warning: {message}", message=message), *([hint_line(hint)] if hint else [])])
