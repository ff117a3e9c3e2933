"""What a desk sees while it writes: its site, drafts included, of which each file is made when somebody asks for it."""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing, nullcontext
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Lock, RLock
from typing import Final

from factpress.adapters.building import (
    MAX_MEDIA,
    index_parts,
    page_problems,
    read_templates,
    same_path,
)
from factpress.adapters.checking import Checked, Memory, check_folder
from factpress.adapters.disk import edition_name
from factpress.adapters.files import read_regular
from factpress.adapters.frames import Rendering
from factpress.adapters.garbage import uncollected
from factpress.adapters.settings import FILE
from factpress.adapters.suggestions import Suggestions
from factpress.corpus import Corpus
from factpress.digests import digest
from factpress.inner_links import Insides, broken_links, ids_in
from factpress.loading import placed
from factpress.models.claim import Claim
from factpress.models.site import claim_path
from factpress.pages.claim import claim_page
from factpress.pages.templates import Templates
from factpress.problems import Problem, Severity, in_order
from factpress.relations import Related, relations_of
from factpress.search import search_parts
from factpress.shell import Frame
from factpress.site import File, Group, Made, Part, SamePath, maps, site_groups
from factpress.texts import CLAIMS, ROOT, is_claim

_FRAMING: Final = (FILE, "theme", f"{ROOT}/pages")
"""What the frame is made of."""


class Desk:
    """A publication that is written on; what it was when last looked at, and the view of it that is shown.

    One thread may look while another settles and others ask the view.
    """

    def __init__(self, folder: Path) -> None:
        """Take the publication's folder; nothing is read yet."""
        self.folder = folder
        self.view: View | None = None
        """None until there was something to show."""
        self._memory = Memory()
        self._frame: Frame | None = None
        self._templates: Templates | None = None
        self._alike: Mapping[str, Sequence[str]] = {}
        """By claim id the ids of those that resemble it, as far as is known."""
        self._alike_key = ""
        self._showing = Lock()

    def look(self, now: datetime, changed: Collection[str]) -> list[Problem]:
        """Look at what changed since the last time, show it, and return all that is wrong with the publication.

        `changed` are paths from the folder, of files or of folders with everything in them. A claim with an error is
        shown as it last was, and while something else has an error all is. Raises BadSettings where the folder, the
        theme or mkdocs.yml can't be used; all is then shown as it last was, too.
        """
        with uncollected():
            return self._look(now, changed)

    def _look(self, now: datetime, changed: Collection[str]) -> list[Problem]:
        if any(_lies_in(path, framing) for path in changed for framing in _FRAMING):
            self._frame = None
        with nullcontext() if self._frame else closing(Rendering(self.folder)) as rendering:
            checked = check_folder(self.folder, now, self._memory)
            if rendering:
                self._frame, _ = rendering.result()
        frame = self._frame
        assert frame  # noqa: S101 - for the type checker: it was there or was rendered
        problems = in_order([*checked.problems, *page_problems(frame)])
        if not any(one.severity is Severity.ERROR and not is_claim(one.location.path) for one in problems):
            templates = read_templates(self.folder)
            if self._templates is None or self._templates.key != templates.key:
                self._templates = templates
            with self._showing:
                self.view = self._view_of(checked, self._shown(checked), frame, self._templates)
        return problems

    def _shown(self, checked: Checked) -> Corpus:
        """Return the claims to be shown: one with an error as it was before it had any."""
        broken = {one.location.path for one in checked.problems if one.severity is Severity.ERROR}
        if not broken:
            return checked.corpus
        before = self.view
        # With other registries around it the old one might refer to what is no more.
        stands = before is not None and before.checked.around == checked.around
        good = {claim.path: claim for claim in before.corpus.claims} if before and stands else {}
        read = {claim.path: claim for claim in checked.corpus.claims}
        claims = [(good if path in broken else read).get(path) for path in checked.texts]
        return replace(checked.corpus, claims=tuple(claim for claim in claims if claim))

    def _view_of(self, checked: Checked, corpus: Corpus, frame: Frame, templates: Templates) -> View:
        made = Made(checked.site, templates, frame, checked.around)
        searched_key = digest(checked.around, corpus.gists_key, corpus.searched_key)
        groups = [
            *site_groups(corpus, made, lambda _: {}),
            Group("search", searched_key, lambda: index_parts(search_parts(corpus))),
            # Nobody outside ever sees it, so it lists nothing.
            Group("maps", checked.around, partial(_maps, checked)),
        ]
        # To find the one page that is asked for, nothing need be known of what all others are made of.
        edition = edition_name(groups)
        parts = partial(_claim_parts, corpus, made, self._alike)
        groups = [
            replace(one, parts=parts, made_of=one.made_of + self._alike_key) if one.name == CLAIMS else one
            for one in groups
        ]
        return View(checked, corpus, made, groups, edition, self.view)

    def settle(self) -> list[Problem]:
        """Do what need not be done before a change is shown, and return what else turns out to be wrong.

        Finds which claims resemble which, follows the links inside the site and tidies up the memory.
        """
        view = self.view
        if view is None:
            return []
        key = digest(view.checked.around, view.corpus.listed_key)
        if key != self._alike_key:
            found = Suggestions(self.folder, view.corpus, view.checked.around).result()
            alike = {one: tuple(other.id for other in others) for one, others in found.items()}
            with self._showing:
                self._alike, self._alike_key = alike, key
                if self.view is view:
                    self.view = self._view_of(view.checked, view.corpus, view.made.frame, view.made.templates)
                    view = self.view
        problems = [*view.same_paths()] or view.broken_links()
        # Spreading work between processes may have set aside what is garbage by now.
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        return in_order(problems)


