# SPDX-License-Identifier: EUPL-1.2
"""What an act may bind and remove, judged by its commit and by what was bound before it.

A signature says who did something. Without this table it would be good for everything; and whoever
writes on the disk can write what is not signed, in the name of the scheduler.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from pgaref.language import _
from pgaref.storage import draftname, layout
from pgaref.storage.logbook.line import REMOVED, Line

INIT = "init"
ARCHIVE = "archive"
SHRED = "shred"
# Acts that may say who signs.
ADMITTING = ("officer-add", "officer-revoke")
# Acts that say by which rules, or from which line on, all others are judged, themselves among them.
PROFILE, DELETE = "profile-apply", "log-delete"
RULING = (PROFILE, DELETE)
# Edits that were given up: kept and thrown away by who made them, removed by a sweep after a term.
KEEP_DRAFT, DROP_DRAFT, EXPIRE_DRAFTS = "drafts-keep", "drafts-drop", "drafts-expire"
# What needs no signature: one dossier, or drafts, and it can bind no more than it must.
UNSIGNED = (ARCHIVE, SHRED, EXPIRE_DRAFTS)
# Acts that open a dossier, and may touch no other.
_OPENING = ("intake", "reopen", "request-open", "incident-open")

# Acts that put something beside what is there, and change nothing of it.
_EVALUATING = ("evaluate-beveiliging", "evaluate-convenant")
_ADDING = ("log-checkpoint", "log-review", *_EVALUATING)

_CARD = re.compile(r"(dossiers|archive)/([^/]+/([^/]+))/card\.json")
_CARD_IN_USE = re.compile(r"dossiers/[^/]+/[^/]+/card\.json")
_PACKAGE = re.compile(r"outbox/[^/]+/([^/]+)-[0-9]+\.age")
_PARTY = re.compile(r"parties/([^/]+)\.yaml")
_ROSTER = re.compile(re.escape(layout.ROSTER))
_CHECKPOINT = re.compile(re.escape(layout.CHECKPOINTS) + r"/[0-9]{8,}\.(?:txt|[a-z0-9-]+\.sig)")
_FINDINGS = re.compile(re.escape(layout.REVIEWS) + r"/[0-9]{8,}\.age")
_BASE = re.compile(re.escape(layout.LOG_BASE))
_PROFILE = re.compile(re.escape(layout.PROFILE))
_REFERENTIEKADER = re.compile(re.escape(layout.REFERENTIEKADER))

_CASEWORK = (
    *_OPENING,
    *("signal", "weigh", "decide", "plan", "action", "relation", "advice", "join", "leave"),
    *("inform", "review", "close", "hold-add", "hold-release", "correct", "acknowledge"),
    *("incident-update", "incident-report", "incident-close"),
    *("request-identify", "request-answer", "request-refuse", "request-correct"),
    "officer-rekey",
)
# Signed: by act, what it may bind. An act that is not here, such as one that reads, binds nothing.
_BINDS: Mapping[str, tuple[re.Pattern[str], ...]] = {
    "referentiekader-apply": (_REFERENTIEKADER,),
    **dict.fromkeys(ADMITTING, (_PARTY, _ROSTER)),
    "officer-confirm": (_PARTY,),
    PROFILE: (_PROFILE, _PARTY),
    DELETE: (_BASE,),
    "party-withdraw": (_PARTY, _ROSTER),
    "log-checkpoint": (_CHECKPOINT,),
    **dict.fromkeys(("log-review", *_EVALUATING), (_FINDINGS,)),
    **dict.fromkeys(_CASEWORK, (_CARD,)),
    "disclose": (_CARD, _PACKAGE),
    "schema-migrate": (_CARD_IN_USE,),
    **dict.fromkeys((KEEP_DRAFT, DROP_DRAFT), ()),
}
# And what that was bound it may remove.
_REMOVES: Mapping[str, tuple[re.Pattern[str], ...]] = {
    **dict.fromkeys(("leave", "officer-rekey"), (_PACKAGE,))
}


def problem(line: Line, bound: Collection[str]) -> str:
    """Why a commit reaches too far; empty where it does not. `bound`: the paths bound before it."""
    action, files = line["action"], line.get("files", {})
    if action == INIT:
        # There is nothing yet that it could reach: Authority lets none but the first commit do it.
        return ""
    if action == ARCHIVE:
        return "" if _archives_one(files, bound) else _("not the archiving of one dossier")
    if action == SHRED:
        signed = "sig" in line
        whole = _destroys_one(files, bound, signed=signed)
        return "" if whole else _("not the destruction of one dossier")
    if action == EXPIRE_DRAFTS:
        return "" if _expires_drafts(files, bound) else _("not the end of drafts")
    wrong = next((path for path in files if not _may_change(line, path, bound)), "")
    if wrong or action not in _BINDS:
        return _("{action} may not change {path}", action=action, path=wrong or _("the vault"))
    return ""


def party_of(files: Collection[str]) -> str:
    """The one party whose file a commit binds; empty where there are none or several."""
    named = [found[1] for found in map(_PARTY.fullmatch, files) if found]
    return named[0] if len(named) == 1 else ""


def _may_change(line: Line, path: str, bound: Collection[str]) -> bool:
    action, sha256 = line["action"], line["files"][path]
    draft = draftname.at(path)
    if draft is None:
        return _allowed(action, path, sha256, bound)
    # Nobody's but one's own; what was filed uses it up.
    acts = (DROP_DRAFT, draft.command) if sha256 == REMOVED else (KEEP_DRAFT,)
    return draft.officer == line["actor"] and action in acts


def _allowed(action: str, path: str, sha256: str, bound: Collection[str]) -> bool:
    table = _REMOVES if sha256 == REMOVED else _BINDS
    if not any(pattern.fullmatch(path) for pattern in table.get(action, ())):
        return False
    if action in _OPENING:
        return path.startswith("dossiers/") and path not in bound
    if action in _ADDING:
        return path not in bound
    # Into the archive a card comes by archiving alone; there it may be written again.
    return path in bound or not path.startswith(f"{layout.ARCHIVE}/")


def _archives_one(files: Mapping[str, str], bound: Collection[str]) -> bool:
    """One active card goes and the card of the same dossier comes in the archive, new."""
    comes, goes = _split(files)
    if len(comes) != 1 or comes[0] in bound:
        return False
    card = _CARD.fullmatch(comes[0])
    if card is None or card[1] != layout.ARCHIVE:
        return False
    active = f"dossiers/{card[2]}/card.json"
    return active in goes and active in bound and _only_its_own(goes, active, card[3])


def _destroys_one(files: Mapping[str, str], bound: Collection[str], *, signed: bool) -> bool:
    """One card goes, active or archived, and the certificate of the same dossier comes, new.

    What an officer signed may also note, on cards that are there, that a removal was carried out.
    """
    comes, goes = _split(files)
    noted = [path for path in comes if signed and _CARD.fullmatch(path) and path in bound]
    comes = [path for path in comes if path not in noted]
    gone = [found for found in map(_CARD.fullmatch, goes) if found]
    if len(gone) != 1 or gone[0][0] not in bound:
        return False
    certificate = layout.certificate_file(gone[0][3])
    new = comes == [certificate] and certificate not in bound
    return new and _only_its_own(goes, gone[0][0], gone[0][3])


def _expires_drafts(files: Mapping[str, str], bound: Collection[str]) -> bool:
    """Nothing comes, and nothing goes but drafts that were there."""
    comes, goes = _split(files)
    return not comes and all(draftname.at(path) and path in bound for path in goes)


def _split(files: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """The paths that come or change, and those that go."""
    comes = [path for path, sha256 in files.items() if sha256 != REMOVED]
    return comes, [path for path, sha256 in files.items() if sha256 == REMOVED]


def _only_its_own(goes: Collection[str], card: str, dossier: str) -> bool:
    """Whether, the card apart, nothing goes but packages of the dossier and drafts about it."""
    return all(_belongs(path, dossier) for path in goes if path != card)


def _belongs(path: str, dossier: str) -> bool:
    draft, package = draftname.at(path), _PACKAGE.fullmatch(path)
    of = draft.dossier if draft else package[1] if package else ""
    return of == dossier
