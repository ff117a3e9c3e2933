"""What a careful desk asks of its claims, each rule with a permanent code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
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
from factpress.spreading import Spread, in_chunks, one_by_one

__all__ = ["all_rules", "check_corpus"]

CHUNK: Final = 500
"""How many claims make a piece of work."""
ROOMS: Final = (claim, corpus, dates, details, publication, publishers, references, registries, sources)
"""The modules whose rules are registered by importing them."""


def all_rules() -> list[Rule]:
    """Return every rule there is, those of reading and building included, by code."""
    return sorted([*loading.RULES, *BUILD_RULES, *CLAIM_RULES, *CORPUS_RULES], key=lambda rule: rule.code)


def check_corpus(corpus: Corpus, setting: Setting, spread: Spread = one_by_one) -> list[Problem]:
    """Return what the rules find in every claim and in the corpus as a whole.

    "Today" is the day that the setting's moment falls on in the publication's zone.
    """
    checks = [partial(_check_claims, chunk, corpus, setting) for chunk in in_chunks(corpus.claims, CHUNK)]
    found = spread([*checks, partial(_check_whole, corpus, setting)])
    return [problem for part in found for problem in part]


def _check_claims(claims: Sequence[Claim], corpus: Corpus, setting: Setting) -> list[Problem]:
    return [
        _problem(rule, found, one.path)
        for one in claims
        for rule, check in CLAIM_RULES.items()
        for found in check(one, corpus, setting)
    ]


def _check_whole(corpus: Corpus, setting: Setting) -> list[Problem]:
    return [
        _problem(rule, found, found.path) for rule, check in CORPUS_RULES.items() for found in check(corpus, setting)
    ]


def _problem(rule: Rule, found: Found, path: str) -> Problem:
    problem = rule.broken(Location(path, found.field), found.message, found.hint)
    return replace(problem, severity=found.severity) if found.severity else problem
