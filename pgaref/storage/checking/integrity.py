# SPDX-License-Identifier: EUPL-1.2
"""Whether a vault is what its log says it is, whole and nothing besides (art. 15(1), 15(2)(d)).

Found are a changed bit, and what somebody with access to the disk forged, swapped, rolled back or
left behind. Dossier by dossier, so that memory does not grow with what the vault holds.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from pathlib import Path

from pgaref.covenant.model import Officer
from pgaref.errors import IntegrityError
from pgaref.language import _
from pgaref.storage.checking.bound import bound_findings, officer_findings
from pgaref.storage.checking.certificates import certificate_findings
from pgaref.storage.checking.dossiers import (
    card_findings,
    file_findings,
    holder_findings,
    read_card,
)
from pgaref.storage.checking.findings import Finding, finding_of
from pgaref.storage.checking.gitindex import tracked
from pgaref.storage.checking.opened import opened_findings, roster_findings
from pgaref.storage.checking.origins import archived_findings, origin_findings
from pgaref.storage.checking.strangers import strangers
from pgaref.storage.logbook.history import History
from pgaref.storage.logbook.logreading import follow
from pgaref.storage.opening import Opener
from pgaref.storage.progress import Progress, silently
from pgaref.storage.vault import Vault, is_archived

__all__ = ["Finding", "findings", "git_findings"]


def findings(
    vault: Vault, opener: Opener | None, progress: Progress = silently
) -> Iterator[Finding]:
    """Everything that is wrong with a vault whose log is verified; nothing where all is well.

    With an `opener` (`check --decrypt`) also: each record that its officer has a key for opens and
    is what its card says, and every signature in the log is verified again from the first line.
    """
    yield from bound_findings(vault)
    try:
        registers = frozenset(vault.profile.registers)
    except IntegrityError:
        # Told above; without the covenant no dossier can be judged.
        return
    yield from strangers(vault.tree, vault.history, registers)
    officers = yield from _officers(vault)
    if officers is not None:
        yield from origin_findings(vault)
    yield from certificate_findings(vault)
    paths = vault.card_paths()
    for path in progress(paths, len(paths)):
        yield from _dossier(vault, path, officers, opener)
    for root in (vault.tree.root, *vault.tree.mounts.values()):
        yield from git_findings(root)
    if opener is not None:
        yield from roster_findings(opener)
        yield from follow(vault.tree, History(vault.history.vault), progress)


def _officers(vault: Vault) -> Generator[Finding, None, Mapping[str, Officer] | None]:
    """The officers, with what is wrong about them; None where a party file cannot be trusted."""
    try:
        yield from officer_findings(vault)
        return vault.officers
    except IntegrityError as error:
        yield finding_of(error, "parties")
        return None


def git_findings(root: Path) -> Iterator[Finding]:
    """A finding for every git repository that tracks files of the vault (art. 13)."""
    found: dict[Path, list[str]] = {}
    for place, name in tracked(root):
        found.setdefault(place, []).append(name)
    for place, names in found.items():
        yield Finding(
            names[0],
            _(
                "tracked by the git repository at {place} with {n} more",
                place=place,
                n=len(names) - 1,
            )
            if names[1:]
            else _("tracked by the git repository at {place}", place=place),
        )


def _dossier(
    vault: Vault, path: str, officers: Mapping[str, Officer] | None, opener: Opener | None
) -> Iterator[Finding]:
    try:
        card = read_card(vault, path)
    except (IntegrityError, OSError) as error:
        yield finding_of(error, path)
        return
    yield from card_findings(vault, path, card)
    if is_archived(card):
        yield from archived_findings(vault, path, card)
    if officers is not None:
        yield from holder_findings(path, card, officers)
    yield from file_findings(vault.tree, vault.history, card)
    if opener is not None:
        yield from opened_findings(opener, card)
