# SPDX-License-Identifier: EUPL-1.2
"""Which article is carried out by what, and tested where: `python -m tests.trace` (`make trace`).

Three readings come together: the entries of the profile, each with its article; the articles that
the rules in code name; and the tests' `artikel` markers. No rule and no test is imported or run for
it: both are read as syntax trees, so that a marker has to be written out where it stands.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

from pgaref.covenant.article import short
from pgaref.storage import yamltext

ROOT = Path(__file__).resolve().parent.parent
PROFILE = ROOT / "pgaref" / "profiles" / "limburg-2019" / "convenant.yaml"
RULES = (ROOT / "pgaref" / "covenant", ROOT / "pgaref" / "actions")
TESTS = ROOT / "tests"
_PLACE = re.compile(r"[1-9][0-9]?(\.[1-9])?(\.[a-z])?")

# A place in the covenant -> what carries it out, or which tests are marked with it.
Places = dict[str, list[str]]


def profile() -> Mapping[str, Any]:
    """The profile of the covenant that the tests' table of articles is about."""
    return yamltext.parse(PROFILE.read_bytes(), PROFILE.name).value


def commands() -> Places:
    """The commands by the articles of the profile's acts."""
    acts = profile()["handelingen"]
    return _grouped((place, f"pgaref {act['naam']}") for act in acts for place in act["artikelen"])


def entries() -> Places:
    """The profile's other entries, as `grondslagen wpg-20`, by their articles."""
    return _grouped(_entries(profile(), "profile"))


def _entries(value: object, label: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, list):
        for item in value:
            yield from _entries(item, label)
    elif isinstance(value, Mapping):
        name = value.get("naam", value.get("id", ""))
        # The parties are one entry: the list that the covenant has of them.
        named = name and label not in ("profile", "partijen")
        inner = f"{label} {name}" if named and not label.endswith(f" {name}") else label
        if "artikel" in value:
            yield value["artikel"], inner
        for key, item in value.items():
            yield from _entries(item, key if inner == "profile" else _within(inner, key, item))


def _within(label: str, key: str, item: object) -> str:
    """A table of entries (`termijnen`) names them by its keys; a list leaves that to its items."""
    return f"{label} {key}" if isinstance(item, Mapping) else label


def rules() -> Places:
    """The modules in which a rule names an article, as `covenant/closing.py`."""
    paths = [path for folder in RULES for path in sorted(folder.rglob("*.py"))]
    return _grouped(
        (place, path.relative_to(ROOT / "pgaref").as_posix())
        for path in paths
        for place in sorted(_named(ast.parse(path.read_text("utf-8"))))
    )


def _named(tree: ast.AST) -> set[str]:
    """What a refusal gives as its article, and every other string that is a paragraph's place."""
    found = {_place(node) for node in ast.walk(tree) if "." in _place(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _last_name(node.func) == "Refusal":
            given = [*node.args[1:2], *(k.value for k in node.keywords if k.arg == "article")]
            # A condition has two of them.
            found |= {_place(inner) for part in given for inner in ast.walk(part)} - {""}
    return found


def _place(node: ast.AST) -> str:
    """The place in the covenant that a constant is; empty where it is none."""
    value = node.value if isinstance(node, ast.Constant) else None
    return value if isinstance(value, str) and _PLACE.fullmatch(value) else ""


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def tests() -> Places:
    """The tests by the articles that they are marked with, as `cli/test_keygen.py::test_...`."""
    pairs: list[tuple[str, str]] = []
    for path in sorted(TESTS.rglob("test_*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        name = path.relative_to(TESTS).as_posix()
        found = list(_tests(tree.body, name, _module_marks(tree)))
        attached = {mark for _, marks in found for mark in marks}
        for mark in _marks(tree):
            if mark not in attached:
                raise ValueError(f"{name}:{mark.lineno}: this marker stands at no test")
        pairs += [(place, test) for test, marks in found for m in marks for place in _places(m)]
    return _grouped(pairs)


def _tests(
    body: Sequence[ast.stmt], name: str, outer: Sequence[ast.Call]
) -> Iterator[tuple[str, list[ast.Call]]]:
    """Each test with the markers at it, at its class and at its module."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            marks = [*outer, *(m for d in node.decorator_list for m in _marks(d))]
            if isinstance(node, ast.ClassDef):
                yield from _tests(node.body, f"{name}::{node.name}", marks)
            elif node.name.startswith("test_"):
                yield f"{name}::{node.name}", marks


def _module_marks(tree: ast.Module) -> list[ast.Call]:
    return [
        mark
        for node in tree.body
        if isinstance(node, ast.Assign) and _last_name(node.targets[0]) == "pytestmark"
        for mark in _marks(node)
    ]


def _marks(node: ast.AST) -> list[ast.Call]:
    """Every `pytest.mark.artikel(...)` in `node`, a parameter's too."""
    calls = (part for part in ast.walk(node) if isinstance(part, ast.Call))
    return [
        call
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and call.func.attr == "artikel"
        and _last_name(call.func.value) == "mark"
    ]


def _places(mark: ast.Call) -> list[str]:
    """The marker's own words; one that is computed is an error."""
    return [str(ast.literal_eval(argument)) for argument in mark.args]


def _grouped(pairs: Iterable[tuple[str, str]]) -> Places:
    found: Places = {}
    for place, what in pairs:
        known = found.setdefault(place, [])
        if what not in known:
            known.append(what)
    return found


def natural(place: str) -> tuple[int, int, str]:
    """The covenant's own order: articles by number, paragraphs, letters; then lists and annexes."""
    article, *rest = place.split(".")
    if not article.isdecimal():
        return (1000, 0, place)
    paragraph = int(rest.pop(0)) if rest and rest[0].isdecimal() else 0
    return (int(article), paragraph, "".join(rest))


def matrix() -> Iterator[str]:
    """The lines of the table: article, what carries it out, tests; an empty place is a gap."""
    carried = [commands(), entries(), rules()]
    tested = tests()
    rows = [("article", "carried out by", "tested by")]
    for place in sorted({*tested, *(place for part in carried for place in part)}, key=natural):
        by = [what for part in carried for what in part.get(place, [])]
        lines = zip_longest(by or ["-"], tested.get(place, ["-"]), fillvalue="")
        rows += [(short(place) if n == 0 else "", *line) for n, line in enumerate(lines)]
    first, second = (max(len(row[column]) for row in rows) for column in (0, 1))
    for row in rows:
        yield f"{row[0]:<{first}}  {row[1]:<{second}}  {row[2]}".rstrip()


if __name__ == "__main__":
    for line in matrix():
        print(line)
