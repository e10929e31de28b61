# SPDX-License-Identifier: EUPL-1.2
"""The commands that are disturbed, each in a vault that was prepared for it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tests.cli.asking import Asking
from tests.cli.conftest import Result
from tests.cli.world import DECIDING, World, consent_signature, sample

DECLINED_ENDED = "2027-05-01T09:00:00"
SWEEPING = "2027-10-20T03:00:00"


@dataclass(frozen=True)
class Command:
    """A command to disturb, and the dossiers that its transactions change, one set each.

    `reader` is who can open all that is left; `elsewhere` are folders of the vault outside its
    home; `actions` are the names in the log where they are not the command's own. `left`: what is
    disturbed is the recovery from a kill that left the command so: `committed`, or `staged` only.
    `stdin` is what is typed, where that is no content.
    """

    argv: tuple[str, ...]
    content: Mapping[str, Any] | None = None
    by: str = "uit-1"
    reader: str = "uit-1"
    transactions: tuple[frozenset[str], ...] = ()
    actions: frozenset[str] = frozenset()
    elsewhere: tuple[Path, ...] = ()
    left: str = ""
    stdin: str = ""

    def run(self, world: World) -> Result:
        """Run it."""
        if self.stdin:
            return world.do(*self.argv, stdin=self.stdin, by=self.by)
        return world.do(*self.argv, content=self.content, by=self.by)


def intake(world: World) -> Command:
    world.intake()
    return Command(("intake",), sample("intake"))


def decide_with_handover(world: World) -> Command:
    dossier = world.weighed()
    world.ok("list", now=DECIDING)
    return Command(("decide", dossier), sample("besluit"))


def disclose(world: World) -> Command:
    _, casus = world.agendered()
    world.ok("join", casus, "nctv", content=sample("deelname"))
    return Command(("disclose", casus), world.signed(casus, sample("verstrekking")))


def correct(world: World) -> Command:
    """A subject of which two copies lie in the casusoverleg's file, one of them beside the plan."""
    dossier, casus = world.agendered()
    world.ok("plan", casus, content=sample("plan"), now="2026-10-20T09:00:00")
    return Command(("correct", f"{dossier}/1"), sample("correctie"))


def leave(world: World) -> Command:
    _, casus = world.agendered()
    world.ok("plan", casus, content=sample("plan"), now="2026-10-20T09:00:00")
    content = {"schema": "vertrek/1", "datum": "2026-10-20", "reden": "Het toezicht is ten einde."}
    return Command(("leave", casus, "reclassering-nederland"), content)


def officer_add(world: World) -> Command:
    world.agendered()
    made = world.run("keygen", world.identity("pol-2"))
    card = world.run.home / "pol-2.card"
    card.write_text(made.stdout)
    named = ("--name", "Pia Verzonnen", "--card", str(card), "--accepted", "2026-10-01")
    argv = ("officer", "add", "politie", "pol-2", *named)
    return Command(argv, by="pol-1", actions=frozenset({"officer-add"}))


def officer_revoke(world: World) -> Command:
    """An officer who has keys of two dossiers: first the party's file, then one dossier by one."""
    dossier, casus = world.agendered()
    made = world.run("keygen", world.identity("pol-2"))
    (world.run.home / "pol-2.card").write_text(made.stdout)
    world.admit("pol-2", "politie", by="pol-1")
    world.ok("officer", "rekey")
    return Command(
        ("officer", "revoke", "pol-2", "--reason", "sleutel-gelekt"),
        transactions=tuple(frozenset({name}) for name in ("politie.yaml", casus, dossier)),
        actions=frozenset({"officer-revoke", "officer-rekey"}),
    )


def officer_confirm(world: World) -> Command:
    world.agendered()
    code = world.made("whoami", by="pol-1")["check_code"]
    argv = ("officer", "confirm", "pol-1", "--how", "telefonisch")
    return Command(argv, stdin=str(code), actions=frozenset({"officer-confirm"}))


def party_withdraw(world: World) -> Command:
    """One whose term is over: it is taken off the casusoverleg's dossier."""
    _, casus = world.agendered()
    words = ("party", "withdraw", "reclassering-nederland", "--on", "2026-10-15")
    world.ok(*words, "--yes")
    world.ok("list", now="2027-01-16T09:00:00")
    return Command(
        words,
        transactions=(frozenset({casus}),),
        actions=frozenset({"leave", "officer-rekey"}),
    )


def profile_apply(world: World) -> Command:
    """Another version, with a party more."""
    world.agendered()
    text = (world.vault / "convenant.yaml").read_text()
    line = "  - {id: gemeente-beek,"
    assert line in text
    new = "  - {id: gemeente-verzonnen, naam: Verzonnen, soort: kernpartij, aard: gemeente, "
    text = text.replace('versie: "1"', 'versie: "2"').replace(line, f'{new}artikel: "P"}}\n{line}')
    file = world.run.home / "profile.yaml"
    file.write_text(text)
    return Command(("profile", "apply", str(file)), actions=frozenset({"profile-apply"}))


def incident_open(world: World) -> Command:
    _, casus = world.agendered()
    known = {"datum": "2026-10-15", "tijd": "09:00"}
    content = sample("incident", kennisgenomen=known, dossiers=[casus])
    return Command(("incident", "open"), content, actions=frozenset({"incident-open"}))


