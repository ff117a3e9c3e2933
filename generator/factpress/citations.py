"""Which sources a claim cites, where, and under which number.

`[@nbc]` cites one source, `[@nbc; @cnn]` two; after a backslash it is text. Citations stand in
`verdict_reason`, in `summary` and in the Markdown fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple

from factpress.markdown import BRACKET, Bracket, bracket, parse
from factpress.models.claim import Claim

_BRACKETS = re.compile(f"({BRACKET.pattern})")
_IN_LINE = re.compile(rf"\\(?P<escaped>\[@)|(?P<bracket>{BRACKET.pattern})")


class Citation(NamedTuple):
    """One mention of a source."""

    field: str
    """The field it stands in, as authors write it: `summary[2]`."""
    source: str
    """The source's id, whether there is such a source or not."""


def citing_fields(claim: Claim) -> Iterator[tuple[str, str, bool]]:
    """Yield the fields that may cite, in the order of the page: name, text, and whether it is Markdown."""
    if claim.verdict_reason:
        yield "verdict_reason", claim.verdict_reason, False
    for number, line in enumerate(claim.summary or (), 1):
        yield f"summary[{number}]", line, False
    for name, text in markdown_fields(claim):
        yield name, text, True


def markdown_fields(claim: Claim) -> Iterator[tuple[str, str]]:
    """Yield the names and texts of the fields that are Markdown."""
    for name in ("body", "what_we_know", "analysis", "conclusion"):
        if text := getattr(claim, name):
            yield name, text


def cited_in(claim: Claim) -> tuple[Citation, ...]:
    """Return every citation in the order of the page."""
    return _citations(_citing(claim))


def ill_formed_in(claim: Claim) -> tuple[tuple[str, str], ...]:
    """Return what looks like a citation and is none: the field, and the text as it was typed."""
    return tuple((field, found.text) for field, found in _brackets(_citing(claim)) if not found.sources)


def numbered(claim: Claim) -> Mapping[str, int]:
    """Return the number of each source: as they are first cited, then the uncited in the file's order."""
    known = {source.id for source in claim.sources}
    cited = (citation.source for citation in cited_in(claim) if citation.source in known)
    order = dict.fromkeys([*cited, *(source.id for source in claim.sources)])
    return {source: number for number, source in enumerate(order, 1)}


def pieces_of_line(text: str) -> Iterable[str | Bracket]:
    """Return a one-line text in pieces: texts, and the brackets that cite between them."""
    if "\\" in text:
        return _pieces(text)
    pieces: list[Any] = _BRACKETS.split(text)
    pieces[1::2] = map(bracket, pieces[1::2])
    return pieces


def _pieces(text: str) -> Iterator[str | Bracket]:
    position = 0
    for match in _IN_LINE.finditer(text):
        if match["escaped"]:
            yield text[position : match.start()] + match["escaped"]
        else:
            yield text[position : match.start()]
            yield bracket(match["bracket"])
        position = match.end()
    yield text[position:]


@lru_cache(maxsize=512)  # page, card, structured data and exports ask for the same line
def without_citations(text: str) -> str:
    """Return a one-line text as it is read where there is no list of sources: in feeds, cards and search."""
    if "[@" not in text:
        return text
    written = ""
    for piece in pieces_of_line(text):
        if isinstance(piece, str):
            written += piece
        elif piece.sources:
            written = written.rstrip()
        else:
            written += piece.text
    return written.strip()


_Fields = tuple[tuple[str, str, bool], ...]


def _citing(claim: Claim) -> _Fields:
    return tuple([found for found in citing_fields(claim) if "[@" in found[1]])


# Several rules and the page ask about each of some claims.
@lru_cache(maxsize=128)
def _citations(fields: _Fields) -> tuple[Citation, ...]:
    return tuple([Citation(field, source) for field, found in _brackets(fields) for source in found.sources])


@lru_cache(maxsize=128)
def _brackets(fields: _Fields) -> tuple[tuple[str, Bracket], ...]:
    return tuple([(field, found) for field, text, is_markdown in fields for found in _brackets_in(text, is_markdown)])


# Without these a Markdown text has no code, escape, address or link, so that every bracket is what it seems.
_MAY_HIDE_BRACKETS: Final = ("`", "\\", "<", "\t", "](", "]:", "~~~", "    ")


@lru_cache(maxsize=512)
def _brackets_in(text: str, is_markdown: bool) -> tuple[Bracket, ...]:
    if not any(sign in text for sign in (_MAY_HIDE_BRACKETS if is_markdown else "\\")):
        return tuple(bracket(found) for found in BRACKET.findall(text))
    values = (value for _, value in parse(text)) if is_markdown else pieces_of_line(text)
    return tuple(value for value in values if isinstance(value, Bracket))
