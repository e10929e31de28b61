# SPDX-License-Identifier: EUPL-1.2
"""What somebody with access to the disk does to a vault, and which acts that has to stop."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from pgaref.storage import age, canonical, cards, yamltext
from tests.cli.small import Case, session_of

Attack = Callable[[Case], str]
SHOW, SWEEP, DISCLOSE, PROOF = "show", "sweep", "disclose", "certificate"
READS = frozenset((SHOW, DISCLOSE))
ACTS = frozenset((SHOW, SWEEP, DISCLOSE))
ALL = ACTS | {PROOF}
LOG = "log/2026.jsonl"
LAST_LOG = "log/2027.jsonl"


def acted(case: Case) -> Iterator[tuple[str, int, str]]:
    """Every act's exit code and stdout; one that ends with 13 has changed nothing but the log."""
    lines = {
        SHOW: (SHOW, case.casus),
        SWEEP: (SWEEP,),
        PROOF: (PROOF, case.destroyed),
        DISCLOSE: (DISCLOSE, case.casus),
    }
    for act, line in lines.items():
        before = case.world.files()
        content = case.disclosure if act == DISCLOSE else None
        result = case.world.do(*line, content=content)
        if result.exit_code == 13:
            assert case.world.files() == before
        yield act, result.exit_code, result.stdout


def lines_of(case: Case, log: str = LOG) -> list[bytes]:
    """The lines of the log, LF included."""
    return case.path(log).read_bytes().splitlines(keepends=True)


def wrapped(data: bytes, recipient: object) -> bytes:
    return age.encrypt(data, [str(recipient)])


def recipient_of(case: Case, section: str = "dossier") -> object:
    """The public half of a section, which stands on the card for everybody to read."""
    card = cards.decode(case.path(case.card).read_bytes(), case.card)
    return card.sections[section].recipient


# Records


def forge_record(case: Case) -> str:
    """What is encrypted to the card's public key opens, and is still not the uitvoerder's."""
    text = b"gedraging: verzonnen\n".ljust(1024, b"\n")
    case.path(case.record(2)).write_bytes(wrapped(text, recipient_of(case)))
    return case.record(2)


def add_record(case: Case) -> str:
    """A record that nobody made, beside the others."""
    extra = case.path(case.record(99))
    extra.write_bytes(wrapped(b"verzonnen\n", recipient_of(case)))
    extra.chmod(0o600)
    return case.record(99)


def swap_records(case: Case) -> str:
    swap(case.path(case.record(2)), case.path(case.record(3)))
    return case.record(3)


def move_record_to_another_section(case: Case) -> str:
    other = case.record(2).replace("/dossier/", "/plan/")
    case.path(other).parent.mkdir(mode=0o700, exist_ok=True)
    case.path(case.record(2)).rename(case.path(other))
    return other


def remove_record(case: Case) -> str:
    case.path(case.record(2)).unlink()
    return case.record(2)


def link_record(case: Case) -> str:
    path = case.path(case.record(2))
    path.rename(case.world.run.home / "elsewhere.age")
    path.symlink_to(case.world.run.home / "elsewhere.age")
    return case.record(2)


def pipe_for_record(case: Case) -> str:
    case.path(case.record(2)).unlink()
    os.mkfifo(case.path(case.record(2)), 0o600)
    return case.record(2)


# Cards


def swap_recipient(case: Case) -> str:
    """What is added from now on would be encrypted to somebody else."""
    _, mine = age.generate()
    return case.edit(case.card, lambda card: _section(card).update(recipient=mine))


def add_reader_to_card(case: Case) -> str:
    """A key file of one's own making, put on the card."""
    path = case.path(case.key("dossier", "nctv/nctv-1"))
    path.parent.mkdir(mode=0o700)
    path.write_bytes(wrapped(b"AGE-SECRET-KEY-1\n", recipient_of(case)))
    path.chmod(0o600)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return case.edit(case.card, lambda card: _section(card)["keys"].update({"nctv/nctv-1": digest}))


def _section(card: dict[str, Any]) -> dict[str, Any]:
    section: dict[str, Any] = card["sections"]["dossier"]
    return section


def put_destruction_off(case: Case) -> str:
    return case.edit(case.card, lambda card: card.update(last_processed="2027-04-01"))


def roll_card_back(case: Case) -> str:
    shutil.copy(case.older / case.card, case.path(case.card))
    return case.card


def roll_dossier_back(case: Case) -> str:
    """Card, records and keys, all as they once stood together."""
    for folder in (Path(case.card).parent, Path("keys/casusoverleg") / case.casus):
        shutil.rmtree(case.vault / folder)
        shutil.copytree(case.older / folder, case.vault / folder)
    return case.card


