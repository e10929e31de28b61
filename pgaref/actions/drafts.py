# SPDX-License-Identifier: EUPL-1.2
"""Edits that were given up: kept encrypted to who made them, listed, thrown away, or ended.

Between an editor and the vault stands this alone: what an edit begins with is gathered here, and
no lock is held while it goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from pgaref.actions.session import Session, refuse_if
from pgaref.covenant import drafts as rules
from pgaref.errors import UsageError
from pgaref.language import _
from pgaref.storage import draftname, drafts
from pgaref.storage.draftname import DraftName
from pgaref.storage.logbook.history import Binding
from pgaref.storage.logbook.origin import act_name, local_day
from pgaref.storage.vault import Vault


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft that lies in the vault: for which command, kept on which day, until which."""

    name: DraftName
    command: str
    kept: date
    until: date


def list_drafts(session: Session) -> list[Draft]:
    """Every draft, whoever made it; nothing is opened."""
    with session.looking() as look:
        found = drafts.kept(look.vault.history.bindings)
        return [draft_of(look.vault, name, binding) for name, binding in found.items()]


def draft_of(vault: Vault, name: DraftName, binding: Binding) -> Draft:
    """What the log says of a draft."""
    kept = local_day(vault.profile, binding.time)
    command = act_name(vault.profile, name.command)
    return Draft(name, command, kept, rules.ends(vault.profile, kept))


def expired(vault: Vault, today: date) -> Sequence[str]:
    """The paths of the drafts whose term has ended on `today`."""
    found = drafts.kept(vault.history.bindings).items()
    return [name.path for name, one in found if draft_of(vault, name, one).until <= today]


def keep_draft(session: Session, name: DraftName, text: bytes) -> Draft:
    """Keep `text` for who runs this, in place of an earlier draft of the same.

    Raises:
        RefusedError: the dossier was destroyed since.
    """
    with replace(session, edit=None).writing(rules.KEEP, dossier=name.dossier) as work:
        if name.dossier:
            work.vault.card(name.dossier)
        own = replace(name, officer=work.actor.id)
        data = drafts.encode(text, work.actor.recipient)
        work.transaction.put(own.path, data, bound=True)
        work.transaction.commit()
        return draft_of(work.vault, own, work.vault.history.bindings[own.path])


def drop_draft(session: Session, typed: str) -> DraftName:
    """Throw away the draft of that name; one's own alone.

    Raises:
        UsageError: there is none of that name.
        RefusedError: it is somebody else's.
    """
    name = draftname.spelt(typed)
    if name is None:
        raise _none()
    with session.writing(rules.DROP) as work:
        if name.path not in work.vault.history.bindings:
            raise _none()
        refuse_if(rules.ownership_refusals(work.actor, name.officer))
        work.transaction.dossier = name.dossier
        work.transaction.remove(name.path)
        work.transaction.commit()
        return name


def _none() -> UsageError:
    return UsageError(_("there is no such draft"), hint=_("the drafts: pgaref drafts list"))
