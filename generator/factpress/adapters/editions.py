"""What is known of a built site: what each part of it was made of, kept for the next build."""

from __future__ import annotations

from pathlib import Path

import orjson

from factpress.adapters.disk import NOTHING_KNOWN, Bundle, Edition, Entry
from factpress.adapters.keeping import keep, recall
from factpress.digests import digest


def recall_edition(folder: Path, site_dir: Path) -> Edition:
    """Return what is known of the site that the publication in `folder` was last built into, if anything is."""
    raw = recall(folder, _name(site_dir), _KEY)
    if raw is None:
        return NOTHING_KNOWN
    name, spare, differs, bundles = orjson.loads(raw)
    known = {
        group: Bundle(made_of, {part: Entry._make(entry) for part, entry in entries.items()}, shared, own)
        for group, (made_of, entries, shared, own) in bundles.items()
    }
    return Edition(name, known, spare, frozenset(differs))


def note_edition(folder: Path, site_dir: Path, edition: Edition) -> None:
    """Keep what is known of a site."""
    bundles = {
        group: (one.made_of, {part: tuple(entry) for part, entry in one.entries.items()}, one.shared, one.own)
        for group, one in edition.bundles.items()
    }
    raw = orjson.dumps((edition.name, edition.spare, sorted(edition.differs), bundles))
    keep(folder, _name(site_dir), _KEY, raw)


_KEY = b"editions, third form"


def _name(site_dir: Path) -> str:
    return f"site-{digest(str(site_dir.resolve()))[:12]}"