def swap_cards(case: Case) -> str:
    other = f"dossiers/weegploeg/{case.weegploeg}/card.json"
    swap(case.path(case.card), case.path(other))
    return other


def remove_card(case: Case) -> str:
    case.path(case.card).unlink()
    return case.card


def link_dossier(case: Case) -> str:
    folder = case.path(case.card).parent
    folder.rename(case.world.run.home / "elsewhere")
    folder.symlink_to(case.world.run.home / "elsewhere")
    return case.card.removesuffix("/card.json")


# Keys


def swap_keys(case: Case) -> str:
    first, second = (case.key(name, "uitvoerder/uit-1") for name in ("dossier", "netwerk"))
    swap(case.path(first), case.path(second))
    return first


def remove_key(case: Case) -> str:
    case.path(case.key("dossier", "uitvoerder/uit-1")).unlink()
    return case.key("dossier", "uitvoerder/uit-1")


# Plain files


def edit_party_file(case: Case) -> str:
    """The next dossier would be readable for a stranger."""
    path = case.path("parties/politie.yaml")
    party = yamltext.parse(path.read_bytes(), "politie").value
    _, party["officers"][0]["recipient"] = age.generate()
    path.write_bytes(yamltext.dump(party))
    return "parties/politie.yaml"


def swap_party_files(case: Case) -> str:
    swap(case.path("parties/politie.yaml"), case.path("parties/openbaar-ministerie.yaml"))
    return "parties/openbaar-ministerie.yaml"


def roll_party_file_back(case: Case) -> str:
    """An officer who was admitted is none again."""
    path = case.path("parties/politie.yaml")
    path.write_bytes(b"schema: partij/1\nid: politie\nofficers: []\n")
    return "parties/politie.yaml"


def edit_profile(case: Case) -> str:
    """Terms that nobody agreed on."""
    path = case.path("convenant.yaml")
    path.write_bytes(path.read_bytes().replace(b"jaren: 5", b"jaren: 9"))
    return "convenant.yaml"


def edit_settings(case: Case) -> str:
    return case.edit("vault.json", lambda settings: settings.update(created="2020-01-01"))


def edit_vault_id(case: Case) -> str:
    return case.edit("vault.json", lambda settings: settings.update(id="0" * 32))


def edit_archive_place(case: Case) -> str:
    return case.edit("vault.json", lambda settings: settings.update(archive="/nowhere"))


def edit_certificate(case: Case) -> str:
    """A proof that says more than was done."""
    path = f"certificates/{case.destroyed}.json"
    return case.edit(path, lambda proof: proof.update(backup_until="2027-04-16"))


def remove_certificate(case: Case) -> str:
    case.path(f"certificates/{case.destroyed}.json").unlink()
    return f"certificates/{case.destroyed}.json"


# The log


def drop_first_line(case: Case) -> str:
    case.path(LOG).write_bytes(b"".join(lines_of(case)[1:]))
    return LOG


def drop_middle_line(case: Case) -> str:
    lines = lines_of(case)
    case.path(LOG).write_bytes(b"".join(lines[:9] + lines[10:]))
    return LOG


def drop_last_line(case: Case) -> str:
    """The chain holds; only the remembered head knows."""
    case.path(LAST_LOG).write_bytes(b"".join(lines_of(case, LAST_LOG)[:-1]))
    return LAST_LOG


def swap_lines(case: Case) -> str:
    lines = lines_of(case)
    lines[4], lines[5] = lines[5], lines[4]
    case.path(LOG).write_bytes(b"".join(lines))
    return LOG


def edit_line(case: Case) -> str:
    path = case.path(LOG)
    path.write_bytes(path.read_bytes().replace(b'"actor":"uit-1"', b'"actor":"pol-1"', 1))
    return LOG


def roll_log_back(case: Case) -> str:
    shutil.rmtree(case.path("log"))
    shutil.copytree(case.older / "log", case.path("log"))
    return LOG


def remove_log(case: Case) -> str:
    shutil.rmtree(case.path("log"))
    return "log"


def rewrite_log(case: Case) -> str:
    """One line changed and the whole chain made anew: the signatures were over the old one."""
    rechain(case, lambda line: line.update(host="elders") if line["seq"] == 4 else None)
    return LOG


