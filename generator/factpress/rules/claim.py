"""What a claim must say, from when on, and what can't stand together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from factpress.corpus import UNKNOWN, Corpus
from factpress.models.claim import Claim
from factpress.models.parts import Kind, Status
from factpress.problems import Severity, quoted
from factpress.rules.register import Found, Setting, claim_rule
from factpress.rules.terms import is_complete, today

LONGEST_CLAIM = 300
LONG_CLAIM = 120
# The words that turn a statement into a statement about a statement; English only.
_REPORTED = re.compile(
    r"\b(?:said|says|claimed|reported|stated|alleged|alleges|announced|wrote) that\b|\baccording to\b",
    re.IGNORECASE,
)


@claim_rule(
    "FP201",
    Severity.ERROR,
    hint="Fill the field in, or set `status: draft` until you can.",
    example="claim: The bridge is closed\nstatus: published\npublished: 2025-03-05   # and no verdict",
)
def published_fields(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A published claim must have a verdict and a date of publication."""
    if claim.is_public:
        yield from _missing(claim, ("verdict", "published"), "a published claim")


@claim_rule(
    "FP202",
    Severity.ERROR,
    hint="Fill the field in, or set `status: draft` until you can.",
    example="claim: The bridge is closed\nverdict: false\nstatus: published\npublished: 2025-03-05",
)
def complete_fields(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A complete claim must have all the fields that readers need to judge it."""
    if is_complete(claim, corpus):
        needed = [
            *("headline", "claimant", "claim_date", "verdict_reason", "as_of", "summary", "conclusion"),
            *("topics", "authors"),
            *(["reviewed_by"] if corpus.publication.editorial.reviewers else []),
        ]
        yield from _missing(claim, needed, "a complete claim")


@claim_rule(
    "FP203",
    Severity.ERROR,
    hint="Write the day, or the moment with its zone: 2025-03-05 or 2025-03-05T14:30+01:00.",
    example="status: published\npublished: 2025-03",
)
def exact_publication(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A complete claim must say on which day it was published."""
    if is_complete(claim, corpus) and claim.published and not claim.published.is_exact:
        yield Found("published", f"must be a day or a moment; found {quoted(claim.published)}")


@claim_rule(
    "FP204",
    Severity.ERROR,
    hint="State one thing; keep the long wording in `quote`.",
    example='claim: "a text of more than 300 characters …"',
)
def longest_claim(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A complete claim must state what is rated in 300 characters or fewer."""
    if is_complete(claim, corpus) and len(claim.claim) > LONGEST_CLAIM:
        yield Found("claim", f"must have at most {LONGEST_CLAIM} characters; found {len(claim.claim)}")


@claim_rule(
    "FP205",
    Severity.NOTICE,
    hint="A short claim fits on cards and into other people's lists. Keep the long wording in `quote`.",
    example='claim: "a text of more than 120 characters …"',
)
def long_claim(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A claim must rather have no more than 120 characters."""
    over = len(claim.claim) > LONG_CLAIM
    if over and not (is_complete(claim, corpus) and len(claim.claim) > LONGEST_CLAIM):
        yield Found("claim", f"is best within {LONG_CLAIM} characters; found {len(claim.claim)}")


@claim_rule(
    "FP206",
    Severity.ERROR,
    hint="Write both: `status: retracted`, and `retraction` with `date` and `reason`.",
    example="status: retracted   # and no retraction",
)
def retraction_and_status(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A retracted claim must have the status `retracted` and a `retraction`."""
    if claim.status is Status.RETRACTED and claim.retraction is None:
        yield Found("status", "a retracted claim must say when and why in `retraction`; found nothing")
    if claim.status is not Status.RETRACTED and claim.retraction is not None:
        yield Found(
            "retraction",
            f"may stand in a claim with `status: retracted` alone; found {quoted(claim.status.value)}",
        )


@claim_rule(
    "FP207",
    Severity.ERROR,
    hint="Say in `hold_reason` what it waits for.",
    example="status: hold",
)
def hold_reason(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A held claim must say why it waits."""
    if claim.status is Status.HOLD and claim.hold_reason is None:
        yield Found("status", "a held claim must have a `hold_reason`; found nothing")


@claim_rule(
    "FP208",
    Severity.WARNING,
    hint="Delete `hold_reason`, or set `status: hold`.",
    example="status: published\nhold_reason: Waits for the road office",
)
def hold_reason_left(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A claim that isn't held must give no reason for holding it."""
    if claim.status is not Status.HOLD and claim.hold_reason is not None:
        yield Found("hold_reason", f"must stand in a held claim alone; the status is {quoted(claim.status.value)}")


@claim_rule(
    "FP209",
    Severity.ERROR,
    hint="Say in `interpretation` whether you rate that it was said, or that it is so.",
    example="claim: The Herald reports that the mayor closed the bridge\nkind: reported",
)
def interpretation(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A reported claim must say which proposition the verdict is about."""
    if claim.kind is Kind.REPORTED and claim.interpretation is None:
        yield Found("kind", "a reported claim must have an `interpretation`; found nothing")


@claim_rule(
    "FP210",
    Severity.ERROR,
    hint="Keep either `body`, or `what_we_know` and `analysis`.",
    example="body: A narrative.\nanalysis: A section.",
)
def body_or_sections(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A claim must have either a `body` or the sections that it stands for."""
    if claim.body is not None:
        for field in ("what_we_know", "analysis"):
            if getattr(claim, field) is not None:
                yield Found(field, "must not stand beside `body`, which takes its place; found both")


@claim_rule(
    "FP211",
    Severity.WARNING,
    hint="Rate what was said: drop the frame. Or set `kind: reported`, or `kind: attributed-quote`.",
    example="claim: The mayor said that the bridge was closed",
)
def reported_speech(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A claim must say in `kind` when it is about what somebody said."""
    language = (claim.lang or corpus.publication.lang).lower().split("-")[0]
    plain = claim.kind in (Kind.STATEMENT, Kind.STATISTIC)
    if language == "en" and plain and (match := _REPORTED.search(claim.claim)):
        yield Found("claim", f"must leave open no doubt what is rated; found {quoted(match[0])}")


@claim_rule(
    "FP212",
    Severity.NOTICE,
    hint="Let the headline say what you found, so that nobody spreads the claim by sharing it.",
    example="claim: The bridge is closed\nheadline: The bridge is closed",
)
def headline_states_the_finding(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A headline must rather state the finding than repeat the claim."""
    if claim.headline and _bare(claim.headline) == _bare(claim.claim):
        yield Found("headline", "is best another text than the claim; found the same")


@claim_rule(
    "FP213",
    Severity.ERROR,
    hint="Delete `unknown`, or the others.",
    example="claimant: [mayor-lund, unknown]",
)
def unknown_claimant_alone(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A claim whose claimant is unknown must name no other."""
    claimants = claim.claimant or ()
    if UNKNOWN in claimants and len(set(claimants)) > 1:
        yield Found("claimant", f"`unknown` must stand alone; found {quoted(', '.join(claimants))}")


@claim_rule(
    "FP214",
    Severity.ERROR,
    hint="Let somebody else review it.",
    example="authors: [ida-moss]\nreviewed_by: [ida-moss]",
)
def no_own_review(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A claim must be reviewed by people who haven't written it."""
    for index, person in enumerate(claim.reviewed_by, 1):
        if person in claim.authors:
            yield Found(f"reviewed_by[{index}]", f"must be none of the authors; found {quoted(person)}")


@claim_rule(
    "FP215",
    Severity.ERROR,
    hint="Let more people review it; `editorial.reviewers` in publication.yml says how many.",
    example="reviewed_by: [ben-hale]   # where editorial.reviewers is 2",
)
def enough_reviewers(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A complete claim must be reviewed by as many people as the publication asks for."""
    wanted, found = corpus.publication.editorial.reviewers, len(set(claim.reviewed_by))
    if is_complete(claim, corpus) and 0 < found < wanted:
        yield Found("reviewed_by", f"must name at least {wanted} people; found {found}")


@claim_rule(
    "FP216",
    Severity.WARNING,
    hint="Delete the one that is too much.",
    example="topics: [bridges, bridges]",
)
def named_once(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A list of ids must name each of them once."""
    for field in ("claimant", "topics", "authors", "reviewed_by", "aliases"):
        named = getattr(claim, field) or ()
        for name, times in Counter(named).items() if len(named) > 1 else ():
            if times > 1:
                yield Found(field, f"must name {quoted(name)} once; found it {times} times")


@claim_rule(
    "FP217",
    Severity.NOTICE,
    hint="Look at the evidence again; then set `as_of` and a new `review_by`, or delete it.",
    example="review_by: 2024-01-01",
)
def review_due(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A claim must be looked at again by the day it names."""
    if claim.is_listed and claim.review_by and claim.review_by < today(corpus, setting):
        yield Found("review_by", f"has passed; found {claim.review_by}")


def _missing(claim: Claim, fields: tuple[str, ...] | list[str], who: str) -> Iterator[Found]:
    for field in fields:
        if not getattr(claim, field):
            yield Found(field, f"{who} must have {quoted(field)}; found nothing")


def _bare(text: str) -> str:
    """Return a text as it is compared: without case, punctuation and blanks."""
    return "".join(re.findall(r"\w+", text.casefold()))
