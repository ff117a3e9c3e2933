"""How YAML is read: every scalar is text, and what is refused."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factpress.reading import (
    FORBIDDEN,
    MAX_DEPTH,
    MAX_LIST,
    MAX_TEXT,
    Node,
    Path,
    Place,
    Unreadable,
    decoded,
    read_yaml,
)
from factpress.texts import MAX_BYTES

FILE = "content/claims/old-bridge.yml"


def read(raw: str | bytes) -> Node:
    """Return what a file holds."""
    return read_yaml(decoded(raw if isinstance(raw, bytes) else raw.encode(), FILE), FILE)


def refused(raw: str | bytes) -> tuple[str, int | None, int | None]:
    """Return why a file is refused, and where."""
    with pytest.raises(Unreadable) as caught:
        read(raw)
    problem = caught.value.problem
    assert problem.location.path == FILE
    assert problem.message
    assert problem.hint
    assert "found found" not in problem.message
    return problem.code, problem.location.line, problem.location.column


def test_no_forbidden_character_can_be_printed() -> None:
    """Files that can be printed but for their line ends aren't looked through for these characters."""
    assert [
        found for found in map(chr, range(sys.maxunicode + 1)) if FORBIDDEN.match(found) and found.isprintable()
    ] == []


@pytest.mark.parametrize(
    "typed",
    [
        "True",
        "false",
        "no",
        "Yes",
        "on",
        "12:30",
        "007",
        "0x1F",
        "1e3",
        ".5",
        "2025-03-27",
        "1_000",
        "=",
        "<<",
        "+1",
    ],
)
def test_every_scalar_is_text(typed: str) -> None:
    """No word is ever a truth value, a number, a time or a date."""
    assert read(f"a: {typed}\nb: [{typed}]\n{typed}: c") == {"a": typed, "b": [typed], typed: "c"}


@pytest.mark.parametrize("typed", ["", "~", "null", '""', "''", '"null"', "'~'"])
def test_nothing_is_nothing_quoted_or_not(typed: str) -> None:
    """Empty texts, `~` and `null` say nothing, and leave no gap in a list."""
    assert read(f"a: {typed}\nb:\n  - {typed}\n  - c") == {"a": None, "b": ["c"]}


@pytest.mark.parametrize("typed", ["Null", "NULL", "none", "' '", "."])
def test_other_words_are_words(typed: str) -> None:
    """Only what the format names says nothing."""
    assert read(f"a: {typed}") == {"a": typed.strip("'")}


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"\xef\xbb\xbfa: b", {"a": "b"}),
        ("a: b\r\nc: d\r\n", {"a": "b", "c": "d"}),
        ("a: b\rc: d\r", {"a": "b", "c": "d"}),
        ("a: b\u2028c: d\u2029e: f", {"a": "b", "c": "d", "e": "f"}),
        ("a: Cafe\u0301", {"a": "Café"}),
        ('a: "Cafe\\u0301"', {"a": "Café"}),
        ("a: \u0915\u094d\u200d\u0937 \u200eb\u200f", {"a": "\u0915\u094d\u200d\u0937 \u200eb\u200f"}),
        ("--- # one document\na: b\n...\n", {"a": "b"}),
        ("%YAML 1.2\n---\na: b", {"a": "b"}),
        ("", None),
        ("# nothing but a comment", None),
        ("a: |\n  b\n   c\n", {"a": "b\n c\n"}),
        ("a: >-\n  b\n  c\n", {"a": "b c"}),
        ("a: {b: [c, d], e: f}", {"a": {"b": ["c", "d"], "e": "f"}}),
        ("a: 'tab\there'", {"a": "tab\there"}),
    ],
)
def test_what_is_accepted(raw: str | bytes, expected: Node) -> None:
    """Marks at the beginning, any line ends, decomposed letters, joiners and direction marks are fine."""
    assert read(raw) == expected


def test_text_is_composed() -> None:
    """Texts come out in Unicode's composed form, keys too."""
    value = read("Cafe\u0301: n\u0303")
    assert isinstance(value, dict)
    assert all(unicodedata.is_normalized("NFC", text) for pair in value.items() for text in pair)


