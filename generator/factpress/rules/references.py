"""What must hold where a claim names something of a registry, or another claim."""

from __future__ import annotations

from collections.abc import Iterator

from factpress.corpus import UNKNOWN, Corpus
from factpress.forms import did_you_mean
from factpress.models.claim import Claim
from factpress.models.parts import Status
from factpress.problems import Severity, quoted
from factpress.rules.register import Found, Setting, claim_rule, corpus_rule
from factpress.rules.terms import unknown_id


@claim_rule(
    "FP261",
    Severity.ERROR,
    hint="Correct the id, or add the claimant to claimants.yml.",
    example="claimant: mayor-lnud",
    by_field=True,
)
def known_claimant(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A claimant must be in claimants.yml."""
    if "claimants" not in corpus.unread:
        for name in claim.claimant or ():
            if name != UNKNOWN and name not in corpus.claimants:
                yield unknown_id("claimant", "claimants.yml", name, corpus.claimants)


@claim_rule(
    "FP262",
    Severity.ERROR,
    hint="Choose one of the verdicts in verdicts.yml.",
    example="verdict: flase",
    by_field=True,
)
def known_verdict(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A verdict must be in verdicts.yml."""
    if "verdicts" in corpus.unread:
        return
    named = [("verdict", claim.verdict)]
    for number, change in enumerate(claim.corrections, 1):
        named.append((f"corrections[{number}].from_verdict", change.from_verdict))
        named.append((f"corrections[{number}].to_verdict", change.to_verdict))
    for field, name in named:
        if name is not None and name not in corpus.verdict_by_id:
            yield unknown_id(field, "verdicts.yml", name, corpus.verdict_by_id)


@claim_rule(
    "FP263",
    Severity.ERROR,
    hint="Correct the id, or add the topic to topics.yml.",
    example="topics: [brigdes]",
    by_field=True,
)
def known_topics(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A topic must be in topics.yml."""
    if "topics" not in corpus.unread:
        for number, name in enumerate(claim.topics, 1):
            if name not in corpus.topics:
                yield unknown_id(f"topics[{number}]", "topics.yml", name, corpus.topics)


@claim_rule(
    "FP264",
    Severity.ERROR,
    hint="Correct the id, or add the person to people.yml.",
    example="authors: [ida-mos]",
    by_field=True,
)
def known_people(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """An author, a reviewer and whoever corrects must be in people.yml."""
    if "people" in corpus.unread:
        return
    named = [(f"authors[{n}]", name) for n, name in enumerate(claim.authors, 1)]
    named += [(f"reviewed_by[{n}]", name) for n, name in enumerate(claim.reviewed_by, 1)]
    named += [(f"corrections[{n}].by", change.by) for n, change in enumerate(claim.corrections, 1) if change.by]
    for field, name in named:
        if name not in corpus.people:
            yield unknown_id(field, "people.yml", name, corpus.people)


@claim_rule(
    "FP265",
    Severity.ERROR,
    hint="Choose another verdict.",
    example="verdict: unverified   # retired: 2025-01-01\npublished: 2025-03-05",
)
def verdict_in_use(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A claim must not be published with a verdict that is retired by then."""
    verdict = corpus.verdict_by_id.get(claim.verdict or "")
    day = claim.published.day(corpus.publication.zone) if claim.published else None
    if verdict and verdict.retired and claim.is_public and day and day >= verdict.retired:
        hint = f"Use {quoted(verdict.replaced_by)} instead." if verdict.replaced_by else ""
        yield Found("verdict", f"must be one in use; {quoted(verdict.id)} is retired since {verdict.retired}", hint)


@claim_rule(
    "FP266",
    Severity.ERROR,
    hint="Delete the relation, or name the other claim.",
    example="related:\n  - claim: old-bridge   # in old-bridge.yml\n    relation: background",
)
def related_to_another(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A claim must be related to other claims, not to itself."""
    for number, relation in enumerate(claim.related, 1):
        if relation.claim == claim.id:
            yield Found(f"related[{number}].claim", f"must be another claim; found {quoted(claim.id)} itself")


@corpus_rule(
    "FP267",
    Severity.ERROR,
    hint="Correct the id: the stem of the other claim's file.",
    example="related:\n  - claim: no-such-claim\n    relation: background",
)
def related_to_a_known_claim(corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A claim must be related to claims that there are."""
    for claim in corpus.relating:
        for number, relation in enumerate(claim.related, 1):
            if relation.claim not in corpus.by_id and relation.claim not in corpus.unread:
                yield _unknown_claim(claim, f"related[{number}].claim", relation.claim, corpus)


@corpus_rule(
    "FP268",
    Severity.WARNING,
    hint="It will show once the other claim is published.",
    example="related:\n  - claim: still-a-draft\n    relation: background",
)
def related_to_what_readers_see(corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A published claim must be related to claims that readers can see."""
    for claim in corpus.relating:
        for number, relation in enumerate(claim.related, 1):
            other = corpus.by_id.get(relation.claim)
            if claim.is_public and other is not None and not other.is_public and other.id != claim.id:
                state = "held" if other.status is Status.HOLD else "a draft"
                message = f"isn't shown yet: {quoted(other.id)} is {state}"
                yield Found(f"related[{number}].claim", message, path=claim.path)


@corpus_rule(
    "FP269",
    Severity.ERROR,
    hint="Name the claim that was written first.",
    example="translation_of: no-such-claim",
)
def translation_of_an_original(corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A translation must name a claim that there is, that is another one and no translation itself."""
    for claim in corpus.translations:
        name = claim.translation_of
        if name is None or name in corpus.unread:
            continue
        original = corpus.by_id.get(name)
        if original is None:
            yield _unknown_claim(claim, "translation_of", name, corpus)
        elif name == claim.id:
            yield Found("translation_of", "must be another claim; found the claim itself", path=claim.path)
        elif original.translation_of is not None:
            hint = f"Write {quoted(original.translation_of)}." if original.translation_of != claim.id else ""
            message = f"must be an original; {quoted(name)} is a translation itself"
            yield Found("translation_of", message, hint, claim.path)


@corpus_rule(
    "FP270",
    Severity.ERROR,
    hint="Give it the verdict of the original, or say in `verdict_reason` why it differs.",
    example="translation_of: old-bridge   # verdict: false\nverdict: true",
)
def translation_keeps_the_verdict(corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A translation must have the verdict of its original, or say why not."""
    for claim, original in _translations(corpus):
        if claim.verdict_reason or None in (original.verdict, claim.verdict):
            continue
        if original.verdict != claim.verdict:
            wanted, found = quoted(original.verdict), quoted(claim.verdict)
            message = f"must be {wanted}, as in {quoted(original.id)}; found {found}"
            yield Found("verdict", message, path=claim.path)


@corpus_rule(
    "FP271",
    Severity.WARNING,
    hint="Set `lang` to the language of this text.",
    example="translation_of: old-bridge   # and no lang",
)
def translation_names_its_language(corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A translation must be in another language than its original."""
    for claim, original in _translations(corpus):
        here, there = (one.lang or corpus.publication.lang for one in (claim, original))
        if original is not claim and here.lower() == there.lower():
            message = f"must be another than in {quoted(original.id)}; found {quoted(here)} in both"
            yield Found("lang", message, path=claim.path)


def _translations(corpus: Corpus) -> Iterator[tuple[Claim, Claim]]:
    for claim in corpus.translations:
        original = corpus.by_id.get(claim.translation_of or "")
        if original is not None:
            yield claim, original


def _unknown_claim(claim: Claim, field: str, name: str, corpus: Corpus) -> Found:
    message = f"must be the id of a claim; found {quoted(name)}"
    return Found(field, message, did_you_mean(name, corpus.by_id), claim.path)
