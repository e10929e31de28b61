# SPDX-License-Identifier: EUPL-1.2
"""The tables of docs/reliability.md, written by the runs themselves."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.progress import track
from rich.table import Table

Item = TypeVar("Item")

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reliability.md"


@dataclass(frozen=True)
class Report:
    """What a run found: a row for each thing tried. `said` tells when, on what and for how long."""

    target: str
    header: Sequence[str]
    rows: Sequence[Sequence[object]]
    said: str

    def show(self) -> None:
        """Print it as a table for a terminal."""
        table = Table(title=f"make {self.target}", caption=self.said)
        for number, name in enumerate(self.header):
            table.add_column(name, justify="right" if number else "left")
        for row in self.rows:
            table.add_row(*map(_cell, row))
        console = Console()
        console.width = max(console.width, 110)
        console.print(table)

    def keep(self, page: Path = PAGE) -> None:
        """Put it between the marks of its target on the page, in the place of the run before.

        Raises:
            ValueError: the page has no place for this target, or more than one.
        """
        begin, end = f"<!-- made by make {self.target} -->", f"<!-- end of make {self.target} -->"
        place = re.compile(f"{re.escape(begin)}\n.*?{re.escape(end)}", re.DOTALL)
        text = page.read_text("utf-8")
        if len(place.findall(text)) != 1:
            raise ValueError(f"{page.name}: one place is wanted for make {self.target}")
        made = "\n".join([begin, *self._lines(), "", self.said, end])
        page.write_text(place.sub(lambda _: made, text), "utf-8")

    def _lines(self) -> list[str]:
        bars = ["---", *["---:"] * (len(self.header) - 1)]
        return [f"| {' | '.join(map(_cell, row))} |" for row in (self.header, bars, *self.rows)]


def progress(work: Iterable[Item], total: int) -> Iterator[Item]:
    """What `work` gives, with a bar on a terminal and nothing in a pipe."""
    console = Console(stderr=True)
    yield from track(work, "", total, console=console, disable=not console.is_terminal)


def machine(day: str, seconds: float) -> str:
    """When a run was made, on what, and how long it took; nothing that names a machine."""
    kernel = platform.release().partition("-")[0]
    where = f"Python {platform.python_version()}, Linux {kernel}, {os.cpu_count()} processors"
    return f"{day}; {where}; {seconds:,.0f} s."


def _cell(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)
