"""A publication's folder -> its corpus and all that is wrong with it; what is known of a file isn't read again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

import orjson

from factpress import gists
from factpress.adapters.files import (
    ClaimFiles,
    Scan,
    Stamp,
    claims_later,
    read_beside_claims,
    read_claims_of,
    read_text,
    scanned_texts,
    stamp_at,
)
from factpress.adapters.groupings import group
from factpress.adapters.keeping import kept
from factpress.adapters.kept_gists import keep_gists, recall_gists
from factpress.adapters.package import code_digest
from factpress.adapters.processes import spread
from factpress.adapters.settings import FILE, read_settings
from factpress.corpus import Corpus
from factpress.digests import digest
from factpress.gists import Extractor, Gist
from factpress.known import KnownClaim
from factpress.loading import Loaded, load_registries, placed
from factpress.models.claim import Claim
from factpress.models.site import Site, claim_path
from factpress.parsing import read_claim
from factpress.problems import Location, Problem, Severity, in_order
from factpress.rules import check_whole
from factpress.rules.build import THIRD_PARTY
from factpress.rules.register import Setting
from factpress.rules.terms import today
from factpress.spreading import in_chunks
from factpress.texts import Text, is_claim, text_digest

CHUNK: Final = 25
"""How many claims make a piece of work: few enough to share out evenly, enough to be worth sending."""
_CORPUS_KEPT: Final = "corpus"


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
    extracts: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """What else was taken from the claims whose files were read just now, by claim id."""


class Memory:
    """What is remembered of one folder from check to check, so that only files that changed are looked at again."""

    def __init__(self) -> None:
        self._files: dict[str, tuple[Stamp, Text]] = {}
        self.made_from: tuple[str, date] | None = None
        """What the claims were read and checked with: their surroundings, and the day."""
        self.claims: Mapping[str, tuple[Text, Gist, Claim | None]] = {}
        """What their files gave, by path."""

    def text_at(self, path: str, place: str) -> Text:
        """Return what `read_text` does; what is still the same file, last changed as it was, isn't read again."""
        stamp, known = stamp_at(place), self._files.pop(place, None)
        if stamp is None:
            return read_text(path, place)
        if known is None or known[0] != stamp:
            known = stamp, read_text(path, place)
        self._files[place] = known
        return known[1]


def check_folder(folder: Path, now: datetime, memory: Memory | None = None, scanned: Scan | None = None) -> Checked:
    """Read a publication and return all that is wrong with it. Raises BadSettings where the folder is none.

    `memory` and `scanned` are those of `read_folder`.
    """
    return check_together(read_folder(folder, now, memory, scanned=scanned), now)


def read_folder(
    folder: Path,
    now: datetime,
    memory: Memory | None = None,
    extract: Extractor | None = None,
    scanned: Scan | None = None,
) -> Checked:
    """Read a publication and return what is wrong with its files, each looked at by itself. Raises as `check_folder`.

    A `memory` of the same folder makes every check but the first a matter of what changed. `extract` takes something
    from each claim whose file has to be read, unless the claim or a registry has an error. `scanned` gives the claims'
    files; else they are looked at here.
    """
    settings = read_settings(folder)
    site = settings.site
    text_at = memory.text_at if memory else claims_later
    content = read_beside_claims(folder, text_at)
    loaded = load_registries(content.texts, content.media, content.pages)
    setting = Setting(now, site)
    around = _around(loaded, site)
    day = today(loaded.corpus, setting)
    before = memory.claims if memory and memory.made_from == (around, day) else {}
    recalled = {} if before else recall_gists(folder, around, day)
    # All that can be done before is done before anybody waits for the claims' files.
    files = scanned() if scanned else None
    found_there = read_claims_of(folder, text_at) if files is None else scanned_texts(files)
    texts = [text for text in found_there if is_claim(text.path)]
    if len(texts) < len(found_there):  # something else lies where their folder should be
        loaded = load_registries([*content.texts, *found_there], content.media, content.pages)
    if extract is None or any(problem.severity is Severity.ERROR for problem in loaded.problems):
        extract = gists.take_nothing
    known = _remembered(texts, before, day) if before else _recalled(texts, recalled, files)
    claims, extracts = _claims(texts, known, loaded.corpus, setting, extract)
    if not before:
        keep_gists(folder, around, day, [gist for gist, _ in claims], recalled)
    if memory:
        memory.made_from = around, day
        memory.claims = {text.path: (text, *claim) for text, claim in zip(texts, claims, strict=True)}
    corpus = replace(
        loaded.corpus,
        claims=tuple(claim for _, claim in claims if claim),
        unread=loaded.corpus.unread.union(gist.key for gist, claim in claims if claim is None),
        group=partial(group, folder, around),
    )
    every_text = {**loaded.texts, **{text.path: text for text in texts}}
    asking = (THIRD_PARTY.broken(Location(FILE), message) for message in settings.asking)
    found = [*asking, *loaded.problems, *(problem for gist, _ in claims for problem in gist.problems)]
    problems = tuple(placed(found, every_text))
    return Checked(folder, site, corpus, problems, around, _leads(claims), every_text, extracts)