def _lies_in(path: str, place: str) -> bool:
    return path == place or path.startswith(f"{place}/") or place.startswith(f"{path}/")


def _claim_parts(corpus: Corpus, made: Made, alike: Mapping[str, Sequence[str]]) -> Iterator[Part]:
    """Yield the pages of all claims; what is known of likeness may be of a moment ago, when there were other claims."""
    related = relations_of(corpus)
    listed = {claim.id: claim for claim in corpus.listed}
    for claim in corpus.claims:
        make = partial(_claim_file, claim, corpus, made, related.get(claim.id, ()), listed, alike.get(claim.id, ()))
        yield Part(claim_path(claim.id), "", make)


def _claim_file(
    claim: Claim,
    corpus: Corpus,
    made: Made,
    related: Sequence[Related],
    listed: Mapping[str, Claim],
    alike: Sequence[str],
) -> Iterator[File]:
    suggested = [listed[other] for other in alike if other in listed]
    page = claim_page(claim.whole, corpus, made.site, made.templates, related, suggested)
    yield File(page.file, made.frame.shells.fill(page).encode())


def _maps(checked: Checked) -> Iterator[Part]:
    for file in maps((), checked.site):
        yield Part(file.path, digest(file.content), partial(iter, (file,)))


class View:
    """The site of a desk at one moment. Nothing of it lies on disk; several threads may ask at once."""

    def __init__(
        self, checked: Checked, corpus: Corpus, made: Made, groups: Sequence[Group], edition: str, before: View | None
    ) -> None:
        """Take over from the view `before` what is made of the same."""
        self.checked = checked
        self.corpus = corpus
        self.made = made
        self.edition = edition
        """Differs where anything does that can be seen, suggestions aside."""
        self._groups = groups
        made_of = {group.name: group.made_of for group in groups}
        known = before._parts.copy() if before else {}
        self._parts: dict[str, tuple[str, Mapping[str, Part]]] = {
            name: one for name, one in known.items() if one[0] == made_of.get(name)
        }
        self._large: dict[str, tuple[str, Mapping[str, bytes]]] = before._large.copy() if before else {}
        # Making a large part takes seconds and must hold up no page.
        self._finding, self._making_large = RLock(), RLock()

    def file(self, path: str) -> bytes | None:
        """Return the file at a path, None where none is. Raises whatever making it raises."""
        if self._is_medium(path):
            raw, refused = read_regular(self.checked.folder / ROOT / path, MAX_MEDIA)
            return None if refused else raw
        part = self._part(path)
        if part is None:
            return None
        if part.is_large:
            return self._large_files(part).get(path)
        return next((file.content for file in part.make() if file.path == path), None)

    def _is_medium(self, path: str) -> bool:
        return path.startswith("media/") and path.removeprefix("media/") in self.corpus.media

    def _large_files(self, part: Part) -> Mapping[str, bytes]:
        with self._making_large:
            made_of, files = self._large.get(part.name, ("", {}))
            if made_of != part.made_of:
                files = {file.path: file.content for file in part.make()}
                self._large[part.name] = part.made_of, files
            return files

    def _part(self, path: str) -> Part | None:
        """Return the part that makes a file. Most groups are called like the folder that their files lie in."""
        for group in sorted(self._groups, key=lambda group: not path.startswith(f"{group.name}/")):
            parts = self._parts_of(group)
            for name in _names(path):
                if name in parts:
                    return parts[name]
        return None

    def _parts_of(self, group: Group) -> Mapping[str, Part]:
        with self._finding:
            if group.name not in self._parts:
                self._parts[group.name] = group.made_of, {part.name: part for part in group.parts()}
            return self._parts[group.name][1]

    def broken_links(self) -> list[Problem]:
        """Return a problem for every link inside the site that leads nowhere, of those that a build looks at."""
        leads = {**self.made.frame.leads, **self.checked.leads}
        paths = {target.partition("#")[0] for target in leads}
        names = {name for path in paths for name in (path, f"{path}index.html", f"{path}/index.html")}
        there = frozenset(name for name in names if self._is_medium(name) or self._part(name))
        return placed(
            broken_links(leads, there, self._ids, self.checked.corpus, Insides(self.checked.site)), self.checked.texts
        )

    def _ids(self, path: str) -> frozenset[str]:
        return ids_in((self.file(path) or b"").decode("utf-8", "replace"))

    def same_paths(self) -> Iterator[Problem]:
        """Yield a problem for every hand-written page that stands in the place of a generated one."""
        seen: set[str] = set()
        for group in self._groups:
            for name in self._parts_of(group):
                path = f"{name}index.html" if name.endswith("/") else name
                if path in seen:
                    yield same_path(SamePath(path))
                seen.add(path)


def _names(path: str) -> Iterator[str]:
    """Yield what a part may be called that makes a file: like the file, its page's address, or a part of search."""
    yield path
    if path.endswith("index.html"):
        yield path.removesuffix("index.html")
    if path.startswith("search/"):
        yield "/".join(path.split("/")[:2])
