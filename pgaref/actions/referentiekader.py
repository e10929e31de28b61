# SPDX-License-Identifier: EUPL-1.2
"""Putting a referentiekader in force: art. 7(3), bijlage 3."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pgaref.actions.session import Session, Work
from pgaref.covenant.weighing import Criterion, Referentiekader, read_referentiekader
from pgaref.errors import Refusal, RefusedError
from pgaref.language import _
from pgaref.storage import layout, yamltext


@dataclass(frozen=True, slots=True)
class Applied:
    """The referentiekader now in force, and what changed against the one before, a line each."""

    kader: Referentiekader
    changes: tuple[str, ...]


def apply_referentiekader(session: Session, content: Mapping[str, Any]) -> Applied:
    """Put a referentiekader (`referentiekader/1`) in force; weighings keep their own."""
    with session.writing("referentiekader apply") as work:
        kader = read_referentiekader(content)
        ids = [criterion.id for criterion in kader.criteria]
        if len(set(ids)) < len(ids):
            raise RefusedError(Refusal(_("a criterion stands twice"), "7.3", "named-twice"))
        data = yamltext.dump(content)
        before = _in_force(work)
        if before is not None and before.version == kader.version and before != kader:
            raise RefusedError(
                Refusal(
                    _("version {version} is in force with another text", version=kader.version),
                    "7.3",
                    "same-version",
                    _("give the new text a version of its own"),
                )
            )
        work.transaction.put(layout.REFERENTIEKADER, data, bound=True)
        work.transaction.commit()
        return Applied(kader, tuple(_changes(before, kader)))


def _in_force(work: Work) -> Referentiekader | None:
    if layout.REFERENTIEKADER not in work.vault.history.bindings:
        return None
    return work.vault.referentiekader[0]


def _changes(before: Referentiekader | None, after: Referentiekader) -> list[str]:
    old = {criterion.id: criterion for criterion in before.criteria} if before else {}
    new = {criterion.id: criterion for criterion in after.criteria}
    return [
        *(f"- {name}" for name in old if name not in new),
        *(f"+ {name}{_required(new[name])}" for name in new if name not in old),
        *(
            f"~ {name}{_required(new[name])}"
            for name in new
            if name in old and new[name] != old[name]
        ),
    ]


def _required(criterion: Criterion) -> str:
    return " (required)" if criterion.required else ""
