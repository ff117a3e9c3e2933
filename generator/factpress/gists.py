"""What reading and checking a claim's file gave, so small that it can be kept for every claim of an archive."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, tzinfo
from typing import Any, Final, NamedTuple

import orjson

from factpress.corpus import Corpus
from factpress.inner_links import Insides
from factpress.known import Known
from factpress.loading import placed
from factpress.models.claim import Claim, gist_key_of
from factpress.parsing import ReadClaim, read_claims
from factpress.problems import Location, Problem, Severity
from factpress.rules import check_claim, check_part
from factpress.rules.dates import TOO_EARLY
from factpress.rules.register import Setting
from factpress.texts import Text, text_digest


class Gist(NamedTuple):
    """What is known of a claim's file without reading it."""

    path: str
    digest: str
    """Of the file's bytes."""
    problems: tuple[Problem, ...]
    """What is wrong with the claim in itself, placed."""
    known: Known | None
    """None where it couldn't be read."""
    key: str
    """`Claim.gist_key`; of one that couldn't be read its id."""
    leads: tuple[str, ...] = ()
    """Where links that its authors wrote lead inside the site."""

    def holds(self, then: date, today: date) -> bool:
        """Return whether looking again would find the same, though it was looked at on another day.

        Time passes only in one direction, and the rules for a claim forbid dates that lie ahead. What was too early
        in the morning needn't be at noon.
        """
        if then == today:
            return not self.problems or not any(problem.code == TOO_EARLY for problem in self.problems)
        review_by = self.known and self.known.head.get("review_by")
        return then < today and not self.problems and not (review_by and review_by < today.isoformat())


class Read(NamedTuple):
    """A claim's file, read and checked."""

    gist: Gist
    extract: Any = None
    """What else was taken from the claim; None where it couldn't be read or has an error."""


Extractor = Callable[[Sequence[Claim], Corpus], Mapping[str, Any]]
"""Takes something from whole claims and the registries, by the claims' ids, in whatever process they were read."""


def take_nothing(_claims: Sequence[Claim], _registries: Corpus) -> Mapping[str, Any]:
    """Take nothing else."""
    return {}


def read_and_check(
    texts: Iterable[Text], registries: Corpus, setting: Setting, extract: Extractor = take_nothing
) -> list[Read]:
    """Return what some claims' files give by themselves; `registries` is the corpus without claims.

    Each step is taken for all before the next one, for a processor that stays with what it does is a sixth faster.
    """
    files = [text.read() for text in texts]
    claims = read_claims(files)
    problems = [[*one.problems, *_found(one, registries, setting)] for one in claims]
    found = [tuple(placed(some, {file.path: file})) for file, some in zip(files, problems, strict=True)]
    zone = registries.publication.zone
    read = [_gist(*one, setting, zone) for one in zip(files, claims, found, strict=True)]
    sound = [one.claim for one, some in zip(claims, found, strict=True) if one.claim and not _has_error(some)]
    extracts = extract(sound, registries)
    return [
        Read(gist, extracts.get(one.claim.id) if one.claim else None) for gist, one in zip(read, claims, strict=True)
    ]


def _found(read: ReadClaim, registries: Corpus, setting: Setting) -> list[Problem]:
    if read.claim:
        return check_claim(read.claim, registries, setting)
    return check_part(read.part, registries, setting) if read.part else []


def _has_error(problems: Iterable[Problem]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in problems)


def _gist(file: Text, read: ReadClaim, problems: tuple[Problem, ...], setting: Setting, zone: tzinfo) -> Gist:
    digested = text_digest(file.raw, file.refused)
    if read.claim is None:
        return Gist(file.path, digested, problems, None, read.unread)
    gist = read.claim.gist
    leads = tuple(sorted(Insides(setting.site).authored_targets(read.claim)))
    return Gist(file.path, digested, problems, Known.of(gist, read.claim.timestamp(zone)), gist_key_of(gist), leads)


class ForeignGists(ValueError):
    """Bytes that hold no gists."""


FORM: Final = 4
"""Rises whenever the bytes come to look different."""


def to_bytes(gists: Iterable[Gist], day: date) -> bytes:
    """Return gists, as they were on a day, as bytes to be kept: JSON with its length before it, then the rests."""
    rows, rests = [], []
    for one in gists:
        head, rest, at = one.known or (None, b"", 0)
        rows.append((one.path, one.digest, problem_rows(one.problems), head, len(rest), at, one.key, one.leads))
        rests.append(rest)
    front = orjson.dumps((FORM, day.isoformat(), rows))
    return b"".join((len(front).to_bytes(8, "big"), front, *rests))


def from_bytes(raw: bytes) -> tuple[list[Gist], date]:
    """Return gists that were kept, and the day they are of. Raises ForeignGists."""
    start = 8 + int.from_bytes(raw[:8], "big")
    gists = []
    try:
        form, day, rows = orjson.loads(raw[8:start])
        if form != FORM:
            raise ForeignGists(f"another form: {form}")
        for path, digested, problems, head, length, at, key, leads in rows:
            known = None if head is None else Known(head, raw[start : start + length], at)
            found = problems_from(problems) if problems else ()
            gists.append(Gist(path, digested, found, known, key, tuple(leads)))
            start += length
        if start != len(raw):
            raise ForeignGists("another length")
        return gists, date.fromisoformat(day)
    except (TypeError, ValueError) as error:
        raise ForeignGists(str(error)) from None


def problem_rows(problems: Iterable[Problem]) -> list[tuple[Any, ...]]:
    """Return problems as plain values, to be kept."""
    return [
        (p.code, p.severity, p.location.path, p.location.field, p.location.line, p.location.column, p.message, p.hint)
        for p in problems
    ]


def problems_from(rows: Iterable[Sequence[Any]]) -> tuple[Problem, ...]:
    """Return the problems that `problem_rows` were made of. Raises ValueError or TypeError for others."""
    return tuple(
        [
            Problem(code, Severity(severity), Location(path, field, line, column), message, hint)
            for code, severity, path, field, line, column, message, hint in rows
        ]
    )
