"""Verdicts as readers see them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from lxml import etree, html

from factpress.models.registries import MARKS, Verdict
from factpress.pages.templates import Templates
from factpress.pages.verdicts import NO_COLOUR, VerdictView, verdict_views
from tests.making import make_corpus

THEME = Path(__file__).parents[2] / "theme" / "factpress"


def scale(*names: str) -> tuple[Verdict, ...]:
    """Return verdicts, truest first, of which each name is id and name."""
    return tuple(Verdict(id=name, name=name, value=len(names) - n, meaning="-") for n, name in enumerate(names))


def views(*verdicts: Verdict) -> dict[str, VerdictView]:
    return dict(verdict_views(make_corpus(verdicts=verdicts)))


@pytest.mark.parametrize(
    ("steps", "positions"),
    [
        (1, [""]),
        (2, ["2 of 2, truest", "1 of 2, falsest"]),
        (3, ["3 of 3, truest", "2 of 3, in the middle", "1 of 3, falsest"]),
        (4, ["4 of 4, truest", "3 of 4, second truest", "2 of 4, second falsest", "1 of 4, falsest"]),
    ],
)
def test_the_position_is_said_from_the_nearer_end(steps: int, positions: list[str]) -> None:
    """A place on the scale reads as its number and its rank from the end it is nearer to."""
    made = views(*scale(*(f"v{n}" for n in range(steps))))
    assert [view.position for view in made.values()] == positions


def test_a_long_scale_has_words_for_every_step() -> None:
    """However many steps there are, each has a position of its own."""
    made = views(*scale(*(f"v{n}" for n in range(24))))
    assert len({view.position for view in made.values()}) == 24
    assert made["v11"].position == "13 of 24, 12th truest"


def test_the_scale_marks_the_verdict() -> None:
    """The steps go from falsest to truest, and the verdict's own is the current one."""
    steps = views(*scale("yes", "half", "no"))["half"].steps
    assert [(step.name, step.is_current) for step in steps] == [("no", False), ("half", True), ("yes", False)]


def test_a_verdict_outside_the_scale_has_no_place() -> None:
    """A verdict without a value shows no scale."""
    view = views(*scale("yes", "no"), Verdict(id="satire", name="Satire", meaning="-"))["satire"]
    assert view.steps == ()
    assert view.position == ""


def test_a_retired_step_stands_on_its_own_scale_alone() -> None:
    """A retired verdict keeps its place on its claims and is no step of anybody else's scale."""
    made = views(
        Verdict(id="yes", name="yes", value=3, meaning="-"),
        Verdict(id="old", name="old", value=2, meaning="-", retired=date(2025, 1, 1)),
        Verdict(id="no", name="no", value=1, meaning="-"),
    )
    assert [step.name for step in made["no"].steps] == ["no", "yes"]
    assert [step.name for step in made["old"].steps] == ["no", "old", "yes"]


def test_a_retired_step_takes_the_place_of_its_successor() -> None:
    """Two verdicts of one value never stand on one scale."""
    made = views(
        Verdict(id="new", name="new", value=1, meaning="-"),
        Verdict(id="old", name="old", value=1, meaning="-", retired=date(2025, 1, 1), replaced_by="new"),
    )
    assert [step.name for step in made["old"].steps] == ["old"]


@pytest.mark.parametrize("name", MARKS)
def test_every_shipped_mark_is_drawn(name: str) -> None:
    """Each mark is well-formed SVG of its own that screen readers pass over."""
    view = views(Verdict(id="v", name="v", meaning="-", icon=name))["v"]
    drawing = etree.fromstring(str(view.mark))
    assert drawing.tag == "svg"
    assert drawing.get("aria-hidden") == "true"
    assert len(drawing)
    assert view.mark_file == ""


def test_marks_differ() -> None:
    """No two marks look the same, so that nobody needs to see colours."""
    assert len({views(Verdict(id="v", name="v", meaning="-", icon=name))["v"].mark for name in MARKS}) == len(MARKS)


def test_a_verdict_without_looks_is_printed() -> None:
    """Colour and mark may be left out."""
    view = views(Verdict(id="v", name="v", meaning="-"))["v"]
    assert (view.color, view.mark, view.mark_file) == (NO_COLOUR, "", "")


def render(text: str, **values: object) -> html.HtmlElement:
    shipped = {name: (THEME / name).read_text("utf-8") for name in ("badge.html", "verdict.html")}
    sources = {**shipped, "page.html": text}
    return html.fragment_fromstring(Templates(sources).render("page.html", **values), create_parent="div")


def test_a_badge_leads_to_the_meaning() -> None:
    """The chip holds mark and name, and its link the verdict's page; a name is text."""
    verdict = Verdict(id="half", name="Half <b>true</b>", meaning="-", color="#123456", icon="signs/half.png")
    page = render('{{ v | badge("../../") }}', v=views(verdict)["half"])
    (link,) = page.xpath("//a")
    assert link.get("href") == "../../verdicts/half/"
    assert link.get("style") == "--fp-verdict:#123456"
    assert link.text_content().strip() == "Half <b>true</b>"
    assert page.xpath("//img/@src") == ["../../media/signs/half.png"]


def test_the_scale_is_said_in_words() -> None:
    """Who doesn't see the drawing is told the name and the position."""
    page = render(
        '{% from "verdict.html" import scale %}{{ scale(v, "../") | safe }}',
        v=views(*scale("yes", "no"))["yes"],
    )
    (link,) = page.xpath("//a")
    assert link.get("aria-label") == "yes: 2 of 2, truest. The whole scale"
    assert link.xpath(".//*[@class='fp-scale__words']/text()") == ["2 of 2, truest"]
    assert len(link.xpath(".//*[@aria-hidden='true']/span")) == 2
