# SPDX-License-Identifier: EUPL-1.2
"""Who may commit: officers that an earlier commit admitted, by signature; the scheduler without.

The scheduler holds no secret, so that whoever writes on the disk can write a commit in its name.
Such a commit must therefore reach no party, profile or key (design, "Log").
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pgaref.storage.line import NAMESPACE, REMOVED, Line, unsigned

Verify = Callable[[bytes, Sequence[str], str, str], bool]

SCHEDULER = "scheduler"
INIT = "init"
# By action of the scheduler: where files may come or change, and where they may go.
_UNSIGNED = {
    "archive": (("archive/",), ("dossiers/",)),
    "shred": (("certificates/",), ("dossiers/", "archive/", "outbox/")),
}


def verify_signature(data: bytes, sig: Sequence[str], public_key: str, namespace: str) -> bool:
    """`signing.verify`, imported when the first signature is looked at."""
    from pgaref.storage import signing

    return signing.verify(data, sig, public_key, namespace)


class Authority:
    """The signers (officer -> public key) as the commits so far left them."""

    def __init__(self, verify: Verify) -> None:
        self.signers: dict[str, str] = {}
        self._verify = verify
        self._founded = False

    def problem(self, line: Line, *, known: bool) -> str:
        """What is wrong with who made a commit; empty where nothing is.

        known: the line stands behind the remembered head, its signature was looked at before.
        """
        if "sig" not in line:
            return "" if _may_be_unsigned(line) else "not signed"
        key = self._key(line)
        if key is None:
            return f"{line['actor']} may not sign"
        if known or self._verify(unsigned(line), line["sig"], key, NAMESPACE):
            return ""
        return "wrong signature"

    def take(self, line: Line) -> None:
        """Admit and end the signers that a commit names."""
        self._founded = True
        for officer, key in line.get("signers", {}).items():
            self.signers.pop(officer, None)
            if key != REMOVED:
                self.signers[officer] = key

    def _key(self, line: Line) -> str | None:
        """The key that must have signed: admitted before this line, but for the founder's own."""
        if not self._founded and line["action"] == INIT:
            return line.get("signers", {}).get(line["actor"])
        return self.signers.get(line["actor"])


def _may_be_unsigned(line: Line) -> bool:
    if line["actor"] != SCHEDULER or line["action"] not in _UNSIGNED or "signers" in line:
        return False
    comes, goes = _UNSIGNED[line["action"]]
    return all(
        path.startswith(goes if sha256 == REMOVED else comes)
        for path, sha256 in line.get("files", {}).items()
    )
