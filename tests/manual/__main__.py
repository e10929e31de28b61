# SPDX-License-Identifier: EUPL-1.2
"""`python -m tests.manual [PAGE...]`: write on the pages what their commands say now."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.manual.pages import FOLDER, PICTURES, Player, pages
from tests.manual.shell import MEMORY


def main(names: list[str]) -> None:
    for page in [FOLDER / f"{name}.md" for name in names] or pages():
        with tempfile.TemporaryDirectory(dir=MEMORY) as place:
            player = Player(Path(place))
            page.write_text(player.played(page.read_text("utf-8")), "utf-8")
        for name, picture in player.pictures.items():
            (PICTURES / name).write_text(picture, "utf-8")
        print(page.name)


if __name__ == "__main__":
    main(sys.argv[1:])
