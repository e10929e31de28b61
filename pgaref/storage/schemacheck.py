# SPDX-License-Identifier: EUPL-1.2
"""Whether the schemas are what was released, and a new version comes with all that it needs.

A released schema is never changed: records that name it are read by it for ever (art. 15(1)).
`schemas/released` lists every file of a release in the form of sha256sum, so that `sha256sum -c`
verifies it; a git revision says what the list had then.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from pgaref.covenant import migrations
from pgaref.errors import Refusal
from pgaref.language import _
from pgaref.storage import schemadiff, schemashape, schemasteps

Files = Mapping[str, bytes]

LIST = "released"
_SCHEMA = re.compile(r"([a-z][a-z-]*)/([1-9][0-9]{0,3})\.json")
_FILE = re.compile(r"[a-z][a-z-]*/[1-9][0-9]{0,3}\.(?:json|before\.yaml|after\.yaml)")
_LINE = re.compile(rf"([0-9a-f]{{64}})  ({_FILE.pattern})")
_TOLD = 3
_ARTICLE = schemashape.KEPT


def read(folder: Path) -> dict[str, bytes]:
    """The files in a folder of schemas, by their paths in it."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def released(files: Files) -> dict[str, str]:
    """The digest of each file that is released, by the list among `files`; empty without one."""
    text = files.get(LIST, b"").decode("ascii", "replace")
    lines = (_LINE.fullmatch(line) for line in text.splitlines())
    return {line[2]: line[1] for line in lines if line}


def problems(folder: Path) -> Iterator[Refusal]:
    """What is wrong with a folder of schemas in itself."""
    files = read(folder)
    yield from _list_problems(files)
    versions = _versions(files)
    for kind, numbers in versions.items():
        wrong = [*_version_problems(files, kind, numbers)]
        yield from wrong
        for number in numbers[1:] if not wrong else []:
            yield from schemasteps.problems(folder, kind, number)
    for kind, number in sorted(migrations.MIGRATIONS):
        if number + 1 not in versions.get(kind, ()):
            said = _("{kind}/{n}: has a migration, and is not there", kind=kind, n=number + 1)
            yield Refusal(said, _ARTICLE, "missing-version")


def problems_against(folder: Path, former: Files, revision: str) -> Iterator[Refusal]:
    """What the `former` files, those of a revision, released, and is not any more what it was.

    By the list of then: changing a schema together with its line of the list does not help.
    """
    files = read(folder)
    listed = released(files)
    for path, sha256 in released(former).items():
        name = path.removesuffix(".json")
        if path not in files:
            said = _("{name}: was released in {rev}, and is gone", name=name, rev=revision)
            yield Refusal(said, _ARTICLE, "released-gone")
        elif _sha256(files[path]) != sha256:
            yield _changed(path, former.get(path, b""), files[path], revision)
        elif listed.get(path) != sha256:
            said = _("{name}: is not on the list as {rev} has it", name=name, rev=revision)
            yield Refusal(said, _ARTICLE, "released-unlisted")


def _changed(path: str, old: bytes, new: bytes, revision: str) -> Refusal:
    """A released file that has changed, with what changed in it."""
    name = path.removesuffix(".json")
    said = _("{name}: was released in {rev}, and has changed", name=name, rev=revision)
    found = _SCHEMA.fullmatch(path)
    words = _in_words(old, new) if found else ""
    if words:
        said = _("{said}: {changes}", said=said, changes=words)
    hint = ""
    if found:
        following = f"{found[1]}/{int(found[2]) + 1}"
        hint = _("put it back, and make {name} with a migration", name=following)
    return Refusal(said, _ARTICLE, "released-changed", hint)


def _in_words(old: bytes, new: bytes) -> str:
    """The first things that changed between two texts of a schema; empty where they say none."""
    try:
        found = list(schemadiff.changes(json.loads(old), json.loads(new)))
    except (ValueError, TypeError, AttributeError):
        return ""
    said = [f"{change.field} {change.said}".strip() for change in found]
    return "; ".join(said[:_TOLD] + ["..."] * (len(said) > _TOLD))


def _list_problems(files: Files) -> Iterator[Refusal]:
    """What is wrong with the list, and with the files by it."""
    lines = files.get(LIST, b"").decode("ascii", "replace").splitlines()
    for number, line in enumerate(lines, 1):
        if not _LINE.fullmatch(line):
            said = _("{list}: line {n} is not of sha256sum", list=LIST, n=number)
            yield Refusal(said, _ARTICLE, "wrong-list")
    listed = released(files)
    if len(listed) < len(lines):
        yield Refusal(_("{list}: has a file twice", list=LIST), _ARTICLE, "wrong-list")
    for path in sorted((files.keys() | listed.keys()) - {LIST}):
        problem = _file_problem(path, files.get(path), listed.get(path))
        if problem is not None:
            yield problem


def _file_problem(path: str, data: bytes | None, listed: str | None) -> Refusal | None:
    """What is wrong with a file that is there, or on the list, or both."""
    name = path.removesuffix(".json")
    if not _FILE.fullmatch(path):
        said = _("{path}: has no place among the schemas", path=path)
        return Refusal(said, _ARTICLE, "no-schema")
    if data is None:
        return Refusal(_("{name}: is released, and is gone", name=name), _ARTICLE, "released-gone")
    if listed is None:
        line = f"(cd schemas && sha256sum {path} >> {LIST})"
        return Refusal(_("{name}: is not on the list", name=name), _ARTICLE, "unlisted", line)
    if listed != _sha256(data):
        said = _("{name}: is released, and has changed", name=name)
        return Refusal(said, _ARTICLE, "released-changed")
    return None


def _version_problems(files: Files, kind: str, numbers: list[int]) -> Iterator[Refusal]:
    """What is wrong with the versions of a kind, each in itself."""
    if numbers != list(range(1, len(numbers) + 1)):
        said = _("{kind}: its versions are not 1, 2 and so on", kind=kind)
        yield Refusal(said, _ARTICLE, "missing-version")
    for number in numbers:
        try:
            schema = json.loads(files[f"{kind}/{number}.json"])
        except ValueError:
            said = _("{kind}/{n}: is no JSON", kind=kind, n=number)
            yield Refusal(said, _ARTICLE, "no-schema")
        else:
            yield from schemashape.problems(kind, number, schema)


def _versions(files: Files) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for path in sorted(files):
        if schema := _SCHEMA.fullmatch(path):
            found.setdefault(schema[1], []).append(int(schema[2]))
    return {kind: sorted(numbers) for kind, numbers in found.items()}


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
