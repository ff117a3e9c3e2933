"""What must hold of figures, media, corrections and the Markdown of a claim."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from factpress.citations import markdown_fields
from factpress.corpus import Corpus
from factpress.forms import did_you_mean
from factpress.markdown import images_in, links_in
from factpress.models.claim import Claim
from factpress.models.parts import CorrectionKind
from factpress.problems import Severity, quoted
from factpress.prose import href, medium
from factpress.rules.register import Found, Setting, claim_rule


@claim_rule(
    "FP251",
    Severity.ERROR,
    hint="Write `value`, or `low` and `high` where only a range is known.",
    example="figures:\n  - key: days-closed",
)
def figure_has_a_number(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A figure must have a value, a lower or an upper end."""
    for number, figure in enumerate(claim.figures, 1):
        if figure.value is None and figure.low is None and figure.high is None:
            yield Found(f"figures[{number}]", "must have `value`, `low` or `high`; found none of them")


@claim_rule(
    "FP252",
    Severity.ERROR,
    hint="Correct the numbers.",
    example="figures:\n  - key: days-closed\n    low: 3\n    high: 1",
)
def figure_in_its_range(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A figure must have its lower end, its value and its upper end in this order."""
    for number, figure in enumerate(claim.figures, 1):
        ends = [("low", figure.low), ("value", figure.value), ("high", figure.high)]
        given = [(name, text) for name, text in ends if text is not None]
        for (lower, low), (upper, high) in pairwise(given):
            if Decimal(low) > Decimal(high):
                message = f"must not be below `{lower}`, {low}; found {high}"
                yield Found(f"figures[{number}].{upper}", message)


@claim_rule(
    "FP253",
    Severity.WARNING,
    hint="Keep one of them, or give each its `source` or `as_of`.",
    example="figures:\n  - {key: days-closed, value: 1}\n  - {key: days-closed, value: 3}",
)
def figure_once(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A quantity must stand once for each source and time."""
    seen = set()
    for number, figure in enumerate(claim.figures, 1):
        identity = (figure.key, figure.source, figure.as_of)
        if identity in seen:
            message = f"must differ in source or time from the figure above; found {quoted(figure.key)} again"
            yield Found(f"figures[{number}].key", message)
        seen.add(identity)


@claim_rule(
    "FP254",
    Severity.ERROR,
    hint="Write `file` for what is kept in content/media/, `url` for what is only linked.",
    example="media:\n  - alt: The bridge\n    credit: Ida Moss",
)
def medium_is_file_or_address(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A medium must have either a `file` or a `url`."""
    for number, shown in enumerate(claim.media, 1):
        if (shown.file is None) == (shown.url is None):
            found = "neither" if shown.file is None else "both"
            yield Found(f"media[{number}]", f"must have either `file` or `url`; found {found}")


@claim_rule(
    "FP255",
    Severity.ERROR,
    hint="Put the file below content/media/, or correct the path.",
    example="media:\n  - file: missing.jpg\n    alt: The bridge\n    credit: Ida Moss",
)
def medium_is_there(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A medium's file must be there."""
    for number, shown in enumerate(claim.media, 1):
        if shown.file is not None and shown.file not in corpus.media:
            message = f"must be a file below content/media/; found {quoted(shown.file)}"
            yield Found(f"media[{number}].file", message, did_you_mean(shown.file, sorted(corpus.media)))


@claim_rule(
    "FP256",
    Severity.ERROR,
    hint="Put it below content/media/ and write `![what it shows](name.png)`. Link to what lies elsewhere.",
    example="analysis: |\n  ![The bridge](https://elsewhere.example/bridge.jpg)",
)
def image_is_there(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """An image in a text must be a file below `content/media/`."""
    for field, text in markdown_fields(claim):
        for path in dict.fromkeys(images_in(text)):
            if medium(path, corpus.media) is None:
                message = f"must show images from content/media/ alone; found {quoted(path)}"
                yield Found(field, message, did_you_mean(path, sorted(corpus.media)))


@claim_rule(
    "FP257",
    Severity.WARNING,
    hint="Correct the address; the text stays without a link until then.",
    example="analysis: |\n  See [the list](javascript:void).",
)
def link_leads_somewhere(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A link in a text must lead to a web page, to an email address or into the site."""
    for field, text in markdown_fields(claim):
        for address in dict.fromkeys(links_in(text)):
            if href(address) is None:
                message = f"must link to http, https, mailto or inside the site; found {quoted(address)}"
                yield Found(field, message)


@claim_rule(
    "FP258",
    Severity.ERROR,
    hint="Write both, the verdict before and the verdict after.",
    example="corrections:\n  - date: 2025-04-01\n    kind: verdict-change\n    text: New evidence came up.",
)
def verdict_change_is_whole(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A change of verdict must name both verdicts, and no other correction any."""
    for number, change in enumerate(claim.corrections, 1):
        for field in ("from_verdict", "to_verdict"):
            given = getattr(change, field) is not None
            if given != (change.kind is CorrectionKind.VERDICT_CHANGE):
                message = (
                    f"must stand with kind `verdict-change` alone; found {quoted(change.kind)}"
                    if given
                    else "must be there for kind `verdict-change`; found nothing"
                )
                hint = "Delete it, or set `kind: verdict-change`." if given else ""
                yield Found(f"corrections[{number}].{field}", message, hint)


@claim_rule(
    "FP259",
    Severity.ERROR,
    hint="Write the changes in order: each begins where the one before ended, the last ends at `verdict`.",
    example=(
        "verdict: half-true\ncorrections:\n  - date: 2025-04-01\n    kind: verdict-change\n    text: …\n"
        "    from_verdict: true\n    to_verdict: false"
    ),
)
def verdict_changes_form_a_chain(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A change of verdict must begin with the verdict before it, and the last one must end with today's."""
    before: str | None = None
    last = ""
    for number, change in enumerate(claim.corrections, 1):
        whole = change.kind is CorrectionKind.VERDICT_CHANGE and change.from_verdict and change.to_verdict
        if not whole:
            continue
        field = f"corrections[{number}]"
        if change.from_verdict == change.to_verdict:
            message = f"must be another verdict; found {quoted(change.to_verdict)} again"
            yield Found(f"{field}.to_verdict", message)
        if before is not None and change.from_verdict != before:
            message = f"must be {quoted(before)}, as the change before left it; found {quoted(change.from_verdict)}"
            yield Found(f"{field}.from_verdict", message)
        before, last = change.to_verdict, f"{field}.to_verdict"
    if before is not None and before != claim.verdict:
        yield Found(last, f"must be the claim's verdict, {quoted(claim.verdict)}; found {quoted(before)}")
