# SPDX-License-Identifier: EUPL-1.2
"""The loop that builds a value out of the events of the YAML parser, within bounds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NoReturn

from pgaref.errors import InputError
from pgaref.language import _
from pgaref.storage import yamlscalar
from pgaref.storage.problems import Path, problem
from pgaref.storage.yamlscalar import DEPTH_LIMIT, NODE_LIMIT, Value

PROBLEMS_LIMIT = 20


class _Open:
    """A list or a group of fields whose end is not read yet."""

    __slots__ = ("key", "path", "value")

    def __init__(self, path: Path, value: dict[str, Any] | list[Any]) -> None:
        self.path = path
        self.value = value
        self.key: str | None = None

    def next_path(self) -> Path:
        """Where the next value goes."""
        if isinstance(self.value, list):
            return (*self.path, len(self.value))
        return self.path if self.key is None else (*self.path, self.key)

    def awaits_key(self) -> bool:
        """Whether the next scalar is the name of a field."""
        return isinstance(self.value, dict) and self.key is None

    def put(self, value: object) -> None:
        """Add `value` as the next item, or under the key that was read."""
        if isinstance(self.value, list):
            self.value.append(value)
        elif self.key is not None:
            self.value[self.key] = value
            self.key = None


class Reader:
    """Builds the value of one document out of parser events.

    `root` is that value, `lines` the line (from 1) of every path in it, `problems` what is wrong.
    """

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self.root: dict[str, Any] = {}
        self.lines: dict[Path, int] = {(): 1}
        self.problems: list[str] = []
        self._open: list[_Open] = []
        self._nodes = 0
        self._documents = 0

    def read(self) -> None:
        """Take in every event.

        Raises:
            InputError: what cannot be read on from; other problems stand in `problems`.
        """
        for event in self._events():
            kind = type(event).__name__
            if kind == "DocumentStartEvent":
                self._start_document(event)
            elif kind == "AliasEvent":
                self._refuse(event, _("aliases are not read"))
            elif kind in ("MappingEndEvent", "SequenceEndEvent"):
                self._open.pop()
            elif kind in ("MappingStartEvent", "SequenceStartEvent"):
                self._count(event)
                self._start(event, {} if kind == "MappingStartEvent" else [])
            elif kind == "ScalarEvent":
                self._count(event)
                self._scalar(event)
        if self._documents == 0:
            raise InputError(_("{name}: is empty", name=self.name))

    def _events(self) -> Iterator[Any]:
        """Parser events, its errors made ours; their texts are fixed words of the parser."""
        # Here, as it takes 20 ms that most commands need not spend.
        from ruamel.yaml.cyaml import CParser  # type: ignore[attr-defined]
        from ruamel.yaml.error import MarkedYAMLError, YAMLError

        try:
            parser = CParser(self.text)
            while parser.check_event():
                yield parser.get_event()
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = mark.line + 1 if mark else 1
            rule = _("is not YAML: {problem}", problem=error.problem)
            raise InputError(problem(self.name, line, self._path(), rule)) from None
        except YAMLError:
            raise InputError(_("{name}: is not YAML", name=self.name)) from None

    def _path(self) -> Path:
        return self._open[-1].next_path() if self._open else ()

    def _refuse(self, event: Any, rule: str) -> NoReturn:
        line = event.start_mark.line + 1
        raise InputError(problem(self.name, line, self._path(), rule))

    def _note(self, event: Any, rule: str) -> None:
        """Remember a problem that does not keep us from reading on."""
        line = event.start_mark.line + 1
        self.problems.append(problem(self.name, line, self._path(), rule))
        if len(self.problems) >= PROBLEMS_LIMIT:
            raise InputError(*self.problems)

    def _start_document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            self._refuse(event, _("a second document begins here; one is read"))
        lines = self.text.splitlines()
        if event.explicit and lines[event.start_mark.line].startswith("%"):
            self._refuse(event, _("directives are not read"))

    def _count(self, event: Any) -> None:
        self._nodes += 1
        if self._nodes > NODE_LIMIT:
            self._refuse(event, _("more than {node_limit} values", node_limit=NODE_LIMIT))
        if event.anchor is not None:
            self._refuse(event, _("anchors are not read"))
        if event.tag is not None:
            self._refuse(event, _("tags are not read"))

    def _start(self, event: Any, value: dict[str, Any] | list[Any]) -> None:
        if len(self._open) >= DEPTH_LIMIT:
            self._refuse(event, _("nested deeper than {depth_limit}", depth_limit=DEPTH_LIMIT))
        path = self._path()
        if self._open:
            if self._open[-1].awaits_key():
                self._refuse(event, _("a field name must be text"))
            self.lines.setdefault(path, event.start_mark.line + 1)
            self._open[-1].put(value)
        elif isinstance(value, dict):
            self.root = value
            self.lines[()] = event.start_mark.line + 1
        else:
            self._refuse(event, _("must be a group of fields"))
        self._open.append(_Open(path, value))

    def _scalar(self, event: Any) -> None:
        if not self._open:
            self._refuse(event, _("must be a group of fields"))
        inner = self._open[-1]
        if inner.awaits_key():
            self._name_field(event, inner)
            self.lines.setdefault(inner.next_path(), event.start_mark.line + 1)
            return
        self.lines.setdefault(inner.next_path(), event.start_mark.line + 1)
        inner.put(self._value(event))

    def _name_field(self, event: Any, inner: _Open) -> None:
        try:
            key = yamlscalar.read(event.value, quoted=bool(event.style))
        except ValueError:
            key = False
        if not isinstance(key, str):
            self._refuse(event, _("a field name must be text"))
        if not yamlscalar.is_key(key):
            self._refuse(event, _("this is no field name"))
        inner.key = key
        if key in inner.value:
            self._note(event, _("a field stands here twice"))

    def _value(self, event: Any) -> Value:
        try:
            return yamlscalar.read(event.value, quoted=bool(event.style))
        except ValueError as error:
            self._note(event, str(error))
            return ""
