"""One YAML text -> plain lists, mappings and texts, or the problems that keep it from being read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any, Final, NoReturn

import yaml

from factpress.problems import Location, Problem, Rule, Severity, quoted
from factpress.texts import MAX_BYTES

MAX_DEPTH: Final = 20
MAX_LIST: Final = 10_000
MAX_TEXT: Final = 100_000
"""Characters of one text."""
_LARGE: Final = 2 * MAX_LIST
"""The least characters of a file that may hold a list or a text beyond these."""

Node = dict[str, Any] | list[Any] | str | None
Path = tuple[str | int, ...]
Place = tuple[int, int]
"""Line and column, counted from one."""


def _error(code: str, sentence: str, hint: str, example: str) -> Rule:
    return Rule(code, Severity.ERROR, sentence, hint, example)


NOT_UTF8 = _error(
    "FP001",
    "A content file must be text in UTF-8.",
    "Save the file with the encoding UTF-8.",
    'claim: "Caf\\xe9 owners …"   # saved as Latin-1',
)
FORBIDDEN_CHARACTER = _error(
    "FP002",
    "A content file must hold no control character, bidirectional embedding, override or isolate, no U+FEFF.",
    "Delete the character; it can't be seen, so retype the words around it.",
    'claim: "The bridge is\\u202E closed"',
)
NOT_YAML = _error(
    "FP003",
    "A content file must be YAML.",
    "Put a text that holds a colon and a blank, or begins with a special character, in quotation marks.",
    "claim: The minister said: no",
)
DUPLICATE_KEY = _error(
    "FP004",
    "A field must stand only once.",
    "Keep one of the two.",
    "claim: The bridge is closed\nclaim: The bridge is open",
)
ANCHOR = _error(
    "FP005",
    "A content file must use no anchors and aliases (`&name`, `*name`).",
    "Write the text out, or put it in quotation marks if it only begins with & or *.",
    "claim: &text The bridge is closed\nheadline: *text",
)
TAG = _error(
    "FP006",
    "A content file must use no tags (`!name`).",
    "Delete the tag, or put the text in quotation marks if it only begins with an exclamation mark.",
    "claim: !text The bridge is closed",
)
SEVERAL_DOCUMENTS = _error(
    "FP007",
    "A content file must hold one document.",
    "Make a file for each claim, and delete the line `---` between them.",
    "claim: The bridge is closed\n---\nclaim: The bridge is open",
)
TOO_LARGE = _error(
    "FP008",
    "A content file must be no larger than 1 MiB.",
    "Link to long documents instead of copying them in.",
    "analysis: |\n  … more than a million characters …",
)
TOO_DEEP = _error(
    "FP009",
    "A content file must be nested no more than 20 deep.",
    "Look for brackets or dashes that were typed by mistake.",
    "topics: [[[[[[[[[[[[[[[[[[[[[roads]]]]]]]]]]]]]]]]]]]]]",
)

LONG_LIST = _error(
    "FP015",
    f"A list must have at most {MAX_LIST:,} entries.",
    "Look for what was pasted in by mistake.",
    "topics: [roads, roads, roads, …]   # ten thousand times",
)
LONG_TEXT = _error(
    "FP016",
    f"A text must have at most {MAX_TEXT:,} characters.",
    "Quote the passage you rely on, and link to the rest.",
    "analysis: |\n  … more than a hundred thousand characters …",
)

READING_RULES: Final = (
    NOT_UTF8,
    FORBIDDEN_CHARACTER,
    NOT_YAML,
    DUPLICATE_KEY,
    ANCHOR,
    TAG,
    SEVERAL_DOCUMENTS,
    TOO_LARGE,
    TOO_DEEP,
    LONG_LIST,
    LONG_TEXT,
)

# Everything Unicode calls a control character but tab, line feed and carriage return; bidirectional
# embeddings, overrides and isolates; the byte-order mark; and lone surrogates, which UTF-8 doesn't have.
FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
NOTHING = frozenset({"", "~", "null"})


class Unreadable(Exception):
    """A text that can't be read as content; carries the problem that says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def decoded(raw: bytes, path: str) -> str:
    """Return the text of a file.

    Raises Unreadable where it is too large, isn't UTF-8 or holds a character that no content may hold.
    """
    if len(raw) > MAX_BYTES:
        raise Unreadable(
            TOO_LARGE.broken(Location(path), f"a file must have at most {MAX_BYTES:,} bytes; found {len(raw):,}")
        )
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        raise Unreadable(
            NOT_UTF8.broken(
                Location(path, "", line),
                f"the file must be UTF-8; found the byte 0x{raw[error.start]:02X}, which isn't",
            )
        ) from None
    text = text.removeprefix("\ufeff")
    # None of them can be printed; asking for that alone takes a third of the time.
    if not text.replace("\n", "").isprintable() and (match := FORBIDDEN.search(text)):
        raise Unreadable(_forbidden(match, path, *_place(text, match.start())))
    return text


