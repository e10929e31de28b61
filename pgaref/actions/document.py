# SPDX-License-Identifier: EUPL-1.2
"""Documents for people outside, each read for and logged first: art. 8(4), 11-13, 15(2)(g).

A kind is a row in `GATHERERS`: what reads the dossiers and says what goes into its template.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pgaref.actions.documents import (
    correctie,
    incident,
    inzage,
    kennisgeving,
    plan,
    verklaring,
    weegploeg,
    weigering,
)
from pgaref.actions.documents.gathering import Gathered, unsaid
from pgaref.actions.session import Session
from pgaref.covenant.identifiers import Address
from pgaref.documents.rendering import render
from pgaref.errors import UsageError
from pgaref.language import _
from pgaref.storage import age

Gatherer = Callable[[Session, Sequence[Address], str], Gathered]

GATHERERS: Mapping[str, Gatherer] = {
    "weegploeg": weegploeg.gather,
    "plan": plan.gather,
    "kennisgeving": kennisgeving.gather,
    "inzage": inzage.gather,
    "weigering": weigering.gather,
    "correctie": correctie.gather,
    "incident": incident.gather,
    "verklaring": verklaring.gather,
}


@dataclass(frozen=True, slots=True)
class Document:
    """A document: its PDF, for whom, which records were read for it and which were left out.

    `unsaid`: what a letter should say and does not, as the profile knows no address.
    """

    pdf: bytes
    recipient: str
    records: tuple[str, ...]
    left_out: tuple[str, ...]
    unsaid: tuple[str, ...]

    def sealed(self) -> bytes:
        """The PDF, encrypted to the officer who made it."""
        return age.encrypt(self.pdf, [self.recipient])


def document(
    session: Session, kind: str, addresses: Sequence[Address], *, purpose: str = ""
) -> Document:
    """Make a document of a kind about these dossiers; it never holds restricted data or a melder.

    Raises:
        UsageError: no such kind, or an ID that it is not about.
        RefusedError: no purpose fits, or a dossier is of another register, or destroyed.
        KeyUnavailableError: the actor reads nothing that goes into it.
    """
    gatherer = GATHERERS.get(kind)
    if gatherer is None:
        raise UsageError(
            _("no such kind of document"),
            hint=_("KIND, one of: {gatherers}", gatherers=", ".join(GATHERERS)),
        )
    if not addresses:
        raise UsageError(_("a document is about at least one ID"))
    gathered = gatherer(session, addresses, purpose)
    pdf = render(kind, gathered.content)
    left_out, missing = gathered.left_out, unsaid(gathered.content)
    return Document(pdf, gathered.recipient, gathered.records, left_out, missing)
