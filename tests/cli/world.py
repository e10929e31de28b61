# SPDX-License-Identifier: EUPL-1.2
"""The fictitious case of docs/voorbeeld, as a vault with its officers, for tests to act in."""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pgaref.storage import yamltext
from tests.cli.conftest import ROOT, CommandLine, Result

SAMPLES = ROOT / "docs" / "voorbeeld"
# officer id -> party, as the samples name them; uit-1 is the first of the vault.
OFFICERS = {
    "pol-1": "politie",
    "om-1": "openbaar-ministerie",
    "hrl-1": "gemeente-heerlen",
    "rec-1": "reclassering-nederland",
    "nctv-1": "nctv",
}
SETTING_UP = "2026-10-12T08:00:00"
WEIGHING = "2026-10-14T09:00:00"
DECIDING = "2026-10-15T09:00:00"


def sample(name: str, **changes: Any) -> dict[str, Any]:
    """The content of docs/voorbeeld/<name>.yaml, with some fields changed (None: left out)."""
    value = yamltext.parse((SAMPLES / f"{name}.yaml").read_bytes(), name).value
    return {key: item for key, item in {**value, **changes}.items() if item is not None}


@dataclass
class World:
    """A vault in which the uitvoerder `uit-1` and the samples' officers are in office."""

    run: CommandLine

    @property
    def vault(self) -> Path:
        """Where the vault lies."""
        return self.run.vault

    def identity(self, officer: str) -> Path:
        """An officer's identity file."""
        return self.run.home / officer

    def set_up(
        self,
        officers: Mapping[str, str] = OFFICERS,
        *,
        kader: bool = True,
        archive: Path | None = None,
        profile: Path | None = None,
    ) -> World:
        """Make the keys and the vault, and admit the officers."""
        self.run.now = self.run.now.fromisoformat(SETTING_UP + "+00:00")
        for officer in ("uit-1", *officers):
            made = self.run("keygen", self.identity(officer))
            (self.run.home / f"{officer}.card").write_text(made.stdout)
        sample_kader = SAMPLES / "referentiekader-voorbeeld.yaml"
        given: list[str | Path] = ["--referentiekader", sample_kader] if kader else []
        given += ["--archive", archive] if archive else []
        given += ["--profile", profile] if profile else []
        self.ok("init", "--name", "Uma Verzonnen", *given)
        for officer, party in officers.items():
            self.admit(officer, party)
        return self

    def admit(self, officer: str, party: str, *options: str | Path, by: str = "uit-1") -> Result:
        """Admit an officer whose card lies ready."""
        card = self.run.home / f"{officer}.card"
        named = ("--name", f"{officer} Verzonnen", "--card", card, "--accepted", "2026-10-01")
        return self.ok("officer", "add", party, officer, *named, *options, by=by)

    def confirm(self, officer: str, by: str = "uit-1") -> None:
        """Compare an officer's check code."""
        code = self.ok("whoami", "--json", by=officer).json["check_code"]
        self.ok("officer", "confirm", officer, "--how", "telefonisch", stdin=code, by=by)

    def do(
        self,
        *argv: str | Path,
        by: str = "uit-1",
        content: Mapping[str, Any] | None = None,
        now: str | None = None,
        **options: Any,
    ) -> Result:
        """Run a command under an officer's identity; `content` goes to it as its FILE, on stdin."""
        words = [*argv, "-"] if content is not None else list(argv)
        stdin = yamltext.dump(content) if content is not None else options.pop("stdin", None)
        identity = ("--identity", self.identity(by))
        return self.run(*words, *identity, stdin=stdin, now=now, **options)

    def ok(self, *argv: str | Path, **options: Any) -> Result:
        """The same, and it must succeed."""
        result = self.do(*argv, **options)
        assert result.exit_code == 0, result.stderr
        return result

    def made(self, *argv: str | Path, **options: Any) -> dict[str, Any]:
        """The same, and what it made, from --json."""
        value: dict[str, Any] = self.ok(*argv, "--json", **options).json
        return value

    def intake(self, **changes: Any) -> str:
        """A new dossier of the weegploeg."""
        return str(self.made("intake", content=sample("intake", **changes))["dossier"])

    def weighed(self, **changes: Any) -> str:
        """One that is weighed, on the day of weighing."""
        dossier = self.intake()
        self.ok("weigh", dossier, content=sample("weging", **changes), now=WEIGHING)
        return dossier

    def agendered(self, **changes: Any) -> tuple[str, str]:
        """A weegploeg dossier and the casusoverleg's that it was handed over to."""
        dossier = self.weighed()
        made = self.made("decide", dossier, content=sample("besluit", **changes), now=DECIDING)
        return dossier, made["casusoverleg"]

    def declined(self, **changes: Any) -> str:
        """One that was decided not to agender, against the referentiekader's rule."""
        dossier = self.weighed()
        content = sample(
            "besluit",
            uitkomst="niet-agenderen",
            afwijking="Het beeld is niet substantieel genoeg.",
            betrekken=None,
            over_te_dragen=None,
            **changes,
        )
        self.ok("decide", dossier, content=content, now=DECIDING)
        return dossier

    def signed(self, dossier: str, content: Mapping[str, Any]) -> dict[str, Any]:
        """The same disclosure with the signature of each who consents and has a key.

        Nothing is signed where `--consent-text` refuses.
        """
        asked = self.do("disclose", dossier, "--consent-text", content=content)
        if asked.exit_code != 0:
            return dict(content)
        consents = [dict(entry) for entry in content["toestemming"]]
        for entry in consents:
            key = Path(f"{self.identity(entry['functionaris'])}.sign")
            if key.exists():
                entry["handtekening"] = consent_signature(key, asked.stdout)
        return {**content, "toestemming": consents}

    def consented(self, dossier: str, content: Mapping[str, Any], *words: str) -> Result:
        """Disclose with everybody's signature; it must succeed."""
        return self.ok("disclose", dossier, *words, content=self.signed(dossier, content))

    def files(self, *, log: bool = False) -> dict[str, bytes]:
        """Every file of the vault by its relative path; without the log unless asked for."""
        return {
            str(path.relative_to(self.vault)): path.read_bytes()
            for path in sorted(self.vault.rglob("*"))
            if path.is_file() and (log or path.relative_to(self.vault).parts[0] != "log")
        }

    def opened_with_stock_age(self, key: str, file: str, officer: str) -> bytes | None:
        """What the two-step pipe of stock age prints, or None where it refuses."""
        secret = _age(["-i", str(self.identity(officer)), str(self.vault / key)])
        return None if secret is None else _age(["-i", "-", str(self.vault / file)], secret)

    def opened(self, file: str, officer: str) -> bytes | None:
        """What stock age prints of a file in the vault, or None where it refuses."""
        return _age(["-i", str(self.identity(officer)), str(self.vault / file)])


def consent_signature(key: Path, text: str, namespace: str = "pgaref-consent") -> str:
    """What stock ssh-keygen signs over a text that it reads from stdin."""
    line = ["ssh-keygen", "-Y", "sign", "-q", "-n", namespace, "-f", str(key)]
    done = subprocess.run(line, input=text.encode(), capture_output=True, timeout=60, check=True)
    return done.stdout.decode()


def unpacked(package: bytes) -> dict[str, bytes]:
    """The files of a package by name, as tar has them."""
    with tarfile.open(fileobj=io.BytesIO(package)) as archive:
        members = {member.name: archive.extractfile(member) for member in archive}
    return {name: stream.read() for name, stream in members.items() if stream is not None}


def _age(arguments: list[str], stdin: bytes = b"") -> bytes | None:
    done = subprocess.run(["age", "-d", *arguments], input=stdin, capture_output=True, timeout=60)
    return done.stdout if done.returncode == 0 else None
