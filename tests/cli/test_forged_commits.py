# SPDX-License-Identifier: EUPL-1.2
"""Commits that somebody with access to the disk writes: in the scheduler's name, who signs nothing,
or with an own key that is good for less. Found by `check`, and not acted upon.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pgaref.actions.sweep import sealing_officers
from pgaref.covenant.model import Card, Hold, Section, Withdrawal
from pgaref.storage import canonical, cards, certificates, layout, parties, sealing, signing
from pgaref.storage.certificates import Destruction
from pgaref.storage.logbook.history import History
from pgaref.storage.logbook.line import NAMESPACE
from pgaref.storage.store import open_store
from pgaref.storage.transaction import Act, Transaction
from pgaref.storage.vault import Vault, peek
from tests.cli.small import CONTENT, Case, copy_small, make_small
from tests.cli.world import sample

SHOW, SWEEP, REOPEN, INTAKE = "show", "sweep", "reopen", "intake"
ALL = frozenset((SHOW, SWEEP, REOPEN, INTAKE))
CARD = frozenset((SHOW, SWEEP))
ARCHIVED = frozenset((SWEEP, REOPEN))
LOG = "log/2027.jsonl"
SCHEDULER, EVIL = "scheduler", "nctv-1"
LEAVING = "2027-05-01"
LEFT = "2027-05-03T08:00:00"
PARTY = layout.party_file


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The vault that every test here gets a copy of: with two officers whose time will end."""
    case = make_small(tmp_path_factory.mktemp("small"))
    with pytest.MonkeyPatch.context() as patch:
        case = copy_small(case, tmp_path_factory.mktemp("more") / "home", patch)
        for officer, party, by in (
            ("uit-2", "uitvoerder", "uit-1"),
            ("hrl-2", "gemeente-heerlen", "hrl-1"),
        ):
            made = case.world.run("keygen", case.world.identity(officer))
            (case.world.run.home / f"{officer}.card").write_text(made.stdout)
            case.world.admit(officer, party, "--until", LEAVING, by=by)
        assert case.findings() == {}
    return case


