# SPDX-License-Identifier: EUPL-1.2
"""`publiccode.yml`: what a catalogue of public software reads, held to the standard."""

from __future__ import annotations

import copy
import json
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parent.parent
STANDARD = json.loads((ROOT / "tests" / "publiccode.schema.json").read_text("utf-8"))
MANDATORY = ("publiccodeYmlVersion", "url", "description", "legal", "maintenance", "localisation")


def publiccode() -> Any:
    """What the file says, read as YAML 1.2, as the standard has it."""
    text = (ROOT / "publiccode.yml").read_text("utf-8")
    return YAML(typ="safe", pure=True).load(text)


def test_it_is_as_the_standard_says() -> None:
    jsonschema.Draft202012Validator.check_schema(STANDARD)
    jsonschema.validate(publiccode(), STANDARD, jsonschema.Draft202012Validator)
    assert set(publiccode()["description"]) == {"en", "nl"}


@pytest.mark.parametrize("key", MANDATORY)
def test_without_a_mandatory_key_it_is_not(key: str) -> None:
    value = copy.deepcopy(publiccode())
    del value[key]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(value, STANDARD, jsonschema.Draft202012Validator)


def test_it_says_what_the_project_says() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    value = publiccode()
    assert (value["name"], value["legal"]["license"]) == (project["name"], project["license"])
    (python,) = [need for need in value["dependsOn"]["open"] if need["name"] == "Python"]
    assert f">={python['versionMin']}" == project["requires-python"]
    # Nothing was released yet: such a key would be a claim.
    assert {"releaseDate", "softwareVersion"}.isdisjoint(value)


def test_nobody_real_is_named() -> None:
    value = publiccode()
    assert value["url"].startswith("https://git.example.org/")
    contacts = value["maintenance"]["contacts"]
    names = [contact["name"] for contact in contacts]
    assert all(contact["email"].endswith("@example.org") for contact in contacts)
    assert all(name.endswith(("Verzonnen", "Voorbeeld", "Bedacht", "Fictief")) for name in names)
