"""Verdicts as readers see them: name, mark, colour and the place on the scale."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup

from factpress.corpus import Corpus
from factpress.models.registries import MARKS, Verdict

NO_COLOUR = "#4a5568"
"""The colour of a verdict that names none."""


class Step(NamedTuple):
    """One step of the scale."""

    name: str
    color: str
    is_current: bool


class VerdictView(NamedTuple):
    """A verdict as templates print it; see `theme/factpress/verdict.html`."""

    id: str
    name: str
    color: str
    """`#rrggbb`; white text stands on it."""
    mark: Markup
    """A shipped mark as SVG; empty for none, or where a file is the mark."""
    mark_file: str
    """The path of the file below `media/` that is the mark; empty for none."""
    steps: tuple[Step, ...]
    """The scale, falsest first; empty for a verdict outside it."""
    position: str
    """Its place in words, `6 of 7, second truest`; empty for a verdict outside the scale."""


@lru_cache(maxsize=2)  # every page asks, and a corpus never changes
def verdict_views(corpus: Corpus) -> Mapping[str, VerdictView]:
    """Return every verdict of a corpus as templates print it, by id, in the corpus's order."""
    return {verdict.id: _view(verdict, corpus) for verdict in corpus.verdicts}


def _view(verdict: Verdict, corpus: Corpus) -> VerdictView:
    scale = _scale_of(verdict, corpus)
    place = next((n for n, step in enumerate(scale, 1) if step.id == verdict.id), 0)
    is_shipped = verdict.icon in MARKS
    return VerdictView(
        id=verdict.id,
        name=verdict.name,
        color=verdict.color or NO_COLOUR,
        mark=_mark(verdict.icon) if verdict.icon and is_shipped else Markup(),
        mark_file="" if is_shipped else verdict.icon or "",
        steps=tuple(Step(step.name, step.color or NO_COLOUR, step.id == verdict.id) for step in scale),
        position=_position(place, len(scale)),
    )


def _scale_of(verdict: Verdict, corpus: Corpus) -> list[Verdict]:
    """Return the scale that a verdict stands on: the steps in use, and itself if it is retired."""
    if verdict.value is None:
        return []
    return [
        step
        for step in reversed(corpus.scale)
        if step.id == verdict.id or (step.retired is None and step.value != verdict.value)
    ]


ORDINALS = (
    "",
    "",
    "second ",
    "third ",
    "fourth ",
    "fifth ",
    "sixth ",
    "seventh ",
    "eighth ",
    "ninth ",
    "tenth ",
)


def _position(step: int, steps: int) -> str:
    if steps < 2:
        return ""
    from_top = steps - step + 1
    if step == from_top:
        return f"{step} of {steps}, in the middle"
    end, rank = ("truest", from_top) if from_top < step else ("falsest", step)
    ordinal = ORDINALS[rank] if rank < len(ORDINALS) else f"{rank}th "
    return f"{step} of {steps}, {ordinal}{end}"


_DRAWINGS: Mapping[str, Markup] = {
    "check": Markup('<path d="M4.5 12.8l5 5L19.5 6.8"/>'),
    "near": Markup('<path d="M4 10.2c2.7-3.2 5.3-3.2 8 0s5.3 3.2 8 0M4 16.6c2.7-3.2 5.3-3.2 8 0s5.3 3.2 8 0"/>'),
    "half": Markup('<circle cx="12" cy="12" r="8"/><path d="M12 4a8 8 0 0 1 0 16z" fill="currentColor"/>'),
    "warning": Markup('<path d="M12 4L21 19.5H3zM12 10.2v4M12 16.9v.2"/>'),
    "minus": Markup('<path d="M4.5 12h15"/>'),
    "cross": Markup('<path d="M6 6l12 12M18 6L6 18"/>'),
    "stop": Markup('<circle cx="12" cy="12" r="8"/><path d="M6.4 6.4l11.2 11.2"/>'),
    "question": Markup('<path d="M7 8.3a5 5 0 1 1 7.7 4.2C12.9 13.7 12 14.5 12 16M12 20.6v.2"/>'),
    "mask": Markup(
        '<path d="M4.5 5c4.8 1.7 10.2 1.7 15 0v7c0 4.6-3.5 7.8-7.5 7.8S4.5 16.6 4.5 12z'
        'M8.2 10.2h1.6M14.2 10.2h1.6M9 14.5c1.9 1.7 4.1 1.7 6 0"/>'
    ),
}


def _mark(name: str) -> Markup:
    return Markup(
        '<svg class="fp-mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false" fill="none"'
        ' stroke="currentColor" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round">{}</svg>'
    ).format(_DRAWINGS[name])
