"""Every claim's page, the notice in its place once it is retracted, and redirects from former ids."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import Final, NamedTuple

from markupsafe import Markup

from factpress import corrections, relations
from factpress.corpus import Corpus
from factpress.digests import digest
from factpress.models.claim import Claim
from factpress.models.site import Site, claim_path
from factpress.models.text import as_uri
from factpress.pages.claim_head import claim_head, description, page_title
from factpress.pages.dates import as_time
from factpress.pages.figures import quantities
from factpress.pages.galley import HEADINGS, Galley, set_claim
from factpress.pages.notices import Neighbour, lang_attribute, neighbour, notices, verdict_name
from factpress.pages.page import Heading, Page, Plan
from factpress.pages.templates import Templates
from factpress.relations import Related

COMPARING: Final = {**HEADINGS, "figures": "Figures compared"}
"""The headings of a page with a figure that other claims have, too."""
GalleyOf = Callable[[Claim], Galley | None]
"""Gives the galley of a claim that was set with the registries alone; None where there is none."""
REDIRECT = Markup(
    "<!doctype html>\n"
    '<html lang="en">\n'
    "<head>\n"
    '<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
    "<title>{title}</title>\n"
    '<meta name="robots" content="noindex">\n'
    '<meta http-equiv="refresh" content="0; url={path}">\n'
    '<link rel="canonical" href="{address}">\n'
    "</head>\n"
    '<body><p>This fact-check has moved: <a href="{path}">{title}</a></p></body>\n'
    "</html>\n"
)


def claim_plans(
    corpus: Corpus,
    site: Site,
    templates: Templates,
    suggested: Mapping[str, Sequence[Claim]],
    galley_of: GalleyOf = lambda _: None,
    only: Collection[str] | None = None,
) -> Iterator[Plan]:
    """Yield the page of every claim in the corpus, newest first; of a retracted one the notice.

    `suggested` are by claim id the claims that resemble it. A claim that `galley_of` has need not be read again.
    `only` narrows it all to claims of some ids.
    """
    related = relations.relations_of(corpus)
    for claim in corpus.claims if only is None else [corpus.by_id[one] for one in only]:
        stated, resembling = related.get(claim.id, ()), suggested.get(claim.id, ())
        make = partial(claim_page, claim, corpus, site, templates, stated, resembling, galley_of)
        yield Plan(claim_path(claim.id), _made_of(claim, corpus, stated, resembling), make)


def claim_keys(corpus: Corpus, suggested: Mapping[str, Sequence[Claim]]) -> Iterator[tuple[str, str]]:
    """Yield what `claim_plans` says of every page's address and of what it is made of, in a fraction of the time."""
    related = relations.relations_of(corpus)
    for claim in corpus.claims:
        yield claim_path(claim.id), _made_of(claim, corpus, related.get(claim.id, ()), suggested.get(claim.id, ()))


def _made_of(claim: Claim, corpus: Corpus, related: Sequence[Related], suggested: Iterable[Claim]) -> str:
    shown = [other.gist_key for other in suggested]
    if related:
        shown += [f"{one.claim.gist_key} {one.label} {one.banner} {one.note}" for one in related]
    if claim.figures:
        keys = dict.fromkeys(figure.key for figure in claim.figures)
        shown += [other.gist_key for key in keys for other in corpus.by_figure.get(key, ())]
    if claim.id in corpus.by_original:
        shown += [other.gist_key for other in corpus.by_original[claim.id]]
    if claim.translation_of and claim.translation_of in corpus.by_id:
        shown.append(corpus.by_id[claim.translation_of].gist_key)
        shown += [other.gist_key for other in corpus.by_original.get(claim.translation_of, ())]
    return digest("\n".join([claim.key, *shown])) if shown else claim.key


