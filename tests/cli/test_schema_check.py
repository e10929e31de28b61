# SPDX-License-Identifier: EUPL-1.2
"""What is released stays as it is, and a new version comes with all that it needs: art. 15(1)."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from pgaref.covenant import migrations
from pgaref.storage import programs, schemas
from tests.cli.conftest import CommandLine, Result
from tests.schemas.samples import SCHEMAS
from tests.schemas.versions import (
    copied,
    migrated,
    release,
    second,
    second_version,
    use,
    write,
    write_samples,
)

REFUSED, USAGE = 10, 2
KEPT = "(art. 15 lid 1)"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the schemas, which pgaref runs with."""
    folder = copied(tmp_path / "schemas")
    use(folder, monkeypatch)
    return folder


def edit(folder: Path, change: Callable[[dict[str, Any]], object], name: str = "signaal/1") -> None:
    """Change a schema in place, as an editor would."""
    schema = json.loads((folder / f"{name}.json").read_text())
    change(schema)
    write(folder, schema, name)
    for cached in (schemas._kinds, schemas._load, schemas._validator):
        cached.cache_clear()


def longer(schema: dict[str, Any]) -> None:
    schema["properties"]["gedraging"]["maxLength"] = 3000


def refused(result: Result) -> list[str]:
    """The refusals, without what pgaref begins each with."""
    assert (result.exit_code, result.stdout) == (REFUSED, ""), result.stderr
    lines = result.stderr.splitlines()
    start = "pgaref: refused: "
    return [line.removeprefix(start) for line in lines if line.startswith(start)]


def test_the_schemas_of_the_project_are_as_released(run: CommandLine) -> None:
    passed = run("schema", "check")
    assert (passed.exit_code, passed.stdout) == (0, "")
    number = len(list(SCHEMAS.glob("*/*.json")))
    assert f"{number} schemas as released" in passed.stderr
    assert run("schema", "check", "--json").json == {"ok": True, "schemas": number}
    # The list is one of sha256sum.
    line = ["sha256sum", "--check", "--strict", "--quiet", "released"]
    assert subprocess.run(line, cwd=SCHEMAS, capture_output=True).returncode == 0


@pytest.mark.artikel("15.1")
def test_a_released_schema_is_not_changed(run: CommandLine, folder: Path) -> None:
    edit(folder, longer)
    assert refused(run("schema", "check", "--json")) == [
        f"signaal/1: is released, and has changed {KEPT}"
    ]


@pytest.mark.artikel("15.1")
def test_a_released_schema_does_not_go(run: CommandLine, folder: Path) -> None:
    shutil.rmtree(folder / "vertrek")
    assert refused(run("schema", "check")) == [f"vertrek/1: is released, and is gone {KEPT}"]


@pytest.mark.artikel("15.1")
def test_what_is_not_on_the_list_is_told_with_the_line_that_puts_it_there(
    run: CommandLine, folder: Path
) -> None:
    (folder / "proef").mkdir()
    actie = json.loads((folder / "actie/1.json").read_text())
    write(folder, {**actie, "$id": "pgaref:proef/1"}, "proef/1")
    result = run("schema", "check")
    assert refused(result) == [f"proef/1: is not on the list {KEPT}"]
    hint = "hint: (cd schemas && sha256sum proef/1.json >> released)"
    assert hint in result.stderr
    subprocess.run(
        ["sh", "-c", hint.removeprefix("hint: ")], cwd=folder.parent, check=True, timeout=60
    )
    assert run("schema", "check").exit_code == 0


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("0" * 64 + " *actie/1.json\n", "released: line 47 is not of sha256sum"),
        ("0" * 64 + "  ../actie/1.json\n", "released: line 47 is not of sha256sum"),
        ("# tekst\n", "released: line 47 is not of sha256sum"),
        ("0" * 64 + "  actie/1.json\n", "released: has a file twice"),
        ("0" * 64 + "  actie/2.json\n", "actie/2: is released, and is gone"),
    ],
)
def test_a_list_that_says_something_else_is_refused(
    run: CommandLine, folder: Path, line: str, said: str
) -> None:
    with (folder / "released").open("a") as file:
        file.write(line)
    assert f"{said} {KEPT}" in refused(run("schema", "check"))


