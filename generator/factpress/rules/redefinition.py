"""What must hold of a change to registries: what published claims say stays, and so does whom they name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from factpress.corpus import Corpus
from factpress.models.registries import Verdict
from factpress.problems import Location, Problem, Rule, Severity, quoted
from factpress.texts import ROOT

RENAMED_VERDICT: Final = Rule(
    "FP710",
    Severity.ERROR,
    "A verdict that published claims have must keep its name.",
    "Add a verdict with an id of its own for new claims, and set `retired` and `replaced_by` in this one.",
    "- id: half-true\n  name: Mostly false   # and it was “Half true”",
)
REDEFINED_VERDICT: Final = Rule(
    "FP711",
    Severity.WARNING,
    "A verdict that published claims have must keep its meaning and its place on the scale.",
    "Mend slips here alone. For another meaning add a verdict, and set `retired` and `replaced_by` in this one.",
    "- id: half-true\n  value: 4   # and it was 3",
)
RENAMED: Final = Rule(
    "FP712",
    Severity.WARNING,
    "A claimant, person or publisher that published claims name must stay who they are.",
    "Make sure that it is the same person or house under a better name; somebody else needs an id of their own.",
    "mayor-lund:\n  name: Bo Berg   # and it was “Ada Lund”",
)
MOVED_ZONE: Final = Rule(
    "FP713",
    Severity.WARNING,
    "A publication must keep its time zone once claims tell a moment, for their dates are told in it.",
    "Put it back, unless the dates were wrong before.",
    "timezone: America/Lima   # and it was Europe/Berlin",
)
REDEFINITION_RULES: Final = (RENAMED_VERDICT, REDEFINED_VERDICT, RENAMED, MOVED_ZONE)


def check_redefinitions(old: Corpus, corpus: Corpus) -> Iterator[Problem]:
    """Yield what a change to registries alters of claims that readers have seen.

    The old corpus holds the registries that differ, as they were and as far as they could be read.
    """
    shown = corpus.for_readers
    new = {verdict.id: (number, verdict) for number, verdict in enumerate(corpus.verdicts, 1)}
    for verdict in old.verdicts:
        # The notice of a retracted claim names its verdict, too.
        claims = sum(claim.verdict == verdict.id for claim in shown.claims)
        if claims and verdict.id in new:
            yield from _check_verdict(verdict, *new[verdict.id], claims)
    yield from _check_names(old, shown)
    is_known = "publication" not in old.unread | corpus.unread
    if is_known and old.publication.timezone != corpus.publication.timezone:
        claims = sum(claim.published is not None and claim.published.moment is not None for claim in shown.claims)
        if claims:
            message = _message(old.publication.timezone, corpus.publication.timezone, claims)
            yield MOVED_ZONE.broken(Location(f"{ROOT}/publication.yml", "timezone"), message)


def _check_verdict(before: Verdict, number: int, now: Verdict, claims: int) -> Iterator[Problem]:
    for rule, name in ((RENAMED_VERDICT, "name"), (REDEFINED_VERDICT, "meaning"), (REDEFINED_VERDICT, "value")):
        was, found = getattr(before, name), getattr(now, name)
        if was != found:
            yield rule.broken(Location(f"{ROOT}/verdicts.yml", f"[{number}].{name}"), _message(was, found, claims))


def _check_names(old: Corpus, shown: Corpus) -> Iterator[Problem]:
    for registry, naming in (
        ("claimants", shown.by_claimant),
        ("people", shown.by_person),
        ("publishers", shown.by_publisher),
    ):
        now = getattr(shown, registry)
        for key, was in getattr(old, registry).items():
            claims = len(naming.get(key, ()))
            if claims and key in now and now[key].name != was.name:
                message = _message(was.name, now[key].name, claims)
                yield RENAMED.broken(Location(f"{ROOT}/{registry}.yml", f"{key}.name"), message)


def _message(was: object, found: object, claims: int) -> str:
    shown = "1 published claim shows" if claims == 1 else f"{claims:,} published claims show"
    said = "nothing" if found is None else quoted(found)
    return f"must be {'left out' if was is None else quoted(was)}, as {shown} it; found {said}"
