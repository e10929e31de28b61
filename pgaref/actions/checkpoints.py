# SPDX-License-Identifier: EUPL-1.2
"""Checkpoints of the log, made, cosigned and held against it: art. 15(2)(e)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pgaref.actions.session import Session, Work, refuse_if
from pgaref.covenant.model import Officer
from pgaref.errors import InputError, IntegrityError, Refusal
from pgaref.language import _
from pgaref.storage import layout, signing
from pgaref.storage.checking.findings import Finding, finding_of
from pgaref.storage.files.tree import Tree
from pgaref.storage.logbook import checkpoint
from pgaref.storage.logbook.checkpoint import Checkpoint
from pgaref.storage.logbook.history import History
from pgaref.storage.logbook.logreading import heads
from pgaref.storage.store import bound
from pgaref.storage.vault import Vault, stamp

ACT = "log checkpoint"
_ARTICLE = "15.2.e"


@dataclass(frozen=True, slots=True)
class Signed:
    """A checkpoint, and the officers who signed it."""

    checkpoint: Checkpoint
    by: tuple[str, ...]


def make_checkpoint(session: Session) -> Signed:
    """How far the log has come, this act's first line included, signed by who runs this."""
    with session.writing(ACT) as work:
        history = work.vault.history
        time = stamp(history.time or session.now)
        made = Checkpoint(history.vault, history.seq, history.head, time)
        _put(work, layout.checkpoint_file(made.seq), made.encode())
        lines = session.sign(made.encode(), checkpoint.NAMESPACE)
        _put_signature(work, made, work.actor, lines)
        work.transaction.commit()
        return Signed(made, (work.actor.id,))


def cosign(session: Session, signature: Sequence[str]) -> Signed:
    """Keep the signature of another officer over the latest checkpoint that it is over.

    Raises:
        InputError: it is over no checkpoint of this vault.
        RefusedError: it is by nobody in office, or stands there already.
    """
    with session.writing(ACT) as work:
        officer = _signer(work, signature)
        for known in reversed(kept(work.vault)):
            text = known.encode()
            if signing.verify(text, signature, officer.signing_key, checkpoint.NAMESPACE):
                break
        else:
            raise InputError(_("the signature is over no checkpoint of this vault"), hint=_how())
        before = signers_of(work.vault, known)
        refuse_if(_not_new(officer, before))
        _put_signature(work, known, officer, signature)
        work.transaction.commit()
        return Signed(known, (*before, officer.id))


def _how() -> str:
    return _(
        "sign what pgaref log checkpoint printed: ssh-keygen -Y sign -n {namespace}",
        namespace=checkpoint.NAMESPACE,
    )


def _signer(work: Work, signature: Sequence[str]) -> Officer:
    key = signing.signer(signature)
    found = [o for o in work.now.officers.values() if o.signing_key == key and key]
    refuse_if(_nobody(found, work))
    return found[0]


def _nobody(found: Sequence[Officer], work: Work) -> Iterator[Refusal]:
    if not any(officer.in_office(work.now.today) for officer in found):
        yield Refusal(_("signed by nobody in office"), _ARTICLE, "not-in-office", _how())


def _not_new(officer: Officer, before: Sequence[str]) -> Iterator[Refusal]:
    if officer.id in before:
        yield Refusal(
            _("{officer} signed that one already", officer=officer.id), _ARTICLE, "signed-twice"
        )


def _put(work: Work, path: str, data: bytes) -> None:
    work.transaction.put(path, data, bound=True)


def _put_signature(
    work: Work, signed: Checkpoint, officer: Officer, signature: Sequence[str]
) -> None:
    path = layout.checkpoint_signature(signed.seq, officer.id)
    _put(work, path, signing.armored(signature).encode())


def kept(vault: Vault) -> list[Checkpoint]:
    """The checkpoints of a vault, oldest first."""
    paths = sorted(p for p in vault.history.bindings if layout.is_checkpoint(p))
    return [checkpoint.decode(vault.bound(path), path) for path in paths]


def signers_of(vault: Vault, signed: Checkpoint) -> tuple[str, ...]:
    """The officers whose signatures over a checkpoint are kept."""
    text = layout.checkpoint_file(signed.seq)
    found = (layout.cosigner(path) for path in sorted(vault.history.bindings))
    return tuple(officer for over, officer in found if over == text)


def held_against(
    tree: Tree, history: History, given: Mapping[str, Checkpoint]
) -> Iterator[Finding]:
    """What is wrong with a log against the checkpoints in the vault, and those `given` by name."""
    paths = sorted(filter(layout.is_checkpoint, history.bindings))
    lines = heads(tree) if paths or given else {}
    for path in paths:
        try:
            kept = checkpoint.decode(bound(tree, history, path), path)
        except IntegrityError as error:
            yield finding_of(error, path)
            continue
        # Of a line that was deleted nothing is left that this could be held against.
        if kept.seq >= history.begins and (problem := kept.problem(history.vault, lines)):
            yield Finding(path, problem)
    for name, one in given.items():
        if one.vault == history.vault and one.seq < history.begins:
            raise InputError(
                _("{name}: line {seq} was deleted with its year", name=name, seq=one.seq),
                hint=_(
                    "hold a checkpoint of line {begins} or later against the log",
                    begins=history.begins,
                ),
            )
        if problem := one.problem(history.vault, lines):
            yield Finding("log", f"{problem} ({name})")
