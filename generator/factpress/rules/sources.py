"""What must hold of the sources of a claim and of the citations that name them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from factpress.citations import cited_in, ill_formed_in
from factpress.corpus import Corpus
from factpress.forms import did_you_mean
from factpress.models.claim import Claim
from factpress.models.parts import Appearance, Source, SourceKind, Stance
from factpress.problems import Severity, quoted
from factpress.rules.register import Found, Setting, claim_rule
from factpress.rules.terms import graded, host_of, is_complete

SHORTENERS: Final = frozenset(
    {
        "bit.ly",
        "buff.ly",
        "cutt.ly",
        "dlvr.it",
        "fb.me",
        "goo.gl",
        "is.gd",
        "lnkd.in",
        "ow.ly",
        "rb.gy",
        "rebrand.ly",
        "shorturl.at",
        "t.co",
        "t.ly",
        "tiny.cc",
        "tinyurl.com",
        "trib.al",
        "v.gd",
    }
)
"""Hosts whose addresses say nothing of where they lead, and die with the service."""
PLATFORMS: Final = frozenset(
    {
        "bsky.app",
        "facebook.com",
        "instagram.com",
        "linkedin.com",
        "ok.ru",
        "reddit.com",
        "rumble.com",
        "t.me",
        "telegram.me",
        "threads.com",
        "threads.net",
        "tiktok.com",
        "truthsocial.com",
        "tumblr.com",
        "twitter.com",
        "vk.com",
        "weibo.com",
        "x.com",
        "youtu.be",
        "youtube.com",
    }
)
"""Hosts where whoever wrote a thing can take it down any moment."""


@claim_rule(
    "FP231",
    Severity.ERROR,
    hint="Add sources; `editorial.min_sources` in publication.yml says how many.",
    example="status: published\nsources: []",
)
def enough_sources(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A complete claim must have as many sources as the publication asks for."""
    wanted = corpus.publication.editorial.min_sources
    if is_complete(claim, corpus) and len(claim.sources) < wanted:
        yield Found("sources", f"must be at least {wanted}; found {len(claim.sources) or 'none'}")


