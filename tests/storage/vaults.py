# SPDX-License-Identifier: EUPL-1.2
"""A small vault for the tests of storage, and signatures that need no ssh-keygen."""

from __future__ import annotations

import base64
import hashlib
import shutil
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pgaref.storage import canonical
from pgaref.storage.logbook.authority import Verify
from pgaref.storage.logbook.log import Sign
from pgaref.storage.store import Store, open_store
from pgaref.storage.transaction import Act

VAULT = "3f1c0d2e"
NOW = datetime(2026, 10, 4, 9, 30, tzinfo=UTC)
CARD = "dossiers/weegploeg/WP-2M8TZR4H/card.json"
PARTY = "parties/politie.yaml"


def key_of(officer: str) -> str:
    """A public key that is as good as any to `verify` below."""
    return f"ssh-ed25519 {base64.b64encode(officer.encode()).decode()}"


def signer(officer: str) -> Sign:
    """Signs as `officer`."""
    return lambda data: (_signature(data, key_of(officer)),)


def verify(data: bytes, signature: Sequence[str], public_key: str, namespace: str) -> bool:
    """The counterpart of `signer`."""
    return namespace == "pgaref-log" and list(signature) == [_signature(data, public_key)]


def _signature(data: bytes, public_key: str) -> str:
    return base64.b64encode(hashlib.sha256(public_key.encode() + data).digest()).decode()


def act(action: str = "signal", actor: str = "uit-1", **fields: str) -> Act:
    """An act of the uitvoerder."""
    return Act(action, actor, "uitvoerder", "kantoor", "pgaref 0.1.0", **fields)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a vault of the tests lies."""

    base: Path

    @property
    def root(self) -> Path:
        """The vault."""
        return self.base / "vault"

    @property
    def log(self) -> Path:
        """The one log file of a vault that lives in 2026."""
        return self.root / "log" / "2026.jsonl"

    def open(
        self,
        *,
        exclusive: bool = True,
        wait: float = 0,
        now: datetime = NOW,
        state: str = "state",
        archive: Path | None = None,
        verify: Verify = verify,
    ) -> AbstractContextManager[Store]:
        """The vault, opened."""
        return open_store(
            self.root,
            vault=VAULT,
            archive=archive,
            state=self.base / state,
            exclusive=exclusive,
            wait=wait,
            now=now,
            verify=verify,
        )

    def found(self) -> None:
        """Make the vault: one officer, one party file, one dossier."""
        self.root.mkdir(mode=0o700, parents=True)
        with self.open() as store, store.begin(act("init"), signer("uit-1")) as transaction:
            transaction.signers["uit-1"] = key_of("uit-1")
            transaction.put("vault.json", b"vault\n", bound=True)
            transaction.put(PARTY, b"politie\n", bound=True)
            transaction.folder(
                "dossiers/weegploeg/WP-2M8TZR4H",
                {"card.json": b"card 1\n", "dossier/0001.age": b"one", "beperkt/0002.age": b"two"},
                bound=["card.json"],
            )
            transaction.put("keys/weegploeg/WP-2M8TZR4H/dossier/politie/pol-1.age", b"wrap")
            transaction.commit()

    def copy(self, base: Path) -> Place:
        """The same vault, with what its machine remembers, elsewhere."""
        shutil.copytree(self.base, base)
        return Place(base)

    def files(self) -> dict[str, bytes]:
        """Every file but log and lock, and every folder (with a slash) but the journal's."""
        found = {}
        for path in sorted(self.root.rglob("*")):
            name = path.relative_to(self.root).as_posix()
            if name.split("/")[0] != "log" and name not in ("lock", "journal"):
                found[name if path.is_file() else f"{name}/"] = (
                    path.read_bytes() if path.is_file() else b""
                )
        return found

    def lines(self) -> list[dict[str, object]]:
        """The log, line by line, all years."""
        return [
            canonical.decode(line)
            for file in sorted((self.root / "log").glob("*.jsonl"))
            for line in file.read_bytes().splitlines(keepends=True)
        ]

    def rewrite(self, lines: Sequence[dict[str, object]]) -> None:
        """Put other lines in the place of the log."""
        self.log.write_bytes(b"".join(map(canonical.encode, lines)))

    def forge(self, fields: Mapping[str, object], sign: Sign | None = None) -> None:
        """Add a line as somebody would who can write to the disk; the chain is kept."""
        last = self.log.read_bytes().splitlines(keepends=True)[-1]
        before = canonical.decode(last)
        line = {
            **{
                name: before[name] for name in ("v", "vault", "time", "op", "party", "host", "tool")
            },
            "seq": int(str(before["seq"])) + 1,
            "prev": hashlib.sha256(last).hexdigest(),
            "action": "intake",
            "actor": "uit-1",
            **fields,
        }
        if fields.get("phase") == "intent":
            line["op"] = line["seq"]
        if sign:
            line["sig"] = list(sign(canonical.encode(line)))
        with self.log.open("ab") as log:
            log.write(canonical.encode(line))
