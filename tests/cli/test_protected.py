# SPDX-License-Identifier: EUPL-1.2
"""Identities under a passphrase, asked for at a terminal alone: art. 15(1), 15(2)(a), (c)."""

from __future__ import annotations

import base64
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pyrage  # type: ignore[import-untyped]
import pytest

from pgaref.storage import age
from tests.cli.conftest import CommandLine, Spawn
from tests.cli.terminal import PGAREF, Answer, Typed, at_terminal
from tests.cli.world import World

WORD = "een geheim met spaties en é"
ASKED = "passphrase of the identity: "
NEW = (("passphrase: ", WORD), ("the same again: ", WORD))
STOCK = (("Enter passphrase", WORD), ("Confirm passphrase", WORD))


def kept(home: Path) -> list[str]:
    return sorted(path.name for path in home.iterdir())


def protect(run: CommandLine, officer: Path, *options: str) -> Path:
    """An officer's identity, put under a passphrase by stock age."""
    plain = officer.rename(officer.with_name("plain"))
    made = at_terminal(["age", "-p", *options, "-o", officer, plain], STOCK, run.home)
    assert made.exit_code == 0, made
    plain.unlink()
    return officer


def as_officer(run: CommandLine, *words: str, answers: Sequence[Answer]) -> Typed:
    return at_terminal([*PGAREF, *words], answers, run.home)


@pytest.mark.artikel("15.1", "15.2.c")
def test_a_passphrase_is_typed_twice_and_never_shown(run: CommandLine) -> None:
    made = at_terminal([*PGAREF, "keygen", "me.key", "--passphrase"], NEW, run.home)
    assert made.exit_code == 0, made
    assert WORD not in made.seen + made.stdout.decode() + made.stderr
    assert kept(run.home) == ["me.key", "me.key.sign", "me.key.sign.pub"]
    assert b"AGE-SECRET-KEY" not in Path("me.key").read_bytes()
    assert Path("me.key").stat().st_mode & 0o777 == 0o600
    assert "the signing key has no passphrase" in made.stderr


@pytest.mark.artikel("15.2.c")
def test_without_a_terminal_it_is_one_line_of_stdin_and_stock_age_opens_the_file(
    run: CommandLine,
) -> None:
    card = run("keygen", "me.key", "--passphrase", "--json", stdin=f"{WORD}\nmore\n").json
    sealed = Path("sealed.age")
    line = ["age", "-r", card["recipient"], "-o", sealed]
    subprocess.run(line, input=b"een tekst", check=True, timeout=60)
    opened = at_terminal(
        ["age", "-d", "-i", "me.key", sealed], [("Enter passphrase", WORD)], run.home
    )
    assert (opened.exit_code, opened.stdout) == (0, b"een tekst")


@pytest.mark.artikel("15.2.c")
@pytest.mark.parametrize(
    ("stdin", "said"),
    [
        ("", "empty"),
        ("\n", "empty"),
        ("x" * 2000, "longer than"),
        (b"\xff\xfe\n", "not UTF-8"),
    ],
)
def test_no_passphrase_makes_no_key(run: CommandLine, stdin: str | bytes, said: str) -> None:
    result = run("keygen", "me.key", "--passphrase", stdin=stdin)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert kept(run.home) == []


@pytest.mark.artikel("15.2.c")
@pytest.mark.parametrize(
    "answers",
    [[("passphrase: ", "")], [("passphrase: ", WORD), ("the same again: ", "iets anders")]],
)
def test_an_empty_or_mistyped_passphrase_makes_no_key(
    run: CommandLine, answers: Sequence[Answer]
) -> None:
    made = at_terminal([*PGAREF, "keygen", "me.key", "--passphrase"], answers, run.home)
    assert (made.exit_code, made.stdout) == (2, b"")
    assert kept(run.home) == []


def test_nothing_is_asked_where_no_key_can_be_made(run: CommandLine) -> None:
    Path("me.key").write_text("mine")
    made = at_terminal([*PGAREF, "keygen", "me.key", "--passphrase"], (), run.home)
    assert (made.exit_code, made.seen) == (2, "")


