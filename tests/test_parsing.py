"""One text -> a claim or the entries of a registry, and what is wrong with its form."""

from __future__ import annotations

from typing import Final

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from factpress.forms import did_you_mean, field_name
from factpress.rules import check_corpus
from factpress.rules.register import Setting
from tests.making import NOW, SITE, complete_claim
from tests.texts import PATH, claim, load, only, problems

COMPLETE: Final = yaml.safe_dump(complete_claim(), allow_unicode=True, sort_keys=False)


def test_a_claim_is_read() -> None:
    """A claim's id is the stem of its file, wherever below the folder it lies."""
    loaded = load({"content/claims/2025/03/old-bridge.yml": COMPLETE})
    assert loaded.problems == []
    (read,) = loaded.corpus.claims
    assert read.id == "old-bridge"
    assert read.path == "content/claims/2025/03/old-bridge.yml"
    assert read.sources[1].publisher == "millbrook-herald"


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("verdict: false", "verdict", "false"),
        ("lang: no", "lang", "no"),
        ("context: 12:30", "context", "12:30"),
        ("context: 007", "context", "007"),
        ("headline: >\n  a\n\n  b", "headline", "a b"),
        ("headline: '  a   b '", "headline", "a b"),
        ("quote: |\n  a\n    b\n", "quote", "a\n  b"),
        ("analysis: |\n\n  a\n\n      b\n\n", "analysis", "a\n\n    b"),
        ("claimant: mayor-lund", "claimant", ("mayor-lund",)),
        ("claimant: [mayor-lund, harbour-union]", "claimant", ("mayor-lund", "harbour-union")),
        ("headline: ~\ntopics:\nretraction: null", "headline", None),
        ("topics:\n  - a\n  -\n  - ~\n  - b", "topics", ("a", "b")),
        ("summary: [a\u2028b]", "summary", ("a b",)),
    ],
)
def test_what_is_typed_is_what_is_read(text: str, field: str, value: object) -> None:
    """Texts keep their characters; only blanks are folded, and only in fields of one line."""
    assert getattr(claim(f"claim: x\n{text}"), field) == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("FP102", "claim", 1, 1)]),
        ("headline: a", [("FP102", "claim", 1, 1)]),
        ("claim: '  '", [("FP102", "claim", 1, 1)]),
        ("claim: x\nclaimant: []", [("FP102", "claimant", 2, 1)]),
        ("claim: x\nsummary: [~]", [("FP102", "summary", 2, 1)]),
        ("claim: x\nsources:\n  - title: a", [("FP102", "sources[1].id", 3, 5)]),
        ("claim: x\nverdikt: a", [("FP101", "verdikt", 2, 1)]),
        ("claim: x\nsources:\n  - id: a\n    link: b", [("FP101", "sources[1].link", 4, 5)]),
        ("claim: x\nid: y", [("FP101", "id", 2, 1)]),
        ("claim: x\npath: y", [("FP101", "path", 2, 1)]),
        ("claim: [x]", [("FP103", "claim", 1, 1)]),
        ("claim: x\ntopics: a", [("FP103", "topics", 2, 1)]),
        ("claim: x\nsources: {id: a}", [("FP103", "sources", 2, 1)]),
        ("claim: x\nsources:\n  - a", [("FP103", "sources[1]", 3, 5)]),
        ("claim: x\nretraction: a", [("FP103", "retraction", 2, 1)]),
        ("claim: x\nkind: images", [("FP104", "kind", 2, 1)]),
        ("claim: x\nmedia:\n  - {alt: a, credit: b, kind: c}", [("FP104", "media[1].kind", 3, 25)]),
        ("claim: x\nsummary: [a, b, c, d, e, f]", [("FP105", "summary", 2, 1)]),
        (f"claim: x\nsummary:\n  - a\n  - {'b' * 281}", [("FP105", "summary[2]", 4, 5)]),
        ("claim: x\nverdict: True", [("FP106", "verdict", 2, 1)]),
        ("claim: x\nclaimant: Ada Lund", [("FP106", "claimant[1]", 2, 1)]),
        ("claim: x\nclaimant:\n  - a\n  -\n  - B", [("FP106", "claimant[2]", 5, 5)]),
        ("claim: x\naliases: [index]", [("FP106", "aliases[1]", 2, 11)]),
        ("claim: x\nfigures: [{key: a, value: '1,5'}]", [("FP106", "figures[1].value", 2, 20)]),
        ("claim: x\nmedia: [{file: ../a.png, alt: a, credit: b}]", [("FP106", "media[1].file", 2, 10)]),
        ("claim: x\nclaim_date: 2025-13", [("FP108", "claim_date", 2, 1)]),
        ("claim: x\nas_of: 2025-02-30", [("FP108", "as_of", 2, 1)]),
        ("claim: x\nas_of: 2025-02", [("FP108", "as_of", 2, 1)]),
        ("claim: x\npublished: 2025-03-27T14:30", [("FP108", "published", 2, 1)]),
        ("- claim: x", [("FP012", "", 1, None)]),
        ("claim", [("FP012", "", 1, None)]),
    ],
)
def test_problems_are_placed(text: str, expected: list[tuple[str, str, int | None, int | None]]) -> None:
    """A problem names its field and stands where that is, or where it would have to be."""
    assert problems(text) == expected


