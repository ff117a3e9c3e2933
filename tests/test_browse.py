"""The search as a reader uses it: typing, narrowing, sharing, keys, and a policy that lets nothing else run."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from factpress import search
from factpress.adapters.building import build_site
from tests import browser as chromium
from tests.making import NOW, complete_claim
from tests.publications import HOSTILE, write_publication

pytestmark = pytest.mark.browser
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{scripts}; style-src 'self' 'unsafe-inline'; "
    "connect-src 'self'; img-src 'self' data:"
)


def claim(published: str, **fields: Any) -> dict[str, Any]:
    """Return a claim whose dates all fit the day of its publication."""
    source = {
        "id": "office", "title": "Closures", "publisher": "Road Office", "url": "https://roads.example/",
        "date": published, "accessed": published, "kind": "government", "stance": "refutes",
    }  # fmt: skip
    herald = {**source, "id": "herald", "publisher": "millbrook-herald"}
    texts = {"what_we_know": "A text [@office].", "analysis": "A text [@herald].", "conclusion": "A text."}
    days = {"published": published, "claim_date": published, "as_of": published}
    return complete_claim(**{**days, **texts, "verdict_reason": "A text.", "sources": [source, herald], **fields})


def claims() -> dict[str, dict[str, Any]]:
    """Return claims about a bridge, a ferry and beds, in two languages, one hostile, and twenty about trams."""
    return {
        "old-bridge": complete_claim(),
        "ferry-sank": claim(
            "2024-06-01", claim="The ferry sank twice.", headline="A ferry sank once", claimant="harbour-union",
            verdict="half-true", topics=["traffic"], variants=["Two ferries went down."],
        ),
        "klinik-betten": claim(
            "2025-04-02", claim="Die Klinik hat 40 Betten.", headline="Die Klinik hat 38 Betten", verdict="true",
            lang="de", conclusion="Im Haus am Fluss stehen 38 Betten.",
        ),
        "hostile": claim(
            "2025-05-01", claim=HOSTILE, headline=HOSTILE, variants=[HOSTILE], verdict="unproven",
            conclusion=f"Quarrelsome {HOSTILE} <img src=x onerror=alert(9)> &lt;b&gt; quarrelsome",
        ),
    } | {
        f"tram-{n}": claim(
            f"2023-01-{n:02}", claim=f"Tram {n} was late.", headline=f"Tram {n} was on time", topics=["traffic"]
        )
        for n in range(1, 21)
    }  # fmt: skip


class Strict(SimpleHTTPRequestHandler):
    """Serves a folder under a strict policy that allows the theme's own inline scripts by their hashes."""

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def end_headers(self) -> None:
        """Add the policy to every answer."""
        page = Path(self.translate_path(self.path.partition("?")[0])) / "index.html"
        hashes = ""
        if page.is_file():
            inline = [script.text for script in html.fromstring(page.read_bytes()).iter("script") if script.text]
            digests = {base64.b64encode(sha256(text.encode()).digest()).decode() for text in inline}
            hashes = "".join(f" 'sha256-{digest}'" for digest in sorted(digests))
        self.send_header("Content-Security-Policy", POLICY.format(scripts=hashes))
        super().end_headers()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Build a publication whose search lies in several parts, and serve it on the loopback address."""
    base = tmp_path_factory.mktemp("browse")
    folder = write_publication(base / "publication", claims())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "MOST", 9)
        built = build_site(folder, site_dir=base / "site", strict=False, now=NOW)
    assert built.written, built.problems
    assert len(list((base / "site/search").iterdir())) > 2
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Strict, directory=str(base / "site"))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    """Start a headless Chromium."""
    program = chromium.find()
    assert program, "no Chromium: run `make test`, which installs one"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield started
        started.close()


class Reader:
    """A reader at a page: what they see, what the page asked for and what went wrong on it."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.asked: list[str] = []
        self.wrong: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("dialog", lambda dialog: self.wrong.append(f"dialog {dialog.message}"))
        page.on("console", lambda said: self.wrong.append(said.text) if said.type in ("error", "warning") else None)

    def opens(self, path: str) -> None:
        """Open a page of the site."""
        self.page.goto(self.address + path, wait_until="load")

    def types(self, text: str) -> None:
        """Type into the field of the search."""
        self.page.locator("#fp-query").fill(text)

    def counts(self, text: str) -> None:
        """Wait until so many are found."""
        expect(self.page.locator("#fp-count")).to_have_text(text)

    def headlines(self) -> list[str]:
        """Return the headlines of what is found, in order."""
        return self.page.locator("#fp-results .fp-card__headline").all_inner_texts()

    def box(self, verdict: str) -> Locator:
        """Return the box of a verdict."""
        return self.page.locator(f"[name=verdict][value={verdict}]")

    def facet(self, key: str) -> dict[str, str]:
        """Return the values of an open facet with their counts."""
        lines = self.page.locator(f"[data-facet={key}] li")
        expect(lines.first).to_be_visible()
        return {
            line.locator("label > span").nth(0).inner_text(): line.locator(".fp-number").inner_text()
            for line in lines.all()
        }


