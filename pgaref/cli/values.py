# SPDX-License-Identifier: EUPL-1.2
"""What is typed, turned into the types that commands ask for, without pydantic.

typer 0.29 builds a pydantic adapter for every parameter, which costs more than all the rest of a
short command. `convert_plainly` puts its own converter in that place; the private names that this
leans on are pinned by tests/cli/test_typer_pin.py. No error repeats what was typed, be it a name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from typer._click import Context
from typer._click.core import Parameter
from typer._coercion import RuntimeParam
from typer.core import TyperArgument, TyperOption

from pgaref.covenant.identifiers import Address, parse_address
from pgaref.errors import UsageError
from pgaref.language import _, marked

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHOLE = re.compile(r"[0-9]{1,9}")


def convert_plainly(parameters: list[Parameter]) -> list[Parameter]:
    """Give every parameter the converters of this module.

    Raises:
        TypeError: a command asks for a type that none of them makes.
    """
    for parameter in parameters:
        if isinstance(parameter, TyperArgument | TyperOption) and parameter._runtime_param is None:
            descriptor = parameter.type_descriptor
            _converter(descriptor.annotation)
            parameter._runtime_param = PlainValue(descriptor.parameter_info, descriptor.annotation)
    return parameters


def label(parameter: Parameter) -> str:
    """What messages and help call a parameter: `argument FILE`, `option --until`."""
    if isinstance(parameter, TyperOption):
        return _("option {name}", name=max(parameter.opts, key=len))
    return _("argument {name}", name=parameter.metavar or parameter.name.upper())


class PlainValue(RuntimeParam):
    """typer's contract for coercion, kept with the converters below."""

    def _coerce_value(self, value: Any, param: Parameter, ctx: Context) -> Any:
        if isinstance(value, list | tuple):
            return [_convert(item, self.annotation, param) for item in value]
        return _convert(value, self.annotation, param)


def _convert(item: object, annotation: Any, parameter: Parameter) -> object:
    if not isinstance(item, str):
        return item  # a default, which has its type already
    is_option = isinstance(parameter, TyperOption)
    if not item or (is_option and item.startswith("--")):
        raise UsageError(_("{label} needs a value", label=label(parameter)))
    make, expected = _converter(annotation)
    try:
        return make(item)
    except (ValueError, KeyError):
        raise UsageError(
            _("{label} is not {expected}", label=label(parameter), expected=_(expected))
        ) from None


def _converter(annotation: Any) -> tuple[Callable[[str], object], str]:
    origin = get_origin(annotation)
    if origin is list:
        return _converter(get_args(annotation)[0])
    if origin is Literal:
        choices = get_args(annotation)
        return {word: word for word in choices}.__getitem__, _(
            "one of {choices}", choices=", ".join(choices)
        )
    if annotation not in _CONVERTERS:
        raise TypeError(f"no converter makes {annotation!r}")
    return _CONVERTERS[annotation]


def _text(typed: str) -> str:
    typed.encode()  # a UnicodeEncodeError, which is a ValueError, for bytes that are no UTF-8
    return typed


def _whole(typed: str) -> int:
    if _WHOLE.fullmatch(typed) is None:
        raise ValueError("no whole number")
    return int(typed)


def _day(typed: str) -> date:
    if _DATE.fullmatch(typed) is None:
        raise ValueError("no date")
    return date.fromisoformat(typed)


def _address(typed: str) -> Address:
    address = parse_address(typed)
    if address is None:
        raise ValueError("no address")
    return address


_CONVERTERS: Mapping[Any, tuple[Callable[[str], object], str]] = {
    str: (_text, "UTF-8"),
    bool: (bool, marked("a flag")),
    int: (_whole, marked("a whole number")),
    Path: (Path, marked("a path")),
    date: (_day, marked("a date, YYYY-MM-DD")),
    Address: (
        _address,
        marked("a dossier's id or a record's address; check it for a typing error"),
    ),
}
