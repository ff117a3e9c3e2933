"""Shells: what a page looks like when its content is cut out and put in again."""

from __future__ import annotations

import pytest
from markupsafe import escape

from factpress.pages.page import Heading, Page
from factpress.shell import Shell, ShellKind, Shells, UnfitShell, unindented

THEME = """<html><head><title>{title} - Desk</title><meta name="description" content="{description}">
<link rel="canonical" href="https://checks.example/{address}">{head}</head>
<body><a href="#{first}">Skip</a><header>{title}</header>{contents}<article>{body}</article></body></html>"""
LINE = '<li>\n<a href="#{anchor}">\n {name} \n</a></li>'


def rendered(page: Page) -> str:
    """Return the page as a tiny theme prints it."""
    lines = "\n\n".join(LINE.format(anchor=line.anchor, name=escape(line.title)) for line in page.contents)
    return THEME.format(
        title=escape(page.title),
        description=escape(page.description),
        address=page.address,
        head=page.head,
        first=page.contents[0].anchor if page.contents else "",
        contents=f"<ul>{lines}</ul>" if lines else "",
        body=page.body,
    )


def shells(*kinds: ShellKind) -> Shells:
    """Return the tiny theme's shells."""
    return Shells({kind: Shell.cut(rendered(kind.slot_page()), kind) for kind in kinds})


def page(address: str = "claims/x/", *contents: Heading) -> Page:
    """Return a page whose texts try to leave their places."""
    return Page(
        address,
        title='A "title" <script>alert(1)</script> & more',
        description='A "description" <b>',
        body="<h1>factpress-slot-title</h1><p>{{ body }}</p>",
        head='<meta name="x">',
        contents=contents,
    )


@pytest.mark.parametrize("headings", [0, 1, 2, 5])
def test_a_filled_shell_equals_the_long_way(headings: int) -> None:
    """Whatever the page, filling gives what rendering would."""
    full = page("claims/x/", *(Heading(f"part-{n}", f"Part {n} & <i>") for n in range(headings)))
    assert unindented(shells(ShellKind.of(full)).fill(full)) == unindented(rendered(full))


def test_blanks_go_where_nobody_sees_them() -> None:
    """Around line ends they go; within a line, in scripts and in what is shown as typed they stay."""
    script = "<script>\n  let a = `\n  b`;\n</script>"
    pre = "<pre>\n  x\n    y</pre>"
    html = f"<p>\n   a  b \n\n  c</p>\n  {script}\n  {pre}\n"
    assert unindented(html) == f"<p>\na  b\nc</p>\n{script}\n{pre}\n"


def test_pages_of_one_kind_share_a_shell() -> None:
    """Section, depth and table of contents make the kind."""
    assert ShellKind.of(page("claims/x/")) == ShellKind.of(page("claims/another/"))
    assert ShellKind.of(page("claims/x/")) != ShellKind.of(page("claims/page/2/"))
    assert ShellKind.of(page("claims/x/")) != ShellKind.of(page("claims/x/", Heading("a", "A")))


def test_a_landing_page_keeps_its_own_address() -> None:
    """A page right below the root has a literal address in its shell."""
    full = page("claims/")
    assert shells(ShellKind("claims", 1, False)).fill(full) == rendered(full)


def test_content_that_names_a_slot_is_left_alone() -> None:
    """Slots are found in the theme's text only, never in what was filled in."""
    assert "<h1>factpress-slot-title</h1>" in shells(ShellKind("claims", 2, False)).fill(page())


@pytest.mark.parametrize("gone", ["{body}", "{head}", "{title}", "{description}"])
def test_a_theme_without_a_slot_is_refused(gone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A theme that drops a part of the page is told so at once."""
    monkeypatch.setattr(f"{__name__}.THEME", THEME.replace(gone, ""))
    with pytest.raises(UnfitShell):
        shells(ShellKind("claims", 2, False))


def test_a_theme_that_rewrites_the_table_of_contents_is_refused() -> None:
    """Lines that aren't alike can't be cut."""
    kind = ShellKind("claims", 2, True)
    html = (
        rendered(kind.slot_page())
        .replace("</a></li>\n", "</a><hr></li>\n", 1)
        .replace("\n factpress", "\n* factpress", 1)
    )
    with pytest.raises(UnfitShell):
        Shell.cut(html, kind)