@pytest.mark.parametrize(
    ("raw", "code", "line", "column"),
    [
        (b"a: b\nc: \xff", "FP001", 2, None),
        (b"a: \xed\xa0\x80", "FP001", 1, None),
        ("a: b\nc: d\x00", "FP002", 2, 5),
        ("a: \x1b[31m", "FP002", 1, 4),
        ("a: \x7f", "FP002", 1, 4),
        ("a: \x85", "FP002", 1, 4),
        ("a: b\u202ec", "FP002", 1, 5),
        ("a: b\u2066c", "FP002", 1, 5),
        ("a: b\ufeffc", "FP002", 1, 5),
        ("# \u202a", "FP002", 1, 3),
        ('a: "b\\u202Ec"', "FP002", 1, 4),
        ('a: "\\e"', "FP002", 1, 4),
        ('a: "\\0"', "FP002", 1, 4),
        ('"a\\u2067": b', "FP002", 1, 1),
        ("a: b: c", "FP003", 1, 5),
        ("a: b\n c: d", "FP003", 2, 3),
        ("\ta: b", "FP003", 1, 1),
        ("a: [b", "FP003", 1, 6),
        ("a: 'b", "FP003", 1, 6),
        ("a: @b", "FP003", 1, 4),
        ("? [a]\n: b", "FP003", 1, 3),
        ('a: "\\ud800"', "FP003", 1, 7),
        ("a: b\nc: d\na: e", "FP004", 3, 1),
        ("a:\n  b: c\n  b: d", "FP004", 3, 3),
        ("a: {b: c, b: d}", "FP004", 1, 11),
        ("a: &b c", "FP005", 1, 4),
        ("a: *b", "FP005", 1, 4),
        ("a: &b {c: d}", "FP005", 1, 4),
        ("a: !b c", "FP006", 1, 4),
        ("a: !!python/name:os.system x", "FP006", 1, 4),
        ("a: !!str b", "FP006", 1, 4),
        ("a: !!binary YQ==", "FP006", 1, 4),
        ("a: b\n---\nc: d", "FP007", 2, 1),
        (b"a: " + b"b" * MAX_BYTES, "FP008", None, None),
        ("a: " + "[" * (MAX_DEPTH) + "]" * (MAX_DEPTH), "FP009", 1, 23),
        ("a: [" + "b," * (MAX_LIST + 1) + "]", "FP015", 1, 2 * MAX_LIST + 7),
        ("a:\n  b: " + "c" * (MAX_TEXT + 1), "FP016", 2, 6),
    ],
)
def test_what_is_refused(raw: str | bytes, code: str, line: int | None, column: int | None) -> None:
    """Whatever is refused is told with its code, line and column."""
    assert refused(raw) == (code, line, column)


def test_the_limits_themselves_are_fine() -> None:
    """A file of exactly the greatest size and depth is read, and so are the longest list and text."""
    assert read(b"a: b\n" + b"#" * (MAX_BYTES - 5)) == {"a": "b"}
    assert read("a: " + "b" * MAX_TEXT) == {"a": "b" * MAX_TEXT}
    assert read("a: [" + "b," * MAX_LIST + "]") == {"a": ["b"] * MAX_LIST}
    read("a: " + "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1))


def test_depth_takes_no_recursion() -> None:
    """A file that opens a hundred thousand brackets is refused like any other."""
    assert refused("[" * 100_000)[0] in ("FP003", "FP009")
    assert refused("- " * 100_000)[0] in ("FP003", "FP009")


def test_merge_keys_are_fields_like_others() -> None:
    """`<<` merges nothing."""
    assert read("a:\n  <<: {b: c}\n  d: e") == {"a": {"<<": {"b": "c"}, "d": "e"}}


def test_marks_say_where_fields_stand() -> None:
    """Each field and each entry of a list has its line and column; what says nothing isn't counted."""
    marks: dict[Path, Place] = {}
    read_yaml("a: b\nc:\n  - d: e\n  -\n  - f\n", FILE, marks)
    assert marks[("a",)] == (1, 1)
    assert marks[("c",)] == (2, 1)
    assert marks[("c", 0)] == (3, 5)
    assert marks[("c", 0, "d")] == (3, 5)
    assert marks[("c", 1)] == (5, 5)
    assert ("c", 2) not in marks


SCRAPS = st.lists(
    st.sampled_from([*"abc:-[]{}\"'|>&*!#%@`,?\n\t ~\\", "\n  ", ": ", "- ", "---", "...", "\r\n", "\u2028", "null"])
).map("".join)


@settings(deadline=None, max_examples=500, derandomize=True)
@given(
    st.binary(max_size=200)
    | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))
    | SCRAPS.map(str.encode)
)
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    """Whatever the file holds, the outcome is a value or a problem, never anything else."""
    try:
        value = read(raw)
    except Unreadable as error:
        value = error.problem.message
    assert value is None or isinstance(value, (dict, list, str))
