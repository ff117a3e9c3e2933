"""Texts by path -> the corpus, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import PurePosixPath
from types import UnionType
from typing import Any, Final, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from factpress import reading
from factpress.corpus import Corpus
from factpress.models.claim import Claim
from factpress.models.publication import Publication
from factpress.models.registries import Claimant, Person, Publisher, Topic, Verdict
from factpress.models.text import ID_LENGTH, ID_PATTERN, RESERVED_IDS
from factpress.problems import Location, Problem, Rule, Severity, in_order, quoted
from factpress.reading import Node, Path, Place, Unreadable, decoded, read_yaml

ROOT: Final = "content"
CLAIMS: Final = "claims"
REGISTRIES: Final[Mapping[str, type[BaseModel]]] = {
    "claimants": Claimant,
    "people": Person,
    "publishers": Publisher,
    "topics": Topic,
}
M = TypeVar("M", bound=BaseModel)


def _error(code: str, sentence: str, hint: str, example: str) -> Rule:
    return Rule(code, Severity.ERROR, sentence, hint, example)


NOT_REGULAR = _error(
    "FP010",
    "A content file must be a regular file inside `content/`.",
    "Replace the link, pipe or folder by the file itself.",
    "content/claims/bridge.yml -> /etc/passwd",
)
WRONG_NAME = _error(
    "FP011",
    "A claim's file must be named after its id: words of a to z and digits joined by hyphens, then `.yml`.",
    "Rename the file, for instance to `bridge-closed-for-three-days.yml`.",
    "content/claims/Bridge closed.yaml",
)
WRONG_TOP = _error(
    "FP012",
    "A content file must hold what its place says: fields, or a list for `verdicts.yml`.",
    "Compare the file with the example that `factpress init` makes.",
    "- claim: The bridge is closed",
)
NEEDED_FILE = _error(
    "FP013",
    "A publication must have `publication.yml` and `verdicts.yml`.",
    "Make the file, or copy the one that `factpress init` makes.",
    "content/publication.yml is missing",
)
UNKNOWN_FILE = _error(
    "FP014",
    "A YAML file in `content/` must be a claim below `claims/` or have a name that the format knows.",
    "Rename the file, or move it elsewhere.",
    "content/claimant.yml",
)
UNKNOWN_KEY = _error(
    "FP101",
    "A field must be one that the format knows.",
    "Look the field up in the reference, or delete it.",
    "claim: The bridge is closed\nverdikt: false",
)
MISSING = _error(
    "FP102",
    "A field that is always needed must be there and say something.",
    "Fill the field in.",
    "claim:\nverdict: false",
)
WRONG_SHAPE = _error(
    "FP103",
    "A field must have its shape: a text, a list or a group of fields.",
    "Write lists with a dash before each line; write groups as indented fields.",
    "topics: roads",
)
NOT_A_CHOICE = _error(
    "FP104",
    "A field with a fixed set of values must hold one of them.",
    "Choose one of the values.",
    "status: publish",
)
WRONG_LENGTH = _error(
    "FP105",
    "A text or a list must keep to its length.",
    "Shorten it; what doesn't fit belongs into the sections.",
    'summary: ["a text of more than 280 characters …"]',
)
WRONG_FORM = _error(
    "FP106",
    "A text with a form must keep to it: ids, numbers, colours, paths, languages, zones.",
    "Correct the text.",
    "topics: [Roads & Bridges]",
)
WRONG_ADDRESS = _error(
    "FP107",
    "An address must be http or https, with a host with a dot, no user name and no blanks.",
    "Copy the address from the browser's address bar.",
    'sources:\n  - id: herald\n    url: "javascript:alert(1)"',
)
WRONG_DATE = _error(
    "FP108",
    "A date must be one that the calendar has, written year first.",
    "Write 2025-03-27; where only the month or the year is known and allowed, 2025-03 or 2025.",
    "as_of: 27/03/2025",
)
RULES: Final = tuple(
    value
    for module in (reading.__dict__, globals())
    for value in list(module.values())
    if isinstance(value, Rule)
)
_RULE_OF_TYPE: Final[Mapping[str, Rule]] = {
    "extra_forbidden": UNKNOWN_KEY,
    "missing": MISSING,
    "enum": NOT_A_CHOICE,
    "literal_error": NOT_A_CHOICE,
    "too_long": WRONG_LENGTH,
    "string_too_long": WRONG_LENGTH,
    "greater_than_equal": WRONG_FORM,
    "less_than_equal": WRONG_FORM,
    "int_parsing": WRONG_FORM,
    "int_parsing_size": WRONG_FORM,
    "identifier": WRONG_FORM,
    "form": WRONG_FORM,
    "timezone": WRONG_FORM,
    "address": WRONG_ADDRESS,
    "partial_date": WRONG_DATE,
    "published": WRONG_DATE,
    "day": WRONG_DATE,
}


@dataclass(frozen=True, slots=True)
class Text:
    """A content file as it was found: its bytes, or why it has none."""

    path: str
    """Relative to the publication's folder: `content/claims/x.yml`."""
    raw: bytes = b""
    refused: str = ""
    """Why it can't be read, for example "it is a named pipe". Empty where it can."""


