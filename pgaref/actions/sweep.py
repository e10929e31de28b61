# SPDX-License-Identifier: EUPL-1.2
"""Sweeping retention: art. 13(1)-(3). For cron: no identity, no secret; one transaction a dossier.

One more ends the drafts that were kept long enough. What is left to do is read off the cards, so
that an interrupted sweep goes on, a missed one catches up and a second one finds nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from pgaref.actions.drafts import expired
from pgaref.actions.session import TOOL, Session, find_officer
from pgaref.covenant import retention
from pgaref.covenant.acting import role_refusals
from pgaref.covenant.model import SCHEDULER, Officer
from pgaref.covenant.retention import Act, Guard, Step
from pgaref.errors import IntegrityError, PgarefError, PluginError, RefusedError, UsageError
from pgaref.language import _
from pgaref.storage import certificates, sealing
from pgaref.storage.age import Identity
from pgaref.storage.certificates import Destruction
from pgaref.storage.logbook.history import SWEEP
from pgaref.storage.logbook.scope import EXPIRE_DRAFTS
from pgaref.storage.progress import Progress
from pgaref.storage.store import Store
from pgaref.storage.transaction import Act as LogAct
from pgaref.storage.vault import Vault

# The steps that a sweep carries out, and what the log calls them.
ACTIONS = {Act.ARCHIVE: "archive", Act.DESTROY: "shred"}


@dataclass(frozen=True, slots=True)
class Swept:
    """A sweep's plan, how much of it was done, what guarded it, and what could not be trusted.

    `drafts`: how many edits that were given up came to the end of their term.
    """

    steps: tuple[Step, ...]
    done: int
    guards: tuple[Guard, ...]
    damaged: tuple[str, ...]
    drafts: int = 0


def preview(session: Session, as_of: date | None) -> Swept:
    """The plan of a sweep today, or on a day ahead; nothing is done or logged."""
    with session.looking() as look:
        day = as_of or look.now.today
        plan = _plan(look.vault, day)
        guards = () if as_of else _guards(look.vault, plan, day)
        ended = expired(look.vault, day)
        return Swept(plan.steps, 0, guards, plan.damaged, len(ended))


def sweep(session: Session, confirmed: date | None) -> Swept:
    """Archive and destroy what is due.

    `confirmed`, today's date, is a person's signed word that a guarded plan is meant; the sweep
    then runs under that person's identity.

    Raises:
        UsageError: `confirmed` is not today.
        RefusedError: the clock is behind the log, or the person may not.
    """
    identity = session.own() if confirmed else None
    with session.store(exclusive=True) as store:
        store.require_clock()
        vault = Vault(store)
        today = session.today(vault)
        plan = _plan(vault, today)
        guards = _guards(vault, plan, today)
        if confirmed is not None and confirmed != today:
            raise UsageError(_("--confirm is today's date"), hint=_("read the plan: --dry-run"))
        if guards and confirmed is None:
            return Swept(plan.steps, 0, guards, plan.damaged)
        who = _Person(session, vault, identity) if identity else _Scheduler(session, vault)
        doing = [step for step in plan.steps if step.act in ACTIONS]
        if confirmed or not (doing or expired(vault, today)):
            _show_life(store, vault, who, today, confirmed=confirmed is not None)
        stuck = _carry_out_all(store, vault, who, doing, today, session.progress)
        steps = tuple(_blocked(step, stuck.get(step.dossier)) for step in plan.steps)
        damaged = [
            *plan.damaged,
            *(e.message for e in stuck.values() if isinstance(e, IntegrityError)),
        ]
        drafts = _expire_drafts(store, vault, who, today, damaged)
        return Swept(steps, len(doing) - len(stuck), (), tuple(damaged), drafts)


def _carry_out_all(
    store: Store,
    vault: Vault,
    who: _Scheduler | _Person,
    doing: Sequence[Step],
    today: date,
    progress: Progress,
) -> dict[str, IntegrityError | PluginError]:
    """Do these steps; dossier -> what is wrong with it, for those that stay as they were.

    One damaged dossier does not keep the others past their day, nor one for which the plugin of a
    reader's key is missing.

    Raises:
        IntegrityError: an act was left without its end, as a commit that could not be applied.
    """
    stuck: dict[str, IntegrityError | PluginError] = {}
    for step in progress(doing, len(doing)):
        try:
            _carry_out(store, vault, who, step, today)
        except (IntegrityError, PluginError) as error:
            if store.history.open:
                raise
            stuck[step.dossier] = error
    return stuck


def _blocked(step: Step, error: PgarefError | None) -> Step:
    """The step as it went: not done where the dossier is damaged, or a plugin is missing."""
    if error is None or step.act not in ACTIONS:
        return step
    return replace(step, act=Act.BLOCKED, reasons=(error.message, *step.reasons))


def _show_life(
    store: Store, vault: Vault, who: _Scheduler | _Person, today: date, *, confirmed: bool
) -> None:
    """Add a line that tells of the sweep itself: its clock was confirmed, or the log was silent."""
    if confirmed or retention.heartbeat_due(vault.profile, today=today, last_line=vault.last_line):
        with store.begin(LogAct(SWEEP, who.actor, who.party, who.host, TOOL), who.sign):
            pass


@dataclass(frozen=True, slots=True)
class _Plan:
    steps: tuple[Step, ...]
    damaged: tuple[str, ...]
    dossiers: int


def _plan(vault: Vault, today: date) -> _Plan:
    damaged: list[str] = []
    cards = vault.cards(damaged)
    officers = vault.kernpartij_officers(today)
    steps = tuple(retention.plan(cards, vault.profile, today, officers, vault.lookup))
    return _Plan(steps, tuple(damaged), len(vault.card_paths()))


def _guards(vault: Vault, plan: _Plan, today: date) -> tuple[Guard, ...]:
    return retention.guards(
        plan.steps,
        vault.profile,
        dossiers=plan.dossiers,
        today=today,
        last_line=vault.last_line,
    )


class _Scheduler:
    """The sweep from cron: no officer, signs nothing, may only archive and destroy."""

    sign = None

    def __init__(self, session: Session, vault: Vault) -> None:
        self.actor = SCHEDULER
        self.party = vault.profile.uitvoerder.id
        self.host = session.host


class _Person:
    """The sweep that a person confirmed: every commit is signed."""

    def __init__(self, session: Session, vault: Vault, identity: Identity) -> None:
        officer = find_officer(vault, identity)
        found = tuple(role_refusals(vault.circumstances(session.today(vault)), officer, "sweep"))
        if found:
            raise RefusedError(*found)
        self.actor = officer.id
        self.party = officer.party
        self.host = session.host
        self.sign = session.signer()


def _carry_out(
    store: Store, vault: Vault, who: _Scheduler | _Person, step: Step, today: date
) -> None:
    act = LogAct(
        ACTIONS[step.act],
        who.actor,
        who.party,
        who.host,
        TOOL,
        dossier=step.dossier,
        article=step.article,
        reason=step.code,
    )
    with store.begin(act, who.sign) as transaction:
        card = vault.card(step.dossier)
        if step.act is Act.ARCHIVE:
            sealing.seal(card, vault.tree, transaction, sealing_officers(vault, today))
        else:
            how = Destruction(step.code, step.article, step.due, today, who.actor, who.party)
            certificates.destroy(card, how, vault.settings, transaction)
        transaction.commit()


def _expire_drafts(
    store: Store, vault: Vault, who: _Scheduler | _Person, today: date, damaged: list[str]
) -> int:
    """Remove the drafts whose term has ended; how many. What stands in the way: see `damaged`.

    Raises:
        IntegrityError: the act was left without its end, as a commit that could not be applied.
    """
    paths = expired(vault, today)
    if not paths:
        return 0
    article = vault.profile.terms.draft.article
    act = LogAct(EXPIRE_DRAFTS, who.actor, who.party, who.host, TOOL, article=article)
    try:
        with store.begin(act, who.sign) as transaction:
            for path in paths:
                transaction.remove(path)
            transaction.commit()
    except IntegrityError as error:
        if store.history.open:
            raise
        damaged.append(error.message)
        return 0
    return len(paths)


def sealing_officers(vault: Vault, today: date) -> dict[str, Officer]:
    """`party/officer` -> who may hold a seal: of kernpartijen, in office, with a key."""
    allowed = vault.kernpartij_officers(today)
    return {o.holder: o for o in vault.officers.values() if o.holder in allowed}
