"""Links from one place of the site to another."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factpress.adapters.building import build_site
from factpress.inner_links import Insides, broken_links, ids_in
from factpress.models.site import Site
from tests.making import NOW, SITE, complete_claim, make_claim, make_corpus
from tests.publications import write_publication

INSIDES = Insides(SITE)
AT_ROOT = Insides(Site("x", "https://checks.example/"))
FILES = {
    "index.html",
    "claims/index.html",
    "claims/old-bridge/index.html",
    "media/chart.png",
    "about/index.html",
    "feed.xml",
}
IDS = {"claims/old-bridge/index.html": {"sources"}, "about/index.html": {"who"}}


@pytest.mark.parametrize(
    ("link", "address", "target"),
    [
        ("../../topics/roads/", "claims/x/", "topics/roads/"),
        ("../../", "claims/x/", ""),
        ("../..", "claims/x/", ""),
        ("..", "claims/x/", "claims/"),
        (".", "claims/x/", "claims/x/"),
        ("", "claims/x/", "claims/x/"),
        ("#sources", "claims/x/", "claims/x/#sources"),
        ("#", "claims/x/", "claims/x/"),
        ("#top", "claims/x/", "claims/x/"),
        ("#a%20b", "", "#a b"),
        ("claims/x/?a=1#b", "", "claims/x/#b"),
        ("../y/#:~:text=one", "claims/x/", "claims/y/"),
        ("../../media/a%C3%BC.png", "claims/x/", "media/aü.png"),
        ("../y", "claims/x/", "claims/y"),
        ("/desk/claims/x/", "about/", "claims/x/"),
        ("/desk", "about/", ""),
        ("/desk/../claims/", "about/", "/claims/"),
        ("/claims/x/", "about/", "/claims/x/"),
        ("../../../claims/", "claims/x/", "/claims/"),
        ("https://checks.example/desk/claims/x/#y", "about/", "claims/x/#y"),
        ("HTTPS://Checks.example/desk/", "about/", ""),
        ("//checks.example/desk/claims/", "about/", "claims/"),
        ("https://checks.example", "about/", "/"),
        ("https://checks.example.evil.example/desk/", "about/", None),
        ("https://roads.example/", "about/", None),
        ("//roads.example/", "about/", None),
        ("mailto:a@b.example", "about/", None),
        ("tel:+1", "about/", None),
        ("data:image/png;base64,x", "about/", None),
    ],
)
def test_a_link_leads_to_a_path_from_the_root(link: str, address: str, target: str | None) -> None:
    """However it is written; what leads out of the site is nobody's here."""
    assert INSIDES.target(link, address) == target


@given(st.text(max_size=40), st.sampled_from(["", "about/", "claims/x/"]))
@settings(deadline=None, max_examples=300, derandomize=True)
def test_no_link_is_too_odd(link: str, address: str) -> None:
    """Whatever stands in a link, it leads out or to a path."""
    target = INSIDES.target(link, address)
    assert target is None or ".." not in target.partition("#")[0].split("/")


def test_at_the_root_of_a_host_every_path_is_inside() -> None:
    """A leading slash then is the site's root."""
    assert AT_ROOT.target("/claims/x/", "about/") == "claims/x/"
    assert AT_ROOT.target("../../../claims/", "claims/x/") == "claims/"
    assert AT_ROOT.target("https://checks.example", "about/") == ""


def test_a_page_leads_where_its_tags_do() -> None:
    """Links, images, recordings; not what a text looks like, nor what leads out or to an id of the page."""
    body = (
        '<h2 id="sources">x</h2><a href="../../topics/a/" rel="x">a</a><img alt="a > b" src="../../media/x.png">'
        '<a class="fp-x" data-x=\'">\' href="../b/?x=1&amp;y=2#c&amp;d">b</a>'
        '<video controls src="../../media/v.mp4"></video>'
        '<a href="#sources">1</a><a href="#nowhere">2</a><a href="https://roads.example/">3</a><a id="here">4</a>'
        '<p>&lt;a href="../../text/"&gt; href="../../text/" src="../../text/"</p><a href="#here">5</a>'
    )
    assert sorted(INSIDES.targets(body, "claims/x/", ["sources", "missing"])) == [
        "claims/b/#c&d",
        "claims/x/#missing",
        "claims/x/#nowhere",
        "media/v.mp4",
        "media/x.png",
        "topics/a/",
    ]


def test_a_document_leads_where_any_of_its_parts_does() -> None:
    """Assets, alternatives, sets of images and refreshes, too."""
    document = (
        '<!doctype html><html><head><link rel="stylesheet" href="../assets/a.css">'
        '<script src="../assets/a.js"></script><meta http-equiv="refresh" content="0; url=../">'
        '<link rel="canonical" href="https://checks.example/desk/about/">'
        '</head><body><img src="../a.png" srcset="../b.png 2x, ../c.png 3x"><a href=unquoted/>x</a>'
        '<video poster="../d.png"></video><form action="../find/"></form><object data="../e.pdf"></object>'
        "<script>var text = '<a href=\"../no/\">';</script></body></html>"
    )
    assert sorted(INSIDES.document_targets(document, "about/")) == [
        "",
        "a.png",
        "about/",
        "about/unquoted/",
        "assets/a.css",
        "assets/a.js",
        "b.png",
        "c.png",
        "d.png",
        "e.pdf",
        "find/",
    ]
    for empty in ("", " \n", "<?xml version='1.0' encoding='latin-1'?>", "\ud800"):
        assert INSIDES.document_targets(empty, "about/") == frozenset()


