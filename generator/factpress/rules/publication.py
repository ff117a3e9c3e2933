"""What must hold of the publication: what readers may ask of it, and what it asks of itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from factpress.corpus import Corpus
from factpress.forms import did_you_mean
from factpress.models.publication import Policies
from factpress.problems import Severity, quoted
from factpress.rules.register import Found, Setting, corpus_rule
from factpress.rules.terms import today

FILE: Final = "content/publication.yml"


@corpus_rule(
    "FP401",
    Severity.WARNING,
    hint="Write a page below content/pages/ and name it here.",
    example="name: Millbrook Checks\npolicies:\n  methodology: methodology.md   # and no other",
)
def all_policies(corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A publication must say how it works and corrects itself, who owns and pays it, what it holds to."""
    if _is_read(corpus):
        for name in Policies.model_fields:
            if getattr(corpus.publication.policies, name) is None:
                message = f"a publication must have a policy on {quoted(name)}; found none"
                yield Found(f"policies.{name}", message, path=FILE)


@corpus_rule(
    "FP402",
    Severity.ERROR,
    hint="Write the page, or correct its path.",
    example="policies:\n  methodology: methods.md   # and no content/pages/methods.md",
)
def policies_are_there(corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A policy that is a page must be there."""
    pages = sorted(corpus.pages)
    for name in Policies.model_fields:
        page = getattr(corpus.publication.policies, name)
        if page is not None and "://" not in page and page not in corpus.pages:
            message = f"must be a page below content/pages/; found {quoted(page)}"
            near = did_you_mean(page.removesuffix(".md"), (known.removesuffix(".md") for known in pages))
            yield Found(f"policies.{name}", message, near, FILE)


@corpus_rule(
    "FP403",
    Severity.NOTICE,
    hint="Put it below content/media/ and name it in `logo`; search engines and cards show it.",
    example="name: Millbrook Checks   # and no logo",
)
def has_a_logo(corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A publication must rather have a logo."""
    if _is_read(corpus) and corpus.publication.logo is None:
        yield Found("logo", "a publication is best known by a logo; found none", path=FILE)


@corpus_rule(
    "FP404",
    Severity.NOTICE,
    hint="Name in `complaints` a press council or another body that hears complaints about you.",
    example="name: Millbrook Checks   # and no complaints",
)
def hears_complaints(corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A publication must rather name a body that hears complaints about it."""
    if _is_read(corpus) and not corpus.publication.complaints:
        yield Found("complaints", "readers best have somebody to complain to; found nobody", path=FILE)


@corpus_rule(
    "FP405",
    Severity.WARNING,
    hint="Give `email`, or in `submit` a repository, an address or a form.",
    example="name: Millbrook Checks   # and no email and no submit",
)
def can_be_reached(corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A publication must let readers suggest claims and corrections."""
    submit = corpus.publication.submit
    if _is_read(corpus) and not any((corpus.publication.email, submit.repository, submit.email, submit.form)):
        yield Found("submit", "readers must have a way to reach the desk; found none", path=FILE)


@corpus_rule(
    "FP406",
    Severity.WARNING,
    hint="Give the steps of the scale a `value`: 1 for the least true, higher for truer.",
    example="- {id: right, name: Right, meaning: …}\n- {id: wrong, name: Wrong, meaning: …}",
)
def has_a_scale(corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A publication must have a scale of at least two verdicts."""
    if "verdicts" not in corpus.unread and len(corpus.scale) < 2:
        message = f"must have at least two verdicts with a `value`; found {len(corpus.scale) or 'none'}"
        yield Found("", message, path="content/verdicts.yml")


@corpus_rule(
    "FP407",
    Severity.WARNING,
    hint="Set it to the day from which your claims are complete.",
    example="editorial:\n  complete_from: 2099-01-01",
)
def completeness_has_begun(corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A publication must not put off the day from which claims are complete."""
    start = corpus.publication.editorial.complete_from
    if start is not None and start > today(corpus, setting):
        message = f"must not be in the future, as no claim would need to be complete; found {start}"
        yield Found("editorial.complete_from", message, path=FILE)


def _is_read(corpus: Corpus) -> bool:
    return "publication" not in corpus.unread
