"""A new claim's file: its id from its words, and a draft that explains every field."""

from __future__ import annotations

import json
import re
import textwrap
import unicodedata
from collections.abc import Container
from dataclasses import dataclass
from typing import Final

from factpress.models.claim import Claim
from factpress.models.meaning import meanings
from factpress.models.text import ID_LENGTH, RESERVED_IDS, fold

# Letters that Unicode doesn't take apart into a Latin letter and a mark.
_LATIN: Final = str.maketrans(
    {"ß": "ss", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
_YAML_WORDS: Final = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
_EXAMPLE_SOURCE: Final = """\
#  - id: town-records            # what you cite it by: [@town-records]
#    title: Closures in March
#    publisher: Road Office      # words, or an id of publishers.yml
#    url: https://example.org/closures
#    date: 2025-03-03            # when it was published: day, month or year
#    accessed: 2025-03-04        # the day you read it
#    archive_url:                # a copy that stays
#    kind: government            # {kinds}
#    stance: refutes             # supports, refutes, mixed, context"""
_KINDS: Final = "primary, government, wire, news, academic, dataset, expert, …"


@dataclass(frozen=True, slots=True)
class Draft:
    """What is known of a claim when work on it begins."""

    claim: str
    claimant: tuple[str, ...] = ()
    verdict: str = ""
    topics: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()


def proposed_id(claim: str, taken: Container[str]) -> str:
    """Return an id made of a claim's words that is not taken; empty where it has no word in Latin letters."""
    folded = unicodedata.normalize("NFKD", claim.casefold().translate(_LATIN))
    letters = "".join(character for character in folded if not unicodedata.combining(character))
    words = re.findall("[a-z0-9]+", re.sub(r"['’]|(?<=\d)[,.](?=\d{3})", "", letters))
    stem = _joined(words, ID_LENGTH)
    if not stem:
        return ""
    if stem not in taken and stem not in RESERVED_IDS:
        return stem
    number = 2
    while (proposal := f"{_joined(stem.split('-'), ID_LENGTH - len(f'-{number}'))}-{number}") in taken:
        number += 1
    return proposal


def _joined(words: list[str], limit: int) -> str:
    """Return as many whole words as fit, joined by hyphens; of a single long one its beginning."""
    text = "-".join(words)
    if len(text) <= limit:
        return text
    return (text[: limit + 1].rpartition("-")[0] or text[:limit]).strip("-")


def draft_text(draft: Draft, schema: str = "") -> str:
    """Return the YAML of a draft, every field below a comment that says what it is for.

    `schema` is the path from the file to the claim's JSON Schema, for editors. Whatever was typed comes out
    as the text that it is.
    """
    parts = [
        *([f"# yaml-language-server: $schema={schema}"] if schema else []),
        _comment(
            "A draft: nobody but the desk sees it. Lines that begin with # are notes to you; delete them as "
            "you like. `factpress check` says what is still missing once the status is published."
        ),
        _field("claim", _scalar(fold(draft.claim))),
        _field("headline"),
        _field("claimant", _flow(draft.claimant)),
        _field("claim_date", note="2025-03-27, 2025-03 or 2025."),
        _field("context"),
        _field("verdict", _id(draft.verdict) if draft.verdict else ""),
        _field("verdict_reason"),
        _field("as_of", note="Written like 2025-03-27."),
        _field("summary", "\n#  - The bridge was closed for one day [@town-records]."),
        _field(
            "what_we_know",
            "|\n",
            note="Write on the next lines, indented by two blanks; a blank line between paragraphs.",
        ),
        _field("analysis", "|\n"),
        _field("conclusion", "|\n"),
        _field("sources", "\n" + _EXAMPLE_SOURCE.format(kinds=_KINDS)),
        _field("topics", _flow(draft.topics)),
        _field("authors", _flow(draft.authors)),
        _field("reviewed_by"),
        _field("published", note="The day it goes out; fill it in last."),
        _field("status", "draft", note="draft, hold or published."),
    ]
    return "\n\n".join(parts) + "\n"


def _field(name: str, value: str = "", note: str = "") -> str:
    meaning = meanings(Claim)[name]
    line = f"{name}: {value}" if value[:1] not in ("", "\n") else f"{name}:{value}"
    return f"{_comment(f'{meaning} {note}'.strip())}\n{line}".rstrip(" ")


def _comment(text: str) -> str:
    return textwrap.fill(text, 100, initial_indent="# ", subsequent_indent="# ", break_long_words=False)


def _scalar(text: str) -> str:
    """Return a text as a double-quoted YAML scalar; JSON's are a part of YAML (YAML 1.2, section 1.3)."""
    return json.dumps(text, ensure_ascii=False)


def _flow(ids: tuple[str, ...]) -> str:
    return f"[{', '.join(map(_id, ids))}]" if ids else ""


def _id(text: str) -> str:
    """Return an id bare where no YAML parser could take it for a number or a boolean."""
    is_plain = re.fullmatch("[a-z][a-z0-9-]*", text) and text not in _YAML_WORDS
    return text if is_plain else _scalar(text)
