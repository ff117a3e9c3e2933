"""Sets one text inside a YAML file and leaves every other character of it as its author typed it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any, Final

import yaml

from factpress.problems import quoted
from factpress.reading import FORBIDDEN, NOTHING, Node, Path, Unreadable, read_yaml

_BYTE_ORDER_MARK: Final = "\ufeff"
_LINE_END: Final = re.compile("\r\n|[\n\r\x85\u2028\u2029]|\\Z")
"""Where YAML 1.1, which PyYAML reads, ends a line (section 4.2), or the text does."""
_BLANKS: Final = " \t\r\n\x85\u2028\u2029"
_ESCAPES: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\u2028": "\\L", "\u2029": "\\P"})

Change = tuple[int, int, str]
"""From where to where, and what stands there instead."""


class CannotEdit(ValueError):
    """A text that can't be changed as asked without changing something else; says why."""


def with_value(text: str, path: Path, value: str, *, after: Sequence[str] = ()) -> str:
    """Return a YAML text in which the field at a path holds a value, and all else is as it was.

    `path` counts lists from zero, as `read_yaml` does: `("sources", 1, "archive_url")`. A field that is there gets
    the value in the quotes it had; a block of several lines is replaced whole. A new field comes directly
    behind the first of the fields named in `after` that its mapping has, or else at the mapping's end. Line ends,
    a byte-order mark and a last line without an end stay. The result is read before it is returned and holds just the
    old data with the one value. Raises CannotEdit where no such text is found: the path leads nowhere or to
    a list or mapping, the value means nothing in content files (empty, `~`, `null`) or holds what they refuse.
    """
    mark = _BYTE_ORDER_MARK if text.startswith(_BYTE_ORDER_MARK) else ""
    body = text.removeprefix(mark)
    wanted = _with(_read(body), path, value)
    if _read(body) == wanted:
        return text
    for changes in _ways(body, path, value, after):
        changed = _changed(body, changes)
        try:
            if _read(changed) == wanted:
                return mark + changed
        except CannotEdit:
            continue
    raise CannotEdit(f"{_name(path)} can't be set to {quoted(value)} without changing something else")


def _read(text: str) -> Node:
    try:
        return read_yaml(text, "")
    except Unreadable as error:
        raise CannotEdit(error.problem.message) from None


def _with(data: Node, path: Path, value: str) -> Any:
    """Return the data with the value in it, as reading the new text must give it."""
    if FORBIDDEN.search(value):
        raise CannotEdit(f"{_name(path)} can't hold an invisible control")
    if value in NOTHING or not path:
        raise CannotEdit(f"{_name(path) or 'a file'} can't hold {quoted(value)}, which means nothing")
    wanted: Any = deepcopy(data)
    node = wanted
    for part in path[:-1]:
        node = _inside(node, part, path)
    key = path[-1]
    if isinstance(_inside(node, key, path), (dict, list)):
        raise CannotEdit(f"{_name(path)} holds more than one text")
    node[key] = unicodedata.normalize("NFC", value)
    return wanted


def _inside(node: Any, part: str | int, path: Path) -> Any:
    if isinstance(node, dict) and isinstance(part, str):
        return node.get(part)
    if isinstance(node, list) and isinstance(part, int) and 0 <= part < len(node):
        return node[part]
    raise CannotEdit(f"{_name(path)} leads nowhere")


def _name(path: Path) -> str:
    """Return a path as authors write it: `sources[2].url`."""
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")


def _changed(text: str, changes: Sequence[Change]) -> str:
    """Return the text after the changes, which are given in the order of the text."""
    for start, end, new in reversed(changes):
        text = text[:start] + new + text[end:]
    return text


def _ways(text: str, path: Path, value: str, after: Sequence[str]) -> Iterator[Sequence[Change]]:
    """Yield what to change so that the path may hold the value, what disturbs the layout least first.

    None is known to be right: when a text needs quotes, and where a line may be put in, YAML says in many rules, and
    reading the result knows them all.
    """
    node: Any = yaml.compose(text, yaml.CBaseLoader)
    for part in path[:-1]:
        node = _child(node, part)
    key = path[-1]
    old = _child(node, key)
    if old is not None:
        yield from (_replacement(text, node, old, new) for new in _written(value, old.style))
    elif isinstance(key, str) and not node.value:
        yield from (
            [(node.start_mark.index + 1, node.start_mark.index + 1, f"{key}: {new}")] for new in _written(value)
        )
    elif isinstance(key, str):
        named = sorted((f for f in node.value if f[0].value in after), key=lambda field: after.index(field[0].value))
        for before in (*named, *reversed(node.value[-2:])):
            for new in _written(value):
                yield from _additions(text, node, before, f"{key}: {new}")
        # A block that ends with the file, without a line end, would get one from whatever came behind it.
        first = node.value[0][0].start_mark
        for new in _written(value):
            yield [(first.index, first.index, f"{key}: {new}{_line_end(text, first.index)}{' ' * first.column}")]


