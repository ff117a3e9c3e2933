"""Texts by path -> corpus and problems."""

from __future__ import annotations

from datetime import date

from factpress.loading import load_corpus
from factpress.problems import Location, Problem, Severity
from factpress.texts import Text
from tests.texts import PATH, REGISTRIES, load


def test_every_problem_of_every_file_is_found() -> None:
    """A bad file hides neither its other problems nor those of other files."""
    loaded = load(
        {
            PATH: "claim: x\nverdikt: a\nstatus: b\nas_of: c",
            "content/claims/broken.yml": "claim: [",
            "content/claims/fine.yml": "claim: Fine.",
            "content/topics.yml": "bridges: {nam: x}\ntraffic: {name: Traffic}",
        }
    )
    codes = [(problem.location.path.removeprefix("content/"), problem.code) for problem in loaded.problems]
    assert codes == [
        ("claims/broken.yml", "FP003"),
        ("claims/old-bridge.yml", "FP101"),
        ("claims/old-bridge.yml", "FP104"),
        ("claims/old-bridge.yml", "FP108"),
        ("topics.yml", "FP102"),
        ("topics.yml", "FP101"),
    ]
    assert [one.id for one in loaded.corpus.claims] == ["fine"]
    assert list(loaded.corpus.topics) == ["traffic"]
    assert loaded.corpus.unread == {"old-bridge", "broken", "topics"}


def test_files_that_nobody_would_read() -> None:
    """A file with another name is told, and its would-be registry isn't missed."""
    loaded = load({"content/claimants.yaml": "mayor-lund: {name: Ada Lund}"})
    (problem,) = loaded.problems
    assert (problem.code, problem.hint) == ("FP014", "Did you mean “claimants.yml”?")
    assert "claimants" in loaded.corpus.unread


def test_what_is_no_regular_file() -> None:
    """Links, pipes and the like are told, wherever they lie."""
    loaded = load_corpus(
        [Text(path, refused="it is a symbolic link") for path in (PATH, "content/verdicts.yml", "content/media/a.png")]
    )
    assert [(problem.code, problem.location.path) for problem in loaded.problems] == [
        ("FP010", PATH),
        ("FP010", "content/media/a.png"),
        ("FP013", "content/publication.yml"),
        ("FP010", "content/verdicts.yml"),
    ]


def test_needed_files() -> None:
    """Without its two needed files a publication is still looked through."""
    loaded = load_corpus([Text(PATH, b"claim: x")])
    assert [problem.location.path for problem in loaded.problems] == [
        "content/publication.yml",
        "content/verdicts.yml",
    ]
    assert len(loaded.corpus.claims) == 1
    assert loaded.corpus.unread == {"publication", "verdicts"}


def test_rules_problems_are_placed_in_the_text() -> None:
    """What a rule says of a field is shown where the field stands, or the nearest one around it."""
    loaded = load({PATH: "claim: x\nsources:\n  - id: a\n    note: b\n"})
    for field, place in (
        ("sources[1].note", (4, 5)),
        ("sources[1].title", (3, 5)),
        ("sources[7]", (2, 1)),
        ("headline", (1, 1)),
        ("a[999999999999999999999].b", (1, 1)),
    ):
        (placed,) = loaded.placed([Problem("FP999", Severity.ERROR, Location(PATH, field), "x")])
        assert (placed.location.line, placed.location.column) == place


def test_the_same_texts_in_any_order_give_the_same() -> None:
    """Neither corpus nor problems depend on the order in which files are found."""
    texts = [Text(path, raw.encode()) for path, raw in REGISTRIES.items()]
    texts += [Text(f"content/claims/c{n}.yml", f"claim: {n}\nx: y".encode()) for n in range(5)]
    one, other = load_corpus(texts), load_corpus(reversed(texts))
    assert one.problems == other.problems
    assert one.corpus.claims == other.corpus.claims


def test_the_files_about_links_are_lists() -> None:
    """Either may be missing or empty; what is wrong with one hides nothing else."""
    links = b"- address: https://Roads.example/closures#march\n  outcome: gone\n  since: 2025-05-01\n"
    exceptions = b"- prefix: https://herald.example/\n  reason: a\n   b\n  added: 2025-05-01\n  expires: 2025-12-31\n"
    loaded = load_corpus([Text("content/links.yml", links), Text("content/link-exceptions.yml", exceptions)])
    assert loaded.corpus.gone == {"https://roads.example/closures": date(2025, 5, 1)}
    assert loaded.corpus.gone_since("https://roads.example/closures#april") == date(2025, 5, 1)
    assert loaded.corpus.gone_since("https://roads.example/") is None
    assert loaded.corpus.gone_since(None) is None
    assert [(one.prefix, one.reason) for one in loaded.corpus.link_exceptions] == [("https://herald.example/", "a b")]
    for raw, code in (
        (b"", None),
        (b"# nothing\n", None),
        (b"address: x\n", "FP012"),
        (b"- x\n", "FP103"),
        (b"- {address: 'ftp://a.example/', since: 2025-05-01}\n", "FP107"),
        (b"- {address: 'https://a.example/', since: may}\n", "FP108"),
        (b"- {address: 'https://a.example/', since: 2025-05-01, outcome: moved}\n", "FP104"),
        (b"- {adress: 'https://a.example/'}\n", "FP102"),
        (b"- {address: 'https://a.example/', since: 2025-05-01, why: x}\n", "FP101"),
    ):
        loaded = load_corpus([Text("content/links.yml", raw)])
        codes = {problem.code for problem in loaded.problems if problem.location.path == "content/links.yml"}
        assert code in codes if code else not codes
        assert ("links" in loaded.corpus.unread) is (code not in (None, "FP101"))