def claim_page(
    claim: Claim,
    corpus: Corpus,
    site: Site,
    templates: Templates,
    related: Sequence[Related],
    suggested: Sequence[Claim],
    galley_of: GalleyOf = lambda _: None,
) -> Page:
    """Return a claim's page; of a retracted claim the notice.

    `related` are the relations it states or is named in, `suggested` the claims that resemble it.
    """
    if claim.retraction:
        return _notice_page(claim, corpus, site, templates, related)
    # The foot of the page names translations, which nobody knows before all claims are read.
    is_alone = not claim.translation_of and claim.id not in corpus.by_original
    galley = (galley_of(claim) if is_alone else None) or set_claim(claim.whole, corpus, site, templates)
    address = claim_path(claim.id)
    above = tuple(notices(claim, corpus, related))
    figures = quantities(claim, corpus, galley.numbers)
    beside = _related(related, suggested, corpus)
    headings = COMPARING if any(quantity.is_compared for quantity in figures) else HEADINGS
    render = partial(templates.render, root=_root(address))
    filled = {
        "notices": render("claim_notices.html", notices=above) if above else "",
        "figures": render("claim_figures.html", figures=figures, heading=headings["figures"]) if figures else "",
        "related": render("claim_related.html", related=beside, heading=headings["related"]) if beside else "",
    }
    anchors = frozenset([*galley.anchors, *[name for name, html in filled.items() if html]])
    # No content holds the character that stands around a slot's name.
    pieces = galley.body.split("\0")
    pieces[1::2] = [filled[name] for name in pieces[1::2]]
    return Page(
        address=address,
        title=claim.title,
        description=galley.description,
        body="".join(pieces),
        head=galley.head,
        contents=_contents(anchors, headings is COMPARING),
        updated=corrections.updated_on(claim, corpus.publication.zone),
        indexed=claim.is_listed,
    )


@lru_cache(maxsize=256)  # most claims have the headings of others
def _contents(anchors: frozenset[str], compares: bool) -> tuple[Heading, ...]:
    headings = COMPARING if compares else HEADINGS
    return tuple([Heading(anchor, title) for anchor, title in headings.items() if anchor in anchors])


def redirect_pages(corpus: Corpus, site: Site) -> Iterator[tuple[str, str]]:
    """Yield a path and a whole HTML document for every former id, which leads to the claim's page."""
    for claim in corpus.claims:
        for alias in claim.aliases:
            html = REDIRECT.format(
                title=page_title(claim),
                path=f"../{claim.id}/",
                address=as_uri(site.absolute(claim_path(claim.id))),
            )
            yield f"{claim_path(alias)}index.html", html


class RelatedView(NamedTuple):
    """The related claims that are told at the foot of the page."""

    stated: tuple[Neighbour, ...]
    suggested: tuple[Neighbour, ...]


def _notice_page(claim: Claim, corpus: Corpus, site: Site, templates: Templates, related: Iterable[Related]) -> Page:
    address = claim_path(claim.id)
    retraction = claim.retraction
    return Page(
        address=address,
        title=page_title(claim),
        description=description(claim, corpus),
        body=templates.render(
            "retracted.html",
            root=_root(address),
            lang=lang_attribute(claim, corpus),
            claim=claim,
            verdict=verdict_name(claim.verdict, corpus),
            date=as_time(retraction.date) if retraction else "",
            related=tuple(_stated(related, corpus)),
        ),
        head=claim_head(claim, corpus, site, templates),
        updated=corrections.updated_on(claim, corpus.publication.zone),
        indexed=False,
    )


def _related(related: Iterable[Related], suggested: Iterable[Claim], corpus: Corpus) -> RelatedView | None:
    view = RelatedView(
        stated=tuple(_stated((one for one in related if not one.banner), corpus)),
        suggested=tuple(neighbour(other, corpus) for other in suggested),
    )
    return view if view.stated or view.suggested else None


def _stated(related: Iterable[Related], corpus: Corpus) -> Iterator[Neighbour]:
    for one in related:
        yield neighbour(one.claim, corpus, one.label.capitalize(), one.note or "")


def _root(address: str) -> str:
    return "../" * address.count("/")
