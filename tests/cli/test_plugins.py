# SPDX-License-Identifier: EUPL-1.2
"""Keys elsewhere, as in hardware, through plugins of age: art. 15(2)(a), (c)."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from pgaref.cli import person
from pgaref.storage import yamltext
from tests.cli import fake_plugin
from tests.cli.conftest import Result, Spawn
from tests.cli.terminal import PGAREF, Answer, at_terminal
from tests.cli.test_ssh_identities import ACCEPTED, ssh_keygen
from tests.cli.world import World

PLUGIN = "age-plugin-proef"
FAILED = f"{PLUGIN} did not open what it was given"


@pytest.fixture(autouse=True)
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The plugin on this test's PATH alone."""
    folder = fake_plugin.install(tmp_path / "bin")
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    monkeypatch.delenv("PROEF", raising=False)
    return folder / PLUGIN


def admit(
    world: World, comment: str = "# public key: {}", party: str = "politie", by: str = "pol-1"
) -> str:
    """An officer whose identity a plugin opens, pol-2; their recipient."""
    data, recipient = fake_plugin.make(comment)
    world.identity("pol-2").write_bytes(data)
    world.identity("pol-2").chmod(0o600)
    ssh_keygen(Path(f"{world.identity('pol-2')}.sign"))
    card = world.run.home / "pol-2.card"
    card.write_text(world.ok("card", by="pol-2").stdout)
    assert yamltext.parse(card.read_bytes(), "card").value["recipient"] == recipient
    named = ("--name", "Paula Verzonnen", "--card", card)
    world.ok("officer", "add", party, "pol-2", *named, *ACCEPTED, by=by)
    return recipient


@pytest.mark.artikel("15.2.c")
@pytest.mark.parametrize(
    "comment", ["# public key: {}", "#    Recipient: {}", "# een sleutel\n# Recipient: {}"]
)
def test_an_officer_reads_through_a_plugin_and_so_does_stock_age(
    world: World, comment: str
) -> None:
    admit(world, comment)
    world.confirm("pol-2")
    dossier = world.intake()
    assert "pamfletten" in world.ok("show", dossier, by="pol-2").stdout
    assert "Paula Verzonnen" in world.ok("officer", "list", "--names", by="pol-2").stdout
    assert world.ok("check", "--decrypt", "--json", by="pol-2").json["ok"]
    key = world.vault / f"keys/weegploeg/{dossier}/dossier/politie/pol-2.age"
    record = next((world.vault / f"dossiers/weegploeg/{dossier}/dossier").iterdir())
    line = ["age", "-d", "-i", str(world.identity("pol-2")), str(key)]
    secret = subprocess.run(line, check=True, capture_output=True, timeout=60).stdout
    line = ["age", "-d", "-i", "-", str(record)]
    opened = subprocess.run(line, input=secret, check=True, capture_output=True, timeout=60)
    assert b"record: " in opened.stdout


@pytest.mark.artikel("15.2.c")
def test_what_is_put_in_may_be_encrypted_by_stock_age_to_a_plugins_recipient(world: World) -> None:
    recipient = admit(world)
    text = (Path(__file__).parents[2] / "docs" / "voorbeeld" / "intake.yaml").read_bytes()
    line = ["age", "-a", "-r", recipient, "-o", "intake.age"]
    subprocess.run(line, input=text, check=True, timeout=60)
    done = world.do("intake", "intake.age", by="pol-2")
    assert done.exit_code == 10  # read, and not theirs to file
    assert "age file" not in done.stderr


@pytest.mark.artikel("15.2.c")
def test_a_recipient_in_a_comment_is_not_believed_before_its_key_has_opened_something(
    world: World,
) -> None:
    recipient = admit(world)
    mine, _ = fake_plugin.make(f"# public key: {recipient}")
    world.identity("vreemd").write_bytes(mine)
    before = world.files(log=True)
    for words in (("list", "--names"), ("whoami",), ("officer", "list", "--names")):
        done = world.do(*words, by="vreemd")
        assert (done.exit_code, done.stdout) == (12, "")
        assert FAILED in done.stderr
    assert world.files(log=True) == before


