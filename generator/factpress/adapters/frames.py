"""The frame that MkDocs renders, kept until something that it is made of changes."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import orjson

from factpress.adapters.files import read_regular
from factpress.adapters.keeping import keep, recall
from factpress.adapters.package import code_digest
from factpress.adapters.processes import Begun
from factpress.adapters.settings import FILE, read_settings
from factpress.digests import digest
from factpress.shell import Frame, Shell, ShellKind, Shells
from factpress.texts import ROOT

KEPT: Final = "frame"
_ALONE: Final = frozenset({"factpress", "search"})
"""Plugins that look at nothing but the files of the publication."""
_OUTSIDE: Final = ("!", "snippets", "b64", "hooks", "INHERIT", "custom_dir")
"""Words of mkdocs.yml that lead beyond what is looked at here: tags like `!ENV`, other files, programs."""
MAX_FILE: Final = 100 << 20


class Rendering:
    """The frame of a publication, taken from what was kept or rendered by another process meanwhile."""

    def __init__(self, folder: Path) -> None:
        """Begin it."""
        self._folder = folder
        self._made_from = _made_from(folder)
        raw = recall(folder, KEPT, self._made_from) if self._made_from else None
        self._kept = None if raw is None else _from_bytes(raw)
        self._begun = self._written = None
        if not self._kept:
            # Made and removed here: who renders may be ended at any moment.
            self._written = TemporaryDirectory(prefix="factpress-")
            self._begun = Begun(partial(_render, folder, Path(self._written.name)))

    def result(self) -> tuple[Frame, Path]:
        """Return the frame, and the site folder that mkdocs.yml names. Raises BadSettings where MkDocs can't work."""
        if self._kept:
            return self._kept
        assert self._begun  # noqa: S101 - for the type checker: one of the two is there
        from factpress.site import leads_of  # not before: who begins to render needn't wait for most of our modules

        frame, configured = self._begun.result()
        frame = replace(frame, leads=leads_of(frame, read_settings(self._folder).site))
        if self._made_from:
            keep(self._folder, KEPT, self._made_from, _to_bytes(frame, configured))
        return frame, configured

    def close(self) -> None:
        """End it, whether it is done or not."""
        if self._begun:
            self._begun.close()
        if self._written:
            self._written.cleanup()


def _render(folder: Path, written: Path) -> tuple[Frame, Path]:
    # Imported where it is needed: it takes half a second, and `check` never needs it.
    from factpress.adapters.mkdocs import render_frame

    return render_frame(folder / FILE, written)


def _made_from(folder: Path) -> bytes:
    """Return what the frame is made of, in short; nothing where that can't be told from the publication's files."""
    settings = read_settings(folder)
    raw, _ = read_regular(folder / FILE)
    text = raw.decode("utf-8", "replace")
    parts = (folder / ROOT / "pages", folder / "theme")
    places = [place for part in parts for place in (part, *sorted(part.rglob("*")))]
    if (
        any(word in text for word in _OUTSIDE)
        or not _ALONE.issuperset(settings.plugins)
        or Path(settings.docs_dir) != Path(ROOT, "pages")
        or any(place.is_symlink() for place in places)
    ):
        return b""
    files = [place for place in places if place.is_file()]
    texts = [part for file in files for part in (str(file), read_regular(file, MAX_FILE)[0])]
    return digest(code_digest(), str(folder.resolve()), raw, *texts).encode()


def _to_bytes(frame: Frame, configured: Path) -> bytes:
    shells = [
        ((kind.section, kind.depth, kind.contents), (shell.texts, shell.slots, shell.inside, shell.between))
        for kind, shell in frame.shells.by_kind.items()
    ]
    lengths = [(path, len(content)) for path, content in frame.files.items()]
    head = orjson.dumps((shells, frame.warnings, str(configured), lengths, frame.leads))
    return b"".join((len(head).to_bytes(8, "big"), head, *frame.files.values()))


def _from_bytes(raw: bytes) -> tuple[Frame, Path]:
    start = 8 + int.from_bytes(raw[:8], "big")
    shells, warnings, configured, lengths, leads = orjson.loads(raw[8:start])
    by_kind = {
        ShellKind(*kind): Shell(tuple(texts), tuple(slots), inside, between)
        for kind, (texts, slots, inside, between) in shells
    }
    files: dict[str, bytes] = {}
    for path, length in lengths:
        files[path] = raw[start : start + length]
        start += length
    return Frame(files, Shells(by_kind), tuple(warnings), leads), Path(configured)
