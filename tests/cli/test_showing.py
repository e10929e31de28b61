# SPDX-License-Identifier: EUPL-1.2
"""A dossier as people read it, in the shape that the manual draws."""

from __future__ import annotations

from tests.cli.refusals import Cast


def _shown(cast: Cast, *words: str, width: int = 100) -> list[str]:
    """What `show` prints on a terminal of so many columns, with the ids of the cast by name."""
    env = {"COLUMNS": str(width), "NO_COLOR": "1"}
    text = cast.world.ok("show", cast.id("running"), *words, tty=True, env=env).stdout
    for name, dossier in cast.dossiers.items():
        text = text.replace(dossier, f"<{name}>")
    return text.splitlines()


def test_a_dossier_begins_with_what_it_is_whom_it_is_about_and_why_it_is_read(cast: Cast) -> None:
    first, subject, *_ = _shown(cast)
    assert first.startswith("<running>  casusoverleg, lopend    read for casusoverleg, log entry ")
    assert subject == "Sam Voorbeeld, Voorbeeldstraat 1, 6411 ZZ Heerlen"


def test_a_signal_tells_its_ground_in_its_first_line_and_then_the_behaviour(cast: Cast) -> None:
    lines = _shown(cast)
    (place,) = (at for at, line in enumerate(lines) if "  /4  " in line)
    told = "2026-10-15  /4  signaal  politie, wpg-18-2, wpg-9, seen 2026-10-10, from <agendered>/6"
    assert lines[place].startswith(told)
    assert lines[place].endswith("  beperkt")
    assert (
        lines[place + 1] == "    Kocht op 10 oktober samen met een ander een partij kettingsloten."
    )
    fields = [line.split(":")[0].strip() for line in lines[place + 2 : lines.index("", place)]]
    assert not {"grondslag", "gegevens", "inbrenger", "gedraging"} & set(fields)
    assert {"via", "onderbouwing", "betreft", "partij"} <= set(fields)


def test_a_plan_tells_its_goals_and_its_measures_a_line_each(cast: Cast) -> None:
    assert cast.world.act("plan", cast.id("running")).exit_code == 0
    lines = _shown(cast, "--section", "plan")
    (place,) = (at for at, line in enumerate(lines) if "  plan     doelen " in line)
    assert lines[place].split("  plan ")[1].strip() == "doelen b c e, evaluatie 2027-01-15  plan"
    measure = "    1  Nieuwe begeleider en dagbesteding.  gemeente-heerlen  zorg  2026-12-15"
    assert lines[place + 1] == measure


def test_a_dossier_ends_with_who_reads_it_and_its_terms(cast: Cast) -> None:
    lines = _shown(cast)
    titles = [line.split(" ")[0] for line in lines[-7:]]
    assert (titles[0], titles[-1]) == ("readers", "terms")
    assert lines[-1].startswith("terms    archive 2027-10-15 (13 lid 2), destroy 2031-10-15")


def test_long_text_folds_at_the_width_of_the_terminal(cast: Cast) -> None:
    texts = [line for line in _shown(cast, width=50) if line.startswith("    Heeft op 30")]
    assert texts == ["    Heeft op 30 september in buurthuis De Proef"]
