"""Authors' Markdown as safe HTML."""

from __future__ import annotations

import pytest
from lxml import html

from factpress.prose import OUTSIDE, Prose, plain
from tests.making import make_claim

MEDIA = frozenset({"chart.png", "maps/river.svg"})


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
