# SPDX-License-Identifier: EUPL-1.2
"""The text that officers sign to consent to a disclosure, and who has: art. 8(2)(c), 10(5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pgaref.actions.session import Session, Work, refuse_if
from pgaref.covenant import consent, disclosure
from pgaref.covenant.model import Card
from pgaref.errors import Refusal
from pgaref.language import _
from pgaref.storage import signing, yamltext

_Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Consents:
    """A disclosure with its signatures in place, whose are right, and those that are nobody's."""

    content: _Content
    verdicts: Mapping[str, bool]
    unfit: tuple[Refusal, ...]


def consent_text(session: Session, dossier: str, content: _Content) -> bytes:
    """What officers sign, in YAML, ending in LF. Nothing is opened, logged or changed.

    Raises:
        UsageError: no such dossier.
        RefusedError: it was destroyed, or has not the records that are chosen.
    """
    with session.looking() as look:
        card = look.vault.card(dossier)
        register = look.now.profile.registers[card.register]
        chosen = disclosure.chosen_refusals(card, register, content)
        refuse_if(refusal for refusal in chosen if refusal.reason == "no-record")
        return _text(look.vault.settings.id, card, content)


def verified(
    work: Work, card: Card, content: _Content, signatures: Iterable[tuple[str, ...]]
) -> Consents:
    """Each of the `signatures` put to the consent of whoever made it, and all of them verified."""
    text = _text(work.vault.settings.id, card, content)
    consents = [dict(entry) for entry in content["toestemming"]]
    unfit = False
    for signature in signatures:
        own = [entry for entry in consents if _signed(work, text, entry, signature)]
        unfit = unfit or not own
        for entry in own:
            entry["handtekening"] = signing.armored(signature)
    verdicts: dict[str, bool] = {}
    for entry in consents:
        if "handtekening" in entry:
            officer = entry["functionaris"]
            right = _signed(work, text, entry, signing.unarmored(entry["handtekening"]))
            verdicts[officer] = verdicts.get(officer, True) and right
    register = work.now.profile.registers[card.register]
    refusal = Refusal(
        _("a --signature is of none of those who consent, or not over this disclosure"),
        consent.article_of(register),
        "bad-signature",
        consent.sign_anew(card.id),
    )
    return Consents({**content, "toestemming": consents}, verdicts, (refusal,) if unfit else ())


def _text(vault: str, card: Card, content: _Content) -> bytes:
    return yamltext.dump(consent.statement(vault, card, content))


def _signed(work: Work, text: bytes, entry: _Content, signature: tuple[str, ...]) -> bool:
    """Whether the officer of a consent made this signature over the text."""
    officer = work.now.officers.get(entry["functionaris"])
    if officer is None or not officer.signing_key:
        return False
    return signing.verify(text, signature, officer.signing_key, consent.NAMESPACE)
