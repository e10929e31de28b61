# SPDX-License-Identifier: EUPL-1.2
"""What a terminal showed, as an SVG that needs nothing from elsewhere."""

from __future__ import annotations

import io

from rich.console import Console
from rich.text import Text

# As rich has it, without its fonts from the network.
_FORMAT = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
    <style>
    .{unique_id}-matrix {{
        font-family: 'DejaVu Sans Mono', Menlo, Consolas, monospace;
        font-size: {char_height}px;
        line-height: {line_height}px;
    }}
    .{unique_id}-title {{
        font-size: 18px;
        font-weight: bold;
        font-family: 'DejaVu Sans', Arial, sans-serif;
    }}
    {styles}
    </style>
    <defs>
    <clipPath id="{unique_id}-clip-terminal">
      <rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
    </clipPath>
    {lines}
    </defs>
    {chrome}
    <g transform="translate({terminal_x}, {terminal_y})"
       clip-path="url(#{unique_id}-clip-terminal)">
    {backgrounds}
    <g class="{unique_id}-matrix" xml:space="preserve">
    {matrix}
    </g>
    </g>
</svg>
"""


def drawn(name: str, line: str, said: str, columns: int) -> str:
    """A picture of a line and what it printed, in so many columns."""
    console = Console(
        record=True, width=columns, file=io.StringIO(), force_terminal=True, legacy_windows=False
    )
    console.print(Text(f"$ {line}", style="bold"))
    console.print(Text.from_ansi(said.rstrip("\n")))
    text = console.export_svg(title=line, code_format=_FORMAT, unique_id=name)
    return "\n".join(part.rstrip() for part in text.splitlines()) + "\n"
