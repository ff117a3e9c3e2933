"""Authors' Markdown as safe HTML."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from factpress import prose
from factpress.citations import cited_in
from factpress.markdown import images_in, links_in
from factpress.prose import OUTSIDE, Prose, href, plain
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


def render(markdown: str) -> str:
    """Return a Markdown text as the HTML of an invented claim."""
    return str(Prose(make_claim(), MEDIA, "../../").markdown(markdown)).strip()


def link(source: str, number: int, use: int) -> str:
    """Return a citation's link."""
    return (
        f'<a href="#source-{source}" id="cite-{source}-{use}" role="doc-noteref"'
        f' aria-label="Source {number}">{number}</a>'
    )


def sup(*links: str) -> str:
    """Return a citation."""
    return f'<sup class="fp-cite">{", ".join(links)}</sup>'


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


@pytest.mark.parametrize(
    ("markdown", "written"),
    [
        (
            "One *two* **three** ~~four~~ `five`",
            "<p>One <em>two</em> <strong>three</strong> <del>four</del> <code>five</code></p>",
        ),
        ("a\nb  \nc\\\nd", "<p>a\nb<br>\nc<br>\nd</p>"),
        ("# One\n\n## Two\n\n###### Six", "<h3>One</h3>\n<h4>Two</h4>\n<h6>Six</h6>"),
        ("One\n===\n\nTwo\n---", "<h3>One</h3>\n<h4>Two</h4>"),
        (
            "- a\n- b\n\n***\n\n3. c\n4. d",
            '<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n<hr>\n<ol start="3">\n<li>c</li>\n<li>d</li>\n</ol>',
        ),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
        ("```python\na < b\n```", "<pre><code>a &lt; b\n</code></pre>"),
        (
            "| a | b |\n|:-:|--:|\n| c | d |",
            '<table>\n<thead>\n<tr><th scope="col" style="text-align:center">a</th>'
            '<th scope="col" style="text-align:right">b</th></tr>\n</thead>\n<tbody>\n'
            '<tr><td style="text-align:center">c</td><td style="text-align:right">d</td></tr>'
            "\n</tbody>\n</table>",
        ),
        (
            "\"quotes\" -- and ... 'more' (c) :smile: $x$ {{7*7}} {% x %} [ ] [^1]",
            "<p>\"quotes\" -- and ... 'more' (c) :smile: $x$ {{7*7}} {% x %} [ ] [^1]</p>",
        ),
        ("&lt;b&gt; &amp; &copy;", "<p>&lt;b&gt; &amp; ©</p>"),
    ],
)
def test_commonmark_with_tables_and_strikethrough(markdown: str, written: str) -> None:
    """Markdown is CommonMark with tables and strikethrough and nothing else; no character is made smart."""
    assert render(markdown) == written


