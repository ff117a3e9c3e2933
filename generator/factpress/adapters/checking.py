"""A publication's folder -> its corpus and all that is wrong with it; what is known of a file isn't read again."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Final

from factpress import gists
from factpress.adapters.files import read_content, read_regular
from factpress.adapters.keeping import keep, recall
from factpress.adapters.package import code_digest
from factpress.adapters.processes import spread
from factpress.adapters.settings import read_settings
from factpress.corpus import Corpus
from factpress.digests import digest
from factpress.gists import ForeignGists, Gist, Read
from factpress.known import KnownClaim
from factpress.loading import Loaded, Text, is_claim, load_registries, read_claim
from factpress.models.claim import Claim
from factpress.models.site import Site, claim_path
from factpress.problems import Problem
from factpress.rules import check_whole
from factpress.rules.register import Setting
from factpress.rules.terms import today
from factpress.spreading import in_chunks

CHUNK: Final = 200
"""How many claims make a piece of work: few enough to share out evenly, enough to be worth sending."""
KEPT: Final = "claims"


@dataclass(frozen=True, slots=True)
class Checked:
    """A publication as it was read, and all that is wrong with it."""

    folder: Path
    site: Site
    corpus: Corpus
    """Everything that could be read, drafts included."""
    problems: tuple[Problem, ...]
    around: str
    """A text that differs where anything does that claims are read, checked and shown with: registries,
    settings, the names of media and pages, our own code."""
    leads: Mapping[str, str]
    """Where links that authors of public claims wrote lead inside the site, each with the page of such a claim."""
    texts: Mapping[str, Text] = field(repr=False)
    """Every file by path, so that a problem can be placed in it."""


class Memory:
    """What is remembered of one folder from check to check, so that only files that changed are looked at again."""

    def __init__(self) -> None:
        self._files: dict[str, tuple[tuple[int, ...], tuple[bytes, str]]] = {}
        self.made_from: tuple[str, date] | None = None
        """What the claims were read and checked with: their surroundings, and the day."""
        self.claims: Mapping[str, tuple[Text, Gist, Claim | None]] = {}
        """What their files gave, by path."""

    def read(self, place: str) -> tuple[bytes, str]:
        """Return what `read_regular` does; what is still the same file, last changed as it was, isn't read again."""
        try:
            state = os.lstat(place)
        except OSError:
            return read_regular(place)
        stamp = (state.st_mode, state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns)
        known = self._files.get(place)
        if known is None or known[0] != stamp:
            # Looked at before it is read: what changes in between is read again the next time.
            known = self._files[place] = (stamp, read_regular(place))
        return known[1]


def check_folder(folder: Path, now: datetime, memory: Memory | None = None) -> Checked:
    """Read a publication and return all that is wrong with it. Raises BadSettings where the folder is none.

    A `memory` of the same folder makes every check but the first a matter of what changed.
    """
    site = read_settings(folder).site
    content = read_content(folder, memory.read if memory else None)
    loaded = load_registries(content.texts, content.media, content.pages)
    setting = Setting(now, site)
    around = _around(loaded, site)
    claims = _claims(folder, loaded, setting, around, memory or Memory())
    corpus = replace(
        loaded.corpus,
        claims=tuple(claim for _, claim in claims if claim),
        unread=loaded.corpus.unread.union(gist.key for gist, claim in claims if claim is None),
    )
    found = [*loaded.problems, *(problem for gist, _ in claims for problem in gist.problems)]
    problems = tuple(loaded.placed([*found, *check_whole(corpus, setting)]))
    leads = {to: claim_path(claim.id) for gist, claim in claims if claim and claim.is_public for to in gist.leads}
    return Checked(folder, site, corpus, problems, around, leads, loaded.texts)


def _around(loaded: Loaded, site: Site) -> str:
    texts = [text for path, text in loaded.texts.items() if not is_claim(path)]
    names = [*sorted(loaded.corpus.media), "", *sorted(loaded.corpus.pages)]
    files = (part for text in texts for part in (text.path, text.refused, text.raw))
    return digest(code_digest(), site.name, site.address, *names, *files)


def _claims(
    folder: Path, loaded: Loaded, setting: Setting, around: str, memory: Memory
) -> list[tuple[Gist, Claim | None]]:
    texts = [text for path, text in loaded.texts.items() if is_claim(path)]
    day = today(loaded.corpus, setting)
    made_from = around, day
    before = memory.claims if memory.made_from == made_from else {}
    if before:
        fresh = [
            text
            for text in texts
            if (known := before.get(text.path)) is None or known[0] != text or not known[1].holds(day, day)
        ]
        read = _read(fresh, loaded.corpus, setting)
        claims = [_known(text, read[text.path]) if text.path in read else before[text.path][1:] for text in texts]
    else:
        claims = _recalled(folder, texts, loaded, setting, around)
    memory.made_from = made_from
    memory.claims = {text.path: (text, *claim) for text, claim in zip(texts, claims, strict=True)}
    return claims


def _recalled(
    folder: Path, texts: Sequence[Text], loaded: Loaded, setting: Setting, around: str
) -> list[tuple[Gist, Claim | None]]:
    """Return what claims' files give, taken from what was kept in the folder where they are the same."""
    digests = [digest(text.raw, text.refused) for text in texts]
    day = today(loaded.corpus, setting)
    known: Mapping[str, Gist] = {}
    raw = recall(folder, KEPT, around.encode())
    if raw is not None:
        try:
            rows, then = gists.from_bytes(raw)
            known = {gist.path: gist for gist in rows if gist.holds(then, day)}
        except ForeignGists:
            pass
    fresh = [
        text
        for text, digested in zip(texts, digests, strict=True)
        if text.path not in known or known[text.path].digest != digested
    ]
    read = _read(fresh, loaded.corpus, setting)
    claims = [_known(text, read.get(text.path) or known[text.path]) for text in texts]
    if fresh or len(known) != len(texts):
        keep(folder, KEPT, around.encode(), gists.to_bytes([gist for gist, _ in claims], day))
    return claims


def _read(texts: Sequence[Text], registries: Corpus, setting: Setting) -> Mapping[str, Read]:
    tasks = [partial(gists.read_and_check, chunk, registries, setting) for chunk in in_chunks(texts, CHUNK)]
    return {one.gist.path: one for part in spread(tasks) for one in part}


def _known(text: Text, found: Read | Gist) -> tuple[Gist, Claim | None]:
    gist = found.gist if isinstance(found, Read) else found
    if gist.fields is None:
        return gist, None
    whole = partial(gists.claim_from, found.whole) if isinstance(found, Read) else partial(_again, text)
    return gist, KnownClaim.of(gist.fields, f"{gist.digest} {gist.path}", gist.key, whole)


def _again(text: Text) -> Claim:
    """Return a claim whose file was read and checked in another build."""
    claim = read_claim(text).claim
    assert claim  # noqa: S101 - for the type checker: the same bytes gave one
    return claim
