# SPDX-License-Identifier: EUPL-1.2
"""From what a document says to its bytes: PDF/A-2a and PDF/UA-1, typeset by Typst in memory.

A kind of document is a template beside this module, which holds its standing text. What is filled
in reaches it as data, never as source. No file is written, no network asked, no font of the machine
used; the same content gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from pgaref.documents.characters import printable

KINDS = (
    "weegploeg",
    "plan",
    "verstrekking",
    "kennisgeving",
    "inzage",
    "weigering",
    "correctie",
    "incident",
    "verklaring",
    "verwerkingsregister",
)
# Both are checked by Typst: what does not conform is an error, and no document.
STANDARDS: Final = ("a-2a", "ua-1")
_TEMPLATES = Path(__file__).resolve().parent
# PDF/A asks for a day of making. It is the document's own, or this one: no clock is read.
_NO_DAY = date(1970, 1, 1)


def render(kind: str, content: Mapping[str, Any]) -> bytes:
    """The PDF of a `kind` of document; what `content` leaves out is printed as "n.v.t.".

    Its values are text, numbers, dates (`YYYY-MM-DD`), or lists or mappings of these.

    Raises:
        ValueError: no such kind.
    """
    if kind not in KINDS:
        raise ValueError("no such kind of document")
    return typeset(_TEMPLATES / f"{kind}.typ", content)


def typeset(template: Path, content: Mapping[str, Any]) -> bytes:
    """The PDF that a template makes of `content`; it may import what lies beside it."""
    import typst

    pdf: bytes = typst.compile(
        str(template),
        root=str(template.parent),
        ignore_system_fonts=True,
        sys_inputs={"inhoud": json.dumps(_plain(content)), "dag": _day(content).isoformat()},
        pdf_standards=list(STANDARDS),
    )
    return pdf


def _plain(value: object) -> object:
    """A value as JSON that every template can print."""
    if isinstance(value, Mapping):
        return {printable(str(key)): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return None if value is None else printable(str(value))


def _day(content: Mapping[str, Any]) -> date:
    try:
        return date.fromisoformat(str(content.get("datum")))
    except ValueError:
        return _NO_DAY
