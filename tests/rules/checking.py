"""What rules find in invented claims."""

from __future__ import annotations

from typing import Any

from factpress.models.claim import Claim
from factpress.problems import Problem
from factpress.rules import check_corpus
from factpress.rules.register import Setting
from tests.making import NOW, SITE, make_claim, make_corpus

SETTING = Setting(NOW, SITE)
QUIET = frozenset({"FP401", "FP403", "FP404", "FP405"})
"""What the invented publication lacks."""


def problems(*claims: Claim, setting: Setting = SETTING, **corpus: Any) -> list[Problem]:
    """Return what the rules find in claims, or in the corpus that is made of them."""
    found = check_corpus(make_corpus(*claims, **corpus), setting)
    return [problem for problem in found if problem.code not in QUIET]


def found(*claims: Claim, **corpus: Any) -> list[tuple[str, str]]:
    """Return the codes and fields of the problems."""
    return [(problem.code, problem.location.field) for problem in problems(*claims, **corpus)]


def draft(claim_id: str = "old-bridge", **fields: Any) -> Claim:
    """Return a draft that says nothing but what is given."""
    nothing = dict.fromkeys(make_claim().model_dump(exclude={"id", "path", "claim"}))
    return make_claim(claim_id, **{**nothing, **fields})
