# SPDX-License-Identifier: EUPL-1.2
"""The options that stand anywhere on the line, and what the environment says instead of them."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pgaref.errors import UsageError
from pgaref.language import _, marked

if TYPE_CHECKING:
    import typer

DEFAULT_WAIT = 10.0
HELP = (
    ("--vault DIR", marked("the vault (PGAREF_VAULT; ./vault)")),
    ("--identity FILE", marked("who you are (PGAREF_IDENTITY; ~/.config/pgaref/identity)")),
    ("--wait SECONDS", marked("how long to wait for a vault in use (10)")),
    ("--json", marked("one JSON document on stdout")),
    ("--version", marked("the version, and nothing else")),
    ("--help", marked("this text; after a command, that command's")),
)
_VALUED = ("--vault", "--identity", "--wait")
_FLAGS = ("--json", "--version")
_SECONDS = re.compile(r"[0-9]{1,5}(\.[0-9]{1,3})?")
_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}")


@dataclass(frozen=True, slots=True)
class Line:
    """A line taken apart: global options, flags, and the `command` with the words of its own."""

    values: Mapping[str, str] = field(default_factory=dict)
    flags: frozenset[str] = frozenset()
    command: tuple[str, ...] = ()

    @property
    def version(self) -> bool:
        """Whether only the version is asked for."""
        return "--version" in self.flags

    @property
    def json(self) -> bool:
        """Whether one JSON document is asked for."""
        return "--json" in self.flags


@dataclass(frozen=True, slots=True)
class Globals:
    """What every command is told: where, as whom, from which host, how long to wait, how to answer.

    Paths are absolute; `state` is pgaref's own folder outside the vault; `wait` is in seconds;
    `command` holds the words of the command itself; `agent` is the socket of an ssh-agent.
    """

    vault: Path
    identity: Path
    signing_key: Path
    host: str
    state: Path
    wait: float
    json: bool
    command: tuple[str, ...]
    agent: str = ""


def globals_of(context: typer.Context) -> Globals:
    """The global options that `context` carries to its command."""
    settings: Globals = context.obj
    return settings


def split(argv: Sequence[str]) -> Line:
    """Take the global options off `argv`, up to `--`; of one given twice the last counts.

    Raises:
        UsageError: an option without its value, or a flag with one.
    """
    values: dict[str, str] = {}
    flags: set[str] = set()
    command: list[str] = []
    words = list(argv)
    while words:
        word = words.pop(0)
        name, equals, value = word.partition("=")
        if word == "--":
            command += [word, *words]
            break
        if name in _VALUED:
            values[name] = _value(name, value if equals else words.pop(0) if words else "")
        elif name in _FLAGS:
            if equals:
                raise UsageError(_("option {name} takes no value", name=name))
            flags.add(name)
        else:
            command.append(word)
    return Line(values, frozenset(flags), tuple(command))


def _value(name: str, value: str) -> str:
    if not value or value.startswith("--"):
        raise UsageError(_("option {name} needs a value", name=name))
    return value


def resolve(line: Line, environ: Mapping[str, str]) -> Globals:
    """Complete `line` from the environment and the defaults; an empty variable counts as none.

    Raises:
        UsageError: seconds that are no number, or a host label that the log cannot hold.
    """
    home = Path(environ.get("HOME") or Path.home())
    given = line.values
    identity = _absolute(
        given.get("--identity")
        or environ.get("PGAREF_IDENTITY")
        or home / ".config" / "pgaref" / "identity"
    )
    return Globals(
        vault=_absolute(given.get("--vault") or environ.get("PGAREF_VAULT") or "vault"),
        identity=identity,
        signing_key=_absolute(environ.get("PGAREF_SIGNING_KEY") or f"{identity}.sign"),
        host=_host(environ),
        state=_state(environ, home),
        wait=_seconds(given.get("--wait")),
        json=line.json,
        command=line.command,
        agent=environ.get("SSH_AUTH_SOCK", ""),
    )


def _absolute(path: str | Path) -> Path:
    """`path` from the current folder; links stay, so that an error names what was meant."""
    try:
        return Path(path).absolute()
    except FileNotFoundError:
        raise UsageError(_("the current folder no longer exists")) from None


def _state(environ: Mapping[str, str], home: Path) -> Path:
    """pgaref's folder below XDG_STATE_HOME, if absolute as XDG Base Directory 0.8 asks."""
    base = Path(environ.get("XDG_STATE_HOME", ""))
    return (base if base.is_absolute() else home / ".local" / "state") / "pgaref"


def _host(environ: Mapping[str, str]) -> str:
    label = environ.get("PGAREF_HOST") or os.uname().nodename
    if _LABEL.fullmatch(label) is None:
        raise UsageError(
            _("the host label is not 1 to 63 letters, digits, dots, hyphens and underscores"),
            hint=_("set PGAREF_HOST"),
        )
    return label


def _seconds(text: str | None) -> float:
    if text is None:
        return DEFAULT_WAIT
    if _SECONDS.fullmatch(text) is None:
        raise UsageError(_("option --wait needs a number of seconds"))
    return float(text)
