# SPDX-License-Identifier: EUPL-1.2
"""`document`: what stands on paper and what never does, to whom it opens, and what is logged."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import ROOT
from tests.cli.refusals import TODAY, Cast
from tests.cli.story import log_lines
from tests.cli.world import OFFICERS
from tests.documents.reading import opened, text

USAGE, REFUSED, NO_KEY = 2, 10, 12
SUBJECT, SIGNAL = "Sam Voorbeeld", "pamfletten uitgedeeld"
MELDERS = ("Kim Fictief", "Robin Bedacht", "Eenheid Proef", "kim.fictief@example.org")
RESTRICTED = ("kettingsloten", "artikel 18", "artikel 9 van de Wet politiegegevens")
RELATION = "Noor Verzonnen"


def made(cast: Cast, words: str, *, by: str = "uit-1") -> bytes:
    """The PDF of a document, opened with stock age under its maker's identity."""
    result = cast.world.ok("document", *cast.line(words), by=by)
    return unsealed(cast, cast.world.run.home / result.stdout.strip(), by)


def unsealed(cast: Cast, file: Path, by: str) -> bytes:
    """What stock age makes of a file."""
    identity = str(cast.world.identity(by))
    return subprocess.run(
        ["age", "-d", "-i", identity, str(file)], capture_output=True, check=True, timeout=60
    ).stdout


def papers(cast: Cast) -> list[str]:
    """The documents that lie in the current folder, unfinished ones too."""
    names = (path.name for path in cast.world.run.home.iterdir())
    return sorted(n for n in names if n.endswith(".pdf.age") or n.startswith(".new-"))


def logged(cast: Cast) -> list[dict[str, Any]]:
    """The lines of the log about documents."""
    return [line for line in log_lines(cast.world.vault) if line["action"] == "document"]


@pytest.fixture
def planned(cast: Cast) -> Cast:
    """The same with a plan, an action, a relation and a party that reads the plan only."""
    for act in ("plan", "action", "relation"):
        assert cast.world.act(act, cast.id("running")).exit_code == 0
    assert cast.world.act("join", cast.id("running"), "nctv").exit_code == 0
    return cast


# What stands there


@pytest.mark.artikel("7.3", "8.4", "6.b", "8.2.c")
def test_the_paper_of_the_weegploeg_holds_no_melder_and_nothing_restricted(cast: Cast) -> None:
    result = cast.world.ok("document", *cast.line("weegploeg agendered weighed"))
    found = text(unsealed(cast, cast.world.run.home / result.stdout.strip(), "uit-1"))
    for told in (SUBJECT, SIGNAL, "Berust het beeld op waargenomen gedragingen"):
        assert found.count(told) >= 2
    for name in ("agendered", "weighed"):
        assert f"Dossier {cast.id(name)}" in found
    assert [secret for secret in (*MELDERS, *RESTRICTED) if secret in found] == []
    wp = cast.id("agendered")
    for left in (f"{wp}/4 (melder)", f"{wp}/6 (restricted)", f"{wp}/7 (melder)"):
        assert f"left out: {left}" in result.stderr.splitlines()
        assert left.partition(" ")[0] not in found


@pytest.mark.artikel("9.3", "9.4", "14.1")
def test_the_plan_says_where_each_measure_stands(planned: Cast) -> None:
    found = text(made(planned, "plan running"))
    for told in (SUBJECT, "stimuleren van gedragsverandering", "Contact herstellen"):
        assert told in found
    assert "Stand: loopt" in found
    assert "Kennismaking heeft plaatsgevonden." in found
    assert "15 januari 2027" in found
    assert "houdt de persoonsgegevens erin geheim" in found
    assert [n for n in (RELATION, SIGNAL, *MELDERS, *RESTRICTED) if n in found] == []


@pytest.mark.artikel("10.5")
def test_an_externe_casuspartner_makes_the_plan_of_what_it_reads(planned: Cast) -> None:
    found = text(made(planned, "plan running", by="nctv-1"))
    assert SUBJECT in found
    assert "Nieuwe begeleider" in found
    assert "Kennismaking heeft plaatsgevonden." not in found
    assert "Stand: n.v.t." in found


