"""The documents: what they promise is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
DOCUMENTS = [
    REPOSITORY / "README.md",
    REPOSITORY / "CONTRIBUTING.md",
    *sorted((REPOSITORY / "docs").glob("*.md")),
]


def text(name: str) -> str:
    """Return a document."""
    return (REPOSITORY / name).read_text("utf-8")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    """A relative link names a file of the repository."""
    prose = re.sub(r"```.*?```|`[^`\n]*`", "", document.read_text("utf-8"), flags=re.DOTALL)
    targets = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", prose)
    local = [target for target in targets if "://" not in target and not target.startswith("mailto:")]
    assert [target for target in local if not (document.parent / target).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_named_targets_exist(document: Path) -> None:
    """`make x` in a document is a target of the Makefile."""
    named = set(
        re.findall(
            r"make ([a-z-]+)",
            " ".join(re.findall(r"`[^`]*`|```sh.*?```", document.read_text("utf-8"), re.DOTALL)),
        )
    )
    assert named <= set(re.findall(r"^([a-z-]+):", text("Makefile") + text(".github/pipeline.mk"), re.MULTILINE))


def test_the_claim_in_the_readme_is_the_real_one() -> None:
    """Every line of the shortened file stands, in this order, in the file it was shortened from."""
    shown = re.search(r"```yaml\n(.*?)```", text("README.md"), re.DOTALL)
    linked = re.search(r"whole file is \[here\]\(([^)]+)\)", text("README.md"))
    assert shown
    assert linked
    lines = iter(text(linked[1]).splitlines())
    assert [line for line in shown[1].splitlines() if line not in lines] == []


def test_the_readme_shows_a_picture() -> None:
    """The picture is a real PNG of a size that loads at once."""
    picture = REPOSITORY / "docs" / "images" / "claim.png"
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert picture.stat().st_size < 600_000


def test_no_document_names_a_place_that_only_one_machine_has() -> None:
    """Documents speak of the repository, not of somebody's machine."""
    for document in DOCUMENTS:
        assert not re.search(r"/(home|root|tmp|Users)/", document.read_text("utf-8")), document.name