@pytest.fixture
def reader(chrome: Browser, address: str) -> Iterator[Reader]:
    """Seat a reader, and see that nothing went wrong and nobody else was asked in the meantime."""
    context = chrome.new_context()
    seated = Reader(context.new_page(), address)
    yield seated
    assert seated.wrong == []
    assert [url for url in seated.asked if not url.startswith((address, "data:"))] == []
    assert context.cookies() == []
    context.close()


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        ("bridge", "The Old Bridge was closed for one day, not three"),  # headline
        ("three days", "The Old Bridge was closed for one day, not three"),  # claim
        ("harbour union", "A ferry sank once"),  # claimant
        ("went down", "A ferry sank once"),  # variant
        ("herald agrees", "The Old Bridge was closed for one day, not three"),  # section
        ("fluss", "Die Klinik hat 38 Betten"),  # another language
        ("“keeps a list”", "The Old Bridge was closed for one day, not three"),  # a phrase
        ('"ferry sank twice"', "A ferry sank once"),  # a phrase of the claim
        ("BRÍDGE", "The Old Bridge was closed for one day, not three"),  # accents and case
    ],
)
def test_typing_finds(reader: Reader, text: str, headline: str) -> None:
    """Every text of a claim is found, whatever part of the index it lies in."""
    reader.opens("browse/")
    reader.counts("24 fact-checks")
    reader.types(text)
    expect(reader.page.locator("#fp-results .fp-card__headline").first).to_have_text(headline)


def test_a_result_says_verdict_date_and_claimant(reader: Reader) -> None:
    """A result shows the verdict in its colour, who said what, where it was found, and when it was checked."""
    reader.opens("browse/?q=office")
    card = reader.page.locator("#fp-results li", has_text="Old Bridge")
    badge = card.locator(".fp-badge")
    expect(badge).to_have_text("False")
    expect(badge).to_have_css("background-color", "rgb(139, 26, 26)")
    expect(card.locator(".fp-card__claim")).to_have_text("Ada Lund: The Old Bridge was closed for three days.")
    expect(card.locator("mark").first).to_have_text("office")
    expect(card.locator("time")).to_have_text("5 March 2025")
    card.locator("a").last.click()
    assert reader.page.url == f"{reader.address}claims/old-bridge/"


def test_facets_count_and_narrow(reader: Reader) -> None:
    """Facets say how many each value would leave, and two values of one facet widen it again."""
    reader.opens("browse/")
    assert reader.facet("verdict") == {"True": "1", "Half true": "1", "False": "21", "Unproven": "1"}
    reader.box("half-true").check()
    reader.counts("1 fact-check")
    assert reader.facet("verdict")["False"] == "21"
    reader.page.get_by_role("button", name="Topic").click()
    assert reader.facet("topic") == {"Traffic": "1"}
    reader.box("true").check()
    reader.counts("2 fact-checks")
    reader.page.get_by_role("button", name="No longer only Half true").click()
    reader.counts("1 fact-check")
    assert reader.headlines() == ["Die Klinik hat 38 Betten"]
    expect(reader.page.locator("#fp-results a[lang=de]")).to_have_attribute("dir", "auto")


