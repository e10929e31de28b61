# SPDX-License-Identifier: EUPL-1.2
"""One command on one vault: who runs it, when, and the lock and log line that every act needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from pgaref import __version__
from pgaref.covenant.acting import clock_refusals, purpose_of_reading, role_refusals
from pgaref.covenant.circumstances import Circumstances
from pgaref.covenant.model import Card, Officer
from pgaref.covenant.profile import Profile, Purpose
from pgaref.errors import IntegrityError, KeyUnavailableError, Refusal, RefusedError
from pgaref.language import _
from pgaref.storage import signing
from pgaref.storage.age import Identity
from pgaref.storage.dossier import DossierChange, Making
from pgaref.storage.identities import read_identity
from pgaref.storage.layout import ARCHIVE_MARKER, SETTINGS
from pgaref.storage.localtime import local
from pgaref.storage.logbook.line import NAMESPACE
from pgaref.storage.opening import Opener
from pgaref.storage.progress import Progress, silently
from pgaref.storage.store import Reading, Store, open_store
from pgaref.storage.transaction import Act, Transaction
from pgaref.storage.vault import Vault, peek, read_settings, stamp

TOOL = f"pgaref {__version__}"


@dataclass(slots=True)
class Edit:
    """A text from an editor that is being filed: where its draft lies, if any, and if it was."""

    draft: str
    filed: bool = False

    @contextmanager
    def used_up(self, vault: Vault, transaction: Transaction) -> Iterator[None]:
        """The draft goes with what is filed, in one transaction."""
        if self.draft in vault.history.bindings:
            transaction.remove(self.draft)
        try:
            yield
        finally:
            self.filed = self.filed or transaction.committed


@dataclass(frozen=True, slots=True)
class Session:
    """What the command line says: where the vault is, whose identity, which moment.

    `now` is aware and in whole seconds; `wait` is in seconds; `state` is the folder in which this
    machine remembers the heads of the vaults that it knows; `unlock` reads an identity file, and
    may ask for a passphrase; `agent` is the socket of the ssh-agent, or nothing; `progress` tells
    how far a long work is; `edit` is where the content came from an editor.
    """

    root: Path
    state: Path
    identity: Path
    signing_key: Path
    host: str
    wait: float
    now: datetime
    unlock: Callable[[Path], Identity] = read_identity
    agent: str = ""
    progress: Progress = silently
    edit: Edit | None = None

    @contextmanager
    def store(self, *, exclusive: bool) -> Iterator[Store]:
        """The vault's store under its lock, recovered and verified."""
        settings = peek(self.root)
        archive = Path(settings.archive) if settings.archive else None
        with open_store(
            self.root,
            vault=settings.id,
            archive=archive,
            state=self.state,
            exclusive=exclusive,
            wait=self.wait,
            now=self.now,
        ) as store:
            # Looked at before the lock was had, and before there was a log to hold them against.
            if read_settings(store.bound(SETTINGS)) != settings:
                raise IntegrityError(
                    _("{settings}: changed while the vault was opened", settings=SETTINGS)
                )
            if archive is not None:
                store.bound(ARCHIVE_MARKER)
            yield store

    def day(self, profile: Profile) -> date:
        """The calendar day of `now` in a profile's time zone."""
        return local(profile, self.now).date()

    def today(self, vault: Vault) -> date:
        """The calendar day in the time zone of the vault's covenant."""
        return self.day(vault.profile)

    @contextmanager
    def looking(self) -> Iterator[Look]:
        """The vault without an identity: cards and plain files; nothing opened or logged."""
        with self.store(exclusive=False) as store:
            vault = Vault(store)
            yield Look(vault, vault.circumstances(self.today(vault)))

    @contextmanager
    def reading(
        self, action: str, *, dossier: str = "", purpose: str = "", section: str = ""
    ) -> Iterator[ReadingWork]:
        """An act that reads: logged with its purpose before anything is opened.

        On a dossier, no `purpose` means the file's own where it fits reader and state.

        Raises:
            UsageError: no such dossier.
            RefusedError: the actor may not, or the purpose does not fit.
        """
        identity = self.own()
        with self.store(exclusive=False) as store:
            vault, actor, now = self._who(store, identity)
            found = _purpose(vault, now, actor, dossier, purpose)
            known = found.name if isinstance(found, Purpose) else ""
            act = self._act(action, actor, dossier=dossier, purpose=known, section=section)
            with store.reading(act) as reading:
                refuse_if(role_refusals(now, actor, action, register_of(vault, dossier)))
                opener = Opener(vault, actor, identity, reading.opened.append)
                if dossier:
                    opener.require_any(vault.card(dossier))
                if isinstance(found, Refusal):
                    raise RefusedError(found)
                yield ReadingWork(vault, now, actor, opener, reading, known)

    @contextmanager
    def writing(self, action: str, *, dossier: str = "", reason: str = "") -> Iterator[Work]:
        """An act that changes the vault: intent first; what the body commits is signed."""
        identity = self.own()
        with self.store(exclusive=True) as store:
            vault, actor, now = self._who(store, identity)
            rule = now.profile.act(action, register_of(vault, dossier))
            article = rule.articles[0] if rule else ""
            # A code that the profile does not know may be a name: it is refused, and not logged.
            known = reason if rule and reason in rule.reasons else ""
            act = self._act(action, actor, dossier=dossier, reason=known, article=article)
            with store.begin(act, self.signer()) as transaction:
                refuse_if(role_refusals(now, actor, action, register_of(vault, dossier)))
                opener = Opener(vault, actor, identity, transaction.opened.append)
                making = Making(vault.settings.id, stamp(self.now), actor.id)
                with self.edit.used_up(vault, transaction) if self.edit else nullcontext():
                    yield Work(vault, now, actor, opener, transaction, making)

    def signer(self) -> Callable[[bytes], tuple[str, ...]]:
        """What signs this session's commits."""
        return lambda data: self.sign(data, NAMESPACE)

    def sign(self, data: bytes, namespace: str) -> tuple[str, ...]:
        """A signature by who runs this command."""
        return signing.sign(data, self.signing_key, namespace, self.agent)

    def own(self) -> Identity:
        """The identity that runs this command, read before the lock is had.

        Nobody waits for somebody who types a passphrase.

        Raises:
            UsageError: there is no vault.
            KeyUnavailableError: no identity that can be used.
        """
        peek(self.root)
        return self.unlock(self.identity)

    def _who(self, store: Store, identity: Identity) -> tuple[Vault, Officer, Circumstances]:
        vault = Vault(store)
        actor = find_officer(vault, identity)
        now = vault.circumstances(self.today(vault))
        # No line is written of it: the line would have this time.
        refuse_if(clock_refusals(now, vault.last_line))
        return vault, actor, now

    def _act(
        self,
        action: str,
        actor: Officer,
        *,
        dossier: str = "",
        purpose: str = "",
        section: str = "",
        article: str = "",
        reason: str = "",
    ) -> Act:
        return Act(
            action.replace(" ", "-"),
            actor.id,
            actor.party,
            self.host,
            TOOL,
            dossier=dossier,
            purpose=purpose,
            section=section,
            article=article,
            reason=reason,
        )


