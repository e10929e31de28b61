# SPDX-License-Identifier: EUPL-1.2
"""Every kind of document: whole, empty, hostile and long; tagged PDF/A; the same bytes twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st

from pgaref.documents.characters import PRINTED
from pgaref.documents.rendering import KINDS, render, typeset
from tests.documents.contents import COMMON, FULL, MEASURES, dossier, overview
from tests.documents.reading import catalog, insides, opened, pages, squeezed, text

NVT = "n.v.t."
MARKUP = (
    "#panic() *vet* _schuin_ $x^2$ @bron <label> `code` \\ \\n = kop - punt + een / term "
    "// weg /* weg */ [x] {y} https://voorbeeld.example ~ -- --- ... 'a' \"b\" & < >"
)
UNSEEN = "\u202eomgekeerd\u202c \U0001f600 \x07\x00\x1b[31m \u0627\u0644 \ufeff \ud800 q\u0301"
# Printed only when there is something, or the contact instead; and what a certificate has besides.
OPTIONAL = {"te_informeren", "rechten", "bezwaar", "format"}
# What is for letters to a person only: a paper between parties does without.
NO_OFFICER = {"weegploeg", "plan", "verstrekking", "verklaring"}


def used(kind: str, name: str) -> bool:
    """Whether a kind prints what it is given under a name."""
    letter = name != "fg" or kind not in NO_OFFICER
    return letter and (kind, name) != ("weegploeg", "verantwoordelijken")


FIELDS = [
    (kind, name)
    for kind in FULL
    for name in FULL[kind]
    if name not in OPTIONAL and used(kind, name)
]


def leaves(value: object) -> Iterator[str]:
    """Every text in a value."""
    if isinstance(value, Mapping):
        for item in value.values():
            yield from leaves(item)
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item)
    elif isinstance(value, str):
        yield value


def replaced(value: object, by: str) -> Any:
    """The same with every text but dates another, in the order of its keys."""
    if isinstance(value, Mapping):
        return {name: replaced(item, by) for name, item in value.items()}
    if isinstance(value, list):
        return [replaced(item, by) for item in value]
    return by if isinstance(value, str) else value


@cache
def whole(kind: str) -> str:
    """The text of a kind's whole example."""
    return text(render(kind, FULL[kind]))


def test_there_is_an_example_of_every_kind() -> None:
    assert tuple(FULL) == KINDS


def test_another_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="no such kind"):
        render("../plan", {})


# What stands there


@pytest.mark.artikel("7.3", "9.3", "10.5", "11.2", "12.3", "12.4", "12.6", "13.1")
@pytest.mark.parametrize("kind", KINDS)
def test_all_that_is_filled_in_is_printed(kind: str) -> None:
    found = squeezed(render(kind, FULL[kind]))
    given = {name: value for name, value in FULL[kind].items() if used(kind, name)}
    prose = [leaf for leaf in leaves(given) if " " in leaf]
    assert prose
    hyphened = found.replace("-", "")
    missing = ["".join(leaf.split()).replace("-", "") for leaf in prose]
    assert [leaf for leaf in missing if leaf not in hyphened] == []


def test_a_date_is_written_as_people_write_it() -> None:
    found = text(render("plan", FULL["plan"]))
    assert "15 oktober 2026" in found
    assert "2026-10" not in found


@pytest.mark.parametrize("kind", KINDS)
def test_without_anything_it_says_nvt_and_stays_whole(kind: str) -> None:
    empty = text(render(kind, {}))
    assert empty.count(NVT) > whole(kind).count(NVT)
    assert empty.count(NVT) >= 7


@pytest.mark.parametrize(("kind", "name"), FIELDS)
def test_a_missing_value_is_nvt_and_never_a_blank(kind: str, name: str) -> None:
    without = {key: value for key, value in FULL[kind].items() if key != name}
    pdf = render(kind, without)
    assert text(pdf).count(NVT) > whole(kind).count(NVT)
    nothings: tuple[object, ...] = (None, "", " \n", [])
    for nothing in nothings:
        assert render(kind, {**without, name: nothing}) == pdf


