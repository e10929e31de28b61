# SPDX-License-Identifier: EUPL-1.2
"""Whether a text quotes a record that its readers may not all read: art. 6(b), 8(2), 10(2).

What quotes restricted data is put where that data is, or refused. A quotation is a run of five
words of a free text, or a whole shorter one; case and punctuation do not count.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pgaref.errors import Refusal
from pgaref.language import _

_Content = Mapping[str, Any]
Words = tuple[str, ...]
RUN = 5
# A free text of fewer words says nothing that could be recognised.
SHORTEST = 3
_WORD = re.compile(r"[^\W_]+")
# Why a ground may be used, in the law's own terms: said alike of what is restricted and is not.
_STATEMENT = "onderbouwing"
# Set by pgaref: the public name and contact of a party.
_PARTY = "partij"


@dataclass(frozen=True, slots=True)
class Kept:
    """A restricted record under the name that messages give it, and the article behind it."""

    name: str
    article: str
    content: _Content


def quoting_refusals(
    content: _Content, kept: Iterable[Kept], known: Collection[_Content] = ()
) -> Iterator[Refusal]:
    """A refusal for each field of `content` that quotes one of `kept`.

    `known`: what the readers of the content's own section have already; that is no quotation.
    """
    had = [text for record in known for text in free_texts(record).values()]
    restricted = [(record, free_texts(record.content)) for record in kept]
    for field, text in free_texts(content).items():
        for record, texts in restricted:
            if any(quotes(text, own, had) for path, own in texts.items() if _compared(field, path)):
                yield Refusal(
                    _(
                        "field {field} quotes {record}, which is restricted",
                        field=field,
                        record=record.name,
                    ),
                    record.article,
                    "restricted",
                    _(
                        "say it without those words, or file it where it rests on {record}",
                        record=record.name,
                    ),
                )
                break


def quotes_record(content: _Content, record: _Content) -> bool:
    """Whether a free text of `content` quotes one of `record`, but why its ground may be used."""
    said = [text for path, text in free_texts(record).items() if _STATEMENT not in path]
    return any(quotes(text, own) for text in free_texts(content).values() for own in said)


def _compared(field: str, restricted: str) -> bool:
    return _STATEMENT not in field or _STATEMENT not in restricted


def words(text: str) -> Words:
    """The words of a text without case and punctuation."""
    return tuple(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def free_texts(content: _Content) -> dict[str, Words]:
    """Field path -> words, of everything that is written in words; ids, codes and dates are not."""
    return {path: words(text) for path, text in texts(content) if len(text.split()) > 1}


def texts(content: _Content) -> Iterator[tuple[str, str]]:
    """Field path and text, of everything in a record but what pgaref itself says of a party."""
    yield from _leaves(content, "")


def _leaves(value: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            if name != _PARTY:
                yield from _leaves(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list | tuple):
        for place, inner in enumerate(value):
            yield from _leaves(inner, f"{path}[{place}]")


def quotes(text: Words, kept: Words, known: Iterable[Words] = ()) -> bool:
    """Whether `text` quotes `kept`; words that stand in `known`, its readers have already."""
    length = len(kept) if SHORTEST <= len(kept) < RUN else RUN
    common = _runs(text, length) & _runs(kept, length)
    for each in known if common else ():
        common -= _runs(each, length)
    return bool(common)


def _runs(text: Words, length: int) -> set[Words]:
    return {text[place : place + length] for place in range(len(text) - length + 1)}