def test_all_facets_are_there(reader: Reader) -> None:
    """Verdict, topic, claimant, year, publisher and language can be opened; topics hold those within them."""
    reader.opens("browse/")
    for name in ("Topic", "Claimant", "Year", "Publisher", "Language"):
        reader.page.get_by_role("button", name=name).click()
    assert reader.facet("topic") == {"Traffic": "24", "Bridges": "3"}
    assert reader.facet("claimant") == {"Ada Lund": "23", "Harbour Union": "1"}
    assert list(reader.facet("year").items()) == [("2025", "3"), ("2024", "1"), ("2023", "20")]
    assert reader.facet("publisher") == {"Millbrook Herald": "24"}
    assert reader.facet("language") == {"English": "23", "German": "1"}


def test_an_address_can_be_shared(reader: Reader) -> None:
    """The address says what was asked, restores it, and steps back and forth."""
    reader.opens("browse/")
    reader.types("tram")
    reader.counts("20 fact-checks")
    reader.box("false").check()
    reader.page.locator("[name=sort]").select_option("date")
    reader.page.wait_for_url("**/browse/?verdict=false&q=tram&sort=date")
    expect(reader.page.locator("#fp-results .fp-card__headline").first).to_have_text("Tram 20 was on time")
    reader.opens("browse/?verdict=false&topic=traffic&q=tram&sort=date")
    reader.counts("20 fact-checks")
    assert reader.headlines()[:2] == ["Tram 20 was on time", "Tram 19 was on time"]
    assert reader.page.locator("#fp-chosen").inner_text().split("\n") == ["False", "Traffic"]
    expect(reader.page.locator("#fp-query")).to_have_value("tram")
    reader.page.get_by_role("button", name="No longer only Traffic").click()
    reader.page.wait_for_url("**/browse/?verdict=false&q=tram&sort=date")
    reader.page.go_back()
    reader.page.wait_for_url("**/browse/?verdict=false&topic=traffic&q=tram&sort=date")
    expect(reader.page.locator("#fp-chosen li")).to_have_count(2)


def test_dates_sort_over_all_parts(reader: Reader) -> None:
    """Without words the newest come first, from whatever part, and more follow where the last ended."""
    reader.opens("browse/")
    reader.counts("24 fact-checks")
    newest = [
        HOSTILE,
        "Die Klinik hat 38 Betten",
        "The Old Bridge was closed for one day, not three",
        "A ferry sank once",
    ]
    trams = [f"Tram {n} was on time" for n in range(20, 0, -1)]
    assert reader.headlines() == [*newest, *trams[:6]]
    for shown in (20, 24):
        reader.page.get_by_role("button", name="Show more").click()
        expect(reader.page.locator("#fp-results li")).to_have_count(shown)
    assert reader.headlines() == [*newest, *trams]
    expect(reader.page.get_by_role("button", name="Show more")).to_be_hidden()


@pytest.mark.parametrize("key", ["/", "s"])
def test_a_key_leads_to_the_search(reader: Reader, key: str) -> None:
    """From any page a key opens the search with its field ready; on it, the key goes to the field."""
    reader.opens("claims/old-bridge/")
    reader.page.keyboard.press(key)
    reader.page.wait_for_url("**/browse/")
    field = reader.page.locator("#fp-query")
    expect(field).to_be_focused()
    reader.counts("24 fact-checks")
    reader.page.keyboard.type("s/")
    expect(field).to_have_value("s/")
    reader.page.locator("#fp-facet-topic").focus()
    reader.page.keyboard.press(key)
    expect(field).to_be_focused()


def test_the_header_leads_to_the_search(reader: Reader) -> None:
    """Every page has a link to the search in its header."""
    reader.opens("claims/old-bridge/")
    reader.page.get_by_role("banner").get_by_role("link", name="Search").click()
    assert reader.page.url == f"{reader.address}browse/"


def test_the_keyboard_is_enough(reader: Reader) -> None:
    """Arrows lead through what is found, Escape back to the field, Enter opens."""
    reader.opens("browse/?q=tram&sort=date")
    reader.counts("20 fact-checks")
    results = reader.page.locator("#fp-results .fp-card__headline a")
    reader.page.keyboard.press("/")
    for place in (0, 1, 2):
        reader.page.keyboard.press("ArrowDown")
        expect(results.nth(place)).to_be_focused()
    reader.page.keyboard.press("ArrowUp")
    expect(results.nth(1)).to_be_focused()
    reader.page.keyboard.press("Escape")
    expect(reader.page.locator("#fp-query")).to_be_focused()
    reader.page.keyboard.press("ArrowDown")
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url("**/claims/tram-20/")


