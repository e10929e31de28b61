# SPDX-License-Identifier: EUPL-1.2
"""From a line typed to an exit code and its messages."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import typer

import pgaref
from pgaref.errors import (
    AttentionError,
    InputError,
    IntegrityError,
    KeyUnavailableError,
    PgarefError,
    Refusal,
    RefusedError,
    UsageError,
    VaultLockedError,
)
from tests.cli.conftest import ROOT, CommandLine, Register, Spawn

SECRET = "Jansen-4711"


def _raising(error: BaseException) -> Callable[[], None]:
    def command() -> None:
        raise error

    return command


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (PgarefError("m"), 1),
        (UsageError("m"), 2),
        (RefusedError(Refusal("m")), 10),
        (InputError("m"), 11),
        (KeyUnavailableError("m"), 12),
        (IntegrityError("m"), 13),
        (VaultLockedError("m"), 14),
        (AttentionError("m"), 15),
        (KeyboardInterrupt(), 130),
        (BrokenPipeError(), 141),
        (typer.Abort(), 130),
        (typer.Exit(15), 15),
    ],
)
def test_every_error_has_its_exit_code(
    run: CommandLine, register: Register, error: BaseException, code: int
) -> None:
    register("try", _raising(error))
    result = run("try")
    assert result.exit_code == code
    assert result.stdout == ""


def test_a_command_may_return_its_exit_code(run: CommandLine, register: Register) -> None:
    register("try", lambda: 15)
    assert run("try").exit_code == 15


def test_data_printed_before_an_error_stays(run: CommandLine, register: Register) -> None:
    def command() -> None:
        print("data")
        raise IntegrityError("a finding")

    register("try", command)
    result = run("try")
    assert (result.stdout, result.exit_code) == ("data\n", 13)


def test_an_error_says_what_and_then_what_to_do(run: CommandLine, register: Register) -> None:
    register(
        "try", _raising(IntegrityError("card WP-1 is not what the log says", hint="pgaref check"))
    )
    assert run("try").stderr == (
        "pgaref: error: card WP-1 is not what the log says\nhint: pgaref check\n"
    )


def test_every_refusal_names_its_article_and_nothing_is_said_twice(
    run: CommandLine, register: Register
) -> None:
    error = RefusedError(
        Refusal("record 4 is wpg-9", "6.b", hint="leave out record 4"),
        Refusal("reclassering-nederland has not consented", "10.5", hint="ask for consents"),
        Refusal("reclassering-nederland has not consented", "10.5", hint="ask for consents"),
        Refusal("the clock is behind the log"),
    )
    register("try", _raising(error))
    assert run("try").stderr == (
        "pgaref: refused: record 4 is wpg-9 (art. 6 onder b)\n"
        "pgaref: refused: reclassering-nederland has not consented (art. 10 lid 5)\n"
        "pgaref: refused: the clock is behind the log\n"
        "hint: leave out record 4\n"
        "hint: ask for consents\n"
    )


def test_every_problem_of_an_input_is_a_line(run: CommandLine, register: Register) -> None:
    register(
        "try", _raising(InputError("a.yaml:1: x: missing", "a.yaml:2: y: closed", hint="see it"))
    )
    assert run("try").stderr == (
        "pgaref: error: a.yaml:1: x: missing\npgaref: error: a.yaml:2: y: closed\nhint: see it\n"
    )


def test_a_message_cannot_command_the_terminal(run: CommandLine, register: Register) -> None:
    register("try", _raising(InputError("\x1b[2Ja\nb\u202e")))
    shown, hint = run("try").stderr.splitlines()
    assert shown == "pgaref: error: \\x1b[2Ja\\nb\\u202e"
    assert hint.startswith("hint: ")


@pytest.mark.parametrize(
    "line",
    [
        [SECRET],
        ["--", SECRET],
        [f"--{SECRET}"],
        [f"-{SECRET}"],
        ["keygen", f"--{SECRET}"],
        ["keygen", f"-{SECRET}"],
        ["keygen", f"--{SECRET}=x"],
        ["keygen", f"--help={SECRET}"],
        ["keygen", "a", SECRET],
        ["keygen", f"{SECRET}/{SECRET}"],
        ["keygen", "--json", "--vault"],
        ["--vault", f"--{SECRET}", "keygen", "a"],
        [f"--vault=--{SECRET}", "keygen", "a"],
        ["--wait", SECRET, "keygen", "a"],
        [f"--json={SECRET}", "keygen", "a"],
        [f"--version={SECRET}"],
        ["keygen", ""],
        [],
    ],
)
def test_a_usage_error_never_repeats_what_was_typed(run: CommandLine, line: list[str]) -> None:
    result = run(*line)
    assert result.exit_code == 2
    assert result.stderr.startswith("pgaref: error: ")
    assert SECRET not in result.stderr
    assert result.stdout == ""
    assert list(run.home.iterdir()) == []


def test_the_version_is_told_without_importing_typer(spawn: Spawn) -> None:
    program = (
        "import os, sys; from pgaref.cli.main import main; main(sys.argv[1:], os.environ); "
        "assert 'typer' not in sys.modules"
    )
    assert spawn("--version").stdout == f"pgaref {pgaref.__version__}\n"
    result = spawn("show", "--version", "x", program=program)
    assert (result.exit_code, result.stdout) == (0, f"pgaref {pgaref.__version__}\n")


# A process of its own that runs one command, of which the source stands in the placeholder.
_WITH_COMMAND = """
import os, sys, types
from pgaref.cli import main, registry
module = types.ModuleType("pgaref.cli.commands.try")
exec({source!r}, vars(module))
sys.modules[module.__name__] = module
registry.COMMANDS = {{"try": "a command for a test"}}
main.run()
"""


def _with_command(source: str) -> str:
    return _WITH_COMMAND.format(source=source)


def test_the_unexpected_tells_class_and_place_but_no_content(spawn: Spawn) -> None:
    source = f"def command() -> None:\n    name = {SECRET!r}\n    raise ValueError(name)"
    result = spawn("try", program=_with_command(source))
    assert result.exit_code == 1
    assert result.stderr.startswith(
        "pgaref: error: unexpected ValueError at pgaref.cli.commands.try:3"
    )
    assert result.stderr.count("\n") == 1
    assert SECRET not in result.stderr


def test_the_unexpected_inside_the_unexpected_tells_no_content_either(spawn: Spawn) -> None:
    source = (
        "class Held:\n"
        f"    def __del__(self) -> None:\n        raise ValueError({SECRET!r})\n"
        "def command() -> None:\n    Held()\n"
    )
    result = spawn("try", program=_with_command(source))
    assert result.exit_code == 0
    assert result.stderr.startswith("pgaref: error: unexpected ValueError at ")
    assert SECRET not in result.stderr


def test_an_error_of_the_system_is_named_by_its_symbol(spawn: Spawn) -> None:
    source = f"def command() -> None:\n    raise OSError(24, {SECRET!r}, {SECRET!r})"
    result = spawn("try", program=_with_command(source))
    assert result.exit_code == 1
    assert "OSError (EMFILE) at pgaref.cli.commands.try:2" in result.stderr
    assert SECRET not in result.stderr


@pytest.mark.parametrize(
    ("number", "message"),
    [
        (errno.ENOSPC, "no space left on the disk"),
        (errno.EDQUOT, "the quota of the disk is used up"),
        (errno.EROFS, "the disk can only be read"),
        (errno.EIO, "the disk does not read or write"),
        (errno.EACCES, "no permission for a file or folder"),
    ],
)
def test_what_the_machine_lacks_is_told_with_a_hint_and_no_path(
    run: CommandLine, register: Register, number: int, message: str
) -> None:
    register("try", _raising(OSError(number, SECRET, SECRET)))
    result = run("try")
    assert (result.exit_code, result.stdout) == (1, "")
    error, hint = result.stderr.splitlines()
    assert error == f"pgaref: error: {message}"
    assert hint.startswith("hint: ")
    assert SECRET not in hint


def test_secrets_never_reach_a_core_dump(spawn: Spawn) -> None:
    source = "from resource import *\ndef command() -> None:\n    print(getrlimit(RLIMIT_CORE))"
    assert spawn("try", program=_with_command(source)).stdout == "(0, 0)\n"


@pytest.mark.artikel("14.1", "15.1")
def test_nobody_looks_into_the_memory_of_a_command(spawn: Spawn) -> None:
    program = (
        "import ctypes, os; from pgaref.cli import process; process.prepare();"
        "print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)); os.abort()"
    )
    aborted = spawn(program=f"import sys; sys.stdout.reconfigure(line_buffering=True); {program}")
    assert (aborted.exit_code, aborted.stdout) == (-6, "0\n")
    assert list(Path.cwd().glob("core*")) == []


def test_stdout_is_utf8_whatever_the_locale(spawn: Spawn) -> None:
    source = "def command() -> None:\n    print('Noël \\udcff')"
    result = spawn("try", program=_with_command(source), LC_ALL="C", PYTHONIOENCODING="ascii")
    assert (result.exit_code, result.stdout) == (0, "Noël \\udcff\n")


def _process(*argv: str, stdout: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, *argv],
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def test_a_closed_pipe_is_141_and_silent() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with _process("-m", "pgaref", "--help", stdout=writing) as process:
        os.close(writing)
        _, stderr = process.communicate(timeout=60)
    assert (process.returncode, stderr) == (141, b"")


def test_a_full_disk_behind_stdout_is_no_success() -> None:
    full = os.open("/dev/full", os.O_WRONLY)
    with _process("-m", "pgaref", "--version", stdout=full) as process:
        os.close(full)
        _, stderr = process.communicate(timeout=60)
    assert process.returncode == 1
    error, hint = stderr.splitlines()
    assert error == b"pgaref: error: no space left on the disk"
    assert hint.startswith(b"hint: make room")


def test_an_interrupt_is_130(run: CommandLine) -> None:
    source = (
        "import os, time\ndef command() -> None:\n    os.write(2, b'ready')\n    time.sleep(60)"
    )
    with _process("-c", _with_command(source), "try", stdout=subprocess.DEVNULL) as process:
        assert process.stderr is not None
        assert process.stderr.read(5) == b"ready"
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=60)
    assert (process.returncode, stderr) == (130, b"pgaref: error: interrupted\n")


def test_no_file_is_ever_opened_as_stdin_stdout_or_stderr(run: CommandLine) -> None:
    source = (
        "import os\ndef command() -> None:\n"
        "    made = os.open('made', os.O_CREAT | os.O_WRONLY)\n"
        "    os.write(made, str(made > 2).encode())"
    )
    program = _with_command(source)
    closed = ["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", sys.executable, "-c", program, "try"]
    done = subprocess.run(
        closed, env={**os.environ, "PYTHONPATH": str(ROOT)}, cwd=run.home, timeout=60
    )
    assert done.returncode == 0
    assert (run.home / "made").read_text() == "True"