@pytest.mark.parametrize(
    "address",
    [
        "example.org",
        "ftp://a.example/",
        "javascript:alert(1)",
        "//a.example/",
        "https://localhost/",
        "https://user@a.example/",
        "https://user:word@a.example/",
        "https://a.example/b c",
        "https://a.example\\b",
        "https:/a.example",
        "https://a.example:x/",
        "https://[::1/",
        'https://a.example/"',
        "https://a.example/" + "a" * 4096,
    ],
)
def test_addresses_that_are_none(address: str) -> None:
    """An address is http or https, has a host with a dot, no user name, no blanks, and an end."""
    text = yaml.safe_dump({"claim": "x", "appearances": [{"url": address}]}, width=10_000)
    assert only(text).code == "FP107"


@pytest.mark.parametrize(
    "address",
    [
        "http://a.example",
        "HTTPS://A.example/",
        "https://bücher.example/ß?q=[1]#é",
        "https://a.example/(b)_'c'",
    ],
)
def test_addresses_are_kept_as_typed(address: str) -> None:
    """Other scripts and brackets stay."""
    text = yaml.safe_dump({"claim": "x", "appearances": [{"url": address}]}, allow_unicode=True)
    assert claim(text).appearances[0].url == address


def test_hints_name_the_nearest() -> None:
    """Unknown fields and values are told with what may be meant, or with what there is."""
    assert only("claim: x\nverdikt: a").hint == "Did you mean “verdict”?"
    assert only("claim: x\nstatus: publish").hint == "Did you mean “published”?"
    assert only("claim: x\nsources:\n  - id: a\n    adress: b").hint.startswith("Known here: id, title, publisher")
    assert "id" not in only("claim: x\nzzz: a").hint.split(": ")[1].split(", ")[:2]
    assert "quotation marks" in only("claim: x\nsummary:\n  - The mayor: no").hint
    assert did_you_mean("brigdes", ["bridges", "traffic"]) == "Did you mean “bridges”?"
    assert did_you_mean("x", ["bridges"], "Otherwise.") == "Otherwise."


@pytest.mark.parametrize(
    "name",
    [
        "Old Bridge.yml",
        "old_bridge.yml",
        "old--bridge.yml",
        "-old.yml",
        "brücke.yml",
        "old.bridge.yml",
        "index.yml",
        "unknown.yml",
        "embed.yml",
        "con.yml",
        "lpt1.yml",
        "old-bridge.yaml",
        "a" * 81 + ".yml",
    ],
)
def test_names_that_are_no_ids(name: str) -> None:
    """A claim's file is named by words of a to z and digits, and by no reserved name."""
    loaded = load({f"content/claims/{name}": "claim: x"})
    assert [problem.code for problem in loaded.problems] == ["FP011"]
    assert loaded.corpus.claims == ()


