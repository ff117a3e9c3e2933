"""Citations: their grammar, their order and the numbers of sources."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factpress.citations import (
    Citation,
    cited_in,
    ill_formed_in,
    numbered,
    pieces_of_line,
    without_citations,
)
from factpress.markdown import Bracket, parse
from tests.making import make_claim


def cited(markdown: str) -> list[str]:
    """Return the ids that a Markdown text cites."""
    claim = make_claim(summary=None, verdict_reason=None, what_we_know=None, analysis=markdown, conclusion=None)
    return [citation.source for citation in cited_in(claim)]


@pytest.mark.parametrize(
    ("markdown", "sources"),
    [
        ("It was [@nbc].", ["nbc"]),
        ("It was [@nbc; @cnn-2].", ["nbc", "cnn-2"]),
        ("It was [@nbc;@cnn].", ["nbc", "cnn"]),
        ("wrapped [@nbc;\n@cnn]", ["nbc", "cnn"]),
        ("> wrapped [@nbc;\n> @cnn]", ["nbc", "cnn"]),
        ("[@nbc][@cnn]", ["nbc", "cnn"]),
        ("[@nbc][@cnn][@ap]", ["nbc", "cnn", "ap"]),
        ("[@nbc][]", ["nbc"]),
        ("[text][@nbc]", ["nbc"]),
        ("![@nbc]", ["nbc"]),
        ("[@nbc](see below)", ["nbc"]),
        ("**bold [@nbc]** and *so [@cnn]*", ["nbc", "cnn"]),
        ("# Heading [@nbc]", ["nbc"]),
        ("| a | b |\n|---|---|\n| x [@nbc] | [@cnn] |", ["nbc", "cnn"]),
        ("- one [@nbc]\n  - two [@cnn]", ["nbc", "cnn"]),
        ("[a link [@nbc]](https://roads.example/)", ["nbc"]),
        ("<div>[@nbc]</div>", ["nbc"]),
        ("<!-- [@nbc]", ["nbc"]),
        ("\\\\[@nbc]", ["nbc"]),
        ("[@nbc]: https://evil.example/\n\n[@nbc]", ["nbc", "nbc"]),
    ],
)
def test_citations_in_markdown(markdown: str, sources: list[str]) -> None:
    """A citation counts wherever Markdown reads text, in the order it is read."""
    assert cited(markdown) == sources


@pytest.mark.parametrize(
    "markdown",
    [
        "\\[@nbc]",
        "`[@nbc]`",
        "``a ` [@nbc]``",
        "```\n[@nbc]\n```",
        "    [@nbc]",
        "[@nbc](https://social.example/nbc)",
        "<https://roads.example/[@nbc]>",
        "[x](https://roads.example/[@nbc])",
        "[@NBC News]",
        "[@nbc, @cnn]",
        "[@nbc; cnn]",
        "[@]",
        "&#91;@nbc]",
        "write `[@` and `]`",
    ],
)
def test_what_is_no_citation(markdown: str) -> None:
    """What is escaped, in code, in an address or ill-formed is text."""
    assert cited(markdown) == []


def test_citations_come_in_the_order_of_the_page() -> None:
    """The reason for the verdict comes first, then the summary, then the sections."""
    claim = make_claim(
        verdict_reason="A [@a].",
        summary=["B [@b].", "C [@c; @a]."],
        what_we_know="D [@d]",
        analysis="E [@e]",
        conclusion="F [@f]",
    )
    assert cited_in(claim) == (
        Citation("verdict_reason", "a"),
        Citation("summary[1]", "b"),
        Citation("summary[2]", "c"),
        Citation("summary[2]", "a"),
        Citation("what_we_know", "d"),
        Citation("analysis", "e"),
        Citation("conclusion", "f"),
    )


def test_ill_formed_citations_are_told() -> None:
    """What looks like a citation and is none is named with its field."""
    claim = make_claim(summary=["See [@NBC News]."], analysis="And [@nbc, @cnn], not `[@Nbc]`.", conclusion="x")
    assert ill_formed_in(claim) == (("summary[1]", "[@NBC News]"), ("analysis", "[@nbc, @cnn]"))


def test_sources_are_numbered_as_they_are_first_cited() -> None:
    """Cited sources come first, the uncited follow in the order of the file; unknown ids have no number."""
    claim = make_claim(
        sources=[{"id": name} for name in ("a", "b", "c", "d")],
        verdict_reason="[@nobody] [@c]",
        summary=["[@a] [@c]"],
        what_we_know=None,
        analysis=None,
        conclusion=None,
    )
    assert numbered(claim) == {"c": 1, "a": 2, "b": 3, "d": 4}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("It was so [@nbc].", "It was so."),
        ("It was so [@nbc; @cnn], mostly.", "It was so, mostly."),
        ("[@nbc] It was so.", "It was so."),
        ("Two [@nbc] [@cnn].", "Two."),
        (r"Written \[@nbc].", "Written [@nbc]."),
        ("He [@NBC News] said", "He [@NBC News] said"),
        ("Nothing <b>here</b>.", "Nothing <b>here</b>."),
    ],
)
def test_texts_without_citations(text: str, read: str) -> None:
    """Feeds and cards read a line without its citations and the blank before them."""
    assert without_citations(text) == read


def test_lines_fall_into_texts_and_brackets() -> None:
    """A line's pieces put together are the line as it is read."""
    assert [piece for piece in pieces_of_line(r"A [@a] \[@b] [@C d]") if piece] == [
        "A ",
        Bracket("[@a]", ("a",)),
        " [@",
        "b] ",
        Bracket("[@C d]", ()),
    ]


PIECES = (
    "[@a]", "[@a; @b]", "[@A b]", "[@a][@b]", "[@a]: http://x.example\n", "[y]", "[", "] ", "!", "x", " ", "    ", "\n",
    "\n\n", "*", "_", "~", "- ", "1. ", "> ", "# ", "| a | b |\n|---|---|\n", "`", "\\", "<", "(x)", ": z", "&lt;",
    "&#91;@a]",
)  # fmt: skip


@settings(deadline=None, max_examples=500)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_the_quick_look_finds_what_the_parser_finds(text: str) -> None:
    """A text that seems to hide no bracket is not parsed; the brackets found in it are the parser's all the same."""
    claim = make_claim(analysis=f"x{text}", what_we_know=None, conclusion=None, summary=None, verdict_reason=None)
    parsed = [value for _, value in parse(claim.analysis or "") if isinstance(value, Bracket)]
    assert [citation.source for citation in cited_in(claim)] == [s for found in parsed for s in found.sources]
    assert [found for _, found in ill_formed_in(claim)] == [found.text for found in parsed if not found.sources]
