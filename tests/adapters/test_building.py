"""Building a publication's folder: checked first, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from factpress.adapters import processes
from factpress.adapters.building import build_site, for_desk
from factpress.adapters.checking import check_folder
from factpress.adapters.settings import BadSettings
from tests.making import NOW, complete_claim
from tests.publications import write_publication, write_yaml
from tests.test_end_to_end import digests


def codes(folder: Path, strict: bool = False) -> tuple[set[str], bool]:
    """Return the codes that a build finds, and whether it built."""
    built = build_site(folder, site_dir=None, strict=strict, now=NOW)
    return {problem.code for problem in built.problems if problem.severity != "notice"}, built.written is not None


def test_a_failed_build_changes_nothing(tmp_path: Path) -> None:
    """With an error in one file the last site stays, byte for byte."""
    folder = write_publication(tmp_path)
    assert codes(folder) == (set(), True)
    before = digests(folder / "site")
    write_yaml(folder / "content/claims/old-bridge.yml", complete_claim(verdict="nonsense", headline="New"))
    found, built = codes(folder)
    assert found
    assert not built
    assert digests(folder / "site") == before


def test_a_warning_stops_a_strict_build_only(tmp_path: Path) -> None:
    """What a careful desk would mend blocks nobody who didn't ask for it."""
    claim = complete_claim(what_we_know="The road office [keeps](javascript:x) a list [@office].")
    folder = write_publication(tmp_path, {"old-bridge": claim})
    assert codes(folder, strict=True) == ({"FP257"}, False)
    assert codes(folder) == ({"FP257"}, True)


def test_a_link_that_leads_nowhere_stops_every_build(tmp_path: Path) -> None:
    """Whoever wrote it, in a page or in a claim, to a page or to a place in one; the last site stays."""
    folder = write_publication(tmp_path, pages={"about.md": "# About\n\n[gone](gone.md)\n"})
    assert codes(folder) == ({"FP501", "FP503"}, False)
    (folder / "content/pages/about.md").write_text("# About\n\n[here](index.md)\n")
    assert codes(folder) == (set(), True)
    before = digests(folder / "site")
    for address, holds in (("../nowhere/", False), ("../../ratings/#nothing", False), ("../../ratings/", True)):
        text = f"The road office [keeps]({address}) a list [@office]."
        write_yaml(folder / "content/claims/old-bridge.yml", complete_claim(what_we_know=text))
        assert codes(folder) == (set() if holds else {"FP503"}, holds)
        assert (digests(folder / "site") == before) is not holds


def test_a_page_that_goes_breaks_the_links_to_it(tmp_path: Path) -> None:
    """A link in a claim that nobody touched is looked at, too."""
    leading = complete_claim(what_we_know="See [the ferry](../ferry/) and the office’s list [@office].")
    folder = write_publication(tmp_path, {"old-bridge": leading, "ferry": complete_claim(claim="The ferry sank.")})
    assert codes(folder) == (set(), True)
    (folder / "content/claims/ferry.yml").unlink()
    assert codes(folder) == ({"FP503"}, False)


def test_a_page_in_a_claims_place_is_told(tmp_path: Path) -> None:
    """A hand-written page can't take a claim's address."""
    folder = write_publication(tmp_path, pages={"claims/old-bridge.md": "# Mine\n"})
    assert codes(folder) == ({"FP502"}, False)
    assert not (folder / "site").exists()


def test_a_second_build_writes_nothing(tmp_path: Path) -> None:
    """Where nothing changed, nothing is written."""
    folder = write_publication(tmp_path)
    build_site(folder, site_dir=None, strict=True, now=NOW)
    again = build_site(folder, site_dir=None, strict=True, now=NOW)
    assert again.written
    assert (again.written.changed, again.written.removed) == (0, 0)