def add_unsigned_commit(case: Case) -> str:
    """A line, well chained, that binds a card of one's own."""
    swap_recipient(case)
    lines = lines_of(case, LAST_LOG)
    last = canonical.decode(lines[-1])
    digest = hashlib.sha256(case.path(case.card).read_bytes()).hexdigest()
    names = ("v", "vault", "time", "party", "host", "tool")
    line = {name: last[name] for name in names} | {"action": "archive", "actor": "scheduler"}
    for phase in ("intent", "commit", "done"):
        seq = len(lines_of(case)) + len(lines) + 1
        prev = hashlib.sha256(lines[-1]).hexdigest()
        op = seq if phase == "intent" else line["op"]
        line |= {"seq": seq, "prev": prev, "phase": phase, "op": op}
        bound = {"plan": "0" * 64, "files": {case.card: digest}} if phase == "commit" else {}
        lines.append(canonical.encode(line | bound))
    case.path(LAST_LOG).write_bytes(b"".join(lines))
    return LAST_LOG


def restore_older_vault(case: Case) -> str:
    """A backup put back: what was destroyed since would be there again."""
    shutil.rmtree(case.vault)
    shutil.copytree(case.older, case.vault)
    return LOG


def rechain(case: Case, change: Callable[[dict[str, Any]], object]) -> None:
    """Change lines of the log, with a chain that fits them."""
    head = ""
    for log in (LOG, LAST_LOG):
        lines = []
        for data in lines_of(case, log):
            line: dict[str, Any] = canonical.decode(data)
            line["prev"] = head or line["prev"]
            change(line)
            lines.append(canonical.encode(line))
            head = hashlib.sha256(lines[-1]).hexdigest()
        case.path(log).write_bytes(b"".join(lines))


def resign(case: Case, name: str) -> None:
    """Sign every commit anew with a new key, in a chain that fits."""
    case.world.run("keygen", case.world.run.home / name)
    sign = replace(session_of(case), signing_key=case.world.run.home / f"{name}.sign").signer()

    def change(line: dict[str, Any]) -> None:
        if line.pop("sig", None):
            line["sig"] = list(sign(canonical.encode(line)))

    rechain(case, change)


def swap(first: Path, second: Path) -> None:
    data = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(data)


REFUSED: dict[Attack, frozenset[str]] = {
    forge_record: READS,
    swap_records: READS,
    move_record_to_another_section: READS,
    remove_record: READS,
    link_record: READS,
    pipe_for_record: READS,
    swap_recipient: ACTS,
    add_reader_to_card: ACTS,
    put_destruction_off: ACTS,
    roll_card_back: ACTS,
    roll_dossier_back: ACTS,
    swap_cards: ACTS,
    remove_card: ACTS,
    link_dossier: ACTS,
    swap_keys: READS,
    remove_key: READS,
    edit_party_file: ALL,
    swap_party_files: ALL,
    roll_party_file_back: ALL,
    edit_profile: ALL,
    edit_settings: ALL,
    edit_vault_id: ALL,
    edit_archive_place: ALL,
    edit_certificate: frozenset((PROOF,)),
    remove_certificate: frozenset((PROOF,)),
    drop_first_line: ALL,
    drop_middle_line: ALL,
    drop_last_line: ALL,
    swap_lines: ALL,
    edit_line: ALL,
    roll_log_back: ALL,
    remove_log: ALL,
    rewrite_log: ALL,
    add_unsigned_commit: ALL,
    restore_older_vault: ALL,
}


# What nobody acts upon, because nobody looks at it


def put_extra_file(case: Case) -> str:
    path = "keys/outbox/extra.age"
    case.path(path).touch(0o600)
    return path


def put_link(case: Case) -> str:
    case.path("keys/link").symlink_to(case.world.run.home)
    return "keys/link"


def open_up(case: Case) -> str:
    """Rights for others on the disk."""
    case.path(case.record(2)).chmod(0o644)
    return case.record(2)


def put_key_beside_card(case: Case) -> str:
    """A copy of somebody's key under the name of somebody who may not read."""
    path = case.path(case.key("dossier", "nctv/nctv-1"))
    path.parent.mkdir(mode=0o700)
    shutil.copy(case.path(case.key("dossier", "politie/pol-1")), path)
    return case.key("dossier", "nctv/nctv-1")


def leave_of_destroyed(case: Case) -> str:
    folder = f"keys/weegploeg/{case.destroyed}"
    shutil.copytree(case.older / folder, case.vault / folder)
    return f"{folder}/dossier/politie/pol-1.age"


def put_package(case: Case) -> str:
    """A package that nobody recorded."""
    path = f"outbox/nctv/{case.casus}-99.age"
    shutil.copy(case.path(f"outbox/nctv/{case.casus}-6.age"), case.path(path))
    return path


def track_by_git(case: Case) -> str:
    for words in (("init", "-q"), ("add", "vault.json")):
        subprocess.run(["git", "-C", str(case.vault), *words], check=True, capture_output=True)
    return ".git"


UNNOTICED: tuple[Attack, ...] = (
    put_extra_file,
    put_link,
    open_up,
    put_key_beside_card,
    leave_of_destroyed,
    put_package,
    track_by_git,
)
