"""What a careful desk asks of its claims, each rule with a permanent code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from factpress import loading
from factpress.corpus import Corpus
from factpress.models.claim import Claim
from factpress.problems import Location, Problem, Rule
from factpress.rules import (
    claim,
    corpus,
    dates,
    details,
    publication,
    publishers,
    references,
    registries,
    sources,
)
from factpress.rules.build import BUILD_RULES
from factpress.rules.register import CLAIM_RULES, CORPUS_RULES, Found, Setting

__all__ = ["all_rules", "check_claim", "check_corpus"]

ROOMS: Final = (claim, corpus, dates, details, publication, publishers, references, registries, sources)
"""The modules whose rules are registered by importing them."""


def all_rules() -> list[Rule]:
    """Return every rule there is, those of reading and building included, by code."""
    return sorted([*loading.RULES, *BUILD_RULES, *CLAIM_RULES, *CORPUS_RULES], key=lambda rule: rule.code)


def check_claim(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Problem]:
    """Yield what the rules for one claim find."""
    for rule, check in CLAIM_RULES.items():
        for found in check(claim, corpus, setting):
            yield _problem(rule, found, claim.path)


def check_corpus(corpus: Corpus, setting: Setting) -> Iterator[Problem]:
    """Yield what the rules find in every claim and in the corpus as a whole.

    "Today" is the day that the setting's moment falls on in the publication's zone.
    """
    for one in corpus.claims:
        yield from check_claim(one, corpus, setting)
    for rule, check in CORPUS_RULES.items():
        for found in check(corpus, setting):
            yield _problem(rule, found, found.path)


def _problem(rule: Rule, found: Found, path: str) -> Problem:
    problem = rule.broken(Location(path, found.field), found.message, found.hint)
    return replace(problem, severity=found.severity) if found.severity else problem
