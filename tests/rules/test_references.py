"""Names of registries and other claims, in the finer points."""

from __future__ import annotations

from typing import Any

import pytest

from factpress.models.claim import Claim
from factpress.models.registries import Verdict
from factpress.rules.corpus import circles
from factpress.rules.registries import contrast_with_white
from tests.making import VERDICTS, make_claim
from tests.rules.checking import draft, found, problems


def related(claim_id: str, *others: str, relation: str = "supersedes") -> Claim:
    """Return a draft that is related to others."""
    return draft(claim_id, claim=claim_id, related=[{"claim": one, "relation": relation} for one in others])


@pytest.mark.parametrize(
    ("registry", "fields"),
    [
        ("claimants", {"claimant": "nobody"}),
        ("verdicts", {"verdict": "nothing"}),
        ("topics", {"topics": ["nothing"]}),
        ("people", {"authors": ["nobody"]}),
        ("other", {"related": [{"claim": "other", "relation": "background"}]}),
        ("other", {"translation_of": "other"}),
    ],
)
def test_what_could_not_be_read_is_not_called_unknown(registry: str, fields: dict[str, Any]) -> None:
    """One mistake in a registry or claim doesn't make mistakes of all that name it."""
    assert len(found(draft(**fields))) == 1
    assert found(draft(**fields), unread=frozenset({registry})) == []


def test_unknown_is_a_claimant() -> None:
    """`unknown` needs no registry."""
    assert found(draft(claimant="unknown")) == []


def test_names_in_corrections_are_looked_up() -> None:
    """A correction names verdicts and a person like the claim itself."""
    change = {
        "date": "2025-04-01",
        "kind": "verdict-change",
        "text": "New.",
        "from_verdict": "ture",
        "to_verdict": "false",
        "by": "nobody",
    }
    codes = found(draft(verdict="false", corrections=[change]))
    assert codes == [("FP262", "corrections[1].from_verdict"), ("FP264", "corrections[1].by")]


@pytest.mark.parametrize(("published", "wrong"), [("2025-03-04", False), ("2025-03-05", True), ("2025", False)])
def test_retired_verdicts(published: str, *, wrong: bool) -> None:
    """A verdict may be used until the day it is retired, and its claims keep it."""
    verdicts = (
        *VERDICTS,
        Verdict(id="old", name="Old", meaning="x", retired="2025-03-05", replaced_by="unproven"),
    )
    claim = make_claim(verdict="old", published=published)
    codes = [problem.code for problem in problems(claim, verdicts=verdicts) if problem.code == "FP265"]
    assert codes == (["FP265"] if wrong else [])


def test_the_chain_of_verdicts() -> None:
    """Each change begins where the last one ended; other corrections may stand between."""
    changes = [
        {
            "date": "2025-04-01",
            "kind": "verdict-change",
            "text": "a",
            "from_verdict": "true",
            "to_verdict": "half-true",
        },
        {"date": "2025-04-02", "kind": "typo", "text": "b"},
        {
            "date": "2025-04-03",
            "kind": "verdict-change",
            "text": "c",
            "from_verdict": "half-true",
            "to_verdict": "false",
        },
    ]
    assert found(make_claim(corrections=changes)) == []
    assert found(make_claim(corrections=changes[:2])) == [("FP259", "corrections[1].to_verdict")]
    assert found(make_claim(corrections=[changes[2], changes[0]], verdict="half-true")) == [
        ("FP227", "corrections[2].date"),
        ("FP259", "corrections[2].from_verdict"),
    ]


def test_circles_are_found_once() -> None:
    """A circle of any length is one problem; chains and crossings are none."""
    assert found(related("a", "b"), related("b", "c"), related("c", "a")) == [("FP305", "related[1]")]
    assert found(related("a", "b", "c"), related("b", "d"), related("c", "d"), related("d")) == []
    loose = related("a", "b"), related("b", "c", relation="background"), related("c", "a")
    assert found(*loose) == []


@pytest.mark.parametrize(
    ("graph", "expected"),
    [
        ({"a": ["b"], "b": ["a"]}, [["a", "b", "a"]]),
        ({"a": ["a"]}, []),
        ({"a": ["b", "c"], "b": ["a"], "c": ["a"]}, [["a", "b", "a"], ["a", "c", "a"]]),
        ({"x": ["a"], "a": ["b"], "b": ["a"], "y": ["b"]}, [["a", "b", "a"]]),
        ({"a": ["elsewhere"]}, []),
    ],
)
def test_circles(graph: dict[str, list[str]], expected: list[list[str]]) -> None:
    """Every circle is told once and closed."""
    assert list(circles(graph)) == expected


def test_long_chains_take_no_recursion() -> None:
    """A chain of ten thousand claims is walked like a short one."""
    chain = {f"c{number:05}": [f"c{number + 1:05}"] for number in range(10_000)}
    assert list(circles(chain)) == []
    assert len(next(circles({**chain, "c10000": ["c00000"]}))) == 10_002


def test_two_claims_are_related_once() -> None:
    """A second relation is told where it stands, be it in one file or in both."""
    assert found(related("a", "b", "b", relation="background"), related("b")) == [("FP304", "related[2]")]
    both = related("a", "b", relation="background"), related("b", "a", relation="contradicts")
    assert found(*both) == [("FP304", "related[1]")]


def test_claims_with_the_same_words() -> None:
    """The same words are fine where the claims say how they stand to each other."""
    same = {"claim": "The bridge is closed!"}
    assert found(draft("a", **same), draft("b", claim="the bridge is  closed")) == [("FP303", "claim")]
    other = draft("b", related=[{"claim": "a", "relation": "repeats"}], **same)
    assert found(draft("a", **same), other) == []
    assert found(draft("a", **same), draft("b", translation_of="a", lang="fr", **same)) == []


def test_aliases() -> None:
    """An alias is nobody's id, not even of a claim that couldn't be read, and nobody else's alias."""
    assert found(draft("a", aliases=["a"])) == [("FP302", "aliases[1]")]
    assert found(draft("a", aliases=["b"]), unread=frozenset({"b"})) == [("FP302", "aliases[1]")]
    assert found(draft("a", aliases=["c"]), draft("b", claim="B.", aliases=["c"])) == [("FP302", "aliases[1]")]
    assert found(draft("a", aliases=["c", "d"])) == []


def test_translations() -> None:
    """A translation is of an original, has its verdict unless it says why, and another language."""
    original = draft("a", claim="A.", verdict="false")
    french = {"lang": "fr", "translation_of": "a"}
    assert found(original, draft("b", claim="B.", verdict="false", **french)) == []
    assert found(original, draft("b", claim="B.", verdict="true", **french)) == [("FP270", "verdict")]
    assert found(original, draft("b", claim="B.", verdict="true", verdict_reason="Since then.", **french)) == []
    chain = draft("c", claim="C.", lang="de", translation_of="b")
    assert found(original, draft("b", claim="B.", **french), chain) == [("FP269", "translation_of")]
    assert found(draft("a", lang="fr", translation_of="a")) == [("FP269", "translation_of")]


def test_contrast() -> None:
    """Contrast is counted as WCAG does."""
    assert contrast_with_white("#000000") == pytest.approx(21)
    assert contrast_with_white("#ffffff") == pytest.approx(1)
    assert contrast_with_white("#767676") == pytest.approx(4.54, abs=0.01)
