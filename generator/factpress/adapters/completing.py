"""Adds all that factpress generates to a site that MkDocs built."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from itertools import chain
from pathlib import Path

from factpress.adapters.building import all_groups, read_templates, require_links
from factpress.adapters.checking import Checked
from factpress.adapters.disk import edition_name
from factpress.adapters.folders import mark
from factpress.adapters.mkdocs import LANDINGS
from factpress.adapters.suggestions import Suggestions
from factpress.corpus import Corpus
from factpress.shell import Frame
from factpress.site import Mapped, SamePath, leads_of, maps


def complete(folder: Path, checked: Checked, corpus: Corpus, frame: Frame) -> None:
    """Write the generated pages, feeds and maps of a corpus into the folder that MkDocs built the frame into.

    Raises SamePath for two files with one path and, when all is written, BrokenLinks.
    """
    for section in LANDINGS:
        (folder / section / "index.html").unlink()
    with closing(Suggestions(checked.folder, corpus, checked.around)) as suggestions:
        groups = all_groups(checked, corpus, frame, read_templates(checked.folder), suggestions)
        parts = [part for group in groups for part in group.parts()]
    written: set[str] = set()
    mapped: list[Mapped] = []
    for file in chain((mark(edition_name(groups)),), *(part.make() for part in parts), maps(mapped, checked.site)):
        if file.path in written:
            raise SamePath(file.path)
        written.add(file.path)
        mapped.extend([file.mapped] if file.mapped else [])
        place = folder / file.path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(file.content)
    require_links(checked, replace(frame, leads=leads_of(frame, checked.site)), folder, written)
