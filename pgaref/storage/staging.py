# SPDX-License-Identifier: EUPL-1.2
"""Carrying out a plan: stage, verify, apply; or undo. Each can be begun again at any point."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pgaref.errors import IntegrityError
from pgaref.language import _
from pgaref.storage.files.tree import Tree, parent, parents
from pgaref.storage.journal import FILE, FOLDER, REMOVE, REMOVE_FOLDER, Plan, Step


def stage(tree: Tree, plan: Plan, contents: Mapping[str, bytes]) -> None:
    """Write the new bytes beside their targets, durably. `contents`: final path -> bytes."""
    touched = {parent(folder) for folder in plan.folders} | set(plan.folders)
    for folder in plan.folders:
        tree.make_folder(folder)
    for step in plan.steps:
        if step.act == FOLDER:
            touched |= _make_staged_folders(tree, plan, step)
    for path, staged, _digest in plan.contents():
        tree.write(staged, contents[path])
        touched.add(parent(staged))
    _sync(tree, touched)


def verify(tree: Tree, plan: Plan) -> None:
    """Check that every step can be taken, or was taken already.

    Raises:
        IntegrityError: staged bytes are missing or not those of the plan, or something stands in
            the way.
    """
    going = {step.path for step in plan.steps if step.act in (REMOVE, REMOVE_FOLDER)}
    for step in plan.steps:
        if step.act == FILE:
            _verify_file(tree, plan, step)
        elif step.act == FOLDER:
            _verify_folder(tree, plan, step)
        elif step.act == REMOVE and tree.is_folder(step.path):
            raise IntegrityError(_("{path}: a folder where a file is to go", path=step.path))
        elif step.act == REMOVE_FOLDER:
            left = [entry.path for entry in tree.walk(step.path) if entry.path not in going]
            if left:
                raise IntegrityError(_("{left}: not expected in a folder that goes", left=left[0]))


def apply(tree: Tree, plan: Plan) -> None:
    """Take the steps in order, those not yet taken, and make their names durable."""
    touched = set()
    for step in plan.steps:
        if step.act == REMOVE:
            tree.remove(step.path)
        elif step.act == REMOVE_FOLDER:
            tree.remove_folder(step.path)
        elif tree.exists(plan.staged(step.path)):
            tree.rename(plan.staged(step.path), step.path)
        touched.add(parent(step.path))
    _sync(tree, touched)


def undo(tree: Tree, plan: Plan) -> None:
    """Take away what was staged; only names that this operation gives, and folders left empty."""
    touched = set()
    for step in plan.steps:
        staged = plan.staged(step.path)
        if step.act in (FILE, FOLDER) and _reachable(tree, staged):
            _remove_all(tree, staged)
            touched.add(parent(staged))
    for folder in reversed(plan.folders):
        if _reachable(tree, folder) and tree.is_folder(folder) and not tree.names(folder):
            tree.remove_folder(folder)
            touched.add(parent(folder))
    _sync(tree, touched)


def _reachable(tree: Tree, path: str) -> bool:
    return all(tree.is_folder(folder) for folder in parents(path))


def _make_staged_folders(tree: Tree, plan: Plan, step: Step) -> set[str]:
    """The staged folder and all folders in it; returns those whose names are to be made durable."""
    staged = plan.staged(step.path)
    inner = {f"{staged}/{folder}" for name in step.files for folder in parents(name)}
    for folder in sorted({staged} | inner):
        tree.make_folder(folder)
    return {parent(staged), staged} | inner


def _verify_file(tree: Tree, plan: Plan, step: Step) -> None:
    staged = plan.staged(step.path)
    if tree.is_folder(step.path):
        raise IntegrityError(_("{path}: a folder where a file is to come", path=step.path))
    _require(tree, staged if tree.exists(staged) else step.path, step.sha256)


def _verify_folder(tree: Tree, plan: Plan, step: Step) -> None:
    staged = plan.staged(step.path)
    waiting = tree.exists(staged)
    if waiting and tree.exists(step.path):
        raise IntegrityError(_("{path}: stands where a new folder is to come", path=step.path))
    base = staged if waiting else step.path
    expected = {f"{base}/{name}" for name in step.files}
    expected |= {f"{base}/{folder}" for name in step.files for folder in parents(name)}
    for entry in tree.walk(base):
        if entry.path not in expected:
            raise IntegrityError(
                _("{path}: not of the plan of operation {op}", path=entry.path, op=plan.op)
            )
    for name, sha256 in step.files.items():
        _require(tree, f"{base}/{name}", sha256)


def _require(tree: Tree, path: str, sha256: str) -> None:
    try:
        found = tree.sha256(path)
    except FileNotFoundError:
        raise IntegrityError(_("{path}: committed, but missing", path=path)) from None
    if found != sha256:
        raise IntegrityError(_("{path}: not the bytes that were committed", path=path))


def _remove_all(tree: Tree, path: str) -> None:
    """A file, or a folder and all in it, the deepest first."""
    for entry in reversed(list(tree.walk(path)) if tree.is_folder(path) else []):
        if entry.kind == "folder":
            tree.remove_folder(entry.path)
        else:
            tree.remove(entry.path)
    if tree.is_folder(path):
        tree.remove_folder(path)
    else:
        tree.remove(path)


def _sync(tree: Tree, folders: Iterable[str]) -> None:
    """Make the names in those of the folders durable that are still there, the deepest first."""
    for folder in sorted(folders, reverse=True):
        if tree.is_folder(folder):
            tree.sync(folder)
