"""Authors' Markdown as events: CommonMark, tables and strikethrough, with citations, without raw HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple

import pyromark

from factpress.models.text import ID_PATTERN
from factpress.reading import FORBIDDEN


class Bracket(NamedTuple):
    """What stands in brackets after an `@`: a citation of some sources, or something that looks like one."""

    text: str
    """As it was typed, brackets included."""
    sources: tuple[str, ...]
    """The ids it cites; none where it is ill-formed and so is mere text."""


Event = tuple[str, Any]
"""One step through a document: a name and what belongs to it.

`+Paragraph` is where one begins and `-Paragraph` where it ends, and alike for the other tags of the parser,
with what the parser says of them; `Text`, `Code` and `Bracket` carry theirs; `SoftBreak`, `HardBreak`, `Rule`
nothing.
"""

_GAP = r"[ \t]*(?:\n[ \t>]*)?"
_WELL_FORMED = rf"\[@{ID_PATTERN}(?:{_GAP};{_GAP}@{ID_PATTERN})*\]"
# An inline link may be called @name, as accounts are; CommonMark has the last word on it.
_NO_LINK = r"""(?!\([^\s()]*(?:\([^\s()]*\)[^\s()]*)*(?:\)|[ \t]+["']))"""
_INSIDE = r"[^\[\]<>`|\n]{1,200}"
BRACKET: Final = re.compile(rf"(?:{_WELL_FORMED}|\[@{_INSIDE}(?:\n{_INSIDE})?\])")
_CITATION = re.compile(_WELL_FORMED)
_SOURCE = re.compile(f"@({ID_PATTERN})")

# Escaped characters, autolinks and destinations in angle brackets pass; brackets and other < are held back.
_HELD = re.compile(
    r"\\[\s\S]"
    r"|<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[\w.!#$%&'*+/=?^`{|}~-]+@[A-Za-z0-9.-]+)>"
    r"|\](?:\(|:[ \t]*)<"
    rf"|(?P<bracket>{BRACKET.pattern}{_NO_LINK})"
    r"|(?P<less><)"
)
CITED: Final = re.compile(rf"\[@{ID_PATTERN}(?:; ?@{ID_PATTERN})*\]")
"""The citations in a text that `paragraphs_of` gives."""
_SIGNS = re.compile(r"[\\`*_~<>\[\]|&#!=]")
_BEGINS = re.compile(r"\n(?:[-+]|[0-9]+[.)])")
_AROUND_LINES: Final = ("\n ", "\n\t", " \n", "\t\n")
"""Two blanks at its end break a line, four before it make code of it."""
_BETWEEN = re.compile(r"\n\n+")
_parser = pyromark.Markdown(options=pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH)


@lru_cache(maxsize=4096)  # claims call their sources alike, and several ask for each citation
def bracket(text: str) -> Bracket:
    """Return what a text that matches `BRACKET` cites."""
    return Bracket(text, tuple(_SOURCE.findall(text)) if _CITATION.fullmatch(text) else ())


@lru_cache(maxsize=128)
def parse(text: str) -> tuple[Event, ...]:
    """Return the events of a Markdown text; the last texts are remembered, for each is asked for several times.

    A citation in a code span, code block, address or after a backslash is text, as CommonMark would have it.
    Raw HTML doesn't exist: every `<` that opens no autolink is a character. Both are held back from the
    parser behind a mark that the text can't hold, so that no link, definition or tag can be made of them.
    """
    held: list[Bracket] = []
    mark = _unused(text)

    def hold(match: re.Match[str]) -> str:
        if match["less"]:
            return f"{mark}0{mark}"
        if match["bracket"]:
            held.append(bracket(match["bracket"]))
            return f"{mark}{len(held)}{mark}"
        return match[0]

    marked = _HELD.sub(hold, text) if "<" in text or "[@" in text else text
    return tuple(_released(_parser.events(marked), held, mark, may_be_forbidden="&#" in text))


@lru_cache(maxsize=128)
def paragraphs_of(text: str) -> tuple[str, ...] | None:
    """Return the paragraphs of a text that has no mark-up but citations; None where it may have any.

    Most texts are such, and can be written without being parsed. Their lines begin and end with a word.
    """
    lines = f"\n{text}\n"
    if (
        "](" in text
        or _SIGNS.search(CITED.sub("", text))
        or _BEGINS.search(lines)
        or any(blanks in lines for blanks in _AROUND_LINES)
    ):
        return None
    return tuple(_BETWEEN.split(text))


def images_in(text: str) -> Iterator[str]:
    """Yield the path or address of each image, as it was typed."""
    if "![" in text:
        yield from (image["dest_url"] for name, image in parse(text) if name == "+Image")


def links_in(text: str) -> Iterator[str]:
    """Yield the address of each link, as it was typed; of an email address with `mailto:`."""
    if "](" in text or "]:" in text or "<" in text:
        yield from (destination(link) for name, link in parse(text) if name == "+Link")


def destination(link: Mapping[str, Any]) -> str:
    """Return where a `+Link` leads."""
    address: str = link["dest_url"]
    return f"mailto:{address}" if link["link_type"] == "Email" else address


def _unused(text: str) -> str:
    """Return characters for private use that the text holds neither as themselves nor as entities."""
    texts = (text, html.unescape(text)) if "&#" in text else (text,)
    runs = (len(run) for text in texts for run in re.findall("\ue000+", text))
    return "\ue000" * (max(runs, default=0) + 1)


def _released(events: Iterator[Any], held: list[Bracket], mark: str, *, may_be_forbidden: bool) -> Iterator[Event]:
    token = re.compile(f"{mark}([0-9]+){mark}")
    in_code_block = False

    def typed(text: str) -> str:
        if mark in text:
            text = token.sub(lambda match: held[int(match[1]) - 1].text if match[1] != "0" else "<", text)
        return FORBIDDEN.sub("", text) if may_be_forbidden else text

    for event in events:
        if isinstance(event, str):
            yield event, None
            continue
        ((name, value),) = event.items()
        if name == "Start" or name == "End":
            tag, inside = (value, None) if isinstance(value, str) else next(iter(value.items()))
            if tag == "CodeBlock":
                in_code_block = name == "Start"
            elif tag in ("Link", "Image") and inside:
                inside = {**inside, "dest_url": typed(inside["dest_url"]), "title": typed(inside["title"])}
            yield ("+" if name == "Start" else "-") + tag, inside
        elif name == "Text" and mark in value and not in_code_block:
            # Every second piece is the number of something held back.
            for position, piece in enumerate(token.split(value)):
                if position % 2 and piece != "0":
                    yield "Bracket", held[int(piece) - 1]
                elif piece:
                    yield "Text", "<" if position % 2 else typed(piece)
        else:
            yield "Code" if name == "Code" else "Text", typed(value)