def _place(text: str, index: int) -> Place:
    before = text[:index]
    return before.count("\n") + 1, index - (before.rfind("\n") + 1) + 1


def _forbidden(match: re.Match[str], path: str, line: int | None, column: int | None, field: str = "") -> Problem:
    number = ord(match[0])
    name = unicodedata.name(match[0], "a control character" if number < 0xA0 else "a surrogate")
    return FORBIDDEN_CHARACTER.broken(
        Location(path, field, line, column),
        f"the text must hold no invisible control; found U+{number:04X} ({name})",
    )


def read_yaml(text: str, path: str, marks: dict[Path, Place] | None = None) -> Node:
    """Return what a YAML text holds: mappings, lists, texts and None; scalars as they were typed (NFC).

    `marks`, where given, is filled with the place of each field. Raises Unreadable with the first thing that
    keeps the text from being read. YAML 1.2 in spirit: no scalar is ever a number, a date or a boolean. What
    says nothing in a list is left out and not counted, and so are fields that say nothing, but for those of
    the outermost mapping: there a name alone may count, like that of a topic.
    """
    try:
        return _node(text, path, marks)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Unreadable(
            NOT_YAML.broken(
                Location(path, "", *_inside(text, mark)),
                _yaml_message(error, text, mark.line if mark else None),
                _yaml_hint(error),
            )
        ) from None
    except yaml.YAMLError as error:
        raise Unreadable(NOT_YAML.broken(Location(path), f"the file must be YAML; found {quoted(error)}")) from None


def _inside(text: str, mark: yaml.Mark | None) -> tuple[int | None, int | None]:
    """Return the place of a mark; of one past the end, the end of the last line."""
    lines = text.splitlines() or [""]
    if mark is None:
        return None, None
    return (len(lines), len(lines[-1]) + 1) if mark.line >= len(lines) else (mark.line + 1, mark.column + 1)


def _yaml_message(error: yaml.MarkedYAMLError, text: str, line: int | None) -> str:
    lines = text.splitlines()
    found = (
        f" in {quoted(lines[line].strip())}" if line is not None and line < len(lines) and lines[line].strip() else ""
    )
    problem = (error.problem or error.context or "it can't be read").removeprefix("found ")
    return f"the file must be YAML; {problem}{found}"


