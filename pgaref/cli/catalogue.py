# SPDX-License-Identifier: EUPL-1.2
"""Which language the messages are in, as the environment says, and its catalogue.

PGAREF_LANG goes before the variables of POSIX (IEEE Std 1003.1, 8.2): LC_ALL, LC_MESSAGES, LANG. A
language without a catalogue, `C` and `POSIX` are the source's: English.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from pgaref import language

FOLDER = Path(__file__).parents[1] / "locale"
VARIABLES = ("PGAREF_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
# `nl_NL.UTF-8@euro` begins with a language of ISO 639.
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[_.@].*)?")


def chosen(environ: Mapping[str, str]) -> str:
    """The language that the environment asks for (`nl`), or nothing where it asks for none."""
    asked = next(filter(None, map(environ.get, VARIABLES)), "")
    found = _LANGUAGE.fullmatch(asked)
    return found[1] if found else ""


def choose(environ: Mapping[str, str]) -> None:
    """Take every message from the catalogue of the language that the environment asks for."""
    file = FOLDER / (chosen(environ) or "-") / "LC_MESSAGES" / "pgaref.mo"
    if not file.is_file():
        language.use(None)
        return
    # Here, as most of its time is for who does not need it.
    from gettext import GNUTranslations

    with file.open("rb") as bytes_:
        language.use(GNUTranslations(bytes_))
