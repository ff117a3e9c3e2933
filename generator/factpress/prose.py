"""Authors' Markdown and one-line texts -> safe HTML with numbered citations."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from html import escape
from typing import Any, Final
from urllib.parse import quote

import nh3
from markupsafe import Markup
from pydantic import TypeAdapter, ValidationError

from factpress.citations import numbered, pieces_of_line
from factpress.markdown import Bracket, destination, paragraphs_of, parse
from factpress.models.claim import Claim
from factpress.models.text import Address, Email, as_uri

OUTSIDE: Final = "nofollow ugc noopener noreferrer"
"""The `rel` of every link to an address that contributors chose."""

_CITED = "</sup>"
_BLANKS = " \t\n"
_PLAIN_HTML: Final[Mapping[str, str]] = {
    "+Paragraph": "<p>",
    "-Paragraph": "</p>\n",
    "+Emphasis": "<em>",
    "-Emphasis": "</em>",
    "+Strong": "<strong>",
    "-Strong": "</strong>",
    "+Strikethrough": "<del>",
    "-Strikethrough": "</del>",
    "+BlockQuote": "<blockquote>\n",
    "-BlockQuote": "</blockquote>\n",
    "+CodeBlock": "<pre><code>",
    "-CodeBlock": "</code></pre>\n",
    "+Item": "<li>",
    "-Item": "</li>\n",
    "+TableHead": "<thead>\n<tr>",
    "-TableHead": "</tr>\n</thead>\n<tbody>\n",
    "+TableRow": "<tr>",
    "-TableRow": "</tr>\n",
    "-Table": "</tbody>\n</table>\n",
    "SoftBreak": "\n",
    "HardBreak": "<br>\n",
    "Rule": "<hr>\n",
}
_ENDS_LINE = frozenset(
    {
        "-Paragraph",
        "-Heading",
        "+List",
        "+Item",
        "-Item",
        "-CodeBlock",
        "-TableHead",
        "-TableRow",
        "HardBreak",
        "Rule",
    }
)
_SCHEME = re.compile(r"[^/?#]*:")
_address: TypeAdapter[str] = TypeAdapter(Address)
_email: TypeAdapter[str] = TypeAdapter(Email)
_cleaner = nh3.Cleaner(
    tags={
        *("a", "br", "code", "del", "em", "img", "strong", "sup"),
        *("blockquote", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "ul"),
        *("table", "tbody", "td", "th", "thead", "tr"),
    },
    clean_content_tags=set(),
    attributes={
        "a": {"aria-label", "href", "id", "rel", "role", "title"},
        "img": {"alt", "loading", "src", "title"},
        "ol": {"start"},
        "td": {"style"},
        "th": {"scope", "style"},
    },
    allowed_classes={"sup": {"fp-cite"}},
    filter_style_properties={"text-align"},
    link_rel=None,
    url_schemes={"http", "https", "mailto"},
)


_HARMLESS: Final = re.compile(
    r"(?:[^<>&\xa0]++|&(?:amp|lt|gt);"
    r"|</?(?:p|em|strong|del|ul|ol|li|blockquote|h[3-6])>|</?sup>|</a>|<sup class=\"fp-cite\">"
    r"|<a href=\"#source-[a-z0-9-]+\" id=\"cite-[a-z0-9-]+\" role=\"doc-noteref\" aria-label=\"Source [0-9]+\">)*+"
)


class Prose:
    """Writes the texts of one claim, called in the order of the page so that uses are counted in it."""

    def __init__(self, claim: Claim, media: Collection[str], root: str) -> None:
        """Take the claim, the files below `content/media/`, and the path from its page to the site's root."""
        self.numbers: Final = numbered(claim)
        """The number of each source, by its id."""
        self._media = media
        self._root = root
        self._uses: defaultdict[str, list[str]] = defaultdict(list)

    @property
    def uses(self) -> Mapping[str, tuple[str, ...]]:
        """The ids of the places that cite a source so far, by source id."""
        return {source: tuple(anchors) for source, anchors in self._uses.items()}

    def markdown(self, text: str) -> Markup:
        """Return a Markdown text as HTML: headings from h3 down, images from `media` alone, no raw HTML."""
        paragraphs = paragraphs_of(text)
        if paragraphs is None:
            return _safe(_Writer(self._media, self._root, self._cite).written(text))
        out: list[str] = []
        for paragraph in paragraphs:
            out.append("<p>")
            self._put(paragraph, out, str)
            out.append("</p>\n")
        written = "".join(out)
        # The cleaner writes this blank in another way.
        return _safe(written) if "\xa0" in written else Markup(written)  # noqa: S704 -- as in a line

    def line(self, text: str) -> Markup:
        """Return a one-line text as HTML."""
        out: list[str] = []
        self._put(text, out, escape)
        return Markup("".join(out))  # noqa: S704 -- harmless pieces and our own links alone

    def _put(self, text: str, out: list[str], harmless: Callable[[str], str]) -> None:
        """Write a text that has no mark-up but citations."""
        for piece in pieces_of_line(text):
            if not isinstance(piece, str):
                self._cite(piece, out)
            elif piece:
                out.append(harmless(piece))

    def _cite(self, bracket: Bracket, out: list[str]) -> None:
        """Write a citation close to the word before it; one of nothing known is written as it was typed."""
        if not bracket.sources:
            out.append(escape(bracket.text))
        for source in bracket.sources:
            if source not in self.numbers:
                out.append(f"[@{source}]")
                continue
            while out and not out[-1].strip(_BLANKS):
                out.pop()
            if out and out[-1] == _CITED:
                out[-1] = ", "
            else:
                if out:
                    out[-1] = out[-1].rstrip(_BLANKS)
                out.append('<sup class="fp-cite">')
            out += [self._link(source), _CITED]

    def _link(self, source_id: str) -> str:
        anchors = self._uses[source_id]
        anchors.append(f"cite-{source_id}-{len(anchors) + 1}")
        number = self.numbers[source_id]
        return (
            f'<a href="#source-{source_id}" id="{anchors[-1]}" role="doc-noteref"'
            f' aria-label="Source {number}">{number}</a>'
        )


