# SPDX-License-Identifier: EUPL-1.2
"""The options that stand anywhere on the line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pgaref.cli.options import DEFAULT_WAIT, Line, resolve, split
from pgaref.errors import UsageError

HOME = {"HOME": "/h", "PGAREF_HOST": "desk"}
WORDS = st.lists(st.sampled_from(["show", "WP-7K3F9QXD", "-", "-n", "--names", "--section=x"]))


@given(WORDS, st.data())
def test_global_options_mean_the_same_anywhere_on_the_line(
    words: list[str], data: st.DataObject
) -> None:
    given_options = [["--vault", "/v"], ["--identity=/i"], ["--wait", "3"], ["--json"]]
    line = [[word] for word in words]
    for option in given_options:
        line.insert(data.draw(st.integers(0, len(line))), option)
    assert split([word for part in line for word in part]) == Line(
        {"--vault": "/v", "--identity": "/i", "--wait": "3"}, frozenset({"--json"}), tuple(words)
    )


@given(WORDS, st.lists(st.text(max_size=8)))
def test_two_hyphens_end_them(words: list[str], rest: list[str]) -> None:
    line = split([*words, "--", *rest, "--json", "--vault"])
    assert line == Line({}, frozenset(), (*words, "--", *rest, "--json", "--vault"))


@given(st.lists(st.text(max_size=12), max_size=6))
def test_any_line_is_taken_apart_or_refused(argv: list[str]) -> None:
    try:
        line = split(argv)
    except UsageError:
        return
    assert len(line.command) <= len(argv)


@pytest.mark.parametrize(
    "argv",
    [
        ["--vault"],
        ["--vault="],
        ["--vault", ""],
        ["--vault", "--json"],
        ["--vault=--json"],
        ["--vault", "--"],
        ["--identity", "--vault", "x"],
        ["--wait"],
        ["--json=yes"],
        ["--version="],
    ],
)
def test_an_option_without_its_value_or_a_flag_with_one_is_refused(argv: list[str]) -> None:
    with pytest.raises(UsageError, match=r"^option --[a-z]+ (needs a|takes no) value$"):
        split(argv)


def test_of_an_option_given_twice_the_last_counts() -> None:
    assert split(["--vault", "a", "list", "--vault=b"]).values == {"--vault": "b"}


def test_an_option_is_never_guessed_from_its_beginning() -> None:
    assert split(["--vau", "x"]).command == ("--vau", "x")


def test_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = resolve(Line(command=("list",)), HOME)
    assert settings.vault == Path.cwd() / "vault"
    assert settings.identity == Path("/h/.config/pgaref/identity")
    assert settings.signing_key == Path("/h/.config/pgaref/identity.sign")
    assert settings.state == Path("/h/.local/state/pgaref")
    assert (settings.host, settings.wait, settings.json) == ("desk", DEFAULT_WAIT, False)
    assert settings.command == ("list",)


def test_the_environment_stands_in_for_options() -> None:
    environ = {
        **HOME,
        "PGAREF_VAULT": "/v",
        "PGAREF_IDENTITY": "/i",
        "PGAREF_SIGNING_KEY": "/s",
        "XDG_STATE_HOME": "/state",
    }
    settings = resolve(Line(), environ)
    assert (settings.vault, settings.identity) == (Path("/v"), Path("/i"))
    assert (settings.signing_key, settings.state) == (Path("/s"), Path("/state/pgaref"))


def test_the_line_wins_over_the_environment() -> None:
    line = split(["--vault=/w", "--identity", "/j", "--wait=0", "--json"])
    settings = resolve(line, {**HOME, "PGAREF_VAULT": "/v", "PGAREF_IDENTITY": "/i"})
    assert (settings.vault, settings.identity) == (Path("/w"), Path("/j"))
    assert (settings.signing_key, settings.wait, settings.json) == (Path("/j.sign"), 0.0, True)


def test_an_empty_variable_counts_as_none() -> None:
    names = ("PGAREF_VAULT", "PGAREF_IDENTITY", "PGAREF_SIGNING_KEY", "XDG_STATE_HOME")
    assert resolve(Line(), {**HOME, **dict.fromkeys(names, "")}) == resolve(Line(), HOME)


def test_a_relative_state_folder_is_ignored() -> None:
    settings = resolve(Line(), {**HOME, "XDG_STATE_HOME": "state"})
    assert settings.state == Path("/h/.local/state/pgaref")


def test_a_relative_path_is_named_in_full_with_its_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    monkeypatch.chdir(tmp_path)
    settings = resolve(split(["--vault", "link/v"]), HOME)
    assert settings.vault == Path.cwd() / "link" / "v"


@pytest.mark.parametrize(
    "seconds", ["x", "-1", "1e3", "nan", "inf", "1_0", "٣", "100000", "1.", " 1"]
)
def test_seconds_are_plain_numbers(seconds: str) -> None:
    with pytest.raises(UsageError, match=r"^option --wait needs a number of seconds$"):
        resolve(Line({"--wait": seconds}), HOME)


@pytest.mark.parametrize(("seconds", "wait"), [("0", 0.0), ("2.5", 2.5), ("99999", 99999.0)])
def test_seconds(seconds: str, wait: float) -> None:
    assert resolve(Line({"--wait": seconds}), HOME).wait == wait


@pytest.mark.parametrize("host", ["a b", 'a"b', "é", "-a", "a" * 64, "a\n"])
def test_a_host_label_fits_the_log(host: str) -> None:
    with pytest.raises(UsageError, match="host label"):
        resolve(Line(), {"HOME": "/h", "PGAREF_HOST": host})


def test_the_machine_names_itself_where_no_label_is_set() -> None:
    assert resolve(Line(), {"HOME": "/h"}).host == os.uname().nodename


def test_a_folder_that_is_gone_is_no_crash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with pytest.raises(UsageError, match="no longer exists"):
        resolve(Line(), HOME)
    absolute = split(["--vault=/v", "--identity=/i"])
    assert resolve(absolute, HOME).vault == Path("/v")
