# SPDX-License-Identifier: EUPL-1.2
"""Completion: what is offered, to which shell, and that nothing is opened, written or said."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
from typer._click.core import Parameter
from typer.core import TyperArgument, TyperOption

from pgaref.actions.document import GATHERERS
from pgaref.actions.template import LINES
from pgaref.cli import lines, registry
from pgaref.cli.group import LazyGroup
from pgaref.covenant.identifiers import Address
from pgaref.covenant.model import State
from pgaref.storage import yamltext
from pgaref.storage.glance import Glance
from tests.cli.conftest import ROOT, CommandLine, Spawn
from tests.cli.refusals import Cast

PROFILE = ROOT / "pgaref" / "profiles" / "limburg-2019" / "convenant.yaml"
# What a word of the table takes -> the type that the command asks for.
TYPES: Mapping[str, type] = {
    **dict.fromkeys(("ID", "ID/N", "ID[/N]", "CERTIFICATE"), Address),
    **dict.fromkeys(("FILE", "FOLDER"), Path),
    **dict.fromkeys(("NUMBER", "VERSION", "YEAR"), int),
    "DATE": date,
}


def _parameters(words: str) -> list[Parameter]:
    root = LazyGroup("")
    context = root.make_context("pgaref", [], resilient_parsing=True)
    group: Any = root
    for word in words.split():
        group = group.get_command(context, word)
    return [param for param in group.get_params(context) if param.name != "help"]


def _asked(param: Any) -> type:
    annotation = param.type_descriptor.annotation
    inner = get_args(annotation)
    return inner[0] if inner and isinstance(inner[0], type) else str if inner else annotation


def _told(param: Parameter) -> tuple[str, ...]:
    """How the table writes a parameter: its name, whether there may be several, and its type."""
    assert isinstance(param, TyperArgument | TyperOption)
    several = (
        "..." if param.nargs == -1 or (isinstance(param, TyperOption) and param.multiple) else ""
    )
    if isinstance(param, TyperOption):
        return (*sorted(param.opts), several, "" if param.is_flag else _asked(param).__name__)
    return (several, _asked(param).__name__)


def _typed(word: str) -> tuple[str, ...]:
    several = "..." if word.endswith("...") else ""
    name, _, kind = word.removesuffix("...").partition("=")
    if name.startswith("-"):
        return (name, several, TYPES.get(kind, str).__name__ if kind else "")
    return (several, TYPES.get(name, str).__name__)


@pytest.mark.parametrize("words", registry.COMMANDS)
def test_the_table_says_what_a_command_takes(words: str) -> None:
    params = [_told(param) for param in _parameters(words)]
    told = [_typed(word) for word in lines.TAKES[words].split()]
    # An option with two names has two words in the table.
    spread = [(name, *one[-2:]) for one in params if len(one) > 2 for name in one[:-2]]
    assert [one for one in told if len(one) == 2] == [one for one in params if len(one) == 2]
    assert sorted(one for one in told if len(one) == 3) == sorted(spread)


def test_the_table_has_every_command_kind_and_option() -> None:
    assert list(lines.TAKES) == list(registry.COMMANDS)
    assert list(lines.DOCUMENTS) == list(GATHERERS)
    assert list(lines.TEMPLATES) == list(LINES)
    options = {
        w.partition("=")[0].removesuffix("...") for w in " ".join(lines.TAKES.values()).split()
    }
    assert {name for name in options if name.startswith("-")} == set(lines.OPTIONS)
    (shell,) = _parameters("completion")
    assert get_args(getattr(shell, "type_descriptor").annotation) == lines.SHELLS  # noqa: B009


def _offered(cast: Cast, line: str, shell: str = "fish") -> dict[str, str]:
    """What is offered behind `line`, whose last word is unfinished."""
    words = ["/".join(map(cast.id, word.split("/"))) for word in line.split(" ")]
    result = cast.world.run("_complete", shell, "pgaref", *words)
    assert (result.exit_code, result.stderr) == (0, "")
    found = [row.partition("\t") for row in result.stdout.splitlines() if row]
    return {value: text for value, _, text in found}


def test_words_of_commands_come_with_what_they_are_for(cast: Cast) -> None:
    assert _offered(cast, "sh") == {
        "show": "read a dossier or a record",
        "shred": "destroy a dossier by hand",
    }
    assert list(_offered(cast, "request ")) == registry.children("request")
    assert _offered(cast, "qqqq") == _offered(cast, "request qqqq ") == {}
    assert "officer" in _offered(cast, "--json --wait 3 off")


def test_options_are_offered_once(cast: Cast) -> None:
    assert list(_offered(cast, "list --")) == [
        *("--names", "--register", "--state", "--party", "--chart", "--svg", "--limit"),
        *("--vault", "--identity", "--wait", "--json", "--help"),
    ]
    assert "--names" not in _offered(cast, "list --names --")
    assert "--signature" in _offered(cast, "disclose running --signature f --")
    assert "--version" in _offered(cast, "--")
    assert _offered(cast, "show -- --") == {}


@pytest.mark.artikel("9.3", "13.4")
def test_dossiers_are_those_on_which_the_act_can_be_done(cast: Cast) -> None:
    running = {cast.id("running"), cast.id("other")}
    assert set(_offered(cast, "plan ")) == running
    assert set(_offered(cast, "plan ").values()) == {"lopend"}
    assert _offered(cast, "reopen ") == {cast.id("archived"): "gearchiveerd"}
    assert set(_offered(cast, "signal ")) > running
    assert cast.id("archived") not in _offered(cast, "signal ")
    assert _offered(cast, "request answer ") == {}
    everything = {cast.id(name) for name in cast.dossiers} - {cast.id("gone")}
    assert set(_offered(cast, "show ")) == everything
    assert set(_offered(cast, "certificate ")) == {cast.id("gone")}


def test_an_id_is_read_in_any_case(cast: Cast) -> None:
    fresh = cast.id("fresh")
    assert _offered(cast, f"show {fresh.lower()[:8]}") == {fresh: "te-wegen"}
    assert set(_offered(cast, "show wp-")) == {i for i in _offered(cast, "show ") if i[0] == "W"}


def test_records_come_from_the_card(cast: Cast) -> None:
    fresh = cast.id("fresh")
    melders = [cast.id(f"fresh/{n}").replace("fresh", fresh) for n in (4, 5)]
    found = _offered(cast, "show fresh/")
    assert found[f"{fresh}/2"] == "signaal, dossier"
    assert [i for i, text in found.items() if text.startswith("melder")] == melders
    assert f"{fresh}/" in _offered(cast, "correct ")
    assert set(_offered(cast, "correct fresh/")) == set(found)
    assert _offered(cast, "show WP-00000000/") == {}


def test_what_else_a_command_takes(cast: Cast) -> None:
    profile = yamltext.parse(PROFILE.read_bytes(), PROFILE.name).value
    parties = {party["id"] for party in profile["partijen"]}
    there = {"gemeente-heerlen", "openbaar-ministerie", "politie", "reclassering-nederland"}
    assert set(_offered(cast, "party show ")) == parties
    assert set(_offered(cast, "leave running ")) == there
    assert set(_offered(cast, "join running ")) == parties - there
    assert set(_offered(cast, "list --party ")) == parties
    assert _offered(cast, "officer revoke ") == {
        "hrl-1": "gemeente-heerlen",
        "nctv-1": "nctv",
        "om-1": "openbaar-ministerie",
        "pol-1": "politie",
        "pol-9": "politie",
        "rvk-1": "raad-voor-de-kinderbescherming",
        "rec-1": "reclassering-nederland",
        "uit-1": "uitvoerder",
    }
    assert list(_offered(cast, "show fresh --purpose ")) == [
        p["naam"] for p in profile["leesdoelen"]
    ]
    assert list(_offered(cast, "list --register ")) == [r["naam"] for r in profile["registers"]]
    assert list(_offered(cast, "list --state ")) == [s.value for s in State][:-1]
    assert list(_offered(cast, "show running --section ")) == [
        *("beperkt", "beperkt-om", "dossier", "netwerk", "plan", "voortgang"),
    ]
    reasons = {a["naam"]: a["redenen"] for a in profile["handelingen"] if "redenen" in a}
    assert list(_offered(cast, "shred fresh --reason ")) == reasons["shred"]
    assert list(_offered(cast, "officer confirm pol-1 --how ")) == reasons["officer confirm"]
    assert list(_offered(cast, "document ")) == list(GATHERERS)
    assert list(_offered(cast, "template weg")) == ["weging"]
    assert list(_offered(cast, "log delete ")) == ["2026", "2027"]
    assert list(_offered(cast, "init --profile ")) == ["limburg-2019"]
    assert "officer-add" in _offered(cast, "log show --act off")
    assert list(_offered(cast, "completion ")) == list(lines.SHELLS)


def test_files_are_found_by_the_shell(cast: Cast) -> None:
    for line in ("intake ", "plan running ", "--identity ", "agenda --ics ", "intake --identity=x"):
        assert list(_offered(cast, line)) == [":files"]
    assert (
        list(_offered(cast, "--vault ")) == list(_offered(cast, "init --archive=x")) == [":folders"]
    )
    for line in ("--wait ", "sweep --as-of ", "plan running file ", "officer add politie "):
        assert _offered(cast, line) == {}


def test_a_value_behind_its_sign(cast: Cast) -> None:
    assert _offered(cast, "list --party=pol") == {"--party=politie": ""}
    # bash has taken the word apart, and replaces the last piece.
    assert _offered(cast, "list --party = pol", "bash") == {"politie": ""}
    assert "politie" in _offered(cast, "list --party =", "bash")
    assert set(_offered(cast, 'show "wp-', "bash")) == set(_offered(cast, "show wp-"))


def test_the_vault_that_the_line_names(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = cast.world.vault
    monkeypatch.setenv("PGAREF_VAULT", "nowhere")
    assert _offered(cast, "plan ") == {}
    for words in ([f"--vault={vault}"], ["--vault", str(vault)], ["--vault", "~/vault"]):
        assert (
            cast.world.run("_complete", "zsh", "pgaref", "plan", *words, "").stdout.count("CO-")
            == 2
        )
    words = [f"PGAREF_VAULT={vault}", "pgaref", "plan", ""]
    assert cast.world.run("_complete", "zsh", *words).stdout.count("CO-") == 2
    # bash leaves an unquoted word as it was typed.
    words = ["pgaref", "--vault", "=", f"'{vault}'", "plan", ""]
    assert cast.world.run("_complete", "bash", *words).stdout.count("CO-") == 2


LOOKS = (
    *("show ", "plan ", "correct fresh/", "show fresh --section ", "leave running "),
    *("party show ", "officer revoke ", "find --purpose ", "shred fresh --reason ", "certificate "),
)


@pytest.mark.artikel("15.2.e")
def test_no_key_is_opened_and_no_line_is_written(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGAREF_IDENTITY", "nowhere")
    before = cast.world.files(log=True)
    for line in LOOKS:
        assert _offered(cast, line)
    assert cast.world.files(log=True) == before


@pytest.mark.parametrize("text", [b"", b"\xff\x00", b"5\n", b"[]\n", b"{}\n", b'{"records":[3]}\n'])
def test_a_broken_vault_completes_nothing_and_says_nothing(cast: Cast, text: bytes) -> None:
    vault = cast.world.vault
    for path in (*vault.glob("dossiers/*/*/card.json"), *vault.glob("parties/*.yaml")):
        path.write_bytes(text)
    for name in ("vault.json", "convenant.yaml"):
        (vault / name).write_bytes(text)
    for line in LOOKS:
        assert set(_offered(cast, line).values()) <= {"", "gearchiveerd"}
    assert _offered(cast, "correct fresh/") == _offered(cast, "party show ") == {}


def test_no_link_is_followed_and_nothing_commands_a_terminal(cast: Cast) -> None:
    vault = cast.world.vault
    card = next(vault.glob(f"dossiers/*/{cast.id('running')}/card.json"))
    card.write_bytes(
        card.read_bytes()
        .replace(b'"plan":{', b'"\x1b[2J":{')
        .replace(b'"kind":"subject"', b'"kind":"\x1b]0;x\x07"')
    )
    assert "plan" not in _offered(cast, "show running --section ")
    assert "\x1b" not in "".join((*_offered(cast, "show running --section "),
                                  *_offered(cast, "show running/").values()))  # fmt: skip
    aside = cast.world.run.home / "aside"
    (vault / "dossiers").rename(aside)
    (vault / "dossiers").symlink_to(aside)
    assert set(_offered(cast, "show ")) == {cast.id("archived")}


def test_a_profile_in_another_layout_tells_the_same(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("flow", "block")]
    value = yamltext.parse(PROFILE.read_bytes(), PROFILE.name).value
    texts = (PROFILE.read_bytes(), yamltext.dump(value))
    for folder, text in zip(folders, texts, strict=True):
        folder.mkdir()
        (folder / "convenant.yaml").write_bytes(text)
    flow, block = map(Glance, folders)
    assert flow.parties() == block.parties() == [party["id"] for party in value["partijen"]]
    assert flow.purposes() == block.purposes()
    assert flow.registers() == block.registers()
    for act in value["handelingen"]:
        assert flow.fits(act["naam"]) == block.fits(act["naam"])
        assert flow.reasons(act["naam"]) == block.reasons(act["naam"]) == act.get("redenen", [])


def test_an_archive_that_lies_elsewhere_is_looked_at(run: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "weegploeg" / "WP-7K3F9QXD").mkdir(parents=True)
    run.vault.mkdir()
    (run.vault / "vault.json").write_text(f'{{"archive":"{tmp_path}"}}\n')
    found = run("_complete", "fish", "pgaref", "show", "")
    assert found.stdout == "WP-7K3F9QXD\tgearchiveerd\n"


def test_completion_imports_no_command_and_no_typer(run: CommandLine, spawn: Spawn) -> None:
    (run.vault / "dossiers" / "casusoverleg" / "CO-7K3F9QXD").mkdir(parents=True)
    program = (
        "import os, sys; from pgaref.cli.main import main; main(sys.argv[1:], os.environ); "
        "assert not [m for m in sys.modules if m.startswith('pgaref.cli.commands')]; "
        "assert not {'typer', 'rich', 'pydantic', 'ruamel.yaml', 'pyrage'} & set(sys.modules)"
    )
    done = spawn("_complete", "zsh", "pgaref", "plan", "", program=program)
    assert (done.exit_code, done.stderr, done.stdout) == (0, "", "CO-7K3F9QXD\n")


def test_the_script_is_printed_for_each_shell(run: CommandLine) -> None:
    for shell in lines.SHELLS:
        script = run("completion", shell)
        assert script.exit_code == 0
        assert f"_complete {shell} " in script.stdout
        assert run("completion", shell, "--json").json == {"shell": shell, "script": script.stdout}
    refused = run("completion", "tcsh")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "one of bash, zsh, fish" in refused.stderr


# The shells themselves

# What a person typed -> what stands on the line after a tab. bash cannot see an assignment.
TYPED = {
    "pgaref docu": "pgaref document ",
    "pgaref show {low}": "pgaref show {fresh} ",
    "pgaref correct {low}": "pgaref correct {fresh}/",
    "pgaref list --party=pol": "pgaref list --party=politie ",
    "pgaref --vault=nowhere show {low}": "pgaref --vault=nowhere show {low}",
    "pgaref keygen only-o": "pgaref keygen only-one ",
    "pgaref init --archive=fold": "pgaref init --archive=folder/",
}
_SHELLS = {
    "bash": (
        ["bash", "--norc", "-i"],
        "bind 'set bell-style none'; source <(pgaref completion bash)",
    ),
    "zsh": (
        ["zsh", "-f", "-i"],
        "autoload -Uz compinit; compinit -u -D; source <(pgaref completion zsh); setopt nobeep",
    ),
}


@pytest.fixture
def program(cast: Cast, tmp_path: Path) -> dict[str, str]:
    """An environment in which `pgaref` is this one, and there is a file and a folder."""
    (tmp_path / "bin").mkdir()
    script = f'#!/bin/sh\nexec "{sys.executable}" -m pgaref "$@"\n'
    (tmp_path / "bin" / "pgaref").write_text(script)
    (tmp_path / "bin" / "pgaref").chmod(0o755)
    (cast.world.run.home / "only-one").write_text("")
    (cast.world.run.home / "folder").mkdir()
    path = f"{tmp_path / 'bin'}:{os.environ['PATH']}"
    return {**os.environ, "PYTHONPATH": str(ROOT), "PATH": path, "TERM": "xterm", "COLUMNS": "200"}


def test_the_scripts_are_sound() -> None:
    for shell in lines.SHELLS:
        script = ROOT / "pgaref" / "cli" / "shells" / f"pgaref.{shell}"
        done = subprocess.run([shell, "-n", script], capture_output=True, timeout=60)
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_fish_shows_what_each_is(cast: Cast, program: dict[str, str]) -> None:
    fresh = cast.id("fresh")
    for line, said in {
        "pgaref sh": ["show\tread a dossier or a record", "shred\tdestroy a dossier by hand"],
        f"pgaref show {fresh.lower()[:8]}": [f"{fresh}\tte-wegen"],
        f"pgaref correct {fresh}/2": [f"{fresh}/2\tsignaal, dossier"],
        "pgaref list --party=pol": ["--party=politie"],
        "pgaref keygen only": ["only-one"],
        "pgaref --vault=fold": ["--vault=folder/"],
        f"PGAREF_VAULT=nowhere pgaref show {fresh}": [],
        f"pgaref --vault nowhere show {fresh}": [],
    }.items():
        command = f"pgaref completion fish | source; complete -C '{line}'"
        done = subprocess.run(
            ["fish", "-N", "-c", command],
            env=program,
            cwd=cast.world.run.home,
            capture_output=True,
            timeout=60,
        )
        assert (done.stdout.decode().splitlines(), done.stderr) == (said, b""), line


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_a_tab_in_a_real_shell(cast: Cast, program: dict[str, str], shell: str) -> None:
    fresh = cast.id("fresh")
    names = {"fresh": fresh, "low": fresh.lower()[:9]}
    with_tabs = {line.format(**names): whole.format(**names) for line, whole in TYPED.items()}
    if shell == "zsh":
        with_tabs[f"PGAREF_VAULT=nowhere pgaref show {names['low']}"] = (
            f"PGAREF_VAULT=nowhere pgaref show {names['low']}"
        )
    assert _tabbed(shell, list(with_tabs), program, cast.world.run.home) == with_tabs


def _tabbed(
    shell: str, typed: list[str], environment: dict[str, str], folder: Path
) -> dict[str, str]:
    """What stands on the line after each was typed and a tab: the shell is made to echo it."""
    command, setting_up = _SHELLS[shell]
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        [shutil.which(command[0]) or "", *command[1:]],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=folder,
        env=environment,
        start_new_session=True,
    )
    os.close(theirs)
    try:
        os.write(ours, f"{setting_up}; PS1=; echo RE''ADY\n".encode())
        _until(ours, b"READY\r\n")
        return dict(_one_by_one(ours, typed))
    finally:
        child.kill()
        child.wait()
        os.close(ours)


def _one_by_one(terminal: int, typed: list[str]) -> Iterator[tuple[str, str]]:
    for line in typed:
        # Home, an echo of the rest as it stands, and End: the line is printed, not run.
        os.write(terminal, line.encode() + b"\t<\x01printf '[%s]\\n' '\x05'\r")
        seen = _until(terminal, b"<]\r\n")
        (found,) = re.findall(r"\[([^][%\x1b]*)<\]\r\n", seen.decode())
        yield line, found


def _until(terminal: int, end: bytes) -> bytes:
    seen, stop = b"", time.monotonic() + 60
    while end not in seen:
        assert time.monotonic() < stop, seen
        ready, _, _ = select.select([terminal], [], [], 1)
        seen += os.read(terminal, 65536) if ready else b""
    return seen
