"""As much of CBOR (RFC 8949) as Pagefind's files are made of: whole numbers, texts and lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

_POSITIVE: Final = 0
_NEGATIVE: Final = 1
_TEXT: Final = 3
_LIST: Final = 4


def decoded(data: bytes) -> Any:
    """Return the one value that `data` holds. Raises ValueError where it holds anything else."""
    value, end = _value(data, 0)
    if end != len(data):
        raise ValueError("the data ends too early" if end > len(data) else "something follows the value")
    return value


def encoded(value: Any) -> bytes:
    """Return a value in its shortest form (section 4.2.1). Raises ValueError for any other kind."""
    out = bytearray()
    _write(value, out)
    return bytes(out)


def head(data: bytes, start: int) -> tuple[int, int, int]:
    """Return what begins at `start`: major type, number or length, and the end of both (section 3)."""
    if start >= len(data):
        raise ValueError("the data ends too early")
    major, number = data[start] >> 5, data[start] & 31
    if number < 24:
        return major, number, start + 1
    if number > 27:
        raise ValueError(f"byte {start} begins nothing that is known here")
    end = start + 1 + (1 << (number - 24))
    return major, int.from_bytes(data[start + 1 : end], "big"), end


def joined(members: Sequence[bytes]) -> bytes:
    """Return the list of members that are encoded already."""
    return _head(_LIST, len(members)) + b"".join(members)


def members(data: bytes) -> Iterator[bytes]:
    """Yield the members of a list, each as it is encoded. Raises ValueError where `data` is no list."""
    major, length, end = head(data, 0)
    if major != _LIST:
        raise ValueError("it is no list")
    for _ in range(length):
        start = end
        _, end = _value(data, start)
        yield data[start:end]


def _value(data: bytes, start: int) -> tuple[Any, int]:
    major, number, end = head(data, start)
    if major == _POSITIVE:
        return number, end
    if major == _NEGATIVE:
        return -1 - number, end
    if major == _TEXT:
        return data[end : end + number].decode(), end + number
    if major != _LIST:
        raise ValueError(f"byte {start} begins nothing that is known here")
    members = []
    for _ in range(number):
        member, end = _value(data, end)
        members.append(member)
    return members, end


def _write(value: Any, out: bytearray) -> None:
    if isinstance(value, int) and not isinstance(value, bool):
        out += _head(_POSITIVE, value) if value >= 0 else _head(_NEGATIVE, -1 - value)
    elif isinstance(value, str):
        text = value.encode()
        out += _head(_TEXT, len(text))
        out += text
    elif isinstance(value, list):
        out += _head(_LIST, len(value))
        for member in value:
            _write(member, out)
    else:
        raise ValueError(f"Pagefind's files hold no {type(value).__name__}")


def _head(major: int, number: int) -> bytes:
    if number < 24:
        return bytes([major << 5 | number])
    size = next(size for size in range(4) if number < 1 << (8 << size))
    return bytes([major << 5 | 24 + size]) + number.to_bytes(1 << size, "big")
