# SPDX-License-Identifier: EUPL-1.2
"""What can stand where the cursor is, for a shell that asks: no key, no log line, no message.

A shell's script (`pgaref completion SHELL`) runs `pgaref _complete SHELL WORD...` with the words up
to the cursor, the last one unfinished. A line of the answer is a value, a tab and what it is; or
`:files` or `:folders`, for the shell to find them. typer's own completion would import the command
at hand and all that it acts with, which takes longer than the whole of this.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pgaref.cli import lines, options, registry
from pgaref.cli.text import visible
from pgaref.covenant.identifiers import fold, parse_address
from pgaref.language import _
from pgaref.storage.glance import Fit, Found, Glance

# A value and what it is.
Offer = tuple[str, str]
_ASSIGNMENT = re.compile(r"[A-Za-z_][A-Za-z0-9_]*=")
_GLOBALS = {"--vault": "FOLDER", "--identity": "FILE", "--wait": "NUMBER"}
_LATER = {"FILE": ":files", "FOLDER": ":folders"}


@dataclass
class Typed:
    """A line as far as it was typed: the command, its arguments, and what stands at the cursor.

    `current` is the unfinished word, or the unfinished value of the option `option`; `joined` is
    what of that word stands before the value (`--party=`).
    """

    assigned: dict[str, str] = field(default_factory=dict)
    given: dict[str, str] = field(default_factory=dict)
    command: str = ""
    arguments: list[str] = field(default_factory=list)
    ended: bool = False
    option: str = ""
    joined: str = ""
    current: str = ""

    @property
    def takes(self) -> list[str]:
        """What the command takes, a word each."""
        return lines.TAKES.get(self.command, "").split()

    def value_of(self, name: str) -> str:
        """What an option takes, as `PARTY`; empty where it is a flag or none that there is."""
        if name in _GLOBALS:
            return _GLOBALS[name]
        for word in self.takes:
            option, equals, kind = word.removesuffix("...").partition("=")
            if option == name and equals:
                return kind
        return ""


def answer(shell: str, words: Sequence[str], environ: Mapping[str, str]) -> Iterator[str]:
    """The lines of the answer to `words`, the program's own name among them."""
    typed = read(_rejoined(words) if shell == "bash" else list(words))
    # bash takes a word apart at `=`, and replaces what stands behind it alone.
    before = "" if shell == "bash" else typed.joined
    for value, text in offers(typed, environ):
        whole = value if value.startswith(":") else f"{before}{value}"
        yield visible(f"{whole}\t{text}" if text else whole, keep="\t")


def offers(typed: Typed, environ: Mapping[str, str]) -> Iterator[Offer]:
    """What begins as the word at the cursor does, each value once."""
    wanted = {typed.current.lower(), _folded(typed.current).lower()}
    seen = set()
    for value, text in _offers(typed, environ):
        fits = value.startswith(":") or value.lower().startswith(tuple(wanted))
        if fits and value not in seen:
            seen.add(value)
            yield value, text


def _folded(current: str) -> str:
    """An unfinished id as it is written, where it may be one."""
    prefix, dash, rest = current.partition("-")
    return f"{prefix}{dash}{fold(rest)}" if len(prefix) == 2 else current


def read(words: list[str]) -> Typed:
    """Take a line apart, whose last word is unfinished."""
    typed = Typed()
    *before, typed.current = words or [""]
    while before and (not before[0] or _ASSIGNMENT.match(before[0])):
        name, _equals, value = before.pop(0).partition("=")
        typed.assigned[name] = value
    del before[:1]  # the program
    while before:
        word = before.pop(0)
        name, equals, value = word.partition("=")
        if typed.ended or not word.startswith("-") or word == "-":
            _take(typed, word)
        elif word == "--":
            typed.ended = True
        elif equals:
            typed.given[name] = value
        elif not typed.value_of(name):
            typed.given[name] = ""
        elif before:
            typed.given[name] = before.pop(0)
        else:
            typed.option = name
    _open(typed)
    return typed


