"""What is known of a built site, from one build to the next."""

from __future__ import annotations

from pathlib import Path

import pytest

from factpress.adapters.disk import NOTHING_KNOWN, Bundle, Edition, Entry
from factpress.adapters.editions import note_edition, recall_edition
from factpress.adapters.keeping import FOLDER

EDITION = Edition(
    "an edition",
    {
        "claims": Bundle(
            "of claims",
            {
                "claims/b/": Entry("of b", ["claims/b/index.html"], {"claims/b/": "2025-03-05"}),
                "claims/a/": Entry("of a", ["claims/a/index.html", "claims/a/ü.txt"], {"claims/a/": ""}),
            },
        ),
        "media": Bundle("", {}),
        "": Bundle("around", {"": Entry("", ["sitemap.xml"], {})}),
    },
    "the one before",
    frozenset({"claims/a/index.html", "gone.html"}),
)


def orders(edition: Edition) -> list[tuple[str, list[str]]]:
    """Return groups and their parts in order."""
    return [(name, [*bundle.entries]) for name, bundle in edition.bundles.items()]


def test_an_edition_comes_back_as_it_was(tmp_path: Path) -> None:
    """Names, digests, paths, dates and their order; the sitemap depends on it."""
    note_edition(tmp_path, tmp_path / "site", EDITION)
    again = recall_edition(tmp_path, tmp_path / "site")
    assert again == EDITION
    assert orders(again) == orders(EDITION)
    assert again.paths == {"claims/b/index.html", "claims/a/index.html", "claims/a/ü.txt", "sitemap.xml"}


def test_an_empty_edition_comes_back(tmp_path: Path) -> None:
    """A site may have no part at all."""
    edition = Edition("empty", {"": Bundle("", {})})
    note_edition(tmp_path, tmp_path / "site", edition)
    assert recall_edition(tmp_path, tmp_path / "site") == edition


def test_the_same_is_noted_as_the_same(tmp_path: Path) -> None:
    """Sets have no order that could show."""
    note_edition(tmp_path, tmp_path / "site", EDITION)
    (place,) = (tmp_path / FOLDER).iterdir()
    before = place.read_bytes()
    note_edition(tmp_path, tmp_path / "site", recall_edition(tmp_path, tmp_path / "site"))
    assert place.read_bytes() == before


def test_each_site_has_an_edition_of_its_own(tmp_path: Path) -> None:
    """Built into two folders, each is known by its own; by whatever way it is named."""
    other = Edition("another", {"": Bundle("", {})})
    note_edition(tmp_path, tmp_path / "site", EDITION)
    note_edition(tmp_path, tmp_path / "other", other)
    assert recall_edition(tmp_path, tmp_path / "site") == EDITION
    assert recall_edition(tmp_path, tmp_path / "x" / ".." / "other") == other
    assert recall_edition(tmp_path, tmp_path / "third") is NOTHING_KNOWN


@pytest.mark.parametrize("harm", ["torn", "emptied", "deleted", "folder"])
def test_what_is_torn_is_nothing_known(tmp_path: Path, harm: str) -> None:
    """Nothing is taken over from a site that nobody knows for certain."""
    note_edition(tmp_path, tmp_path / "site", EDITION)
    (place,) = (tmp_path / FOLDER).iterdir()
    raw = place.read_bytes()
    place.unlink()
    match harm:
        case "torn":
            place.write_bytes(raw[:-2])
        case "emptied":
            place.write_bytes(b"")
        case "folder":
            place.mkdir()
    assert recall_edition(tmp_path, tmp_path / "site") is NOTHING_KNOWN