def test_processes_make_no_difference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One alone, three of which one waits, or three at work: the site is the same, byte for byte."""
    claims = {f"bridge-{n}": complete_claim(claim=f"The bridge has {n} arches.") for n in range(60)}
    sites = []
    for count, few in ((1, 128), (3, 128), (3, 0)):
        monkeypatch.setattr(processes, "processors", lambda count=count: count)
        monkeypatch.setattr(processes, "_FEW", few)
        folder = write_publication(tmp_path / f"{count}-{few}", claims)
        build_site(folder, site_dir=None, strict=False, now=NOW)
        sites.append(digests(folder / "site"))
    assert sites[0]
    assert sites == [sites[0]] * 3


def test_a_claim_that_leaves_takes_its_files_along(tmp_path: Path) -> None:
    """A page whose file is gone is gone after the next build."""
    folder = write_publication(
        tmp_path, {"old-bridge": complete_claim(), "ferry": complete_claim(claim="The ferry sank.")}
    )
    build_site(folder, site_dir=None, strict=False, now=NOW)
    (folder / "content/claims/ferry.yml").unlink()
    built = build_site(folder, site_dir=None, strict=False, now=NOW)
    assert built.written
    assert built.written.removed > 0
    assert [path for path in digests(folder / "site") if "ferry" in path] == []
    assert (folder / "site/claims/old-bridge/index.html").exists()


def test_media_are_published(tmp_path: Path) -> None:
    """What lies in content/media lies in the site's media."""
    folder = write_publication(tmp_path)
    (folder / "content/media").mkdir()
    (folder / "content/media/bridge.png").write_bytes(b"\x89PNG")
    build_site(folder, site_dir=None, strict=False, now=NOW)
    assert (folder / "site/media/bridge.png").read_bytes() == b"\x89PNG"


def test_a_publication_may_replace_a_template(tmp_path: Path) -> None:
    """A template in the publication's own theme wins; all others stay."""
    folder = write_publication(tmp_path)
    (folder / "theme/factpress").mkdir(parents=True)
    (folder / "theme/factpress/feeds.html").write_text("<h1>Our own feeds</h1>", "utf-8")
    (folder / "theme/assets").mkdir()
    (folder / "theme/assets/own.css").write_text("p{}", "utf-8")
    build_site(folder, site_dir=None, strict=False, now=NOW)
    assert "<h1>Our own feeds</h1>" in (folder / "site/feeds/index.html").read_text("utf-8")
    assert (folder / "site/assets/own.css").exists()
    assert (folder / "site/assets/stylesheets/factpress.css").exists()


def test_a_broken_template_is_told(tmp_path: Path) -> None:
    """A template of the publication's own that can't be read ends in a sentence with its name and line."""
    folder = write_publication(tmp_path)
    (folder / "theme/factpress").mkdir(parents=True)
    (folder / "theme/factpress/feeds.html").write_text("<h1>\n{% if %}", "utf-8")
    with pytest.raises(BadSettings, match=r"feeds\.html .* line 2"):
        build_site(folder, site_dir=None, strict=False, now=NOW)


def test_the_desk_sees_drafts_but_no_broken_claims(tmp_path: Path) -> None:
    """While somebody writes, a draft is shown and a claim with an error is left out."""
    folder = write_publication(
        tmp_path,
        {
            "old-bridge": complete_claim(),
            "draft": {"claim": "A draft."},
            "broken": complete_claim(claim="Another.", verdict="nonsense"),
        },
    )
    checked = check_folder(folder, NOW)
    assert {claim.id for claim in for_desk(checked).claims} == {"old-bridge", "draft"}
    assert {claim.id for claim in checked.corpus.for_readers.claims} == {"old-bridge", "broken"}


def test_a_folder_that_is_no_publication_is_told(tmp_path: Path) -> None:
    """The error says what is missing."""
    with pytest.raises(BadSettings, match=r"mkdocs\.yml"):
        build_site(tmp_path, site_dir=None, strict=False, now=NOW)
