# SPDX-License-Identifier: EUPL-1.2
"""A second version of `signaal`, as a change of the schemas would bring it, for tests alone."""

from __future__ import annotations

import copy
import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pgaref.covenant import migrations
from pgaref.storage import schemas, yamltext
from tests.schemas.samples import SCHEMAS, voorbeelden

FIELD = {
    "description": "Hoe de gedraging bekend is (art. 8 lid 2 onder b)",
    "type": "string",
    "enum": ["zelf-gezien", "gehoord", "onbekend"],
}


def migrated(content: Mapping[str, Any]) -> dict[str, Any]:
    """The migration from signaal/1 to signaal/2."""
    return {**content, "bekend": "onbekend"}


# The same as source, for a copy of the project.
SOURCE = """

def signaal_2(content: Content) -> dict[str, Any]:
    \"\"\"Of a signal from before, nobody said how the behaviour is known.\"\"\"
    return {**content, "bekend": "onbekend"}


MIGRATIONS["signaal", 1] = signaal_2
"""


def second() -> dict[str, Any]:
    """The schema signaal/2: a field more, and a text that may be longer."""
    schema: dict[str, Any] = copy.deepcopy(json.loads((SCHEMAS / "signaal/1.json").read_text()))
    schema["$id"] = "pgaref:signaal/2"
    schema["properties"]["schema"]["const"] = "signaal/2"
    schema["properties"]["gedraging"]["maxLength"] = 3000
    schema["properties"]["bekend"] = FIELD
    return schema


def write(folder: Path, schema: Mapping[str, Any], name: str = "signaal/2") -> Path:
    """Put a schema into a folder of schemas."""
    file = folder / f"{name}.json"
    file.write_text(json.dumps(schema, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return file


def write_samples(folder: Path) -> None:
    """Put the samples before and after into a folder of schemas."""
    before = dict(voorbeelden()["signaal"])
    after = {**before, "schema": "signaal/2", "bekend": "onbekend"}
    for which, value in (("before", before), ("after", after)):
        (folder / f"signaal/2.{which}.yaml").write_bytes(yamltext.dump(value))


def release(folder: Path) -> None:
    """Write the list of what is released, as sha256sum would."""
    files = sorted(path for path in folder.glob("*/*") if path.is_file())
    lines = (
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(folder).as_posix()}\n"
        for file in files
    )
    (folder / "released").write_text("".join(lines))


def copied(target: Path) -> Path:
    """A copy of the project's schemas."""
    return Path(shutil.copytree(SCHEMAS, target))


def second_version(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let pgaref run with signaal/2, released in a copy of the schemas."""
    copied(folder)
    write(folder, second())
    write_samples(folder)
    release(folder)
    use(folder, monkeypatch)
    monkeypatch.setitem(migrations.MIGRATIONS, ("signaal", 1), migrated)
    return folder


def use(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pgaref run with another folder of schemas."""
    monkeypatch.setattr(schemas, "root", lambda: folder)
