# SPDX-License-Identifier: EUPL-1.2
"""Who does what, on which file, in which state, and why one reads: art. 8(1), 10(1), 15(2)."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from pgaref.covenant.acting import (
    clock_refusals,
    purpose_of_reading,
    reason_refusals,
    role_refusals,
    state_refusals,
)
from pgaref.covenant.model import PartyKind, State
from pgaref.errors import Refusal
from tests.covenant.examples import (
    OFFICERS,
    casusoverleg_card,
    circumstances,
    profile,
    said,
    weegploeg_card,
)

NOW = circumstances()
Said = list[tuple[str, str]]
# Every act: who may do it, and on which register in which states ("*": whatever it is).
BOTH, OWN = "uitvoerder vertegenwoordiger", "uitvoerder"
OPEN, RUNNING, DONE = "te-wegen gewogen besloten", "lopend", "lopend afgesloten"
SEALED = "gearchiveerd"
ACTS = {
    "init": (OWN, "*", "*"),
    "officer add": (BOTH, "*", "*"),
    "officer confirm": (BOTH, "*", "*"),
    "officer revoke": (BOTH, "*", "*"),
    "officer rekey": (BOTH, "*", "*"),
    "officer review": (BOTH, "*", "*"),
    "verwerkingsregister": (BOTH, "*", "*"),
    "officer list": (BOTH, "*", "*"),
    "party withdraw": (OWN, "*", "*"),
    "referentiekader apply": (OWN, "*", "*"),
    "evaluate beveiliging": (BOTH, "*", "*"),
    "evaluate convenant": (BOTH, "*", "*"),
    "profile apply": (OWN, "*", "*"),
    "intake": (OWN, "*", ""),
    "signal": (OWN, OPEN, RUNNING),
    "weigh": (OWN, OPEN, ""),
    "decide": (OWN, OPEN, ""),
    "plan": (OWN, "", RUNNING),
    "action": (OWN, "", RUNNING),
    "relation": (OWN, "", RUNNING),
    "advice": (OWN, "", RUNNING),
    "join": (OWN, OPEN, RUNNING),
    "leave": (OWN, OPEN, DONE),
    "disclose": (OWN, OPEN, RUNNING),
    "inform": (OWN, f"{OPEN} {SEALED}", f"{DONE} {SEALED}"),
    "review": (OWN, OPEN, DONE),
    "close": (OWN, "", f"{RUNNING} {SEALED}"),
    "correct": (BOTH, f"{OPEN} {SEALED}", f"{DONE} {SEALED}"),
    "acknowledge": (BOTH, "*", "*"),
    "request open": (OWN, "", ""),
    "request identify": (OWN, "", ""),
    "request answer": (BOTH, "", ""),
    "request refuse": (OWN, "", ""),
    "request correct": (OWN, "", ""),
    "incident open": (OWN, "", ""),
    "incident update": (OWN, "", ""),
    "incident report": (OWN, "", ""),
    "incident close": (OWN, "", ""),
    "edit": (BOTH, "*", "*"),
    "drafts keep": (BOTH, "*", "*"),
    "drafts drop": (BOTH, "*", "*"),
    "hold add": (OWN, "*", "*"),
    "hold release": (OWN, "*", "*"),
    "archive": (OWN, OPEN, "afgesloten"),
    "reopen": (BOTH, SEALED, SEALED),
    "shred": (OWN, "*", "*"),
    "sweep": (OWN, "*", "*"),
    "show": (BOTH, "*", "*"),
    "find": (BOTH, "*", "*"),
    "document": (BOTH, "*", "*"),
    "list": (BOTH, "*", "*"),
    "agenda": (BOTH, "*", "*"),
    "log show": (BOTH, "*", "*"),
    "log checkpoint": (BOTH, "*", "*"),
    "log review": (BOTH, "*", "*"),
    "log delete": (OWN, "*", "*"),
    "log export": (BOTH, "*", "*"),
    "log verify": (BOTH, "*", "*"),
    "schema migrate": (OWN, f"{OPEN} {DONE}", f"{OPEN} {DONE}"),
    "check": (BOTH, "*", "*"),
}


def test_the_table_speaks_of_every_act() -> None:
    assert list(ACTS) == list(dict.fromkeys(act.name for act in profile().acts))


@pytest.mark.artikel("8.1", "10.1", "15.2.b")
@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("actor", ["uit-1", "pol-1", "om-1", "hrl-1", "rec-1", "nctv-1"])
def test_who_may_do_what(act: str, actor: str) -> None:
    roles, weegploeg, _ = ACTS[act]
    register = "weegploeg" if weegploeg else "casusoverleg"
    refused = [] if OFFICERS[actor].role in roles.split() else [("15.2.b", "wrong-role")]
    assert said(role_refusals(NOW, OFFICERS[actor], act, register)) == refused


@pytest.mark.artikel("15.2")
def test_no_act_under_a_clock_that_is_more_than_a_hundred_days_ahead_of_the_log() -> None:
    today = NOW.today
    assert [*clock_refusals(NOW, today - timedelta(days=100))] == []
    (refusal,) = clock_refusals(NOW, today - timedelta(days=101))
    assert refusal.message == "the clock is 101 days ahead of the log's last line"
    assert (refusal.article, refusal.reason) == ("15.2", "clock-ahead")
    assert f"pgaref sweep --confirm {today}" in refusal.hint


@pytest.mark.artikel("15.2.c")
def test_who_is_not_in_office_does_nothing() -> None:
    for gone in ("pol-0", "om-2"):
        found = said(role_refusals(NOW, OFFICERS[gone], "show"))
        assert found == [("15.2.c", "not-in-office")]


@pytest.mark.artikel("8.1", "10.1")
@pytest.mark.parametrize("register", ["weegploeg", "casusoverleg", ""])
def test_what_the_covenant_does_not_know_is_no_act(register: str) -> None:
    (refusal,) = role_refusals(NOW, OFFICERS["uit-1"], "delete", register)
    assert (refusal.reason, refusal.message) == (
        "unknown-act",
        "delete is no act of this covenant",
    )


@pytest.mark.artikel("8.1", "10.1")
def test_an_act_of_the_other_register_is_the_dossiers_matter_and_not_the_actors() -> None:
    assert said(role_refusals(NOW, OFFICERS["uit-1"], "weigh", "casusoverleg")) == []
    assert [reason for _, reason in said(state_refusals(NOW, casusoverleg_card(), "weigh"))] == [
        "wrong-register"
    ]


@pytest.mark.artikel("7.4", "8.1", "9.4", "10.1", "13.2", "13.4")
@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("state", [state.value for state in State])
def test_what_may_be_done_in_which_state(act: str, state: str) -> None:
    _, *states = ACTS[act]
    for card, allowed in zip((weegploeg_card, casusoverleg_card), states, strict=True):
        found = said(state_refusals(NOW, card(state=state), act))
        if allowed == "*" or state in allowed.split():
            assert found == []
        else:
            (reason,) = (reason for _, reason in found)
            assert reason == ("wrong-state" if allowed else "wrong-register")


@pytest.mark.artikel("10.1")
def test_a_refusal_names_the_register_that_an_act_is_for() -> None:
    (wrong,) = state_refusals(NOW, weegploeg_card(), "plan")
    assert (wrong.article, wrong.hint) == ("8.1", "it is for register casusoverleg")
    (none,) = state_refusals(NOW, weegploeg_card(), "delete")
    assert none.hint == ""


ALWAYS = {"verzoek", "klacht", "verantwoording", "controle"}
INSIDE = {"kernpartij", "uitvoerder"}
PURPOSES = ("weegploeg", "casusoverleg", "plan", *sorted(ALWAYS))
READERS = {
    "kernpartij": "pol-1",
    "casuspartij": "rec-1",
    "externe-casuspartner": "nctv-1",
    "uitvoerder": "uit-1",
}


def own_purpose(register: str, state: str, kind: str) -> str:
    """The purpose that is taken of itself, or nothing: the covenant's table."""
    if register == "verzoeken":
        return "verzoek"
    if register == "weegploeg" and state in OPEN.split() and kind in INSIDE:
        return "weegploeg"
    if register == "casusoverleg" and state == "lopend":
        return "plan" if kind == "externe-casuspartner" else "casusoverleg"
    return ""