def _safe(html: str) -> Markup:
    # The cleaner would give back what is nothing but this, in thirty times the time.
    cleaned = html if _HARMLESS.fullmatch(html) else _cleaner.clean(html)
    return Markup(cleaned)  # noqa: S704 -- the cleaner has seen it, or it holds no attribute but our own


def plain(text: str) -> str:
    """Return a Markdown text as plain text without citations, each of its blocks on a line of its own."""
    out: list[str] = []
    for name, value in parse(text):
        if name in ("Text", "Code"):
            out.append(value)
        elif name == "Bracket":
            if not value.sources:
                out.append(value.text)
            elif out:
                out[-1] = out[-1].rstrip(_BLANKS)
        elif name in _ENDS_LINE:
            out.append("\n")
        elif name in ("SoftBreak", "-TableCell"):
            out.append(" ")
    lines = (" ".join(line.split()) for line in "".join(out).split("\n"))
    return "\n".join(line for line in lines if line)


def href(address: str) -> str | None:
    """Return an address as a link may lead to it: http, https, mailto, or relative; None for any other."""
    # Browsers drop tabs and line ends anywhere, blanks and controls at both ends (WHATWG URL, section 4.4).
    address = re.sub(r"[\t\n\r]", "", address).strip("".join(map(chr, range(33))))
    try:
        if address[:7].lower() == "mailto:":
            return "mailto:" + quote(_email.validate_python(address[7:]), safe="@+")
        if _SCHEME.match(address):
            return as_uri(_address.validate_python(address))
    except ValidationError:
        return None
    if not address or address.replace("\\", "/").startswith("//"):
        return None
    return quote(address, safe="/?#%:@!$&'()*+,;=-._~")


def medium(path: str, media: Collection[str]) -> str | None:
    """Return the path below `content/media/` of an image as Markdown names it, None where there is none."""
    path = path.removeprefix("media/")
    return path if path in media else None


