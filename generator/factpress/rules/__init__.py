"""What a careful desk asks of its claims, each rule with a permanent code."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from factpress import loading
from factpress.corpus import Corpus
from factpress.models.claim import Claim
from factpress.problems import Location, Problem, Rule
from factpress.rules import claim as _claim_rules
from factpress.rules import corpus as _corpus_rules
from factpress.rules.register import CLAIM_RULES, CORPUS_RULES

__all__ = ["all_rules", "check_claim", "check_corpus"]


def all_rules() -> list[Rule]:
    """Return every rule there is, those of reading included, by code."""
    return sorted([*loading.RULES, *CLAIM_RULES, *CORPUS_RULES], key=lambda rule: rule.code)


def check_claim(claim: Claim, corpus: Corpus, now: datetime) -> Iterator[Problem]:
    """Yield what the rules for one claim find."""
    for rule, check in CLAIM_RULES.items():
        for found in check(claim, corpus, now):
            yield rule.broken(Location(found.path or claim.path, found.field), found.message, found.hint)


def check_corpus(corpus: Corpus, now: datetime) -> Iterator[Problem]:
    """Yield what the rules find in every claim and in the corpus as a whole.

    `now` is a moment with a zone; "today" is its day in the publication's zone.
    """
    for claim in corpus.claims:
        yield from check_claim(claim, corpus, now)
    for rule, check in CORPUS_RULES.items():
        for found in check(corpus, now):
            yield rule.broken(Location(found.path, found.field), found.message, found.hint)