@dataclass(slots=True)
class Loaded:
    """What loading gives: a corpus, as whole as the texts allow, and the problems."""

    corpus: Corpus
    problems: list[Problem]
    texts: Mapping[str, str] = field(repr=False)
    """The text of every readable file by path, so that a problem can be placed in it."""

    def placed(self, problems: Iterable[Problem]) -> list[Problem]:
        """Return problems with line and column found in the texts, in order."""
        marks: dict[str, Mapping[Path, Place]] = {}
        placed = []
        for problem in problems:
            path = problem.location.path
            if problem.location.line is None and problem.location.field and path in self.texts:
                if path not in marks:
                    marks[path] = _marks(self.texts[path], path)
                problem = problem.at(*_nearest(marks[path], problem.location.field))
            placed.append(problem)
        return in_order(placed)


def load_corpus(texts: Iterable[Text], media: Iterable[str] = (), pages: Iterable[str] = ()) -> Loaded:
    """Return the corpus that the texts hold and everything that is wrong with their form.

    All problems of all files are found in one run; a file with a problem is left out and hides no other.
    """
    reader = _Reader()
    claims: list[Claim] = []
    registries: dict[str, dict[str, Any]] = {name: {} for name in REGISTRIES}
    publication: Publication | None = None
    verdicts: tuple[Verdict, ...] = ()
    found = set()
    for text in sorted(texts, key=lambda t: t.path):
        place = PurePosixPath(text.path).relative_to(ROOT)
        if text.refused:
            reader.refuse(text, place.stem)
            found.add(place.name)
        elif place.parts[0] == CLAIMS:
            claims.extend(reader.claim(text))
        elif place.stem in REGISTRIES and place.name == f"{place.stem}.yml":
            registries[place.stem] = reader.registry(text, place.stem, REGISTRIES[place.stem])
        elif place.name == "verdicts.yml":
            found.add(place.name)
            verdicts = reader.verdicts(text)
        elif place.name == "publication.yml":
            found.add(place.name)
            publication = reader.publication(text)
        else:
            reader.refuse_name(text, place)
    for name in ("publication.yml", "verdicts.yml"):
        if name not in found:
            reader.problems.append(
                NEEDED_FILE.broken(Location(f"{ROOT}/{name}"), "the file must be there; found none")
            )
            reader.unread.add(name.removesuffix(".yml"))
    corpus = Corpus(
        publication=publication or Publication(name="?"),
        verdicts=verdicts,
        claims=tuple(claims),
        media=frozenset(media),
        pages=frozenset(pages),
        unread=frozenset(reader.unread),
        **registries,
    )
    loaded = Loaded(corpus, [], reader.texts)
    loaded.problems = loaded.placed(reader.problems)
    return loaded


