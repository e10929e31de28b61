# SPDX-License-Identifier: EUPL-1.2
"""The words of a message in the language of who reads it: source English, catalogues in `locale/`.

A message is a literal with named places, and its values stand beside it, so that a catalogue can
put them in another order. The catalogue is chosen once, by the command line; no rule depends on it.
"""

from __future__ import annotations

from typing import Protocol


class Catalogue(Protocol):
    """What `gettext.NullTranslations` and its like offer."""

    def gettext(self, message: str) -> str:
        """`message` in the catalogue's language."""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The form of a message that fits `n`."""


class _Source:
    """The messages as the source has them."""

    def gettext(self, message: str) -> str:
        return message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return msgid1 if n == 1 else msgid2


_catalogue: Catalogue = _Source()


def use(catalogue: Catalogue | None) -> None:
    """Take every message from `catalogue` from now on; None: as the source has them."""
    global _catalogue  # noqa: PLW0603 - one process speaks one language
    _catalogue = catalogue or _Source()


def _(message: str, /, **values: object) -> str:
    """`message` (a literal, `"record {n} is {category}"`) with its `values` in their places."""
    # Of nothing a catalogue has its own header.
    text = _catalogue.gettext(message) if message else message
    return text.format(**values) if values else text


def counted(one: str, many: str, n: int, /, **values: object) -> str:
    """The form that fits `n`: `counted("{n} dossier", "{n} dossiers", 2)`; `n` is a value."""
    return _catalogue.ngettext(one, many, n).format(n=n, **values)


def marked(message: str) -> str:
    """`message` itself, which the catalogues translate where it is shown, by `_`."""
    return message
