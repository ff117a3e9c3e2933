"""Every code has an example that breaks it and nothing else; the valid examples break nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from factpress.link_results import ANSWER_RULES
from factpress.loading import load_corpus
from factpress.problems import Problem
from factpress.reading import MAX_LIST, MAX_TEXT
from factpress.rules import all_rules, check_corpus
from factpress.rules.build import BUILD_RULES
from factpress.rules.change import UNCOMPARED, VANISHED
from factpress.rules.redefinition import REDEFINITION_RULES
from factpress.rules.register import CHANGE_RULES, Setting
from factpress.texts import MAX_BYTES, Text
from tests.making import NOW, SITE

EXAMPLES: Final = Path(__file__).parent.parent / "examples"
MEDIA: Final = ("chart.png", "logo.png")
PAGES: Final = ("corrections-policy.md", "funding.md", "methodology.md", "ownership.md", "privacy.md")
CLAIM: Final = "content/claims/old-bridge.yml"
BASE: Final = {f"content/{path.name}": path.read_bytes() for path in sorted((EXAMPLES / "base").iterdir())}
WRITTEN: Final[dict[str, dict[str, Text | None]]] = {
    "FP008": {CLAIM: Text(CLAIM, b"claim: The bridge is closed.\n" + b"#" * MAX_BYTES)},
    "FP010": {CLAIM: Text(CLAIM, refused="it is a symbolic link")},
    "FP013": {"content/verdicts.yml": None},
    "FP015": {CLAIM: Text(CLAIM, b"claim: The bridge is closed.\ntopics: [" + b"roads," * (MAX_LIST + 1) + b"]")},
    "FP016": {CLAIM: Text(CLAIM, b"claim: The bridge is closed.\nanalysis: " + b"a" * (MAX_TEXT + 1))},
}
"""Examples that are no files: too large or too long, not regular, missing."""


def found_in(files: dict[str, Text | None]) -> list[Problem]:
    """Return the problems of the base publication with some files more, others or fewer."""
    texts = {**{path: Text(path, raw) for path, raw in BASE.items()}, **files}
    media = [path.removeprefix("content/media/") for path in files if path.startswith("content/media/")]
    read = [text for path, text in texts.items() if text and not path.startswith("content/media/")]
    loaded = load_corpus(read, [*MEDIA, *media], PAGES)
    return [*loaded.problems, *loaded.placed(check_corpus(loaded.corpus, Setting(NOW, SITE)))]


def files_of(example: Path) -> dict[str, Text | None]:
    """Return the files of an example: a claim, or a folder like `content/`."""
    if example.is_file():
        return {CLAIM: Text(CLAIM, example.read_bytes())}
    paths = sorted(path for path in example.rglob("*") if path.is_file())
    names = [f"content/{path.relative_to(example).as_posix()}" for path in paths]
    return {name: Text(name, path.read_bytes()) for name, path in zip(names, paths, strict=True)}


def invalid() -> Iterator[tuple[str, dict[str, Text | None]]]:
    """Yield every code that has an example, and its files."""
    yield from WRITTEN.items()
    yield from ((path.stem, files_of(path)) for path in sorted((EXAMPLES / "invalid").iterdir()))


@pytest.mark.parametrize(("code", "files"), [pytest.param(code, files, id=code) for code, files in invalid()])
def test_an_invalid_example_breaks_its_rule_alone(code: str, files: dict[str, Text | None]) -> None:
    """An example is found for what it is, with a message and a hint, and for nothing else."""
    found = found_in(files)
    assert {problem.code for problem in found} == {code}
    for problem in found:
        assert problem.message
        assert problem.hint
        assert "found found" not in problem.message
        assert problem.location.path.startswith("content/")


@pytest.mark.parametrize("example", sorted((EXAMPLES / "valid").iterdir()), ids=lambda path: path.stem)
def test_a_valid_example_breaks_nothing(example: Path) -> None:
    """A valid claim gives no problem, not even a notice."""
    assert found_in(files_of(example)) == []


def test_every_code_has_an_example() -> None:
    """No rule goes without an example, no example without a rule; of builds, answers and changes others tell."""
    of_changes = (*CHANGE_RULES, VANISHED, UNCOMPARED, *REDEFINITION_RULES)
    elsewhere = {rule.code for rule in (*BUILD_RULES, *ANSWER_RULES, *of_changes)}
    codes = [rule.code for rule in all_rules() if rule.code not in elsewhere]
    assert sorted(code for code, _ in invalid()) == codes


def test_rules_are_told_well() -> None:
    """A code stands for one rule, which is a sentence and comes with a hint and an example."""
    rules = all_rules()
    assert len({rule.code for rule in rules}) == len(rules)
    for rule in rules:
        assert rule.sentence.startswith(("A ", "An ", "Two ")), rule
        assert rule.sentence.endswith("."), rule
        assert " must " in rule.sentence, rule
        assert "\n" not in rule.sentence, rule
        assert rule.hint.endswith("."), rule
        assert rule.example, rule
