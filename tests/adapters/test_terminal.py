"""Tests of what may reach a terminal."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factpress.adapters.terminal import inert, wants_colour


class Terminal(io.StringIO):
    """A stream that somebody looks at."""

    def isatty(self) -> bool:
        """Return that it is one."""
        return True


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Łódź “quoted” 漢字 שלום", "Łódź “quoted” 漢字 שלום"),
        ("a\x1b[31mred\x07", "a\\u001b[31mred\\u0007"),
        ("one\ntwo\r\u2028three\x85", "one\\u000atwo\\u000d\\u2028three\\u0085"),
        ("true\u202eeslaf", "true\\u202eeslaf"),
        ("lone \ud800", "lone \\ud800"),
        ("beyond \U000f0000", "beyond \\U000f0000"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("::add-mask::x", "\\u003a:add-mask::x"),
        ("  ::stop-commands::x", "  \\u003a:stop-commands::x"),
        ("see ##[error]x", "see #\\u0023[error]x"),
    ],
)
def test_what_is_printed_is_inert(text: str, shown: str) -> None:
    """Scripts of all languages stay; controls, changes of direction and commands do not."""
    assert inert(text) == shown


@given(st.text(alphabet=st.characters(), max_size=600))
def test_no_text_gets_through(text: str) -> None:
    """Whatever is typed comes out on one line, without a control and without a command to the runner."""
    shown = inert(text, 100)
    assert len(shown.splitlines()) <= 1
    assert not any(ord(character) < 32 or 0x7F <= ord(character) < 0xA0 for character in shown)
    assert not shown.lstrip().startswith("::")
    assert "##[" not in shown


def test_long_texts_are_shortened() -> None:
    """A thousand characters don't fill a screen."""
    assert inert("x" * 1000, 10) == "x" * 9 + "…"


@pytest.mark.parametrize(
    ("environment", "wanted"),
    [
        ({}, True),
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ({"NO_COLOR": ""}, True),
        ({"TERM": "dumb"}, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True),
    ],
)
def test_colours_follow_the_environment(environment: dict[str, str], wanted: bool) -> None:
    """NO_COLOR wins, then FORCE_COLOR, then what the terminal can do."""
    assert wants_colour(Terminal(), environment) is wanted


def test_a_pipe_gets_no_colours() -> None:
    """Nobody looks at a pipe, unless they say so."""
    assert not wants_colour(io.StringIO(), {})
    assert wants_colour(io.StringIO(), {"FORCE_COLOR": "1"})
