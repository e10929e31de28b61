# SPDX-License-Identifier: EUPL-1.2
"""A schema changed, refused, made a version, released and migrated: from git to vault, as typed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import ROOT, Result
from tests.cli.world import World
from tests.schemas.versions import SOURCE, second, write, write_samples

REFUSED, USAGE = 10, 2
LATER = "2026-12-01 09:00:00"
ADD_TO_THE_LIST = "cd schemas && sha256sum signaal/2.json signaal/2.*.yaml >> released"


class Project:
    """A copy of the project in a git repository, with the hook of the README."""

    def __init__(self, folder: Path, world: World) -> None:
        self.folder = folder
        self.world = world
        self.schemas = folder / "schemas"
        ignored = shutil.ignore_patterns("__pycache__")
        for name in ("pgaref", "schemas"):
            shutil.copytree(ROOT / name, folder / name, ignore=ignored)
        program = folder / "bin" / "pgaref"
        program.parent.mkdir()
        program.write_text(
            f"#!/bin/sh\nPYTHONDONTWRITEBYTECODE=1 PYTHONPATH={folder} exec {sys.executable} "
            '-m pgaref "$@"\n'
        )
        program.chmod(0o755)
        self.git("init", "-q", "-b", "main")
        assert self.commit("First").returncode == 0
        hook = folder / ".git" / "hooks" / "pre-commit"
        hook.write_text(readme_hook())
        hook.chmod(0o755)

    def git(self, *words: str) -> subprocess.CompletedProcess[str]:
        named = ("-c", "user.name=Test", "-c", "user.email=test@example.org")
        return subprocess.run(
            ["git", *named, *words],
            cwd=self.folder,
            env={**os.environ, "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}"},
            capture_output=True,
            text=True,
            timeout=120,
        )

    def commit(self, message: str) -> subprocess.CompletedProcess[str]:
        assert self.git("add", "-A", ".").returncode == 0
        return self.git("commit", "-q", "-m", message)

    @property
    def commits(self) -> int:
        return int(self.git("rev-list", "--count", "HEAD").stdout)

    def pgaref(self, *words: str, stdin: bytes = b"", by: str = "uit-1") -> Result:
        """A command of the copy, in a process of its own and at a later day."""
        identity = str(self.world.identity(by)) if by else "/nowhere/identity"
        done = subprocess.run(
            ["faketime", LATER, self.folder / "bin" / "pgaref", *words],
            input=stdin,
            cwd=self.world.run.home,
            env={**os.environ, "TZ": "UTC", "PGAREF_IDENTITY": identity},
            capture_output=True,
            timeout=120,
        )
        return Result(done.returncode, done.stdout.decode(), done.stderr.decode())

    def edit(self, name: str, change: Callable[[dict[str, Any]], object]) -> None:
        schema = json.loads((self.schemas / f"{name}.json").read_text())
        change(schema)
        write(self.schemas, schema, name)


def readme_hook() -> str:
    """The pre-commit hook that the README shows, as a file."""
    lines = (ROOT / "README.md").read_text("utf-8").splitlines()
    start = next(n for n, line in enumerate(lines) if line == "    #!/bin/sh")
    shown = [line.removeprefix("    ") for line in lines[start : start + 2]]
    assert "schema check --against" in shown[1]
    return "\n".join(shown) + "\n"


@pytest.fixture
def project(tmp_path: Path, world: World) -> Project:
    return Project(tmp_path / "project", world)


def refuse_to_commit(project: Project, said: str) -> None:
    before = project.commits
    stopped = project.commit("Change a schema")
    assert stopped.returncode != 0
    assert said in stopped.stderr
    assert project.commits == before


@pytest.mark.artikel("8.2", "10.2", "7.3", "13.1", "15.1", "15.2.e")
def test_a_schema_goes_from_a_change_in_git_to_records_in_the_vault(project: Project) -> None:
    world = project.world
    dossier, casus = world.agendered()
    old = project.pgaref("show", dossier, "--json").json["records"]
    listed = project.pgaref("list", "--json", by="").json
    assert project.pgaref("schema", "check", "--against", "HEAD").exit_code == 0

    # A released schema is changed: refused, and with its line of the list too.
    project.edit("signaal/1", lambda schema: schema["properties"]["gedraging"].pop("maxLength"))
    refuse_to_commit(project, "refused: signaal/1: is released, and has changed (art. 15 lid 1)")
    project.edit(
        "signaal/1", lambda schema: schema["properties"]["gedraging"].update(maxLength=3000)
    )
    line = ["sh", "-c", "sha256sum */* > released"]
    subprocess.run(line, cwd=project.schemas, check=True, timeout=60)
    refuse_to_commit(project, "has changed: gedraging at most 3000 characters, was 4000")
    assert project.git("checkout", "HEAD", "--", "schemas").returncode == 0

    # A version of its own: an open object, a judgement in numbers, no migration.
    write(project.schemas, {**second(), "additionalProperties": True})
    refuse_to_commit(project, "signaal/2: is open: additionalProperties is not false")
    write(project.schemas, second())
    project.edit(
        "signaal/2",
        lambda schema: schema["properties"].update(
            ernst={"description": "Ernst (art. 7 lid 3)", "type": "integer", "minimum": 1}
            | {"maximum": 5}
        ),
    )
    refuse_to_commit(project, "signaal/2: ernst: a number that refers to nothing")
    write(project.schemas, second())
    refuse_to_commit(project, "signaal/2: has no migration from signaal/1 (art. 15 lid 1)")

    # With all that it needs it is released.
    write_samples(project.schemas)
    with (project.folder / "pgaref/covenant/migrations.py").open("a") as file:
        file.write(SOURCE)
    refuse_to_commit(project, "signaal/2: is not on the list")
    subprocess.run(["sh", "-c", ADD_TO_THE_LIST], cwd=project.folder, check=True, timeout=60)
    done = project.commit("Say how a behaviour is known")
    assert done.returncode == 0, done.stderr
    diff = project.pgaref("schema", "diff", "signaal", "1", "2").stdout
    assert "bekend\tis new, and may be left out" in diff

    # Records of before are read in it, and carried to it.
    assert _versions(project, "signaal") == {1}
    read = project.pgaref("show", dossier, "--json").json["records"]
    assert [record["schema"] for record in read] == [1] * len(old)
    known = [r["content"].get("bekend") for r in read if r["kind"] == "signaal"]
    assert known == ["onbekend"] * 2
    files = world.files(log=True)
    planned = project.pgaref("schema", "migrate", "--dry-run", "--json").json["done"]
    assert world.files(log=True) == files
    assert {step["dossier"] for step in planned} == {dossier, casus}
    assert project.pgaref("schema", "migrate", by="pol-1").exit_code == REFUSED
    migrated = project.pgaref("schema", "migrate")
    assert migrated.exit_code == 0, migrated.stderr
    assert "records were carried to the newest version" in migrated.stderr
    assert _versions(project, "signaal") == {2}
    assert project.pgaref("schema", "migrate", "--json").json["done"] == []
    after = project.pgaref("show", dossier, "--json", by="pol-1").json["records"]
    assert [record["content"] for record in after if record["kind"] == "signaal"] == [
        record["content"] for record in read if record["kind"] == "signaal"
    ]
    assert [record["made"] for record in after] == [record["made"] for record in old]
    assert project.pgaref("list", "--json", by="").json == listed
    assert project.pgaref("check", "--decrypt").exit_code == 0
    assert project.pgaref("log", "verify").exit_code == 0
    acts = project.pgaref("log", "show", "--act", "schema migrate", "--json").json
    assert {line["dossier"] for line in acts if line["phase"] == "done"} == {dossier, casus}

    # What is released now stays too: schema, samples, and so what its migration makes.
    source = project.folder / "pgaref/covenant/migrations.py"
    source.write_text(source.read_text().replace('"bekend": "onbekend"', '"bekend": "gehoord"'))
    refuse_to_commit(project, "signaal/2: its migration makes something else of its sample")
    assert project.git("checkout", "HEAD", "--", "pgaref").returncode == 0

    # The pgaref of before does not guess at what it does not know.
    assert project.git("checkout", "-q", "HEAD~1").returncode == 0
    unknown = project.pgaref("show", dossier)
    assert (unknown.exit_code, unknown.stdout) == (USAGE, "")
    assert "is of a schema that this pgaref does not know" in unknown.stderr


def _versions(project: Project, kind: str) -> set[int]:
    rows = project.pgaref("schema", "list", "--json", by="").json
    return {row["version"] for row in rows if row["kind"] == kind}
