# SPDX-License-Identifier: EUPL-1.2
"""The covenant is data, the engine is code: profiles beside code and documentation."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from pgaref.covenant.model import PartyKind
from pgaref.storage import profiles, yamltext
from tests.cli.settings import COVENANTS, LIMBURG, OTHER, Setting
from tests.cli.world import World

ROOT = Path(__file__).resolve().parents[2]
CODE = sorted(path for path in (ROOT / "pgaref").rglob("*") if path.suffix in {".py", ".typ"})
WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
QUOTED = re.compile(r'"([^"]*)"')


def text(setting: Setting) -> dict[str, Any]:
    """What a profile says."""
    value: dict[str, Any] = yamltext.parse(setting.profile.read_bytes(), setting.name).value
    return value


def names(profile: Mapping[str, Any]) -> set[str]:
    """What a covenant calls itself, its parties, grounds, data and sections.

    Without what every covenant has: the kinds of records, the registers and what a party is there.
    """
    listed = ("partijen", "grondslagen", "gegevens")
    sections = [section for register in profile["registers"] for section in register["secties"]]
    own = {entry["id"] for field in listed for entry in profile[field]}
    own |= {profile["naam"], *(section["naam"] for section in sections)}
    shared = {kind for section in sections for kind in section["bevat"]}
    shared |= {register["naam"] for register in profile["registers"]}
    # The id of a dossier is a field of records, and so is what of them is restricted.
    return own - shared - {*PartyKind, "dossier", "beperkt"}


def literals(path: Path) -> Iterator[str]:
    """Every text in a file of the code that is no comment and no docstring."""
    source = path.read_text("utf-8")
    if path.suffix == ".typ":
        # A text with a space in it is a sentence for people.
        yield from (each for each in QUOTED.findall(source) if " " not in each)
        return
    tree = ast.parse(source)
    said = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.value


def keys(schema: Mapping[str, Any]) -> Iterator[str]:
    """Every key that a schema lets a document have, at any depth."""
    for name, inner in schema.get("properties", {}).items():
        yield name
        yield from keys(inner)
    if "items" in schema:
        yield from keys(schema["items"])


@pytest.mark.artikel("18.1")
def test_no_party_ground_or_section_of_a_covenant_stands_in_code() -> None:
    covenants = {name for setting in COVENANTS for name in names(text(setting))}
    assert len(covenants) > 60
    found = {
        (path.relative_to(ROOT).as_posix(), word)
        for path in CODE
        # What help shows as an example needs a name.
        if path.name != "examples.py"
        for literal in literals(path)
        for word in WORD.findall(literal)
        if word in covenants
    }
    # Which covenant a vault is for where nothing is said.
    assert found == {("pgaref/storage/profiles.py", profiles.DEFAULT)}


def test_the_other_covenant_shares_no_party_section_role_or_purpose() -> None:
    ours, theirs = text(LIMBURG), text(OTHER)

    def called(profile: Mapping[str, Any], field: str) -> set[str]:
        return {entry.get("id") or entry["naam"] for entry in profile[field]}

    for field in ("partijen", "rollen"):
        assert called(ours, field).isdisjoint(called(theirs, field)), field
    for one, other in zip(ours["registers"], theirs["registers"], strict=True):
        assert one["voorvoegsel"] != other["voorvoegsel"]
        assert called(one, "secties").isdisjoint(called(other, "secties"))
    assert called(theirs, "grondslagen") - called(ours, "grondslagen") == {"wpgz-2"}


@pytest.mark.artikel("18.1")
def test_a_vault_is_made_for_a_covenant_in_a_file(world: World, tmp_path: Path) -> None:
    vault = ("--vault", tmp_path / "vault")
    made = world.made("init", "--profile", OTHER.profile, *vault)
    assert made["profile"] == OTHER.name
    kept = (tmp_path / "vault" / "convenant.yaml").read_bytes()
    assert kept == OTHER.profile.read_bytes()
    parties = {party["id"] for party in world.ok("party", "list", "--json", *vault).json}
    assert parties == {party["id"] for party in text(OTHER)["partijen"]}


def test_a_covenant_that_is_nowhere_or_wrong_makes_no_vault(world: World, tmp_path: Path) -> None:
    wrong = tmp_path / "convenant.yaml"
    wrong.write_text(OTHER.profile.read_text().replace("vast: [parket-", "vast: [niemand-", 1))
    vault = tmp_path / "vault"
    for given, code in (("nergens", 2), (tmp_path, 2), (wrong, 11)):
        assert world.do("init", "--profile", given, "--vault", vault).exit_code == code
        assert not vault.exists()


def test_the_guide_tells_of_every_key_of_a_profile() -> None:
    schema = json.loads((ROOT / "schemas" / "profile" / "1.json").read_text())
    guide = (ROOT / "docs" / "profile.md").read_text("utf-8")
    told = set(re.findall(r"`([a-z_]+)`", guide))
    assert set(keys(schema)) - told == set()
