# SPDX-License-Identifier: EUPL-1.2
"""Who may not act, in which state nothing is done, what is not destroyed, and who is no officer."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest

from tests.cli.refusals import GONE, TODAY, Cast
from tests.cli.story import log_lines
from tests.cli.world import OFFICERS, sample

OTHERS = list(OFFICERS)
ROLE = "run it with the identity of an officer who may: --identity FILE"
SIGN = "ssh-keygen -Y sign -n pgaref-officer -f KEY CARD, then --signature CARD.sig\n"
FILING = [
    "signal fresh",
    "weigh fresh",
    "decide weighed",
    "plan running",
    "action running",
    "relation running",
    "advice running",
    "join running nctv",
    "leave running nctv",
    "disclose running",
    "inform fresh",
    "review fresh",
    "close running",
]


# Roles


@pytest.mark.artikel("8.1", "10.1", "15.2.b")
@pytest.mark.parametrize("words", ["intake", *FILING])
def test_only_the_uitvoerder_files(cast: Cast, words: str) -> None:
    officer = OTHERS[len(words) % len(OTHERS)]
    message = f"{officer} of {OFFICERS[officer]} may not do this; it is for: uitvoerder"
    cast.act(words, "15.2.b", "wrong-role", message, hint=ROLE, by=officer)


@pytest.mark.artikel("15.2.b", "13.1", "13.2", "13.3", "7.3")
@pytest.mark.parametrize("officer", OTHERS)
def test_only_the_uitvoerder_seals_destroys_or_holds(cast: Cast, officer: str) -> None:
    held = hold()
    for words, content in (
        ("archive fresh", None),
        ("shred declined --reason niet-agenderen --yes", None),
        ("hold add fresh", held),
        ("hold release fresh --reason vergissing", None),
        ("referentiekader apply", sample("referentiekader-voorbeeld", versie="v-9")),
    ):
        cast.refused(words, "15.2.b", "wrong-role", hint=ROLE, by=officer, content=content)


@pytest.mark.artikel("15.2.c")
@pytest.mark.parametrize("words", ["weigh fresh", "archive fresh", "show fresh", "list --names"])
def test_who_is_out_of_office_does_and_reads_nothing(cast: Cast, words: str) -> None:
    if words.startswith("weigh"):
        cast.act(words, "15.2.c", "not-in-office", f"{GONE} is not in office", by=GONE)
    else:
        cast.refused(words, "15.2.c", "not-in-office", f"{GONE} is not in office", by=GONE)


# States


@pytest.mark.artikel("7.3", "7.4", "8.2.f", "9.3", "9.4", "10.4", "13.2")
@pytest.mark.parametrize(
    ("words", "article", "reason", "message"),
    [
        ("plan fresh", "8.1", "wrong-register", "plan is not for a dossier of register weegploeg"),
        (
            "weigh running",
            "10.1",
            "wrong-register",
            "weigh is not for a dossier of register casusoverleg",
        ),
        (
            "close agendered",
            "8.1",
            "wrong-register",
            "close is not for a dossier of register weegploeg",
        ),
        ("plan closed", "9.3", "wrong-state", "<closed> is afgesloten; this is for: lopend"),
        (
            "close closed",
            "8.2.f",
            "wrong-state",
            "<closed> is afgesloten; this is for: lopend, gearchiveerd",
        ),
        ("disclose closed", "10.5", "wrong-state", "<closed> is afgesloten; this is for: lopend"),
        (
            "weigh archived",
            "7.3",
            "wrong-state",
            "<archived> is gearchiveerd; this is for: te-wegen, gewogen, besloten",
        ),
        ("archive running", "13.2", "wrong-state", "<running> is lopend; this is for: afgesloten"),
        ("weigh gone", "13.1", "destroyed", "<gone> was destroyed"),
        (
            "reopen agendered",
            "13.4",
            "wrong-state",
            "<agendered> is besloten; this is for: gearchiveerd",
        ),
    ],
)
def test_what_a_dossier_in_that_state_is_not_for(
    cast: Cast, words: str, article: str, reason: str, message: str
) -> None:
    if words.startswith("archive"):
        cast.refused(words, article, reason, message)
    else:
        by = "pol-1" if words.startswith("reopen") else "uit-1"
        cast.act(words, article, reason, message, by=by)


@pytest.mark.artikel("13.2")
def test_what_is_archived_is_not_archived_again(cast: Cast) -> None:
    message = "<archived> is gearchiveerd; this is for: te-wegen, gewogen, besloten"
    cast.refused("archive archived", "13.2", "wrong-state", message)


@pytest.mark.artikel("13.3", "13.4")
def test_what_was_not_agendered_is_neither_archived_nor_reopened(cast: Cast) -> None:
    message = "<declined> was not agendered: it is destroyed, not archived"
    cast.refused("archive declined", "13.3", "not-agendered", message)
    message = "<declined> is besloten; this is for: gearchiveerd"
    cast.act("reopen declined", "13.4", "wrong-state", message, by="pol-1")


# Reopening


@pytest.mark.artikel("4", "13.2", "13.4", "18.1")
@pytest.mark.parametrize(
    ("words", "by", "changes", "article", "reason", "message"),
    [
        (
            "reopen archived",
            "uit-1",
            {},
            "13.2",
            "wrong-party",
            "the archive is read by kernpartijen alone",
        ),
        (
            "reopen archived",
            "rec-1",
            {},
            "13.2",
            "wrong-party",
            "the archive is read by kernpartijen alone",
        ),
        (
            "reopen archived",
            "pol-1",
            {"van": ["pol-1", "om-1", "rec-1"]},
            "13.4",
            "not-represented",
            "gemeente-heerlen is not represented in van",
        ),
        (
            "reopen archived",
            "pol-1",
            {"datum": "2027-03-02"},
            "18.1",
            "future-date",
            "datum lies in the future",
        ),
        (
            "reopen archived",
            "pol-1",
            {"over_te_nemen": [{"record": 4, "noodzaak": "Wie was het?"}]},
            "13.4",
            "wrong-kind",
            "record 4 is a melder; signals alone are taken over",
        ),
        (
            "reopen archived",
            "pol-1",
            {"over_te_nemen": [{"record": 99, "noodzaak": "Alles."}]},
            "13.4",
            "no-record",
            "<archived> has no record 99",
        ),
    ],
)
def test_an_order_that_brings_nothing_back(
    cast: Cast,
    words: str,
    by: str,
    changes: dict[str, Any],
    article: str,
    reason: str,
    message: str,
) -> None:
    cast.act(words, article, reason, message, by=by, changes=changes)


# Destroying and holding


def hold(**changes: Any) -> dict[str, Any]:
    """A decision to hold a destruction up, with some fields changed."""
    decision = {"datum": TODAY, "basis": "procedure", "besloten_door": ["pol-1", "om-1", "hrl-1"]}
    end = {"motivering": "Er loopt een procedure.", "tot": "2027-06-01"}
    return {"schema": "opschorting/1", **decision, **end, **changes}


@pytest.mark.artikel("13.1", "13.3")
@pytest.mark.parametrize(
    ("name", "due", "article"),
    [
        ("fresh", "2031-10-12: last processing 2026-10-12 + 5 years", "13.1"),
        ("running", "2031-10-15: last processing 2026-10-15 + 5 years", "13.1"),
        ("archived", "2031-10-15: last processing 2026-10-15 + 5 years", "13.1"),
    ],
)
def test_nothing_is_destroyed_before_its_day(cast: Cast, name: str, due: str, article: str) -> None:
    message = f"<{name}> is kept until {due}"
    cast.refused(f"shred {name} --reason termijn-verstreken --yes", article, "not-due", message)


@pytest.mark.artikel("11.2", "13.3")
def test_early_destruction_waits_for_the_person_to_be_told(
    cast: Cast,
) -> None:
    cast.refused(
        "shred declined --reason niet-agenderen --yes",
        "11.2",
        "not-informed",
        "the person of record 1 is not informed yet",
        hint="pgaref inform <declined> FILE",
    )


@pytest.mark.artikel("12.5", "13.1")
def test_what_is_held_is_not_destroyed(cast: Cast) -> None:
    record = cast.world.ok("hold", "add", cast.id("declined"), content=hold()).stdout.strip()
    cast.refused(
        "shred declined --reason niet-agenderen --yes",
        "13.1",
        "held",
        "<declined> is held until 2027-06-01 (procedure)",
        hint=f"pgaref hold release {record}",
    )


@pytest.mark.artikel("15.2.e")
def test_the_reason_for_the_log_is_a_code_of_the_covenant(cast: Cast) -> None:
    codes = "niet-agenderen, niet-langer-noodzakelijk, termijn-verstreken, verwijdering"
    for name in ("declined", "fresh"):
        words = f"shred {name} --reason sam-voorbeeld-heerlen --yes"
        message, hint = "--reason is no code for shred", f"--reason, one of: {codes}"
        told = cast.refused(words, "15.2.e", "unknown-reason", message, hint=hint)
        assert "sam" not in told.stderr
    cast.world.ok("hold", "add", cast.id("fresh"), content=hold())
    message = "--reason is no code for hold release"
    cast.refused("hold release fresh --reason sam", "15.2.e", "unknown-reason", message)
    assert not [line for line in log_lines(cast.world.vault) if "sam" in line.get("reason", "")]


@pytest.mark.artikel("4", "12.5", "15.2.c", "18.1")
@pytest.mark.parametrize(
    ("changes", "article", "reason", "message"),
    [
        (
            {"tot": "2027-06-02"},
            "12.5",
            "hold-too-long",
            "tot lies not between today and 2027-06-01",
        ),
        (
            {"tot": "2027-02-28"},
            "12.5",
            "hold-too-long",
            "tot lies not between today and 2027-06-01",
        ),
        (
            {"besloten_door": ["pol-1", "hrl-1"]},
            "4",
            "not-represented",
            "openbaar-ministerie is not represented in besloten_door",
        ),
        (
            {"besloten_door": [GONE, "pol-1", "om-1", "hrl-1"]},
            "15.2.c",
            "not-in-office",
            f"{GONE} is not in office",
        ),
        ({"datum": "2027-03-02"}, "18.1", "future-date", "datum lies in the future"),
    ],
)
def test_a_hold_that_is_none(
    cast: Cast, changes: dict[str, Any], article: str, reason: str, message: str
) -> None:
    cast.refused("hold add declined", article, reason, message, content=hold(**changes))


# Officers


def added(cast: Cast, party: str, officer: str, card: str, *more: str) -> str:
    """The words that admit an officer."""
    path = cast.world.run.home / f"{card}.card"
    named = f"--name Naamloos --card {path} --accepted 2027-02-01"
    return " ".join(("officer add", party, officer, named, *more))


@pytest.mark.artikel("15.2.c")
def test_a_second_officer_of_a_party_is_vouched_for(cast: Cast) -> None:
    message = "politie has officers already; one of them signs for the next"
    words = added(cast, "politie", "pol-2", "pol-2")
    told = cast.refused(words, "15.2.c", "not-vouched", message).stderr
    assert told.endswith(SIGN)
    assert "hint: run it as pol-1" in told


@pytest.mark.artikel("15.2.c")
@pytest.mark.parametrize(
    ("signer", "namespace", "card"),
    [
        ("om-1", "pgaref-officer", "pol-2"),
        (GONE, "pgaref-officer", "pol-2"),
        ("pol-2", "pgaref-officer", "pol-2"),
        ("pol-1", "pgaref-log", "pol-2"),
        ("pol-1", "file", "pol-2"),
        ("pol-1", "pgaref-officer", "vnl-1"),
    ],
)
def test_a_signature_of_another_or_over_another_card_vouches_for_nobody(
    cast: Cast, signer: str, namespace: str, card: str
) -> None:
    signed = cast.world.run.home / f"{card}.card"
    key = f"{cast.world.identity(signer)}.sign"
    line = ["ssh-keygen", "-Y", "sign", "-n", namespace, "-f", key, str(signed)]
    subprocess.run(line, check=True, capture_output=True, timeout=60)
    words = added(cast, "politie", "pol-2", "pol-2", f"--signature {signed}.sig")
    assert cast.refused(words, "15.2.c", "not-vouched").stderr.endswith(SIGN)


@pytest.mark.artikel("1", "15.2.c", "15.4")
@pytest.mark.parametrize(
    ("party", "officer", "card", "more", "article", "reason", "message"),
    [
        (
            "stichting-x",
            "sx-1",
            "vnl-1",
            "",
            "1",
            "unknown-party",
            "stichting-x is no party to the covenant",
        ),
        (
            "gemeente-venlo",
            "pol-1",
            "vnl-1",
            "",
            "15.2.c",
            "known-officer",
            "pol-1 is an officer already",
        ),
        ("gemeente-venlo", "vnl-1", "pol-1", "", "15.2.c", "known-key", "that key is pol-1's"),
        (
            "gemeente-venlo",
            "vnl-1",
            "vnl-1",
            "--accepted 2027-03-02",
            "15.4",
            "future-date",
            "--accepted lies in the future",
        ),
        (
            "gemeente-venlo",
            "vnl-1",
            "vnl-1",
            "--until 2027-02-28",
            "15.2.c",
            "early-date",
            "--until lies in the past",
        ),
    ],
)
def test_who_is_not_admitted(
    cast: Cast,
    party: str,
    officer: str,
    card: str,
    more: str,
    article: str,
    reason: str,
    message: str,
) -> None:
    cast.refused(added(cast, party, officer, card, more), article, reason, message)


@pytest.mark.artikel("15.2.c")
@pytest.mark.parametrize("officer", ["om-1", "nctv-1"])
def test_an_officer_admits_nobody_to_another_party(cast: Cast, officer: str) -> None:
    for party in ("gemeente-venlo", "politie"):
        message = f"{officer} does not act for {party}"
        words = added(cast, party, "new-1", "vnl-1")
        cast.refused(words, "15.2.c", "wrong-role", message, by=officer)


# Reading


@pytest.mark.artikel("8.2.c", "8.4", "10.4", "13.2", "15.2.e")
@pytest.mark.parametrize(
    ("words", "by", "article", "reason", "message"),
    [
        (
            "show closed",
            "uit-1",
            "15.2.e",
            "no-purpose",
            "reading a dossier that is afgesloten needs a purpose",
        ),
        (
            "show archived",
            "pol-1",
            "15.2.e",
            "no-purpose",
            "reading a dossier that is gearchiveerd needs a purpose",
        ),
        ("show fresh/4", "uit-1", "8.2.c", "no-purpose", "reading a melder needs a purpose"),
        (
            "show fresh --section melder-politie",
            "pol-1",
            "8.2.c",
            "no-purpose",
            "reading a melder needs a purpose",
        ),
        (
            "show fresh --purpose casusoverleg",
            "uit-1",
            "8.1",
            "wrong-purpose",
            "that purpose does not fit a dossier of register weegploeg that is te-wegen",
        ),
        (
            "show running --purpose weegploeg",
            "pol-1",
            "10.1",
            "wrong-purpose",
            "that purpose does not fit a dossier of register casusoverleg that is lopend",
        ),
        (
            "show running --purpose plan",
            "pol-1",
            "10.1",
            "wrong-purpose",
            "that purpose does not fit a dossier of register casusoverleg that is lopend",
        ),
        (
            "show closed --purpose casusoverleg",
            "hrl-1",
            "10.1",
            "wrong-purpose",
            "that purpose does not fit a dossier of register casusoverleg that is afgesloten",
        ),
    ],
)
def test_reading_without_a_purpose_that_fits(
    cast: Cast, words: str, by: str, article: str, reason: str, message: str
) -> None:
    cast.refused(words, article, reason, message, by=by)
