# SPDX-License-Identifier: EUPL-1.2
"""Consents that stock ssh-keygen signs over what `disclose --consent-text` prints: art. 10(5)."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from pgaref.storage import yamltext
from tests.cli.refusals import Cast
from tests.cli.story import log_lines
from tests.cli.world import World, consent_signature, sample
from tests.cli.years import REFUSED, USAGE

SIGNERS = {
    "pol-1": "politie",
    "om-1": "openbaar-ministerie",
    "hrl-1": "gemeente-heerlen",
    "rec-1": "reclassering-nederland",
}
Made = tuple[World, str]


@pytest.fixture
def casus(cast: Cast) -> Made:
    """A world, and a casusoverleg that the nctv has joined."""
    cast.world.ok("join", cast.id("running"), "nctv", content=sample("deelname"))
    return cast.world, cast.id("running")


def text(made: Made, **changes: Any) -> str:
    """What the officers are to sign."""
    world, casus = made
    content = sample("verstrekking", **changes)
    return world.ok("disclose", casus, "--consent-text", content=content).stdout


def signature_file(world: World, officer: str, signed: str, namespace: str = "") -> Path:
    """A file with an officer's signature over a text."""
    key = Path(f"{world.identity(officer)}.sign")
    path = world.run.home / f"{officer}.sig"
    path.write_text(consent_signature(key, signed, namespace or "pgaref-consent"))
    return path


def given(world: World, signed: str, *officers: str) -> list[str | Path]:
    """The options that hand in the signatures of these officers."""
    files = [signature_file(world, officer, signed) for officer in officers or SIGNERS]
    return [word for file in files for word in ("--signature", file)]


def refused(made: Made, reason: str, message: str, *options: Any, **changes: Any) -> None:
    """The disclosure is refused for this reason, and only the log has changed."""
    world, casus = made
    content = changes.pop("content", None) or sample("verstrekking", **changes)
    before = world.files()
    result = world.do("disclose", casus, *options, content=content)
    assert result.exit_code == REFUSED, result.stderr
    assert f"pgaref: refused: {message} (art. 10 lid 5)" in result.stderr.splitlines()
    assert f"pgaref disclose {casus} FILE --consent-text >TEXT" in result.stderr or (
        reason == "unverifiable"
    )
    assert world.files() == before
    assert log_lines(world.vault)[-1]["reason"] == reason


@pytest.mark.artikel("10.5")
def test_the_text_is_yaml_that_binds_the_choice_and_takes_neither_key_nor_log(casus: Made) -> None:
    world, dossier = casus
    before = world.files(log=True)
    nobody = {"PGAREF_IDENTITY": "/nowhere/identity"}
    stdin = yamltext.dump(sample("verstrekking"))
    printed = world.run("disclose", dossier, "--consent-text", "-", stdin=stdin, env=nobody)
    assert printed.exit_code == 0, printed.stderr
    assert (printed.stdout, world.files(log=True)) == (text(casus), before)
    assert printed.stdout.endswith("\n")
    value = yamltext.parse(printed.stdout.encode(), "text").value
    assert list(value)[:4] == ["toestemming", "vault", "dossier", "aan"]
    assert value["eerdere_verstrekkingen"] == 0
    assert {consent["functionaris"] for consent in value["toestemming_van"]} == {*SIGNERS}
    assert value["dossier"] == dossier
    (chosen,) = value["gegevens"]
    record = world.opened_with_stock_age(
        f"keys/casusoverleg/{dossier}/dossier/politie/pol-1.age",
        f"dossiers/casusoverleg/{dossier}/dossier/0002.age",
        "pol-1",
    )
    digest = subprocess.run(["sha256sum"], input=record, capture_output=True, check=True).stdout
    assert digest.decode().startswith(chosen["digest"])
    asked = world.ok(
        "disclose", dossier, "--consent-text", "--json", content=sample("verstrekking")
    )
    assert asked.json == {"consent_text": printed.stdout}


@pytest.mark.artikel("10.5")
def test_every_byte_of_the_text_is_printed_as_it_is_signed(casus: Made) -> None:
    """A soft hyphen and a tab may stand in a text; only a terminal is spared them."""
    odd = "Zonder deze gegevens\u00ad kan het niet.\tEcht."
    world, dossier = casus
    printed = text(casus, noodzaak=odd)
    assert yamltext.parse(printed.encode(), "text").value["noodzaak"] == odd
    world.ok(
        "disclose", dossier, *given(world, printed), content=sample("verstrekking", noodzaak=odd)
    )
    stdin = yamltext.dump(sample("verstrekking", noodzaak=odd))
    shown = world.run("disclose", dossier, "--consent-text", "-", stdin=stdin, tty=True)
    assert "\u00ad" not in shown.stdout


