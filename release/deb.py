# SPDX-License-Identifier: EUPL-1.2
"""The Debian package: pgaref and every library that it runs on, in a folder of its own.

The libraries are those that `make setup` installed by the hashes of requirements.lock, file by
file. Some are compiled for one Python: the package is for that one, and for this architecture.
`python -m release.deb [DIST]` builds it alone, unpacks it and runs what it has.
"""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from importlib.metadata import Distribution
from pathlib import Path, PurePath

from release import manual
from release.packages import ROOT, Package, running, version
from release.sources import ReleaseError, build, epoch

_HERE = Path(__file__).resolve().parent / "debian"
_SCRIPTS = frozenset(("postinst", "prerm"))
# What pip writes about an installation, and what differs with where it was.
_ABOUT_INSTALLING = frozenset(("RECORD", "INSTALLER", "REQUESTED", "direct_url.json"))


def build_deb(
    wheel: Path, packages: Sequence[Package], number: str, moment: int, dist: Path
) -> Path:
    """Build the package into `dist`, from pgaref's wheel and what is installed here.

    Raises:
        ReleaseError: a library brings something that lies outside its folder.
    """
    tree = dist / ".deb"
    shutil.rmtree(tree, ignore_errors=True)
    library = tree / "usr" / "lib" / "pgaref"
    _unpack(wheel, library)
    for package in packages:
        _copy(package.installed, library)
    _scripts(tree)
    _papers(tree / "usr" / "share" / "doc" / "pgaref", packages)
    _man(tree / "usr" / "share" / "man")
    _control(tree, number)
    _settle(tree, moment)
    target = dist / f"pgaref_{number}_{_architecture()}.deb"
    line = ["dpkg-deb", "--root-owner-group", "-Zxz", "-z1", "--build", str(tree), str(target)]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(moment)}
    subprocess.run(line, env=environment, check=True, capture_output=True)
    shutil.rmtree(tree)
    return target


def _unpack(wheel: Path, library: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if PurePath(name).name not in _ABOUT_INSTALLING:
                archive.extract(name, library)


def _copy(there: Distribution, library: Path) -> None:
    """Every file of an installed library but commands, which the package does not have."""
    for file in there.files or ():
        if file.parts[0] == "..":
            if "bin" not in file.parts and "share" not in file.parts:
                raise ReleaseError(f"{there.name} brings {file}")
        elif file.suffix != ".pyc" and file.name not in _ABOUT_INSTALLING:
            target = library / file
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(Path(str(file.locate())), target)


def _scripts(tree: Path) -> None:
    command = tree / "usr" / "bin" / "pgaref"
    command.parent.mkdir(parents=True)
    shutil.copyfile(_HERE / "pgaref", command)


def _papers(folder: Path, packages: Sequence[Package]) -> None:
    """Licence, changes, manual, and what starts a sweep every night."""
    (folder / "examples").mkdir(parents=True)
    for name in ("pgaref-sweep.service", "pgaref-sweep.timer", "crontab"):
        shutil.copyfile(_HERE / name, folder / "examples" / name)
    shutil.copyfile(ROOT / "LICENSES" / "EUPL-1.2.txt", folder / "EUPL-1.2.txt")
    for name in ("README.md", "SECURITY.md"):
        shutil.copyfile(ROOT / name, folder / name)
    shutil.copytree(ROOT / "docs", folder / "docs")
    changes = gzip.compress((ROOT / "CHANGELOG.md").read_bytes(), mtime=0)
    (folder / "changelog.gz").write_bytes(changes)
    libraries = "".join(map(_rights, packages))
    (folder / "copyright").write_text((_HERE / "copyright").read_text("utf-8") + libraries, "utf-8")


def _man(folder: Path) -> None:
    """The man pages, compressed as Debian has them."""
    for page in manual.write(folder):
        page.with_name(f"{page.name}.gz").write_bytes(gzip.compress(page.read_bytes(), mtime=0))
        page.unlink()


def _rights(package: Package) -> str:
    """The stanza of `copyright` for a library; its own licence lies with it."""
    parts = {file.parts[0] for file in package.installed.files or ()} - {".."}
    places = " ".join(f"usr/lib/pgaref/{part}/*" for part in sorted(parts) if "." not in part)
    (about,) = (part for part in parts if part.endswith(".dist-info"))
    return (
        f"\nFiles: {places or f'usr/lib/pgaref/{about}/*'}\n"
        f"Copyright: see usr/lib/pgaref/{about}\n"
        f"License: {package.licence or 'see there'}\n"
    )


def _control(tree: Path, number: str) -> None:
    size = sum(path.stat().st_size for path in tree.rglob("*") if path.is_file()) // 1024
    major, minor = sys.version_info[:2]
    fields = {
        "Package": "pgaref",
        "Version": number,
        "Architecture": _architecture(),
        "Maintainer": "The authors of pgaref <pgaref@example.org>",
        "Installed-Size": str(size),
        "Depends": ", ".join(
            (
                f"python3 (>= {major}.{minor})",
                f"python3 (<< {major}.{minor + 1})",
                "age",
                "openssh-client",
            )
        ),
        "Section": "admin",
        "Priority": "optional",
        "Description": "information system of a covenant for a person-centred approach\n"
        " Keeps the files in which municipalities, police, public prosecutor and partners\n"
        " discuss, person by person, how to prevent radicalisation and extremism: encrypted\n"
        " for each party, signed, logged, and destroyed on the day.",
    }
    control = tree / "DEBIAN" / "control"
    control.parent.mkdir()
    control.write_text("".join(f"{name}: {text}\n" for name, text in fields.items()), "utf-8")
    for script in sorted(_SCRIPTS):
        shutil.copyfile(_HERE / script, control.parent / script)


def _settle(tree: Path, moment: int) -> None:
    """Give every file the mode and the time that the package has, whatever they are here."""
    for path in sorted(tree.rglob("*"), reverse=True):
        runs = path.is_dir() or path.parent == tree / "usr" / "bin" or path.name in _SCRIPTS
        path.chmod(0o755 if runs else 0o644)
        os.utime(path, (moment, moment))
    tree.chmod(0o755)
    os.utime(tree, (moment, moment))


def _architecture() -> str:
    line = ["dpkg", "--print-architecture"]
    return subprocess.run(line, check=True, capture_output=True, text=True).stdout.strip()


def unpacked(package: Path, folder: Path) -> list[str]:
    """Unpack a package; the line that runs what it has with none of what is installed here."""
    subprocess.run(["dpkg-deb", "-x", str(package), str(folder)], check=True)
    return [sys.executable, "-I", "-S", str(folder / "usr" / "bin" / "pgaref")]


def main(dist: Path) -> None:
    """Build the package into `dist`, unpack it and run what it has."""
    dist.mkdir(parents=True, exist_ok=True)
    moment = epoch(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        wheel, _ = build(ROOT, Path(folder), moment)
        package = build_deb(wheel, running(), version(), moment, dist)
        line = unpacked(package, Path(folder) / "root")
        subprocess.run([*line, "--version"], check=True)
    print(package)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "dist"))
