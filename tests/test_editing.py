"""Tests of setting one text inside a YAML file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factpress.editing import CannotEdit, with_value
from factpress.reading import read_yaml

COPY = "https://archive.example/web/20250304/https://roads.example/x"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "sources:\n  - id: a\n    url: https://x.y\n    kind: news\n  - id: b\n",
            "sources:\n  - id: a\n    url: https://x.y\n    archive_url: NEW\n    kind: news\n  - id: b\n",
            id="behind its neighbour",
        ),
        pytest.param(
            "sources:\n- id: a\n  kind: news\n- id: b\n",
            "sources:\n- id: a\n  kind: news\n  archive_url: NEW\n- id: b\n",
            id="at the end without one",
        ),
        pytest.param(
            "sources:\n  - id: a\n    url: https://x.y  # theirs\n\n  # the second\n  - id: b\n",
            "sources:\n  - id: a\n    url: https://x.y  # theirs\n    archive_url: NEW\n\n  # the second\n  - id: b\n",
            id="comments stay where they are",
        ),
        pytest.param(
            "sources:\r\n  - id: a\r\n    url: 'https://x.y'",
            "sources:\r\n  - id: a\r\n    url: 'https://x.y'\r\n    archive_url: NEW",
            id="line ends and a last line without one",
        ),
        pytest.param(
            "\ufeffsources:\n  - id: é\n    url: https://x.y\n",
            "\ufeffsources:\n  - id: é\n    url: https://x.y\n    archive_url: NEW\n",
            id="a byte-order mark",
        ),
        pytest.param(
            "sources: [{id: a, url: https://x.y}, {id: b}]\n",
            "sources: [{id: a, url: https://x.y, archive_url: NEW}, {id: b}]\n",
            id="mappings in one line",
        ),
        pytest.param(
            "sources:\n  - {\n      id: a,  # one\n      url: https://x.y  # two\n    }\n",
            "sources:\n  - {\n      id: a,  # one\n      url: https://x.y,  # two\n      archive_url: NEW\n    }\n",
            id="a line for each field in braces",
        ),
        pytest.param(
            "sources:\n  - {\n      id: a,\n      url: https://x.y\n    }\n",
            "sources:\n  - {\n      id: a,\n      url: https://x.y,\n      archive_url: NEW\n    }\n",
            id="a line for each field in braces, without comments",
        ),
        pytest.param(
            "sources:\n  - {\n      url: https://x.y,  # two\n      id: a,\n    }\n",
            "sources:\n  - {\n      url: https://x.y,  # two\n      archive_url: NEW,\n      id: a,\n    }\n",
            id="a line for each field in braces, each with a comma",
        ),
        pytest.param(
            "sources:\n  - {id: a,\n     url: https://x.y}\n",
            "sources:\n  - {id: a,\n     url: https://x.y,\n     archive_url: NEW}\n",
            id="a brace behind the last field",
        ),
        pytest.param("sources:\n  - {}\n  - {id: b}\n", "sources:\n  - {archive_url: NEW}\n  - {id: b}\n", id="braces"),
        pytest.param(
            "sources:\n  - id: a\n    url: https://x.y\n    archive_url: https://old.example  # old\n",
            "sources:\n  - id: a\n    url: https://x.y\n    archive_url: NEW  # old\n",
            id="a plain text",
        ),
        pytest.param(
            "sources:\n  - 'archive_url' : \"https://old.example\"\n",
            "sources:\n  - 'archive_url' : \"NEW\"\n",
            id="quotation marks stay",
        ),
        pytest.param(
            "sources:\n  - archive_url: 'old'\n", "sources:\n  - archive_url: 'NEW'\n", id="single quotation marks stay"
        ),
        pytest.param(
            "sources:\n  - archive_url: >-  # long\n      https://\n      old.example\n\n    id: a\n",
            "sources:\n  - archive_url: NEW  # long\n\n    id: a\n",
            id="a text of several lines is replaced whole",
        ),
        pytest.param(
            "sources:\n  - archive_url:   # none yet\n    id: a\n",
            "sources:\n  - archive_url: NEW   # none yet\n    id: a\n",
            id="a field that says nothing",
        ),
        pytest.param(
            "sources:\n  - {id: a, archive_url}\n", "sources:\n  - {id: a, archive_url: NEW}\n", id="no colon"
        ),
        pytest.param(
            "sources:\n  -\n  - url: |\n      https://x.y\n\n\n# the end\n",
            "sources:\n  -\n  - url: |\n      https://x.y\n    archive_url: NEW\n\n\n# the end\n",
            id="behind a block, before the blank lines",
        ),
        pytest.param(
            "sources:\n  - url: |+\n      https://x.y\n\n  - id: b",
            "sources:\n  - url: |+\n      https://x.y\n\n    archive_url: NEW\n  - id: b",
            id="behind a block whose blank lines count",
        ),
        pytest.param(
            "sources:\n  - id: a\n    url: |\n      https://x.y",
            "sources:\n  - id: a\n    archive_url: NEW\n    url: |\n      https://x.y",
            id="not behind a block that ends without a line end",
        ),
        pytest.param(
            "sources:\n  - url: |\n      https://x.y",
            "sources:\n  - archive_url: NEW\n    url: |\n      https://x.y",
            id="before all others where nothing else will do",
        ),
        pytest.param(
            "sources:\n  - id: a\n    url: https://x.y\n  # of nobody\n...\n",
            "sources:\n  - id: a\n    url: https://x.y\n    archive_url: NEW\n  # of nobody\n...\n",
            id="a document with an end",
        ),
    ],
)
def test_layout_is_kept(before: str, after: str) -> None:
    """Only the value comes, in the layout that the author chose."""
    assert with_value(before, ("sources", 0, "archive_url"), COPY, after=("url",)) == after.replace("NEW", COPY)


def test_the_first_named_neighbour_counts() -> None:
    """Where several neighbours are named, the first one that is there is the one."""
    text = "url: u\naccessed: d\nkind: k\n"
    assert with_value(text, ("x",), "v", after=("gone", "accessed", "url")) == "url: u\naccessed: d\nx: v\nkind: k\n"


def test_fields_at_the_end_of_a_nested_block() -> None:
    """A field comes behind what its neighbour holds, not into it."""
    text = "a:\n  - b:\n      c: d\n  # e\nf: g\n"
    assert with_value(text, ("x",), "v", after=("a",)) == "a:\n  - b:\n      c: d\nx: v\n  # e\nf: g\n"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("yes: no", "'yes: no'"),
        ("it's # one", "'it''s # one'"),
        ("- x", "'- x'"),
        ("a\nb", '"a\\nb"'),
        ("a\u2028b\r\\", '"a\\Lb\\r\\\\"'),
        ("[@x]", "'[@x]'"),
        ("plain words", "plain words"),
        ("{{7*7}}", "'{{7*7}}'"),
        ("<script>", "<script>"),
    ],
)
def test_quotation_marks_only_where_needed(value: str, written: str) -> None:
    """A text stands in quotation marks where YAML would read something else."""
    assert with_value("a: b\n", ("a",), value) == f"a: {written}\n"


def test_an_equal_value_changes_nothing() -> None:
    """What is already so stays as it is typed."""
    text = "a:    'b'   # c\n"
    assert with_value(text, ("a",), "b") == text


def test_entries_that_say_nothing_are_not_counted() -> None:
    """Lists are counted as they are read."""
    assert with_value("a:\n  - ~\n  - b\n  -\n  - c\n", ("a", 1), "x") == "a:\n  - ~\n  - b\n  -\n  - x\n"


@pytest.mark.parametrize(
    ("text", "path", "value"),
    [
        pytest.param("a: [b]\n", ("a",), "x", id="a list"),
        pytest.param("a: {b: c}\n", ("a",), "x", id="a mapping"),
        pytest.param("a: b\n", ("a", "c"), "x", id="inside a text"),
        pytest.param("a: [b]\n", ("a", 1), "x", id="behind a list"),
        pytest.param("a: [b]\n", ("a", -1), "x", id="a negative number"),
        pytest.param("a: [b]\n", ("a", "b"), "x", id="a name in a list"),
        pytest.param("", ("a",), "x", id="an empty file"),
        pytest.param("a", (), "x", id="a file that is one text"),
        pytest.param("a: b\n", ("a",), "", id="no value"),
        pytest.param("a: b\n", ("a",), "null", id="a value that means nothing"),
        pytest.param("a: b\n", ("a",), "x\u202ey", id="an invisible control"),
        pytest.param("a: b\na: c\n", ("a",), "x", id="a field twice"),
        pytest.param("a: &x b\nc: *x\n", ("a",), "x", id="an anchor"),
        pytest.param("a: [\n", ("a",), "x", id="no YAML"),
    ],
)
def test_what_cannot_be_set_is_refused(text: str, path: tuple[str | int, ...], value: str) -> None:
    """Where no text would hold just the one change there is none, and the reason is told."""
    with pytest.raises(CannotEdit, match=r"\w"):
        with_value(text, path, value)


WORDS = (
    st.text("abcxyzé 中0:#'\"-,[]{}&*!|>%@`~?\\", min_size=1, max_size=12)
    .map(str.strip)
    .filter(lambda word: word not in ("", "~"))
)
KEYS = st.text("abcdef_", min_size=1, max_size=4)
DATA = st.dictionaries(
    KEYS,
    st.recursive(
        WORDS,
        lambda inner: st.lists(inner, min_size=1, max_size=3) | st.dictionaries(KEYS, inner, min_size=1, max_size=3),
        max_leaves=6,
    ),
    min_size=1,
    max_size=4,
)


@dataclass
class Author:
    """Writes data as YAML, each part as the dice fall."""

    draw: Any

    def one_of(self, *choices: Any) -> Any:
        return self.draw(st.sampled_from(choices))

    def text(self, data: Any) -> str:
        lines = self.block(data, 0)
        ended = "\n".join(lines) + self.one_of("", "\n", "\n\n# the end\n")
        return str(self.one_of("", "\ufeff") + ended.replace("\n", self.one_of("\n", "\r\n")))

    def block(self, value: Any, depth: int) -> list[str]:
        blanks = " " * depth
        lines: list[str] = []
        pairs = value.items() if isinstance(value, dict) else [("", one) for one in value]
        for key, one in pairs:
            lines += self.one_of([], [], [""], [f"{blanks}# about {key}"])
            head = f"{blanks}{key}:" if key else f"{blanks}-"
            comment = self.one_of("", "  # remark")
            if isinstance(one, str):
                lines += self.scalar(head, one, depth, comment)
            elif isinstance(one, dict) and self.one_of(True, False, False):
                lines += [f"{head} {{{comment}", *self.braces(one, depth + 2), f"{blanks}  }}"]
            elif self.one_of(True, False):
                lines.append(f"{head} {self.flow(one)}{comment}")
            else:
                lines += [f"{head}{comment}", *self.block(one, depth + self.one_of(1, 2, 4))]
        return lines

    def braces(self, value: dict[str, Any], depth: int) -> list[str]:
        lines = [f"{' ' * depth}{key}: {self.flow(one)}" for key, one in value.items()]
        commas = [*("," for _ in lines[1:]), self.one_of("", ",")]
        return [f"{line}{comma}{self.one_of('', '  # remark')}" for line, comma in zip(lines, commas, strict=True)]

    def scalar(self, head: str, value: str, depth: int, comment: str) -> list[str]:
        if self.one_of(True, False, False):
            return [f"{head} {self.one_of('|', '>', '|-', '>-', '|+')}", f"{' ' * (depth + 2)}{value}"]
        return [f"{head} {self.quoted(value)}{comment}"]

    def quoted(self, value: str) -> str:
        double = '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        ways = ["'" + value.replace("'", "''") + "'", double]
        return str(self.one_of(*ways, *([value] if re.fullmatch("[a-zé中][a-zé中0]*", value) else [])))

    def flow(self, value: Any) -> str:
        if isinstance(value, str):
            return self.quoted(value)
        if isinstance(value, list):
            return f"[{', '.join(map(self.flow, value))}]"
        blank = self.one_of("", " ")
        return f"{{{blank}{', '.join(f'{key}: {self.flow(one)}' for key, one in value.items())}{blank}}}"


def places(value: Any, here: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Return the paths of all texts, and of a new field in every mapping."""
    if isinstance(value, str):
        return [here]
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    found = [place for key, one in inner for place in places(one, (*here, key))]
    return [*found, (*here, "new")] if isinstance(value, dict) else found


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_only_the_value_changes(data: st.DataObject) -> None:
    """Whatever the layout, the data differs in the one value, and every line but that of the value stays."""
    text = Author(data.draw).text(data.draw(DATA))
    old: Any = read_yaml(text.removeprefix("\ufeff"), "")
    path = data.draw(st.sampled_from(places(old)))
    neighbours = data.draw(st.lists(KEYS, max_size=2))
    value = data.draw(WORDS)
    new = with_value(text, path, value, after=neighbours)

    parent: Any = old
    for part in path[:-1]:
        parent = parent[part]
    parent[path[-1]] = value
    assert read_yaml(new.removeprefix("\ufeff"), "") == old
    assert re.findall("# (?:about|remark|the end)[^\r\n]*", new) == re.findall(
        "# (?:about|remark|the end)[^\r\n]*", text
    )
    assert new.startswith("\ufeff") == text.startswith("\ufeff")
    assert set(re.findall("\r\n|\n|\r", new)) <= (set(re.findall("\r\n|\n|\r", text)) or {"\n"})
    before, after = text.splitlines(), new.splitlines()
    same = common(before, after)
    assert common(before[same:][::-1], after[same:][::-1]) >= len(before) - same - 3


def common(one: list[str], other: list[str]) -> int:
    """Return how many lines two lists begin with in common."""
    count = 0
    while count < min(len(one), len(other)) and one[count] == other[count]:
        count += 1
    return count
