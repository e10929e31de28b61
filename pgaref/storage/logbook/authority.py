# SPDX-License-Identifier: EUPL-1.2
"""Who may commit: officers that an earlier commit admitted, by signature; the scheduler without.

The scheduler holds no secret, so that whoever writes on the disk can write a commit in its name.
What such a commit, or one of an officer, may reach is in `scope`. Who may act for a party follows
from the commits alone: an officer is admitted by the uitvoerder or by the officer's own party, and
the party that made the vault says which profile is in force.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from pgaref.covenant.model import SCHEDULER
from pgaref.language import _
from pgaref.storage.logbook import scope
from pgaref.storage.logbook.line import NAMESPACE, REMOVED, Line, unsigned

Verify = Callable[[bytes, Sequence[str], str, str], bool]


def verify_signature(data: bytes, sig: Sequence[str], public_key: str, namespace: str) -> bool:
    """`signing.verify`, imported when the first signature is looked at."""
    from pgaref.storage import signing

    return signing.verify(data, sig, public_key, namespace)


class Authority:
    """The signers (officer -> public key) as the commits so far left them."""

    def __init__(self, verify: Verify) -> None:
        self.signers: dict[str, str] = {}
        self._verify = verify
        # Of all that ever signed, as nobody gets the id of somebody who left.
        self._parties: dict[str, str] = {}
        self._founding_party = ""

    def state(self) -> tuple[str, dict[str, str], dict[str, str]]:
        """The party that made the vault, who may sign, and for which party each ever did."""
        return self._founding_party, self.signers, self._parties

    def resume(self, founder: str, signers: Mapping[str, str], parties: Mapping[str, str]) -> None:
        """Go on from such a state."""
        self._founding_party = founder
        self.signers, self._parties = {**signers}, {**parties}

    def problem(self, line: Line, bound: Collection[str], *, known: bool) -> str:
        """What is wrong with who made a commit, and with what it reaches; empty where nothing is.

        bound: the paths that the log binds before it. known: the line stands behind the remembered
        head, its signature was looked at before.
        """
        return (
            self._author_problem(line, known=known)
            or self._admission_problem(line)
            or scope.problem(line, bound)
        )

    def take(self, line: Line) -> None:
        """Admit and end the signers that a commit names."""
        if not self._founding_party:
            self._founding_party = line["party"]
        for officer, key in line.get("signers", {}).items():
            self.signers.pop(officer, None)
            if key != REMOVED:
                self.signers[officer] = key
                founder = line["action"] == scope.INIT
                admitted = scope.party_of(line.get("files", {}))
                self._parties[officer] = line["party"] if founder else admitted

    def key(self, line: Line) -> str:
        """The key that a commit must be signed with; empty where it has no signature.

        It was admitted before the line, but for the founder's own.
        """
        if "sig" not in line:
            return ""
        if not self._founding_party and line["action"] == scope.INIT:
            return line.get("signers", {}).get(line["actor"], "")
        return self.signers.get(line["actor"], "")

    def _author_problem(self, line: Line, *, known: bool) -> str:
        if "sig" not in line:
            may = line["actor"] == SCHEDULER and line["action"] in scope.UNSIGNED
            return "" if may and "signers" not in line else _("not signed")
        key = self.key(line)
        if not key:
            return _("{actor} may not sign", actor=line["actor"])
        if self._parties.get(line["actor"], line["party"]) != line["party"]:
            return _("{actor} acts for another party", actor=line["actor"])
        if known or self._verify(unsigned(line), line["sig"], key, NAMESPACE):
            return ""
        return _("wrong signature")

    def _admission_problem(self, line: Line) -> str:
        """What is wrong with the party, or the signers, that a commit changes."""
        action, signers = line["action"], line.get("signers", {})
        if action == scope.INIT:
            own = signers.keys() == {line["actor"]}
            return "" if own and not self._founding_party else _("not the founding")
        if action in scope.RULING and line["party"] != self._founding_party:
            return _("{actor} may not do this for the uitvoerder", actor=line["actor"])
        if action not in scope.ADMITTING:
            return _("may not say who signs") if signers else ""
        party = scope.party_of(line.get("files", {}))
        if not party or line["party"] not in (party, self._founding_party):
            return _("{actor} may not speak for the officers of this party", actor=line["actor"])
        if all(self._may_change(officer, key, party) for officer, key in signers.items()):
            return ""
        return _("changes who signs for somebody else")

    def _may_change(self, officer: str, key: str, party: str) -> bool:
        """New signers only, under ids that nobody had; an end only for the party's own."""
        if key == REMOVED:
            return self._parties.get(officer) == party
        return officer not in self._parties and officer != SCHEDULER
