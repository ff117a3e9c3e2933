"""Texts by path -> the corpus, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from operator import attrgetter
from pathlib import PurePosixPath
from typing import Any

from factpress.corpus import Corpus
from factpress.models.publication import Publication
from factpress.parsing import LISTS, NEEDED_FILE, REGISTRIES, Reader, read_claims
from factpress.problems import Location, Problem, in_order
from factpress.reading import Path, Place, Unreadable, decoded, read_yaml
from factpress.texts import ROOT, Text, is_claim


@dataclass(slots=True)
class Loaded:
    """What loading gives: a corpus, as whole as the texts allow, and the problems."""

    corpus: Corpus
    problems: list[Problem]
    texts: Mapping[str, Text] = field(repr=False)
    """Every file by path, so that a problem can be placed in it."""

    def placed(self, problems: Iterable[Problem]) -> list[Problem]:
        """Return problems with line and column found in the texts, in order."""
        return placed(problems, self.texts)

    def lines(self, path: str, fields: Iterable[str]) -> list[int | None]:
        """Return the lines of some fields of a file that was read."""
        marks = _marks(self.texts[path])
        return [_nearest(marks, field)[0] for field in fields]


def placed(problems: Iterable[Problem], texts: Mapping[str, Text]) -> list[Problem]:
    """Return problems with line and column found in the texts, which are given by path, in order."""
    marks: dict[str, Mapping[Path, Place]] = {}
    found = []
    for problem in problems:
        path = problem.location.path
        if problem.location.line is None and problem.location.field and path in texts:
            if path not in marks:
                marks[path] = _marks(texts[path])
            problem = problem.at(*_nearest(marks[path], problem.location.field))
        found.append(problem)
    return in_order(found)


def load_corpus(texts: Iterable[Text], media: Iterable[str] = (), pages: Iterable[str] = ()) -> Loaded:
    """Return the corpus that the texts hold and everything that is wrong with their form.

    All problems of all files are found in one run; a file with a problem is left out and hides no other.
    """
    loaded = load_registries(texts, media, pages)
    read = read_claims(loaded.texts[path] for path in sorted(loaded.texts) if is_claim(path))
    corpus = replace(
        loaded.corpus,
        claims=tuple(one.claim for one in read if one.claim),
        unread=loaded.corpus.unread.union(one.unread for one in read if one.unread),
    )
    found = [*loaded.problems, *(problem for one in read for problem in one.problems)]
    return replace(loaded, corpus=corpus, problems=loaded.placed(found))


def load_registries(texts: Iterable[Text], media: Iterable[str] = (), pages: Iterable[str] = ()) -> Loaded:
    """Return what `load_corpus` does, without any claim and what is wrong with it."""
    by_path = {text.path: text for text in sorted(texts, key=attrgetter("path"))}
    reader = Reader()
    registries: dict[str, Any] = {name: {} for name in REGISTRIES}
    publication: Publication | None = None
    lists: dict[str, tuple[Any, ...]] = {}
    found = set()
    for text in by_path.values():
        if is_claim(text.path):
            continue
        place = PurePosixPath(text.path).relative_to(ROOT)
        if text.refused:
            reader.refuse(text, place.stem)
            found.add(place.name)
        elif place.stem in REGISTRIES and place.name == f"{place.stem}.yml":
            registries[place.stem] = reader.registry(text, place.stem, REGISTRIES[place.stem])
        elif place.stem in LISTS and place.name == f"{place.stem}.yml":
            found.add(place.name)
            lists[place.stem] = reader.listed(text, place.stem, *LISTS[place.stem])
        elif place.name == "publication.yml":
            found.add(place.name)
            publication = reader.publication(text)
        else:
            reader.refuse_name(text, place)
    for name in ("publication.yml", "verdicts.yml"):
        if name not in found:
            reader.problems.append(NEEDED_FILE.broken(Location(f"{ROOT}/{name}"), "the file must be there; found none"))
            reader.unread.add(name.removesuffix(".yml"))
    corpus = Corpus(
        publication=publication or Publication(name="?"),
        verdicts=lists.get("verdicts", ()),
        gone_links=lists.get("links", ()),
        link_exceptions=lists.get("link-exceptions", ()),
        media=frozenset(media),
        pages=frozenset(pages),
        unread=frozenset(reader.unread),
        **registries,
    )
    return Loaded(corpus, placed(reader.problems, by_path), by_path)


def _marks(text: Text) -> Mapping[Path, Place]:
    marks: dict[Path, Place] = {}
    try:
        read_yaml(decoded(text.read().raw, text.path), text.path, marks)
    except Unreadable:
        return {}
    return marks


def _nearest(marks: Mapping[Path, Place], name: str) -> tuple[int | None, int | None]:
    """Return the place of a field, or of the nearest one around it that the text has."""
    path: list[str | int] = [
        int(index) - 1 if index else word for index, word in re.findall(r"\[(\d{1,9})\]|([^.\[\]]+)", name)
    ]
    while path:
        if place := marks.get(tuple(path)):
            return place
        path.pop()
    return marks.get((), (1, 1))