def check_together(read: Checked, now: datetime) -> Checked:
    """Return a publication that was read, with what is wrong with its files taken together."""
    found = _check_whole(read.folder, read.corpus, Setting(now, read.site), read.around)
    return replace(read, problems=tuple(in_order([*read.problems, *placed(found, read.texts)])))


def _check_whole(folder: Path, corpus: Corpus, setting: Setting, around: str) -> tuple[Problem, ...]:
    """Return what the rules for the whole corpus find; kept until a gist changes, for they see no more of claims."""

    def make() -> tuple[tuple[Problem, ...], bytes]:
        problems = tuple(check_whole(corpus, setting))
        return problems, orjson.dumps(gists.problem_rows(problems))

    key = digest(around, str(today(corpus, setting)), corpus.gists_key, *sorted(corpus.unread)).encode()
    return kept(folder, _CORPUS_KEPT, key, lambda raw: gists.problems_from(orjson.loads(raw)), make)


def _around(loaded: Loaded, site: Site) -> str:
    texts = [text for path, text in loaded.texts.items() if not is_claim(path)]
    names = [*sorted(loaded.corpus.media), "", *sorted(loaded.corpus.pages)]
    files = (part for text in texts for part in (text.path, text.refused, text.raw))
    return digest(code_digest(), site.name, site.address, *names, *files)


_Claim = tuple[Gist, Claim | None]


def _remembered(texts: Iterable[Text], before: Mapping[str, tuple[Text, *_Claim]], day: date) -> dict[str, _Claim]:
    """Return by path what the files gave that are as they were."""
    same = (before[text.path] for text in texts if text.path in before and before[text.path][0] == text)
    return {text.path: (gist, claim) for text, gist, claim in same if gist.holds(day, day)}


def _recalled(texts: Iterable[Text], gists: Mapping[str, Gist], files: ClaimFiles | None) -> dict[str, _Claim]:
    """Return by path what the files gave that are as they were when their gists were kept."""
    digests = _digests(texts, files) if gists else {}
    found = ((text, gists.get(text.path)) for text in texts)
    return {text.path: _claim_of(text, gist) for text, gist in found if gist and gist.digest == digests[text.path]}


def _digests(texts: Iterable[Text], files: ClaimFiles | None) -> Mapping[str, str]:
    if files is not None:
        return {path: digested for path, (_, _, digested) in files.items()}
    return {found.path: text_digest(found.raw, found.refused) for found in (text.read() for text in texts)}


def _claims(
    texts: Sequence[Text], known: dict[str, _Claim], registries: Corpus, setting: Setting, extract: Extractor
) -> tuple[list[_Claim], Mapping[str, Any]]:
    """Return what the files give, those that aren't `known` read; and what was taken from these, by claim id."""
    fresh = [text for text in texts if text.path not in known]
    tasks = [partial(gists.read_and_check, chunk, registries, setting, extract) for chunk in in_chunks(fresh, CHUNK)]
    read = {one.gist.path: one for part in spread(tasks) for one in part}
    known |= {text.path: _claim_of(text, read[text.path].gist) for text in fresh}
    extracts = {one.gist.known.head["id"]: one.extract for one in read.values() if one.gist.known and one.extract}
    return [known[text.path] for text in texts], extracts


def _leads(claims: Iterable[_Claim]) -> Mapping[str, str]:
    leading = ((gist.leads, claim) for gist, claim in claims if gist.leads and claim and claim.is_public)
    return {to: claim_path(claim.id) for some, claim in leading for to in some}


def _claim_of(text: Text, gist: Gist) -> _Claim:
    if gist.known is None:
        return gist, None
    return gist, KnownClaim.of(gist.known, f"{gist.digest} {gist.path}", gist.key, partial(_again, text))


def _again(text: Text) -> Claim:
    """Return a claim whose file was read and checked before. Raises OSError where it is no longer what it was."""
    claim = read_claim(text).claim
    if claim is None:
        raise OSError(0, "The file changed while it was read; run the command again.", text.path)
    return claim
