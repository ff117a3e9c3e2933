"""What was corrected or taken back after publication, for the register, the feed and every "updated"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import tzinfo
from itertools import islice
from typing import NamedTuple

from factpress.corpus import Corpus
from factpress.models.claim import Claim
from factpress.models.dates import Day

RETRACTION = "retraction"
"""The kind that claim files write as `retraction`; all others are kinds of `corrections`."""


class PublicCorrection(NamedTuple):
    """One correction readers are told of, or a retraction."""

    claim: Claim
    key: str
    """Names it within its claim for good: its day, with a number from the second of that day on."""
    date: Day
    kind: str
    """A kind of correction, never `typo`, or `retraction`."""
    text: str
    """Plain text: what was wrong and what it says now, or why the claim was taken back."""
    from_verdict: str | None = None
    """The verdict before, by id; of a retraction, the one taken back."""
    to_verdict: str | None = None
    """The verdict after, by id."""
    by: str | None = None
    """Who made it: an id of `people.yml`."""

    @property
    def name(self) -> str:
        """What readers call its kind: "Verdict change"."""
        return self.kind.replace("-", " ").capitalize()


def public_corrections(corpus: Corpus) -> tuple[PublicCorrection, ...]:
    """Return every correction of public claims that is not a typo, and every retraction, each once.

    Newest first, then by the claim's id; within a claim's day the retraction, then the later written.
    """
    corrected = [claim for claim in corpus.claims if (claim.corrections or claim.retraction) and claim.is_public]
    made = [found for claim in corrected for found in _of_claim(claim)]
    return tuple(sorted(made, key=lambda found: (-found.date.toordinal(), found.claim.id)))


def corrected_on(claim: Claim) -> Day | None:
    """Return the day of the newest correction that is not a typo, a retraction included."""
    if not (claim.corrections or claim.retraction):
        return None
    days = [correction.date for correction in claim.shown_corrections]
    if claim.retraction:
        days.append(claim.retraction.date)
    return max(days, default=None)


def updated_on(claim: Claim, zone: tzinfo) -> Day | None:
    """Return what a claim's "updated" says: the day it was last corrected, else the day it was published."""
    return corrected_on(claim) or (claim.published.day(zone) if claim.published else None)


def last_updated(claims: Iterable[Claim], zone: tzinfo) -> Day | None:
    """Return the newest day that `updated_on` says of claims which stand newest first; few of them are looked at."""
    some = [*claims]
    days = [day for claim in some if (claim.corrections or claim.retraction) and (day := corrected_on(claim))]
    days += islice((day for claim in some if claim.published and (day := claim.published.day(zone))), 1)
    return max(days, default=None)


def _of_claim(claim: Claim) -> Iterator[PublicCorrection]:
    if claim.retraction:
        yield PublicCorrection(
            claim, RETRACTION, claim.retraction.date, RETRACTION, claim.retraction.reason, claim.verdict
        )
    # Corrections are only ever added to, so counting from the first keeps every key as it was.
    left = Counter(correction.date for correction in claim.shown_corrections)
    for correction in claim.shown_corrections:
        number = left[correction.date]
        left[correction.date] -= 1
        yield PublicCorrection(
            claim,
            f"{correction.date}-{number}" if number > 1 else f"{correction.date}",
            correction.date,
            correction.kind.value,
            correction.text,
            correction.from_verdict,
            correction.to_verdict,
            correction.by,
        )