class _Writer:
    """Writes one Markdown text as HTML, which the cleaner still has to see."""

    def __init__(self, media: Collection[str], root: str, cite: Callable[[Bracket, list[str]], None]) -> None:
        self._media = media
        self._root = root
        self._cite = cite
        self._out: list[str] = []
        self._link_end: str | None = None
        self._waiting: list[Bracket] = []
        """Citations within a link or an image, where no link may stand: they come after it."""
        self._images: list[tuple[Mapping[str, Any], int]] = []
        """The images being read, and where in `_out` their descriptions begin."""
        self._alignments: tuple[str, ...] = ()
        self._column = 0
        self._cell = "td"

    def written(self, text: str) -> str:
        """Return the whole text as HTML."""
        for name, value in parse(text):
            if name == "Text":
                self._out.append(escape(value, quote=bool(self._images)))
            elif self._images:
                self._describe(name, value)
            elif name in _PLAIN_HTML:
                self._out.append(_PLAIN_HTML[name])
                self._follow_table(name)
            else:
                self._write(name, value)
        return "".join(self._out)

    def _write(self, name: str, value: Any) -> None:
        match name:
            case "Code":
                self._out.append(f"<code>{escape(value)}</code>")
            case "Bracket":
                self._bracket(value)
            case "+Heading":
                self._out.append(f"<h{_level(value['level'])}>")
            case "-Heading":
                self._out.append(f"</h{_level(value)}>\n")
            case "+List":
                start = f' start="{value}"' if value not in (None, 1) else ""
                self._out.append("<ul>\n" if value is None else f"<ol{start}>\n")
            case "-List":
                self._out.append("</ol>\n" if value else "</ul>\n")
            case "+Link":
                self._open_link(value)
            case "-Link":
                self._out.append(self._link_end or "")
                self._link_end = None
                self._cite_waiting()
            case "+Image":
                self._images.append((value, len(self._out)))
            case "+Table":
                self._alignments = value
                self._out.append("<table>\n")
            case "+TableCell":
                self._out.append(self._opened_cell())
            case "-TableCell":
                self._out.append(f"</{self._cell}>")

    def _bracket(self, bracket: Bracket) -> None:
        if self._link_end is not None or self._images:
            self._waiting.append(bracket)
        else:
            self._cite(bracket, self._out)

    def _cite_waiting(self) -> None:
        waiting, self._waiting = self._waiting, []
        for bracket in waiting:
            self._bracket(bracket)

    def _open_link(self, link: Mapping[str, Any]) -> None:
        self._link_end = ""
        if (address := href(destination(link))) is not None:
            rel = f' rel="{OUTSIDE}"' if address.startswith("http") and _SCHEME.match(address) else ""
            self._out.append(f'<a href="{escape(address)}"{_title(link)}{rel}>')
            self._link_end = "</a>"

    def _describe(self, name: str, value: Any) -> None:
        """Take what stands in an image's description: its text counts, its tags don't."""
        if name == "Code":
            self._out.append(escape(value))
        elif name in ("SoftBreak", "HardBreak"):
            self._out.append(" ")
        elif name == "Bracket":
            self._bracket(value)
        elif name == "+Image":
            self._images.append((value, len(self._out)))
        elif name == "-Image":
            self._close_image()

    def _close_image(self) -> None:
        image, begin = self._images.pop()
        description = "".join(self._out[begin:])
        path = medium(image["dest_url"], self._media)
        if path is not None and not self._images:
            description = f'<img src="{self._root}media/{path}" alt="{description}"{_title(image)} loading="lazy">'
        self._out[begin:] = [description]
        if not self._images:
            self._cite_waiting()

    def _follow_table(self, name: str) -> None:
        if name in ("+TableHead", "+TableRow"):
            self._cell = "th" if name == "+TableHead" else "td"
            self._column = 0

    def _opened_cell(self) -> str:
        alignment = self._alignments[self._column] if self._column < len(self._alignments) else "None"
        self._column += 1
        style = "" if alignment == "None" else f' style="text-align:{alignment.lower()}"'
        scope = ' scope="col"' if self._cell == "th" else ""
        return f"<{self._cell}{scope}{style}>"


def _level(level: str) -> int:
    """Return the level of a heading on the page, where the section's own is the second."""
    return min(int(level[1]) + 2, 6)


def _title(link: Mapping[str, Any]) -> str:
    return f' title="{escape(link["title"])}"' if link["title"] else ""