@pytest.mark.artikel("10.5")
def test_a_choice_that_is_not_there_has_no_text(casus: Made) -> None:
    world, dossier = casus
    chosen = [{"record": 99, "velden": ["gedraging"]}]
    content = sample("verstrekking", gegevens=chosen)
    asked = world.do("disclose", dossier, "--consent-text", content=content)
    assert asked.exit_code == REFUSED
    assert f"gegevens[0]: {dossier} has no record 99 (art. 10 lid 5)" in asked.stderr
    wrong = {**content, "noodzaak": ""}
    assert world.do("disclose", dossier, "--consent-text", content=wrong).exit_code == 11


@pytest.mark.artikel("10.5")
def test_signatures_are_put_to_those_who_made_them_and_kept_in_the_record(casus: Made) -> None:
    world, dossier = casus
    signed = text(casus)
    options = given(world, signed, *reversed(SIGNERS))
    n = world.made("disclose", dossier, *options, content=sample("verstrekking"))["record"]
    stored = world.ok("show", f"{dossier}/{n}", "--json").json["records"][0]["content"]
    for consent in stored["toestemming"]:
        officer = consent["functionaris"]
        file = world.run.home / f"{officer}.sig"
        assert consent["handtekening"] == file.read_text()
        # Who has the record verifies it with nothing but ssh-keygen.
        signers = world.run.home / "signers"
        key = Path(f"{world.identity(officer)}.sign.pub").read_text()
        signers.write_text(f"{officer} {key}")
        line = ["ssh-keygen", "-Y", "verify", "-n", "pgaref-consent", "-I", officer]
        line += ["-f", str(signers), "-s", str(file)]
        subprocess.run(line, input=signed.encode(), check=True, capture_output=True, timeout=60)


@pytest.mark.artikel("10.5")
def test_a_consent_without_signature_is_refused_where_the_officer_has_a_key(casus: Made) -> None:
    refused(casus, "no-signature", "pol-1 has not signed")
    three = given(casus[0], text(casus), "pol-1", "om-1", "hrl-1")
    refused(casus, "no-signature", "rec-1 has not signed", *three)


@pytest.mark.artikel("10.5")
@pytest.mark.parametrize(
    "changes",
    [
        {"gegevens": [{"record": 2, "velden": ["gedraging", "betreft"]}]},
        {"gegevens": [{"record": 2, "velden": ["gedraging"]}]},
        {"noodzaak": "Het is toch handig."},
        {"soort_gegevens": "Van alles."},
        {"doel": "monitoren"},
        {"grondslag": ["wpg-20", "avg-6-1-e"]},
        {
            "geheimhouding": {
                "opgelegd_door": "om-1",
                "bevestigd_door": "nctv-1",
                "op": "2026-10-15",
            }
        },
    ],
)
def test_what_was_changed_after_signing_fits_no_signature(
    casus: Made, changes: dict[str, Any]
) -> None:
    message = "toestemming[0].handtekening is not pol-1's, or not over this disclosure"
    signed = casus[0].signed(casus[1], sample("verstrekking"))
    refused(casus, "bad-signature", message, content={**signed, **changes})
    unfit = "a --signature is of none of those who consent, or not over this disclosure"
    refused(casus, "bad-signature", unfit, *given(casus[0], text(casus)), **changes)


@pytest.mark.artikel("10.5", "12.6")
def test_a_signature_does_not_fit_a_record_that_is_another_by_now(casus: Made) -> None:
    """The digest binds it: the same choice of another record, as a correction makes one."""
    message = "toestemming[0].handtekening is not pol-1's, or not over this disclosure"
    world, dossier = casus
    signed = world.signed(dossier, sample("verstrekking"))
    printed = text(casus)
    value = yamltext.parse(printed.encode(), "text").value
    value["gegevens"][0]["digest"] = "0" * 64
    other = yamltext.dump(value).decode()
    assert other != printed
    signed["toestemming"][0]["handtekening"] = consent_signature(
        Path(f"{world.identity('pol-1')}.sign"), other
    )
    refused(casus, "bad-signature", message, content=signed)


