"""Dates as authors know them: a day, a month, a year, a moment, or not at all."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, time, tzinfo
from functools import lru_cache, total_ordering
from typing import Annotated, Any, ClassVar, Final, Self

from pydantic import BeforeValidator, GetCoreSchemaHandler, GetJsonSchemaHandler, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import PydanticCustomError, core_schema


class _Written:
    """A value that is what its text says: read from it, written as it, equal where the texts are."""

    __slots__ = ("text",)
    error: ClassVar[str]
    """The type of the error in reading it."""
    schema: ClassVar[str]
    """The pattern of its text, for JSON Schema."""

    def __init__(self, text: str) -> None:
        """Raise ValueError, in words for authors, for a text that isn't one."""
        self.text = text

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and isinstance(other, _Written) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.text!r})"

    @classmethod
    def _read(cls, value: Any) -> Self:
        if isinstance(value, cls):
            return value
        try:
            return cls._of(value.strip())
        except ValueError as error:
            raise PydanticCustomError(cls.error, "{reason}", {"reason": str(error)}) from None

    @classmethod
    @lru_cache(maxsize=4096)  # an archive names the same days again and again
    def _of(cls, text: str) -> Self:
        return cls(text)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Read it from text, write it as text."""
        return core_schema.no_info_after_validator_function(
            cls._read,
            core_schema.union_schema([core_schema.is_instance_schema(cls), core_schema.str_schema()]),
            serialization=core_schema.to_string_ser_schema(),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Describe it as the text it is."""
        return {"type": "string", "pattern": cls.schema}


_YEAR: Final = len("2025")
_DAY: Final = len("2025-03-27")


@total_ordering
class PartialDate(_Written):
    """A date at the precision it is known: a year, a month or a day (ISO 8601 calendar dates, reduced precision)."""

    __slots__ = ("first",)
    error = "partial_date"
    schema = r"^\d{4}(-\d{2}(-\d{2})?)?$"
    pattern = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)

    def __init__(self, text: str) -> None:
        if not self.pattern.fullmatch(text):
            raise ValueError("must be a date: 2025-03-27, 2025-03 or 2025")
        try:
            self.first = date.fromisoformat(text + "-01-01"[len(text) - _YEAR :])
            """The earliest day it can mean."""
        except ValueError:
            raise ValueError("must be a day that the calendar has") from None
        super().__init__(text)

    @property
    def year(self) -> int:
        """The year."""
        return self.first.year

    @property
    def month(self) -> int | None:
        """The month, where it is known."""
        return self.first.month if len(self.text) > _YEAR else None

    @property
    def day(self) -> int | None:
        """The day, where it is known."""
        return self.first.day if len(self.text) == _DAY else None

    @property
    def last(self) -> date:
        """The latest day it can mean."""
        if self.day:
            return self.first
        if self.month is None:
            return date(self.year, 12, 31)
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    def __lt__(self, other: PartialDate) -> bool:
        return (self.first, self.text) < (other.first, other.text)


class Published(_Written):
    """When a claim was first published: a day, a moment with its zone (RFC 3339), a month, a year or `unknown`."""

    __slots__ = ("moment", "partial")
    error = "published"
    schema = r"^(unknown|\d{4}(-\d{2}(-\d{2}([T ].+)?)?)?)$"
    pattern = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:\d\d)?", re.ASCII)

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.moment: datetime | None = None
        self.partial: PartialDate | None = None
        if text == "unknown":
            return
        if "T" in text or " " in text or ":" in text:
            try:
                self.moment = datetime.fromisoformat(text if self.pattern.fullmatch(text) else "")
            except ValueError:
                raise ValueError("must be a day or a moment: 2025-03-27 or 2025-03-27T14:30+01:00") from None
            if self.moment.tzinfo is None:
                raise ValueError("must name its zone when it has a time: 2025-03-27T14:30+01:00")
            if self.moment.year in (1, 9999):  # another zone's day may lie outside what Python can count
                raise ValueError("must be a moment that the calendar has in every zone")
        else:
            self.partial = PartialDate(text)

    @property
    def is_known(self) -> bool:
        """Whether anything is known of it."""
        return self.text != "unknown"

    @property
    def is_exact(self) -> bool:
        """Whether the day is known."""
        return self.moment is not None or (self.partial is not None and self.partial.day is not None)

    def day(self, zone: tzinfo) -> date | None:
        """Return the day it fell on for readers in the publication's zone, the earliest it can mean."""
        if self.moment is not None:
            return self.moment.astimezone(zone).date()
        return self.partial.first if self.partial else None

    def instant(self, zone: tzinfo) -> datetime | None:
        """Return the moment it counts from: a plain date from midnight in the publication's zone."""
        if self.moment is not None:
            return self.moment.astimezone(zone)
        return datetime.combine(self.partial.first, _MIDNIGHT, zone) if self.partial else None

    def timestamp(self, zone: tzinfo) -> float | None:
        """Return the same moment in seconds since 1970 (POSIX), which takes a fraction of the time."""
        if self.moment is not None:
            return self.moment.timestamp()
        return datetime.combine(self.partial.first, _MIDNIGHT, zone).timestamp() if self.partial else None


_MIDNIGHT: Final = time()


def _day(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return _day_of(value.strip())


@lru_cache(maxsize=4096)
def _day_of(text: str) -> date:
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            return date.fromisoformat(text)
    except ValueError:
        raise PydanticCustomError("day", "must be a day that the calendar has") from None
    raise PydanticCustomError("day", "must be a day written as 2025-03-27")


Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"})]
"""A calendar day."""
