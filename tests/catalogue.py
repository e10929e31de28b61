# SPDX-License-Identifier: EUPL-1.2
"""The messages of the source and their catalogues; `python -m tests.catalogue` brings these up.

A message that is new stands in `pgaref.po` without a translation, and one that nobody uses is gone;
the suite fails until every one is translated. What a catalogue says is compiled beside it, so that
an installation needs nothing but Python.
"""

from __future__ import annotations

import ast
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from typer.core import TyperArgument, TyperOption

from pgaref.cli import examples, lines, registry
from pgaref.cli.catalogue import FOLDER
from pgaref.cli.group import make

PACKAGE = FOLDER.parent
LANGUAGES = ("nl",)
# A message, or the two forms of one that counts.
Message = str | tuple[str, str]
# Of a header what nobody fills in, or what changes by itself.
_UNSAID = (
    '"Project-Id-Version',
    '"Report-Msgid-Bugs-To',
    '"POT-Creation-Date',
    '"PO-Revision-Date',
    '"Last-Translator',
    '"Language-Team',
    '"Generated-By',
)
# Of each language one day, so that a catalogue changes with its messages alone.
_MADE = datetime(2026, 11, 27, tzinfo=UTC)


def po(language: str) -> Path:
    """The catalogue of a language, as people write it."""
    return FOLDER / language / "LC_MESSAGES" / "pgaref.po"


def mo(language: str) -> Path:
    """The same, as a program reads it."""
    return po(language).with_suffix(".mo")


def messages() -> dict[Message, list[str]]:
    """Every message that pgaref can show, with the files that have it."""
    found: dict[Message, list[str]] = {}
    for message, place in (*_written(), *_shown()):
        places = found.setdefault(message, [])
        if place not in places:
            places.append(place)
    return found


def _written() -> Iterator[tuple[Message, str]]:
    """The messages that stand in calls of `_`, `marked`, `counted`, and the heads of tables."""
    # The man pages say the same, and a little more.
    for path in (*sorted(PACKAGE.rglob("*.py")), PACKAGE.parent / "release" / "manual.py"):
        place = path.relative_to(PACKAGE.parent).as_posix()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            for message in _in(node):
                yield message, place


def _in(node: ast.AST) -> Iterator[Message]:
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        if node.targets[0].id == "headers" and isinstance(node.value, ast.Tuple):
            yield from _texts(node.value)
    elif isinstance(node, ast.Call):
        name = called(node)
        literals = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
        if name in ("_", "marked") and literals:
            yield str(literals[0])
        elif name == "counted" and len(literals) == 2:
            one, many = literals
            yield str(one), str(many)
        elif name == "table" and isinstance(node.args[0], ast.Tuple):
            yield from _texts(node.args[0])


def _texts(row: ast.Tuple) -> Iterator[str]:
    for cell in ast.walk(row):
        if isinstance(cell, ast.Constant) and cell.value:
            yield str(cell.value)


def called(node: ast.Call) -> str:
    """The last name of what a call calls."""
    function = node.func
    if isinstance(function, ast.Name):
        return function.id
    return function.attr if isinstance(function, ast.Attribute) else ""


def _shown() -> Iterator[tuple[str, str]]:
    """What help and completion show of the commands."""
    here = "pgaref/cli"
    for text in (*registry.COMMANDS.values(), *registry.GROUPS.values()):
        yield text, f"{here}/registry.py"
    for text in examples.CODES.values():
        yield text, f"{here}/examples.py"
    for text in lines.OPTIONS.values():
        yield text, f"{here}/lines.py"
    for words in registry.COMMANDS:
        place = f"{registry.module_name(words).replace('.', '/')}.py"
        command = make(words)
        yield command.help or "", place
        for param in command.params:
            if isinstance(param, TyperArgument | TyperOption) and param.help:
                yield param.help, place


def read(language: str) -> Catalog:
    """The catalogue of a language, as it stands."""
    with po(language).open("rb") as file:
        catalogue = read_po(file, locale=language)
    catalogue.creation_date = catalogue.revision_date = _MADE
    return catalogue


def up_to_date(language: str) -> Catalog:
    """The catalogue of a language with exactly the messages that there are."""
    known = read(language) if po(language).exists() else Catalog(locale=language)
    made = Catalog(
        locale=language,
        # REUSE-IgnoreStart
        header_comment="# SPDX-License-Identifier: EUPL-1.2\n# The messages of pgaref.",
        # REUSE-IgnoreEnd
        creation_date=_MADE,
        revision_date=_MADE,
        fuzzy=False,
    )
    for message, places in sorted(messages().items(), key=lambda item: (item[1][0], str(item[0]))):
        old = known.get(message if isinstance(message, str) else message[0])
        text = old.string if old is not None and not old.fuzzy else ""
        made.add(message, text, locations=[(place, 0) for place in places])
    return made


def written(catalogue: Catalog) -> bytes:
    """A catalogue as `pgaref.po` has it."""
    text = io.BytesIO()
    write_po(text, catalogue, width=100, include_lineno=False)
    lines_ = text.getvalue().decode().splitlines(keepends=True)
    return "".join(line for line in lines_ if not line.startswith(_UNSAID)).encode()


def compiled(catalogue: Catalog) -> bytes:
    """A catalogue as `pgaref.mo` has it."""
    data = io.BytesIO()
    write_mo(data, catalogue)
    return data.getvalue()


def untranslated(catalogue: Catalog) -> list[object]:
    """The messages that a catalogue lacks."""
    return [entry.id for entry in catalogue if entry.id and not all(forms(entry.string) or [""])]


def forms(text: object) -> tuple[str, ...]:
    """The forms of a message, or of its translation; one where it does not count."""
    return (
        (text,) if isinstance(text, str) else tuple(text) if isinstance(text, list | tuple) else ()
    )


def main() -> None:
    for language in LANGUAGES:
        catalogue = up_to_date(language)
        po(language).parent.mkdir(parents=True, exist_ok=True)
        po(language).write_bytes(written(catalogue))
        mo(language).write_bytes(compiled(read(language)))
        lacking = len(untranslated(catalogue))
        print(f"{language}: {len(catalogue)} messages, {lacking} without a translation")


if __name__ == "__main__":
    main()