@pytest.mark.artikel("8.2", "10.2", "7.3")
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda schema: schema.update(additionalProperties=True),
            "signaal/2: is open: additionalProperties is not false",
        ),
        (
            lambda schema: schema["properties"]["onderbouwing"].pop("additionalProperties"),
            "signaal/2: onderbouwing: is open: additionalProperties is not false",
        ),
        (
            lambda schema: schema["properties"].update(
                ernst={"description": "Ernst (art. 7 lid 3)", "type": "integer"}
                | {"minimum": 1, "maximum": 5}
            ),
            "signaal/2: ernst: a number that refers to nothing; a judgement is made in words",
        ),
        (
            lambda schema: schema["properties"].update(
                kans={"description": "Kans (art. 7 lid 3)", "type": "number"}
            ),
            "signaal/2: kans: a number with a fraction; a judgement is made in words",
        ),
    ],
)
def test_an_opened_object_and_a_numeric_judgement_are_refused_with_the_article(
    run: CommandLine,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[dict[str, Any]], object],
    said: str,
) -> None:
    folder = second_version(tmp_path / "schemas", monkeypatch)
    assert run("schema", "check").exit_code == 0
    edit(folder, change, "signaal/2")
    release(folder)
    article = "7 lid 3" if "judgement" in said else "8 lid 2"
    assert f"{said} (art. {article})" in refused(run("schema", "check"))


@pytest.mark.artikel("15.1")
def test_a_version_without_migration_or_samples_is_refused(
    run: CommandLine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, second())
    release(folder)
    assert refused(run("schema", "check")) == [
        f"signaal/2: has no migration from signaal/1 {KEPT}",
        f"signaal/2.before.yaml: is missing, a sample of signaal/1 {KEPT}",
        f"signaal/2.after.yaml: is missing, a sample of signaal/2 {KEPT}",
    ]
    monkeypatch.setitem(migrations.MIGRATIONS, ("signaal", 1), migrated)
    write_samples(folder)
    release(folder)
    assert run("schema", "check").exit_code == 0


def forgets(content: Mapping[str, Any]) -> dict[str, Any]:
    return {name: item for name, item in content.items() if name != "gedraging"}


def changes_what_it_is_given(content: Mapping[str, Any]) -> dict[str, Any]:
    assert isinstance(content, dict)
    content["bekend"] = "onbekend"
    return content


def counts(content: Mapping[str, Any], seen: list[int] = []) -> dict[str, Any]:  # noqa: B006
    """Says something else each time: as the attack has it, of an argument that is kept."""
    seen.append(1)
    return {**content, "bekend": "onbekend" if len(seen) % 2 else "gehoord"}


def fails(content: Mapping[str, Any]) -> dict[str, Any]:
    return {**content, "bekend": content["nergens"]}


@pytest.mark.artikel("15.1")
@pytest.mark.parametrize("wrong", [forgets, changes_what_it_is_given, counts, fails])
def test_a_migration_that_is_not_pure_or_not_what_its_samples_say_is_refused(
    run: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: migrations.Migration
) -> None:
    second_version(tmp_path / "schemas", monkeypatch)
    monkeypatch.setitem(migrations.MIGRATIONS, ("signaal", 1), wrong)
    assert refused(run("schema", "check")) == [
        f"signaal/2: its migration makes something else of its sample {KEPT}"
    ]


