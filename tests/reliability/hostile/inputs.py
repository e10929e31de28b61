# SPDX-License-Identifier: EUPL-1.2
"""The hostile inputs, each with the way by which it comes in."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pgaref.storage import age
from tests.cli.small import Case
from tests.cli.world import SAMPLES
from tests.storage.test_age import LOW_ORDER, recipient_of

# In every input that can hold a word: it must not come out again.
MARKER = "GEHEIMEWOORDEN"
MEGABYTE = 1024 * 1024
USAGE, REFUSED, INPUT, KEY, INTEGRITY = 2, 10, 11, 12, 13


@dataclass(frozen=True)
class Hostile:
    """An input: `argv` is given to pgaref, after `plant` did what it does in the vault.

    `exits` are the codes that are right for it.
    """

    name: str
    way: str
    exits: tuple[int, ...]
    argv: tuple[str, ...]
    plant: Callable[[Case], object] = lambda case: None
    by: str = "uit-1"


def hostile(case: Case, folder: Path) -> Iterator[Hostile]:
    """All of them; files lie in `folder`."""
    for name, data in _yaml().items():
        file = folder / f"{name.replace(' ', '-')}.yaml"
        file.write_bytes(data)
        yield Hostile(name, "intake FILE", (INPUT,), ("intake", str(file)))
        if name in ("an alias bomb", "nested 20,000 deep", "100 MB of one word"):
            sealed = file.with_suffix(".age")
            sealed.write_bytes(age.encrypt(data, [_recipient(case)]))
            exits = (INPUT, USAGE)
            yield Hostile(name, "encrypted FILE", exits, ("intake", str(sealed)))
            yield Hostile(
                name, "referentiekader", (INPUT,), ("referentiekader", "apply", str(file))
            )
            yield Hostile(name, "officer card", (INPUT,), _card(file))
    yield from _identifiers()
    yield from _age_files(case, folder)
    yield from _low_order(folder)
    yield from _in_the_vault(case)


def _yaml() -> dict[str, bytes]:
    """Texts that are meant for an intake."""
    sample = (SAMPLES / "intake.yaml").read_text()
    bomb = "\n".join(f"{chr(98 + n)}: &{chr(98 + n)} [{f'*{chr(97 + n)}, ' * 9}]" for n in range(9))
    marked = sample.replace("Sam Voorbeeld", MARKER)
    texts = {
        "an alias bomb": f"a: &a [{MARKER}]\n{bomb}\n",
        "a merge of itself": f"a: &a\n  <<: *a\n  b: {MARKER}\n",
        "nested 20,000 deep": f"schema: intake/1\na: {'[' * 20_000}{MARKER}{']' * 20_000}\n",
        "mappings 20,000 deep": f"schema: intake/1\na: {'{a: ' * 20_000}{MARKER}{'}' * 20_000}\n",
        "indented 2,000 deep": "".join(f"{' ' * n}a:\n" for n in range(2000)),
        "a key twice": f"{marked}\nschema: intake/1\n",
        "a tag": f"schema: !!python/object/apply:os.system ['echo {MARKER}']\n",
        "a tag of one's own": f"schema: !doe {MARKER}\n",
        "a document after the first": f"{marked}\n---\nschema: intake/1\n",
        "a future version": marked.replace("intake/1", "intake/99"),
        "a kind of nobody": marked.replace("intake/1", "verzonnen/1"),
        "a number of 1,000,000 digits": f"schema: intake/1\nsubject: {'9' * 1_000_000}\n",
        "a line of 10 MB": f"schema: intake/1\nsubject: {MARKER * (10 * MEGABYTE // 14)}\n",
        "100,000 keys": "".join(f"{MARKER}{n}: 1\n" for n in range(100_000)),
        "an escape sequence": marked.replace(MARKER, f'"\\e[31m{MARKER}"'),
        "a raw escape sequence": marked.replace(MARKER, f"\x1b[31m{MARKER}"),
        "a NUL": marked.replace(MARKER, f'"{MARKER}\\0"'),
        "a raw NUL": marked.replace(MARKER, f"{MARKER}\0"),
        "text that runs backwards": marked.replace(MARKER, f"\u202e{MARKER}"),
        "an invisible letter": marked.replace(MARKER, f"{MARKER}\u200b\u2066"),
        "half a surrogate": marked.replace(MARKER, f'"{MARKER}\\ud800"'),
    }
    return {
        **{name: text.encode() for name, text in texts.items()},
        "100 MB of one word": b"schema: intake/1\nsubject: " + b"a" * (100 * MEGABYTE),
        "100 MB of lines": f"- {MARKER}\n".encode() * (100 * MEGABYTE // 17),
        "UTF-16": marked.encode("utf-16"),
        "UTF-32": marked.encode("utf-32"),
        "Latin-1": marked.replace(MARKER, f"{MARKER} é").encode("latin-1"),
        "bytes of no text": bytes(range(256)) * 64,
        "nothing": b"",
        "a program": Path("/bin/true").read_bytes(),
    }


def _identifiers() -> Iterator[Hostile]:
    for name, typed in {
        "a path": "../../../../etc/passwd",
        "a path behind a register": "WP-../../vault",
        "an escape sequence": "\x1b]0;GEHEIMEWOORDEN\x07",
        "100,000 letters": "A" * 100_000,
        "text that runs backwards": "WP-\u202e2M8TZR4H",
    }.items():
        yield Hostile(name, "id", (USAGE,), ("show", typed))


def _age_files(case: Case, folder: Path) -> Iterator[Hostile]:
    """As a FILE of an act, and as the identity."""
    scrypt = folder / "scrypt.age"
    sealed = age.encrypt(MARKER.encode(), [_recipient(case)])
    head, _, tail = sealed.partition(b"\n--- ")
    stanza = b"\n-> grease " + b"a" * 64 + b"\n"
    scrypt.write_bytes(b"age-encryption.org/v1\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA 22\n" + head[50:])
    files = {
        "a passphrase of work factor 22": scrypt.read_bytes(),
        "a header of 10 MB": head + stanza * (10 * MEGABYTE // len(stanza)) + b"\n--- " + tail,
        "a header without end": b"age-encryption.org/v1\n" + b"-> a\n" * (MEGABYTE),
        "a file that is cut off": sealed[:-9],
        "a changed bit": sealed[:-1] + bytes([sealed[-1] ^ 1]),
        "another's file": age.encrypt(MARKER.encode(), [age.generate()[1]]),
    }
    for name, data in files.items():
        file = folder / f"{name.replace(' ', '-')}.age"
        file.write_bytes(data)
        yield Hostile(name, "encrypted FILE", (KEY, INPUT, INTEGRITY, USAGE), ("intake", str(file)))
        path = case.record(2)
        yield Hostile(
            name,
            "record",
            (INTEGRITY,),
            ("show", case.casus),
            partial(_put, path=path, data=data),
        )
        identity = ("list", "--names", "--identity", str(file))
        yield Hostile(name, "identity", (KEY,), identity)


def _low_order(folder: Path) -> Iterator[Hostile]:
    for number, coordinate in enumerate(LOW_ORDER):
        file = folder / f"low-{number}.yaml"
        card = subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", folder / f"k{number}"],
            capture_output=True,
        )
        assert card.returncode == 0
        key = (folder / f"k{number}.pub").read_text().strip()
        text = "schema: functionaris/1\nrecipient: {}\nsigning_key: {}\n"
        file.write_text(text.format(recipient_of(coordinate), key))
        yield Hostile(f"low order, point {number}", "officer card", (REFUSED,), _card(file))


def _in_the_vault(case: Case) -> Iterator[Hostile]:
    """Files that a command reads by itself."""
    nested = b'{"a":' * 20_000 + b"1" + b"}" * 20_000 + b"\n"
    large = b'{"a":"' + b"a" * (60 * MEGABYTE) + b'"}\n'
    for name, data in {"nested 20,000 deep": nested, "60 MB": large}.items():
        for way, path in {
            "card": case.card,
            "settings": "vault.json",
            "profile": "convenant.yaml",
            "party file": "parties/politie.yaml",
            "journal": "journal/9.json",
        }.items():
            exits = (0,) if way == "journal" else (INTEGRITY,)
            yield Hostile(
                name,
                way,
                exits,
                ("show", case.casus),
                partial(_put, path=path, data=data),
            )
        yield Hostile(
            name,
            "line of the log",
            (INTEGRITY,),
            ("list",),
            partial(_append, path="log/2027.jsonl", data=data),
        )


def _put(case: Case, path: str, data: bytes) -> None:
    case.path(path).write_bytes(data)
    case.path(path).chmod(0o600)


def _append(case: Case, path: str, data: bytes) -> None:
    case.path(path).write_bytes(case.path(path).read_bytes() + data)


def _card(file: Path) -> tuple[str, ...]:
    named = ("--name", "Nina Verzonnen", "--card", str(file), "--accepted", "2027-04-01")
    return ("officer", "add", "uitvoerder", "uit-9", *named)


def _recipient(case: Case) -> str:
    identity = age.load_identity(case.world.identity("uit-1").read_bytes())
    return identity.recipient
