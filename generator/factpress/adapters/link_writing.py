"""Writes what asking for addresses gave into the content: what is gone, and where pages lie now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from factpress.adapters.link_printing import counted_addresses
from factpress.adapters.rewriting import Changed, rewrite
from factpress.corpus import Corpus
from factpress.editing import CannotEdit, with_value
from factpress.link_results import GONE, Replacement, Result, gone_after, links_text, replacements
from factpress.models.links import Link


class CannotWrite(Exception):
    """The list of what is gone can't be written; says why and what to do."""


def write_results(
    folder: Path,
    files: Mapping[str, bytes],
    corpus: Corpus,
    links: Sequence[Link] | None,
    results: Sequence[Result],
    today: date,
) -> Iterator[str]:
    """Bring links.yml up to date and put new addresses into the content; yield what was done, line by line.

    `files` are the content files as they were read, by path, `links` all of the publication where they are known. A
    file that somebody changed meanwhile is left as it is. Raises CannotWrite where links.yml can't be kept.
    """
    yield from _write_gone(folder, files, corpus, links, results, today)
    by_file: defaultdict[str, list[Replacement]] = defaultdict(list)
    for one in replacements(results):
        by_file[one.path].append(one)
    for path, changes in sorted(by_file.items()):
        yield from _replace(folder, path, files[path], changes)


def _replace(folder: Path, path: str, raw: bytes, changes: Sequence[Replacement]) -> Iterator[str]:
    text, done = raw.decode("utf-8"), 0
    for change in changes:
        try:
            text = with_value(text, change.field, change.address)
            done += 1
        except CannotEdit as error:
            yield f"{path}: {error}. Put it in by hand."
    if not done:
        return
    try:
        rewrite(folder / path, raw, text.encode("utf-8"))
    except Changed as error:
        yield f"{path}: left as it is, for {error}."
    else:
        yield f"{path}: {counted_addresses(done)} replaced"


def _write_gone(
    folder: Path,
    files: Mapping[str, bytes],
    corpus: Corpus,
    links: Sequence[Link] | None,
    results: Sequence[Result],
    today: date,
) -> Iterator[str]:
    if "links" in corpus.unread:
        raise CannotWrite(f"{GONE} can't be read. Mend what factpress check says of it first.")
    after = gone_after(corpus, results, links, today)
    if [(link.address, link.since) for link in after] == list(corpus.gone.items()):
        return
    raw, new = files.get(GONE), links_text(after).encode()
    try:
        if raw is None:
            with (folder / GONE).open("xb") as file:
                file.write(new)
        else:
            rewrite(folder / GONE, raw, new)
    except (Changed, FileExistsError):
        raise CannotWrite(f"Somebody changed {GONE} meanwhile. Call the command again.") from None
    yield f"{GONE}: {counted_addresses(len(after))} gone"
