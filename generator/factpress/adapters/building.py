"""A publication's folder -> its site: everything a build does, from files to files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

from jinja2 import TemplateSyntaxError

from factpress.adapters.disk import Written, write_site
from factpress.adapters.files import read_content, read_regular
from factpress.adapters.package import theme_folder
from factpress.adapters.pagefind import index_files
from factpress.adapters.processes import Begun, spread, uncollected
from factpress.adapters.settings import FILE, BadSettings, read_settings
from factpress.corpus import Corpus
from factpress.loading import ROOT, Loaded, load_corpus
from factpress.models.site import Site
from factpress.pages.templates import Templates
from factpress.problems import Location, Problem, Severity, in_order
from factpress.rules import check_corpus
from factpress.rules.build import PAGE_WARNING, SAME_PATH
from factpress.rules.register import Setting
from factpress.search import search_parts
from factpress.site import File, Frame, Part, SamePath, maps, site_parts

MAX_MEDIA: Final = 100 << 20
"""Bytes; forges refuse larger files, too."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A publication as it was read, and all that is wrong with it."""

    folder: Path
    site: Site
    loaded: Loaded
    problems: tuple[Problem, ...]

    @property
    def corpus(self) -> Corpus:
        """Everything that could be read, drafts included."""
        return self.loaded.corpus


@dataclass(frozen=True, slots=True)
class Built:
    """What a build gave."""

    checked: Checked
    problems: tuple[Problem, ...]
    """Those of the check, and those that only a build finds."""
    site_dir: Path
    written: Written | None
    """None where problems kept the site from being built; the last one then stands as it was."""


def check_folder(folder: Path, now: datetime) -> Checked:
    """Read a publication and return all that is wrong with it. Raises BadSettings where the folder is none."""
    site = read_settings(folder).site
    content = read_content(folder)
    loaded = load_corpus(content.texts, content.media, content.pages, spread)
    found = check_corpus(loaded.corpus, Setting(now, site), spread)
    return Checked(folder, site, loaded, tuple(loaded.placed([*loaded.problems, *found])))


def blocks(problems: Iterable[Problem], strict: bool) -> bool:
    """Return whether problems keep a site from being built: errors do, in a strict build warnings too."""
    blocking = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return any(problem.severity in blocking for problem in problems)


def build_site(folder: Path, *, site_dir: Path | None, strict: bool, now: datetime) -> Built:
    """Check a publication and, where nothing stands against it, build its site.

    `site_dir` replaces the folder that mkdocs.yml names. Raises BadSettings for a folder that is no publication
    or a site folder that holds something else, OSError where the disk fails.
    """
    read_settings(folder)
    with uncollected():
        rendering = Begun(partial(_frame, folder))
        try:
            return _build(folder, site_dir, strict, now, rendering)
        finally:
            rendering.end()


def _frame(folder: Path) -> tuple[Frame, Path]:
    # Imported where it is needed: it takes half a second, and `check` never needs it.
    from factpress.adapters.mkdocs import render_frame

    return render_frame(folder / FILE)


def _build(
    folder: Path, site_dir: Path | None, strict: bool, now: datetime, rendering: Begun[tuple[Frame, Path]]
) -> Built:
    checked = check_folder(folder, now)
    if blocks(checked.problems, strict):
        return Built(checked, checked.problems, site_dir or folder / "site", None)
    frame, configured = rendering.result()
    target = site_dir or configured
    problems = tuple(in_order([*checked.problems, *page_problems(frame)]))
    if blocks(problems, strict):
        return Built(checked, problems, target, None)
    parts = all_parts(checked, checked.corpus.for_readers(), frame)
    try:
        written = write_site(target, parts, partial(maps, site=checked.site), spread)
    except SamePath as error:
        return Built(checked, tuple(in_order([*problems, same_path(error)])), target, None)
    return Built(checked, problems, target, written)


def page_problems(frame: Frame) -> Iterator[Problem]:
    """Yield what the builder of the hand-written pages had to say."""
    for warning in frame.warnings:
        yield PAGE_WARNING.broken(Location(f"{ROOT}/pages"), warning)


def same_path(error: SamePath) -> Problem:
    """Return the problem of a hand-written page that stands in a generated page's place."""
    return SAME_PATH.broken(
        Location(f"{ROOT}/pages"),
        f"each file of the site must have a path of its own; found two with {error}",
    )


def all_parts(checked: Checked, corpus: Corpus, frame: Frame) -> list[Part]:
    """Return every file of the site but the maps, in parts, the media that the corpus may show included."""
    searched = search_parts(corpus)
    return [
        *(partial(index_files, searched, number) for number in range(len(searched))),
        partial(_media, checked.folder / ROOT / "media", sorted(corpus.media)),
        *site_parts(corpus, checked.site, read_templates(checked.folder), frame, searched),
    ]


def _media(folder: Path, paths: Iterable[str]) -> Iterator[File]:
    for path in paths:
        raw, refused = read_regular(folder / path, MAX_MEDIA)
        if not refused:
            yield File(f"media/{path}", raw)


def for_desk(checked: Checked) -> Corpus:
    """Return what the desk sees while it writes: drafts too, but no claim that has an error."""
    broken = {problem.location.path for problem in checked.problems if problem.severity is Severity.ERROR}
    return replace(checked.corpus, claims=tuple(c for c in checked.corpus.claims if c.path not in broken))


def read_templates(folder: Path) -> Templates:
    """Return our templates, where the publication's own `theme/` has one of the same name that one.

    Raises BadSettings for a template that can't be read as one.
    """
    sources: dict[str, str] = {}
    for theme in (theme_folder(), folder / "theme"):
        for place in sorted((theme / "factpress").glob("*.html")):
            sources[place.name] = place.read_text("utf-8")
    try:
        return Templates(sources)
    except TemplateSyntaxError as error:
        raise BadSettings(
            f"theme/factpress/{error.name} can't be used; line {error.lineno}: {error.message}."
        ) from None