def test_a_bad_name_hides_no_other_problem() -> None:
    """A misnamed file is read all the same."""
    codes = [problem.code for problem in load({"content/claims/Old.yml": "verdict: a"}).problems]
    assert codes == ["FP011", "FP102"]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("people.yml", "Ida Moss: {name: Ida Moss}", [("FP106", "Ida Moss", 1, 1)]),
        ("people.yml", "unknown: {name: Nobody}", [("FP106", "unknown", 1, 1)]),
        ("people.yml", "ida-moss:", [("FP102", "ida-moss.name", 1, 1)]),
        ("people.yml", "- name: Ida Moss", [("FP012", "", 1, None)]),
        ("people.yml", "", []),
        (
            "publishers.yml",
            "herald:\n  name: x\n  domains: ['https://a.example/']",
            [("FP106", "herald.domains[1]", 3, 13)],
        ),
        ("verdicts.yml", "false: {name: Wrong}", [("FP012", "", 1, None)]),
        ("verdicts.yml", "", [("FP012", "", 1, None)]),
        ("verdicts.yml", "- id: a\n  name: b\n  meaning: c\n  value: 0", [("FP106", "[1].value", 4, 3)]),
        ("verdicts.yml", "- id: a\n  name: b\n  meaning: c\n  value: 1.5", [("FP106", "[1].value", 4, 3)]),
        ("verdicts.yml", "- id: a\n  name: b\n  meaning: c\n  color: red", [("FP106", "[1].color", 4, 3)]),
        ("verdicts.yml", "- id: a\n  name: b\n  meaning: c\n  icon: star", [("FP106", "[1].icon", 4, 3)]),
        ("publication.yml", "", [("FP102", "name", 1, 1)]),
        ("publication.yml", "name: x\ntimezone: Mars/Olympus", [("FP106", "timezone", 2, 1)]),
        ("publication.yml", "name: x\npolicies:\n  ethics: ../x.md", [("FP106", "policies.ethics", 3, 3)]),
        ("publication.yml", "name: x\nfeeds: {length: 0}", [("FP106", "feeds.length", 2, 9)]),
    ],
)
def test_registries(name: str, text: str, expected: list[tuple[str, str, int | None, int | None]]) -> None:
    """Registries are read as strictly as claims."""
    assert problems(text, f"content/{name}") == expected


def test_field_names_are_short() -> None:
    """A field that a stranger made up is named, but not at any length."""
    assert field_name(("sources", 1, "url")) == "sources[2].url"
    assert field_name((0, "value")) == "[1].value"
    assert field_name(("a" * 1000,)) == "a" * 80 + "…"


def mutated(draw: st.DrawFn) -> bytes:
    """Return a valid file with some bytes cut out, put in or swapped."""
    raw = bytearray(COMPLETE.encode())
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(raw)))
        end = min(len(raw), start + draw(st.integers(0, 40)))
        raw[start:end] = draw(
            st.sampled_from([b"", b"\n", b": ", b"- ", b"[", b"]", b"{", b"'", b'"', b"|", b"~", b"\t", b"&a ", b"*a"])
            | st.binary(max_size=4)
            | st.text(max_size=4).map(lambda text: text.encode("utf-8", "replace"))
        )
    return bytes(raw)


@settings(deadline=None, max_examples=400, derandomize=True)
@given(st.composite(mutated)() | st.binary(max_size=100))
def test_no_file_makes_loading_raise(raw: bytes) -> None:
    """Whatever a file holds, it is a claim, or its problems are told with place and message."""
    loaded = load({PATH: raw})
    # A claim that is read all the same has nothing but fields that nobody knows.
    assert not loaded.corpus.claims or {problem.code for problem in loaded.problems} <= {"FP101"}
    assert loaded.corpus.claims or loaded.problems
    for problem in loaded.problems:
        assert problem.location.path == PATH
        assert problem.message
        assert "found found" not in problem.message


def test_an_unknown_field_hides_nothing_else() -> None:
    """Beside a field that nobody knows, the rules still say what is wrong with the others, in one run."""
    text = COMPLETE.replace("kind: news", "kind: news\n  kynd: x").replace(
        "verdict: 'false'", "verdict: flase\nverdikt: x"
    )
    loaded = load({PATH: text})
    assert [(p.code, p.location.field) for p in loaded.problems] == [("FP101", "verdikt"), ("FP101", "sources[2].kynd")]
    found = check_corpus(loaded.corpus, Setting(NOW, SITE))
    assert "verdict" in {problem.location.field for problem in found if problem.location.path == PATH}