@pytest.mark.artikel("15.1")
def test_samples_are_of_the_versions_that_they_stand_for(
    run: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = second_version(tmp_path / "schemas", monkeypatch)
    before = folder / "signaal/2.before.yaml"
    before.write_text(before.read_text() + "bekend: gehoord\n")
    (folder / "signaal/2.after.yaml").write_text("schema: [")
    release(folder)
    found = refused(run("schema", "check"))
    assert f"signaal/2.before.yaml: is no signaal/1: additionalProperties {KEPT}" in found
    assert len([line for line in found if line.startswith("signaal/2.after.yaml:")]) == 1


@pytest.mark.artikel("15.1")
def test_versions_are_counted_on_and_no_migration_leads_nowhere(
    run: CommandLine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(migrations.MIGRATIONS, ("signaal", 1), migrated)
    assert refused(run("schema", "check")) == [
        f"signaal/2: has a migration, and is not there {KEPT}"
    ]
    monkeypatch.delitem(migrations.MIGRATIONS, ("signaal", 1))
    third = second()
    write(folder, {**third, "$id": "pgaref:signaal/3"}, "signaal/3")
    (folder / "plan/1.json").write_text("{")
    (folder / "README").write_text("")
    release(folder)
    found = refused(run("schema", "check"))
    assert f"signaal: its versions are not 1, 2 and so on {KEPT}" in found
    assert f"plan/1: is no JSON {KEPT}" in found
    assert f"README: has no place among the schemas {KEPT}" in found


# Against git


def git(folder: Path, *words: str) -> None:
    line = ["git", "-c", "user.name=Test", "-c", "user.email=test@example.org", *words]
    subprocess.run(line, cwd=folder, check=True, capture_output=True, timeout=60)


@pytest.fixture
def tracked(folder: Path) -> Path:
    """The same in a git repository whose first commit has the schemas as they are."""
    git(folder.parent, "init", "-q", "-b", "main")
    (folder.parent / "released").write_text("elsewhere\n")
    git(folder.parent, "add", "schemas", "released")
    git(folder.parent, "commit", "-q", "-m", "First")
    return folder


@pytest.mark.artikel("15.1")
def test_changing_a_schema_and_its_line_of_the_list_does_not_help(
    run: CommandLine, tracked: Path
) -> None:
    assert run("schema", "check", "--against", "HEAD").exit_code == 0
    edit(tracked, longer)
    release(tracked)
    assert run("schema", "check").exit_code == 0
    result = run("schema", "check", "--against", "HEAD")
    (said,) = refused(result)
    assert said.startswith("signaal/1: was released in ")
    assert said.endswith(f"has changed: gedraging at most 3000 characters, was 4000 {KEPT}")
    assert "hint: put it back, and make signaal/2 with a migration" in result.stderr
    git(tracked, "commit", "-q", "-a", "-m", "Second")
    assert run("schema", "check", "--against", "HEAD").exit_code == 0
    assert run("schema", "check", "--against", "HEAD~1").exit_code == REFUSED


@pytest.mark.artikel("15.1")
def test_taking_a_schema_off_the_list_does_not_help(run: CommandLine, tracked: Path) -> None:
    kept = [line for line in (tracked / "released").read_text().splitlines() if "plan" not in line]
    (tracked / "released").write_text("\n".join(kept) + "\n")
    (unlisted, listed) = refused(run("schema", "check", "--against", "HEAD"))
    assert unlisted == f"plan/1: is not on the list {KEPT}"
    assert listed.startswith("plan/1: is not on the list as ")
    shutil.rmtree(tracked / "plan")
    (gone,) = refused(run("schema", "check", "--against", "HEAD"))
    assert gone.startswith("plan/1: was released in ")
    assert gone.endswith(f", and is gone {KEPT}")


@pytest.mark.artikel("15.1")
def test_a_new_version_stands_beside_the_released_one_and_then_is_released_too(
    run: CommandLine, tracked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tracked, second())
    write_samples(tracked)
    release(tracked)
    monkeypatch.setitem(migrations.MIGRATIONS, ("signaal", 1), migrated)
    for cached in (schemas._kinds, schemas._load, schemas._validator):
        cached.cache_clear()
    assert run("schema", "check", "--against", "HEAD").exit_code == 0
    git(tracked, "add", "-A", ".")
    git(tracked, "commit", "-q", "-m", "Second")
    sample = tracked / "signaal/2.after.yaml"
    sample.write_text(sample.read_text().replace("onbekend", "gehoord"))
    release(tracked)
    monkeypatch.setitem(
        migrations.MIGRATIONS, ("signaal", 1), lambda content: {**content, "bekend": "gehoord"}
    )
    assert run("schema", "check").exit_code == 0
    (said,) = refused(run("schema", "check", "--against", "HEAD"))
    assert said.startswith("signaal/2.after.yaml: was released in ")


def test_a_commit_is_named_and_its_id_is_told(run: CommandLine, tracked: Path) -> None:
    told = run("schema", "check", "--against", "main", "--json").json
    assert set(told) == {"ok", "schemas", "against"}
    assert told["against"] == programs.git_commit(tracked, "HEAD")


@pytest.mark.parametrize("revision", ["nergens", "-h", "HEAD:schemas", "HEAD~9"])
def test_a_revision_that_is_none_is_a_usage_error(
    run: CommandLine, tracked: Path, revision: str
) -> None:
    result = run("schema", "check", "--against", revision)
    assert (result.exit_code, result.stdout) == (USAGE, "")
    assert "git knows no such revision where the schemas are" in result.stderr
    assert "nergens" not in result.stderr


def test_outside_a_repository_and_without_git_there_is_nothing_to_compare_with(
    run: CommandLine, folder: Path
) -> None:
    assert run("schema", "check", "--against", "HEAD").exit_code == USAGE
    result = run("schema", "check", "--against", "HEAD", env={"PATH": "/nowhere"})
    assert (result.exit_code, result.stdout) == (USAGE, "")
    assert "git is not there" in result.stderr
    assert run("schema", "check", env={"PATH": "/nowhere"}).exit_code == 0


def test_the_repository_of_a_hook_does_not_lead_astray(run: CommandLine, tracked: Path) -> None:
    elsewhere = {"GIT_DIR": "/nowhere", "GIT_INDEX_FILE": "/nowhere/index", "GIT_WORK_TREE": "/"}
    assert run("schema", "check", "--against", "HEAD", env=elsewhere).exit_code == 0


def test_a_revision_from_before_the_schemas_holds_nothing_against_them(
    run: CommandLine, folder: Path
) -> None:
    git(folder.parent, "init", "-q", "-b", "main")
    git(folder.parent, "commit", "-q", "--allow-empty", "-m", "First")
    assert run("schema", "check", "--against", "HEAD").exit_code == 0


# In words


@pytest.mark.artikel("8.2")
def test_a_diff_says_in_words_what_changed(
    run: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second_version(tmp_path / "schemas", monkeypatch)
    there = run("schema", "diff", "signaal", "1", "2")
    assert there.stdout.splitlines() == [
        "gedraging\tat most 3000 characters, was 4000",
        "bekend\tis new, and may be left out",
    ]
    assert "2 changes" in there.stderr
    back = run("schema", "diff", "signaal", "2", "1", "--json").json
    assert (back["kind"], back["from"], back["to"]) == ("signaal", 2, 1)
    assert back["changes"] == [
        {"field": "gedraging", "change": "at most 4000 characters, was 3000"},
        {"field": "bekend", "change": "is gone"},
    ]
    assert run("schema", "diff", "signaal", "2", "2").stdout == ""


@pytest.mark.parametrize("words", [("signaal", "1", "9"), ("nergens", "1", "1")])
def test_a_diff_of_what_is_not_there_is_a_usage_error(
    run: CommandLine, words: tuple[str, str, str]
) -> None:
    result = run("schema", "diff", *words)
    assert (result.exit_code, result.stdout) == (USAGE, "")
    assert "unknown kind or version of schema" in result.stderr
