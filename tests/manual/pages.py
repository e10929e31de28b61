# SPDX-License-Identifier: EUPL-1.2
"""Pages whose commands are typed again, one after the other, in a home of the page's own.

A page says in comments what its reader need not see:

    <!-- begin: kluis -->           what was done before the page begins (tests/manual/scenes)
    <!-- klok: 2026-10-14 09:00 --> which day it is from here on
    <!-- doe: LINE -->              a line that is typed unseen
    <!-- bestand: NAME -->          the block that follows is put in this file
    <!-- editor: NAME -->           what the next editor is left with
    <!-- typ: TEXT -->              what the next prompt is told
    <!-- noem: NAME PREFIX -->     the last id of this kind in what comes next is kept in a file
    <!-- beeld: NAME -->            the next line, and what it prints, is a picture in docs/beelden

A block of `console` has lines that begin with `$`, each with what it prints. A line that ends with
another exit code than 0 says so, and the page has to: `(exitcode 10)`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.cli.conftest import ROOT
from tests.manual.picture import drawn
from tests.manual.scenes import scene
from tests.manual.shell import COLUMNS, Shell, plain

FOLDER = ROOT / "docs" / "handleiding"
PICTURES = ROOT / "docs" / "beelden"
_PART = re.compile(
    r"^<!-- (?P<word>[a-z]+): (?P<text>.*?) -->$|^```(?P<sort>\w*)\n(?P<block>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
# What chance chose.
_CHANCE = {
    r"\b[0-9a-f]{64}\b": "SHA-256",
    r"\bage1[0-9a-z]{58}\b": "AGE",
    r"\bssh-ed25519 [A-Za-z0-9+/=]{68}": "SSH",
    r"\b[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){2}\b": "CHECK-CODE",
    r"^salt: \"[0-9a-f]{32}\"$": "SALT",
}


class Player:
    """Plays one page; `pictures` are the SVGs that it has."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._shell: Shell | None = None
        self._kept = ""
        self._picture = ""
        self._named: tuple[str, str] | None = None
        self.pictures: dict[str, str] = {}

    @property
    def shell(self) -> Shell:
        """Where the page's lines are typed."""
        if self._shell is None:
            self._shell = Shell.new(self._folder)
        return self._shell

    def played(self, text: str) -> str:
        """The page, with what its commands say now."""
        return _PART.sub(self._part, text)

    def _part(self, found: re.Match[str]) -> str:
        if found["word"]:
            self._directive(found["word"], found["text"])
        elif found["sort"] == "console":
            return f"```console\n{''.join(self._console(found['block']))}```"
        elif self._kept:
            (self.shell.home / self._kept).write_text(found["block"], "utf-8")
            self._kept = ""
        return found[0]

    def _directive(self, word: str, text: str) -> None:
        words: dict[str, Callable[[str], object]] = {
            "begin": self._begin,
            "klok": lambda moment: setattr(self.shell, "moment", moment),
            "doe": self._unseen,
            "bestand": lambda name: setattr(self, "_kept", name),
            "editor": lambda name: setattr(self.shell, "editor", str(self.shell.home / name)),
            "typ": lambda told: setattr(self.shell, "typing", f"{told}\n"),
            "noem": lambda names: setattr(self, "_named", tuple(names.split())),
            "beeld": lambda name: setattr(self, "_picture", name),
        }
        words[word](text)

    def _begin(self, name: str) -> None:
        self._shell = scene(name).copy(self._folder)

    def _unseen(self, line: str) -> None:
        said, code = self.shell.run(line)
        assert code == 0, (line, said)

    def _console(self, block: str) -> Iterator[str]:
        for written in commands(block):
            line = self._with_ids(written)
            said, code = self.shell.run(line)
            if self._picture:
                name, self._picture = self._picture, ""
                self.pictures[name] = drawn(Path(name).stem, line, said, COLUMNS)
            shown = "\n> ".join(line.split("\n"))
            yield f"$ {shown}\n"
            yield from (f"{part.rstrip()}\n" for part in plain(said).splitlines())
            if code:
                yield f"(exitcode {code})\n"
            self._name(said)

    def _name(self, said: str) -> None:
        if self._named is not None:
            name, prefix = self._named
            found = re.findall(rf"\b{prefix}-[0-9A-HJKMNP-TV-Z]{{8}}\b", plain(said))
            if found:
                (self.shell.home / name).write_text(found[-1])
                self._named = None

    def _with_ids(self, line: str) -> str:
        """A line in which `{wp}` is the id in the file `wp`: so a new page is written."""
        return re.sub(r"\{(\w+)\}", lambda f: (self.shell.home / f[1]).read_text().strip(), line)


def commands(block: str) -> list[str]:
    """What is typed in a block; a line goes on with `> `."""
    found = re.findall(r"^\$ (.*(?:\n> .*)*)", block, re.MULTILINE)
    return [line.replace("\n> ", "\n") for line in found]


def pages() -> list[Path]:
    """Every page of the manual."""
    return sorted(FOLDER.glob("*.md"))


def without_chance(text: str) -> list[str]:
    """Lines in which what chance chose is named, and not shown."""
    for pattern, name in _CHANCE.items():
        text = re.sub(pattern, name, text, flags=re.MULTILINE)
    return text.splitlines()
