# SPDX-License-Identifier: EUPL-1.2
"""The groups of commands, made from the table, and the way from a line to its command.

A command's module is imported when the command runs or its own help is asked for. Errors of parsing
become `UsageError`, which repeats nothing that was typed.
"""

from __future__ import annotations

import difflib

import typer
from typer._click.core import Command, Context, Parameter
from typer._click.exceptions import (
    BadOptionUsage,
    ClickException,
    MissingParameter,
    NoSuchOption,
)
from typer._click.formatting import HelpFormatter
from typer.core import TyperArgument, TyperGroup, TyperOption
from typer.main import get_command

from pgaref.cli import options, registry, values
from pgaref.cli.command import PlainCommand
from pgaref.errors import UsageError
from pgaref.language import _, marked

INTRODUCTION = marked("The information system of a covenant: who may know what, why, for how long.")


def dispatch(settings: options.Globals) -> int:
    """Run the command in `settings`; the exit code that it returns, 0 where it returns nothing.

    Raises:
        UsageError: the words spell no command, or not as it takes them.
        PgarefError: whatever the command says no with.
    """
    root = LazyGroup("")
    try:
        with root.make_context("pgaref", list(settings.command), obj=settings) as context:
            code = root.invoke(context)
    except typer.Exit as done:
        return done.exit_code
    except typer.Abort:
        # A prompt that was broken off or ran out of input.
        raise KeyboardInterrupt from None
    except ClickException as error:
        message = _explain(error)
        raise UsageError(message, hint=_help_of(registry.named(settings.command))) from None
    return code if isinstance(code, int) else 0


def _help_of(command: str) -> str:
    return " ".join(["pgaref", *command.split(), "--help"])


def _explain(error: ClickException) -> str:
    """What is wrong with the line, in words that hold nothing of it but declared names."""
    if isinstance(error, NoSuchOption):
        known = ", ".join(sorted(error.possibilities or ()))
        return (
            _("unknown option; did you mean {known}", known=known) if known else _("unknown option")
        )
    if isinstance(error, BadOptionUsage):
        name = error.option_name
        if "requires" in error.message:
            return _("option {name} needs a value", name=name)
        return _("option {name} takes no value", name=name)
    if isinstance(error, MissingParameter) and error.param is not None:
        return _("{label} is missing", label=values.label(error.param))
    return (
        _("no command") if "command" in error.message.lower() else _("the line is not understood")
    )


class LazyGroup(TyperGroup):
    """A group that knows its commands by the table and makes one when it is asked for."""

    def __init__(self, words: str) -> None:
        text = _(registry.GROUPS.get(words, "") if words else INTRODUCTION)
        super().__init__(name=words, help=text, rich_markup_mode=None)
        self.words = words

    def get_params(self, ctx: Context) -> list[Parameter]:
        """The parameters (`--help`), with converters of pgaref's own."""
        return values.convert_plainly(super().get_params(ctx))

    def list_commands(self, ctx: Context) -> list[str]:
        """The words that may follow."""
        return registry.children(self.words)

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        """The command or group below this one, imported now, or None."""
        if cmd_name not in registry.children(self.words):
            return None
        words = f"{self.words} {cmd_name}".strip()
        return _make(words) if words in registry.COMMANDS else LazyGroup(words)

    def resolve_command(
        self, ctx: Context, args: list[str]
    ) -> tuple[str | None, Command | None, list[str]]:
        """The command that `args` begins with.

        Raises:
            UsageError: there is none.
        """
        command = self.get_command(ctx, args[0])
        if command is None:
            near = difflib.get_close_matches(args[0], self.list_commands(ctx), n=1)
            meant = " ".join([ctx.command_path, *near])
            known = [_("did you mean {command}", command=meant)] if near else []
            hint = (known or [_help_of(self.words)])[0]
            raise UsageError(_("unknown command"), hint=hint)
        return args[0], command, args[1:]

    def format_usage(self, ctx: Context, formatter: HelpFormatter) -> None:
        """How a line begins."""
        words = _("[OPTIONS] COMMAND ...")
        formatter.write_usage(ctx.command_path, words, prefix=_("Usage: "))

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Every command below with what it is for; for the whole also the global options."""
        with formatter.section(_("Commands")):
            formatter.write_dl(registry.rows(self.words))
        if not self.words:
            with formatter.section(_("Options, anywhere on the line")):
                formatter.write_dl([(name, _(text)) for name, text in options.HELP])
            from pgaref.cli.examples import CODES, meanings

            with formatter.section(_("Exit codes")):
                formatter.write_dl(meanings(tuple(CODES)))


def _make(words: str) -> Command:
    """The typer command for the table's row `words`, its help in the reader's language."""
    return translated(make(words))


def translated(command: Command) -> Command:
    """The same command, its help in the reader's language."""
    command.help = _(command.help or "")
    for param in command.params:
        if isinstance(param, TyperArgument | TyperOption):
            param.help = _(param.help or "")
    return command


def make(words: str) -> Command:
    """The typer command for the table's row `words`, as the source has it."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(name=words.rpartition(" ")[2], cls=PlainCommand)(registry.load(words))
    return get_command(app)