@pytest.mark.parametrize(
    ("markdown", "written"),
    [
        ("a <b>c</b>", "<p>a &lt;b&gt;c&lt;/b&gt;</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("<div>\n*a*\n</div>\n\nb", "<p>&lt;div&gt;\n<em>a</em>\n&lt;/div&gt;</p>\n<p>b</p>"),
        ("a <!-- b\n\nc", "<p>a &lt;!-- b</p>\n<p>c</p>"),
        ("<![CDATA[ ]]> <?php ?>", "<p>&lt;![CDATA[ ]]&gt; &lt;?php ?&gt;</p>"),
        (r"\<b> \\<b>", r"<p>&lt;b&gt; \&lt;b&gt;</p>"),
        ("`<b>` <b>", "<p><code>&lt;b&gt;</code> &lt;b&gt;</p>"),
        (r"`\` <b>", r"<p><code>\</code> &lt;b&gt;</p>"),
        ("a](<b>", "<p>a](&lt;b&gt;</p>"),
        ("1 < 2 > 0", "<p>1 &lt; 2 &gt; 0</p>"),
        ('"></meta> ]]>', '<p>"&gt;&lt;/meta&gt; ]]&gt;</p>'),
        ("[a <i>b</i>](../x/)", '<p><a href="../x/">a &lt;i&gt;b&lt;/i&gt;</a></p>'),
    ],
)
def test_raw_html_is_text(markdown: str, written: str) -> None:
    """Tags, comments and the like come out as the characters that were typed."""
    assert render(markdown) == written


@pytest.mark.parametrize(
    ("markdown", "address"),
    [
        ("[x](https://a.example/b?c=d&e=ü#f)", "https://a.example/b?c=d&e=%C3%BC#f"),
        ("[x](<https://a.example/b c>)", None),
        ("[x](../old-bridge/)", "../old-bridge/"),
        ("[x](#sources)", "#sources"),
        ("<desk@a.example>", "mailto:desk@a.example"),
        ("[x](mailto:desk@a.example)", "mailto:desk@a.example"),
        ("[x]\n\n[x]: https://a.example/", "https://a.example/"),
        ("[x](javascript:alert(1))", None),
        ("[x](JaVaScRiPt:alert(1))", None),
        ("[x](javascript&colon;alert(1))", None),
        ("[x](&#106;avascript:alert(1))", None),
        ("[x](java&#9;script:alert(1))", None),
        ("[x](&#1;javascript:alert(1))", None),
        ("[x](&#32;javascript:alert(1))", None),
        ("[x](data:text/html,x)", None),
        ("[x](vbscript:x)", None),
        ("[x](file:///etc/passwd)", None),
        ("[x](//evil.example/)", None),
        ("[x](/\\evil.example/)", None),
        ("[x](\\\\\\\\evil.example/)", None),
        ("[x](/&#9;/evil.example/)", None),
        ("[x](https://user@evil.example/)", None),
        ("[x](mailto:not an address)", None),
        ("[x](mailto:a@b.example?body=x)", None),
    ],
)
def test_links(markdown: str, address: str | None) -> None:
    """A link leads to the web, to a mailbox or into the site; any other keeps its words alone."""
    written = html.fragment_fromstring(render(markdown), create_parent="main")
    assert [element.get("href") for element in written.iter("a")] == ([address] if address else [])
    assert written.text_content().strip()


def test_outside_links_are_marked() -> None:
    """Links to the web say that the site doesn't vouch for them; those inside the site don't."""
    assert render("[x](http://a.example/ 'T\"')") == (
        f'<p><a href="http://a.example/" title="T&quot;" rel="{OUTSIDE}">x</a></p>'
    )
    assert "rel" not in render("[x](../y/) <a@b.example>")


@pytest.mark.parametrize(
    ("markdown", "written"),
    [
        ("![A *red* line](chart.png)", '<img src="../../media/chart.png" alt="A red line" loading="lazy">'),
        (
            "![A](media/maps/river.svg 'T')",
            '<img src="../../media/maps/river.svg" alt="A" title="T" loading="lazy">',
        ),
        (
            '![A "quote" & <b>](chart.png)',
            '<img src="../../media/chart.png" alt="A &quot;quote&quot; &amp; &lt;b&gt;" loading="lazy">',
        ),
        ("![A](https://a.example/x.png)", "A"),
        ("![A](//a.example/x.png)", "A"),
        ("![A](data:image/png;base64,AAAA)", "A"),
        ("![A](../media/chart.png)", "A"),
        ("![A](missing.png)", "A"),
        ("![A ![B](chart.png)](chart.png)", '<img src="../../media/chart.png" alt="A B" loading="lazy">'),
        (
            "[![A](chart.png)](../x/)",
            '<a href="../x/"><img src="../../media/chart.png" alt="A" loading="lazy"></a>',
        ),
    ],
)
def test_images(markdown: str, written: str) -> None:
    """Images come from the publication's own media; of any other the description is left."""
    assert render(markdown) == f"<p>{written}</p>"


def test_citations_link_both_ways() -> None:
    """Each use of a source has its own anchor, counted over the whole claim."""
    prose = Prose(make_claim(), (), "")
    assert prose.line("One day [@office].") == f"One day{sup(link('office', 1, 1))}."
    assert prose.markdown("A [@herald; @office]\n[@office]") == (
        f"<p>A{sup(link('herald', 2, 1), link('office', 1, 2), link('office', 1, 3))}</p>\n"
    )
    assert prose.uses == {
        "office": ("cite-office-1", "cite-office-2", "cite-office-3"),
        "herald": ("cite-herald-1",),
    }


@pytest.mark.parametrize(
    ("markdown", "written"),
    [
        ("[@office][@herald]", f"<p>{sup(link('office', 1, 1), link('herald', 2, 1))}</p>"),
        ("**A [@office]**", f"<p><strong>A{sup(link('office', 1, 1))}</strong></p>"),
        ("# A [@office]", f"<h3>A{sup(link('office', 1, 1))}</h3>"),
        ("[a [@office] b](../x/)", f'<p><a href="../x/">a  b</a>{sup(link("office", 1, 1))}</p>'),
        (
            "![a [@office]](chart.png)",
            f'<p><img src="../../media/chart.png" alt="a " loading="lazy">{sup(link("office", 1, 1))}</p>',
        ),
        (
            "[@office]: https://evil.example/\n\n[@herald]",
            f"<p>{sup(link('office', 1, 1))}: https://evil.example/</p>\n<p>{sup(link('herald', 2, 1))}</p>",
        ),
        ("`[@office]` \\[@office]", "<p><code>[@office]</code> [@office]</p>"),
        ("```\n[@office] <b>\n```", "<pre><code>[@office] &lt;b&gt;\n</code></pre>"),
        ("A [@nobody]", "<p>A [@nobody]</p>"),
        ("A [@nobody; @office]", f"<p>A [@nobody]{sup(link('office', 1, 1))}</p>"),
        ("A [@Not *an* id]", "<p>A [@Not *an* id]</p>"),
        (
            "\ue0001\ue000 &#xE000;1&#xE000; [@office]",
            f"<p>\ue0001\ue000 \ue0001\ue000{sup(link('office', 1, 1))}</p>",
        ),
    ],
)
def test_citations_in_markdown(markdown: str, written: str) -> None:
    """Citations stand as superscripts wherever they may; unknown and ill-formed ones as they were typed."""
    assert render(markdown) == written


def test_lines_are_no_markdown() -> None:
    """A one-line field has citations and no markup."""
    line = Prose(make_claim(), (), "").line(r"*A* <b> `c` [@office] \[@office] [@nobody] {{7*7}}")
    assert line == f"*A* &lt;b&gt; `c`{sup(link('office', 1, 1))} [@office] [@nobody] {{{{7*7}}}}"


def test_entities_bring_in_no_hidden_characters() -> None:
    """What a file may not hold can't be written as an entity either."""
    assert render("a&#x202E;b&#x2066;c&#8;d&#xFEFF;e&zwj;f") == "<p>abcde\u200df</p>"


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("# A [@x]\n\nB *c* [@x],\nd `e` [@X y].", "A\nB c, d e [@X y]."),
        ("- a\n- b\n\n| c | d |\n|---|---|\n| e | f |", "a\nb\nc d\ne f"),
        ("[a](../x/) ![b](chart.png) <b>", "a b <b>"),
        ("```\nx  y\nz\n```", "x y\nz"),
        ("", ""),
    ],
)
def test_plain_text(markdown: str, text: str) -> None:
    """Feeds and search read Markdown as lines of text without citations."""
    assert plain(markdown) == text


def test_images_and_links_can_be_listed() -> None:
    """Rules ask which images and links a text has."""
    text = "![a](chart.png) [b](../x/) <c@d.example> `![no](no.png)` [e]\n\n[e]: https://a.example/"
    assert list(images_in(text)) == ["chart.png"]
    assert list(links_in(text)) == ["../x/", "mailto:c@d.example", "https://a.example/"]


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
    if re.search(r"<[a-z]+:[^ <>]*>|&|--+|\s\s", text) is None:
        assert html.fragment_fromstring(render(text), create_parent="main").text_content() == text


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
