# SPDX-License-Identifier: EUPL-1.2
"""One command as typer runs it: its help without rich, its values without pydantic."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from typer._click.core import Context, Parameter
from typer._click.formatting import HelpFormatter
from typer.core import TyperArgument, TyperCommand, TyperOption

from pgaref.cli import content, values
from pgaref.errors import UsageError
from pgaref.language import _

if TYPE_CHECKING:
    import typer


class PlainCommand(TyperCommand):
    """A command whose values pgaref converts and whose help reads as the manual writes it."""

    # What is left over is refused below, in words that do not repeat it.
    allow_extra_args = True

    def get_params(self, ctx: Context) -> list[Parameter]:
        """The parameters, each with a converter of pgaref's own."""
        return values.convert_plainly(super().get_params(ctx))

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Parse `args`; more than the command takes is refused."""
        rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            raise UsageError(
                _("too many arguments"),
                hint=_("{command_path} --help", command_path=ctx.command_path),
            )
        return rest

    def invoke(self, ctx: Context) -> object:
        """Run the command; where it wants content that nobody gave, on what an editor leaves."""
        try:
            return super().invoke(ctx)
        except content.WantedError as wanted:
            from pgaref.cli import editing

            if not editing.possible(wanted.kind):
                raise
            run = super().invoke
            return editing.Editing(cast("typer.Context", ctx), wanted.kind).file(lambda: run(ctx))

    def collect_usage_pieces(self, ctx: Context) -> list[str]:
        """`[OPTIONS] ID [FILE]`: what may be left out stands in brackets."""
        arguments = [param for param in self.get_params(ctx) if isinstance(param, TyperArgument)]
        names = [param.metavar or param.name.upper() for param in arguments]
        pieces = [
            (name if param.required else f"[{name}]") + ("..." if param.nargs != 1 else "")
            for param, name in zip(arguments, names, strict=True)
        ]
        return [_("[OPTIONS]"), *pieces]

    def format_usage(self, ctx: Context, formatter: HelpFormatter) -> None:
        """How the command is typed."""
        words = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, words, prefix=_("Usage: "))

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        """`--help`, told of in the reader's language."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _("this text")
        return option

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Arguments by the name that the usage line gives them, then the command's own options."""
        arguments, own = [], []
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx)
            if isinstance(param, TyperArgument):
                arguments.append((param.metavar or param.name.upper(), param.help or ""))
            elif record is not None:
                own.append(record)
        for title, rows in ((_("Arguments"), arguments), (_("Options"), own)):
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)
        formatter.write_paragraph()
        formatter.write_text(_("--vault, --identity, --wait, --json: see pgaref --help."))

    def format_epilog(self, ctx: Context, formatter: HelpFormatter) -> None:
        """How it is typed, and what it can end with."""
        from pgaref.cli.examples import EXAMPLES, meanings

        example = EXAMPLES.get(ctx.command_path.partition(" ")[2])
        if example is None:
            return
        formatter.write_paragraph()
        formatter.write(_("Examples:") + "\n")
        formatter.write("".join(f"  {line}\n" for line in example.lines))
        with formatter.section(_("Exit codes")):
            formatter.write_dl(meanings(example.codes))
