"""One content file -> what its model makes of it, or all that is wrong with its form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from factpress.forms import FORM_RULES, UNKNOWN_KEY, WRONG_FORM, did_you_mean, form_problem, shape
from factpress.models.claim import Claim
from factpress.models.link_files import GoneLink, LinkException
from factpress.models.publication import Publication
from factpress.models.registries import Claimant, Person, Publisher, Topic, Verdict
from factpress.models.text import ID_LENGTH, ID_PATTERN, RESERVED_IDS
from factpress.problems import Location, Problem, Rule, Severity, quoted
from factpress.reading import READING_RULES, Node, Path, Unreadable, decoded, read_yaml
from factpress.texts import Text, is_claim

REGISTRIES: Final[Mapping[str, type[BaseModel]]] = {
    "claimants": Claimant,
    "people": Person,
    "publishers": Publisher,
    "topics": Topic,
}
LISTS: Final[Mapping[str, tuple[type[BaseModel], str]]] = {
    "verdicts": (Verdict, "a list of verdicts, truest first, each with a dash"),
    "links": (GoneLink, "a list of addresses, each with a dash"),
    "link-exceptions": (LinkException, "a list of exceptions, each with a dash"),
}
"""Files that hold lists, and what to say where they don't."""
_is_id: Final = re.compile(ID_PATTERN).fullmatch
M = TypeVar("M", bound=BaseModel)


NOT_REGULAR = Rule(
    "FP010",
    Severity.ERROR,
    "A content file must be a regular file inside `content/`.",
    "Replace the link, pipe or folder by the file itself.",
    "content/claims/bridge.yml -> /etc/passwd",
)
WRONG_NAME = Rule(
    "FP011",
    Severity.ERROR,
    "A claim's file must be named after its id: words of a to z and digits joined by hyphens, then `.yml`.",
    "Rename the file, for instance to `bridge-closed-for-three-days.yml`.",
    "content/claims/Bridge closed.yaml",
)
WRONG_TOP = Rule(
    "FP012",
    Severity.ERROR,
    "A content file must hold what its place says: fields, or a list for `verdicts.yml`.",
    "Compare the file with the example that `factpress init` makes.",
    "- claim: The bridge is closed",
)
NEEDED_FILE = Rule(
    "FP013",
    Severity.ERROR,
    "A publication must have `publication.yml` and `verdicts.yml`.",
    "Make the file, or copy the one that `factpress init` makes.",
    "content/publication.yml is missing",
)
UNKNOWN_FILE = Rule(
    "FP014",
    Severity.ERROR,
    "A YAML file in `content/` must be a claim below `claims/` or have a name that the format knows.",
    "Rename the file, or move it elsewhere.",
    "content/claimant.yml",
)
RULES: Final = (*READING_RULES, NOT_REGULAR, WRONG_NAME, WRONG_TOP, NEEDED_FILE, UNKNOWN_FILE, *FORM_RULES)


@dataclass(frozen=True, slots=True)
class ReadClaim:
    """What a claim's file gave."""

    claim: Claim | None
    problems: Sequence[Problem]
    """What is wrong with its form, not placed yet."""
    unread: str
    """The id of a claim that couldn't be read; empty where it could."""
    part: Claim | None = None
    """What could be read of such a claim, its other fields left out: nothing but `check_part` should see it."""


def read_claim(text: Text) -> ReadClaim:
    """Return the claim that a file holds, if it can be read, and everything that is wrong with its form."""
    (read,) = read_claims([text])
    return read


def read_claims(texts: Iterable[Text]) -> list[ReadClaim]:
    """Return what `read_claim` does for each of some files; all are parsed before the first is validated."""
    files = [(Reader(), text.read()) for text in texts]
    parsed = [(reader, text, *reader.fields(text)) for reader, text in files]
    return [
        reader.claim(text, fields, named=named)
        if fields is not None
        else ReadClaim(None, reader.problems, next(iter(reader.unread), ""))
        for reader, text, fields, named in parsed
    ]


