# SPDX-License-Identifier: EUPL-1.2
"""Searching what one may read, for a purpose: art. 8(4), 10(4).

The log has the purpose and what was opened for it, never the words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pgaref.actions.session import ReadingWork, Session
from pgaref.covenant.acting import purpose_of_reading
from pgaref.covenant.model import Card
from pgaref.errors import IntegrityError, Refusal, UsageError
from pgaref.language import _


@dataclass(frozen=True, slots=True)
class Found:
    """The records that hold the words, and the dossiers that could not be trusted."""

    hits: tuple[tuple[str, int], ...]
    damaged: tuple[str, ...]


def find(session: Session, text: str, purpose: str) -> Found:
    """The records, of those that the actor has keys for and that fit the purpose, that hold `text`.

    Case and runs of white space do not matter.

    Raises:
        UsageError: nothing to look for.
        RefusedError: no such purpose.
    """
    words = _folded(text)
    if not words:
        raise UsageError(_("nothing to look for"), hint=_("type the text, or give it on stdin"))
    with session.reading("find", purpose=purpose) as work:
        hits: list[tuple[str, int]] = []
        damaged: list[str] = []
        cards, total = work.vault.cards(damaged), len(work.vault.card_paths())
        for card in session.progress(cards, total):
            try:
                hits.extend((card.id, n) for n in _hits(work, card, words, purpose))
            except IntegrityError as error:
                damaged.append(error.message)
        return Found(tuple(hits), tuple(damaged))


def _hits(work: ReadingWork, card: Card, words: str, purpose: str) -> Iterator[int]:
    """The numbers of the records that hold the words."""
    fitting = purpose_of_reading(work.now, work.actor, card.register, card.state, purpose)
    if isinstance(fitting, Refusal):
        return
    for entry in card.records:
        if work.opener.holds(card, entry.section):
            record = work.opener.record(card, entry)
            if words in _folded(" ".join(_strings(record.content))):
                yield entry.n


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    else:
        yield str(value)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