@pytest.mark.artikel("15.2.c")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("AGE-PLUGIN-PROEF-1{}", "does not say which recipient it is for"),
        ("# public key: {0}\n# Recipient: {1}\nAGE", "does not say which recipient it is for"),
        ("# public key: age1ander1qqqqqq\nAGE", "does not say which recipient it is for"),
        ("# public key: {0}\nAGE\nAGE", "not an identity of age"),
        ("# public key: {0}\nAGX", "the identity is damaged: its check sum is wrong"),
        ("# public key: {2}\nAGE", "does not open what its recipient is sent"),
    ],
    ids=["no comment", "two recipients", "another plugin", "two keys", "damaged", "bad recipient"],
)
def test_an_identity_file_of_a_plugin_that_is_not_whole_is_refused(
    world: World, text: str, said: str
) -> None:
    data, recipient = fake_plugin.make()
    _, other = fake_plugin.make()
    line = data.decode().splitlines()[1]
    damaged = line[:-1] + ("Q" if line[-1] != "Q" else "P")
    bad = recipient[:-1] + ("q" if recipient[-1] != "q" else "p")
    text = text.replace("AGE-PLUGIN-PROEF-1{}", "AGE").format(recipient, other, bad)
    world.identity("vreemd").write_text(text.replace("AGE", line).replace("AGX", damaged) + "\n")
    done = world.do("whoami", by="vreemd")
    assert (done.exit_code, done.stdout) == (12, "")
    assert said in done.stderr
    assert line[20:] not in done.stderr


@pytest.mark.artikel("15.2.c")
def test_a_missing_plugin_is_named_with_what_to_install(world: World, plugin: Path) -> None:
    admit(world)
    plugin.unlink()
    for words, by in ((("whoami",), "pol-2"), (("card",), "pol-2")):
        done = world.do(*words, by=by)
        assert done.exit_code == 12
        assert f"{PLUGIN} is not found" in done.stderr
        assert f"hint: install {PLUGIN} in a folder of PATH" in done.stderr
    # Who encrypts to that officer needs the program too, and changes nothing without it.
    before = world.files()
    text = (Path(__file__).parents[2] / "docs" / "voorbeeld" / "intake.yaml").read_bytes()
    done = world.do("intake", "-", stdin=text)
    assert done.exit_code == 12
    assert f"{PLUGIN} is not found" in done.stderr
    assert world.files() == before
    # What only looks at recipients needs it not.
    assert world.ok("check", "--json").json["ok"]
    assert world.ok("log", "verify", "--json").json["ok"]


