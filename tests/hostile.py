"""A publication in which every free text tries to break out, and the check that none did."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import extruct
import feedparser
from lxml.html import HtmlElement

from factpress.models.site import Site
from tests.making import complete_claim
from tests.publications import HOSTILE, write_publication, write_yaml
from tests.reading_html import elements, parsed, text, texts

RELATIVE = "[b](<java\tscript:alert(1)>) "
"""In a page, where the tab becomes blanks, it leads to a file that isn't there, which stops the build."""
LINKS = f"[a](javascript:alert(1)) {RELATIVE}[c](data:text/html,x) [d](vbscript:x)"


def hostile_claim() -> dict[str, Any]:
    """Return a claim with the hostile text in every field that takes free text."""
    source = {
        "id": "office", "title": HOSTILE, "publisher": HOSTILE, "url": "https://roads.example/a?b=1&c=''",
        "date": "2025-03-03", "accessed": "2025-03-04", "kind": "government", "stance": "refutes",
        "quote": HOSTILE, "via": HOSTILE, "interest": HOSTILE, "note": HOSTILE, "archive_note": HOSTILE,
    }  # fmt: skip
    return complete_claim(
        claim=HOSTILE, headline=HOSTILE, quote=HOSTILE, interpretation=HOSTILE, claimant_role=HOSTILE, context=HOSTILE,
        verdict_reason=f"{HOSTILE} [@office]", summary=[f"{HOSTILE} [@office]"],
        what_we_know=f"{HOSTILE}\n\n<script>alert(2)</script>\n\n{LINKS} [@office]",
        analysis=f"| a | b |\n|---|---|\n| {HOSTILE.replace('|', '')} | c |\n\n"
                 f"# {HOSTILE}\n\n<img src=x onerror=alert(3)>",
        conclusion=f"{HOSTILE}\n\n{{{{ config }}}} {{% include 'x' %}}", sources=[source],
        appearances=[{"title": HOSTILE, "publisher": HOSTILE, "url": "https://seen.example/x"}],
        figures=[{"key": "beds", "value": "3", "unit": HOSTILE, "note": HOSTILE, "source": "office"}],
        events=[{"date": "2025", "text": HOSTILE, "source": "office"}],
        claimant_response={"text": HOSTILE}, disclosures=[HOSTILE], variants=[HOSTILE],
        corrections=[{"date": "2025-03-10", "kind": "correction", "text": HOSTILE}],
        original={"publisher": HOSTILE, "verdict": HOSTILE, "url": "https://first.example/x"},
        related=[{"claim": "old-bridge", "relation": "background", "note": HOSTILE}],
    )  # fmt: skip


def hostile_publication(folder: Path) -> Path:
    """Write a publication whose claims, registries and pages are hostile."""
    write_publication(
        folder,
        {"old-bridge": complete_claim(), "hostile": hostile_claim()},
        pages={"bad.md": f'---\ntitle: "{HOSTILE.replace(chr(34), chr(39))}"\n'
               'description: "\\"><script>alert(4)</script>"\n'
               f"---\n\n# {HOSTILE}\n\n{LINKS.replace(RELATIVE, '')}\n\n"
               "<iframe src=https://evil.example></iframe><p onclick=alert(5)>x</p>\n"},
    )  # fmt: skip
    content = folder / "content"
    write_yaml(
        content / "people.yml",
        {"ida-moss": _named(bio=HOSTILE, conflicts_of_interest=HOSTILE), "ben-hale": _named()},
    )
    write_yaml(content / "topics.yml", {"bridges": _named(description=HOSTILE)})
    write_yaml(content / "claimants.yml", {"mayor-lund": _named(role=HOSTILE)})
    write_yaml(content / "publishers.yml", {"millbrook-herald": _named(note=HOSTILE)})
    write_yaml(
        content / "verdicts.yml",
        [
            {"id": key, "name": HOSTILE, "value": value, "meaning": HOSTILE}
            for key, value in (("true", "2"), ("false", "1"))
        ],
    )
    return folder


def _named(**fields: str) -> dict[str, str]:
    return {"name": HOSTILE, **fields}


def assert_inert(site: Path, where: Site) -> None:
    """Assert that the hostile text is read everywhere and runs nowhere."""
    theme = _scripts(parsed((site / "404.html").read_bytes()))
    pages = {place.relative_to(site).as_posix(): parsed(place.read_bytes()) for place in site.rglob("*.html")}
    for path, page in pages.items():
        foreign = [script for script in _scripts(page) - theme if "alert" in script]
        assert foreign == [], path
        assert [name for element in page.iter() for name in element.attrib if name.lower().startswith("on")] == [], path
        assert [target for _, _, target, _ in page.iterlinks() if not _harmless(target)] == [], path
        assert elements(page, "//iframe | //object | //embed | //form[@action]") == [], path
        assert elements(page, "//meta[@http-equiv]") == [], path
    claim = pages["claims/hostile/index.html"]
    assert text(claim, "//h1").strip() == HOSTILE
    assert HOSTILE in text(claim, "//title")
    assert "49" not in text(claim, "//h1")
    assert "<script>alert(2)</script>" in claim.text_content()
    assert "{{ config }} {% include 'x' %}" in claim.text_content()
    review = extruct.extract((site / "claims/hostile/index.html").read_bytes(), syntaxes=["json-ld"])["json-ld"][0]
    assert review["claimReviewed"] == HOSTILE
    assert review["url"] == where.absolute("claims/hostile/")
    feed = feedparser.parse((site / "feed.xml").read_bytes(), sanitize_html=False)
    assert not feed.bozo
    assert HOSTILE in [entry.title for entry in feed.entries]


def _scripts(page: HtmlElement) -> set[str]:
    return set(texts(page, "//script[not(@type) or not(contains(@type, 'json'))]"))


def _harmless(target: str) -> bool:
    return not target.strip().lower().replace("\t", "").startswith(("javascript:", "data:text", "vbscript:"))
