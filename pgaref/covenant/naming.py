# SPDX-License-Identifier: EUPL-1.2
"""Whether a text names somebody whom its reader may not know: art. 8(2)(c), 10(2)(c), 12(4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pgaref.covenant.quoting import Words, words

_Content = Mapping[str, Any]
# A shorter word of somebody's name stands in any text.
_NAME_LENGTH = 4


@dataclass(frozen=True, slots=True)
class Others:
    """How other persons could be known in a text: by `names` and contacts whole, or by a word.

    A name is two words or more; where it stands, the field is left out. Where a word of one stands,
    or a name of a single word, a person has to look: it may be any word (`Bakker`, `An`).
    """

    names: tuple[Words, ...] = ()
    words: tuple[str, ...] = ()

    def named_in(self, text: str) -> bool:
        """Whether somebody's name, address or contact stands in the text, word for word."""
        said = words(text)
        return any(
            name == said[at : at + len(name)]
            for name in self.names
            for at in range(len(said) - len(name) + 1)
        )

    def doubtful_in(self, text: str) -> bool:
        """Whether a word of somebody's name stands in the text."""
        return not set(self.words).isdisjoint(words(text))


def others_of(persons: Iterable[_Content], own: _Content) -> Others:
    """What betrays one of these other `persons`; what the person's `own` data share does not."""
    shared = {word for value in own.values() for word in words(str(value))}
    whole = {words(str(value)) for value in own.values()}
    names: dict[Words, None] = {}
    single: dict[str, None] = {}
    for other in persons:
        fields = [words(str(other.get(name, ""))) for name in ("naam", "contactgegevens", "adres")]
        names.update(dict.fromkeys(field for field in fields if len(field) > 1))
        single.update(dict.fromkeys(fields[0] if len(fields[0]) == 1 else _long(fields[0])))
    return Others(
        tuple(name for name in names if name not in whole),
        tuple(word for word in single if word not in shared),
    )


def _long(name: Words) -> Words:
    return tuple(word for word in name if len(word) >= _NAME_LENGTH)