def _yaml_hint(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or ""
    if "tab" in problem or "\\t" in problem:
        return "Indent with blanks, not with tabs."
    if "indentation" in problem or "block end" in problem or "expected key" in problem:
        return "Line the fields up: those that belong together begin in the same column."
    if "end of stream" in problem:
        return "Close the quotation mark or bracket that was opened before."
    return ""


def _node(text: str, path: str, marks: dict[Path, Place] | None) -> Node:
    """Return the value of the only document, built from the parser's events.

    Without recursion, however deep a stranger nests; one loop, for it takes every event of every file.
    """

    def refuse(rule: Rule, message: str) -> NoReturn:
        raise Unreadable(rule.broken(Location(path, "", *place()), message))

    def place() -> Place:
        return event.start_mark.line + 1, event.start_mark.column + 1

    def inside() -> Path:
        return (*here, key or "") if is_mapping else here if node is root else (*here, len(node))

    escapes, is_large = "\\" in text, len(text) > _LARGE
    # Most files hold nothing for which each of their texts would have to be looked at.
    is_plain = text.isascii() and not escapes and not is_large and "&" not in text and "!" not in text
    root: list[Any] = []
    node: Any = root
    is_mapping = False
    key: str | None = None
    here: Path = ()
    around: list[tuple[Any, bool, Path]] = []
    empty: list[tuple[dict[str, Any], str]] = []
    parser = yaml.CBaseLoader(text)
    next_event: Callable[[], Any] = parser.get_event
    try:
        while (event := next_event()) is not None:
            kind = type(event)
            if kind is yaml.ScalarEvent:
                value = event.value
                if not is_plain:
                    if event.anchor is not None or event.tag is not None:
                        _refuse_name(event, refuse)
                    if is_large and len(value) > MAX_TEXT:
                        refuse(LONG_TEXT, f"a text must have at most {MAX_TEXT:,} characters; found {len(value):,}")
                    if escapes and event.style == '"' and (match := FORBIDDEN.search(value)):
                        raise Unreadable(_forbidden(match, path, *place()))
                    if not value.isascii():
                        value = unicodedata.normalize("NFC", value)
                if is_mapping and key is None:
                    if value in node:
                        refuse(DUPLICATE_KEY, f"a field must stand only once; found {quoted(value)} again")
                    node[value] = None
                    key = value
                    if marks is not None:
                        marks[(*here, key)] = place()
                    continue
                says_something = value not in NOTHING
                if marks is not None and (says_something or is_mapping or node is root):
                    marks.setdefault(inside(), place())
                if is_mapping:
                    if says_something:
                        node[key] = value
                    elif len(around) > 1:
                        empty.append((node, key or ""))
                    key = None
                elif says_something or node is root:
                    node.append(value if says_something else None)
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                if is_large and not is_mapping and len(node) > MAX_LIST:
                    refuse(LONG_LIST, f"a list must have at most {MAX_LIST:,} entries; found {len(node):,}")
                node, is_mapping, here = around.pop()
                key = None
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                if is_mapping and key is None:
                    refuse(NOT_YAML, "a field's name must be a word; found something else before the colon")
                if len(around) >= MAX_DEPTH:
                    refuse(TOO_DEEP, f"the file must be nested no more than {MAX_DEPTH} deep; this is deeper")
                if event.anchor is not None or event.tag is not None:
                    _refuse_name(event, refuse)
                there = inside()
                if marks is not None:
                    marks.setdefault(there, place())
                inner: Any = {} if kind is yaml.MappingStartEvent else []
                if is_mapping:
                    node[key] = inner
                else:
                    node.append(inner)
                around.append((node, is_mapping, here))
                node, is_mapping, here = inner, kind is yaml.MappingStartEvent, there
                key = None
            elif kind is yaml.AliasEvent:
                refuse(ANCHOR, f"the file must use no aliases; found {quoted('*' + event.anchor)}")
            elif kind is yaml.DocumentStartEvent and root:
                refuse(SEVERAL_DOCUMENTS, "the file must hold one document; here a second one begins")
        # Not before the end, for their names may stand only once all the same.
        for mapping, name in empty:
            del mapping[name]
        return root[0] if root else None
    finally:
        parser.dispose()


def _refuse_name(event: Any, refuse: Callable[[Rule, str], NoReturn]) -> NoReturn:
    if event.anchor is not None:
        refuse(ANCHOR, f"the file must use no anchors; found {quoted('&' + event.anchor)}")
    refuse(TAG, f"the file must use no tags; found {quoted(event.tag)}")