@claim_rule(
    "FP232",
    Severity.ERROR,
    hint="Fill the field in.",
    example="sources:\n  - id: office\n    url: https://roads.example/closures",
)
def described_sources(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A complete claim's source must have a title, a publisher and a kind."""
    if is_complete(claim, corpus):
        for number, source in enumerate(claim.sources, 1):
            for field in ("title", "publisher", "kind"):
                if not getattr(source, field):
                    message = f"a source must have {quoted(field)}; found nothing"
                    yield Found(f"sources[{number}].{field}", message)


@claim_rule(
    "FP233",
    Severity.ERROR,
    hint="Add `url` or `archive_url`, or say in `note` how to find it: an interview, printed matter, a call.",
    example="sources:\n  - id: office\n    title: Closures in March",
)
def findable_sources(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A source must have an address, an archived copy, or a note that says how to find it."""
    for number, source in enumerate(claim.sources, 1):
        if not (source.url or source.archive_url or source.note):
            yield Found(f"sources[{number}]", "must have `url`, `archive_url` or `note`; found none of them")


@claim_rule(
    "FP234",
    Severity.ERROR,
    hint="Add `archive_url`, or say in `archive_note` why there is no copy.",
    example="sources:\n  - id: thread\n    kind: forum   # with archive_required_for: [forum]\n    url: …",
)
def archived_sources(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A source of a kind that the publication archives must have an archived copy, or say why not."""
    for number, source in enumerate(claim.sources, 1):
        if source.kind in corpus.publication.editorial.archive_required_for and not _is_kept(source):
            message = f"must be there for a source of kind {quoted(source.kind)}; found nothing"
            yield Found(f"sources[{number}].archive_url", message, severity=graded(claim, corpus))


@claim_rule(
    "FP235",
    Severity.ERROR,
    hint="Give each source an id of its own; citations name it.",
    example="sources:\n  - id: office\n    …\n  - id: office\n    …",
)
def unique_source_ids(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A source must have an id that no other source of the claim has."""
    seen: set[str] = set()
    for number, source in enumerate(claim.sources, 1):
        if source.id in seen:
            yield Found(f"sources[{number}].id", f"must be unique in the file; found {quoted(source.id)} again")
        seen.add(source.id)


@claim_rule(
    "FP236",
    Severity.ERROR,
    hint=r"Add the source, or correct the id. Brackets that are text have a backslash before them: \[@word].",
    example="verdict_reason: The road office says so [@offce].\nsources:\n  - id: office\n    …",
)
def known_citations(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A citation must name a source of the claim."""
    known = [source.id for source in claim.sources]
    for citation in dict.fromkeys(cited_in(claim)):
        if citation.source not in known:
            message = f"must cite sources that the claim has; found {quoted(f'[@{citation.source}]')}"
            yield Found(citation.field, message, did_you_mean(citation.source, known))


@claim_rule(
    "FP237",
    Severity.WARNING,
    hint="Cite it as `[@id]` where it bears on the text, set `stance: context`, or delete it.",
    example="sources:\n  - id: office   # and [@office] nowhere in the text\n    …",
)
def cited_sources(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A source must be cited, unless it is there for context alone."""
    cited = {citation.source for citation in cited_in(claim)}
    for number, source in enumerate(claim.sources, 1):
        if source.id not in cited and source.stance is not Stance.CONTEXT:
            yield Found(f"sources[{number}]", f"must be cited somewhere; found no {quoted(f'[@{source.id}]')}")


@claim_rule(
    "FP238",
    Severity.WARNING,
    hint=r"Write `[@id]` or `[@one; @two]`. Brackets that are text have a backslash before them: \[@word].",
    example="verdict_reason: The road office says so [@Road Office].",
)
def well_formed_citations(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A text in brackets that begins with an @ must be a citation."""
    for field, text in dict.fromkeys(ill_formed_in(claim)):
        yield Found(field, f"holds {quoted(text)}, which must be ids of sources and isn't")


@claim_rule(
    "FP239",
    Severity.ERROR,
    hint="Add the source, or correct the id.",
    example="figures:\n  - key: days-closed\n    value: 1\n    source: offce",
)
def known_sources(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A figure, an event or an answer must name a source that the claim has."""
    known = [source.id for source in claim.sources]
    named = [(f"figures[{n}].source", figure.source) for n, figure in enumerate(claim.figures, 1)]
    named += [(f"events[{n}].source", event.source) for n, event in enumerate(claim.events, 1)]
    if claim.claimant_response:
        named.append(("claimant_response.source", claim.claimant_response.source))
    for field, source in named:
        if source is not None and source not in known:
            message = f"must be the id of a source of the claim; found {quoted(source)}"
            yield Found(field, message, did_you_mean(source, known))


@claim_rule(
    "FP240",
    Severity.WARNING,
    hint="Add `archive_url`, or say in `archive_note` why there is no copy.",
    example="sources:\n  - id: video\n    kind: social\n    url: https://www.youtube.com/watch?v=x",
)
def kept_social_sources(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A source or sighting on a social platform must have an archived copy, or say why not."""
    required = corpus.publication.editorial.archive_required_for
    may_be_at = _may_be_at(claim, PLATFORMS)
    for field, number, found in _addressed(claim):
        kind = found.kind if isinstance(found, Source) else None
        if not (may_be_at or kind is SourceKind.SOCIAL) or not found.url or _is_kept(found):
            continue
        if (kind is SourceKind.SOCIAL or _is_at(found.url, PLATFORMS)) and kind not in required:
            yield Found(f"{field}[{number}].archive_url", "must be there for what may vanish any day; found nothing")


@claim_rule(
    "FP241",
    Severity.WARNING,
    hint="Open the link and copy the address it leads to.",
    example="sources:\n  - id: office\n    url: https://bit.ly/x",
)
def no_short_addresses(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """An address must lead straight to the page, not through a link shortener."""
    for field, number, found in _addressed(claim) if _may_be_at(claim, SHORTENERS) else ():
        if found.url and _is_at(found.url, SHORTENERS):
            message = f"must be the page's own address; found a shortened one, {quoted(found.url)}"
            yield Found(f"{field}[{number}].url", message)


@claim_rule(
    "FP242",
    Severity.WARNING,
    hint="Cite what that page rests on; link to the other claim in `related`.",
    example="sources:\n  - id: own\n    url: https://checks.example/claims/old-bridge/   # our own site",
)
def evidence_from_elsewhere(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A source must not be a page of the publication itself."""
    own, host = urlsplit(setting.site.address), host_of(setting.site.address)
    for number, source in enumerate(claim.sources, 1) if _may_be_at(claim, frozenset({host})) else ():
        if (
            source.url
            and host_of(source.url) == host
            and f"{urlsplit(source.url).path}/".startswith(own.path or "/")
            and source.stance is not Stance.CONTEXT
        ):
            yield Found(f"sources[{number}].url", f"must not be our own page; found {quoted(source.url)}")


@claim_rule(
    "FP243",
    Severity.NOTICE,
    hint="Look for one that doesn't depend on the others; many reports of one report are one source.",
    example="sources:\n  - {id: one, publisher: coast-radio, …}\n  - {id: two, publisher: coast-radio, …}",
)
def independent_sources(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A complete claim must rather rest on sources of more than one origin."""
    sources = [source for source in claim.sources if source.stance is not Stance.CONTEXT]
    if not is_complete(claim, corpus) or len(sources) < 2:
        return
    publishers = (corpus.publisher_id(source) or (source.publisher or "").casefold() for source in sources)
    carriers = ((source.via or "").casefold() for source in sources)
    for what, names in (("come from one publisher", publishers), ("are known through one outlet", carriers)):
        first = next(names)
        if first and all(name == first for name in names):
            yield Found("sources", f"are best independent of each other; all {len(sources)} {what}")


@claim_rule(
    "FP244",
    Severity.WARNING,
    hint="Keep one of them, and cite it wherever it bears on the text.",
    example="sources:\n  - {id: one, url: https://roads.example/x}\n  - {id: two, url: https://roads.example/x}",
)
def each_address_once(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A source must have an address that no other source of the claim has."""
    addresses = [source.url for source in claim.sources if source.url]
    if len(set(addresses)) == len(addresses):
        return
    times = Counter(addresses)
    for number, source in enumerate(claim.sources, 1):
        if source.url and times[source.url] > 1:
            first = next(other for other in claim.sources if other.url == source.url)
            if first is not source:
                yield Found(
                    f"sources[{number}].url",
                    f"must be another than that of {quoted(first.id)}; found the same",
                )


@claim_rule(
    "FP245",
    Severity.WARNING,
    hint="Write the address of the copy: at an archive, not at the publisher's.",
    example="sources:\n  - id: office\n    url: https://roads.example/x\n    archive_url: https://roads.example/x",
)
def copies_elsewhere(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """An archived copy must not be at the address of the original."""
    for field, number, found in _addressed(claim):
        if found.url and found.url == found.archive_url:
            yield Found(f"{field}[{number}].archive_url", "must be the address of a copy; found the original's")


def _addressed(claim: Claim) -> Iterator[tuple[str, int, Source | Appearance]]:
    for number, source in enumerate(claim.sources, 1):
        yield "sources", number, source
    for number, seen in enumerate(claim.appearances, 1):
        yield "appearances", number, seen


def _is_kept(found: Source | Appearance) -> bool:
    return found.archive_url is not None or found.archive_note is not None


def _may_be_at(claim: Claim, hosts: frozenset[str]) -> bool:
    """Return whether the name of one of some hosts stands anywhere in the addresses: in most claims none does."""
    found: tuple[Source | Appearance, ...] = (*claim.sources, *claim.appearances)
    addresses = "\n".join([one.url for one in found if one.url]).lower()
    return any(host in addresses for host in hosts)


def _is_at(address: str, hosts: frozenset[str]) -> bool:
    """Return whether an address lies at one of some hosts, or below it; each of them has two parts."""
    return ".".join(host_of(address).rsplit(".", 2)[-2:]) in hosts