def purpose(register: str, state: str, kind: str, named: str) -> Any:
    return purpose_of_reading(NOW, OFFICERS[READERS[kind]], register, state, named)


@pytest.mark.artikel("8.4", "10.4", "10.5", "12.3", "13.1", "15.2.e")
@pytest.mark.parametrize("register", ["weegploeg", "casusoverleg", "verzoeken"])
@pytest.mark.parametrize("kind", [kind.value for kind in PartyKind])
def test_for_which_purpose_a_dossier_is_read(register: str, kind: str) -> None:
    for state, named in product([state.value for state in State], PURPOSES):
        own = own_purpose(register, state, kind)
        found = purpose(register, state, kind, named)
        if named in {own, *ALWAYS}:
            assert found.name == named
        else:
            assert isinstance(found, Refusal)
            assert found.reason == "wrong-purpose"
            assert named not in found.hint.split()
            # What was typed is not said back.
            assert found.message.startswith("that purpose does not fit")


@pytest.mark.artikel("8.4", "10.4", "15.2.e")
@pytest.mark.parametrize("register", ["weegploeg", "casusoverleg"])
@pytest.mark.parametrize("kind", [kind.value for kind in PartyKind])
def test_without_a_purpose_the_files_own_is_taken_or_none(register: str, kind: str) -> None:
    for state in [state.value for state in State]:
        own = own_purpose(register, state, kind)
        found = purpose(register, state, kind, "")
        if own:
            assert found.name == own
        else:
            assert said([found]) == [("15.2.e", "no-purpose")]
            assert found.hint == "--purpose, one of: verzoek, klacht, verantwoording, controle"


@pytest.mark.artikel("13.1", "13.3", "15.2.e")
@pytest.mark.parametrize(
    ("act", "codes"),
    [
        ("shred", "niet-agenderen niet-langer-noodzakelijk termijn-verstreken"),
        (
            "hold release",
            (
                "verzoek-afgehandeld procedure-beeindigd beperking-opgeheven bevel-ingetrokken "
                "vergissing"
            ),
        ),
        ("show", ""),
        ("delete", ""),
    ],
)
def test_the_log_keeps_a_code_and_never_free_text(act: str, codes: str) -> None:
    for code in codes.split():
        assert list(reason_refusals(NOW, act, code)) == []
    for text in ("", "sam-voorbeeld"):
        assert said(reason_refusals(NOW, act, text)) == [("15.2.e", "unknown-reason")]