@pytest.mark.artikel("11.2", "6.b", "8.2.c")
@pytest.mark.parametrize("name", ["agendered", "running"])
def test_the_notice_tells_the_subject_what_kinds_of_data_there_are_and_quotes_none(
    planned: Cast, name: str
) -> None:
    found = text(made(planned, f"kennisgeving {name}"))
    for told in (
        SUBJECT,
        "Wet politiegegevens, artikel 20",
        "gegevens uit de taken van de gemeente",
    ):
        assert told in found
    assert "De gemeente Heerlen" in found
    assert "14 AVG" in found or "artikel 14 van de Algemene verordening" in found
    assert [n for n in (RELATION, SIGNAL, *MELDERS, *RESTRICTED) if n in found] == []


@pytest.mark.artikel("11.2", "10.2.f")
def test_the_notice_to_a_person_of_the_surroundings_does_not_name_the_subject(
    planned: Cast,
) -> None:
    card = planned.world.ok("show", planned.id("running"), "--json").json
    (number,) = (r["record"] for r in card["records"] if r["kind"] == "betrokkene")
    found = text(made(planned, f"kennisgeving running/{number}"))
    for told in (RELATION, "convenant, art. 10 lid 2 onder f", "het casusoverleg, bij het plan"):
        assert told in found
    assert [n for n in (SUBJECT, SIGNAL, "NCTV", "Nationaal Coördinator") if n in found] == []
    assert logged(planned)[-1]["records"] == [f"{planned.id('running')}/{number}"]


@pytest.mark.artikel("13.1", "13.3")
def test_the_verklaring_van_vernietiging_needs_no_key(cast: Cast) -> None:
    found = text(made(cast, "verklaring gone", by="rec-1"))
    for told in (cast.id("gone"), "27 februari 2027", "art. 13 lid 3", "Niets is overschreven"):
        assert told in found
    assert SUBJECT not in found
    (intent, done) = logged(cast)
    assert done["records"] == [cast.id("gone")]
    assert intent["actor"] == "rec-1"


# The file


@pytest.mark.artikel("15.1")
def test_the_file_opens_to_its_maker_alone(cast: Cast) -> None:
    result = cast.world.ok("document", *cast.line("weegploeg fresh"), by="hrl-1")
    file = cast.world.run.home / f"weegploeg-{cast.id('fresh')}.pdf.age"
    assert result.stdout == f"{file.name}\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert opened(unsealed(cast, file, "hrl-1")).pages
    with pytest.raises(subprocess.CalledProcessError):
        unsealed(cast, file, "uit-1")
    assert papers(cast) == [file.name]


def test_it_goes_where_one_says(cast: Cast) -> None:
    result = cast.world.ok(
        "document", *cast.line("verklaring gone"), "-o", "stuk.pdf.age", "--json"
    )
    assert result.json == {"document": "stuk.pdf.age", "records": [cast.id("gone")]}
    assert (cast.world.run.home / "stuk.pdf.age").is_file()


def test_nothing_is_overwritten_and_then_nothing_is_read(cast: Cast) -> None:
    file = cast.world.run.home / "stuk.pdf.age"
    file.write_text("kept")
    result = cast.world.do("document", *cast.line("weegploeg fresh"), "-o", file)
    assert (result.exit_code, result.stdout) == (USAGE, "")
    assert "FILE exists already" in result.stderr
    assert file.read_text() == "kept"
    assert logged(cast) == []


def test_a_link_is_not_followed(cast: Cast) -> None:
    link = cast.world.run.home / "stuk.pdf.age"
    link.symlink_to("elsewhere")
    result = cast.world.do("document", *cast.line("weegploeg fresh"), "-o", link)
    assert result.exit_code == USAGE
    assert not (cast.world.run.home / "elsewhere").exists()


def test_a_folder_that_is_missing_is_said(cast: Cast) -> None:
    result = cast.world.do("document", *cast.line("weegploeg fresh"), "-o", "none/stuk.pdf.age")
    assert result.exit_code == USAGE
    assert "the folder of FILE does not exist" in result.stderr