@dataclass(frozen=True, slots=True)
class Look:
    """A look at the cards."""

    vault: Vault
    now: Circumstances


@dataclass(frozen=True, slots=True)
class ReadingWork:
    """A reading under way."""

    vault: Vault
    now: Circumstances
    actor: Officer
    opener: Opener
    reading: Reading
    purpose: str


@dataclass(frozen=True, slots=True)
class Work:
    """An act under way: what it looks at, and the transaction that it fills."""

    vault: Vault
    now: Circumstances
    actor: Officer
    opener: Opener
    transaction: Transaction
    making: Making

    def change(self, card: Card) -> DossierChange:
        """A change of an existing dossier."""
        return DossierChange(card, self.transaction, self.making)


def _purpose(
    vault: Vault, now: Circumstances, actor: Officer, dossier: str, named: str
) -> Purpose | Refusal | None:
    """The purpose of a reading; None where the act has none (a list)."""
    if dossier:
        card = vault.card(dossier)
        return purpose_of_reading(now, actor, card.register, card.state, named)
    if not named:
        return None
    names = {purpose.name: purpose for purpose in now.profile.purposes}
    hint = _("--purpose, one of: {names}", names=", ".join(names))
    return names.get(named) or Refusal(_("no such purpose"), "15.2.e", "wrong-purpose", hint)


def find_officer(vault: Vault, identity: Identity) -> Officer:
    """The officer whose recipient this identity opens.

    Raises:
        KeyUnavailableError: no officer of this vault.
    """
    for officer in vault.officers.values():
        if officer.recipient == identity.recipient:
            return officer
    raise KeyUnavailableError(
        _("this identity is no officer's of this vault"),
        hint=_("another one: --identity FILE; the officers: pgaref officer list"),
    )


def register_of(vault: Vault, dossier: str) -> str:
    """The name of the register that a dossier's id belongs to, or nothing."""
    register = vault.profile.register_of(dossier) if dossier else None
    return register.name if register else ""


def refuse_if(refusals: Iterator[Refusal]) -> None:
    """Refuse with everything that is wrong at once, or go on.

    Raises:
        RefusedError: there is at least one refusal.
    """
    found = tuple(dict.fromkeys(refusals))
    if found:
        raise RefusedError(*found)
