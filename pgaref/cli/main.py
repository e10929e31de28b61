# SPDX-License-Identifier: EUPL-1.2
"""The one place where a line typed becomes an exit code, and an error its messages."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence

from pgaref import __version__, language
from pgaref.cli import catalogue, options, process, report
from pgaref.cli.hints import hint
from pgaref.errors import PgarefError, UsageError
from pgaref.language import _

FAILED = 1
INTERRUPTED = 130
PIPE_CLOSED = 141
# The first word of what a shell asks, for what can stand at its cursor.
COMPLETE = "_complete"


def run() -> None:
    """The console script: `main` on this process's arguments, with its streams and limits set."""
    process.prepare()
    code = main(sys.argv[1:], os.environ)
    if code in (FAILED, PIPE_CLOSED):
        # What stdout could not take now it would not take at the end either.
        process.abandon_output()
    sys.exit(code)


def main(argv: Sequence[str], environ: Mapping[str, str]) -> int:
    """Run the command that `argv` (without the program's name) spells; the exit code.

    What nobody foresaw goes through: the hook of `process.prepare` tells its class and place alone,
    and Python's own exit code for it is the design's, 1.
    """
    catalogue.choose(environ)
    try:
        return _reported(argv, environ)
    except KeyboardInterrupt:
        report.say([report.error_line(_("interrupted"))])
        return INTERRUPTED
    except BrokenPipeError:
        return PIPE_CLOSED
    except OSError as error:
        known = report.trouble(error)
        if not known:
            raise
        report.say(known)
        return FAILED


def _reported(argv: Sequence[str], environ: Mapping[str, str]) -> int:
    try:
        return _run(argv, environ)
    except PgarefError as error:
        error.hint = hint(error, _command(argv))
        report.say(report.messages(error))
        return error.exit_code
    finally:
        # Now, as a closed pipe found when Python ends could no longer become an exit code.
        sys.stdout.flush()


def _command(argv: Sequence[str]) -> Sequence[str]:
    """The words of the command itself; none where its options could not be read."""
    try:
        return options.split(argv).command
    except UsageError:
        return ()


def _run(argv: Sequence[str], environ: Mapping[str, str]) -> int:
    if argv[:1] == [COMPLETE]:
        return _complete(argv[1:], environ)
    line = options.split(argv)
    if line.version:
        print(f"pgaref {__version__}")
        return 0
    if line.json:
        # One language for scripts, wherever they run.
        language.use(None)
    settings = options.resolve(line, environ)
    from pgaref.cli.group import dispatch

    return dispatch(settings)


def _complete(words: Sequence[str], environ: Mapping[str, str]) -> int:
    from pgaref.cli.completing import answer

    print(*answer(words[0] if words else "", words[1:], environ), sep="\n")
    return 0
