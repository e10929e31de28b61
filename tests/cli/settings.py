# SPDX-License-Identifier: EUPL-1.2
"""The fictitious case under one covenant or another: who plays which part, what is read and when.

The parties of the samples are those of limburg-2019. Another covenant's play the same parts by what
they are in it (`soort` and `aard`); its sections, readers and terms are written out here, so that a
test holds the engine to what the covenant says, not to what the engine made of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from pgaref.storage import yamltext
from tests.cli.conftest import ROOT

_LIMBURG = ROOT / "pgaref" / "profiles" / "limburg-2019" / "convenant.yaml"
_OTHER = ROOT / "docs" / "ander-convenant" / "convenant.yaml"
# Parts that parties play: a reader is named by its part, never by its id.
POLICE, OM, TOWN = "politie", "openbaar-ministerie", "gemeente-heerlen"
PROBATION, EXPERT, KEEPER = "reclassering-nederland", "nctv", "uitvoerder"


@dataclass(frozen=True, slots=True)
class Span:
    """A term: calendar months, then days; `text` as a sweep says it."""

    text: str
    months: int = 0
    days: int = 0

    def after(self, start: date | str) -> date:
        """The day on which it ends."""
        begun = date.fromisoformat(start) if isinstance(start, str) else start
        year, month = divmod(begun.year * 12 + begun.month - 1 + self.months, 12)
        for day in range(begun.day, 27, -1):
            try:
                return date(year, month + 1, day) + timedelta(days=self.days)
            except ValueError:
                continue
        return date(year, month + 1, begun.day) + timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class Setting:
    """A covenant as the tests of the whole case know it.

    `weegploeg` and `casus`: section -> the parts that read it. `lies`: a kind -> its section there.
    """

    name: str
    profile: Path
    reporter: str
    weegploeg: Mapping[str, frozenset[str]]
    casus: Mapping[str, frozenset[str]]
    lies: Mapping[str, str]
    restricted: str
    archive: Span
    destroy: Span
    declined: Span
    notice: Span
    review: Span
    patience: timedelta

    def __str__(self) -> str:
        return self.name

    def party(self, part: str) -> str:
        """Who plays a part: the sample's own party, or else the first of its `soort` and `aard`."""
        return str(self._parts()[part]["id"])

    def called(self, part: str) -> str:
        """How the covenant writes that party."""
        return str(self._parts()[part]["naam"])

    def parties(self, *parts: str) -> list[str]:
        """The parties of these parts, as a card lists them."""
        return sorted(map(self.party, parts))

    def readers(self, register: str) -> dict[str, set[str]]:
        """Section -> the parties that read it."""
        table = self.weegploeg if register == "weegploeg" else self.casus
        found = {name: {self.party(part) for part in parts} for name, parts in table.items()}
        if register == "weegploeg":
            for part in (TOWN, OM, POLICE):
                party = self.party(part)
                found[f"{self.reporter}-{party}"] = {party, self.party(KEEPER)}
        return found

    def melder(self, part: str) -> str:
        """The section of who reported what a party brought."""
        return f"{self.reporter}-{self.party(part)}"

    def within(self, content: Any) -> Any:
        """Input of the samples with the parties of this covenant in it, all else as it is."""
        if isinstance(content, Mapping):
            return {key: self.within(item) for key, item in content.items()}
        if isinstance(content, list):
            return [self.within(item) for item in content]
        parts = self._parts()
        return parts[content]["id"] if isinstance(content, str) and content in parts else content

    def _parts(self) -> dict[str, dict[str, Any]]:
        return _parts(self.profile)


@cache
def _parts(profile: Path) -> dict[str, dict[str, Any]]:
    """The party that plays each of the samples' parties."""
    ours, theirs = _parties(_LIMBURG), _parties(profile)
    return {part: theirs.get(part) or _alike(ours[part], theirs) for part in ours}


def _alike(party: Mapping[str, Any], parties: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    same = [each for each in parties.values() if each["soort"] == party["soort"]]
    return next((each for each in same if each["aard"] == party["aard"]), same[0])


@cache
def _parties(profile: Path) -> dict[str, dict[str, Any]]:
    text = yamltext.parse(profile.read_bytes(), profile.name).value
    return {party["id"]: party for party in text["partijen"]}


_KERN = frozenset({TOWN, OM, POLICE, KEEPER})
_COLLEGE = frozenset({TOWN, POLICE, KEEPER})
_ALL = _KERN | {PROBATION}

LIMBURG = Setting(
    name="limburg-2019",
    profile=_LIMBURG,
    reporter="melder",
    weegploeg={"dossier": _KERN, "beperkt-om": _KERN, "beperkt": _COLLEGE},
    casus={
        "dossier": _ALL,
        "netwerk": _ALL,
        "voortgang": _ALL,
        "plan": _ALL | {EXPERT},
        "beperkt-om": _KERN,
        "beperkt": _COLLEGE,
    },
    lies={"": "dossier", "plan": "plan", "actie": "voortgang", "betrokkene": "netwerk"},
    restricted="beperkt",
    archive=Span("1 year", months=12),
    destroy=Span("5 years", months=60),
    declined=Span("6 months", months=6),
    notice=Span("1 month", months=1),
    review=Span("6 months", months=6),
    patience=timedelta(days=90),
)
OTHER = Setting(
    name="verzonnenland-2025",
    profile=_OTHER,
    reporter="bron",
    weegploeg={"kern": _KERN, "college-en-parket": _KERN, "college": _COLLEGE},
    casus={
        "kern": _ALL,
        "raad": _KERN,
        "omgeving": _KERN,
        "uitvoering": _ALL | {EXPERT},
        "gezamenlijk": _ALL | {EXPERT},
        "college-en-parket": _KERN,
        "college": _COLLEGE,
    },
    lies={
        "": "kern",
        "plan": "gezamenlijk",
        "actie": "uitvoering",
        "betrokkene": "omgeving",
        "advies": "raad",
    },
    restricted="college",
    archive=Span("9 months", months=9),
    destroy=Span("3 years", months=36),
    declined=Span("3 months", months=3),
    notice=Span("21 days", days=21),
    review=Span("4 months", months=4),
    patience=timedelta(days=50),
)
COVENANTS = (LIMBURG, OTHER)