def test_a_pipe_gets_the_plain_pdf(cast: Cast) -> None:
    line = ["document", *cast.line("weegploeg fresh"), "-o", "-"]
    identity = str(cast.world.identity("uit-1"))
    done = subprocess.run(
        ["faketime", f"{TODAY} 09:00:00", sys.executable, "-m", "pgaref", *line],
        capture_output=True,
        cwd=cast.world.run.home,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TZ": "UTC", "PGAREF_IDENTITY": identity},
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert SUBJECT in text(done.stdout)
    assert papers(cast) == []


@pytest.mark.parametrize("options", [{"tty": True}, {"json": True}])
def test_a_terminal_and_json_get_no_pdf(cast: Cast, options: dict[str, bool]) -> None:
    line = [*cast.line("weegploeg fresh"), "-o", "-", *(["--json"] if "json" in options else [])]
    result = cast.world.do("document", *line, tty="tty" in options)
    assert (result.exit_code, result.stdout) == (USAGE, "")
    assert logged(cast) == []


# The log


@pytest.mark.artikel("15.2.e", "8.4")
def test_every_dossier_has_a_reading_of_its_own_with_its_records(cast: Cast) -> None:
    made(cast, "weegploeg fresh weighed fresh")
    lines = [line for line in logged(cast) if line["phase"] == "done"]
    assert [line["dossier"] for line in lines] == [cast.id("fresh"), cast.id("weighed")]
    assert {line["purpose"] for line in lines} == {"weegploeg"}
    for line in lines:
        dossier = line["dossier"]
        assert line["records"][:3] == [f"{dossier}/{n}" for n in (1, 2, 3)]
        assert not {f"{dossier}/4", f"{dossier}/5"} & set(line["records"])


@pytest.mark.artikel("13.2", "15.2.e")
def test_what_is_archived_is_read_by_a_kernpartij_for_a_purpose(cast: Cast) -> None:
    cast.refused("document weegploeg archived", "15.2.e", "no-purpose", by="pol-1")
    found = text(made(cast, "weegploeg archived --purpose klacht", by="pol-1"))
    assert SIGNAL in found
    assert logged(cast)[-1]["purpose"] == "klacht"


# Refusals


@pytest.mark.artikel("7.3", "9.3", "13.1", "15.2.e")
@pytest.mark.parametrize(
    ("words", "article", "reason"),
    [
        ("weegploeg running", "7.3", "wrong-register"),
        ("plan agendered", "9.3", "wrong-register"),
        ("plan running", "9.3", "no-plan"),
        ("weegploeg gone", "13.1", "destroyed"),
        ("kennisgeving gone", "13.1", "destroyed"),
        ("weegploeg fresh --purpose casusoverleg", "8.1", "wrong-purpose"),
    ],
)
def test_what_a_document_is_not_about(cast: Cast, words: str, article: str, reason: str) -> None:
    if reason == "destroyed":
        result = cast.world.do("document", *cast.line(words))
        assert result.exit_code == REFUSED
        assert "(art. 13 lid 1)" in result.stderr
    else:
        cast.refused(f"document {words}", article, reason)
    assert papers(cast) == []


@pytest.mark.artikel("8.4", "10.5")
@pytest.mark.parametrize("words", ["weegploeg fresh", "kennisgeving fresh", "plan running"])
def test_who_has_no_key_makes_no_document(planned: Cast, words: str) -> None:
    officer = "om-1" if "running" in words else "rec-1"
    if officer == "om-1":
        assert planned.world.act("leave", planned.id("running"), "nctv").exit_code == 0
        officer = "nctv-1"
    result = planned.world.do("document", *planned.line(words), by=officer)
    assert (result.exit_code, result.stdout) == (NO_KEY, "")
    assert papers(planned) == []


@pytest.mark.parametrize(
    "words",
    [
        "weegploeg fresh/1",
        "plan running agendered",
        "plan running/1",
        "kennisgeving running/1",
        "kennisgeving running/99",
        "verklaring fresh",
        "verklaring gone gone",
        "verklaring WP-00000000",
        "weegploeg",
        "../plan running",
        "geheim running",
    ],
)
def test_a_line_that_names_nothing(cast: Cast, words: str) -> None:
    result = cast.world.do("document", *cast.line(words))
    assert (result.exit_code, result.stdout) == (USAGE, ""), result.stderr
    assert "geheim" not in result.stderr
    assert papers(cast) == []


@pytest.mark.artikel("15.2.b")
@pytest.mark.parametrize("officer", OFFICERS)
def test_no_officer_is_given_a_melder_or_restricted_data_on_paper(cast: Cast, officer: str) -> None:
    result = cast.world.do("document", *cast.line("weegploeg agendered"), by=officer)
    if result.exit_code == NO_KEY:
        assert officer in ("rec-1", "nctv-1")
        return
    assert result.exit_code == 0, result.stderr
    found = text(unsealed(cast, cast.world.run.home / result.stdout.strip(), officer))
    assert [secret for secret in (*MELDERS, *RESTRICTED) if secret in found] == []
