# SPDX-License-Identifier: EUPL-1.2
"""Reading a PDF back: its text, and everything that stands in it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import StreamObject


def opened(pdf: bytes) -> PdfReader:
    """The document."""
    return PdfReader(io.BytesIO(pdf), strict=True)


def catalog(pdf: bytes) -> Any:
    """The root of the document."""
    root: Any = opened(pdf).trailer["/Root"]
    return root


def pages(pdf: bytes) -> list[str]:
    """The text of each page, each run of white space one space."""
    return [_spaced(page.extract_text()) for page in opened(pdf).pages]


def text(pdf: bytes) -> str:
    """The text of all pages."""
    return " ".join(pages(pdf))


def squeezed(pdf: bytes) -> str:
    """The same without any white space, for what may be broken anywhere."""
    return re.sub(r"[\s\u200b]+", "", text(pdf))


def insides(pdf: bytes) -> Iterator[bytes]:
    """The file itself, and what its compressed streams hold."""
    yield pdf
    reader = opened(pdf)
    for number in range(1, int(str(reader.trailer["/Size"]))):
        found = reader.get_object(number)
        if isinstance(found, StreamObject):
            yield found.get_data()


def _spaced(found: str) -> str:
    return " ".join(found.replace("\u200b", "").split())
