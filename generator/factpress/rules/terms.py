"""What several rules ask: is a claim complete, which day is it, is an id known."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from functools import lru_cache

from factpress.corpus import Corpus
from factpress.forms import did_you_mean
from factpress.models.claim import Claim
from factpress.models.parts import Status
from factpress.problems import Severity, quoted
from factpress.rules.register import Found, Setting


def today(corpus: Corpus, setting: Setting) -> date:
    """Return the present day in the publication's zone."""
    return setting.now.astimezone(corpus.publication.zone).date()


def is_complete(claim: Claim, corpus: Corpus) -> bool:
    """Return whether a claim must have all that a complete claim has: published from `complete_from` on."""
    if claim.status is not Status.PUBLISHED or "publication" in corpus.unread:
        return False
    start = corpus.publication.editorial.complete_from
    day = claim.published.day(corpus.publication.zone) if claim.published else None
    return start is None or (day is not None and day >= start)


def graded(claim: Claim, corpus: Corpus) -> Severity:
    """Return how much it matters where a complete claim must be right and any other should be."""
    return Severity.ERROR if is_complete(claim, corpus) else Severity.WARNING


def unknown_id(field: str, file: str, found: str, known: Collection[str]) -> Found:
    """Return what to say of an id that a registry doesn't have."""
    return Found(
        field,
        f"must be an id of {file}; found {quoted(found)}",
        did_you_mean(found, known, f"Correct it, or add {quoted(found)} to {file}."),
    )


_HOST = re.compile(r"[A-Za-z]+://([^/?#:]+)")


@lru_cache(maxsize=64)  # several rules ask about the addresses of one claim
def host_of(address: str) -> str:
    """Return the host of an address that the models accepted, in lower case without `www.`."""
    match = _HOST.match(address)
    return match[1].lower().removeprefix("www.") if match else ""
