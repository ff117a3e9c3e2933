"""A publication's folder -> its site: everything a build does, from files to files."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

from jinja2 import TemplateSyntaxError

from factpress.adapters.checking import Checked, check_together
from factpress.adapters.compiled import compiled
from factpress.adapters.composing import compose
from factpress.adapters.disk import Written, write_site
from factpress.adapters.editions import note_edition, recall_edition
from factpress.adapters.extracts import NOTHING_TAKEN, Extracts, read_and_extract
from factpress.adapters.files import Scan, read_regular
from factpress.adapters.frames import Rendering
from factpress.adapters.garbage import uncollected
from factpress.adapters.keeping import FOLDER
from factpress.adapters.package import theme_folder
from factpress.adapters.pagefind import index_files, parts_file
from factpress.adapters.processes import spread
from factpress.adapters.scanning import knows_claims
from factpress.adapters.settings import BadSettings, read_settings
from factpress.adapters.spool import Spool
from factpress.adapters.suggestions import Suggestions
from factpress.corpus import Corpus
from factpress.digests import digest
from factpress.inner_links import Insides, broken_links, ids_in
from factpress.loading import placed
from factpress.pages.templates import Templates
from factpress.problems import Location, Problem, Severity, blocks, in_order
from factpress.rules.build import PAGE_WARNING, SAME_PATH
from factpress.search import SearchPart, search_parts
from factpress.shell import Frame
from factpress.site import Compose, File, Group, Made, Part, SamePath, maps, site_groups
from factpress.texts import ROOT

MAX_MEDIA: Final = 100 << 20
"""Bytes; forges refuse larger files, too."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build gave."""

    checked: Checked
    problems: tuple[Problem, ...]
    """Those of the check, and those that only a build finds."""
    site_dir: Path
    written: Written | None
    """None where problems kept the site from being built; the last one then stands as it was."""


def build_site(
    folder: Path,
    *,
    site_dir: Path | None,
    strict: bool,
    now: datetime,
    scanned: Scan | None = None,
    frame: Rendering | None = None,
) -> Built:
    """Check a publication and, where nothing stands against it, build its site.

    `site_dir` replaces the folder that mkdocs.yml names, `scanned` is that of `check_folder`, `frame` has begun to be
    rendered; who gives the two ends them. Raises BadSettings for a folder that is no publication or a site folder that
    holds something else, OSError where the disk fails.
    """
    read_settings(folder)
    begun = nullcontext(frame) if frame else closing(Rendering(folder))
    with uncollected(), begun as frame, Spool(folder / FOLDER) as spool:
        return _build(folder, site_dir, strict, now, frame, spool, scanned)


def _build(
    folder: Path,
    site_dir: Path | None,
    strict: bool,
    now: datetime,
    rendered: Rendering,
    spool: Spool,
    scanned: Scan | None,
) -> Built:
    templates = read_templates(folder)
    if not knows_claims(folder):
        templates.compile()
    read, extracts = read_and_extract(folder, now, templates, spool, scanned)
    if blocks(read.problems, strict):
        return _refused(check_together(read, now), site_dir)
    # Begun while one process alone is at work: what is wrong with the whole keeps few builds from going on.
    with closing(Suggestions(folder, read.corpus.for_readers, read.around, extracts.traits)) as suggestions:
        return _written(check_together(read, now), site_dir, strict, rendered, templates, suggestions, extracts)


def _written(
    checked: Checked,
    site_dir: Path | None,
    strict: bool,
    rendered: Rendering,
    templates: Templates,
    suggestions: Suggestions,
    extracts: Extracts,
) -> Built:
    if blocks(checked.problems, strict):
        return _refused(checked, site_dir)
    frame, configured = rendered.result()
    target = site_dir or configured
    problems = tuple(in_order([*checked.problems, *page_problems(frame)]))
    if blocks(problems, strict):
        return Built(checked, problems, target, None)
    known = recall_edition(checked.folder, target)
    readers, composed = checked.corpus.for_readers, partial(compose, checked.folder, checked.around, target)
    groups = all_groups(checked, readers, frame, templates, suggestions, extracts, composed)
    last = partial(maps, site=checked.site)
    accept, note = partial(require_links, checked, frame), partial(note_edition, checked.folder, target)
    try:
        written = write_site(target, groups, last, known, spread, accept, note, checked.around)
    except SamePath as error:
        return Built(checked, tuple(in_order([*problems, same_path(error)])), target, None)
    except BrokenLinks as error:
        return Built(checked, tuple(in_order([*problems, *error.problems])), target, None)
    return Built(checked, problems, target, written)


def _refused(checked: Checked, site_dir: Path | None) -> Built:
    return Built(checked, checked.problems, site_dir or checked.folder / "site", None)


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


class BrokenLinks(Exception):
    """A link inside the site leads nowhere; carries the problems that say which."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(f"{len(self.problems)} links lead nowhere")


def require_links(checked: Checked, frame: Frame, site_dir: Path, paths: Collection[str]) -> None:
    """Raise BrokenLinks unless every link inside a site that is about to be published leads to something.

    Looked at is what people wrote, and each shell once; the rest is made from ids that the rules have checked.
    """
    broken = broken_links(
        {**frame.leads, **checked.leads},
        paths,
        lambda path: ids_in((site_dir / path).read_text("utf-8")),
        checked.corpus,
        Insides(checked.site),
    )
    if problems := placed(broken, checked.texts):
        raise BrokenLinks(problems)


def all_groups(
    checked: Checked,
    corpus: Corpus,
    frame: Frame,
    templates: Templates,
    suggestions: Suggestions,
    extracts: Extracts = NOTHING_TAKEN,
    composed: Compose = lambda _, rows: rows.content(),
) -> list[Group]:
    """Return every file of the site but the maps, in groups of parts, the media that the corpus may show included."""
    made = Made(checked.site, templates, frame, checked.around)
    media = list(_media(checked.folder / ROOT / "media", sorted(corpus.media)))
    searched_key = digest(checked.around, corpus.gists_key, corpus.searched_key)
    return [
        Group("search", searched_key, lambda: index_parts(search_parts(corpus, extracts.content))),
        Group("media", digest(*[f"{part.name} {part.made_of}" for part in media]), lambda: media),
        *site_groups(corpus, made, suggestions.result, extracts.galley, extracts.card, composed, suggestions.keys),
    ]


def index_parts(searched: Sequence[SearchPart]) -> Iterator[Part]:
    """Yield the parts of the search index, and the list of them."""
    listed = parts_file(searched)
    yield Part(listed.path, digest(listed.content), lambda: [listed])
    for number, part in enumerate(searched):
        make = partial(index_files, part, with_program=number == 0)
        yield Part(f"search/{part.name}", f"{part.digest} {number == 0}", make, is_large=True)


def _media(folder: Path, paths: Iterable[str]) -> Iterator[Part]:
    for path in paths:
        raw, refused = read_regular(folder / path, MAX_MEDIA)
        if not refused:
            make = partial(_medium, folder / path, f"media/{path}")
            yield Part(f"media/{path}", digest(raw), make, is_large=True)


def _medium(place: Path, path: str) -> Iterator[File]:
    raw, refused = read_regular(place, MAX_MEDIA)
    if not refused:
        yield File(path, raw)


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
    templates = Templates(sources, compiled())
    try:
        # Those of the publication may be wrong; of ours most builds need but a few.
        templates.compile(place.name for place in (folder / "theme" / "factpress").glob("*.html"))
        return templates
    except TemplateSyntaxError as error:
        raise BadSettings(
            f"theme/factpress/{error.name} can't be used; line {error.lineno}: {error.message}."
        ) from None