@pytest.mark.artikel("15.2.c")
def test_a_plugin_is_not_looked_for_where_the_command_runs(
    world: World, plugin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    admit(world)
    plugin.rename(world.run.home / PLUGIN)
    monkeypatch.setenv("PATH", f".:{os.environ['PATH']}")
    done = world.do("whoami", by="pol-2")
    assert done.exit_code == 12
    assert "is not found" in done.stderr


@pytest.mark.artikel("13.1", "13.2")
def test_a_missing_plugin_blocks_an_archiving_and_no_other_dossier(
    world: World, plugin: Path
) -> None:
    before = world.intake()  # pol-2 has no key of this one
    admit(world)
    after = world.intake(subject=_other())
    plugin.unlink()
    world.run.now = world.run.now.replace(year=2027, month=12)
    done = world.do("sweep", "--confirm", "2027-12-12", "--json")
    steps = {step["dossier"]: step for step in done.json["steps"] if step["act"] != "warn"}
    assert done.exit_code == 15, done.stderr
    assert steps[before]["act"] == "archive"
    assert steps[after]["act"] == "blocked"
    assert f"{PLUGIN} is not found" in steps[after]["reasons"]
    fake_plugin.install(plugin.parent)
    assert world.do("sweep").exit_code == 0
    assert world.ok("check", "--json").json["ok"]


def _other() -> dict[str, str]:
    from tests.cli.world import sample

    subject: dict[str, str] = sample("intake")["subject"]
    return {**subject, "naam": "Jo Verzonnen"}


@pytest.mark.artikel("15.2.c")
def test_a_failing_plugin_keeps_no_other_dossier_open_to_a_former_officer(world: World) -> None:
    first = world.intake()
    admit(world, party="gemeente-venlo", by="uit-1")
    second = world.intake(subject=_other(), gemeenten=["gemeente-heerlen", "gemeente-venlo"])
    world.run("keygen", world.identity("hrl-2"))
    card = world.run.home / "hrl-2.card"
    card.write_text(world.ok("card", by="hrl-2").stdout)
    named = ("--name", "Hella Verzonnen", "--card", card)
    world.ok("officer", "add", "gemeente-heerlen", "hrl-2", *named, *ACCEPTED, by="hrl-1")
    # The roster of names is encrypted, and then no dossier is.
    mode = f"once {world.run.home / 'once'}"
    revoking = ("officer", "revoke", "hrl-1", "--reason", "uit-dienst")
    done = world.do(*revoking, env={"PROEF": mode})
    assert done.exit_code == 12
    assert f"{PLUGIN} did not encrypt" in done.stderr
    holders = world.vault / "keys" / "weegploeg"
    assert not list((holders / first).rglob("hrl-1.age"))
    assert list((holders / second).rglob("hrl-1.age"))
    world.ok(*revoking)
    assert not list((holders / second).rglob("hrl-1.age"))


@pytest.mark.artikel("15.2.c")
@pytest.mark.parametrize(
    "mode",
    ["absent", "silent", "crash identity-v1", "noise identity-v1", "pin", "name", "confirm"],
)
def test_a_plugin_that_does_not_open_is_no_broken_vault(world: World, mode: str) -> None:
    """Without a terminal nobody answers it either."""
    admit(world)
    dossier = world.intake()
    before = world.files(log=True)
    for words in (("show", dossier), ("check", "--decrypt"), ("officer", "list", "--names")):
        done = world.do(*words, by="pol-2", env={"PROEF": mode})
        assert (done.exit_code, done.stdout) == (12, "")
        assert FAILED in done.stderr
    assert world.files(log=True) == before


@pytest.mark.artikel("15.2.c")
@pytest.mark.parametrize("mode", ["refuses", "crash", "noise recipient-v1"])
def test_a_plugin_that_does_not_encrypt_changes_nothing(world: World, mode: str) -> None:
    admit(world)
    before = world.files()
    text = (Path(__file__).parents[2] / "docs" / "voorbeeld" / "intake.yaml").read_bytes()
    done = world.do("intake", "-", stdin=text, env={"PROEF": mode})
    assert done.exit_code == 12
    assert f"{PLUGIN} did not encrypt" in done.stderr
    assert world.files() == before


@pytest.mark.artikel("15.2.c")
@pytest.mark.parametrize(
    ("mode", "answers", "code"),
    [
        ("pin", [("PIN of the key: ", fake_plugin.PIN)], 0),
        ("pin", [("PIN of the key: ", "9999")], 12),
        ("name", [("which key: ", "deze")], 0),
        ("confirm", [("is it there (1 ja, 2 nee): ", "1")], 0),
        ("confirm", [("is it there (1 ja, 2 nee): ", "2")], 12),
        ("touch", [], 0),
    ],
)
def test_what_a_plugin_asks_is_asked_at_the_terminal(
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    mode: str,
    answers: Sequence[Answer],
    code: int,
) -> None:
    admit(world)
    monkeypatch.setenv("PROEF", mode)
    line = [*PGAREF, "whoami", "--identity", str(world.identity("pol-2"))]
    done = at_terminal(line, answers, world.run.home)
    assert done.exit_code == code, done
    assert "9999" not in done.stderr + done.stdout.decode()
    assert mode != "pin" or not any(str(answer) in done.seen for _, answer in answers)
    if mode == "touch":
        # What a program says cannot command a terminal.
        assert f"{PLUGIN}: touch it \\x1b[31mnow" in done.stderr


@pytest.mark.artikel("15.2.c")
def test_an_interrupt_while_a_plugin_asks_ends_the_command(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    admit(world)

    def interrupted(_person: object, _message: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(person.Terminal, "told", interrupted)
    done = world.do("whoami", by="pol-2", env={"PROEF": "touch"})
    assert (done.exit_code, done.stdout) == (130, "")
    assert "panick" not in done.stderr


@pytest.mark.artikel("15.1", "15.2.c")
def test_nothing_prints_what_is_said_to_a_plugin(world: World, spawn: Spawn) -> None:
    admit(world)
    officer = str(world.identity("pol-2"))
    told: Result = spawn("whoami", "--identity", officer, AGEDEBUG="plugin")
    assert (told.exit_code, told.stderr) == (0, "")


@pytest.mark.artikel("15.2.a", "15.2.c")
def test_the_identity_of_a_plugin_may_be_under_a_passphrase(world: World) -> None:
    admit(world)
    officer, word = world.identity("pol-2"), "een geheim"
    plain = officer.rename(world.run.home / "plain")
    stock = [("Enter passphrase", word), ("Confirm passphrase", word)]
    assert at_terminal(["age", "-p", "-o", officer, plain], stock, world.run.home).exit_code == 0
    line = [*PGAREF, "whoami", "--identity", str(officer)]
    done = at_terminal(line, [("passphrase of the identity: ", word)], world.run.home)
    assert done.exit_code == 0, done
    assert done.stdout.startswith(b"pol-2, ")


@pytest.mark.artikel("15.1")
def test_the_doctor_tells_of_a_plugin_without_running_it(world: World, plugin: Path) -> None:
    admit(world)

    def identity() -> dict[str, object]:
        done = world.do("doctor", "--json", by="pol-2", env={"PROEF": "crash"})
        found: dict[str, object] = {one["what"]: one for one in done.json}["identity"]
        return found

    assert identity()["said"] == f"its owner's alone (mode 600), opened by {PLUGIN}"
    plugin.unlink()
    assert identity() == {
        "what": "identity",
        "ok": False,
        "said": f"{PLUGIN} is not found",
        "hint": f"install {PLUGIN} in a folder of PATH",
    }


@pytest.mark.artikel("15.2.c")
@pytest.mark.parametrize(
    ("recipient", "code"),
    [
        ("age1../../bin/sh1qqqqqq", 11),
        ("age1-proef1qqqqqq", 11),
        ("age1proef1QQQQQQ", 11),
        ("age1proef1qqqqqq", 11),
        ("age1proef1" + "q" * 1000, 11),
        ("AGE-PLUGIN-PROEF-1QQQQQQ", 11),
    ],
)
def test_a_card_with_a_malformed_recipient_of_a_plugin_is_refused(
    world: World, recipient: str, code: int
) -> None:
    world.run("keygen", world.identity("pol-2"))
    card = world.run.home / "pol-2.card"
    value = yamltext.parse(world.ok("card", by="pol-2").stdout.encode(), "card").value
    card.write_bytes(yamltext.dump({**value, "recipient": recipient}))
    named = ("--name", "Paula Verzonnen", "--card", card)
    before = world.files()
    done = world.do("officer", "add", "politie", "pol-2", *named, *ACCEPTED, by="pol-1")
    assert done.exit_code == code
    assert world.files() == before
