"""The page of the search: a form for the script, plain lists for everybody."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from factpress.models.claim import Claim
from factpress.models.registries import Verdict
from factpress.pages.browse import browse_page, browse_plan
from factpress.pages.page import Page
from tests.making import SITE, VERDICTS, make_claim, make_corpus
from tests.pages.listed import TEMPLATES, tree
from tests.publications import HOSTILE

SCRIPTS = Path(__file__).parents[2] / "theme" / "assets" / "javascripts"


def browse(*claims: Claim, **fields: Any) -> Page:
    """Return the page of the search over some claims."""
    corpus = make_corpus(*claims, **fields)
    return browse_page(corpus, SITE, TEMPLATES)


def test_the_form_is_the_script_s_alone() -> None:
    """Without a script nobody sees the form, sends it, or misses the lists."""
    body = tree(browse(make_claim()))
    [form] = body.xpath("//form")
    assert "hidden" in form.attrib
    assert form.get("action") is None
    [told] = body.xpath("//p[@id='fp-failed']")
    assert "hidden" not in told.attrib
    assert "needs JavaScript" in told.text_content()
    links = body.xpath("//section[@aria-labelledby='fp-lists']//a/@href")
    assert {"../claims/", "../ratings/", "../topics/", "../claimants/", "../years/", "../publishers/"} <= set(links)


def test_the_page_is_the_same_whatever_claims_say() -> None:
    """What is looked through lies in files of its own, so that an edit needn't change the page."""
    assert browse(make_claim()) == browse(make_claim(conclusion="Changed."))
    plans = [browse_plan(make_corpus(make_claim(conclusion=words)), SITE, TEMPLATES) for words in ("One.", "Other.")]
    assert plans[0].made_of == plans[1].made_of


def test_facets_are_those_that_divide_something() -> None:
    """A language is one to narrow by only where there are several; publishers only where one is cited."""
    one = tree(browse(make_claim(sources=[])))
    assert one.xpath("//@data-facet") == ["verdict", "topic", "claimant", "year"]
    several = tree(browse(make_claim(), make_claim("bruecke", lang="de")))
    assert several.xpath("//@data-facet") == ["verdict", "topic", "claimant", "year", "publisher", "language"]


def test_every_verdict_has_its_chip() -> None:
    """The chips come from the theme, in the order of the scale, and stand where nothing shows them."""
    body = tree(browse(make_claim()))
    assert body.xpath("//template/@data-verdict") == [verdict.id for verdict in VERDICTS]
    assert [chip.text_content() for chip in body.xpath("//template/a")] == [verdict.name for verdict in VERDICTS]


def test_nothing_is_written_into_the_page_that_runs() -> None:
    """No script, style or handler stands in the page; hostile names stay names."""
    verdicts = (Verdict(id="false", name=HOSTILE, meaning=HOSTILE),)
    page = browse(make_claim(claim=HOSTILE, headline=HOSTILE), verdicts=verdicts)
    body = tree(page)
    assert body.xpath("//script | //style") == []
    assert [name for element in body.iter() for name in element.attrib if name.startswith("on")] == []
    assert body.xpath("string(//template/a)").strip() == HOSTILE
    [script] = tree(page.head).iter("script")
    assert dict(script.attrib) == {"type": "module", "src": "../assets/javascripts/browse.js"}
    assert not script.text


def test_labels_belong_to_what_is_there() -> None:
    """Every id is unique, and whatever names another element finds it."""
    body = tree(browse(make_claim()))
    ids = body.xpath("//@id")
    assert len(ids) == len(set(ids))
    named = body.xpath("//@for | //@aria-controls | //@aria-labelledby | //@aria-describedby")
    assert set(named) <= set(ids)


def test_an_empty_publication_has_nothing_to_search() -> None:
    """Where no claim is published there is no form, no script, but the lists."""
    page = browse(make_claim(status="draft"))
    assert page.head == ""
    assert tree(page).xpath("//form") == []
    assert "No fact-check yet" in tree(page).text_content()
    assert tree(page).xpath("//section//a")


def test_the_script_is_small() -> None:
    """What a reader loads of ours stays small."""
    assert (SCRIPTS / "browse.js").stat().st_size < 12 << 10
    assert (SCRIPTS / "search-key.js").stat().st_size < 1 << 10
