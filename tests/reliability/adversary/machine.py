# SPDX-License-Identifier: EUPL-1.2
"""Random sequences of the commands that change a vault; after each, every party tries all."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.cli.conftest import Result
from tests.cli.story import TOLD
from tests.cli.world import sample
from tests.reliability.adversary.lawful import (
    KERNPARTIJEN,
    NCTV,
    POLITIE,
    RECLASSERING,
    UITVOERDER,
)
from tests.reliability.adversary.play import CASUSOVERLEG, OFFICER, WEEGPLOEG, Play, begin, end

ANY = st.integers(min_value=0, max_value=7)
ORDINARY = {"inbrenger": "gemeente-heerlen", "via": "hrl-1", "grondslag": ["avg-6-1-e"]}
MUNICIPAL = {"gegevens": "gemeentelijk", "onderbouwing": {"domein": "openbare-orde"}}
FOR_OM = {"grondslag": ["wpg-18-2", "wpg-16-1"]}
CORRECTED = (1, 2, 3)


class Adversary(RuleBasedStateMachine):
    """The machine; `totals` counts over all sequences of this process."""

    totals: ClassVar[Counter[str]] = Counter()
    given: ClassVar[Counter[tuple[str, int]]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self._patch = pytest.MonkeyPatch()
        self.play: Play = begin(self._patch)
        self.joined = 0

    @initialize()
    def start(self) -> None:
        """Begin where the case of docs/voorbeeld stands."""
        self.looked()

    def looked(self) -> None:
        """Everybody looks, and tries."""
        self.play.look()

    @property
    def today(self) -> str:
        """The day of the covenant."""
        return self.play.world.today.isoformat()

    def of(self, register: str, which: int, *, archived: bool = False) -> str:
        """A dossier of a register that is there; the latest first."""
        places = self.play.places
        there = [
            dossier
            for dossier in places.parties
            if dossier.startswith(register)
            and (dossier in places.archived) is archived
            and next(self.play.world.vault.glob(f"*/*/{dossier}/card.json"), None)
        ]
        return there[-1 - which % len(there)] if there else f"{register}-00000000"

    def act(self, name: str, dossier: str, *words: str, **changes: Any) -> bool:
        """An act with its sample's content."""
        if dossier.endswith("-00000000"):
            return False
        return self.play.give(name, self.play.world.act(name, dossier, *words, **changes))

    def do(self, name: str, *words: str, content: dict[str, Any] | None = None, by: str) -> Result:
        """A command as it is typed."""
        return self.play.world.do(*name.split(), *words, content=content, by=by)

    # What comes in

    @rule()
    def intake(self) -> None:
        world = self.play.world
        result = world.do("intake", "--json", content=sample("intake"))
        if self.play.give("intake", result):
            self.play.places.parties[result.json["dossier"]] = WEEGPLOEG
        self.looked()

    @rule(which=ANY, sort=st.sampled_from(({}, FOR_OM, {**ORDINARY, **MUNICIPAL})))
    def signal(self, which: int, sort: dict[str, Any]) -> None:
        register = "CO" if which % 3 == 0 else "WP"
        self.act("signal", self.of(register, which), **sort)
        self.looked()

    @rule(which=ANY, outcome=st.sampled_from(("agenderen", "niet-agenderen")))
    def decide(self, which: int, outcome: str) -> None:
        dossier = self.of("WP", which)
        # In words of their own: what is not restricted may not quote what is.
        own = {"motivering": "Zie het signaal.", "contra_indicaties": "geen"}
        judged = [{**judgement, **own} for judgement in sample("weging")["oordelen"]]
        if not self.act("weigh", dossier, oordelen=judged, conclusie="Zie de oordelen."):
            return
        before = {path.parent.name for path in self.play.world.vault.glob("*/*/CO-*/card.json")}
        declining: dict[str, Any] = {"betrekken": None, "over_te_dragen": None}
        declining["afwijking"] = "Het beeld is niet substantieel genoeg."
        handed = [{"record": 2, "relevantie": "Nodig."}]
        changes = declining if outcome != "agenderen" else {"over_te_dragen": handed}
        if self.act("decide", dossier, uitkomst=outcome, **changes):
            after = {path.parent.name for path in self.play.world.vault.glob("*/*/CO-*/card.json")}
            for casus in after - before:
                self.play.places.parties[casus] = CASUSOVERLEG
        self.looked()

    # The casusoverleg

    @rule(which=ANY, name=st.sampled_from(("plan", "action", "relation", "advice", "review")))
    def work(self, which: int, name: str) -> None:
        self.act(name, self.of("CO", which))
        self.looked()

    @rule(which=ANY, party=st.sampled_from((NCTV, RECLASSERING)))
    def join(self, which: int, party: str) -> None:
        self.join_of(self.of("CO", which), party)
        self.looked()

    def join_of(self, casus: str, party: str) -> None:
        """Let a party join; an externe casuspartner promises to keep it to itself."""
        secrecy = {"opgelegd_door": "uit-1", "bevestigd_door": "nctv-1", "op": self.today}
        if self.act("join", casus, party, geheimhouding=secrecy if party == NCTV else None):
            self.play.places.parties[casus] |= {party}

    @rule(which=ANY, party=st.sampled_from((NCTV, RECLASSERING, POLITIE)))
    def leave(self, which: int, party: str) -> None:
        casus = self.of("CO", which)
        if self.act("leave", casus, party):
            self.play.places.parties[casus] -= {party}
        self.looked()

    @rule(which=ANY)
    def disclose(self, which: int) -> None:
        day, casus = self.today, self.of("CO", which)
        if NCTV not in self.play.places.parties.get(casus, frozenset()):
            self.join_of(casus, NCTV)
        consents = [
            {"partij": party, "functionaris": officer, "op": day}
            for party, officer in (
                ("politie", "pol-1"),
                ("openbaar-ministerie", "om-1"),
                ("gemeente-heerlen", "hrl-1"),
                ("reclassering-nederland", "rec-1"),
            )
        ]
        secrecy = {"opgelegd_door": "uit-1", "bevestigd_door": "nctv-1", "op": day}
        self.act("disclose", casus, toestemming=consents, geheimhouding=secrecy)
        self.looked()

    @rule(which=ANY)
    def close(self, which: int) -> None:
        self.act("close", self.of("CO", which))
        self.looked()

    # What the person asks

    @rule(which=ANY, n=st.sampled_from(CORRECTED), sort=st.sampled_from(("verbetering", "weg")))
    def correct(self, which: int, n: int, sort: str) -> None:
        dossier = self.of("WP", which)
        if dossier.endswith("-00000000"):
            return
        fields = [{"veld": "adres", "waarde": f"Proefplein {which}, 6411 ZZ"}]
        shielded = {"soort": "afscherming", "velden": None}
        changes = {"velden": fields} if sort == "verbetering" and n == 1 else shielded
        content = sample("correctie", datum=self.today, **changes)
        result = self.do("correct", f"{dossier}/{n}", content=content, by="uit-1")
        self.play.give("correct", result)
        self.looked()

    @rule(which=ANY)
    def request(self, which: int) -> None:
        over = [{"dossier": self.of("WP", which)}]
        if over[0]["dossier"].endswith("-00000000"):
            return
        content = sample("verzoek", over=over, ontvangen_op=self.today)
        result = self.play.world.do("request", "open", "--json", content=content)
        if self.play.give("request open", result):
            self.play.places.parties[result.json["dossier"]] = WEEGPLOEG
        self.looked()

    # What ends

    @rule(which=ANY, register=st.sampled_from(("WP", "CO")))
    def archive(self, which: int, register: str) -> None:
        dossier = self.of(register, which)
        if not dossier.endswith("-00000000"):
            self.play.give("archive", self.do("archive", dossier, by="uit-1"))
        self.looked()

    @rule(which=ANY)
    def reopen(self, which: int) -> None:
        dossier = self.of("WP", which, archived=True)
        if dossier.endswith("-00000000"):
            return
        content = sample("opdracht", datum=self.today)
        result = self.do("reopen", dossier, "--json", content=content, by="pol-1")
        if self.play.give("reopen", result):
            self.play.places.parties[result.json["dossier"]] = WEEGPLOEG
        self.looked()

    @rule(which=ANY)
    def shred(self, which: int) -> None:
        dossier = self.of("WP", which)
        self.act("inform", dossier, **TOLD, op=self.today)
        words = (dossier, "--reason", "niet-agenderen", "--yes")
        if not dossier.endswith("-00000000"):
            self.play.give("shred", self.do("shred", *words, by="uit-1"))
        self.looked()

    @rule(days=st.sampled_from((1, 30, 200, 400)))
    def time_passes(self, days: int) -> None:
        self.play.pass_days(days)
        self.play.given["sweep", 0] += 1
        self.looked()

    # Who reads

    @rule(party=st.sampled_from(sorted(KERNPARTIJEN | {UITVOERDER, RECLASSERING})))
    def officer_add(self, party: str) -> None:
        """A further officer, for whom the first of the party signs."""
        self.joined += 1
        world, officer = self.play.world, f"nieuw-{self.joined}"
        made = world.run("keygen", world.identity(officer))
        (world.run.home / f"{officer}.card").write_text(made.stdout)
        named = ("--name", "Nina Verzonnen", "--card", str(world.run.home / f"{officer}.card"))
        day = (world.today - timedelta(days=1)).isoformat()
        argv = (party, officer, *named, "--accepted", day)
        result = self.do("officer add", *argv, by=OFFICER[party])
        if self.play.give("officer add", result):
            self.play.admit(party, officer)
        self.looked()

    @invariant()
    def nobody_is_locked_out(self) -> None:
        self.play.require_readable()

    def teardown(self) -> None:
        """Count what was done."""
        Adversary.totals.update(
            sequences=1,
            commands=self.play.given.total(),
            files=len(self.play.copies.files),
            openings=sum(held.tried for held in self.play.parties.values()),
            lawful=self.play.lawful,
        )
        Adversary.given.update(self.play.given)
        end(self.play)
        self._patch.undo()
