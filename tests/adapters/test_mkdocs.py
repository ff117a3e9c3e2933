"""The frame that MkDocs renders: equal to the long way, safe, and said in sentences when it fails."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader
from mkdocs.commands.build import build
from mkdocs.config import load_config

from factpress.adapters.building import read_templates
from factpress.adapters.checking import check_folder
from factpress.adapters.mkdocs import FramePlugin, _environment, own_plugin, render_frame
from factpress.adapters.settings import BadSettings
from factpress.pages.page import Page
from factpress.shell import LATEST, unindented
from factpress.site import page_plans
from tests.making import NOW, SITE, complete_claim, suggestions_of
from tests.publications import HOSTILE, write_publication
from tests.reading_html import elements, parsed, text, texts


def rendered(folder: Path) -> FramePlugin:
    """Return our plugin after MkDocs has built the frame of a publication."""
    config = load_config(str(folder / "mkdocs.yml"), site_dir=str(folder / "built"))
    plugin = own_plugin(config)
    plugin.renders_frame_only = True
    build(config)
    return plugin


def generated(folder: Path) -> list[Page]:
    """Return every page that the generator makes of a publication."""
    corpus = check_folder(folder, NOW).corpus
    plans = page_plans(corpus, SITE, read_templates(folder), suggestions_of(corpus))
    return [plan.make() for plan in plans]


def test_filled_pages_equal_the_long_way(tmp_path: Path) -> None:
    """Every kind of page is, but for blanks at line ends, what the theme prints when MkDocs renders it."""
    folder = write_publication(
        tmp_path,
        {
            "old-bridge": complete_claim(),
            "odd": complete_claim(claim=f"{HOSTILE} 2", headline=HOSTILE, aliases=["old"]),
        },
    )
    plugin = rendered(folder)
    pages = generated(folder)
    assert {page.section for page in pages} >= {
        "claims",
        "verdicts",
        "topics",
        "people",
        "corrections",
        "ratings",
    }
    for page in pages:
        assert unindented(plugin.shells.fill(page)) == unindented(plugin.theme.render(page)), page.address


def test_the_home_page_has_a_place_for_the_newest_verdicts(tmp_path: Path) -> None:
    """Only a page that asks for the home template gets them."""
    frame, _ = render_frame(write_publication(tmp_path) / "mkdocs.yml", tmp_path / "written")
    assert frame.files["index.html"].count(LATEST.encode()) == 1
    assert LATEST.encode() not in frame.files["about/index.html"]


def test_the_tab_of_a_section_is_marked(tmp_path: Path) -> None:
    """A claim's page shows that it belongs to the claims; a verdict's to the ratings."""
    folder = write_publication(tmp_path)
    plugin = rendered(folder)
    pages = {page.address: page for page in generated(folder)}
    for address, tab in (
        ("claims/old-bridge/", "Fact-checks"),
        ("verdicts/false/", "Ratings"),
        ("claims/", "Fact-checks"),
    ):
        page = parsed(plugin.shells.fill(pages[address]))
        assert text(page, "//li[contains(@class, 'md-tabs__item--active')]").strip() == tab, address


def test_hand_written_pages_run_nothing(tmp_path: Path) -> None:
    """Raw HTML in a page keeps its harmless part; titles and descriptions stay in their tags."""
    page = (
        f'---\ntitle: "{HOSTILE.replace(chr(34), chr(39))}"\ndescription: "\\"><script>alert(1)</script>"\n'
        "icon: x\nsubtitle: <script>alert(1)</script>\nstatus: '\"><script>alert(1)</script>'\n"
        "template: nowhere.html\n---\n\n"
        "# Hello\n\n<script>alert(1)</script><b onclick='alert(1)'>bold</b> [x](javascript:alert(1))"
        " ![far](https://evil.example/x.png)\n\n<iframe src='https://evil.example'></iframe>\n"
    )
    folder = write_publication(tmp_path, pages={"bad.md": page, "other.md": f"# {HOSTILE}\n"})
    frame, _ = render_frame(folder / "mkdocs.yml", tmp_path / "written")
    plain = parsed(frame.files["about/index.html"])
    for path in ("bad/index.html", "other/index.html", "about/index.html"):
        tree = parsed(frame.files[path])
        assert len(elements(tree, "//script")) == len(elements(plain, "//script"))
        assert not texts(
            tree, "//@onclick | //iframe | //a[starts-with(@href, 'javascript')] | //img[contains(@src, '//')]"
        )
    assert text(parsed(frame.files["bad/index.html"]), "//head/title").startswith("<script>")


def test_files_that_browsers_run_are_left_out(tmp_path: Path) -> None:
    """Pages may bring images and documents, not scripts, styles or HTML."""
    folder = write_publication(tmp_path, pages={"evil.js": "alert(1)", "evil.html": "<script>", "fine.txt": "text"})
    frame, _ = render_frame(folder / "mkdocs.yml", tmp_path / "written")
    assert "fine.txt" in frame.files
    assert not {"evil.js", "evil.html"} & set(frame.files)
    assert [warning for warning in frame.warnings if "evil.js" in warning]


def test_a_broken_link_in_a_page_is_told(tmp_path: Path) -> None:
    """What MkDocs warns of comes back as text, not on the terminal."""
    folder = write_publication(tmp_path, pages={"about.md": "# About\n\n[gone](gone.md)\n"})
    frame, _ = render_frame(folder / "mkdocs.yml", tmp_path / "written")
    assert [warning for warning in frame.warnings if "gone.md" in warning]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("plugins: [factpress]", "plugins: []"), "must name the plugin"),
        (("plugins: [factpress]", "plugins: [factpress, nothing-like-it]"), "nothing-like-it"),
        (("name: material", "name: nowhere"), "nowhere"),
        (
            ("docs_dir: content/pages", "docs_dir: content/pages\nuse_directory_urls: false"),
            "use_directory_urls",
        ),
        (("docs_dir: content/pages", "docs_dir: content/nowhere"), "nowhere"),
    ],
)
def test_settings_that_cannot_work_end_in_a_sentence(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    """Whatever is wrong with mkdocs.yml, the error says what."""
    config = write_publication(tmp_path) / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace(*change), "utf-8")
    with pytest.raises(BadSettings, match=message):
        render_frame(config, tmp_path / "written")


def test_of_a_theme_mkdocs_lists_what_it_would_list_anyway(tmp_path: Path) -> None:
    """Hidden files and folders are left out sooner, at any depth, and nothing else is; templates are still found."""
    for name in ("main.html", "assets/a.css", "assets/.b.css", ".icons/c.svg", "assets/.d/e.svg", "f/g/h.js"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, "utf-8")
    made = _environment(lambda: Environment(loader=FileSystemLoader([tmp_path]), autoescape=True))
    assert [name for name in made.list_templates() if "/." not in f"/{name}"] == [
        "assets/a.css",
        "f/g/h.js",
        "main.html",
    ]
    assert ".icons/c.svg" not in made.list_templates()
    assert made.get_template(".icons/c.svg").render() == ".icons/c.svg"
