# SPDX-License-Identifier: EUPL-1.2
"""Places in the covenant, as the profile writes them and as people read them.

`10.5` is article 10 paragraph 5, `6.b` article 6 under b, `8.2.c` both; `B1` annex 1, `P` the list
of parties.
"""

from __future__ import annotations

import re

_ARTICLE = re.compile(r"([1-9][0-9]?)(?:\.([1-9][0-9]?))?(?:\.([a-z]))?")
_ANNEX = re.compile(r"B([1-9])")


def render(places: str) -> str:
    """`places` for a message: `10.5` is `art. 10 lid 5`; several, by space or comma, are joined.

    What is no place in the covenant (`avg-14`) stays as it is written.
    """
    written = dict.fromkeys(places.replace(",", " ").split())
    return ", ".join(_one(place) for place in written)


def short(place: str) -> str:
    """`place` where the context says already that it is an article: `13.2` is `13 lid 2`."""
    return _one(place).removeprefix("art. ")


def _one(place: str) -> str:
    if place == "P":
        return "lijst van partijen"
    if annex := _ANNEX.fullmatch(place):
        return f"bijlage {annex[1]}"
    if article := _ARTICLE.fullmatch(place):
        number, paragraph, letter = article.groups()
        parts = [
            f"art. {number}",
            paragraph and f"lid {paragraph}",
            letter and f"onder {letter}",
        ]
        return " ".join(part for part in parts if part)
    return place
