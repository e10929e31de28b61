# SPDX-License-Identifier: EUPL-1.2
"""The project itself: what is locked, what is shipped, what no file may say."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import pgaref

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENT = re.compile(
    r"[a-z0-9-]+==[0-9][0-9.]*(?: ; [^\\]+)? \\\n(?:    --hash=sha256:\S+ ?\\?\n)+"
)
LOCKS = sorted(path.name for path in ROOT.glob("requirements*.lock"))
# Split up, so that this file does not say what no file may say.
FORBIDDEN = {
    "a machine path": re.compile(r"(?<![\w.~<}])/(?:work|root|home|Users|mnt|opt)/\w|/tmp/[l]ab"),
    "a registry's address": re.compile(
        r"(?:pypi|pythonhosted|npmjs|crates|conda|anaconda)\.(?:org|com|io)|/[s]imple/|[i]ndex-url"
    ),
}


def _tree() -> Iterator[Path]:
    """Every file that belongs to the project: nothing made from it, nothing in a vault."""
    for folder, folders, files in os.walk(ROOT):
        here = Path(folder)
        if here == ROOT / "vault":
            folders.clear()
        folders[:] = sorted(name for name in folders if not _is_made(name))
        for name in sorted(files):
            # In a further work tree of git, `.git` is a file.
            ours = name != ".git" and (
                here != ROOT / "vault" or name in {".gitignore", "README.md"}
            )
            if ours:
                yield here / name


def _is_made(folder: str) -> bool:
    made = {"__pycache__", "build", "dist"}
    return folder in made or (folder.startswith(".") and folder != ".ci")


def _names(folder: Path, pattern: str = "*") -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob(pattern) if path.is_file()}


def _run(*arguments: str | Path, folder: Path, **environment: str) -> str:
    """What Python prints for these arguments, run in `folder`; it may not fail."""
    done = subprocess.run(
        [sys.executable, "-B", *arguments],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout in use: the project's files, and a vault in `vault/`."""
    root = tmp_path_factory.mktemp("checkout") / "pgaref"
    for path in _tree():
        copy = root / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, copy)
    (root / "vault" / "keys").mkdir()
    (root / "vault" / "keys" / "secret.age").write_text("not for shipping\n")
    return root


@pytest.fixture(scope="module")
def shipped(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the source archive, built without network or isolation."""
    folder = tmp_path_factory.mktemp("dist")
    _run("-m", "hatchling", "build", "-d", folder, "-t", "wheel", "-t", "sdist", folder=checkout)
    return folder


@pytest.fixture(scope="module")
def installed(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel in a folder of its own, away from the checkout."""
    folder = tmp_path_factory.mktemp("installed")
    (wheel,) = shipped.glob("*.whl")
    options = ("--quiet", "--no-deps", "--no-index", "--no-compile", "--target", folder)
    _run("-m", "pip", "install", *options, wheel, folder=folder)
    return folder


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_in_a_lock_is_pinned_with_hashes(lock: str) -> None:
    text = (ROOT / lock).read_text("ascii")
    body = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#"))
    assert REQUIREMENT.findall(body)
    assert REQUIREMENT.sub("", body) == ""


def test_the_locks_hold_what_the_project_asks_for_at_the_same_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    groups = project["dependency-groups"]
    asked = {
        *project["build-system"]["requires"],
        *project["project"]["dependencies"],
        *groups["test"],
    }
    assert {_normal(requirement) for requirement in asked} <= _locked("requirements.lock")
    assert {_normal(one) for one in groups["release"]} <= _locked("requirements-release.lock")


def test_no_package_is_locked_at_two_versions() -> None:
    # Those for fuzzing differ by Python.
    pinned = {one for lock in LOCKS if "fuzz" not in lock for one in _locked(lock)}
    names = [one.partition("==")[0] for one in pinned]
    assert sorted(names) == sorted(set(names))


def _locked(lock: str) -> set[str]:
    text = (ROOT / lock).read_text("ascii")
    return set(re.findall(r"^[a-z0-9-]+==[0-9.]+", text, re.MULTILINE))


def _normal(requirement: str) -> str:
    name, version = requirement.split("==")
    return f"{re.sub('[-_.]+', '-', name).lower()}=={version}"


def test_the_wheel_ships_the_package_with_schemas_and_profiles_and_nothing_else(
    checkout: Path, shipped: Path
) -> None:
    (wheel,) = shipped.glob("*.whl")
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    package = {f"pgaref/{name}" for name in _names(checkout / "pgaref")}
    schemas = {f"pgaref/schemas/{name}" for name in _names(checkout / "schemas")}
    assert "pgaref/profiles/limburg-2019/convenant.yaml" in names
    assert names == package | schemas


def test_no_vault_is_ever_shipped(shipped: Path) -> None:
    (archive,) = shipped.glob("*.tar.gz")
    with tarfile.open(archive) as members:
        names = {name.partition("/")[2] for name in members.getnames()}
    assert {name for name in names if name.startswith("vault/")} == {
        "vault/.gitignore",
        "vault/README.md",
    }
    assert {"LICENSE", "LICENSES/EUPL-1.2.txt", "pyproject.toml", "publiccode.yml"} <= names
    assert {*LOCKS, "SECURITY.md", "CONTRIBUTING.md", "tests/test_project.py"} <= names


def test_the_wheel_runs_away_from_the_checkout(installed: Path) -> None:
    command = installed / "bin" / "pgaref"
    answer = _run(command, "--version", folder=installed, PYTHONPATH=str(installed))
    assert pgaref.__version__ in answer


def test_the_wheel_reads_its_own_schemas(installed: Path) -> None:
    program = (
        "import pgaref; from pgaref.storage import schemas; "
        "print(pgaref.__file__, schemas.load('signaal', 1)['type'])"
    )
    answer = _run("-c", program, folder=installed, PYTHONPATH=str(installed))
    assert answer.split() == [str(installed / "pgaref" / "__init__.py"), "object"]


def test_a_bare_checkout_runs(checkout: Path) -> None:
    answer = _run("-m", "pgaref", "--version", folder=checkout)
    assert pgaref.__version__ in answer


def test_the_covenant_imports_the_standard_library_only() -> None:
    allowed = {"pgaref", *sys.stdlib_module_names}
    for path in sorted((ROOT / "pgaref" / "covenant").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            outside = {name.partition(".")[0] for name in names} - allowed
            assert not outside, path.name


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_names(what: str) -> None:
    found = [
        path.relative_to(ROOT).as_posix()
        for path in _tree()
        if FORBIDDEN[what].search(path.read_bytes().decode("utf-8", "replace"))
    ]
    assert found == []


def test_every_python_file_names_its_licence() -> None:
    # Split up, so that `reuse` does not take this line for a header.
    first = "# SPDX-License-" + "Identifier: EUPL-1.2\n"
    python = [path for path in _tree() if path.suffix == ".py"]
    assert [path for path in python if not path.read_text("utf-8").startswith(first)] == []


def test_the_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text("utf-8")
    articles = re.findall(r"^(\d+)\.", text, re.MULTILINE)
    assert articles == [str(number) for number in range(1, 16)]
    assert (
        "according to Article 5 EUPL are:\n— GNU General Public License (GPL) v. 2, v. 3\n" in text
    )
    assert text.endswith("require the production of a new EUPL version.\n")
    # Where REUSE looks for it.
    assert (ROOT / "LICENSES" / "EUPL-1.2.txt").read_text("utf-8") == text
