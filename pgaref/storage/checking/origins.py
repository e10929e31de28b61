# SPDX-License-Identifier: EUPL-1.2
"""Who wrote what the log binds, and whether what nobody signed follows from what somebody did."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pgaref.covenant import retention
from pgaref.covenant.circumstances import Circumstances
from pgaref.covenant.model import Card
from pgaref.covenant.pending import owing
from pgaref.errors import IntegrityError
from pgaref.language import _
from pgaref.storage import layout, sealed
from pgaref.storage.checking.findings import Finding, finding_of
from pgaref.storage.logbook import origin
from pgaref.storage.logbook.history import Binding
from pgaref.storage.vault import Vault


def origin_findings(vault: Vault) -> Iterator[Finding]:
    """Every bound file whose author was not in office, or has no role for that act.

    For an archived card also who wrote the active one that it was made from.
    """
    now = Circumstances(vault.profile, vault.officers, date.min)
    for path, binding in sorted(vault.history.bindings.items()):
        said = [binding] if binding.former is None else [binding, binding.former]
        for one in said:
            for problem in origin.problems(path, one, now):
                yield Finding(path, _("log line {seq}: {problem}", seq=one.seq, problem=problem))


def archived_findings(vault: Vault, path: str, card: Card) -> Iterator[Finding]:
    """What is wrong with an archived card against the active one, which lies beside it."""
    binding = vault.history.bindings[path]
    try:
        active = sealed.active_card(vault.tree, path, binding.former)
        if not binding.key:
            sealed.require_faithful(path, card, active)
            yield from _early(vault, path, binding, active)
        elif binding.actor in vault.officers:
            party = vault.author(binding)
            if party != vault.profile.uitvoerder.id:
                sealed.require_within(path, card, active, party, vault.profile.kernpartijen)
    except (IntegrityError, OSError) as error:
        yield finding_of(error, layout.active_copy(path))


def _early(vault: Vault, path: str, binding: Binding, active: Card) -> Iterator[Finding]:
    """The scheduler archives what is due (art. 13(2)); before that an officer signs.

    A request that somebody waits for is archived by nobody (art. 12(3), 12(6)).
    """
    if owing(active, vault.lookup):
        yield Finding(path, _("archived while somebody waits for what it is about"))
    due = retention.archiving(active, vault.profile)
    if due is None or origin.local_day(vault.profile, binding.time) < due.day:
        yield Finding(path, _("archived before its day, and nobody signed for it"))