class _Reader:
    """Reads one file after the other and gathers what is wrong with them."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.texts: dict[str, str] = {}
        self.unread: set[str] = set()

    def refuse(self, text: Text, name: str) -> None:
        """Say why a text, wherever it lies, isn't read."""
        self.unread.add(name)
        self.problems.append(
            NOT_REGULAR.broken(
                Location(text.path), f"the file must be a regular file inside content/; {text.refused}"
            )
        )

    def refuse_name(self, text: Text, place: PurePosixPath) -> None:
        """Say that nobody would look for a file of this name."""
        self.unread.add(place.stem)
        known = [f"{name}.yml" for name in (*REGISTRIES, "publication", "verdicts")]
        message = f"the file must be {', '.join(known)} or a claim; found {quoted(place.name)}"
        self.problems.append(
            UNKNOWN_FILE.broken(Location(text.path), message, did_you_mean(place.name, known))
        )

    def claim(self, text: Text) -> Iterator[Claim]:
        stem = PurePosixPath(text.path).stem
        named = self._is_well_named(text.path)
        data = self._read(text, stem)
        if data is None:
            return
        if not isinstance(data, dict):
            self._wrong_top(text.path, stem, "fields like `claim:` and `verdict:`", data)
            return
        own = [key for key in ("id", "path") if key in data]
        for key in own:
            self.problems.append(
                UNKNOWN_KEY.broken(
                    Location(text.path, key),
                    f"a claim file must have no field {quoted(key)}",
                    "Delete it: a claim's id is the name of its file.",
                )
            )
        claim = self._model(
            Claim, {**data, "id": stem if named else "unnamed", "path": text.path}, text.path, ()
        )
        if claim is not None and named and not own:
            yield claim
        else:
            self.unread.add(stem)

    def _is_well_named(self, path: str) -> bool:
        name = PurePosixPath(path).name
        stem = name.removesuffix(".yml")
        location = Location(path)
        if stem == name:
            self.problems.append(
                WRONG_NAME.broken(location, f"the file's name must end in .yml; found {quoted(name)}")
            )
        elif stem in RESERVED_IDS:
            self.problems.append(
                WRONG_NAME.broken(
                    location, f"{quoted(stem)} is a name that the site or file systems keep for themselves"
                )
            )
        elif len(stem) > ID_LENGTH:
            self.problems.append(
                WRONG_NAME.broken(
                    location, f"an id must have at most {ID_LENGTH} characters; found {len(stem)}"
                )
            )
        elif not re.fullmatch(ID_PATTERN, stem):
            proposal = "-".join(re.findall("[a-z0-9]+", stem.lower()))[:ID_LENGTH].strip("-")
            self.problems.append(
                WRONG_NAME.broken(
                    location,
                    "the file's name must be words of a to z and digits joined by single hyphens;"
                    f" found {quoted(name)}",
                    f"Rename it to {quoted(proposal + '.yml')}." if proposal else "",
                )
            )
        else:
            return True
        return False

    def registry(self, text: Text, name: str, model: type[M]) -> dict[str, M]:
        data = self._read(text, name)
        if data is None:
            return {}
        if not isinstance(data, dict):
            self._wrong_top(
                text.path,
                name,
                "an id, a colon and the fields of that id, indented, one after the other",
                data,
            )
            return {}
        entries: dict[str, M] = {}
        for key, value in data.items():
            if not re.fullmatch(ID_PATTERN, key) or len(key) > ID_LENGTH or key in RESERVED_IDS:
                self.problems.append(
                    WRONG_FORM.broken(
                        Location(text.path, key),
                        "an id must be words of a to z and digits joined by single hyphens, and no reserved"
                        f" name; found {quoted(key)}",
                    )
                )
                continue
            entry = self._model(model, value if value is not None else {}, text.path, (key,))
            if entry is None:
                self.unread.add(name)
            else:
                entries[key] = entry
        return entries

    def verdicts(self, text: Text) -> tuple[Verdict, ...]:
        data = self._read(text, "verdicts")
        if not isinstance(data, list):
            if "verdicts" not in self.unread:
                self._wrong_top(
                    text.path, "verdicts", "a list of verdicts, truest first, each with a dash", data
                )
            return ()
        verdicts = [
            self._model(Verdict, entry or {}, text.path, (index,)) for index, entry in enumerate(data)
        ]
        if None in verdicts:
            self.unread.add("verdicts")
        return tuple(verdict for verdict in verdicts if verdict is not None)

    def publication(self, text: Text) -> Publication | None:
        data = self._read(text, "publication")
        if "publication" in self.unread:
            return None
        if not isinstance(data or {}, dict):
            self._wrong_top(text.path, "publication", "fields like `name:`", data)
            return None
        publication = self._model(Publication, data or {}, text.path, ())
        if publication is None:
            self.unread.add("publication")
        return publication

    def _read(self, text: Text, name: str) -> Node:
        try:
            content = decoded(text.raw, text.path)
            self.texts[text.path] = content
            data = read_yaml(content, text.path)
        except Unreadable as error:
            self.problems.append(error.problem)
            self.unread.add(name)
            return None
        if data is None and PurePosixPath(text.path).parts[1] == CLAIMS:
            return {}
        return data

    def _wrong_top(self, path: str, name: str, wanted: str, data: Node) -> None:
        self.unread.add(name)
        self.problems.append(
            WRONG_TOP.broken(Location(path, "", 1), f"the file must hold {wanted}; found {_shape(data)}")
        )

    def _model(self, model: type[M], data: Any, path: str, base: Path) -> M | None:
        try:
            return model.model_validate(_without_nothing(data))
        except ValidationError as error:
            seen: set[str] = set()
            found = error.errors(include_url=False)
            inside = {details["loc"][:end] for details in found for end in range(len(details["loc"]))}
            for details in found:
                # Of a list with a wrong entry pydantic says, too, that it is too short.
                if details["type"] == "too_short" and details["loc"] in inside:
                    continue
                problem = _problem(details, model, path, base)
                if problem.location.field not in seen:
                    seen.add(problem.location.field)
                    self.problems.append(problem)
            return None


