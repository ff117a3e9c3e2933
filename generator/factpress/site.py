"""The corpus and the theme -> every file of the site."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial

from factpress import exports, feeds, sitemap
from factpress.corpus import Corpus
from factpress.digests import digest
from factpress.inner_links import Insides
from factpress.models.claim import Claim
from factpress.models.site import Site, claim_path
from factpress.pages import browse, claim, home, landings, listings, registers
from factpress.pages.cards import CardOf
from factpress.pages.lists import ClaimList, Lister
from factpress.pages.page import Plan
from factpress.pages.paging import list_of
from factpress.pages.templates import Templates
from factpress.shell import LATEST, Frame, Shells

Mapped = tuple[str, date | None]
"""A page that may be found: its path, and the newest date of its content."""


@dataclass(frozen=True, slots=True)
class File:
    """A file of the site."""

    path: str
    """From the site's root: `claims/x/index.html`."""
    content: bytes
    mapped: Mapped | None = None
    """What the sitemap says of it; None keeps it out."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some files of the site, which can be made without the others."""

    name: str
    """Its own for good; that of a page is its address."""
    made_of: str
    """A text that differs where anything does that the files are made of."""
    make: Callable[[], Iterable[File]]
    is_large: bool = False
    """Whether it takes as long, or as much memory, as hundreds of pages."""


Suggested = Mapping[str, Sequence[Claim]]
"""By claim id the claims that resemble it."""


Compose = Callable[[str, exports.Rows], bytes]
"""Puts a file of data together: its path and its rows in, its content out."""


class SamePath(ValueError):
    """Two files of the site would have one path, which is its only argument."""


@dataclass(frozen=True, slots=True)
class Made:
    """What all pages of a site are made with, beside the claims."""

    site: Site
    templates: Templates
    frame: Frame
    around: str
    """A text that differs where registries, settings, the names of media or our own code do."""


@dataclass(frozen=True, slots=True)
class Group:
    """Parts of a site that need not even be thought of where they are made of the same as before."""

    name: str
    made_of: str
    """A text that differs where anything does that any of its parts is made of."""
    parts: Callable[[], Iterable[Part]]
    shared: str = ""
    """A text that differs where anything does that may be part of several parts; empty where nobody can tell."""
    own: Callable[[], Mapping[str, str]] = dict
    """Gives, by the names of owners of parts, what is part of theirs alone."""
    some: Callable[[Sequence[str]], Iterable[Part]] = lambda _: ()
    """Gives the parts of some owners, which are all that need be thought of where what is shared is as before."""
    owner: Callable[[str], str] = lambda name: name
    """Gives the owner of a part by the part's name; mostly each is its own."""
    keys: Callable[[], Mapping[str, str]] | None = None
    """Gives by name what every part is made of, where that can be told without thinking of the parts; `some` then gives
    all of them. Such groups are planned last, for what they wait for is found while others are made; every part is its
    own owner."""


