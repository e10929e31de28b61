# SPDX-License-Identifier: EUPL-1.2
"""The schemas (JSON Schema 2020-12) of everything that pgaref reads, and validation against them.

A schema is a file `<kind>/<version>.json`, and is called `signaal/1`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pgaref.errors import InputError, UsageError
from pgaref.language import _
from pgaref.storage import schemawords
from pgaref.storage.problems import field_path, problem
from pgaref.storage.yamltext import Document

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

_KIND = re.compile(r"[a-z][a-z-]{0,39}")
_VERSION = re.compile(r"[1-9][0-9]{0,3}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z")
_LOOKED_AT = 200
_SHOWN = 20


def validate(
    document: Document, kind_version: str, name: str, *, folder: Path | None = None
) -> None:
    """Accept `document` as one of `kind_version` (`signaal/1`); `name` is how messages call it.

    Raises:
        InputError: every problem, by line, with its field path and rule in words, never a value.
        UsageError: no such schema.
    """
    found = list(islice(_findings(document.value, kind_version, folder), _LOOKED_AT))
    # With another schema in mind, every further line would be noise.
    found = [finding for finding in found if finding.is_schema_name] or found
    lines = {
        (document.line(finding.path), problem(name, document.line(finding.path), *finding.said))
        for finding in found
    }
    problems = [text for _line, text in sorted(lines)]
    if len(problems) > _SHOWN:
        problems[_SHOWN:] = [
            _("{name}: has more problems than these {shown}", name=name, shown=_SHOWN)
        ]
    if problems:
        raise InputError(*problems)


def check(
    value: Mapping[str, object], kind_version: str, *, folder: Path | None = None
) -> list[str]:
    """What is wrong with a vault's own `value`: `records[0].n: minimum`, a path and a keyword each.

    Raises:
        UsageError: no such schema.
    """
    found = islice(_findings(value, kind_version, folder), _LOOKED_AT)
    places = ((field_path(finding.said[0]), finding.keyword) for finding in found)
    return sorted({f"{where}: {keyword}" if where else keyword for where, keyword in places})


def rules(value: Mapping[str, object], kind_version: str) -> list[str]:
    """What is wrong with a `value` that was put together from input: a path and a rule in words.

    Raises:
        UsageError: no such schema.
    """
    said = (finding.said for finding in islice(_findings(value, kind_version, None), _LOOKED_AT))
    places = ((field_path(path), rule) for path, rule in said)
    return sorted({f"{where}: {rule}" if where else rule for where, rule in places})


def load(kind: str, version: int, *, folder: Path | None = None) -> Mapping[str, Any]:
    """The schema `version` of `kind`; not to be changed.

    Raises:
        UsageError: no such schema.
    """
    if not _KIND.fullmatch(kind) or version not in kinds(folder=folder).get(kind, ()):
        raise UsageError(
            _("unknown kind or version of schema"), hint="kinds: " + " ".join(kinds(folder=folder))
        )
    return _load(folder or root(), kind, version)


def newest(kind: str) -> int:
    """The newest version of `kind`.

    Raises:
        UsageError: no such schema.
    """
    versions = kinds().get(kind, (0,))
    load(kind, versions[-1])
    return versions[-1]


def offered(value: Mapping[str, object], kind: str) -> str:
    """The schema that input of `kind` is judged by: the version it names, else the newest.

    What was written for an older version is still taken in.
    """
    known = {f"{kind}/{version}" for version in kinds().get(kind, ())}
    said = value.get("schema")
    return said if isinstance(said, str) and said in known else f"{kind}/{newest(kind)}"


def kinds(*, folder: Path | None = None) -> dict[str, tuple[int, ...]]:
    """Every kind, in order, with its versions, oldest first."""
    return dict(_kinds(folder or root()))


@lru_cache
def root() -> Path:
    """The folder of the schemas.

    Within the package in a wheel; beside it in an editable install and a bare checkout.
    """
    package = Path(__file__).parents[1]
    within = package / "schemas"
    return within if within.is_dir() else package.parent / "schemas"


@lru_cache
def _kinds(folder: Path) -> dict[str, tuple[int, ...]]:
    versions: dict[str, list[int]] = {}
    for file in sorted(folder.glob("*/*.json")):
        if _KIND.fullmatch(file.parent.name) and _VERSION.fullmatch(file.stem):
            versions.setdefault(file.parent.name, []).append(int(file.stem))
    return {kind: tuple(sorted(numbers)) for kind, numbers in versions.items()}


@lru_cache
def _load(folder: Path, kind: str, version: int) -> dict[str, Any]:
    schema = json.loads((folder / kind / f"{version}.json").read_text("utf-8"))
    if not isinstance(schema, dict):
        raise TypeError("a schema is an object")
    return schema


def _findings(
    value: Mapping[str, object], kind_version: str, folder: Path | None
) -> Iterator[schemawords.Finding]:
    kind, _slash, version = kind_version.partition("/")
    load(kind, int(version) if _VERSION.fullmatch(version) else 0, folder=folder)
    plain: Any = value
    for error in _validator(folder or root(), kind, int(version)).iter_errors(plain):
        yield from schemawords.findings(error)


@lru_cache
def _validator(folder: Path, kind: str, version: int) -> Validator:
    """The compiled schema."""
    from jsonschema import Draft202012Validator, FormatChecker
    from jsonschema.validators import extend
    from referencing import Registry

    formats = FormatChecker(formats=())
    formats.checks("date")(_is_date)
    formats.checks("time")(_is_time)
    bounded: type[Validator] = extend(  # type: ignore[no-untyped-call]
        Draft202012Validator, {"uniqueItems": schemawords.unique_items}
    )
    # An empty registry: nothing is ever fetched.
    return bounded(_load(folder, kind, version), format_checker=formats, registry=Registry())


def _is_date(value: object) -> bool:
    """A real calendar date, `YYYY-MM-DD`; what is no text is the business of `type`."""
    if not isinstance(value, str):
        return True
    try:
        return bool(_DATE.fullmatch(value) and date.fromisoformat(value))
    except ValueError:
        return False


def _is_time(value: object) -> bool:
    """A second in UTC, `YYYY-MM-DDTHH:MM:SSZ`."""
    if not isinstance(value, str):
        return True
    day, separator, clock = value.partition("T")
    return bool(separator and _is_date(day) and _TIME.fullmatch(clock))