def _without_nothing(data: Any) -> Any:
    """Return the data without the fields and list entries that say nothing."""
    if isinstance(data, dict):
        return {key: _without_nothing(value) for key, value in data.items() if value is not None}
    if isinstance(data, list):
        return [_without_nothing(value) for value in data if value is not None]
    return data


def field_name(path: Path) -> str:
    """Return a field as authors write it: `sources[2].url`, counted from one."""
    name = ""
    for part in path:
        if isinstance(part, int):
            name += f"[{part + 1}]"
        else:
            name += ("." if name else "") + (part if len(part) <= ID_LENGTH else f"{part[:ID_LENGTH]}…")
    return name


def _problem(details: ErrorDetails, model: type[BaseModel], path: str, base: Path) -> Problem:
    kind, found = details["type"], details["input"]
    location = Location(path, field_name((*base, *details["loc"])))
    last = details["loc"][-1] if details["loc"] else ""
    rule = _RULE_OF_TYPE.get(kind, WRONG_SHAPE)
    context = details.get("ctx", {})
    hint = ""
    if kind == "extra_forbidden":
        known = _fields_at(model, details["loc"][:-1])
        message = f"{quoted(last)} must be a field that the format knows"
        hint = did_you_mean(str(last), known, f"Known here: {', '.join(known)}.")
    elif kind == "missing":
        message = f"{quoted(last)} must be filled in; found nothing"
    elif kind == "too_short" and not found:
        rule, message = MISSING, "must hold at least one entry; found none"
    elif kind in ("too_short", "string_too_short"):
        rule, message = MISSING, "must say something; found only blanks"
    elif kind in ("enum", "literal_error"):
        choices = re.findall(r"'([^']*)'", str(context.get("expected", "")))
        message = f"must be one of {', '.join(choices)}; found {quoted(found)}"
        hint = did_you_mean(str(found), choices)
    elif kind in ("too_long", "string_too_long"):
        what = "entries" if isinstance(found, list) else "characters"
        length = context.get("actual_length", len(found))
        message = f"must have at most {context.get('max_length')} {what}; found {length}"
    elif kind in ("int_parsing", "int_parsing_size", "int_type"):
        message = f"must be a whole number; found {quoted(found)}"
    elif kind in ("greater_than_equal", "less_than_equal"):
        bound = context.get("ge", context.get("le"))
        message = f"must be at {'least' if 'ge' in context else 'most'} {bound}; found {quoted(found)}"
    elif rule is WRONG_SHAPE:
        message = f"must be {_WANTED.get(kind, 'of another shape')}; found {_shape(found)}"
        if kind == "string_type" and isinstance(found, dict) and len(found) == 1:
            hint = "Put the text in quotation marks; a colon and a blank inside of it make it a field."
    else:
        message = f"{details['msg']}; found {quoted(found)}"
    return rule.broken(location, message, hint)


_WANTED: Final = {
    "string_type": "a text",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "a group of fields",
    "model_type": "a group of fields",
    "model_attributes_type": "a group of fields",
}


def _shape(data: object) -> str:
    if isinstance(data, dict):
        return "a group of fields"
    if isinstance(data, list):
        return "a list"
    return "nothing" if data is None else f"the text {quoted(data)}"


def _fields_at(model: type[BaseModel], path: tuple[int | str, ...]) -> list[str]:
    """Return the names of the fields that the model has at a place inside it."""
    for part in path:
        if isinstance(part, int):
            continue
        annotation = model.model_fields[part].annotation if part in model.model_fields else None
        inner = _model_in(annotation)
        if inner is None:
            return []
        model = inner
    return [name for name in model.model_fields if not (model is Claim and name in ("id", "path"))]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if isinstance(annotation, UnionType) or get_args(annotation):
        return next((found for part in get_args(annotation) if (found := _model_in(part))), None)
    return None


def did_you_mean(found: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return a hint that names the nearest known word, or `otherwise` where none is near."""
    near = get_close_matches(found, list(known), n=1, cutoff=0.6)
    return f"Did you mean {quoted(near[0])}?" if near else otherwise


def _marks(text: str, path: str) -> Mapping[Path, Place]:
    marks: dict[Path, Place] = {}
    try:
        read_yaml(text, path, marks)
    except Unreadable:
        return {}
    return marks


def _nearest(marks: Mapping[Path, Place], name: str) -> tuple[int | None, int | None]:
    """Return the place of a field, or of the nearest one around it that the text has."""
    path: list[str | int] = [
        int(index) - 1 if index else word for index, word in re.findall(r"\[(\d{1,9})\]|([^.\[\]]+)", name)
    ]
    while path:
        if place := marks.get(tuple(path)):
            return place
        path.pop()
    return marks.get((), (1, 1))
