# SPDX-License-Identifier: EUPL-1.2
"""What `make release` makes: the same to the byte, whole, and running by itself."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

import pgaref
from pgaref.cli import lines, registry
from release import deb, manual, packages, sources
from release.sbom import sbom

ROOT = Path(__file__).resolve().parent.parent
MOMENT = 1_790_000_000
MADE = shutil.ignore_patterns(".*", "__pycache__", "dist", "build", "vectors")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two folders with wheel and source archive, each of a copy of its own, made otherwise."""
    folders = []
    for umask, moment in ((0o022, 1_000_000_000), (0o077, 1_700_000_000)):
        base = tmp_path_factory.mktemp("build")
        before = os.umask(umask)
        try:
            copy = Path(shutil.copytree(ROOT, base / "checkout", ignore=MADE, symlinks=True))
            for path in copy.rglob("*"):
                os.utime(path, (moment, moment))
            (base / "dist").mkdir()
            sources.build(copy, base / "dist", MOMENT)
        finally:
            os.umask(before)
        folders.append(base / "dist")
    one, other = folders
    return one, other


def made_sbom() -> dict[str, Any]:
    """The SBOM as it is released; making it checks it against the schema of CycloneDX 1.6."""
    text = sbom(pgaref.__version__, packages.running(), packages.asked(), MOMENT)
    value: dict[str, Any] = json.loads(text)
    return value


def test_wheel_and_source_archive_are_the_same_whenever_and_wherever_they_are_built(
    built: tuple[Path, Path],
) -> None:
    one, other = built
    assert len(list(one.iterdir())) == 2
    assert sources.differing(one, other) == []


def test_a_build_that_differs_by_a_byte_is_told(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder, text in ((one, "a"), (other, "b")):
        folder.mkdir()
        (folder / "same").write_text("same")
        (folder / "wheel").write_text(text)
    (other / "more").write_text("")
    assert sources.differing(one, other) == ["more", "wheel"]


def test_the_sbom_names_everything_that_runs_with_version_purl_and_hashes() -> None:
    lock, bom = packages.locked(), made_sbom()
    components = {each["name"]: each for each in bom["components"]}
    # What pgaref asks for, what that asks for, and nothing that only tests or builds.
    assert {*packages.asked(), "rpds-py", "pydantic-core", "shellingham"} <= set(components)
    assert {"pytest", "ruff", "hatchling", "reuse"}.isdisjoint(components)
    for name, each in components.items():
        version, hashes = lock[name]
        assert (each["version"], each["purl"]) == (version, f"pkg:pypi/{name}@{version}")
        (files,) = each["externalReferences"]
        assert {one["content"] for one in files["hashes"]} == set(hashes)
        assert each["licenses"], name
    itself = bom["metadata"]["component"]
    assert (itself["name"], itself["version"]) == ("pgaref", pgaref.__version__)
    tied = {each["ref"]: set(each.get("dependsOn", ())) for each in bom["dependencies"]}
    assert tied[itself["bom-ref"]] == {components[name]["purl"] for name in packages.asked()}


def test_the_sbom_is_the_same_each_time() -> None:
    assert made_sbom() == made_sbom()


def test_the_debian_package_brings_all_that_it_runs_on(
    built: tuple[Path, Path], tmp_path: Path
) -> None:
    (wheel,) = built[0].glob("*.whl")
    package = deb.build_deb(wheel, packages.running(), pgaref.__version__, MOMENT, tmp_path)
    line = deb.unpacked(package, tmp_path / "root")
    assert {path.name for path in (tmp_path / "root").iterdir()} == {"usr"}
    listed = subprocess.run(["dpkg-deb", "-c", package], capture_output=True, text=True, check=True)
    rows = [row.split() for row in listed.stdout.splitlines()]
    assert {row[1] for row in rows} == {"root/root"}
    assert {row[0] for row in rows} <= {"drwxr-xr-x", "-rwxr-xr-x", "-rw-r--r--"}
    assert [row[5] for row in rows if "x" in row[0] and row[0][0] == "-"] == ["./usr/bin/pgaref"]
    _a_vault_is_made(line, tmp_path / "home")


def _a_vault_is_made(line: list[str], home: Path) -> None:
    """Keys, YAML, schemas, signatures: all of it from the package alone."""
    home.mkdir(mode=0o700)
    environment = {"HOME": str(home), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
    kader = ROOT / "docs" / "voorbeeld" / "referentiekader-voorbeeld.yaml"
    vault = ("--vault", str(home / "vault"), "--identity", str(home / "me"))
    for command in (
        ["--version"],
        ["keygen", str(home / "me")],
        ["init", "--name", "Uma Verzonnen", "--referentiekader", str(kader), *vault],
        ["template", "intake", *vault],
        ["check", "--decrypt", *vault],
    ):
        done = subprocess.run([*line, *command], env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert "/site-packages/" not in done.stderr


def test_no_file_of_the_debian_package_names_where_it_was_built(
    built: tuple[Path, Path], tmp_path: Path
) -> None:
    (wheel,) = built[0].glob("*.whl")
    few = [package for package in packages.running() if package.name in ("attrs", "typer")]
    package = deb.build_deb(wheel, few, pgaref.__version__, MOMENT, tmp_path / "here")
    again = deb.build_deb(wheel, few, pgaref.__version__, MOMENT, tmp_path / "there")
    assert package.read_bytes() == again.read_bytes()
    deb.unpacked(package, tmp_path / "root")
    files = [path for path in (tmp_path / "root").rglob("*") if path.is_file()]
    assert not [path for path in files if str(ROOT).encode() in path.read_bytes()]


def test_every_command_has_a_man_page_in_every_language(tmp_path: Path) -> None:
    made = {path.relative_to(tmp_path).as_posix() for path in manual.write(tmp_path)}
    names = ["pgaref", *(f"pgaref-{words.replace(' ', '-')}" for words in registry.COMMANDS)]
    assert made == {f"{folder}man1/{name}.1" for folder in ("", "nl/") for name in names}
    for words in registry.COMMANDS:
        dutch = (tmp_path / "nl" / "man1" / f"pgaref-{words.replace(' ', '-')}.1").read_text()
        assert ".SH NAAM" in dutch
        assert ".SH NAME" not in dutch
        for option in re.findall(r"--[a-z][a-z-]*", lines.TAKES[words]):
            assert option.replace("-", "\\-") in dutch


def test_a_man_page_is_as_man_reads_it(tmp_path: Path) -> None:
    pages = [str(path) for path in manual.write(tmp_path)]
    line = ["groff", "-man", "-ww", "-z", "-Kutf8", *pages]
    assert subprocess.run(line, capture_output=True, text=True, check=True).stderr == ""