@pytest.mark.artikel("15.2.a", "15.2.c")
@pytest.mark.parametrize("options", [(), ("-a",)], ids=["binary", "armored"])
def test_what_stock_age_put_under_a_passphrase_is_asked_for_once_a_command(
    world: World, options: tuple[str, ...]
) -> None:
    officer = protect(world.run, world.identity("uit-1"), *options)
    # rekey works in several transactions, with one identity.
    for words in (("whoami",), ("officer", "rekey")):
        done = as_officer(world.run, *words, "--identity", str(officer), answers=[(ASKED, WORD)])
        assert done.exit_code == 0, done
        assert done.seen.count(ASKED) == 1
        assert WORD not in done.seen + done.stdout.decode() + done.stderr


@pytest.mark.artikel("15.2.a", "15.2.c")
def test_what_is_put_in_under_the_card_of_a_protected_identity_asks_once_too(world: World) -> None:
    intake = world.run.home / "intake.yaml"
    sample = Path(__file__).parents[2] / "docs" / "voorbeeld" / "intake.yaml"
    officer = world.identity("uit-1")
    recipient = age.load_identity(officer.read_bytes()).recipient
    subprocess.run(["age", "-r", recipient, "-o", intake, sample], check=True, timeout=60)
    protect(world.run, officer)
    words = ("intake", "intake.yaml", "--identity", str(officer))
    done = as_officer(world.run, *words, answers=[(ASKED, WORD)])
    assert done.exit_code == 0, done
    assert done.stdout.startswith(b"WP-")
    assert done.seen.count(ASKED) == 1


@pytest.mark.artikel("15.2.a", "15.2.c")
@pytest.mark.parametrize("typed", ["het verkeerde", ""])
def test_a_wrong_passphrase_opens_nothing_and_leaves_no_line(world: World, typed: str) -> None:
    officer = protect(world.run, world.identity("uit-1"))
    before = world.files(log=True)
    words = ("list", "--names", "--identity", str(officer))
    done = as_officer(world.run, *words, answers=[(ASKED, typed)])
    assert (done.exit_code, done.stdout) == (12, b"")
    assert "passphrase" in done.stderr
    assert not typed or typed not in done.stderr + done.seen
    assert world.files(log=True) == before


@pytest.mark.artikel("15.2.c")
def test_without_a_terminal_nothing_is_asked_and_nothing_else_tells(
    run: CommandLine, spawn: Spawn
) -> None:
    run("keygen", "me.key", "--passphrase", stdin=WORD)
    told = {"PGAREF_PASSPHRASE": WORD, "PGAREF_IDENTITY": "me.key"}
    program = "import os, runpy; os.setsid(); runpy.run_module('pgaref', run_name='__main__')"
    result = spawn("init", "--name", "Uma Verzonnen", program=program, stdin=WORD.encode(), **told)
    assert (result.exit_code, result.stdout) == (12, "")
    assert "there is no terminal to ask for it" in result.stderr
    assert "run this at a terminal" in result.stderr
    assert not run.vault.exists()


@pytest.mark.artikel("15.2.c")
def test_nobody_waits_for_a_lock_while_a_passphrase_is_typed(world: World) -> None:
    officer = protect(world.run, world.identity("uit-1"))
    asked: list[int] = []

    def typing() -> str:
        asked.append(world.do("sweep", by="pol-1").exit_code)
        return WORD

    words = ("officer", "rekey", "--identity", str(officer))
    done = as_officer(world.run, *words, answers=[(ASKED, typing)])
    assert (done.exit_code, asked) == (0, [0])


def _with_work(data: bytes, work: bytes) -> bytes:
    """A file under a passphrase that asks for 2^`work`."""
    start, rest = data.split(b"\n--- ", 1)
    version, stanza, body = start.split(b"\n")
    return b"\n".join((version, stanza.rsplit(b" ", 1)[0] + b" " + work, body)) + b"\n--- " + rest


