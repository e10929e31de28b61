# SPDX-License-Identifier: EUPL-1.2
"""What lies ready for whom data is disclosed to: a YAML text and the same as a PDF (art. 10(5)).

The chosen fields and what the consents say, and no more: what Wpg 20(2) asks to be laid down of a
signal's ground stands in the record of the disclosure, in the dossier.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pgaref.actions.documents import gathering
from pgaref.actions.session import Work
from pgaref.covenant import recording
from pgaref.documents.rendering import render
from pgaref.storage import packages, yamltext
from pgaref.storage.dossier import DossierChange

_Content = Mapping[str, Any]
KIND = "verstrekking"
# What the receiver reads besides the chosen fields: why, and under which duty of secrecy.
_TOLD = ("aan", "grondslag", "soort_gegevens", "doel", "noodzaak", "geheimhouding")


def make(
    work: Work, change: DossierChange, number: int, content: _Content, chosen: list[dict[str, Any]]
) -> bytes:
    """The archive of both, before it is encrypted. `chosen`: the fields, record by record."""
    address = f"{change.card.id}/{number}"
    text: dict[str, Any] = {
        KIND: address,
        "datum": work.now.today.isoformat(),
        **{name: content[name] for name in _TOLD if name in content},
        "gegevens": chosen,
    }
    conditions = recording.passed_on(content.get("wpg", ()))
    if conditions:
        text["wpg"] = conditions
    files = {
        f"{KIND}.yaml": yamltext.dump(text),
        f"{KIND}.pdf": render(KIND, _document(work, change, address, text)),
    }
    return packages.bundle(files, work.now.today)


def _document(work: Work, change: DossierChange, address: str, text: _Content) -> dict[str, Any]:
    """The same for people: parties by name, grounds by law."""
    profile = work.now.profile
    return {
        **gathering.common(work, address, change.card.parties),
        KIND: address,
        "register": change.card.register,
        "aan": gathering.named(profile, text["aan"]),
        "grondslagen": [gathering.named(profile, ground) for ground in text["grondslag"]],
        **{name: text[name] for name in _TOLD[2:] if name in text},
        "wpg": gathering.fields(profile, text.get("wpg", {})),
        "gegevens": [
            {**item, "velden": gathering.fields(profile, item["velden"])}
            for item in text["gegevens"]
        ],
    }