def _child(node: Any, part: str | int) -> Any:
    if isinstance(part, int):
        return [one for one in node.value if not (isinstance(one, yaml.ScalarNode) and one.value in NOTHING)][part]
    return next((value for key, value in node.value if unicodedata.normalize("NFC", key.value) == part), None)


def _written(value: str, style: str | None = None) -> Iterator[str]:
    """Yield a value as YAML may hold it: in the quotes it had, plain, in single quotes, in double ones."""
    if style == '"':
        yield _double(value)
    elif style == "'":
        yield _single(value)
    yield value
    yield _single(value)
    yield _double(value)


def _single(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _double(value: str) -> str:
    return '"' + value.translate(_ESCAPES) + '"'


def _replacement(text: str, mapping: Any, old: Any, new: str) -> list[Change]:
    start, end = old.start_mark.index, old.end_mark.index
    if old.style in ("|", ">"):
        raw = text[start:end]
        header = re.match(r"[|>][0-9+-]*([ \t]+#[^\r\n\x85\u2028\u2029]*)?", raw)
        comment = (header and header[1]) or ""
        return [(start, end, new + comment + raw[len(raw.rstrip(_BLANKS)) :].lstrip(" \t"))]
    if start < end:
        return [(start, end, new)]
    # Nothing stands there: only a key with its colon, in `{}` perhaps without one, or a dash.
    before = text[:start].rstrip(_BLANKS)
    keys = [key.end_mark.index for key, value in mapping.value if value is old] if _is_mapping(mapping) else []
    if keys and ":" not in text[keys[0] : start]:
        return [(start, end, f": {new}")]
    return [(len(before), len(before), f" {new}")]


def _is_mapping(node: Any) -> bool:
    return isinstance(node, yaml.MappingNode)


def _additions(text: str, mapping: Any, before: tuple[Any, Any], pair: str) -> Iterator[Sequence[Change]]:
    """Yield the changes that put a field behind another one of the same mapping."""
    end = _end(text, before[1])
    line_end = _LINE_END.search(text, end)
    eol = line_end.start() if line_end else len(text)
    line = text.rfind("\n", 0, before[0].start_mark.index) + 1
    indent = text[line : before[0].start_mark.index]
    if not mapping.flow_style:
        yield [(eol, eol, f"{_line_end(text, eol)}{' ' * mapping.start_mark.column}{pair}")]
        return
    if not indent.strip() and line > mapping.start_mark.index:
        # Each field has a line of its own: so has the new one, below the comment on the line before.
        rest = re.fullmatch(r"[ \t]*(,?)(?:[ \t]*|[ \t]+#.*)", text[end:eol])
        new_line = _line_end(text, eol) + indent + pair
        if rest and rest[1]:
            yield [(eol, eol, f"{new_line},")]
        elif rest:
            yield [(end, end, ","), (eol, eol, new_line)]
        else:
            yield [(end, end, f",{new_line}")]
    yield [(end, end, f", {pair}")]


def _end(text: str, node: Any) -> int:
    """Return where the last thing of a node ends; a block's own mark lies behind the comments that follow it."""
    while not isinstance(node, yaml.ScalarNode) and not node.flow_style and node.value:
        node = node.value[-1][1] if _is_mapping(node) else node.value[-1]
    end: int = node.end_mark.index
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        start = node.start_mark.index
        if not re.match(r"[|>][0-9]?\+", text[start:end]):
            return start + len(text[start:end].rstrip(_BLANKS))
        # Its last blank lines are part of it.
        return len(text[:end].removesuffix("\n").removesuffix("\r"))
    return end


def _line_end(text: str, index: int) -> str:
    """Return how the line that ends at an index is ended, or the one before it, or lines in general."""
    found = re.match("\r\n|\n|\r", text[index : index + 2]) or re.search("\r\n|\n|\r", text)
    return found[0] if found else "\n"
