"""What must hold of the dates in a claim.

Dates that are known to the month or year alone are read so that a doubt never makes a problem. Most of these
matter more in a complete claim than in another one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Final

from factpress.corpus import Corpus
from factpress.models.claim import Claim
from factpress.models.dates import PartialDate
from factpress.problems import Severity
from factpress.rules.register import Found, Setting, claim_rule
from factpress.rules.terms import graded, today

TOO_EARLY: Final = "FP221"
"""The rule whose findings an hour may settle; those of all others hold for the whole day."""


@claim_rule(
    TOO_EARLY,
    Severity.ERROR,
    hint="Correct the date. A claim that waits for its day stays a draft until then.",
    example="status: published\npublished: 2099-01-01",
)
def not_in_the_future(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A claim must hold no date that is still to come, but for `review_by` and what it tells of."""
    moment = claim.published.instant(corpus.publication.zone) if claim.published else None
    if claim.is_public and moment is not None and moment > setting.now:
        yield Found("published", f"must not be in the future; found {claim.published}")
    day = today(corpus, setting)
    for field, number, known in _dates(claim):
        if known is not None and (known.first if isinstance(known, PartialDate) else known) > day:
            place = field.replace("[]", f"[{number}]")
            yield Found(place, f"must not be in the future; found {known}", severity=graded(claim, corpus))


def _dates(claim: Claim) -> Iterator[tuple[str, int, date | PartialDate | None]]:
    """Yield the dates of what has happened, each with its field and its number in the list that `[]` stands for."""
    yield "claim_date", 0, claim.claim_date
    yield "as_of", 0, claim.as_of
    for number, seen in enumerate(claim.appearances, 1):
        yield "appearances[].date", number, seen.date
    for number, source in enumerate(claim.sources, 1):
        yield "sources[].date", number, source.date
        yield "sources[].accessed", number, source.accessed
    for number, change in enumerate(claim.corrections, 1):
        yield "corrections[].date", number, change.date
    if claim.retraction:
        yield "retraction.date", 0, claim.retraction.date
    if claim.claimant_response:
        yield "claimant_response.date", 0, claim.claimant_response.date
    if claim.original:
        yield "original.date", 0, claim.original.date


