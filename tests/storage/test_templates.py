# SPDX-License-Identifier: EUPL-1.2
"""Templates: whole, explained, refused while empty, and fitting once filled in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from pgaref.actions.template import LINES
from pgaref.errors import InputError, UsageError
from pgaref.storage import schemas, yamltext
from pgaref.storage.templates import Known, Row, template
from tests.schemas.samples import SCHEMAS, samples, voorbeelden

Path = tuple[str | int, ...]
Node = Mapping[str, Any]

KINDS = list(LINES)
SAMPLES = {kind: each for kind, each in samples().items() if kind in LINES}
OURS = "pgaref vult dit in"
COMMENT = re.compile(r"# \S")


def uncommented(text: str) -> str:
    """`text` with every field that is switched off switched on, those within others too."""
    lines = text.splitlines()
    while any(_is_off(line) for line in lines):
        lines = [line.replace("#", "", 1) if _is_off(line) else line for line in lines]
    return "\n".join(lines) + "\n"


def _is_off(line: str) -> bool:
    bare = line.lstrip(" ")
    return bare.startswith("#") and not COMMENT.match(bare)


def comments(text: str) -> str:
    """Everything that is written for people, on one line."""
    lines = (line.lstrip(" ") for line in uncommented(text).splitlines())
    return " ".join(line[2:] for line in lines if line.startswith("# "))


def leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every place that is no list of groups and no group, a list of single values as one."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, (*path, name))
    elif isinstance(value, list) and isinstance(value[0], dict):
        for place, inner in enumerate(value):
            yield from leaves(inner, (*path, place))
    else:
        yield path, value


def properties(node: Node, path: str = "") -> Iterator[tuple[str, Node]]:
    """Every field of a schema that people fill in, by path without numbers."""
    for name, inner in node.get("properties", {}).items():
        if OURS not in inner["description"]:
            yield f"{path}{name}", inner
            yield from properties(inner.get("items", inner), f"{path}{name}.")


def names(path: Path) -> Iterator[str]:
    """The path of a place and of every group around it, without numbers."""
    steps = [str(step) for step in path if not isinstance(step, int)]
    return (".".join(steps[: end + 1]) for end in range(len(steps)))


def schema(kind: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((SCHEMAS / kind / "1.json").read_text("utf-8"))
    return loaded


def parsed(text: str) -> yamltext.Document:
    return yamltext.parse(text.encode(), "template")


def at(value: Any, path: Path) -> Any:
    """What stands at `path`, or None."""
    for step in path:
        known = isinstance(value, dict) or (isinstance(step, int) and step < len(value))
        value = (value.get(step) if isinstance(value, dict) else value[step]) if known else None
        if value is None:
            return None
    return value


def filled(text: str, sample: Any) -> str:
    """`text` with the values of `sample` typed into its places, and the fields it lacks taken out.

    Of a list of groups the first item, which the template shows, is filled in.
    """
    whole = uncommented(text)
    document = parsed(whole)
    lines: list[str | None] = [*whole.splitlines()]
    for path, _ in leaves(document.value):
        value = at(sample, path)
        line = document.line(path) - 1
        if value is None:
            lines[line] = None
            for end in range(1, len(path)):
                if at(sample, path[:end]) is None:
                    lines[document.line(path[:end]) - 1] = None
        elif path != ("schema",):
            assert (lines[line] or "").count('""') == 1
            typed = json.dumps(value, ensure_ascii=False)
            place = '[""]' if isinstance(value, list) else '""'
            lines[line] = (lines[line] or "").replace(place, typed)
    return "\n".join(line for line in lines if line is not None) + "\n"


def first_items(value: Any) -> Any:
    """`value` with the first item alone of every list of groups."""
    if isinstance(value, dict):
        return {name: first_items(inner) for name, inner in value.items()}
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [first_items(value[0])]
    return value


def test_every_kind_of_input_with_an_example_has_a_template() -> None:
    assert set(voorbeelden()) <= set(KINDS)
    assert set(KINDS) == set(SAMPLES)


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_strict_yaml_that_its_schema_refuses_place_by_place(kind: str) -> None:
    text = template(kind)
    for each in (text, uncommented(text)):
        document = parsed(each)
        assert document.value["schema"] == f"{kind}/1"
        with pytest.raises(InputError) as refused:
            schemas.validate(document, f"{kind}/1", "template")
        assert refused.value.exit_code == 11
        said = schemas.check(document.value, f"{kind}/1")
        for path, value in leaves(document.value):
            if path != ("schema",):
                assert value in ("", [""])
                where = "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in path)[1:]
                assert any(problem.startswith((f"{where}:", f"{where}[0]:")) for problem in said)


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_is_there_with_what_it_is_for_and_its_article(kind: str) -> None:
    text = template(kind)
    wanted = dict(properties(schema(kind)))
    there = {name for path, _ in leaves(parsed(uncommented(text)).value) for name in names(path)}
    assert there == set(wanted)
    told = comments(text)
    assert schema(kind)["title"] in told
    for node in wanted.values():
        assert node["description"] in told
        assert re.search(r"\((U?AVG )?art\. ", node["description"])


@pytest.mark.parametrize("kind", KINDS)
def test_the_words_that_are_allowed_are_told(kind: str) -> None:
    told = comments(template(kind))
    for _, node in properties(schema(kind)):
        words = node.get("items", node).get("enum")
        if words:
            assert f"uit: {', '.join(words)}" in told


@pytest.mark.parametrize("kind", KINDS)
def test_required_fields_are_on_and_others_off(kind: str) -> None:
    value = parsed(template(kind)).value
    asked = {*schema(kind)["required"]}
    if kind == "signaal":
        asked |= {"onderbouwing", "waargenomen_op", "betreft", "gedraging"}
    if kind == "besluit":
        asked |= {"motivering"}
    assert set(value) == asked


@pytest.mark.parametrize("kind", KINDS)
def test_what_pgaref_fills_in_is_not_asked(kind: str) -> None:
    text = template(kind)
    assert OURS not in text
    for name, node in schema(kind)["properties"].items():
        if OURS in node["description"]:
            assert not re.search(rf"^#? *{name}:", text, re.MULTILINE)


def _cases() -> Iterator[Any]:
    """Every sample that people could have filled in, with the first items of its lists."""
    for kind, each in SAMPLES.items():
        ours = {n for n, node in schema(kind)["properties"].items() if OURS in node["description"]}
        for place, sample in enumerate(each):
            # A list of groups that is left empty has no first item to fill in, and the measures of
            # a plan that is filed have been numbered.
            numbered = any("nummer" in measure for measure in sample.get("maatregelen", ()))
            if not ours & sample.keys() and sample.get("over_te_dragen") != [] and not numbered:
                yield pytest.param(kind, sample, id=f"{kind}-{place}")


@pytest.mark.parametrize(("kind", "sample"), list(_cases()))
def test_with_the_values_of_an_example_in_its_places_it_fits(kind: str, sample: Node) -> None:
    document = parsed(filled(template(kind), sample))
    assert document.value == first_items(sample)
    schemas.validate(document, f"{kind}/1", "template")


@pytest.mark.parametrize("kind", KINDS)
def test_its_lines_can_be_read_without_scrolling_sideways(kind: str) -> None:
    text = template(kind)
    assert max(map(len, text.splitlines())) <= 100
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


def test_rows_that_are_known_are_on_and_the_first_is_explained() -> None:
    rows = [
        Row("Een vraag?\nMet een regel: 'x'", {"criterium": "no", "signalen": (2, 3)}),
        Row("", {"criterium": "tweede"}),
    ]
    text = template("weging", Known(rows={"oordelen": rows}))
    value = parsed(text).value
    empty = {"oordeel": "", "motivering": "", "contra_indicaties": ""}
    assert value["oordelen"] == [
        {"criterium": "no", "signalen": [2, 3], **empty},
        {"criterium": "tweede", "signalen": [""], **empty},
    ]
    assert "  # Een vraag? Met een regel: 'x'\n" in text
    assert text.count("Waarom de weegploeg zo oordeelt") == 1


def test_a_list_that_may_be_left_out_is_on_when_its_rows_are_known() -> None:
    rows = [Row("Stuk 2: signaal", {"record": 2}), Row("Stuk 4: weging", {"record": 4})]
    text = template("besluit", Known(rows={"over_te_dragen": rows}))
    value = parsed(text).value
    assert [item["record"] for item in value["over_te_dragen"]] == [2, 4]
    assert "betrekken" not in value
    assert all(item["velden"] == [""] for item in parsed(uncommented(text)).value["over_te_dragen"])


def test_no_rows_are_as_nothing_known() -> None:
    assert template("besluit", Known(rows={"betrekken": []})) == template("besluit")


def test_words_and_fields_that_are_known_to_be_asked() -> None:
    known = Known(choices={"gegevens": ("wpg-8", "wpg-9")}, asked=frozenset({"melder"}))
    text = template("signaal", known)
    assert parsed(text).value["melder"] == {"naam": "", "contactgegevens": ""}
    assert "# Kies uit: wpg-8, wpg-9\ngegevens:" in text
    assert "noodzaak" not in parsed(text).value


def test_a_kind_that_is_none() -> None:
    with pytest.raises(UsageError):
        template("gerucht")
