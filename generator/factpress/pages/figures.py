"""A claim's figures beside what other claims say of the same quantities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from markupsafe import Markup

from factpress.corpus import Corpus
from factpress.models.claim import Claim
from factpress.models.parts import Figure
from factpress.models.site import claim_path
from factpress.pages.dates import as_time
from factpress.pages.evidence import Reference, reference

COMPARED = 20
"""How many figures of other claims stand beside one quantity, newest first: no page grows without end."""


class FigureRow(NamedTuple):
    """What one claim says of a quantity."""

    title: str
    """The other claim's title; empty for the page's own."""
    path: str
    """The other claim's page; empty for the page's own."""
    quantity: str
    """`11,000 soldiers`, `10,000 to 12,000 soldiers`, `at least 3,000 soldiers`."""
    as_of: Markup
    reference: Reference | None
    note: str


class Quantity(NamedTuple):
    """Everything said of one quantity."""

    name: str
    rows: tuple[FigureRow, ...]
    """Those of the page's claim first."""

    @property
    def is_compared(self) -> bool:
        """Whether another claim says something else of it."""
        return any(row.path for row in self.rows)


def quantities(claim: Claim, corpus: Corpus, numbers: Mapping[str, int]) -> tuple[Quantity, ...]:
    """Return the claim's figures by quantity, each beside the figures of other listed claims that differ."""
    return tuple(
        Quantity(
            key.replace("-", " "),
            (*_own(claim, key, numbers), *_others(claim, key, corpus)),
        )
        for key in dict.fromkeys(figure.key for figure in claim.figures)
    )


def in_figures(figure: Figure) -> str:
    """Return a figure in digits and words, with its unit."""
    low, high = (_grouped(number) if number else "" for number in (figure.low, figure.high))
    if low and high:
        text = f"{low} to {high}"
    elif low or high:
        text = f"at least {low}" if low else f"at most {high}"
    else:
        text = ""
    if figure.value:
        text = f"{_grouped(figure.value)} ({text})" if text else _grouped(figure.value)
    unit = figure.unit or ""
    return f"{text}{unit}" if unit.startswith("%") else f"{text} {unit}".strip()


def _grouped(number: str) -> str:
    """Return a number with its thousands told apart; what was typed stays otherwise."""
    whole, dot, rest = number.partition(".")
    sign, digits = ("−", whole[1:]) if whole.startswith("-") else ("", whole)
    return f"{sign}{digits if digits.startswith('0') else f'{int(digits):,}'}{dot}{rest}"


def _own(claim: Claim, key: str, numbers: Mapping[str, int]) -> Iterator[FigureRow]:
    for figure in claim.figures:
        if figure.key == key:
            yield _row(figure, "", "", reference(figure.source, numbers))


def _others(claim: Claim, key: str, corpus: Corpus) -> list[FigureRow]:
    own = {_said(figure) for figure in claim.figures if figure.key == key}
    rows = []
    for other in corpus.by_figure.get(key, ()):
        if other.id != claim.id:
            rows += [
                _row(figure, other.title, claim_path(other.id), None)
                for figure in other.figures
                if figure.key == key and _said(figure) not in own
            ]
        if len(rows) >= COMPARED:
            break
    return rows[:COMPARED]


def _said(figure: Figure) -> tuple[Decimal | str | None, ...]:
    """Return what a figure says, so that 3000 and 3000.0 are the same."""
    numbers = (Decimal(number) if number else None for number in (figure.value, figure.low, figure.high))
    return (*numbers, (figure.unit or "").casefold())


def _row(figure: Figure, title: str, path: str, source: Reference | None) -> FigureRow:
    return FigureRow(
        title=title,
        path=path,
        quantity=in_figures(figure),
        as_of=as_time(figure.as_of) if figure.as_of else Markup(),
        reference=source,
        note=figure.note or "",
    )