def test_a_chosen_value_keeps_the_focus(reader: Reader) -> None:
    """Who chooses with the keyboard stays where they were."""
    reader.opens("browse/")
    reader.counts("24 fact-checks")
    reader.box("unproven").focus()
    reader.page.keyboard.press("Space")
    reader.counts("1 fact-check")
    expect(reader.box("unproven")).to_be_focused()


def test_hostile_words_are_shown_as_typed(reader: Reader) -> None:
    """What was typed is what is read, in results and in the address, and none of it runs."""
    reader.opens("browse/?q=quarrelsome&verdict=%3Cimg+src%3Dx+onerror%3Dalert(7)%3E")
    reader.counts("No fact-check fits. Try other words, or narrow less.")
    expect(reader.page.locator("#fp-chosen")).to_have_text("<img src=x onerror=alert(7)>")
    reader.opens("browse/?q=quarrelsome")
    reader.counts("1 fact-check")
    assert reader.headlines() == [HOSTILE]
    found = reader.page.locator("#fp-results .fp-card__excerpt").inner_text()
    assert "<img src=x onerror=alert(9)> <b> quarrelsome" in found
    assert reader.page.locator("#fp-results :is(img, script, b b)").count() == 0
    reader.types("<script>alert(8)</script>")
    reader.counts("1 fact-check")


def test_the_policy_is_kept(reader: Reader) -> None:
    """With nothing but `self`, WebAssembly and the theme's own hashes no policy is broken, and the search works."""
    reader.page.add_init_script(
        "window.broken = []; addEventListener('securitypolicyviolation', (event) => broken.push(event.blockedURI))"
    )
    reader.opens("browse/?q=bridge")
    reader.page.locator("#fp-results li").first.wait_for()
    assert reader.page.evaluate("broken") == []
    assert any(url.endswith("pagefind-worker.js") for url in reader.asked)


def test_it_says_so_where_the_search_cannot_be_loaded(chrome: Browser, address: str) -> None:
    """Where the index is out of reach, the reader is told and led to the lists."""
    page = chrome.new_page()
    page.route("**/search/**", lambda route: route.abort())
    page.goto(f"{address}browse/")
    expect(page.get_by_text("could not be loaded")).to_be_visible()
    expect(page.locator("form#fp-search")).to_be_hidden()
    expect(page.get_by_role("link", name="All fact-checks")).to_be_visible()
    page.close()


def test_lists_stand_in_without_javascript(chrome: Browser, address: str) -> None:
    """With scripts off there is no form that does nothing, but the lists, and the header's link works."""
    context = chrome.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}claims/old-bridge/")
    page.get_by_role("banner").get_by_role("link", name="Search").click()
    expect(page.locator("form#fp-search")).to_be_hidden()
    expect(page.get_by_text("The search needs JavaScript")).to_be_visible()
    page.get_by_role("link", name="By verdict").click()
    assert page.url == f"{address}ratings/"
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_phone(chrome: Browser, address: str, scheme: Any) -> None:
    """At 390 pixels nothing sticks out, the facets open at a touch, and what is touched is large enough."""
    context = chrome.new_context(
        viewport={"width": 390, "height": 844}, color_scheme=scheme, is_mobile=True, has_touch=True
    )
    page = context.new_page()
    page.goto(f"{address}browse/?q=tram")
    expect(page.locator("#fp-count")).to_have_text("20 fact-checks")
    expect(page.locator("#fp-facets")).to_be_hidden()
    page.get_by_role("button", name="Narrow the search").tap()
    page.locator("label", has=page.locator("[value=false]")).tap()
    expect(page.locator("#fp-chosen li")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for target in page.locator("#fp-search").locator("button, select, label, input[type=search]").all():
        box = target.bounding_box()
        assert box is None or box["height"] == 0 or box["height"] >= 24 or target.get_attribute("for")
    context.close()
