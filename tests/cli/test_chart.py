# SPDX-License-Identifier: EUPL-1.2
"""`list --chart`: the vault's terms drawn in a terminal, in a pipe, and as a file."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from pgaref.cli import charting, picture
from pgaref.covenant.chart import Bar, Phase, Span
from tests.cli.conftest import Result
from tests.cli.refusals import Cast

TODAY = date(2027, 3, 1)
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
SVG = "{http://www.w3.org/2000/svg}"


def chart(cast: Cast, *words: str | Path, width: int = 100, tty: bool = False) -> Result:
    env = {"COLUMNS": str(width), "PGAREF_IDENTITY": "/nowhere"}
    return cast.world.run("list", "--chart", *words, env=env, tty=tty)


def rows(result: Result) -> dict[str, str]:
    """The line of each dossier."""
    plain = COLOUR.sub("", result.stdout)
    return {line[:11]: line[13:] for line in plain.splitlines() if re.match(r"[A-Z]{2}-", line)}


def bar(dossier: str, days: int) -> Bar:
    """One that is destroyed so many days from today."""
    end = TODAY + timedelta(days=days)
    start = min(TODAY, end) - timedelta(days=100)
    spans = (Span(Phase.KEPT, start, end), Span(Phase.WORKED_ON, start, start))
    late = (Span(Phase.OVERDUE, end, TODAY),) if days < 0 else ()
    return Bar(dossier, "besloten", (*spans, *late), None, end)


@pytest.mark.artikel("13.1", "13.2", "13.3")
def test_every_dossier_has_a_bar_the_most_urgent_first(cast: Cast) -> None:
    result = chart(cast)
    assert (result.exit_code, result.stderr) == (0, "9 dossiers\n")
    found = rows(result)
    assert set(found) == {cast.id(name) for name in cast.dossiers} - {cast.id("gone")}
    assert next(iter(found)) == cast.id("declined")
    assert list(found)[-1] == cast.id("archived")
    assert re.fullmatch(r"#=+\|=*D +destroy  2027-04-15 +45", found[cast.id("declined")])
    assert re.fullmatch(r"#=+\|=+A-+D +archive  2027-10-12 +225", found[cast.id("fresh")])
    assert re.fullmatch(r"#-+\|-+D +destroy  2031-10-15 +1689", found[cast.id("archived")])


def test_a_pipe_gets_plain_characters_with_a_legend(cast: Cast) -> None:
    text = chart(cast).stdout
    assert text.isascii()
    assert "\x1b" not in text
    legend = text.rpartition("\n\n")[2]
    for told in ("# worked on", "= kept", "- in the archive", "h held", "! overdue"):
        assert told in legend
    assert "| today, 2027-03-01" in legend
    assert "A archive due  D destroy due" in legend


@pytest.mark.parametrize("width", [80, 100, 160])
def test_a_terminal_is_filled_and_not_overrun(cast: Cast, width: int) -> None:
    plain = COLOUR.sub("", chart(cast, width=width, tty=True).stdout)
    assert {len(line) for line in plain.splitlines() if line[:3] in ("WP-", "CO-")} == {width}
    assert max(map(len, plain.splitlines())) <= width
    assert "2027" in plain.splitlines()[0]


def test_colour_is_for_a_terminal_that_wants_it(cast: Cast) -> None:
    coloured = chart(cast, tty=True).stdout
    assert COLOUR.search(coloured)
    assert "░" in coloured
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_COLOR", "1")
        assert chart(cast, tty=True).stdout.splitlines() == [
            line.rstrip() for line in COLOUR.sub("", coloured).splitlines()
        ]


@pytest.mark.artikel("13.1")
def test_what_is_overdue_strikes_the_eye(cast: Cast) -> None:
    cast.world.run.now = cast.world.run.now.replace(year=2028)
    found = rows(chart(cast))
    for name in ("declined", "fresh"):
        assert re.search(r"[AD]!+\|", found[cast.id(name)])
        assert re.search(r"!(archive|destroy)  2027-[0-9-]+ +-[0-9]+$", found[cast.id(name)])
    assert "!" not in found[cast.id("archived")]
    red = chart(cast, tty=True).stdout
    assert "\x1b[1;31m" in red


@pytest.mark.artikel("13.1")
def test_a_hold_is_drawn(cast: Cast) -> None:
    held = {"basis": "procedure", "besloten_door": ["pol-1", "om-1", "hrl-1"]}
    made = cast.world.act("hold add", cast.id("declined"), tot="2027-05-15", **held)
    assert made.exit_code == 0
    line = rows(chart(cast, width=160))[cast.id("declined")]
    assert re.search(r"=\|h+D +destroy  2027-05-16 +76$", line)


def test_no_name_is_drawn_and_nothing_is_logged(cast: Cast, tmp_path: Path) -> None:
    before = cast.world.files(log=True)
    file = tmp_path / "chart.svg"
    shown = chart(cast, "--svg", file)
    assert cast.world.files(log=True) == before
    for text in (shown.stdout, file.read_text()):
        assert "Sam" not in text
        assert "Voorbeeld" not in text


def test_only_the_most_urgent_are_drawn_and_the_rest_is_counted(cast: Cast) -> None:
    result = chart(cast, "--limit", "2")
    assert list(rows(result)) == list(rows(chart(cast)))[:2]
    assert result.stderr == "2 dossiers\n7 less urgent left out: --limit 9\n"


def test_two_hundred_dossiers_draw_forty(cast: Cast) -> None:
    many = [bar(f"WP-{n:08d}", n - 20) for n in range(200)]
    drawn = list(charting.lines(many[:40], TODAY, 100, plain=True))
    texts = ["".join(text for text, _ in line) for line in drawn]
    assert [text[:11] for text in texts[1:41]] == [one.dossier for one in many[:40]]
    assert {len(text) for text in texts[1:41]} == {100}
    assert b"160 more are not shown" in picture.svg(many[:40], TODAY, 160)


def test_a_chart_takes_the_filters_of_the_list(cast: Cast) -> None:
    assert set(rows(chart(cast, "--state", "gearchiveerd"))) == {cast.id("archived")}
    nothing = chart(cast, "--party", "nctv")
    assert (nothing.exit_code, nothing.stdout, nothing.stderr) == (0, "", "0 dossiers\n")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (["--chart", "--names"], "a chart has no names"),
        (["--chart", "--json"], "a chart is no JSON"),
        (["--chart", "--limit", "0"], "--limit is at least 1"),
        (["--svg", "a.svg"], "--svg and --limit are about a chart"),
        (["--limit", "3"], "--svg and --limit are about a chart"),
    ],
)
def test_what_a_chart_does_not_go_with(cast: Cast, line: list[str], message: str) -> None:
    result = cast.world.run("list", *line)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"pgaref: error: {message}\nhint: ")


def test_the_file_is_a_picture_of_every_bar(cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "chart.svg"
    shown = chart(cast, "--svg", file)
    assert file.stat().st_mode & 0o777 == 0o600
    root = ET.fromstring(file.read_bytes())
    assert root.tag == f"{SVG}svg"
    texts = [element.text for element in root.iter(f"{SVG}text")]
    assert [text for text in texts if re.match(r"[A-Z]{2}-", text or "")] == list(rows(shown))
    assert "today, 2027-03-01" in texts
    titles = [element.text for element in root.iter(f"{SVG}title")]
    assert f"{cast.id('fresh')}: te-wegen, archive 2027-10-12" in titles


def test_the_file_takes_the_place_of_an_earlier_chart_only(cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "chart.svg"
    assert chart(cast, "--svg", file, "--limit", "1").exit_code == 0
    first = file.read_bytes()
    assert chart(cast, "--svg", file).exit_code == 0
    assert file.read_bytes() != first
    other = tmp_path / "other.svg"
    other.write_text("<svg/>")
    refused = chart(cast, "--svg", other)
    assert (refused.exit_code, refused.stdout, other.read_text()) == (2, "", "<svg/>")
    assert "FILE is there already" in refused.stderr
    inside = chart(cast, "--svg", cast.world.vault / "chart.svg")
    assert inside.exit_code == 2
    assert "FILE lies in the vault" in inside.stderr


@pytest.mark.artikel("15.1")
def test_a_damaged_card_is_told_and_half_a_picture_is_not_written(
    cast: Cast, tmp_path: Path
) -> None:
    card = next(cast.world.vault.glob(f"dossiers/*/{cast.id('fresh')}/card.json"))
    card.write_bytes(card.read_bytes().replace(b"te-wegen", b"<b>gaar"))
    file = tmp_path / "chart.svg"
    result = chart(cast, "--svg", file)
    assert result.exit_code == 13
    assert cast.id("fresh") not in rows(result)
    assert "hint: pgaref check" in result.stderr
    assert not file.exists()
