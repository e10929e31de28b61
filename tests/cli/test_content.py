# SPDX-License-Identifier: EUPL-1.2
"""Where a command takes content."""

from __future__ import annotations

import base64
import os
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pgaref.cli import content
from pgaref.errors import KeyUnavailableError
from pgaref.storage import age
from pgaref.storage.files import inputs
from tests.cli.conftest import CommandLine, Register

ADVICE = b"""schema: functionaris/1
recipient: age1%s
signing_key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI%s
""" % (b"q" * 58, b"A" * 43)
KIND = "functionaris/1"
NAME = "Jansen"
# What is said last of content that a command cannot use.
TAKES = "hint: what it takes: pgaref try --help\n"


class Reader:
    """A command that takes content, and what it was given."""

    def __init__(self) -> None:
        self.secret, self.recipient = age.generate()
        self.values: list[dict[str, Any]] = []

    def command(self, file: content.File = None) -> None:
        """Take content."""
        self.values.append(content.read(file, KIND, self.decrypt).value)

    def decrypt(self, data: bytes) -> bytes:
        return age.decrypt(data, age.load_identity(self.secret))


@pytest.fixture
def reader(register: Register) -> Reader:
    reader = Reader()
    register("try", reader.command)
    return reader


@pytest.fixture
def on_disk(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """Says where FILE lies, wherever the tests run."""

    def say(disk: bool) -> None:
        monkeypatch.setattr(inputs, "in_memory", lambda device: not disk)

    say(False)
    return say


@pytest.fixture(autouse=True)
def _in_memory(on_disk: Callable[[bool], None]) -> None:
    on_disk(False)


def _file(run: CommandLine, data: bytes) -> Path:
    path = run.home / f"{NAME}.yaml"
    path.write_bytes(data)
    return path


def test_a_file(run: CommandLine, reader: Reader) -> None:
    result = run("try", _file(run, ADVICE))
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    assert reader.values[0]["schema"] == KIND


def test_a_hyphen_is_stdin(run: CommandLine, reader: Reader) -> None:
    result = run("try", "-", stdin=ADVICE)
    assert (result.exit_code, result.stderr) == (0, "")
    assert reader.values[0]["schema"] == KIND


def test_a_pipe_is_a_file_that_touches_no_disk(
    run: CommandLine, reader: Reader, on_disk: Callable[[bool], None]
) -> None:
    on_disk(True)
    reading, writing = os.pipe()
    os.write(writing, ADVICE)
    os.close(writing)
    result = run("try", f"/dev/fd/{reading}")
    os.close(reading)
    assert (result.exit_code, result.stderr) == (0, "")
    assert len(reader.values) == 1


def test_left_out_on_a_terminal_it_says_how_to_make_one(run: CommandLine, reader: Reader) -> None:
    result = run("try", tty=True)
    assert result.exit_code == 2
    assert result.stderr == (
        "pgaref: error: no FILE is given\nhint: make one: pgaref template functionaris > FILE\n"
    )


def test_left_out_without_a_terminal_nothing_is_read(run: CommandLine, reader: Reader) -> None:
    result = run("try", stdin=ADVICE)
    assert result.exit_code == 2
    assert result.stderr == "pgaref: error: no FILE is given\nhint: name one, or - to read stdin\n"
    assert reader.values == []


def test_a_plaintext_file_on_a_disk_earns_a_warning_without_its_name(
    run: CommandLine, reader: Reader, on_disk: Callable[[bool], None]
) -> None:
    on_disk(True)
    result = run("try", _file(run, ADVICE))
    assert result.exit_code == 0
    assert result.stderr.startswith("pgaref: warning: FILE is plaintext on a disk\nhint: ")
    assert NAME not in result.stderr


@pytest.mark.parametrize("armored", [False, True])
@pytest.mark.parametrize("stdin", [False, True])
def test_content_encrypted_to_the_actor_by_stock_age(
    run: CommandLine,
    reader: Reader,
    on_disk: Callable[[bool], None],
    armored: bool,
    stdin: bool,
) -> None:
    on_disk(True)
    options = ["-a"] if armored else []
    encrypted = subprocess.run(
        ["age", *options, "-r", reader.recipient], input=ADVICE, capture_output=True, check=True
    ).stdout
    line = ("-",) if stdin else (_file(run, encrypted),)
    result = run("try", *line, stdin=encrypted)
    assert (result.exit_code, result.stderr) == (0, "")
    assert reader.values[0]["schema"] == KIND
    assert sorted(path.name for path in run.home.iterdir()) == ([] if stdin else [f"{NAME}.yaml"])


def test_content_encrypted_to_somebody_else_is_no_key(run: CommandLine, reader: Reader) -> None:
    _, other = age.generate()
    assert run("try", _file(run, age.encrypt(ADVICE, [other]))).exit_code == 12


def test_no_identity_is_no_key(run: CommandLine, reader: Reader) -> None:
    def refuse(data: bytes) -> bytes:
        raise KeyUnavailableError("no identity")

    encrypted = age.encrypt(ADVICE, [reader.recipient])
    reader.decrypt = refuse  # type: ignore[method-assign]
    assert run("try", "-", stdin=encrypted).exit_code == 12


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[:-1],
        lambda data: data[:-1] + bytes([data[-1] ^ 1]),
        lambda data: data[:60],
        lambda data: (
            b"-----BEGIN AGE ENCRYPTED FILE-----\n" + b"x" + b"\n-----END AGE ENCRYPTED FILE-----\n"
        ),
        lambda data: (
            b"-----BEGIN AGE ENCRYPTED FILE-----\n"
            + base64.b64encode(data[:-1])
            + b"\n-----END AGE ENCRYPTED FILE-----\n"
        ),
    ],
)
def test_a_damaged_age_file_is_an_input_error_and_no_alarm_about_the_vault(
    run: CommandLine, reader: Reader, spoil: Callable[[bytes], bytes]
) -> None:
    result = run("try", "-", stdin=spoil(age.encrypt(ADVICE, [reader.recipient])))
    assert result.exit_code == 11
    assert result.stderr == f"pgaref: error: the content is no whole age file\n{TAKES}"


