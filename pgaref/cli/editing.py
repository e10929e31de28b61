# SPDX-License-Identifier: EUPL-1.2
"""A command whose content is typed in an editor: opened, filed, and opened again at a mistake.

Nothing is held while somebody types. What is given up is kept as a draft, and the same command
brings it back; a template that was left as it is, or emptied, leaves nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import typer

from pgaref.actions.drafts import keep_draft
from pgaref.actions.editing import begin_edit
from pgaref.actions.session import Edit
from pgaref.actions.template import LINES
from pgaref.cli import annotated, content, output, person, registry, report
from pgaref.cli.options import globals_of
from pgaref.cli.session import EDIT, session_of
from pgaref.covenant.identifiers import Address
from pgaref.errors import PgarefError, UsageError
from pgaref.language import _
from pgaref.storage import editors, machine
from pgaref.storage.draftname import DraftName
from pgaref.storage.editors import Ended


def possible(kind: str) -> bool:
    """Whether input of `kind` (`signaal/1`) has a template, and there is a terminal to edit at."""
    return kind.partition("/")[0] in LINES and person.is_there()


class Editing:
    """The editing of content of `kind` for the command of `context`.

    Raises:
        UsageError: no editor, or nowhere to edit.
        PgarefError: the act would be refused whatever is typed; see `begin_edit`.
    """

    def __init__(self, context: typer.Context, kind: str) -> None:
        self._context = context
        name = kind.partition("/")[0]
        self._file_name = f"{name}.yaml"
        self._act = registry.named(globals_of(context).command)
        self._editor = editors.chosen(os.environ)
        about = _about(context, self._act.replace(" ", "-"))
        self._start = begin_edit(session_of(context), about, self._act, name)
        self._edit = Edit(self._start.name.path if self._start.draft else "")
        context.meta[EDIT] = self._edit
        self._over = self._unkept = False
        _warn_of_swap()

    def file(self, run: Callable[[], object]) -> object:
        """Edit and `run` the command on it, until it is done or given up; what `run` returns.

        Raises:
            UsageError: nothing was typed, or the editor did not end well.
            PgarefError: what was wrong with a text that was given up.
        """
        text, said = self._start.text, self._greeting()
        error: PgarefError | None = None
        while True:
            before, text = text, self._edited(text, said)
            try:
                if text == before:
                    self._left_as_it_was(text, error)
                return self._run(text, run)
            except PgarefError as found:
                if self._edit.filed or self._over:
                    raise
                error, said = found, [*report.messages(found), self._way_out()]

    def _greeting(self) -> list[str]:
        draft = self._start.draft
        return [_("your draft of {day}", day=draft.kept)] if draft else []

    def _way_out(self) -> str:
        if self._unkept:
            return _("it could not be kept; left as it is once more, the text is gone")
        return _("leave it as it is to give up: the text is kept as a draft")

    def _edited(self, text: bytes, said: Sequence[str]) -> bytes:
        """The text as the editor left it, without the messages that stood above it."""
        block = annotated.block(said, self._file_name)
        ended = editors.edit(
            self._editor,
            "".join(block).encode() + text,
            line=annotated.first(block, self._file_name),
            name=self._file_name,
            places=_places(),
            environ=os.environ,
        )
        left = annotated.without(block, ended.text)
        if ended.code or ended.stopped:
            self._ended_badly(ended, left)
        if annotated.is_empty(left):
            raise UsageError(_("the text is empty; nothing was filed"))
        return left

    def _ended_badly(self, ended: Ended, left: bytes) -> None:
        if not annotated.is_empty(left) and left not in (self._start.template, self._start.text):
            self._rescue(left)
        if ended.stopped:
            raise KeyboardInterrupt
        raise UsageError(
            _("the editor ended with {code}; nothing was filed", code=ended.code),
            hint=_("the editor is what VISUAL or EDITOR names"),
        )

    def _left_as_it_was(self, text: bytes, error: PgarefError | None) -> None:
        """Give up what was refused, and what nobody filled in; go on with a draft that is meant.

        Raises:
            PgarefError: what was wrong, that nothing was typed, or why it cannot be kept; then a
                second time is the end.
        """
        if error is not None:
            self._over, self._unkept = self._unkept, True
            self._keep(text)
            self._over = True
            raise error
        self._over = True
        if self._start.draft is None:
            raise UsageError(_("the template was left as it is; nothing was filed"))
        question = _("the draft was left as it is; file it so? (y, or Enter for no)")
        if (person.Terminal().answered(question) or "").strip().lower() not in ("y", "yes"):
            until = self._start.draft.until
            raise UsageError(_("nothing was filed; the draft stays until {day}", day=until))
        self._over = False

    def _run(self, text: bytes, run: Callable[[], object]) -> object:
        self._context.meta[content.TYPED] = (text, self._file_name)
        try:
            result = run()
        except PgarefError:
            raise
        except BaseException:
            if not self._edit.filed:
                self._rescue(text)
            raise
        if not self._edit.filed:
            # It was only looked at: a dry run, or the text for those who consent.
            self._keep(text)
        return result

    def _keep(self, text: bytes) -> None:
        """Keep it as a draft, and say so."""
        draft = self._start.draft
        if draft is None or text != self._start.text:
            draft = keep_draft(session_of(self._context), self._start.name, text)
        output.outcome(
            _("the text is kept as draft {draft} until {day}", draft=draft.name, day=draft.until)
        )
        output.next_step(self._line())

    def _rescue(self, text: bytes) -> None:
        """Keep it if that is possible; what happened is what is told of."""
        try:
            self._keep(text)
        except (PgarefError, OSError) as error:
            said = error.message if isinstance(error, PgarefError) else type(error).__name__
            output.warn(_("the text could not be kept: {why}", why=said))

    def _line(self) -> str:
        """The command that brings a draft back."""
        name = self._start.name
        return " ".join(filter(None, ("pgaref", self._act, name.address, name.party)))


def _about(context: typer.Context, command: str) -> DraftName:
    """What the line is about, of the arguments that name it."""
    given = context.params.values()
    address = next((value for value in given if isinstance(value, Address)), Address("", 0))
    party = str(context.params.get("party") or "")
    return DraftName(command, "", address.dossier, address.record, party)


def _places() -> list[Path]:
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    return [*([Path(runtime)] if runtime else []), machine.KERNEL.memory]


def _warn_of_swap() -> None:
    seen = machine.swap()
    if not seen.well:
        output.warn(
            _("swap: {said}; what is typed may reach a disk", said=seen.said), hint=seen.hint
        )
