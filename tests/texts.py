"""Publications given as texts, and what reading them finds."""

from __future__ import annotations

from typing import Final

from factpress.loading import Loaded, load_corpus
from factpress.models.claim import Claim
from factpress.problems import Problem
from factpress.texts import Text

PATH: Final = "content/claims/old-bridge.yml"
REGISTRIES: Final = {
    "content/publication.yml": "name: Millbrook Checks\n",
    "content/verdicts.yml": "- {id: false, name: Wrong, meaning: It did not happen.}\n",
}


def load(files: dict[str, str | bytes]) -> Loaded:
    """Load texts beside the two that must be there."""
    texts = {**REGISTRIES, **files}
    return load_corpus(Text(path, raw if isinstance(raw, bytes) else raw.encode()) for path, raw in texts.items())


def claim(text: str) -> Claim:
    """Return the claim that a text holds."""
    loaded = load({PATH: text})
    assert loaded.problems == []
    return loaded.corpus.claims[0]


def problems(text: str, path: str = PATH) -> list[tuple[str, str, int | None, int | None]]:
    """Return code, field, line and column of what is wrong with a text."""
    return [
        (problem.code, problem.location.field, problem.location.line, problem.location.column)
        for problem in load({path: text}).problems
    ]


def only(text: str, path: str = PATH) -> Problem:
    """Return the only problem of a text."""
    (problem,) = load({path: text}).problems
    return problem