@pytest.mark.artikel("15.1")
@pytest.mark.parametrize("work", [b"23", b"30", b"99", b"018", b"0", b"", b"999999999999", b"x"])
@pytest.mark.parametrize("armored", [False, True])
def test_a_work_factor_that_would_stop_the_machine_is_never_tried(
    run: CommandLine, monkeypatch: pytest.MonkeyPatch, work: bytes, armored: bool
) -> None:
    from pgaref.cli import person

    monkeypatch.setattr(person.Terminal, "passphrase", lambda _person: WORD)
    monkeypatch.setattr(pyrage.passphrase, "decrypt", lambda *_: pytest.fail("tried"))
    data = _with_work(_PROTECTED, work)
    if armored:
        lines = base64.encodebytes(data)
        mark = b"AGE ENCRYPTED FILE-----\n"
        data = b"-----BEGIN " + mark + lines + b"-----END " + mark
    Path("me.key").write_bytes(data)
    result = run("init", "--name", "Uma Verzonnen", "--identity", "me.key")
    assert result.exit_code == 12
    assert not run.vault.exists()


# Made by stock age -p; what it holds is not needed.
_PROTECTED = (
    b"age-encryption.org/v1\n-> scrypt lq96LSdGpQU+j5Hq9cNg9A 18\n"
    + b"A" * 43
    + b"\n--- "
    + b"A" * 43
    + b"\n"
    + bytes(80)
)


@pytest.mark.artikel("15.1")
@pytest.mark.parametrize("place", [0, 30, 80, 150, 200, -1])
def test_a_damaged_protected_identity_is_no_identity(
    run: CommandLine, monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    from pgaref.cli import person

    run("keygen", "me.key", "--passphrase", stdin=WORD)
    monkeypatch.setattr(person.Terminal, "passphrase", lambda _person: WORD)
    data = bytearray(Path("me.key").read_bytes())
    data[place] ^= 1
    Path("me.key").write_bytes(data)
    result = run("init", "--name", "Uma Verzonnen", "--identity", "me.key")
    assert (result.exit_code, result.stdout) == (12, "")
    assert WORD not in result.stderr


@pytest.mark.artikel("15.1")
def test_the_doctor_tells_whether_a_passphrase_protects_without_asking_for_it(
    run: CommandLine,
) -> None:
    for name, said in (("open", "without passphrase"), ("shut", "under a passphrase")):
        options = ("--passphrase",) if name == "shut" else ()
        run("keygen", name, *options, stdin=WORD)
        found = {one["what"]: one for one in run("doctor", "--json", "--identity", name).json}
        assert found["identity"]["ok"]
        assert said in found["identity"]["said"]


@pytest.mark.artikel("15.1")
def test_what_stock_age_makes_is_no_weaker_than_what_keygen_makes(
    run: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = pyrage.passphrase.encrypt
    weak = _with_work(real(b"x", WORD), b"15")
    answers = iter([weak, weak])
    monkeypatch.setattr(
        pyrage.passphrase, "encrypt", lambda *given: next(answers, None) or real(*given)
    )
    assert run("keygen", "me.key", "--passphrase", stdin=WORD).exit_code == 0
    assert b" 15\n" not in Path("me.key").read_bytes()[:80]


@pytest.mark.artikel("15.1")
def test_no_passphrase_stands_in_an_argument_or_the_environment(run: CommandLine) -> None:
    trace = run.home / "trace"
    line = ["strace", "-f", "-s", "4096", "-v", "-e", "trace=execve", "-o", str(trace)]
    made = at_terminal([*line, *PGAREF, "keygen", "me.key", "--passphrase"], NEW, run.home)
    assert made.exit_code == 0, made
    assert "ssh-keygen" in trace.read_text()
    assert WORD.split()[1] not in trace.read_text()
    assert os.environ.get("PGAREF_PASSPHRASE") is None