def _take(typed: Typed, word: str) -> None:
    """A word of the command, or an argument of it."""
    longer = f"{typed.command} {word}".strip()
    known = longer in registry.COMMANDS or longer in registry.GROUPS
    if known and not typed.arguments and typed.command not in registry.COMMANDS:
        typed.command = longer
    else:
        typed.arguments.append(word)


def _open(typed: Typed) -> None:
    """Tell an unfinished value from the option that it stands behind (`--party=po`)."""
    name, equals, value = typed.current.partition("=")
    if equals and not typed.ended and typed.value_of(name):
        typed.option, typed.joined, typed.current = name, f"{name}=", value


def _rejoined(words: Sequence[str]) -> list[str]:
    """The words that bash took apart at `=`, and did not unquote, as one expects them."""
    whole: list[str] = []
    glued = False
    for word in words:
        if word == "=" and whole and (whole[-1].startswith("--") or whole[-1].isidentifier()):
            whole[-1] += "="
            glued = True
        elif glued:
            whole[-1] += _unquoted(word)
            glued = False
        else:
            whole.append(_unquoted(word))
    return whole


def _unquoted(word: str) -> str:
    if not set(word) & set("'\"\\"):
        return word
    import shlex

    try:
        return "".join(shlex.split(word))
    except ValueError:
        # A quote that is still open.
        return word.lstrip("'\"")


def _offers(typed: Typed, environ: Mapping[str, str]) -> Iterable[Offer]:
    if typed.option:
        return _values(typed, typed.value_of(typed.option), environ)
    if typed.current.startswith("-") and not typed.ended:
        return _options(typed)
    if typed.command not in registry.COMMANDS:
        return [] if typed.arguments else _commands(typed.command)
    wanted = [word for word in typed.takes if not word.startswith("-")]
    place = len(typed.arguments)
    if place >= len(wanted) and not (wanted and wanted[-1].endswith("...")):
        return []
    return _values(typed, wanted[min(place, len(wanted) - 1)].removesuffix("..."), environ)


def _commands(group: str) -> Iterator[Offer]:
    """The words that may follow, each with what it is for."""
    for word in registry.children(group):
        name = f"{group} {word}".strip()
        yield word, _(registry.COMMANDS.get(name) or registry.GROUPS[name])


def _options(typed: Typed) -> Iterator[Offer]:
    """The command's own options, then those that stand anywhere; none that is there already."""
    for word in typed.takes:
        name = word.partition("=")[0].removesuffix("...")
        if name.startswith("-") and (name not in typed.given or word.endswith("...")):
            yield name, _(lines.OPTIONS[name])
    for usage, text in options.HELP:
        name = usage.partition(" ")[0]
        if name not in typed.given and (name != "--version" or not typed.command):
            yield name, _(text)


def _values(typed: Typed, kind: str, environ: Mapping[str, str]) -> Iterable[Offer]:
    """What there is of a kind of value."""
    if kind in _LATER:
        return [(_LATER[kind], "")]
    if kind == "VERSION":
        return _versions(typed)
    if kind in _FIXED:
        return _FIXED[kind]()
    if kind in _IN_VAULT:
        return _IN_VAULT[kind](typed, Glance(_vault(typed, environ)))
    return []


def _vault(typed: Typed, environ: Mapping[str, str]) -> Path:
    """The vault that the line or the environment names."""
    places = (typed.given.get("--vault"), typed.assigned.get("PGAREF_VAULT"))
    named = next(filter(None, (*places, environ.get("PGAREF_VAULT"))), "vault")
    return Path(os.path.expandvars(named)).expanduser()


def _acts() -> Iterator[Offer]:
    """The acts, as the log has them."""
    return ((name.replace(" ", "-"), _(text)) for name, text in registry.COMMANDS.items())


def _words(names: Iterable[str]) -> list[Offer]:
    return [(name, "") for name in names]


