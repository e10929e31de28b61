# SPDX-License-Identifier: EUPL-1.2
"""The samples that the schemas are tried on: those of docs/voorbeeld, and further ones by kind."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pgaref.storage import schemas as checking
from pgaref.storage import yamltext

ROOT = Path(__file__).resolve().parent.parent.parent
SCHEMAS = ROOT / "schemas"
VOORBEELD = ROOT / "docs" / "voorbeeld"

# Somebody else's schema, with tests of its own.
ELSEWHERE = {"profile"}


def schemas() -> dict[str, dict[str, Any]]:
    """Every schema by its kind."""
    found = sorted(SCHEMAS.glob("*/1.json"))
    return {path.parent.name: json.loads(path.read_text("utf-8")) for path in found}


def voorbeelden() -> dict[str, Mapping[str, Any]]:
    """The files of docs/voorbeeld: kind -> content."""
    values = (
        yamltext.parse(path.read_bytes(), path.name).value for path in VOORBEELD.glob("*.yaml")
    )
    return {str(value["schema"]).partition("/")[0]: value for value in values}


def samples() -> dict[str, list[Mapping[str, Any]]]:
    """At least one sample of every kind, and one for each shape that a kind can have."""
    further = json.loads(Path(__file__).with_name("samples.json").read_text("utf-8"))
    own = voorbeelden()
    kinds = sorted({*own, *further})
    return {kind: [*([own[kind]] if kind in own else []), *further.get(kind, [])] for kind in kinds}


def problems(kind: str, value: Any) -> list[str]:
    """What version 1 of the kind's schema says against `value`; empty: it fits."""
    return checking.check(value, f"{kind}/1")