@pytest.mark.artikel("12.3", "12.4", "12.6")
@pytest.mark.parametrize("kind", ["inzage", "weigering", "correctie"])
def test_a_decision_on_a_request_states_the_objection_clause(kind: str) -> None:
    found = whole(kind)
    assert "binnen zes weken" in found
    assert "Algemene wet bestuursrecht (artikel 34 van de Uitvoeringswet AVG)" in found


@pytest.mark.artikel("12.3", "12.4")
@pytest.mark.parametrize("content", [{}, FULL["inzage"]])
def test_every_overview_says_that_data_may_be_left_out(content: Mapping[str, Any]) -> None:
    found = text(render("inzage", content))
    assert "Gegevens kunnen zijn weggelaten" in found
    assert "artikel 41 van de Uitvoeringswet AVG" in found
    assert "geldt de Wet politiegegevens" in found


@pytest.mark.artikel("11.2", "12.3")
@pytest.mark.parametrize("kind", ["kennisgeving", "inzage"])
def test_a_person_reads_of_all_rights(kind: str) -> None:
    found = whole(kind)
    for right in ("inzage", "rectificatie", "wissing", "beperking", "bezwaar"):
        assert right in found
    assert "klacht indienen bij de toezichthouder: Autoriteit Persoonsgegevens" in found
    assert "geen besluiten met alleen een computer" in found


@pytest.mark.artikel("14.1")
@pytest.mark.parametrize("kind", ["plan", "verstrekking"])
def test_who_receives_data_reads_of_the_duty_of_secrecy(kind: str) -> None:
    assert "artikel 14 van het convenant" in whole(kind)


@pytest.mark.artikel("12.6")
def test_a_party_is_told_of_a_correction_without_the_clause_for_the_person() -> None:
    content = {**FULL["correctie"], "aan": "De Reclassering Nederland", "te_informeren": None}
    found = text(render("correctie", content))
    assert "Kennisgeving van een correctie" in found
    assert "Wie wij dit laten weten" not in found
    assert "bezwaar" not in found
    assert "Sam Voorbeeld" not in found


@pytest.mark.artikel("7.3")
def test_every_dossier_starts_on_a_new_page() -> None:
    found = pages(render("weegploeg", FULL["weegploeg"]))
    starts = [at for at, page in enumerate(found) if "Dossier WP-" in page]
    assert len(starts) == 2
    assert "Dossier WP-2M8TZR4H" in found[starts[1]]
    assert found[starts[1]].index("Dossier WP-2M8TZR4H") < 60


# Hostile and long content


@pytest.mark.parametrize("kind", KINDS)
def test_markup_is_printed_and_never_run(kind: str) -> None:
    found = squeezed(render(kind, replaced(FULL[kind], MARKUP)))
    expected = "".join(MARKUP.split())
    assert expected in found.replace("\u00ad", "")


@pytest.mark.parametrize("kind", KINDS)
def test_what_has_no_glyph_is_spelt_out(kind: str) -> None:
    found = squeezed(render(kind, replaced(FULL[kind], UNSEEN)))
    for code in ("202E", "1F600", "0007", "0000", "001B", "0627", "FEFF", "D800", "0301"):
        assert f"[U+{code}]" in found


@pytest.mark.parametrize("kind", KINDS)
def test_a_word_of_ten_thousand_characters_is_printed_whole(kind: str) -> None:
    short = replaced(FULL[kind], "kort")
    pdf = render(kind, {**short, "contact": "x" * 10_000})
    assert squeezed(pdf).count("x") >= 10_000
    assert len(opened(pdf).pages) > 2


def test_every_character_that_is_printed_has_a_glyph() -> None:
    every = "".join(sorted(PRINTED - {" "}))
    content = {**FULL["weegploeg"], "contact": every, "convenant": every}
    content["dossiers"] = [{**dossier(), "kenmerk": every}]
    assert squeezed(render("weegploeg", content)).count("ĳ") >= 3


@given(st.text(max_size=300))
def test_any_text_makes_a_document(any_text: str) -> None:
    content = {**FULL["weigering"], "motivering": any_text, "gronden": [{"grond": any_text}]}
    assert render("weigering", content).startswith(b"%PDF-1.7")