@pytest.mark.artikel("10.5")
@pytest.mark.parametrize(
    ("officer", "namespace"), [("om-1", ""), ("pol-2", ""), ("pol-1", "pgaref-officer")]
)
def test_nobody_signs_for_another_and_no_other_signature_is_a_consent(
    casus: Made, officer: str, namespace: str
) -> None:
    message = "toestemming[0].handtekening is not pol-1's, or not over this disclosure"
    world, dossier = casus
    signed = world.signed(dossier, sample("verstrekking"))
    forged = signature_file(world, officer, text(casus), namespace).read_text()
    signed["toestemming"][0]["handtekening"] = forged
    refused(casus, "bad-signature", message, content=signed)


@pytest.mark.artikel("10.5")
def test_a_signature_of_one_casusoverleg_is_none_in_another(cast: Cast) -> None:
    """Both disclosures are the same word for word; the dossier is not."""
    world = cast.world
    for name in ("running", "other"):
        world.ok("join", cast.id(name), "nctv", content=sample("deelname"))
    signed = world.signed(cast.id("other"), sample("verstrekking"))
    message = "toestemming[0].handtekening is not pol-1's, or not over this disclosure"
    refused((world, cast.id("running")), "bad-signature", message, content=signed)


@pytest.mark.artikel("10.5")
def test_consents_are_not_replayed_for_a_second_disclosure(casus: Made) -> None:
    world, dossier = casus
    signed = world.signed(dossier, sample("verstrekking"))
    world.ok("disclose", dossier, content=signed)
    message = "toestemming[0].handtekening is not pol-1's, or not over this disclosure"
    refused(casus, "bad-signature", message, content=signed)
    # Nor where the party left and came back, and its package is gone.
    vertrek = {"schema": "vertrek/1", "datum": "2026-10-15", "reden": "De taak is klaar."}
    world.ok("leave", dossier, "nctv", content=vertrek)
    world.ok("join", dossier, "nctv", content=sample("deelname"))
    refused(casus, "bad-signature", message, content=signed)
    world.consented(dossier, sample("verstrekking"))


@pytest.mark.artikel("10.5")
def test_what_is_filed_while_officers_sign_leaves_their_signatures_whole(casus: Made) -> None:
    world, dossier = casus
    signed = world.signed(dossier, sample("verstrekking"))
    world.ok("plan", dossier, content=sample("plan"))
    world.ok("disclose", dossier, content=signed)


@pytest.mark.artikel("10.5")
def test_the_day_of_a_consent_is_not_changed_after_signing(casus: Made) -> None:
    world, dossier = casus
    signed = world.signed(dossier, sample("verstrekking"))
    signed["toestemming"][1]["op"] = "2026-10-14"
    for place, officer in enumerate(("pol-1", "om-1")):
        message = f"toestemming[{place}].handtekening is not {officer}'s, or not over this"
        refused(casus, "bad-signature", f"{message} disclosure", content=signed)


@pytest.mark.artikel("10.5")
def test_a_signature_of_whom_no_key_is_on_record_is_refused_and_the_name_is_enough(
    casus: Made,
) -> None:
    world, dossier = casus
    raad = "raad-voor-de-kinderbescherming"
    named = {"partij": raad, "functionaris": "rvk-1", "op": "2026-10-15"}
    content = sample("verstrekking")
    content["toestemming"].append(named)
    signed = world.signed(dossier, content)
    stranger = signature_file(world, "vnl-1", text(casus)).read_text()
    signed["toestemming"][-1] = {**named, "handtekening": stranger}
    message = "toestemming[4].handtekening cannot be verified: rvk-1 has no signing key"
    refused(casus, "unverifiable", message, content=signed)
    signed["toestemming"][-1] = named
    world.ok("disclose", dossier, content=signed)


@pytest.mark.artikel("10.5")
def test_what_is_no_signature_is_an_error_of_input(casus: Made) -> None:
    world, dossier = casus
    file = world.run.home / "no.sig"
    file.write_text("een handtekening")
    done = world.do("disclose", dossier, "--signature", file, content=sample("verstrekking"))
    assert done.exit_code == 11
    assert "no.sig: no SSH signature" in done.stderr
    missing = world.run.home / "none"
    done = world.do("disclose", dossier, "--signature", missing, content=sample("verstrekking"))
    assert done.exit_code == USAGE