def site_groups(
    corpus: Corpus,
    made: Made,
    suggested: Callable[[Collection[str] | None], Suggested],
    galley_of: claim.GalleyOf = lambda _: None,
    card_of: CardOf = lambda _: None,
    compose: Compose = lambda _, rows: rows.content(),
    keys_of: Callable[[], Mapping[str, str]] | None = None,
) -> list[Group]:
    """Return every file of the site but the media, the search index and the maps, in groups of parts.

    The corpus is what readers, or at the desk the desk, may see; `suggested` are by claim id the claims that resemble
    it, `galley_of` is that of `claim_plans`, `card_of` that of a `Lister`, `compose` puts files of data together,
    `keys_of` gives what `claim_keys` does.
    """
    site, templates = made.site, made.templates
    around = digest(made.around, templates.key)
    shells = digest(around, made.frame.shells.key)
    newest = [claim.key for claim, _ in feeds.announced(corpus)]
    news = digest(around, corpus.gists_key, *[claim.key for claim in corpus.listed[:1]])

    def pages(plans: Iterable[Plan]) -> Iterator[Part]:
        for plan in plans:
            yield Part(plan.address, shells + plan.made_of, partial(_page, plan, made.frame.shells))

    lister = Lister(corpus, site, templates, card_of)

    @cache
    def lists() -> Mapping[str, ClaimList]:
        return {one.address: one for one in listings.claim_lists(lister)}

    def listing(addresses: Iterable[str]) -> Iterator[Part]:
        yield from pages(plan for address in addresses for plan in lister.plans(lists()[address]))

    def registered() -> Iterator[Part]:
        yield from pages(landings.landing_plans(lister))
        yield from pages(registers.register_plans(corpus, site, templates))
        yield from pages([browse.browse_plan(corpus, site, templates)])
        for path, html in claim.redirect_pages(corpus, site):
            yield Part(path, digest(html), partial(_one, File(path, html.encode())))
        corrected = digest(*[one.gist_key for one in corpus.claims if one.corrections or one.retraction])
        yield Part(feeds.CORRECTIONS_FEED, around + corrected, partial(_corrections, corpus, site))

    def exported() -> Iterator[Part]:
        for path, made_of, rows in exports.export_files(corpus, site):
            yield Part(path, around + made_of, partial(_exported, path, rows, compose), is_large=True)

    def framed() -> Iterator[Part]:
        latest = cache(partial(home.latest, corpus, site, templates))
        for path, content in made.frame.files.items():
            yield _framed(path, content, news, latest)

    def claims(names: Sequence[str]) -> Iterator[Part]:
        only = [by_path[name].id for name in names]
        yield from pages(claim.claim_plans(corpus, site, templates, suggested(only), galley_of, only))

    def keys() -> Mapping[str, str]:
        told = keys_of() if keys_of else dict(claim.claim_keys(corpus, suggested(None)))
        return {path: shells + made_of for path, made_of in told.items()}

    shared = digest(shells, corpus.gists_key)
    by_path = {claim_path(one.id): one for one in corpus.claims}
    own = {path: one.key for path, one in by_path.items()}
    whole = digest(shared, "\n".join(own.values()))
    return [
        Group(
            "lists",
            shared,
            lambda: listing(lists()),
            shared=shells,
            own=lambda: {address: one.made_of for address, one in lists().items()},
            some=listing,
            owner=list_of,
        ),
        Group("registers", shared, registered),
        Group("claims", whole, lambda: claims([*own]), shared=shared, own=lambda: own, some=claims, keys=keys),
        # Of a claim's own texts they hold none but the sources of figures.
        Group("exports", digest(shared, *[one.key for one in corpus.claims if one.figures]), exported),
        Group("frame", digest(made.frame.key, news), framed),
        Group(
            "feed",
            digest(around, *newest),
            lambda: [Part(feeds.VERDICT_FEED, around + digest(*newest), partial(_verdicts, corpus, site))],
        ),
    ]


def page_plans(
    corpus: Corpus,
    site: Site,
    templates: Templates,
    suggested: Suggested,
) -> Iterator[Plan]:
    """Yield every page that the generator makes."""
    yield from listings.listing_plans(corpus, site, templates)
    yield from claim.claim_plans(corpus, site, templates, suggested)
    yield from registers.register_plans(corpus, site, templates)
    yield browse.browse_plan(corpus, site, templates)


def leads_of(frame: Frame, site: Site) -> Mapping[str, str]:
    """Return where links in hand-written pages and in shells lead inside the site, each with a page that has it."""
    insides = Insides(site)
    leads: dict[str, str] = {}
    for path, content in frame.files.items():
        if path.endswith("index.html"):
            address = path.removesuffix("index.html")
            leads |= dict.fromkeys(insides.document_targets(content.decode(), address), address)
    for kind in frame.shells.by_kind:
        page = kind.slot_page()
        # The slot page has no fragments to lead to, and it alone leads to itself.
        targets = insides.document_targets(frame.shells.fill(page), page.address)
        leads |= {to: f"{kind.section}/" for to in targets if not to.startswith(page.address)}
    return leads


def maps(mapped: Iterable[Mapped], site: Site) -> Iterator[File]:
    """Yield what tells search engines of the pages."""
    for path, content in sitemap.sitemap_files(mapped, site).items():
        yield File(path, content)
    yield File("robots.txt", sitemap.robots(site).encode())


def _page(plan: Plan, shells: Shells) -> Iterator[File]:
    page = plan.make()
    mapped = (page.address, page.updated) if page.indexed else None
    yield File(page.file, shells.fill(page).encode(), mapped)


def _one(file: File) -> Iterator[File]:
    yield file


def _framed(path: str, content: bytes, news: str, latest: Callable[[], str]) -> Part:
    mapped = (path.removesuffix("index.html"), None) if path.endswith("index.html") else None
    if mapped and LATEST.encode() in content:
        return Part(path, digest(content, news), partial(_with_latest, path, content, mapped, latest))
    return Part(path, digest(content), partial(_one, File(path, content, mapped)))


def _with_latest(path: str, content: bytes, mapped: Mapped, latest: Callable[[], str]) -> Iterator[File]:
    yield File(path, content.replace(LATEST.encode(), latest().encode()), mapped)


def _verdicts(corpus: Corpus, site: Site) -> Iterator[File]:
    yield File(feeds.VERDICT_FEED, feeds.verdict_feed(corpus, site))


def _exported(path: str, rows: Callable[[], exports.Rows], compose: Compose) -> Iterator[File]:
    yield File(path, compose(path, rows()))


def _corrections(corpus: Corpus, site: Site) -> Iterator[File]:
    yield File(feeds.CORRECTIONS_FEED, feeds.corrections_feed(corpus, site))
