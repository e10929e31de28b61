# SPDX-License-Identifier: EUPL-1.2
"""The man pages, in every language, made from what `--help` shows: one for pgaref, one a command.

`python -m release.manual [FOLDER]` writes them to `man1/` and `nl/man1/` of a folder. The format is
that of man(7).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from typer.core import TyperArgument, TyperOption

from pgaref import language
from pgaref.cli import catalogue, options, registry
from pgaref.cli.examples import CODES, EXAMPLES, meanings
from pgaref.cli.group import INTRODUCTION, make, translated
from pgaref.language import _, marked
from release.packages import ROOT, version

if TYPE_CHECKING:
    from pgaref.cli.command import PlainCommand

SECTION = "1"
# English lies at the top, another language in a folder of its own (hier(7), FHS 4.11.6).
FOLDERS = {"en": "", "nl": "nl"}
_FILES = (
    ("~/.config/pgaref/identity", marked("who you are, with .sign beside it to sign with")),
    ("vault/", marked("the vault, where nothing else is named")),
)
_VARIABLES = (
    ("PGAREF_VAULT", marked("the vault")),
    ("PGAREF_IDENTITY, PGAREF_SIGNING_KEY", marked("who you are, and what you sign with")),
    ("PGAREF_HOST", marked("what this machine is called in the log")),
    ("PGAREF_LANG, LC_ALL, LC_MESSAGES, LANG", marked("the language: nl, or English")),
    ("VISUAL, EDITOR", marked("the editor")),
    ("NO_COLOR", marked("no colours")),
)


def write(folder: Path) -> list[Path]:
    """Write every page to `folder`, and tell which there are."""
    written = []
    for chosen, place in FOLDERS.items():
        catalogue.choose({"PGAREF_LANG": chosen})
        target = folder / place / f"man{SECTION}"
        target.mkdir(parents=True, exist_ok=True)
        for name, text in pages():
            path = target / f"{name}.{SECTION}"
            path.write_text(text, "utf-8")
            written.append(path)
    language.use(None)
    return written


def pages() -> Iterator[tuple[str, str]]:
    """The name and the text of each page, in the language that is chosen."""
    yield "pgaref", _whole()
    for words in registry.COMMANDS:
        yield f"pgaref-{words.replace(' ', '-')}", _command(words)


def _whole() -> str:
    rows = registry.rows("")
    return _page(
        "pgaref",
        _(INTRODUCTION).rstrip("."),
        (_("SYNOPSIS"), [f".B pgaref\n{_text(_('[OPTIONS] COMMAND ...'))}"]),
        (_("COMMANDS"), [_item(f"pgaref {name}", text) for name, text in rows]),
        (_("OPTIONS"), [_item(name, _(text)) for name, text in options.HELP]),
        (_("EXIT STATUS"), [_item(code, text) for code, text in meanings(tuple(CODES))]),
        (_("ENVIRONMENT"), [_item(name, _(text)) for name, text in _VARIABLES]),
        (_("FILES"), [_item(name, _(text)) for name, text in _FILES]),
        (_("SEE ALSO"), [".BR age (1),\n.BR ssh-keygen (1)"]),
    )


def _command(words: str) -> str:
    command = cast("PlainCommand", translated(make(words)))
    context = command.make_context(f"pgaref {words}", [], resilient_parsing=True)
    arguments, own = [], []
    for param in command.params:
        if isinstance(param, TyperArgument):
            arguments.append(_item(param.metavar or param.name.upper(), param.help or ""))
        elif isinstance(param, TyperOption):
            shown = param.get_help_record(context)
            own += [_item(*shown)] if shown else []
    typed = _text(" ".join(command.collect_usage_pieces(context)))
    example = EXAMPLES[words]
    return _page(
        f"pgaref-{words.replace(' ', '-')}",
        _(registry.COMMANDS[words]),
        (_("SYNOPSIS"), [f".B pgaref {words}\n{typed}"]),
        (_("DESCRIPTION"), [_text(part) for part in (command.help or "").split("\n\n")]),
        (_("ARGUMENTS"), arguments),
        (_("OPTIONS"), own),
        (_("EXAMPLES"), [".nf\n" + "\n".join(map(_verbatim, example.lines)) + "\n.fi"]),
        (_("EXIT STATUS"), [_item(code, text) for code, text in meanings(example.codes)]),
        (_("SEE ALSO"), [".BR pgaref (1)"]),
    )


def _page(name: str, what: str, *parts: tuple[str, Sequence[str]]) -> str:
    whole = [
        # REUSE-IgnoreStart
        '.\\" SPDX-License-Identifier: EUPL-1.2',
        # REUSE-IgnoreEnd
        f'.TH {name.upper()} {SECTION} "" "pgaref {version()}"',
        f".SH {_('NAME')}\n{_verbatim(name)} \\- {_text(what)}",
    ]
    for title, paragraphs in parts:
        if paragraphs:
            whole.append("\n".join([f".SH {title}", "\n.PP\n".join(paragraphs)]))
    return "\n".join(whole).replace("\n.PP\n.TP", "\n.TP") + "\n"


def _item(name: str, text: str) -> str:
    return f".TP\n.B {_verbatim(name)}\n{_text(text)}"


def _text(text: str) -> str:
    """Running text: lines are filled."""
    return _verbatim(re.sub(r"\s+", " ", text).strip())


def _verbatim(text: str) -> str:
    """Text as it is: backslash and hyphen escaped, no line a request (groff_man_style(7))."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-").replace("~", "\\(ti")
    escaped = escaped.replace("'", "\\(aq").replace("^", "\\(ha").replace("`", "\\(ga")
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped


if __name__ == "__main__":
    made = write(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "dist" / "man"))
    print(f"{len(made)} pages")
