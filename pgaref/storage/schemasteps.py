# SPDX-License-Identifier: EUPL-1.2
"""Whether a version of a schema can be reached from the one before: a migration, and its samples.

The samples `schemas/<kind>/<n>.before.yaml` and `.after.yaml` are released with the schema, so that
a migration that is in use stays what it was.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pgaref.covenant import migrations
from pgaref.errors import InputError, Refusal
from pgaref.language import _
from pgaref.storage import schemas, yamltext

# What is kept stays readable.
_ARTICLE = "15.1"


def problems(folder: Path, kind: str, number: int) -> Iterator[Refusal]:
    """What is missing or wrong of the way to version `number` in a folder of schemas."""
    name, former = f"{kind}/{number}", f"{kind}/{number - 1}"
    migration = migrations.MIGRATIONS.get((kind, number - 1))
    if migration is None:
        said = _("{name}: has no migration from {former}", name=name, former=former)
        hint = _("a pure function in pgaref/covenant/migrations.py")
        yield Refusal(said, _ARTICLE, "missing-migration", hint)
    before: list[Mapping[str, Any]] = []
    after: list[Mapping[str, Any]] = []
    yield from _sample(folder, f"{name}.before.yaml", former, before)
    yield from _sample(folder, f"{name}.after.yaml", name, after)
    if migration and before and after and not _carries(migration, name, before[0], after[0]):
        said = _("{name}: its migration makes something else of its sample", name=name)
        yield Refusal(said, _ARTICLE, "wrong-migration")


def _sample(
    folder: Path, path: str, name: str, found: list[Mapping[str, Any]]
) -> Iterator[Refusal]:
    """What is wrong with the sample at `path`, which is to fit `name`; it is added to `found`."""
    try:
        value = yamltext.parse((folder / path).read_bytes(), path).value
    except FileNotFoundError:
        said = _("{path}: is missing, a sample of {name}", path=path, name=name)
        yield Refusal(said, _ARTICLE, "missing-sample")
        return
    except InputError as error:
        yield Refusal(error.message, _ARTICLE, "wrong-sample")
        return
    found.append(value)
    for problem in schemas.check(value, name, folder=folder):
        said = _("{path}: is no {name}: {problem}", path=path, name=name, problem=problem)
        yield Refusal(said, _ARTICLE, "wrong-sample")


def _carries(
    migration: migrations.Migration, name: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> bool:
    """Whether a migration makes `after` of `before`, each time, and leaves that as it is."""
    given = copy.deepcopy(before)
    try:
        made = [{**migration(given), "schema": name} for _again in range(2)]
    except (LookupError, TypeError, ValueError, AttributeError):
        return False
    return made == [after, after] and given == before
