"""What strangers may write into prose: nothing of it runs, leaves its place or hides what is cited."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from factpress import prose
from factpress.citations import cited_in
from factpress.prose import Prose, href, plain
from tests.making import make_claim

MEDIA = frozenset({"chart.png", "maps/river.svg"})
ATTRIBUTES = {
    "a": {"aria-label", "href", "id", "rel", "role", "title"},
    "img": {"alt", "loading", "src", "title"},
    "ol": {"start"},
    "sup": {"class"},
    "td": {"style"},
    "th": {"scope", "style"},
}
TAGS = {
    *(
        "a",
        "blockquote",
        "br",
        "code",
        "del",
        "em",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "img",
        "li",
        "ol",
        "p",
        "pre",
    ),
    *("strong", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}
ADDRESS = re.compile(r"https?://|mailto:|#|[^:]*$|[^:]*[/?#]")


def assert_safe(written: str) -> None:
    """Nothing but the allowed tags, attributes and addresses, read with another parser."""
    if not written.strip():
        return
    for element in html.fragment_fromstring(written, create_parent="main").iterdescendants():
        assert isinstance(element.tag, str)
        assert element.tag in TAGS
        assert set(element.attrib) <= ATTRIBUTES.get(element.tag, set())
        assert re.fullmatch(r"fp-cite", element.get("class", "fp-cite"))
        assert re.fullmatch(r"cite-(office|herald)-\d+", element.get("id", "cite-office-1"))
        assert re.fullmatch(r"text-align:\s*(left|center|right);?", element.get("style", "text-align:left"))
        assert ADDRESS.match(element.get("href", "#"))
        assert not element.get("href", "").startswith(("//", "/\\"))
        assert element.get("src", "../../media/x").startswith("../../media/")


HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<a href='javascript:x'>",
    '"></meta><script>',
    "]]>",
    "[x](javascript:alert(1))",
    "![x](javascript:alert(1))",
    '![x" onerror="alert(1)](chart.png)',
    '[x](https://a.example/" onclick="x)',
    "[x](https://a.example/ '\" onclick=\"x')",
    "[@office]: javascript:alert(1)",
    "[@office](javascript:alert(1))",
    "[@office' onclick='x]",
    "<https://a.example/<script>>",
    "<javascript:alert(1)>",
    "<div\nonclick=x\n>",
    "`` ` <script> ``",
    "    <script>",
    "&lt;script&gt;",
    "&#60;script&#62;",
    "\\<script>",
    "a](<script>",
    "[a]: <script>",
    "|<b>|\n|-|\n|<script>|",
    "# <script> {#id .class onclick=x}",
    "\ue0000\ue000 &#xE000;9&#xE000;",
    "\u202e",
    "{{7*7}}",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_markdown_is_inert(text: str) -> None:
    """No text makes a tag, attribute or address of its own."""
    prose = Prose(make_claim(), MEDIA, "../../")
    assert_safe(prose.markdown(text))
    assert_safe(prose.markdown(f"> - a {text} b [@office]\n"))
    assert_safe(prose.line(text))


PIECES = st.sampled_from(
    [
        *HOSTILE,
        *(
            "[@office]",
            "[@herald; @office]",
            "[@no]",
            "[",
            "]",
            "(",
            ")",
            "<",
            ">",
            "!",
            "`",
            "```",
            "\\",
            "*",
        ),
        *(
            "_",
            "~~",
            "|",
            "|-|",
            "\n",
            "\n\n",
            "    ",
            "> ",
            "- ",
            "1. ",
            "# ",
            ":",
            "&",
            "&#",
            ";",
            "a",
            "b ",
            "\t",
        ),
    ]
)


@settings(deadline=None, max_examples=300, derandomize=True)
@given(st.lists(PIECES | st.text(max_size=3), max_size=25).map("".join))
def test_no_markdown_leaves_the_allowed(text: str) -> None:
    """Whatever is typed, what comes out is allowed, and the same each time."""
    written = Prose(make_claim(), MEDIA, "../../").markdown(text)
    assert_safe(written)
    assert written == Prose(make_claim(), MEDIA, "../../").markdown(text)
    plain(text)


@settings(deadline=None, max_examples=300, derandomize=True)
@given(st.text(alphabet="javscript:dat/\\&#x09;\t\n \x01mailo@.http?", max_size=30))
def test_no_address_leaves_the_allowed(address: str) -> None:
    """Whatever is typed, a link is of the web, a mailbox or relative."""
    result = href(address)
    assert result is None or (ADDRESS.match(result) and not result.startswith("//"))


@settings(deadline=None, max_examples=200, derandomize=True)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_what_is_cited_is_shown(text: str) -> None:
    """Each citation that counts is on the page, and the other way round."""
    claim = make_claim(verdict_reason=None, summary=None, what_we_know=None, analysis=f"x {text}", conclusion=None)
    prose = Prose(claim, MEDIA, "")
    prose.markdown(claim.analysis or "")
    known = Counter(citation.source for citation in cited_in(claim) if citation.source in ("office", "herald"))
    assert {source: len(anchors) for source, anchors in prose.uses.items()} == known


@settings(deadline=None, max_examples=200, derandomize=True)
@given(st.text(alphabet="<>/abscriptonvg =\"';:!-?", min_size=1, max_size=40))
def test_tags_are_shown_as_typed(text: str) -> None:
    """Raw HTML isn't taken out but shown, character by character."""
    text = f"x{text}x"
    written = str(Prose(make_claim(), MEDIA, "").markdown(text)).strip()
    if re.search(r"<[a-z]+:[^ <>]*>|&|--+|\s\s", text) is None:
        assert html.fragment_fromstring(written, create_parent="main").text_content() == text


@given(st.text(alphabet="ab <>&\"'\xa0*_`[]()#-\n@s1", max_size=60))
def test_what_is_let_through_is_clean(text: str) -> None:
    """The cleaner would change nothing in what it isn't shown."""
    written = Prose(make_claim(sources=[{"id": "s1", "title": f"x {text}"}]), (), "").markdown(f"{text} [@s1]")
    assert prose._cleaner.clean(str(written)) == written


PLAIN = st.sampled_from(
    [
        *("word", " two words", ".", " ", "\n", "\n\n", "\n \n", "- ", "2) ", "é", "\xa0", '"so"', "it’s", ": "),
        *(";", "(", ")", "@", "[@s1]", " [@s1; @s2]", "[@s1;@s2]", "[@s1]:", "[@s1](x)", "[@gone]", "[@Not one]"),
        *("[", "]", "*", "1.5", "+", "=", "\t"),
    ]
)  # fmt: skip


@given(st.lists(PLAIN, max_size=25).map(lambda pieces: "".join(pieces).strip("\n").rstrip() or "x"))
def test_what_needs_no_parsing_is_written_alike(text: str) -> None:
    """A text without mark-up comes out as if it had been parsed, its citations included."""
    sources = [{"id": "s1"}, {"id": "s2"}]
    claim = make_claim(body=f"A word [@s2].\n\n{text}", sources=sources, what_we_know=None, analysis=None)
    written = Prose(claim, MEDIA, "../../")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prose, "paragraphs_of", lambda _: None)
        parsed = Prose(claim, MEDIA, "../../")
        long_way = [parsed.markdown(one) for one in (text, claim.body or "")]
    assert [written.markdown(one) for one in (text, claim.body or "")] == long_way
    assert written.uses == parsed.uses