def test_ids_are_those_of_any_element() -> None:
    """Old names count, too."""
    assert ids_in('<h1 id="a"><a name=\'b&amp;c\'></a><p\nid="d">') == {"a", "b&c", "d"}


def broken(*targets: str, address: str = "about/") -> list[str]:
    """Return what is said of targets."""
    corpus = make_corpus(make_claim(), pages=frozenset({"about.md", "index.md", "more/index.md"}))
    found = broken_links(dict.fromkeys(targets, address), FILES, lambda file: IDS[file], corpus, INSIDES)
    return [f"{problem.code} {problem.location.path}: {problem.message.partition('found ')[2]}" for problem in found]


def test_what_is_there_is_fine() -> None:
    """Pages with or without their slash, files, fragments."""
    fine = ("", "claims/", "claims", "claims/old-bridge/#sources", "about/#who", "media/chart.png", "feed.xml#x")
    assert broken(*fine) == []


def test_what_leads_nowhere_is_said() -> None:
    """The page, the link, and what is wrong with it."""
    about = "FP503 content/pages/about.md: a link to"
    assert broken("topics/x/") == [f"{about} “/topics/x/”, where nothing is"]
    assert broken("media/chart.svg") == [f"{about} “/media/chart.svg”, where nothing is"]
    assert broken("claims/old-bridge/#tops") == [
        f"{about} “/claims/old-bridge/#tops”, a place that the page doesn’t have"
    ]
    assert broken("/claims/old-bridge/") == [f"{about} “/claims/old-bridge/”, which is outside the site"]


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("", "content/pages/index.md"),
        ("about/", "content/pages/about.md"),
        ("more/", "content/pages/more/index.md"),
        ("claims/old-bridge/", "content/claims/old-bridge.yml"),
        ("topics/", "content/pages"),
    ],
)
def test_a_problem_names_the_file(address: str, path: str) -> None:
    """The one that the page is made of, as well as can be told."""
    (line,) = broken("nowhere/", address=address)
    assert line.startswith(f"FP503 {path}: ")


def test_in_a_claim_the_field_is_named() -> None:
    """So that a line can be told."""
    claim = make_claim(analysis="[x](/desk/claims/nowhere/) [y](../old-bridge/)", conclusion="[z](#nowhere)")
    corpus = make_corpus(claim)
    targets = dict.fromkeys(("claims/nowhere/", "claims/old-bridge/#nowhere", "topics/nowhere/"), "claims/old-bridge/")
    found = broken_links(targets, FILES, lambda file: IDS[file], corpus, INSIDES)
    assert [problem.location.field for problem in found] == ["analysis", "conclusion", ""]


def test_what_authors_write_is_known_without_the_page() -> None:
    """Relative, from the host's root, in full, or by reference; not what leads elsewhere."""
    claim = make_claim(
        what_we_know="[a](../a/) [b](https://roads.example/) <https://checks.example/desk/c/> [m](mailto:a@b.example)",
        analysis="[d][r] `[no](../no/)`\n\n[r]: /desk/d/#e",
        body="[f](</desk/f g/>) ![no](media/no.png)",
        conclusion="Nothing (../no/) [at] all: ../no/",
    )
    assert sorted(INSIDES.authored_targets(claim)) == ["c/", "claims/a/", "d/#e", "f g/"]
    assert INSIDES.field_of("d/#e", claim) == "analysis"
    assert INSIDES.field_of("topics/", claim) == ""


def test_a_built_site_holds_together(tmp_path: Path) -> None:
    """Every link, asset and fragment of every page leads somewhere, in a page of ours as well as by hand."""
    claims = {
        "old-bridge": complete_claim(related=[{"claim": "new-bridge", "relation": "repeats"}]),
        "new-bridge": complete_claim(
            analysis="As [before](../old-bridge/#sources) [@herald].", aliases=["newer-bridge"]
        ),
    }
    folder = write_publication(tmp_path / "desk", claims, pages={"more.md": "# More\n\n[Back](about.md#about-us)\n"})
    built = build_site(folder, site_dir=None, strict=False, now=NOW)
    assert built.written
    site = built.site_dir
    files = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    pages = {name: path.read_text("utf-8") for name, path in files.items() if name.endswith(".html")}
    targets = {
        target: name.removesuffix("index.html")
        for name, page in pages.items()
        for target in INSIDES.document_targets(page, name.removesuffix("index.html"))
    }
    assert "claims/old-bridge/#sources" in targets
    assert "more/" in targets or "about/#about-us" in targets
    corpus = built.checked.corpus
    found = broken_links(targets, set(files), lambda file: ids_in(pages[file]), corpus, INSIDES)
    assert [problem.message for problem in found] == []
    whole = INSIDES.document_targets(pages["claims/new-bridge/index.html"], "claims/new-bridge/")
    (body,) = re.findall("<article.*</article>", pages["claims/new-bridge/index.html"], re.DOTALL)
    assert INSIDES.targets(body, "claims/new-bridge/") <= whole
