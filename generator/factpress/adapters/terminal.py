"""How a text that somebody contributed may be printed, and whether in colour."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Final, TextIO

_BIDIRECTIONAL: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_NOT_PRINTED: Final = frozenset({"Cc", "Cs", "Cn", "Co", "Zl", "Zp"})


def inert(text: str, limit: int = 500) -> str:
    r"""Return a text as one short line that can't speak to a terminal or to GitHub's runner.

    Controls, changes of direction and what has no glyph come out as `\u…`. The runner takes a line that
    begins with `::` (blanks before it don't count) and the word `##[` anywhere in a line for a command, so
    both are broken up (actions/runner, ActionCommand.TryParseV2 and TryParse).
    """
    if len(text) > limit:
        text = text[: limit - 1] + "…"
    if not text.isascii() or not text.isprintable():
        text = "".join(_escaped(character) for character in text)
    text = re.sub(r"^(\s*):(?=:)", r"\1\\u003a", text)
    return text.replace("##[", "#\\u0023[")


def _escaped(character: str) -> str:
    if unicodedata.category(character) not in _NOT_PRINTED and character not in _BIDIRECTIONAL:
        return character
    number = ord(character)
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def wants_colour(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Return whether colours belong on a stream (no-color.org, force-color.org)."""
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return True
    return environment.get("TERM") != "dumb" and stream.isatty()