def log_delete(world: World) -> Command:
    """The oldest year, behind a checkpoint that politie signed."""
    world.intake()
    _swept(world, "2030-06-03", "2033-01-05")
    world.intake()
    file = world.run.home / "checkpoint.txt"
    file.write_text(world.ok("log", "checkpoint").stdout)
    signature = consent_signature(
        Path(f"{world.identity('pol-1')}.sign"), file.read_text(), "pgaref-checkpoint"
    )
    file.write_text(signature)
    world.ok("log", "checkpoint", "--cosign", file)
    return Command(("log", "delete", "2026", "--yes"), actions=frozenset({"log-delete"}))


def log_checkpoint(world: World) -> Command:
    world.agendered()
    return Command(("log", "checkpoint"), actions=frozenset({"log-checkpoint"}))


def log_findings(world: World) -> Command:
    world.agendered()
    told = sample("logcontrole", datum="2026-10-15", tot="2026-10-14")
    argv = ("log", "review", "--findings")
    return Command(argv, told, by="pol-1", actions=frozenset({"log-review"}))


def archive(world: World) -> Command:
    dossier, _ = world.agendered()
    return Command(("archive", dossier), reader="pol-1")


def archive_elsewhere(world: World) -> Command:
    """The archive on a file system of its own."""
    place = _another_file_system(world.run.home)
    empty(world.run.home)
    world.set_up(archive=place)
    dossier, _ = world.agendered()
    return Command(("archive", dossier), reader="pol-1", elsewhere=(place,))


def _another_file_system(home: Path) -> Path:
    """A new folder that does not lie where `home` does."""
    for folder in (Path("/dev/shm"), Path(tempfile.gettempdir()), Path("/var/tmp")):
        if folder.is_dir() and folder.stat().st_dev != home.stat().st_dev:
            return Path(tempfile.mkdtemp(prefix="pgaref-archive-", dir=folder))
    raise OSError("one file system is all there is: no place for an archive elsewhere")


def empty(folder: Path) -> None:
    """Take away what is in it; it stays, as processes are in it."""
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def reopen(world: World) -> Command:
    dossier, _ = world.agendered()
    world.ok("archive", dossier)
    return Command(("reopen", dossier), sample("opdracht"), by="pol-1", reader="pol-1")


def request_answer(world: World) -> Command:
    """What is answered lies beside the vault, encrypted to who answers."""
    asking = Asking(world.run, *world.agendered())
    asking.on("2026-10-20")
    answered = frozenset({"request-answer"})
    return Command(
        ("request", "answer", asking.request()), sample("beantwoording"), actions=answered
    )


def shred(world: World) -> Command:
    dossier = world.declined()
    _swept(world, "2027-01-10", "2027-04-01")
    world.ok("list", now=DECLINED_ENDED)
    return Command(("shred", dossier, "--reason", "niet-agenderen", "--yes"))


def sweep(world: World) -> Command:
    """Two dossiers to archive and one to destroy; swept now and then, so that no guard is on."""
    first = world.weighed()
    made = world.made("decide", first, content=sample("besluit"), now=DECIDING)
    _swept(world, "2027-01-10", "2027-04-10")
    declined = _declined(world, "2027-04-20")
    _swept(world, "2027-07-20", "2027-10-14")
    order = world.made("sweep", "--dry-run", now=SWEEPING)["steps"]
    doing = [step["dossier"] for step in order if step["act"] in ("archive", "destroy")]
    assert sorted(doing) == sorted([first, declined, made["casusoverleg"]])
    each = tuple(frozenset({dossier}) for dossier in doing)
    actions = frozenset({"archive", "shred"})
    return Command(("sweep",), reader="pol-1", transactions=each, actions=actions)


def _swept(world: World, *days: str) -> None:
    for day in days:
        world.ok("sweep", "--confirm", day, now=f"{day}T09:00:00")


def _declined(world: World, day: str) -> str:
    """A dossier taken in, weighed and not agendered on one day."""
    world.ok("list", now=f"{day}T09:00:00")
    dossier = world.intake()
    world.ok("weigh", dossier, content=sample("weging", datum=day))
    no = sample(
        "besluit", datum=day, uitkomst="niet-agenderen", betrekken=None, over_te_dragen=None
    )
    no["afwijking"] = "Het beeld is niet substantieel genoeg."
    world.ok("decide", dossier, content=no)
    return dossier


def recovery_of_committed(world: World) -> Command:
    return replace(decide_with_handover(world), left="committed")


def recovery_of_staged(world: World) -> Command:
    return replace(decide_with_handover(world), left="staged")


COMMANDS: tuple[Callable[[World], Command], ...] = (
    intake,
    decide_with_handover,
    disclose,
    correct,
    leave,
    officer_add,
    officer_revoke,
    officer_confirm,
    party_withdraw,
    profile_apply,
    incident_open,
    log_checkpoint,
    log_findings,
    log_delete,
    archive,
    archive_elsewhere,
    reopen,
    request_answer,
    shred,
    sweep,
    recovery_of_committed,
    recovery_of_staged,
)


def name_of(prepare: Callable[[World], Command]) -> str:
    """What a table calls the command."""
    return prepare.__name__.replace("_", " ")
