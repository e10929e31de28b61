# SPDX-License-Identifier: EUPL-1.2
"""Who may read what, worked out from the covenant beside the code of pgaref.

The table of readers (art. 8(2)(c), 8(4), 10(2), 10(4)-(5), 12, 13(2); Wpg 18(2) and 16(1)) by
section, on the parties that have a place on a dossier.
"""

from __future__ import annotations

from dataclasses import dataclass, field

UITVOERDER = "uitvoerder"
POLITIE, OM, HEERLEN = "politie", "openbaar-ministerie", "gemeente-heerlen"
RECLASSERING, NCTV = "reclassering-nederland", "nctv"
KERNPARTIJEN = frozenset((POLITIE, OM, HEERLEN))
EXTERNEN = frozenset((NCTV,))
# The college of burgemeester en wethouders, in whose name the uitvoerder acts (art. 1 and 4).
COLLEGE = frozenset((POLITIE, HEERLEN, UITVOERDER))


def readers(
    dossier: str, section: str, parties: frozenset[str], *, archived: bool
) -> frozenset[str]:
    """The parties that may read a section of a dossier on which `parties` have a place."""
    register = dossier[:2]
    if section.startswith("melder-"):
        allowed = frozenset((section.removeprefix("melder-"), UITVOERDER))
    elif section == "beperkt":
        allowed = parties & COLLEGE
    elif section == "beperkt-om":
        allowed = parties & (COLLEGE | {OM})
    elif register == "CO" and section != "plan":
        allowed = parties - EXTERNEN
    else:
        allowed = parties
    return allowed & KERNPARTIJEN if archived else allowed


@dataclass
class Places:
    """Who has a place on which dossier, step by step; and since when each text exists."""

    parties: dict[str, frozenset[str]] = field(default_factory=dict)
    archived: set[str] = field(default_factory=set)
    past: list[dict[str, frozenset[str]]] = field(default_factory=list)
    sealed: list[frozenset[str]] = field(default_factory=list)
    born: dict[bytes, int] = field(default_factory=dict)

    def copy(self) -> Places:
        """The same, to go on from."""
        return Places(
            dict(self.parties), {*self.archived}, [*self.past], [*self.sealed], dict(self.born)
        )

    def step(self) -> None:
        """A command was given: who has a place now had one at this step."""
        self.past.append(dict(self.parties))
        self.sealed.append(frozenset(self.archived))

    def lawful(self, party: str, dossier: str, section: str, text: bytes) -> bool:
        """Whether a party may read a text: it had a place, at some step since the text exists."""
        since = self.born.setdefault(text, len(self.past) - 1)
        return any(
            party in readers(dossier, section, parties[dossier], archived=dossier in sealed)
            for parties, sealed in zip(self.past[since:], self.sealed[since:], strict=True)
            if dossier in parties
        )

    def now(self, dossier: str, section: str) -> frozenset[str]:
        """The parties that have to be able to read a section now."""
        place = self.parties[dossier]
        return readers(dossier, section, place, archived=dossier in self.archived)
