"""What must hold of a change: what was published stays as it was, or a correction tells of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import Final

from factpress.corpus import Corpus
from factpress.loading import load_registries
from factpress.models.claim import Claim
from factpress.models.parts import Correction, CorrectionKind, Status
from factpress.parsing import read_claims
from factpress.problems import Location, Problem, Rule, Severity, quoted
from factpress.rules.redefinition import check_redefinitions
from factpress.rules.register import CHANGE_RULES, Found, change_rule
from factpress.texts import Text, is_claim

VANISHED: Final = Rule(
    "FP702",
    Severity.ERROR,
    "A published claim must stay, under its id or as an alias of the claim that took its place.",
    "Put it back. What was wrong is retracted, with `status: retracted`; a new id keeps the old one in `aliases`.",
    "content/claims/old-bridge.yml was deleted",
)
UNCOMPARED: Final = Rule(
    "FP709",
    Severity.WARNING,
    "A content file must have been readable before a change, so that the two can be compared.",
    "Compare them by hand, for instance with git diff.",
    "content/claims/old-bridge.yml   # written for an earlier version of the format",
)
_TELL_IT: Final = (
    "Add a correction that says what changed: `kind: typo` where the meaning is the same, or `kind: correction`."
)
_CLAIM: Final = ("claim", "quote", "kind", "interpretation", "claimant", "claim_date")
_FINDING: Final = (
    *("headline", "verdict_reason", "summary", "body", "what_we_know", "analysis", "conclusion"),
    *("as_of", "figures"),
)


def check_changes(before: Iterable[Text], corpus: Corpus) -> list[Problem]:
    """Return what a change does to the public record that it must not do.

    `before` are the claims and registries, as they were, that differ now or are gone; the corpus is what they became.
    Claims that no reader has seen may change as they like.
    """
    texts = list(before)
    claims = [text for text in texts if is_claim(text.path)]
    registries = [text for text in texts if not is_claim(text.path)]
    old = load_registries(registries).corpus
    unread = [text.path for text in registries if PurePosixPath(text.path).stem in old.unread]
    return [*_check_claims(claims, corpus), *map(_uncompared, unread), *check_redefinitions(old, corpus)]


def _check_claims(texts: Sequence[Text], corpus: Corpus) -> list[Problem]:
    successors = {alias: claim for claim in corpus.claims for alias in claim.aliases} | {**corpus.by_id}
    found: list[Problem] = []
    for text, read in zip(texts, read_claims(texts), strict=True):
        if read.claim is None:
            found.append(_uncompared(text.path))
        elif read.claim.is_public:
            now = successors.get(read.claim.id)
            if now is not None:
                found += _check_change(read.claim, now.whole)
            elif read.claim.id not in corpus.unread:
                message = f"must still be there as {quoted(read.claim.id)}; found no such claim"
                found.append(VANISHED.broken(Location(text.path), message))
    return found


def _uncompared(path: str) -> Problem:
    return UNCOMPARED.broken(Location(path), "the file must be readable as it was before; found that it isn't")


def _check_change(before: Claim, now: Claim) -> Iterator[Problem]:
    for rule, check in CHANGE_RULES.items():
        for found in check(before, now):
            yield rule.broken(Location(now.path, found.field), found.message, found.hint)


@change_rule(
    "FP701",
    Severity.ERROR,
    hint="Add to `corrections` what changed and why, with `kind: verdict-change`, `from_verdict` and `to_verdict`.",
    example="verdict: half-true   # and it was `false` when it was published",
)
def verdict_changes_are_told(before: Claim, now: Claim) -> Iterator[Found]:
    """A published verdict must not change without a correction that tells of it."""
    if now.verdict != before.verdict and not any(
        one.kind is CorrectionKind.VERDICT_CHANGE for one in _new(before, now)
    ):
        yield Found("verdict", f"must be {quoted(before.verdict)}, as published; found {quoted(now.verdict)}")


@change_rule(
    "FP703",
    Severity.ERROR,
    hint="Retract it with `status: retracted`. A claim that was retracted is checked anew in a file of its own.",
    example="status: draft   # and it was `published`",
)
def public_for_good(before: Claim, now: Claim) -> Iterator[Found]:
    """A published claim must not go back to the desk, nor a retracted one come back."""
    was_retracted = before.status is Status.RETRACTED
    if not now.is_public or (was_retracted and now.status is not Status.RETRACTED):
        yield Found("status", f"must be {quoted(before.status.value)}, as before; found {quoted(now.status.value)}")


@change_rule(
    "FP704",
    Severity.ERROR,
    hint="Put it back, and add a correction for what has changed since.",
    example="corrections: []   # and there was one of 2 April",
)
def corrections_stay(before: Claim, now: Claim) -> Iterator[Found]:
    """A correction or retraction must stay as it was published."""
    kept = [one for one in now.corrections if one in before.corrections]
    for lost in [one for one in before.corrections if one not in kept]:
        yield Found(
            "corrections", f"must still hold the {quoted(lost.kind.value)} of {lost.date}; found it changed or gone"
        )
    if len(kept) == len(before.corrections) and kept != [*before.corrections]:
        yield Found("corrections", "must stand in the order in which they were published; found another")
    if before.retraction and now.retraction != before.retraction:
        yield Found("retraction", f"must stay that of {before.retraction.date}; found it changed or gone")


@change_rule(
    "FP705",
    Severity.ERROR,
    hint="Put the date back. “Updated” comes from `corrections`.",
    example="published: 2025-04-01   # and it was 2025-03-05",
)
def published_once(before: Claim, now: Claim) -> Iterator[Found]:
    """A date of first publication must not change once it is known."""
    if before.published and before.published.is_exact and now.published != before.published:
        yield Found("published", f"must be {before.published}, as before; found {now.published or 'none'}")


@change_rule(
    "FP706",
    Severity.ERROR,
    hint=_TELL_IT,
    example="claim: The bridge is closed for good   # and it was “The bridge is closed”",
)
def claim_as_it_was(before: Claim, now: Claim) -> Iterator[Found]:
    """A claim must not be altered after its publication without a correction."""
    yield from _altered(before, now, _CLAIM)


@change_rule(
    "FP707",
    Severity.WARNING,
    hint=_TELL_IT,
    example="conclusion: The bridge was open all the time.   # and it was “… most of the time.”",
)
def finding_as_it_was(before: Claim, now: Claim) -> Iterator[Found]:
    """A finding must not be altered after its publication without a correction."""
    yield from _altered(before, now, _FINDING)
    evidence = {source.id: (source.title, source.quote, source.stance) for source in now.sources}
    for source in before.sources if not _is_told(before, now) else ():
        if evidence.get(source.id) != (source.title, source.quote, source.stance):
            message = f"must still hold {quoted(source.id)}, or a correction must tell of it; found it changed or gone"
            yield Found("sources", message)


@change_rule(
    "FP708",
    Severity.ERROR,
    hint="Put it back into `aliases`; links from elsewhere lead there.",
    example="aliases: []   # and there was `bridge-closed`",
)
def aliases_stay(before: Claim, now: Claim) -> Iterator[Found]:
    """A former id must stay among the aliases."""
    for lost in set(before.aliases) - {now.id, *now.aliases}:
        yield Found("aliases", f"must still hold {quoted(lost)}; found it gone")


def _new(before: Claim, now: Claim) -> list[Correction]:
    return [one for one in now.corrections if one not in before.corrections]


def _is_told(before: Claim, now: Claim) -> bool:
    return bool(_new(before, now)) or now.retraction != before.retraction


def _altered(before: Claim, now: Claim, fields: Iterable[str]) -> Iterator[Found]:
    for field in fields if not _is_told(before, now) else ():
        if getattr(now, field) != getattr(before, field):
            yield Found(field, "must be as it was published, or a correction must tell of it; found neither")
