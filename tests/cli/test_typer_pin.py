# SPDX-License-Identifier: EUPL-1.2
"""The private names of typer that pgaref leans on: a new version of typer is tried here first."""

from __future__ import annotations

import inspect

import typer
from typer import _coercion, core
from typer._click import core as click_core
from typer._click import exceptions
from typer._click.formatting import HelpFormatter
from typer._click.parser import _OptionParser


def test_this_is_the_version_that_was_read() -> None:
    assert typer.__version__ == "0.29.2"


def test_a_parameter_makes_its_converter_late_and_only_once() -> None:
    source = inspect.getsource(core._TyperParameter.get_runtime_param)
    assert "if self._runtime_param is None:" in source
    assert "get_runtime_param().coerce(" in inspect.getsource(core._TyperParameter.process_value)
    for kind in (core.TyperArgument, core.TyperOption):
        assert issubclass(kind, core._TyperParameter)
        assert "self._runtime_param = None" in inspect.getsource(kind.__init__)


def test_a_converter_has_these_fields_and_methods() -> None:
    assert list(inspect.signature(_coercion.RuntimeParam).parameters) == [
        "parameter_info",
        "annotation",
    ]
    names = ["self", "value", "param", "ctx"]
    assert list(inspect.signature(_coercion.RuntimeParam._coerce_value).parameters) == names
    descriptor = inspect.signature(_coercion.TypeDescriptor).parameters
    assert {"annotation", "parameter_info"} <= set(descriptor)


def test_commands_and_groups_have_the_methods_that_are_overridden() -> None:
    for name in (
        "get_params",
        "parse_args",
        "collect_usage_pieces",
        "format_options",
        "format_epilog",
    ):
        assert callable(getattr(core.TyperCommand, name))
    for name in ("get_params", "list_commands", "get_command", "resolve_command", "format_options"):
        assert callable(getattr(core.TyperGroup, name))
    assert core.TyperCommand.allow_extra_args is False
    assert "self.get_params(ctx)" in inspect.getsource(click_core.Command.make_parser)
    assert {"section", "write_dl", "write_text", "write_paragraph"} <= set(dir(HelpFormatter))


def test_errors_of_parsing_are_these() -> None:
    for kind in (
        exceptions.NoSuchOption,
        exceptions.BadOptionUsage,
        exceptions.MissingParameter,
        exceptions.UsageError,
    ):
        assert issubclass(kind, exceptions.ClickException)
    source = inspect.getsource(_OptionParser)
    assert 'f"Option {option_name!r} requires {msg}"' in source
    assert "Missing command." in inspect.getsource(core.TyperGroup.invoke)
