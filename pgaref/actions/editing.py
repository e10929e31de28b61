# SPDX-License-Identifier: EUPL-1.2
"""What an edit begins with: a template with what is known, and the text that was given up before.

Whatever would refuse the act however it is filled in is said now, before anybody types.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pgaref.actions import drafts
from pgaref.actions.drafts import Draft
from pgaref.actions.session import Look, ReadingWork, Session, find_officer, refuse_if, register_of
from pgaref.actions.template import COMMANDS, make_template
from pgaref.covenant.acting import role_refusals, state_refusals
from pgaref.covenant.drafts import BEGIN
from pgaref.covenant.model import Card, Officer, RecordEntry
from pgaref.errors import UsageError
from pgaref.language import _
from pgaref.storage import drafts as files
from pgaref.storage import schemas, signing
from pgaref.storage.draftname import DraftName
from pgaref.storage.logbook.origin import local_day

_PRESENT = "aanwezig"


@dataclass(frozen=True, slots=True)
class Start:
    """What an edit begins with, as text; `draft` where one was kept, whose text is `text` then."""

    name: DraftName
    template: bytes
    text: bytes
    draft: Draft | None = None


def begin_edit(session: Session, name: DraftName, act: str, kind: str) -> Start:
    """What there is to edit for an act (as the profile names it) that takes input of `kind`.

    What is opened for it, a draft and the newest record of a meeting earlier today, is logged.

    Raises:
        UsageError: no such dossier or party.
        RefusedError: the actor may not do this, or not on this dossier as it is.
        KeyUnavailableError: no identity of an officer, or nothing to sign with.
    """
    identity = session.own()
    signing.public_key(session.signing_key)
    with session.looking() as look:
        actor = find_officer(look.vault, identity)
        _refuse_early(look, actor, name, act)
        own = replace(name, officer=actor.id)
        draft = _kept(look, own)
        meeting = next(_meetings(look, actor, kind), None) if draft is None else None
    if draft is None and meeting is None:
        text = _template(session, kind, name.dossier)
        return Start(own, text, text)
    with session.reading(BEGIN) as work:
        if own.address:
            work.reading.records = (own.address,)
        present = _present(work, *meeting) if meeting else ()
        text = work.vault.bound(own.path) if draft else b""
    template = _template(session, kind, name.dossier, present)
    if draft is None:
        return Start(own, template, template)
    return Start(own, template, files.decode(text, identity, own.path), draft)


def _refuse_early(look: Look, actor: Officer, name: DraftName, act: str) -> None:
    if name.party and name.party not in look.now.profile.parties:
        raise UsageError(_("no such party"), hint=_("the parties and their ids: pgaref party list"))
    refuse_if(role_refusals(look.now, actor, act, register_of(look.vault, name.dossier)))
    if name.dossier:
        refuse_if(state_refusals(look.now, look.vault.card(name.dossier), act))


def _kept(look: Look, name: DraftName) -> Draft | None:
    """The draft of that name, unless its term has ended."""
    binding = look.vault.history.bindings.get(name.path)
    draft = drafts.draft_of(look.vault, name, binding) if binding else None
    return draft if draft and draft.until > look.now.today else None


def _meetings(look: Look, actor: Officer, kind: str) -> Iterator[tuple[Card, RecordEntry]]:
    """The records that this officer filed today of who was present, the newest first."""
    if _PRESENT not in schemas.load(kind, 1)["properties"]:
        return
    bindings, vault = look.vault.history.bindings, look.vault
    for path in sorted(vault.card_paths(), key=lambda path: -bindings[path].seq):
        said = bindings[path]
        if local_day(vault.profile, said.time) != look.now.today:
            return
        filed = COMMANDS.get(said.action, "")
        if said.actor != actor.id or _PRESENT not in _fields(filed):
            continue
        card = vault.lookup(path.split("/")[2])
        if card is not None and card.of_kind(filed):
            yield card, card.of_kind(filed)[-1]


def _fields(kind: str) -> Sequence[str]:
    return [*schemas.load(kind, 1)["properties"]] if kind else []


def _present(work: ReadingWork, card: Card, entry: RecordEntry) -> Sequence[str]:
    """The officers in office who were present by this record."""
    if not work.opener.holds(card, entry.section):
        return ()
    named = work.opener.record(card, entry).content[_PRESENT]
    officers = work.now.officers
    return [one for one in named if one in officers and officers[one].in_office(work.now.today)]


def _template(session: Session, kind: str, dossier: str, present: Sequence[str] = ()) -> bytes:
    return make_template(session, kind, dossier, present).text.encode()