def _states() -> Iterator[Offer]:
    from pgaref.covenant.model import State

    return ((state.value, "") for state in State if state is not State.VERNIETIGD)


def _profiles() -> list[Offer]:
    folder = Path(__file__).parents[1] / "profiles"
    return _words(sorted(place.parent.name for place in folder.glob("*/convenant.yaml")))


def _schemas() -> list[Offer]:
    from pgaref.storage.schemas import kinds

    return _words(sorted(kinds()))


def _versions(typed: Typed) -> list[Offer]:
    """The versions of the kind of schema that the line names."""
    from pgaref.storage.schemas import kinds

    return [(str(n), "") for n in kinds().get(typed.arguments[0], ())]


_FIXED: Mapping[str, Callable[[], Iterable[Offer]]] = {
    "COMMAND": _acts,
    "DOCUMENT": lambda: _words(lines.DOCUMENTS),
    "PROFILE": _profiles,
    "SCHEMA": _schemas,
    "SHELL": lambda: _words(lines.SHELLS),
    "STATE": _states,
    "TEMPLATE": lambda: _words(lines.TEMPLATES),
}


def _dossiers(typed: Typed, glance: Glance) -> Iterator[Offer]:
    """The dossiers on which the profile lets this act be done, with their states."""
    fits = glance.fits(typed.command)
    for found in glance.dossiers():
        if _begins(found.id, typed.current):
            state = glance.state(found)
            if not state or not fits or any(_fit(fit, found, state) for fit in fits):
                yield found.id, state


def _begins(dossier: str, current: str) -> bool:
    return dossier.startswith(_folded(current).upper())


def _fit(fit: Fit, found: Found, state: str) -> bool:
    return fit.register in ("", found.register) and (not fit.states or state in fit.states)


def _records(typed: Typed, glance: Glance) -> Iterator[Offer]:
    """The records of the dossier that stands before a slash; before it is whole, dossiers."""
    dossier, slash, _number = typed.current.partition("/")
    address = parse_address(dossier)
    if not slash or address is None:
        for name, text in _dossiers(typed, glance):
            yield f"{name}/", text
        return
    for n, kind, section in glance.records(address.dossier):
        yield f"{address}/{n}", f"{kind}, {section}"


def _addresses(typed: Typed, glance: Glance) -> Iterator[Offer]:
    return (_records if "/" in typed.current else _dossiers)(typed, glance)


def _about(typed: Typed) -> str:
    """The dossier that the line names; maybe empty."""
    addresses = filter(None, map(parse_address, typed.arguments))
    return next((address.dossier for address in addresses), "")


def _sections(typed: Typed, glance: Glance) -> list[Offer]:
    return _words(glance.sections(_about(typed)))


def _outside(typed: Typed, glance: Glance) -> list[Offer]:
    """The parties that do not stand on the dossier which the line names."""
    there = set(glance.on_dossier(_about(typed)))
    return _words(party for party in glance.parties() if party not in there)


_IN_VAULT: Mapping[str, Callable[[Typed, Glance], Iterable[Offer]]] = {
    "CERTIFICATE": lambda typed, glance: _words(glance.certificates()),
    "DRAFT": lambda typed, glance: _words(glance.drafts()),
    "ID": _dossiers,
    "ID/N": _records,
    "ID[/N]": _addresses,
    "OFFICER": lambda typed, glance: glance.officers(),
    "OUTSIDER": _outside,
    "PARTY": lambda typed, glance: _words(glance.parties()),
    "PURPOSE": lambda typed, glance: _words(glance.purposes()),
    "READER": lambda typed, glance: _words(glance.on_dossier(_about(typed))),
    "REASON": lambda typed, glance: _words(glance.reasons(typed.command)),
    "REGISTER": lambda typed, glance: _words(glance.registers()),
    "SECTION": _sections,
    "YEAR": lambda typed, glance: _words(glance.years()),
}