@claim_rule(
    "FP222",
    Severity.ERROR,
    hint="Correct one of the dates.",
    example="claim_date: 2025-03-09\npublished: 2025-03-05",
)
def made_before_its_verdict(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A claim must have been made before its verdict was published, and before the evidence was closed."""
    if claim.claim_date is None:
        return
    published = _publication(claim, corpus)
    for name, limit in (("published", published and published[1]), ("as_of", claim.as_of)):
        if limit is not None and claim.claim_date.first > limit:
            message = f"must not be after `{name}`, {limit}; found {claim.claim_date}"
            yield Found("claim_date", message, severity=graded(claim, corpus))
            return


@claim_rule(
    "FP223",
    Severity.ERROR,
    hint="Set `as_of` to the last day on which you looked at evidence.",
    example="as_of: 2025-03-04\nsources:\n  - id: office\n    accessed: 2025-03-06",
)
def read_by_as_of(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A source must have been read no later than `as_of`."""
    for number, source in enumerate(claim.sources, 1):
        if claim.as_of and source.accessed and source.accessed > claim.as_of:
            message = f"must not be after `as_of`, {claim.as_of}; found {source.accessed}"
            yield Found(f"sources[{number}].accessed", message, severity=graded(claim, corpus))


@claim_rule(
    "FP224",
    Severity.ERROR,
    hint="Correct one of the dates.",
    example="sources:\n  - id: office\n    date: 2025-03-09\n    accessed: 2025-03-04",
)
def published_before_it_was_read(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A source must have been published before it was read."""
    for number, source in enumerate(claim.sources, 1):
        name, limit = ("accessed", source.accessed) if source.accessed else ("as_of", claim.as_of)
        if source.date and limit and source.date.first > limit:
            message = f"must not be after `{name}`, {limit}; found {source.date}"
            yield Found(f"sources[{number}].date", message, severity=graded(claim, corpus))


@claim_rule(
    "FP225",
    Severity.ERROR,
    hint="Correct the date. What changes before publication needs no correction.",
    example="published: 2025-03-05\ncorrections:\n  - date: 2025-03-01\n    kind: update\n    text: …",
)
def corrected_after_publication(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A correction or retraction must not be dated before publication."""
    published = _publication(claim, corpus)
    if published is None:
        return
    changes = [(f"corrections[{n}].date", change.date) for n, change in enumerate(claim.corrections, 1)]
    if claim.retraction:
        changes.append(("retraction.date", claim.retraction.date))
    for field, day in changes:
        if day < published[0]:
            yield Found(field, f"must not be before `published`, {claim.published}; found {day}")


@claim_rule(
    "FP226",
    Severity.ERROR,
    hint="Correct one of the dates; a retraction is the last thing that happens to a claim.",
    example="corrections: [{date: 2025-04-09, …}]\nretraction: {date: 2025-04-01, …}",
)
def retracted_last(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A retraction must not be dated before a correction."""
    newest = max((change.date for change in claim.corrections), default=None)
    if claim.retraction and newest and claim.retraction.date < newest:
        message = f"must not be before the last correction, {newest}; found {claim.retraction.date}"
        yield Found("retraction.date", message)


@claim_rule(
    "FP227",
    Severity.WARNING,
    hint="Add each correction below the others.",
    example="corrections:\n  - date: 2025-04-09\n    …\n  - date: 2025-04-01\n    …",
)
def corrections_in_order(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A list of corrections must have the oldest first."""
    for number, (before, after) in enumerate(pairwise(claim.corrections), 2):
        if after.date < before.date:
            message = f"must not be before the one above it, {before.date}; found {after.date}"
            yield Found(f"corrections[{number}].date", message)


@claim_rule(
    "FP228",
    Severity.WARNING,
    hint="Correct one of the dates; `claim_date` is the day it was first said.",
    example="claim_date: 2025-03-01\nappearances:\n  - date: 2025-02-20",
)
def seen_after_it_was_made(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A sighting of a claim, or an answer to it, must not be dated before the claim."""
    answers = [(f"appearances[{n}].date", seen.date) for n, seen in enumerate(claim.appearances, 1)]
    if claim.claimant_response:
        answers.append(("claimant_response.date", claim.claimant_response.date))
    for field, known in answers:
        if claim.claim_date and known and known.last < claim.claim_date.first:
            yield Found(field, f"must not be before `claim_date`, {claim.claim_date}; found {known}")


@claim_rule(
    "FP229",
    Severity.WARNING,
    hint="Correct one of the dates.",
    example="published: 2025-03-05\noriginal:\n  publisher: The Old Desk\n  date: 2025-04",
)
def brought_over_later(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A claim that was brought over must have been published elsewhere first."""
    published = _publication(claim, corpus)
    if claim.original and claim.original.date and published and claim.original.date.first > published[1]:
        message = f"must not be after `published`, {claim.published}; found {claim.original.date}"
        yield Found("original.date", message)


@claim_rule(
    "FP230",
    Severity.WARNING,
    hint="Choose a later day, or delete `review_by`.",
    example="as_of: 2025-03-04\nreview_by: 2025-02-01",
)
def reviewed_again_later(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A claim must be due for another look only after the last one."""
    if claim.review_by and claim.as_of and claim.review_by <= claim.as_of:
        yield Found("review_by", f"must be after `as_of`, {claim.as_of}; found {claim.review_by}")


def _publication(claim: Claim, corpus: Corpus) -> tuple[date, date] | None:
    """Return the earliest and the latest day that `published` can mean, in its own zone and the desk's."""
    if claim.published is None:
        return None
    if claim.published.partial:
        return claim.published.partial.first, claim.published.partial.last
    if claim.published.moment is None:
        return None
    here, there = claim.published.moment.astimezone(corpus.publication.zone), claim.published.moment
    return min(here.date(), there.date()), max(here.date(), there.date())