@pytest.fixture
def case(small: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    """A vault to attack."""
    return copy_small(small, tmp_path / "home", monkeypatch)


@dataclass(frozen=True, slots=True)
class Forging:
    """A commit under way, by a tool that refuses nothing."""

    vault: Vault
    transaction: Transaction

    def bind(self, path: str, data: bytes) -> str:
        """Put a file in force."""
        self.transaction.put(path, data, bound=True)
        return path

    def card(self, dossier: str, **changes: Any) -> str:
        """Put a card in force that says something else."""
        seq = self.transaction.commit_seq
        card = replace(self.vault.card(dossier), seq=seq, **changes)
        archived = any(section.seal for section in card.sections.values())
        path = layout.card_file(card.register, card.id, archived=archived)
        return self.bind(path, cards.encode(card))

    def officers(self, party: str, change: Callable[[parties.PartyFile], parties.PartyFile]) -> str:
        """Put a party file in force that says something else."""
        path = PARTY(party)
        file = parties.decode(self.vault.store.bound(path), path)
        return self.bind(path, parties.encode(change(file)))


@contextmanager
def forging(case: Case, action: str, actor: str) -> Iterator[Forging]:
    """A commit in the name of `actor`, signed with that officer's own key; the chain is kept."""
    run = case.world.run
    settings = peek(case.vault)
    key = Path(f"{case.world.identity(actor)}.sign")
    sign = None if actor == SCHEDULER else lambda data: signing.sign(data, key, NAMESPACE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(History, "unauthorised", lambda _history, _line: "")
        with open_store(
            case.vault,
            vault=settings.id,
            archive=None,
            state=run.home / "elsewhere",
            exclusive=True,
            wait=0,
            now=run.now,
        ) as store:
            vault = Vault(store)
            party = "uitvoerder" if sign is None else vault.officers[actor].party
            with store.begin(
                Act(action, actor, party, "test", "pgaref 0.1.0"), sign
            ) as transaction:
                yield Forging(vault, transaction)
                transaction.commit()


# Archiving: in the scheduler's name


def invent_an_archived_dossier(case: Case) -> str:
    with forging(case, "archive", SCHEDULER) as forged:
        card = replace(forged.vault.card(case.archived), id="WP-00000000")
        path = layout.card_file(card.register, card.id, archived=True)
        forged.bind(path, cards.encode(card))
    return LOG


def strip_a_hold_in_the_archive(case: Case) -> str:
    with forging(case, "archive", SCHEDULER) as forged:
        forged.card(case.archived, holds=(), last_processed=date(2020, 1, 1))
    return LOG


def archive_and_rewrite_a_party_file(case: Case) -> str:
    with forging(case, "archive", SCHEDULER) as forged:
        archive(forged, case.casus)
        forged.officers("politie", lambda file: replace(file, officers=()))
    return LOG


def archive(
    forged: Forging, dossier: str, change: Callable[[Card], Card] = lambda card: card
) -> str:
    """Seal a dossier as the scheduler would, and change what the sealed card says."""
    vault, transaction = forged.vault, forged.transaction
    real = Transaction.folder

    def folder(
        transaction: Transaction, path: str, files: dict[str, bytes], *, bound: list[str]
    ) -> None:
        card = change(cards.decode(files["card.json"], path))
        real(transaction, path, files | {"card.json": cards.encode(card)}, bound=bound)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Transaction, "folder", folder)
        day = forged.vault.store.now.date()
        card = vault.card(dossier)
        sealing.seal(card, vault.tree, transaction, sealing_officers(vault, day))
    return layout.card_file(card.register, card.id, archived=True)


def archived_saying(case: Case, change: Callable[[Card], Card]) -> str:
    with forging(case, "archive", SCHEDULER) as forged:
        return archive(forged, case.casus, change)


def archive_with_another_day(case: Case) -> str:
    return archived_saying(case, lambda card: replace(card, last_processed=date(2020, 1, 1)))


def archive_with_a_hold(case: Case) -> str:
    hold = Hold(1, "bevel", date(2027, 4, 16), date(2099, 1, 1))
    return archived_saying(case, lambda card: replace(card, holds=(hold,)))


def archive_with_another_text(case: Case) -> str:
    def change(card: Card) -> Card:
        first, *others = card.records
        return replace(card, records=(replace(first, digest="0" * 64), *others))

    return archived_saying(case, change)


def archive_with_a_reader_more(case: Case) -> str:
    def change(card: Card) -> Card:
        section = card.sections["plan"]
        more = {"nctv/nctv-1": "0" * 64}
        grown = Section(
            section.recipient, {**section.keys, **more}, section.seal, {**section.seals, **more}
        )
        return replace(card, sections={**card.sections, "plan": grown})

    return archived_saying(case, change)


def archive_from_another_active_card(case: Case) -> str:
    """Both cards agree; the log had another active one."""
    path = archived_saying(case, lambda card: replace(card, last_processed=date(2020, 1, 1)))
    copy = layout.active_copy(path)
    return case.edit(copy, lambda card: card.update(last_processed="2020-01-01"))


def take_the_active_card_away(case: Case) -> str:
    copy = layout.active_copy(archived_saying(case, lambda card: card))
    case.path(copy).unlink()
    return copy


def archive_what_another_partys_officer_wrote(case: Case) -> str:
    """The scheduler's name over a card that nctv-1 had no business to write."""
    with forging(case, "review", EVIL) as forged:
        forged.card(case.casus, last_processed=date(2020, 1, 1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Vault, "_require_origin", lambda *_arguments: None)
        return archived_saying(case, lambda card: card)


# Destruction: in the scheduler's name


def destroy(forged: Forging, dossier: str, **changes: Any) -> str:
    """Destroy a dossier, with a certificate that says something else."""
    card = replace(forged.vault.card(dossier), **changes.pop("card", {}))
    today = forged.vault.store.now.date()
    how = Destruction("term-ended", "13.1", date(2032, 4, 16), today, SCHEDULER, "uitvoerder")
    certificates.destroy(card, replace(how, **changes), forged.vault.settings, forged.transaction)
    return layout.certificate_file(dossier)


def destroy_two(case: Case) -> str:
    with forging(case, "shred", SCHEDULER) as forged:
        destroy(forged, case.casus)
        destroy(forged, case.weegploeg)
    return LOG


def destroy_with_anothers_certificate(case: Case) -> str:
    with forging(case, "shred", SCHEDULER) as forged:
        folder = layout.dossier_folder("casusoverleg", case.casus)
        forged.transaction.remove_folder(folder)
        forged.bind(layout.certificate_file("CO-00000000"), b"{}\n")
    return LOG


def destroy_and_rewrite_a_certificate(case: Case) -> str:
    with forging(case, "shred", SCHEDULER) as forged:
        destroy(forged, case.casus)
        forged.bind(layout.certificate_file(case.destroyed), b"{}\n")
    return LOG


# With an own key that is good for less


def admit_to_another_party(case: Case) -> str:
    """The next dossier of politie would be readable for a stranger."""
    case.world.run("keygen", case.world.identity("evil"))
    with forging(case, "officer-add", EVIL) as forged:
        own = replace(forged.vault.officers["pol-1"], id="pol-7", signing_key=key_of(case, "evil"))
        forged.officers("politie", lambda file: replace(file, officers=(*file.officers, own)))
        forged.transaction.signers["pol-7"] = own.signing_key
    return LOG


def sign_for_somebody_else(case: Case) -> str:
    """nctv-1's own party file is untouched, and the log would take nctv-1's key for uit-1's."""
    with forging(case, "officer-add", EVIL) as forged:
        forged.officers("nctv", lambda file: file)
        forged.transaction.signers["uit-1"] = key_of(case, EVIL)
    return LOG


def act_as_the_uitvoerder(case: Case) -> str:
    with forging(case, "review", EVIL) as forged:
        patched = replace(forged.transaction._act, party="uitvoerder")
        forged.transaction._act = patched
        forged.card(case.casus)
    return LOG


def bind_a_card_by_reading(case: Case) -> str:
    """Reading is for everybody; it binds nothing."""
    with forging(case, "show", EVIL) as forged:
        forged.card(case.casus, last_processed=date(2020, 1, 1))
    return LOG


def reopen_over_an_active_card(case: Case) -> str:
    with forging(case, "reopen", "pol-1") as forged:
        forged.card(case.casus, last_processed=date(2020, 1, 1))
    return LOG


def answer_over_a_file_in_use(case: Case) -> str:
    """Answering a request writes to the request alone, whoever answers."""
    with forging(case, "request-answer", "pol-1") as forged:
        return forged.card(case.casus, last_processed=date(2020, 1, 1))


def correct_a_file_in_use(case: Case) -> str:
    """A kernpartij corrects in the archive; a file in use is the uitvoerder's."""
    with forging(case, "correct", "hrl-1") as forged:
        return forged.card(case.casus, last_processed=date(2020, 1, 1))


def correct_the_archive_for_another_reader(case: Case) -> str:
    with forging(case, "correct", "pol-1") as forged:
        card = forged.vault.card(case.archived)
        section = card.sections["dossier"]
        more = {"nctv/nctv-1": "0" * 64}
        grown = replace(section, keys={**section.keys, **more}, seals={**section.seals, **more})
        return forged.card(case.archived, sections={**card.sections, "dossier": grown})


def rekey_a_file_in_use(case: Case) -> str:
    """New keys for officers are the uitvoerder's to make where the file is in use."""
    with forging(case, "officer-rekey", "pol-1") as forged:
        return forged.card(case.casus, last_processed=date(2020, 1, 1))


def rekey_the_archive_for_the_uitvoerder(case: Case) -> str:
    """It read the file as long as that was in use (art. 13(2))."""
    with forging(case, "officer-rekey", "pol-1") as forged:
        card = forged.vault.card(case.archived)
        section = card.sections["dossier"]
        more = {"uitvoerder/uit-1": "0" * 64}
        grown = replace(section, keys={**section.keys, **more}, seals={**section.seals, **more})
        return forged.card(case.archived, sections={**card.sections, "dossier": grown})


def rekey_the_archive_without_reading_it(case: Case) -> str:
    with forging(case, "officer-rekey", EVIL) as forged:
        return forged.card(case.archived)


def migrate_in_the_archive(case: Case) -> str:
    """Nobody carries what is sealed to another schema, not even the uitvoerder (art. 13(2))."""
    with forging(case, "schema-migrate", "uit-1") as forged:
        forged.card(case.archived, last_processed=date(2020, 1, 1))
    return LOG


def migrate_for_the_uitvoerder(case: Case) -> str:
    with forging(case, "schema-migrate", "pol-1") as forged:
        return forged.card(case.casus)


def move_a_checkpoint(case: Case) -> str:
    """What was noted once is not noted otherwise later."""
    case.world.ok("log", "checkpoint")
    with forging(case, "log-checkpoint", "uit-1") as forged:
        paths = forged.vault.history.bindings
        path = next(p for p in paths if layout.is_checkpoint(p))
        forged.bind(path, forged.vault.bound(path).replace(b"seq ", b"seq 1"))
    return LOG


def review_the_own_work(case: Case) -> str:
    """The uitvoerder's acts are most of the log."""
    with forging(case, "log-review", "uit-1") as forged:
        return forged.bind(layout.log_findings(forged.transaction.commit_seq), b"age")


def act_after_being_revoked(case: Case) -> str:
    case.world.ok("officer", "revoke", "uit-2", "--reason", "sleutel-gelekt", "--dry-run")
    case.world.do("officer", "revoke", "uit-2", "--reason", "sleutel-gelekt")
    with forging(case, "review", "uit-2") as forged:
        forged.card(case.casus, last_processed=date(2020, 1, 1))
    return LOG


def correct_the_archive_into_an_earlier_end(case: Case) -> str:
    with forging(case, "correct", "pol-1") as forged:
        return forged.card(case.archived, last_processed=date(2020, 1, 1))


def correct_the_archive_without_reading_it(case: Case) -> str:
    with forging(case, "correct", EVIL) as forged:
        return forged.card(case.archived)


def write_another_profile(case: Case) -> str:
    with forging(case, "referentiekader-apply", "uit-1") as forged:
        data = forged.vault.store.bound(layout.PROFILE)
        forged.bind(layout.PROFILE, data.replace(b"jaren: 5", b"jaren: 9"))
    return LOG


def put_an_own_profile_in_force(case: Case) -> str:
    """In which the own role may say which profile is in force."""
    with forging(case, "profile-apply", EVIL) as forged:
        data = forged.vault.store.bound(layout.PROFILE)
        mine = b"{naam: profile apply, rollen: [uitvoerder, vertegenwoordiger]"
        forged.bind(
            layout.PROFILE, data.replace(b"{naam: profile apply, rollen: [uitvoerder]", mine)
        )
    return LOG


def withdraw_another_party(case: Case) -> str:
    with forging(case, "party-withdraw", EVIL) as forged:
        path = PARTY("politie")
        ended = Withdrawal(date(2027, 1, 1), date(2027, 4, 1))
        file = replace(forged.vault.party_files["politie"], withdrawal=ended)
        forged.bind(path, parties.encode(file))
    return PARTY("politie")


def delete_a_year_of_the_log(case: Case) -> str:
    """For which the uitvoerder alone may speak; that there is no such file tells it too."""
    with forging(case, "log-delete", EVIL) as forged:
        forged.bind(layout.LOG_BASE, canonical.encode({"signers": {EVIL: "mine"}}))
    case.path(layout.LOG_BASE).unlink()
    return LOG


def found_again(case: Case) -> str:
    with forging(case, "init", "uit-1") as forged:
        data = forged.vault.store.bound(layout.PROFILE)
        forged.bind(layout.PROFILE, data.replace(b"jaren: 5", b"jaren: 9"))
        forged.transaction.signers["uit-1"] = key_of(case, "uit-1")
    return LOG


def remove_a_card_without_proof(case: Case) -> str:
    with forging(case, "review", "uit-1") as forged:
        forged.transaction.remove_folder(layout.dossier_folder("casusoverleg", case.casus))
    return LOG


def key_of(case: Case, officer: str) -> str:
    return signing.public_key(Path(f"{case.world.identity(officer)}.sign"))


def be_an_officer_of_two_parties(case: Case) -> str:
    with forging(case, "officer-add", EVIL) as forged:
        twice = replace(forged.vault.officers["pol-1"], role="vertegenwoordiger")
        return forged.officers("nctv", lambda file: replace(file, officers=(*file.officers, twice)))


def take_the_uitvoerders_role(case: Case) -> str:
    with forging(case, "officer-add", EVIL) as forged:
        return forged.officers(
            "nctv",
            lambda file: replace(
                file, officers=tuple(replace(o, role="uitvoerder") for o in file.officers)
            ),
        )


def call_the_own_party_uitvoerder(case: Case) -> str:
    with forging(case, "officer-add", EVIL) as forged:
        return forged.officers("nctv", lambda file: replace(file, id="uitvoerder"))


def admit_after_leaving(case: Case) -> str:
    case.world.ok("list", "--names", now=LEFT)
    with forging(case, "officer-add", "hrl-2") as forged:
        return forged.officers("gemeente-heerlen", lambda file: replace(file, contact="Elders 1"))


def write_a_card_in_a_role_that_may_not(case: Case) -> str:
    with forging(case, "review", EVIL) as forged:
        return forged.card(case.casus, last_processed=date(2020, 1, 1))


def write_a_card_after_leaving(case: Case) -> str:
    case.world.ok("list", "--names", now=LEFT)
    with forging(case, "review", "uit-2") as forged:
        return forged.card(case.casus, last_processed=date(2020, 1, 1))


# The settings


def lead_the_archive_elsewhere(case: Case) -> str:
    """To a place with a marker of its own, where everything would go that is archived."""
    elsewhere = case.world.run.home / "elsewhere archive"
    elsewhere.mkdir(mode=0o700)
    shutil.copy(case.path(layout.ARCHIVE_MARKER), elsewhere / "vault.json")
    return case.edit("vault.json", lambda settings: settings.update(archive=str(elsewhere)))


REFUSED: dict[Callable[[Case], str], frozenset[str]] = {
    invent_an_archived_dossier: ALL,
    strip_a_hold_in_the_archive: ALL,
    archive_and_rewrite_a_party_file: ALL,
    archive_with_another_day: CARD,
    archive_with_a_hold: CARD,
    archive_with_another_text: CARD,
    archive_with_a_reader_more: CARD,
    archive_from_another_active_card: CARD,
    take_the_active_card_away: CARD,
    archive_what_another_partys_officer_wrote: CARD,
    destroy_two: ALL,
    destroy_with_anothers_certificate: ALL,
    destroy_and_rewrite_a_certificate: ALL,
    admit_to_another_party: ALL,
    sign_for_somebody_else: ALL,
    act_as_the_uitvoerder: ALL,
    bind_a_card_by_reading: ALL,
    reopen_over_an_active_card: ALL,
    answer_over_a_file_in_use: CARD,
    correct_a_file_in_use: CARD,
    correct_the_archive_for_another_reader: ARCHIVED,
    rekey_a_file_in_use: CARD,
    rekey_the_archive_for_the_uitvoerder: ARCHIVED,
    rekey_the_archive_without_reading_it: ARCHIVED,
    migrate_in_the_archive: ALL,
    migrate_for_the_uitvoerder: CARD,
    act_after_being_revoked: ALL,
    review_the_own_work: frozenset(),
    move_a_checkpoint: ALL,
    correct_the_archive_into_an_earlier_end: ARCHIVED,
    correct_the_archive_without_reading_it: ARCHIVED,
    write_another_profile: ALL,
    put_an_own_profile_in_force: ALL,
    withdraw_another_party: ALL,
    delete_a_year_of_the_log: ALL,
    found_again: ALL,
    remove_a_card_without_proof: ALL,
    be_an_officer_of_two_parties: ALL,
    take_the_uitvoerders_role: ALL,
    call_the_own_party_uitvoerder: ALL,
    admit_after_leaving: ALL,
    write_a_card_in_a_role_that_may_not: CARD,
    write_a_card_after_leaving: CARD,
    lead_the_archive_elsewhere: ALL,
}


def acted(case: Case) -> Iterator[tuple[str, int, str]]:
    """Every act's exit code and stdout; one that ends with 13 has changed nothing but the log."""
    acts: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {
        SHOW: ((SHOW, case.casus, "--purpose", "verantwoording"), {"by": "pol-1"}),
        SWEEP: ((SWEEP,), {}),
        REOPEN: ((REOPEN, case.archived), {"content": sample("opdracht"), "by": "pol-1"}),
        INTAKE: ((INTAKE,), {"content": sample("intake")}),
    }
    for act, (line, options) in acts.items():
        before = case.world.files()
        result = case.world.do(*line, **options)
        if result.exit_code == 13:
            assert case.world.files() == before
        yield act, result.exit_code, result.stdout


@pytest.mark.artikel("15.2.d")
def test_without_an_attack_there_is_no_finding_and_every_act_is_done(case: Case) -> None:
    assert {act: code for act, code, _ in acted(case)} == dict.fromkeys(ALL, 0)
    assert case.findings("--decrypt") == {}


@pytest.mark.artikel("15.1", "15.2.d", "15.2.e")
@pytest.mark.parametrize("attack", REFUSED, ids=lambda attack: attack.__name__)
def test_a_forged_commit_is_found_and_not_acted_upon(
    case: Case, attack: Callable[[Case], str]
) -> None:
    path = attack(case)
    assert path in case.findings()
    for act, code, stdout in acted(case):
        refused = act in REFUSED[attack]
        assert (act, code == 13) == (act, refused)
        assert not (refused and CONTENT in stdout)


# What only a check can see


EARLY: dict[str, tuple[dict[str, Any], str]] = {
    "as it was": ({}, "destroyed before its day, and nobody signed for it"),
    "with another end": (
        {"due": date(2027, 4, 15)},
        "its day does not follow from its own dates",
    ),
    "with a later day of destruction": (
        {"day": date(2032, 4, 16)},
        "destroyed later than the log has it",
    ),
    "processed long ago": (
        {"card": {"last_processed": date(2022, 4, 16)}, "due": date(2027, 4, 16)},
        "processed later than it says, by the log",
    ),
    "as one that was declined": (
        {
            "card": {"outcome": "niet-agenderen", "declined": date(2026, 10, 15)},
            "due": date(2027, 4, 15),
        },
        "its day does not follow from its own dates",
    ),
}


@pytest.mark.artikel("13.1", "15.1", "15.2.d")
@pytest.mark.parametrize(("changes", "problem"), EARLY.values(), ids=EARLY.keys())
def test_an_early_destruction_that_nobody_signed_is_found(
    case: Case, changes: dict[str, Any], problem: str
) -> None:
    with forging(case, "shred", SCHEDULER) as forged:
        path = destroy(forged, case.casus, **changes)
    found = case.world.do("check", "--json").json["findings"]
    assert {"path": path, "problem": problem} in found


def asked(case: Case, *, refused: bool) -> str:
    """A request of today that names no file."""
    world, today = case.world, case.world.run.now.date().isoformat()
    kern = {"over": None, "kernpartijen": ["politie"], "ontvangen_op": today}
    vz = str(world.made("request", "open", content=sample("verzoek", **kern))["dossier"])
    if refused:
        why = {"reden": "ingetrokken", "gronden": None, "afweging": None}
        decided = sample("weigering", datum=today, besloten_door=["pol-1"], **why)
        world.ok("request", "refuse", vz, content=decided)
    return vz


@pytest.mark.artikel("12.3", "12.4", "15.2.d")
@pytest.mark.parametrize(
    ("refused", "due", "article", "found"),
    [
        (True, date(2027, 6, 4), "12.4", True),
        (True, date(2027, 6, 5), "12.4", False),
        (True, date(2027, 6, 5), "13.3", True),
        # Nobody answered it.
        (False, date(2032, 4, 16), "13.1", True),
    ],
)
def test_a_request_that_was_destroyed_before_its_end_is_found(
    case: Case, refused: bool, due: date, article: str, found: bool
) -> None:
    vz = asked(case, refused=refused)
    with forging(case, "shred", SCHEDULER) as forged:
        path = destroy(forged, vz, due=due, article=article, day=due)
    problem = {"path": path, "problem": "its day does not follow from its own dates"}
    assert (problem in case.world.do("check", "--json").json["findings"]) is found


@pytest.mark.artikel("12.3", "15.2.d")
def test_a_request_that_was_archived_unanswered_is_found(case: Case) -> None:
    vz = asked(case, refused=False)
    case.world.run.now = case.world.run.now.replace(year=2029)
    with forging(case, "archive", SCHEDULER) as forged:
        officers = sealing_officers(forged.vault, date(2029, 4, 16))
        sealing.seal(forged.vault.card(vz), forged.vault.tree, forged.transaction, officers)
    path = f"archive/verzoeken/{vz}/card.json"
    found = case.world.do("check", "--json").json["findings"]
    problem = "archived while somebody waits for what it is about"
    assert {"path": path, "problem": problem} in found


@pytest.mark.artikel("13.2", "15.2.d")
def test_an_early_archiving_that_nobody_signed_is_found(case: Case) -> None:
    path = archived_saying(case, lambda card: card)
    assert case.findings() == {path: "archived before its day, and nobody signed for it"}


@pytest.mark.artikel("13.2")
def test_what_the_scheduler_archives_in_time_is_believed(case: Case) -> None:
    for day in ("2027-07-01", "2027-09-01"):
        case.world.ok("list", "--names", now=f"{day}T08:00:00")
    case.world.ok("sweep", "--confirm", "2027-10-20", now="2027-10-20T08:00:00")
    shown = case.world.ok("show", case.casus, "--purpose", "verantwoording", by="pol-1")
    assert CONTENT in shown.stdout
    assert case.findings("--decrypt") == {}


@pytest.mark.artikel("13.1")
def test_the_active_card_beside_an_archived_one_goes_with_it(case: Case) -> None:
    copy = layout.active_copy(f"archive/weegploeg/{case.archived}/card.json")
    assert canonical.decode(case.path(copy).read_bytes())["id"] == case.archived
    with forging(case, "shred", SCHEDULER) as forged:
        destroy(forged, case.archived)
    assert not case.path(copy).exists()
