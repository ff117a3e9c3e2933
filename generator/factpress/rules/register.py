"""How a function becomes a rule with a permanent code."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from factpress.corpus import Corpus
from factpress.models.claim import Claim
from factpress.models.site import Site
from factpress.problems import Rule, Severity


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule found: the field, what must hold and what stands there, and what to do."""

    field: str
    message: str
    hint: str = ""
    """Where it can say more than the rule's own hint."""
    path: str = ""
    """The file; left out by the rules for one claim, whose file it is."""
    severity: Severity | None = None
    """Where it matters more or less here than the rule says."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What rules may know of the world outside the content."""

    now: datetime
    """The present moment, with a zone."""
    site: Site


ClaimCheck = Callable[[Claim, Corpus, Setting], Iterable[Found]]
CorpusCheck = Callable[[Corpus, Setting], Iterable[Found]]
ChangeCheck = Callable[[Claim, Claim], Iterable[Found]]
CLAIM_RULES: dict[Rule, ClaimCheck] = {}
PART_RULES: dict[Rule, ClaimCheck] = {}
"""Those of the rules for a claim that look at one field at a time, so that they hold where others can't be read."""
CORPUS_RULES: dict[Rule, CorpusCheck] = {}
CHANGE_RULES: dict[Rule, ChangeCheck] = {}


def _rule(check: Callable[..., object], code: str, severity: Severity, hint: str, example: str) -> Rule:
    return Rule(code, severity, (check.__doc__ or "").strip(), hint, example.strip("\n"))


def claim_rule(
    code: str, severity: Severity, *, hint: str, example: str, by_field: bool = False
) -> Callable[[ClaimCheck], ClaimCheck]:
    """Make a function the rule that its docstring states. It gets a claim, the corpus and the setting.

    One that goes `by_field` says of each field what it would say if the claim had no other.
    What it finds is kept until the claim's file or a registry changes. So it must look at no other claim of
    the corpus, and of the present day it may only ask whether a date of the claim lies ahead of it, or
    whether `review_by` has passed.
    """

    def register(check: ClaimCheck) -> ClaimCheck:
        rule = _rule(check, code, severity, hint, example)
        CLAIM_RULES[rule] = check
        if by_field:
            PART_RULES[rule] = check
        return check

    return register


def corpus_rule(code: str, severity: Severity, *, hint: str, example: str) -> Callable[[CorpusCheck], CorpusCheck]:
    """Make a function the rule that its docstring states. It gets the corpus and the setting."""

    def register(check: CorpusCheck) -> CorpusCheck:
        CORPUS_RULES[_rule(check, code, severity, hint, example)] = check
        return check

    return register


def change_rule(code: str, severity: Severity, *, hint: str, example: str) -> Callable[[ChangeCheck], ChangeCheck]:
    """Make a function the rule that its docstring states. It gets a claim as it was published and as it is now."""

    def register(check: ChangeCheck) -> ChangeCheck:
        CHANGE_RULES[_rule(check, code, severity, hint, example)] = check
        return check

    return register