class Reader:
    """Reads one file after the other and gathers what is wrong with them."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.unread: set[str] = set()

    def refuse(self, text: Text, name: str) -> None:
        """Say why a text, wherever it lies, isn't read."""
        self.unread.add(name)
        self.problems.append(
            NOT_REGULAR.broken(Location(text.path), f"the file must be a regular file inside content/; {text.refused}")
        )

    def refuse_name(self, text: Text, place: PurePosixPath) -> None:
        """Say that nobody would look for a file of this name."""
        self.unread.add(place.stem)
        known = [f"{name}.yml" for name in (*REGISTRIES, "publication", *LISTS)]
        message = f"the file must be {', '.join(known)} or a claim; found {quoted(place.name)}"
        self.problems.append(UNKNOWN_FILE.broken(Location(text.path), message, did_you_mean(place.name, known)))

    def fields(self, text: Text) -> tuple[dict[str, Any] | None, bool]:
        """Return the fields that a claim's file holds, None where it can't be read, and whether it is well named."""
        stem = _stem(text.path)
        if text.refused:
            self.refuse(text, stem)
            return None, False
        named = self._is_well_named(text.path)
        data = self._read(text, stem)
        if data is not None and not isinstance(data, dict):
            self._wrong_top(text.path, stem, "fields like `claim:` and `verdict:`", data)
            return None, named
        return data, named

    def claim(self, text: Text, data: Mapping[str, Any], *, named: bool) -> ReadClaim:
        """Return what a file that holds these fields gives: a claim, if they are one's and the file is well named."""
        stem = _stem(text.path)
        own = [key for key in ("id", "path") if key in data]
        for key in own:
            self.problems.append(
                UNKNOWN_KEY.broken(
                    Location(text.path, key),
                    f"a claim file must have no field {quoted(key)}",
                    "Delete it: a claim's id is the name of its file.",
                )
            )
        claim = self._model(Claim, {**data, "id": stem if named else "unnamed", "path": text.path}, text.path, ())
        if claim is not None and named and not own:
            return ReadClaim(claim, self.problems, "")
        return ReadClaim(None, self.problems, stem, self._part(text, data))

    def _part(self, text: Text, data: Mapping[str, Any]) -> Claim | None:
        """Return a claim without the fields in which something is wrong."""
        wrong = {re.split(r"[.\[]", problem.location.field)[0] for problem in self.problems}
        sound = {name: value for name, value in data.items() if value is not None and name not in wrong}
        try:
            return Claim.model_validate({"claim": "?", **sound, "id": "unnamed", "path": text.path})
        except ValidationError:  # something is wrong with how they stand to each other
            return None

    def _is_well_named(self, path: str) -> bool:
        name = path.rpartition("/")[2]
        stem = name.removesuffix(".yml")
        location = Location(path)
        if stem == name:
            self.problems.append(WRONG_NAME.broken(location, f"the file's name must end in .yml; found {quoted(name)}"))
        elif stem in RESERVED_IDS:
            self.problems.append(
                WRONG_NAME.broken(
                    location, f"{quoted(stem)} is a name that the site or file systems keep for themselves"
                )
            )
        elif len(stem) > ID_LENGTH:
            self.problems.append(
                WRONG_NAME.broken(location, f"an id must have at most {ID_LENGTH} characters; found {len(stem)}")
            )
        elif not _is_id(stem):
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
        """Return the entries of a registry, by id."""
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
            if not _is_id(key) or len(key) > ID_LENGTH or key in RESERVED_IDS:
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

    def listed(self, text: Text, name: str, model: type[M], wanted: str) -> tuple[M, ...]:
        """Return the entries of a file that must hold a list; `wanted` says so to who wrote something else."""
        data = self._read(text, name)
        if data is None and name != "verdicts":
            return ()
        if not isinstance(data, list):
            if name not in self.unread:
                self._wrong_top(text.path, name, wanted, data)
            return ()
        entries = [self._model(model, entry or {}, text.path, (index,)) for index, entry in enumerate(data)]
        if None in entries:
            self.unread.add(name)
        return tuple(entry for entry in entries if entry is not None)

    def publication(self, text: Text) -> Publication | None:
        """Return what `publication.yml` says, if it can be read."""
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
            data = read_yaml(decoded(text.raw, text.path), text.path)
        except Unreadable as error:
            self.problems.append(error.problem)
            self.unread.add(name)
            return None
        if data is None and is_claim(text.path):
            return {}
        return data

    def _wrong_top(self, path: str, name: str, wanted: str, data: Node) -> None:
        self.unread.add(name)
        self.problems.append(
            WRONG_TOP.broken(Location(path, "", 1), f"the file must hold {wanted}; found {shape(data)}")
        )

    def _model(self, model: type[M], data: Any, path: str, base: Path) -> M | None:
        said = {name: value for name, value in data.items() if value is not None} if isinstance(data, dict) else data
        try:
            return model.model_validate(said)
        except ValidationError as error:
            seen: set[str] = set()
            found = error.errors(include_url=False)
            inside = {details["loc"][:end] for details in found for end in range(len(details["loc"]))}
            for details in found:
                # Of a list with a wrong entry pydantic says, too, that it is too short.
                if details["type"] == "too_short" and details["loc"] in inside:
                    continue
                problem = form_problem(details, model, path, base)
                if problem.location.field not in seen:
                    seen.add(problem.location.field)
                    self.problems.append(problem)
            if any(details["type"] != "extra_forbidden" for details in found):
                return None
            # Nothing but fields that nobody knows: without them the rules can say what else is wrong.
            for details in found:
                _drop(said, details["loc"])
            return model.model_validate(said)


def _stem(path: str) -> str:
    """Return the stem of a file's name, as `PurePath.stem` does, in a fraction of its time."""
    name = path.rpartition("/")[2]
    stem, _, ending = name.rpartition(".")
    return stem if stem and ending else name


def _drop(data: Any, path: tuple[int | str, ...]) -> None:
    for part in path[:-1]:
        data = data[part]
    del data[path[-1]]
