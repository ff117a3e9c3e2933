"""What a careful desk asks of its claims, each rule with a permanent code."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from factpress import parsing
from factpress.corpus import Corpus
from factpress.link_results import ANSWER_RULES
from factpress.models.claim import Claim
from factpress.problems import Location, Problem, Rule
from factpress.rules import (
    change,
    claim,
    corpus,
    dates,
    details,
    links,
    publication,
    publishers,
    references,
    registries,
    sources,
)
from factpress.rules.build import BUILD_RULES
from factpress.rules.change import check_changes
from factpress.rules.redefinition import REDEFINITION_RULES
from factpress.rules.register import CHANGE_RULES, CLAIM_RULES, CORPUS_RULES, PART_RULES, Found, Setting

__all__ = ["all_rules", "check_changes", "check_claim", "check_corpus", "check_part", "check_whole"]

ROOMS: Final = (change, claim, corpus, dates, details, links, publication, publishers, references, registries, sources)
"""The modules whose rules are registered by importing them."""


def all_rules() -> list[Rule]:
    """Return every rule there is, those of reading, building, asking for links and changes included, by code."""
    rules = [*parsing.RULES, *BUILD_RULES, *ANSWER_RULES, *CLAIM_RULES, *CORPUS_RULES]
    rules += [change.VANISHED, change.UNCOMPARED, *CHANGE_RULES, *REDEFINITION_RULES]
    return sorted(rules, key=lambda rule: rule.code)


def check_corpus(corpus: Corpus, setting: Setting) -> list[Problem]:
    """Return what the rules find in every claim and in the corpus as a whole.

    "Today" is the day that the setting's moment falls on in the publication's zone.
    """
    found = [problem for one in corpus.claims for problem in check_claim(one, corpus, setting)]
    return [*found, *check_whole(corpus, setting)]


def check_claim(one: Claim, corpus: Corpus, setting: Setting) -> list[Problem]:
    """Return what the rules for one claim find in it; of the corpus they see all but other claims."""
    return [
        _problem(rule, found, one.path) for rule, check in CLAIM_RULES.items() for found in check(one, corpus, setting)
    ]


def check_part(part: Claim, corpus: Corpus, setting: Setting) -> list[Problem]:
    """Return what can be said of a claim of which some fields can't be read, and are left out."""
    return [
        _problem(rule, found, part.path) for rule, check in PART_RULES.items() for found in check(part, corpus, setting)
    ]


def check_whole(corpus: Corpus, setting: Setting) -> list[Problem]:
    """Return what the rules for a corpus as a whole find in it."""
    return [
        _problem(rule, found, found.path) for rule, check in CORPUS_RULES.items() for found in check(corpus, setting)
    ]


def _problem(rule: Rule, found: Found, path: str) -> Problem:
    problem = rule.broken(Location(path, found.field), found.message, found.hint)
    return replace(problem, severity=found.severity) if found.severity else problem