@pytest.mark.parametrize("stdin", [False, True])
def test_reading_is_bounded(run: CommandLine, reader: Reader, stdin: bool) -> None:
    data = b"#" * (1024 * 1024 + 1)
    result = run("try", "-", stdin=data) if stdin else run("try", _file(run, data))
    assert result.exit_code == 11
    assert result.stderr == f"pgaref: error: the content is larger than 1024 KiB\n{TAKES}"


def test_reading_what_never_ends_ends(run: CommandLine, reader: Reader) -> None:
    assert run("try", "/dev/zero").exit_code == 11


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nothing", "FILE does not exist"),
        (".", "FILE is a folder"),
        ("shut", "FILE cannot be read"),
    ],
)
def test_a_file_that_is_none(run: CommandLine, reader: Reader, name: str, message: str) -> None:
    (run.home / "shut").symlink_to("shut")
    result = run("try", run.home / name)
    assert result.exit_code == 2
    assert result.stderr == f"pgaref: error: {message}\nhint: pgaref try --help\n"


def test_a_problem_names_line_and_field_but_no_value(run: CommandLine, reader: Reader) -> None:
    result = run("try", "-", stdin=ADVICE.replace(b"recipient: age1", b"recipient: geheim"))
    assert result.exit_code == 11
    assert "stdin:2: recipient: " in result.stderr
    assert "geheim" not in result.stderr


def test_what_is_no_strict_yaml(run: CommandLine, reader: Reader) -> None:
    result = run("try", _file(run, b"a: &x 1\nb: *x\n"))
    assert result.exit_code == 11
    assert result.stderr.startswith(f"pgaref: error: {NAME}.yaml:1")


def test_a_slow_writer_is_waited_for(run: CommandLine, reader: Reader) -> None:
    fifo = run.home / "fifo"
    os.mkfifo(fifo)
    writer = threading.Thread(target=fifo.write_bytes, args=(ADVICE,))
    writer.start()
    result = run("try", fifo)
    writer.join(timeout=60)
    assert result.exit_code == 0