def test_a_long_table_repeats_its_head_on_every_page() -> None:
    pdf = render("plan", {**FULL["plan"], "maatregelen": MEASURES * 100})
    found = [page for page in pages(pdf) if "Nieuwe begeleider" in page]
    assert len(found) > 10
    assert all("Gereed op" in page for page in found)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("weegploeg", {"dossiers": [dossier(40)] * 3}),
        ("inzage", {"dossiers": [overview(60)]}),
        ("verstrekking", {"gegevens": list(FULL["verstrekking"]["gegevens"]) * 60}),
    ],
)
def test_a_long_case_has_its_pages_numbered_and_named(
    kind: str, content: Mapping[str, Any]
) -> None:
    found = pages(render(kind, {**FULL[kind], **content}))
    assert len(found) > 8
    for number, page in enumerate(found, start=1):
        assert f"pagina {number} van {len(found)}" in page
        assert COMMON["kenmerk"] in page or "CO-4PWE81SJ/9" in page


# The file


@pytest.mark.parametrize("content", ["full", "empty"])
@pytest.mark.parametrize("kind", KINDS)
def test_it_is_tagged_dutch_and_says_which_standards_it_keeps(kind: str, content: str) -> None:
    pdf = render(kind, FULL[kind] if content == "full" else {})
    root = catalog(pdf)
    assert str(root["/MarkInfo"]["/Marked"]) == "True"
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] == "nl"
    assert str(root["/ViewerPreferences"]["/DisplayDocTitle"]) == "True"
    metadata = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    information = opened(pdf).metadata
    assert information is not None
    assert information.title


def _roles(element: Any) -> Iterator[str]:
    if isinstance(element, list):
        for item in element:
            yield from _roles(item.get_object())
    elif hasattr(element, "get"):
        if role := element.get("/S"):
            yield str(role)
        if "/K" in element:
            yield from _roles(element["/K"])


@pytest.mark.parametrize("kind", KINDS)
def test_headings_lists_and_heads_of_tables_are_told_to_a_screen_reader(kind: str) -> None:
    roles = set(_roles(catalog(render(kind, FULL[kind]))["/StructTreeRoot"]["/K"]))
    assert {"/H1", "/H2", "/P"} <= roles
    assert {"/Table", "/TH", "/TD"} <= roles or kind == "verstrekking"


@pytest.mark.parametrize(
    "source",
    [
        "#set document(date: datetime(year: 2026, month: 1, day: 1))\n= Kop",
        '#set document(title: "Titel", date: none)\n= Kop',
        '#set document(title: "T", date: datetime(year: 2026, month: 1, day: 1))\n== Kop',
        '#set document(title: "T", date: datetime(year: 2026, month: 1, day: 1))\n#"\\u{e000}"',
    ],
    ids=["no title", "no date", "a heading skipped", "no glyph"],
)
def test_what_breaks_the_standards_makes_no_document(source: str, tmp_path: Path) -> None:
    template = tmp_path / "stuk.typ"
    template.write_text(source)
    with pytest.raises(typst.TypstError):
        typeset(template, {})


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_content_gives_the_same_bytes(kind: str) -> None:
    assert render(kind, FULL[kind]) == render(kind, dict(FULL[kind]))


def test_the_day_of_making_is_the_documents_own() -> None:
    information = opened(render("plan", FULL["plan"])).metadata
    assert information is not None
    assert information.creation_date is not None
    assert information.creation_date.date().isoformat() == "2026-10-15"


@pytest.mark.parametrize("kind", KINDS)
def test_it_says_nothing_of_the_machine(kind: str) -> None:
    for data in insides(render(kind, FULL[kind])):
        assert str(Path(__file__).resolve().parents[2]).encode() not in data
        assert str(Path.home()).encode() + b"/" not in data
        assert b".typ" not in data


@pytest.mark.parametrize("kind", KINDS)
def test_its_only_font_is_in_the_file(kind: str) -> None:
    names = {
        str(font.get_object()["/BaseFont"])
        for page in opened(render(kind, FULL[kind])).pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    }
    assert names
    assert all("LibertinusSerif" in name for name in names)
