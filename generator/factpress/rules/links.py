"""What must hold of the two files about links, and of sources that are known to be gone."""

from __future__ import annotations

from collections.abc import Iterator

from factpress.corpus import Corpus
from factpress.link_results import EXCEPTIONS, GONE
from factpress.models.claim import Claim
from factpress.models.links import asked
from factpress.problems import Severity, quoted
from factpress.rules.register import Found, Setting, claim_rule, corpus_rule
from factpress.rules.terms import today


@corpus_rule(
    "FP611",
    Severity.ERROR,
    hint="Write `address` for one page, or `prefix` for all that begin alike.",
    example="- reason: Answers nobody but browsers.   # and neither address nor prefix\n"
    "  added: 2025-01-01\n  expires: 2025-06-30",
)
def one_address(corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """An exception must have either an address or a prefix."""
    for number, one in enumerate(corpus.link_exceptions, 1):
        if (one.address is None) == (one.prefix is None):
            found = "neither" if one.address is None else "both"
            yield Found(f"[{number}]", f"must have either `address` or `prefix`; found {found}", path=EXCEPTIONS)


@corpus_rule(
    "FP612",
    Severity.ERROR,
    hint="Correct the day.",
    example="- address: https://roads.example/closures\n  reason: …\n  added: 2025-06-30\n  expires: 2025-01-01",
)
def days_in_order(corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """An exception must expire on or after the day it was added, and nothing be added or gone in the future."""
    day = today(corpus, setting)
    for number, one in enumerate(corpus.link_exceptions, 1):
        if one.expires < one.added:
            message = f"must not be before {quoted(one.added)}, when it was added; found {one.expires}"
            yield Found(f"[{number}].expires", message, path=EXCEPTIONS)
        if one.added > day:
            yield Found(f"[{number}].added", f"must not be in the future; found {one.added}", path=EXCEPTIONS)
    for number, link in enumerate(corpus.gone_links, 1):
        if link.since > day:
            yield Found(f"[{number}].since", f"must not be in the future; found {link.since}", path=GONE)


@corpus_rule(
    "FP613",
    Severity.ERROR,
    hint="Keep one of the two.",
    example="- {address: https://roads.example/closures, since: 2025-05-01}\n"
    "- {address: https://roads.example/closures, since: 2025-05-08}",
)
def each_link_once(corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """An address must stand only once in links.yml and in link-exceptions.yml."""
    gone = [(number, GONE, link.address, "address") for number, link in enumerate(corpus.gone_links, 1)]
    exceptions = [
        (number, EXCEPTIONS, address, what)
        for number, one in enumerate(corpus.link_exceptions, 1)
        for what, address in (("address", one.address), ("prefix", one.prefix))
        if address
    ]
    seen: set[tuple[str, str, str]] = set()
    for number, path, address, what in (*gone, *exceptions):
        key = (path, what, asked(address))
        if key in seen:
            message = f"must stand only once in the file; found {quoted(address)} again"
            yield Found(f"[{number}].{what}", message, path=path)
        seen.add(key)


@claim_rule(
    "FP614",
    Severity.NOTICE,
    hint="Look for a copy (`factpress archive`) and put it into `archive_url`, or find another source.",
    example="sources:\n  - id: office\n    url: https://roads.example/closures   # listed in content/links.yml",
)
def kept_when_gone(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A source that is gone must rather have an archived copy that isn't."""
    for number, source in enumerate(claim.sources if corpus.gone else (), 1):
        since = corpus.gone_since(source.url)
        copy = source.archive_url
        if since and (copy is None or corpus.gone_since(copy)):
            yield Found(f"sources[{number}].url", f"must be there or have a copy; found neither since {since}")
