# SPDX-License-Identifier: EUPL-1.2
"""One dossier against its card: every file that the card lists, and no other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pgaref.covenant.model import Card, Officer, Package
from pgaref.errors import InputError, IntegrityError, RefusedError
from pgaref.language import _
from pgaref.storage import age, canonical, cards, layout, schemas
from pgaref.storage.checking.findings import Finding, folder_findings
from pgaref.storage.files.tree import Tree
from pgaref.storage.logbook.history import History
from pgaref.storage.vault import Vault, is_archived


def read_card(vault: Vault, path: str) -> Card:
    """The card at `path`, as the log binds it, as its schema asks, and where it belongs.

    Raises:
        IntegrityError: it is not.
    """
    data = vault.store.bound(path)
    card = cards.decode(data, path)
    # The schema before anything is looked at: the scheduler's commits are not signed.
    problems = schemas.check(canonical.decode(data), "card/1")
    if problems:
        raise IntegrityError(
            _("{path}: not as its schema asks: {problems}", path=path, problems=", ".join(problems))
        )
    register = vault.profile.register_of(card.id)
    belongs = layout.card_file(card.register, card.id, archived=is_archived(card))
    if register is None or register.name != card.register or belongs != path:
        raise IntegrityError(_("{path}: a card that belongs elsewhere", path=path))
    if card.seq != vault.history.bindings[path].seq:
        raise IntegrityError(_("{path}: not the card that its log line wrote", path=path))
    return card


def card_findings(vault: Vault, path: str, card: Card) -> Iterator[Finding]:
    """What is wrong with a card as such: its place, its records, its public keys."""
    if layout.certificate_file(card.id) in vault.history.bindings:
        yield Finding(path, _("the card of a dossier that was destroyed"))
    if not is_archived(card) and _archived_card(card) in vault.history.bindings:
        yield Finding(path, _("the card of a dossier that is in the archive too"))
    yield from _entry_findings(path, card)
    yield from _key_findings(path, card)


def _entry_findings(path: str, card: Card) -> Iterator[Finding]:
    numbers = [entry.n for entry in card.records]
    if len(set(numbers)) < len(numbers):
        yield Finding(path, _("two records have one number"))
    for entry in card.records:
        if entry.section not in card.sections:
            yield Finding(path, _("record {n} is in a section that it does not have", n=entry.n))


def _key_findings(path: str, card: Card) -> Iterator[Finding]:
    for name, section in card.sections.items():
        for recipient in filter(None, (section.recipient, section.seal)):
            yield from _recipient_findings(path, name, recipient)
        if is_archived(card) != bool(section.seal):
            yield Finding(path, _("section {name} is not sealed as the others are", name=name))
    for package in card.packages:
        yield from _recipient_findings(path, _("package {n}", n=package.n), package.recipient)


def holder_findings(path: str, card: Card, officers: Mapping[str, Officer]) -> Iterator[Finding]:
    """Everybody who has a key by the card and is no officer of the party that it names."""
    holders = [holder for s in card.sections.values() for holder in (*s.keys, *s.seals)]
    holders += [f"{p.party}/{_officer(holder)}" for p in card.packages for holder in p.keys]
    for holder in sorted(set(holders)):
        party, _slash, name = holder.partition("/")
        officer = officers.get(name)
        if officer is None or officer.party != party:
            yield Finding(path, _("{holder} has a key and is no officer", holder=holder))


def file_findings(tree: Tree, history: History, card: Card) -> Iterator[Finding]:
    """What is wrong with a dossier's files: records, keys, packages and their keys."""
    folder = layout.dossier_folder(card.register, card.id, archived=is_archived(card))
    keys = layout.keys_folder(card.register, card.id)
    records = {
        f"{folder}/{layout.record_name(entry.section, entry.n)}": entry.sha256
        for entry in card.records
    }
    card_file = f"{folder}/card.json"
    others = (card_file, layout.active_copy(card_file)) if is_archived(card) else (card_file,)
    yield from folder_findings(tree, folder, records, others)
    yield from folder_findings(tree, keys, _key_files(card, keys))
    for package in card.packages:
        # What is left of one that was taken back is found as what no card has.
        if package.keys:
            yield from _package_findings(tree, history, card, package)


def _package_findings(
    tree: Tree, history: History, card: Card, package: Package
) -> Iterator[Finding]:
    path = layout.package_file(package.party, card.id, package.n)
    bound = history.bindings.get(path)
    if is_archived(card):
        yield Finding(path, _("a package of a dossier that is in the archive"))
    if bound is None or bound.sha256 != package.sha256:
        yield Finding(path, _("its card has another package than the log"))
    wraps = {
        layout.package_key(package.party, card.id, package.n, _officer(holder)): sha256
        for holder, sha256 in package.keys.items()
    }
    folder = layout.package_keys(package.party, card.id, package.n)
    yield from folder_findings(tree, folder, wraps)


def _key_files(card: Card, folder: str) -> dict[str, str]:
    return {
        f"{folder}/{layout.key_name(name, holder, seal=seal)}": sha256
        for name, section in card.sections.items()
        for seal, listed in ((False, section.keys), (True, section.seals))
        for holder, sha256 in listed.items()
    }


def _recipient_findings(path: str, what: str, recipient: str) -> Iterator[Finding]:
    try:
        age.check_own(recipient)
    except (InputError, RefusedError):
        yield Finding(path, _("{what}: no recipient that protects anything", what=what))


def _officer(holder: str) -> str:
    """The officer in the holder of a package's key."""
    return holder.rpartition("/")[2]


def _archived_card(card: Card) -> str:
    return layout.card_file(card.register, card.id, archived=True)
