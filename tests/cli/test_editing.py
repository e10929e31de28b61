# SPDX-License-Identifier: EUPL-1.2
"""Content that is typed in an editor: where the text lies, what comes of it, and what is left."""

from __future__ import annotations

import os
import signal as signals
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import typer

from pgaref.actions.template import LINES
from pgaref.cli import editing, person, registry
from pgaref.storage.files import inputs
from tests.cli.conftest import ROOT
from tests.cli.desk import MEMORY, Desk, desk_of, yaml
from tests.cli.drafting import keep
from tests.cli.terminal import PGAREF
from tests.cli.world import sample
from tests.cli.years import REFUSED, USAGE, Years

INPUT, NO_KEY, LOCKED, INTERRUPTED = 11, 12, 14, 130
NAME = "Quirijn Bedacht"
TODAY = "2026-10-20"
Step = dict[str, Any]


@pytest.fixture
def years(founded_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Years:
    return Years.copy(founded_home, tmp_path / "home", monkeypatch, f"{TODAY}T10:00:00")


@pytest.fixture
def desk(years: Years, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with desk_of(years, monkeypatch) as desk:
        yield desk
        assert desk.left() == []


@pytest.fixture
def dossier(years: Years) -> str:
    return years.intake()


def signal(**changes: Any) -> str:
    """What is typed for a signal; in its text stands a name of nobody."""
    return yaml(sample("signaal", gedraging=f"{NAME} heeft gebeld.", **changes))


WRONG = signal(betreft=["onzin"])
# What politie may not give under this ground.
REFUSED_TEXT = signal(grondslag=["wpg-20"])


# Where the text lies


@pytest.mark.artikel("15.1", "15.2.e")
def test_what_is_typed_is_filed_and_nothing_of_it_is_left(desk: Desk, dossier: str) -> None:
    done = desk.types("signal", dossier, steps=[{"write": signal()}])
    assert done.exit_code == 0, done
    assert done.stdout.decode().startswith(f"{dossier}/")
    assert desk.drafts() == []
    assert desk.told(NAME) == []
    assert NAME not in done.stderr + done.seen
    actions = [line["action"] for line in desk.world.lines()[-3:]]
    assert actions == ["signal"] * 3
    assert desk.world.do("check", "--decrypt").exit_code == 0


@pytest.mark.artikel("15.1", "15.2.d")
def test_the_editor_works_in_memory_which_is_its_home_and_knows_nothing_else(
    desk: Desk, dossier: str
) -> None:
    desk.types("signal", dossier, steps=[{"write": signal()}], SSH_AUTH_SOCK="/nowhere")
    (seen,) = desk.seen
    home = Path(seen["cwd"])
    assert home.parent == desk.runtime
    assert seen["mode"] == "0700"
    assert seen["entries"]["signaal.yaml"] == "0600"
    assert {*seen["entries"].values()} <= {"0600", "0700"}
    environ = seen["environ"]
    for name in ("HOME", "TMPDIR", "TMP", "TEMP", "XDG_RUNTIME_DIR"):
        assert environ[name] == str(home)
    kept = {"PATH", "TERM", "TERMINFO", "COLORTERM", "LANG", "LANGUAGE", "USER", "LOGNAME"}
    kept |= {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"}
    kept |= {"SHELL", "TZ", "HOME", "TMPDIR", "TMP", "TEMP", "XDG_RUNTIME_DIR", "LESSHISTFILE"}
    # Python as the editor adds what it takes for the locale.
    assert {name for name in environ if not name.startswith("LC_")} <= kept
    assert seen["argv"] == ["signaal.yaml"]
    # Though what pgaref prints goes elsewhere.
    assert seen["terminals"] == [True, True, True]


@pytest.mark.artikel("15.1")
def test_where_there_is_no_runtime_folder_in_memory_it_is_shm(desk: Desk, dossier: str) -> None:
    disk = str(ROOT / "docs")
    for runtime in ("", "relative", "/nowhere/at/all", disk):
        if runtime == disk and inputs.in_memory((ROOT / "docs").stat().st_dev):
            continue
        desk.types("signal", dossier, steps=[{}], XDG_RUNTIME_DIR=runtime)
        (seen,) = desk.seen
        assert Path(seen["cwd"]).parent == MEMORY
        assert not Path(seen["cwd"]).exists()


def test_the_file_may_be_put_in_anothers_place(desk: Desk, dossier: str) -> None:
    assert desk.types("signal", dossier, steps=[{"anew": signal()}]).exit_code == 0
    assert desk.types("signal", dossier, steps=[{"remove": True}]).exit_code == USAGE


def test_no_lock_is_held_while_somebody_types(desk: Desk, dossier: str) -> None:
    other = [*PGAREF, "--identity", str(desk.world.identity("pol-1")), "log", "review"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    line = ["faketime", f"{TODAY} 10:00:00", *other, "--wait", "0"]
    done = desk.types(
        "signal", dossier, steps=[{"write": signal(), "run": line, "env": {**env, "TZ": "UTC"}}]
    )
    assert done.exit_code == 0, done
    actions = [line["action"] for line in desk.world.lines()[-5:]]
    assert actions == ["log-review"] * 2 + ["signal"] * 3


# What it begins with


@pytest.mark.artikel("7.3", "8.2.d")
def test_a_weighing_begins_with_criteria_signals_and_who_was_present_today(
    desk: Desk, years: Years
) -> None:
    dossier, other = years.intake(), years.intake()
    assert years.act("weigh", other).exit_code == 0
    before = len(years.lines())
    done = desk.types("weigh", dossier, steps=[{}])
    assert done.exit_code == USAGE
    (seen,) = desk.seen
    assert "aanwezig: [pol-1, om-1, hrl-1]" in seen["text"]
    assert "signalen: [2, 3]" in seen["text"]
    assert "# Dag van het overleg in de weegploeg (art. 7 lid 3)" in seen["text"]
    first, last = years.lines()[before:]
    assert (first["action"], first["phase"], last["phase"]) == ("edit", "intent", "done")
    opened = [address for address in last["records"] if address != dossier]
    assert [address.partition("/")[0] for address in opened] == [other]
    # Of another day's meeting nothing is opened.
    years.on("2026-10-21")
    before = len(years.lines())
    desk.types("weigh", dossier, steps=[{}])
    assert 'aanwezig: [""]' in desk.seen[0]["text"]
    assert len(years.lines()) == before


@pytest.mark.artikel("7.3")
def test_of_a_meeting_of_somebody_else_nothing_is_opened(desk: Desk, years: Years) -> None:
    years.run("keygen", "uit-2")
    (years.run.home / "uit-2.card").write_text(years.run("card", "--identity", "uit-2").stdout)
    years.admit("uit-2", "uitvoerder")
    dossier, other = years.intake(), years.intake()
    assert years.act("weigh", other).exit_code == 0
    years.ok("officer", "rekey")
    desk.types("weigh", dossier, steps=[{}], by="uit-2")
    assert 'aanwezig: [""]' in desk.seen[0]["text"]


def test_every_command_that_takes_content_opens_an_editor(
    years: Years, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, str]] = []

    class Noted:
        def __init__(self, context: typer.Context, kind: str) -> None:
            command = registry.named(context.obj.command)
            asked.append((command, kind.partition("/")[0]))

        def file(self, run: object) -> object:
            return 0

    monkeypatch.setattr(editing, "Editing", Noted)
    monkeypatch.setattr(person, "is_there", lambda: True)
    lines = {kind: line for kind, line in LINES.items() if "--findings" not in line}
    for line in lines.values():
        words = line.replace("ID/N", "WP-00000000/1").replace("ID", "WP-00000000")
        words = words.replace("PARTY", "nctv").removesuffix(" FILE")
        years.do(*words.split(), tty=True)
    expected = [(registry.named(line.split()), kind) for kind, line in lines.items()]
    assert asked == expected


# A mistake


@pytest.mark.artikel("15.1")
def test_a_mistake_opens_the_editor_again_with_the_text_and_what_is_wrong(
    desk: Desk, dossier: str
) -> None:
    done = desk.types(
        "signal", dossier, steps=[{"write": WRONG}, {"replace": {"onzin": "extremisme"}}]
    )
    assert done.exit_code == 0, done
    again = desk.seen[1]["text"].splitlines()
    said = [line for line in again if line.startswith("# ")]
    assert again[: len(said)] == said
    assert said[0].startswith("# pgaref: error: signaal.yaml:")
    assert said[-1] == "# leave it as it is to give up: the text is kept as a draft"
    assert "\n".join(again[len(said) :]) == WRONG.rstrip("\n")
    # The number is that of the line as it stands below the messages.
    number = int(said[0].split(":")[3])
    assert "onzin" in again[number - 1]
    assert desk.drafts() == []


@pytest.mark.artikel("6.b")
def test_a_refusal_opens_the_editor_again_and_names_its_article(desk: Desk, dossier: str) -> None:
    mending = {"replace": {"wpg-20": "wpg-18-2"}}
    done = desk.types("signal", dossier, steps=[{"write": REFUSED_TEXT}, mending])
    assert done.exit_code == 0, done
    above = desk.seen[1]["text"].splitlines()[0]
    assert above.startswith("# pgaref: refused: ")
    assert "(art. 6 onder b)" in above
    ends = [line["phase"] for line in desk.world.lines() if line["action"] == "signal"]
    assert ends == ["intent", "refused", "intent", "commit", "done"]


@pytest.mark.parametrize("name", ["nano", "vim.basic", "vim.tiny", "nvim", "emacs-nox", "micro"])
def test_an_editor_that_can_is_opened_at_the_mistake_and_told_to_keep_nothing(
    desk: Desk, dossier: str, name: str
) -> None:
    program = desk.world.run.home / "bin" / name
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {desk.scripted} "$@"\n')
    program.chmod(0o755)
    steps: list[Step] = [{"write": WRONG}, {"replace": {"onzin": "extremisme"}}]
    done = desk.types("signal", dossier, steps=steps, editor=f"{program} --plain")
    assert done.exit_code == 0, done
    first, again = desk.seen
    *options, place, file = again["argv"]
    assert (first["argv"][-2:], file) == (["+1", "signaal.yaml"], "signaal.yaml")
    assert "onzin" in again["text"].splitlines()[int(place.removeprefix("+")) - 1]
    assert options[0] == "--plain"
    wanted = {
        "nano": ["-I"],
        "vim.basic": ["-n", "-i", "NONE", "-c"],
        "vim.tiny": ["-n", "-i", "NONE", "-c"],
        "nvim": ["-n", "-i", "NONE", "-c"],
        "emacs-nox": ["--eval"],
        "micro": [],
    }
    assert options[1 : 1 + len(wanted[name])] == wanted[name]
    if "-c" in options:
        assert "nobackup nowritebackup noundofile" in options[-1]


# Giving up


def test_a_template_that_is_left_leaves_nothing(desk: Desk, dossier: str) -> None:
    before = desk.world.files(log=True)
    steps: list[Step] = [{}, {"write": ""}, {"write": "# niets\n\n"}, {"exit": 1}]
    for step in [*steps, {"write": "", "exit": 3}]:
        done = desk.types("signal", dossier, steps=[step])
        assert (done.exit_code, done.stdout) == (USAGE, b"")
        assert "nothing was filed" in done.stderr
    assert desk.world.files(log=True) == before


@pytest.mark.artikel("13.1", "15.1")
@pytest.mark.parametrize(("text", "code"), [(WRONG, INPUT), (REFUSED_TEXT, REFUSED)])
def test_what_is_given_up_is_kept_and_the_same_command_brings_it_back(
    desk: Desk, dossier: str, text: str, code: int
) -> None:
    given_up = desk.types("signal", dossier, steps=[{"write": text}, {}])
    assert given_up.exit_code == code, given_up
    draft = f"{dossier}.signal.uit-1"
    assert f"the text is kept as draft {draft} until 2026-11-03\n" in given_up.stderr
    assert f"next: pgaref signal {dossier}\n" in given_up.stderr
    assert desk.drafts() == [draft]
    assert desk.told(NAME) == []
    assert NAME not in given_up.stderr
    mended = desk.types("signal", dossier, steps=[{"write": signal()}])
    assert mended.exit_code == 0, mended
    first, *rest = desk.seen[0]["text"].splitlines()
    assert first == f"# your draft of {TODAY}"
    assert "\n".join(rest) == text.rstrip("\n")
    assert desk.drafts() == []
    opened = [line for line in desk.world.lines() if line["action"] == "edit"]
    assert [line["phase"] for line in opened] == ["intent", "done"]
    assert opened[-1]["records"] == [dossier]
    assert desk.world.do("check", "--decrypt").exit_code == 0


def test_a_draft_is_of_its_officer_and_command(desk: Desk, years: Years, dossier: str) -> None:
    keep(years, dossier)
    keep(years, dossier, by="pol-1", command="correct", record=2)
    desk.types("review", dossier, steps=[{}])
    assert NAME not in desk.seen[0]["text"]
    desk.types("correct", f"{dossier}/2", steps=[{}])
    assert NAME not in desk.seen[0]["text"]
    desk.types("signal", dossier, steps=[{}], keys=[("file it so?", "n\r")])
    assert NAME in desk.seen[0]["text"]


@pytest.mark.artikel("13.1")
def test_a_draft_past_its_term_is_not_brought_back(desk: Desk, years: Years, dossier: str) -> None:
    keep(years, dossier)
    years.run.now += timedelta(days=14)
    desk.types("signal", dossier, steps=[{}])
    assert NAME not in desk.seen[0]["text"]


@pytest.mark.parametrize(
    ("step", "code"),
    [
        ({"exit": 1}, "1"),
        ({"kill": "SIGKILL"}, "-9"),
        ({"kill": "SIGSEGV"}, "-11"),
    ],
)
def test_what_an_editor_leaves_that_ends_badly_is_kept(
    desk: Desk, dossier: str, step: Step, code: str
) -> None:
    done = desk.types("signal", dossier, steps=[{"write": signal(), **step}])
    assert done.exit_code == USAGE
    assert f"pgaref: error: the editor ended with {code}; nothing was filed\n" in done.stderr
    assert "the text is kept as draft" in done.stderr
    assert desk.drafts() == [f"{dossier}.signal.uit-1"]
    asked = desk.types("signal", dossier, steps=[{}], keys=[("file it so?", "y\r")])
    assert asked.exit_code == 0, asked
    assert desk.drafts() == []


@pytest.mark.artikel("15.1")
@pytest.mark.parametrize("number", ["SIGTERM", "SIGHUP"])
def test_told_to_stop_it_keeps_the_text_and_leaves_none_in_memory(
    desk: Desk, dossier: str, number: str
) -> None:
    done = desk.types("signal", dossier, steps=[{"write": signal(), "stop": number, "sleep": 30}])
    assert done.exit_code == INTERRUPTED, done
    assert desk.drafts() == [f"{dossier}.signal.uit-1"]
    assert desk.told(NAME) == []


def test_the_keys_that_interrupt_are_the_editors(desk: Desk, dossier: str) -> None:
    done = desk.types("signal", dossier, steps=[{"write": signal(), "stop": "SIGINT"}])
    assert done.exit_code == 0, done


@pytest.mark.artikel("15.1")
def test_what_a_kill_left_in_memory_is_cleared_by_the_next_edit(desk: Desk, dossier: str) -> None:
    killed = desk.types("signal", dossier, steps=[{"write": signal(), "stop": "SIGKILL"}])
    # What set the clock tells of the kill.
    assert "Killed" in killed.stderr
    (left,) = desk.left()
    assert NAME in (left / "signaal.yaml").read_text()
    assert desk.types("signal", dossier, steps=[{}]).exit_code == USAGE


def test_where_somebody_still_types_nothing_is_cleared(desk: Desk, dossier: str) -> None:
    first = desk.runtime / "pgaref-edit-others"
    first.mkdir(mode=0o700)
    holder = subprocess.Popen(
        ["flock", str(first), "sh", "-c", "echo held; read -r _"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        desk.types("signal", dossier, steps=[{}])
        assert desk.left() == [first]
    finally:
        holder.communicate(b"\n", timeout=60)
    desk.types("signal", dossier, steps=[{}])


def test_while_the_vault_is_locked_nothing_is_lost_unless_that_is_said(
    desk: Desk, dossier: str
) -> None:
    lock, pid = desk.world.vault / "lock", desk.world.run.home / "pid"
    holding = f"flock {lock} sleep 30 >/dev/null 2>&1 & echo $! > {pid}; sleep 0.5"
    step = {"write": signal(), "run": ["sh", "-c", holding], "env": dict(os.environ)}
    done = desk.types("signal", dossier, "--wait", "0", steps=[step, {}, {}])
    os.kill(int(pid.read_text()), signals.SIGTERM)
    assert done.exit_code == LOCKED, done
    again, last = (seen["text"].splitlines() for seen in desk.seen[1:])
    assert again[0] == "# pgaref: error: another command holds the vault"
    assert "# leave it as it is to give up: the text is kept as a draft" in again
    assert "# it could not be kept; left as it is once more, the text is gone" in last
    assert NAME not in done.stderr


def test_a_dry_run_keeps_the_text_for_the_act_itself(desk: Desk, years: Years) -> None:
    dossier = years.intake()
    assert years.act("weigh", dossier).exit_code == 0
    text = yaml(sample("besluit", datum=TODAY))
    looked = desk.types("decide", dossier, "--dry-run", steps=[{"write": text}])
    assert looked.exit_code == 0, looked
    assert "nothing changed" in looked.stderr
    assert desk.drafts() == [f"{dossier}.decide.uit-1"]
    left = desk.types("decide", dossier, steps=[{}], keys=[("file it so?", "\r")])
    assert left.exit_code == USAGE
    assert "nothing was filed; the draft stays until 2026-11-03" in left.stderr
    filed = desk.types("decide", dossier, "--json", steps=[{}], keys=[("file it so?", "y\r")])
    assert filed.exit_code == 0, filed
    assert filed.stdout.startswith(b"{")
    assert desk.drafts() == []


# Before anybody types


@pytest.mark.artikel("8.1", "15.2.b")
def test_what_would_be_refused_anyway_opens_no_editor(
    desk: Desk, years: Years, dossier: str
) -> None:
    before = years.files(log=True)
    cases: list[tuple[list[str], str, int, str]] = [
        (["intake"], "pol-1", REFUSED, "pol-1 of politie may not do this"),
        (["plan", dossier], "uit-1", REFUSED, "plan is not for a dossier of register weegploeg"),
        (["decide", "CO-00000000"], "uit-1", USAGE, "no dossier CO-00000000"),
        (["join", dossier, "kees-bedacht"], "uit-1", USAGE, "no such party"),
    ]
    for words, by, code, message in cases:
        done = desk.types(*words, by=by)
        assert (done.exit_code, done.stdout) == (code, b""), done
        assert message in done.stderr
        assert "kees" not in done.stderr
        assert desk.seen == []
    (years.run.home / "uit-1.sign").rename(years.run.home / "away")
    assert desk.types("signal", dossier).exit_code == NO_KEY
    assert desk.seen == []
    assert years.files(log=True) == before


@pytest.mark.parametrize(
    ("editor", "message"),
    [
        ("no-such-editor-here", "the editor is not found"),
        ("'", "VISUAL or EDITOR is no line of words"),
        ("/etc/passwd", "the editor is not found"),
    ],
)
def test_an_editor_that_is_none(desk: Desk, dossier: str, editor: str, message: str) -> None:
    done = desk.types("signal", dossier, editor=editor)
    assert done.exit_code == USAGE
    assert f"pgaref: error: {message}\n" in done.stderr
    assert "no-such" not in done.stderr


def test_visual_goes_before_editor(desk: Desk, dossier: str) -> None:
    done = desk.types(
        "signal", dossier, steps=[{"write": signal()}], editor="false", VISUAL=desk.scripted
    )
    assert done.exit_code == 0, done


def test_without_a_terminal_no_editor_is_opened(years: Years, dossier: str) -> None:
    done = subprocess.run(
        [*PGAREF, "signal", dossier],
        env={**os.environ, "PYTHONPATH": str(ROOT), "EDITOR": "touch"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        cwd=years.run.home,
        timeout=60,
    )
    assert done.returncode == USAGE
    assert done.stderr.startswith(b"pgaref: error: no FILE is given\n")
