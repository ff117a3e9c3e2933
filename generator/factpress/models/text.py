"""The kinds of text a content file holds: lines, Markdown, ids and addresses."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b
from typing import Annotated
from urllib.parse import quote, urlsplit

from pydantic import AfterValidator, GetPydanticSchema, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError, core_schema

ID_PATTERN = "[a-z0-9]+(?:-[a-z0-9]+)*"
ID_LENGTH = 80
ADDRESS_LENGTH = 4096
DEVICE_NAMES = frozenset({"con", "prn", "aux", "nul"} | {f"{n}{i}" for n in ("com", "lpt") for i in range(1, 10)})
"""Names that Windows keeps for devices ("Naming Files, Paths, and Namespaces"), in a file's stem too."""
RESERVED_IDS = DEVICE_NAMES | {"unknown", "index", "embed"}


def fold(text: str) -> str:
    """Return the text on one line: line ends and runs of blanks become one space."""
    return " ".join(text.split())


def _lines(text: str) -> str:
    return "\n".join(text.strip("\r\n").splitlines()).rstrip()


def _identifier(text: str) -> str:
    if text in DEVICE_NAMES:
        raise PydanticCustomError("identifier", "is a name that file systems keep for themselves")
    return text


def _address(text: str) -> str:
    """Accept what content-model.md calls an address and nothing that a browser would read as another scheme."""
    if len(text) <= ADDRESS_LENGTH and _PLAIN_ADDRESS(text):
        return text
    if len(text) > ADDRESS_LENGTH:
        raise PydanticCustomError(
            "address",
            "must have at most {limit} characters, has {found}",
            {"limit": ADDRESS_LENGTH, "found": len(text)},
        )
    if re.search(r"[\s\\<>\"`]", text):
        raise PydanticCustomError(
            "address", "must be a web address without blanks, backslashes, quotation marks or angle brackets"
        )
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise PydanticCustomError("address", "must be a web address that can be read") from None
    if parts.scheme not in ("http", "https") or not text[: len(parts.scheme) + 3].lower().endswith("://"):
        raise PydanticCustomError("address", "must begin with http:// or https://")
    if parts.username is not None or parts.password is not None:
        raise PydanticCustomError("address", "must hold no user name or password")
    if not host or "." not in host.strip("."):
        raise PydanticCustomError("address", "must have a host with a dot, like example.org")
    return text


# What nearly all addresses look like; the others are looked at part by part.
_PLAIN_ADDRESS = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[A-Za-z0-9/?#%:@!$&()*+,;=._~-]*)?").fullmatch
_WRITTEN_OUT = re.compile(r"[a-z]+://[A-Za-z0-9.:-]+(?:/[A-Za-z0-9/?#%:@!$&'()*+,;=._~-]*)?").fullmatch


def as_uri(address: str) -> str:
    """Return an address as it is written out: whatever RFC 3986 doesn't allow is percent-encoded.

    The host is encoded as browsers do it (UTS #46, IDNA 2008), so that a feed reader that knows no other script can
    follow it.
    """
    if _WRITTEN_OUT(address):
        return address
    parts = urlsplit(address)
    name, colon, port = parts.netloc.partition(":")
    host = parts.netloc if name.isascii() else _ascii_name(name) + colon + port
    rest = address[address.index(parts.netloc) + len(parts.netloc) :]
    return f"{parts.scheme}://{host}" + quote(rest, safe="/?#%:@!$&'()*+,;=-._~")


def _ascii_name(name: str) -> str:
    # Imported where it is needed: few hosts have such a name.
    import idna

    try:
        return idna.encode(name, uts46=True).decode("ascii")
    except UnicodeError:
        pass
    try:
        return name.encode("idna").decode("ascii")  # symbols, which IDNA 2008 has no more, and browsers have
    except UnicodeError:
        return quote(name)


@lru_cache(maxsize=1024)  # the gists and the traits of some claims ask for the same addresses
def place_of(address: str) -> str:
    """Return a digest of an address without what addresses of one page differ in.

    That is the scheme, `www.`, the case of the host, the last slash and the fragment.
    """
    host, slash, path = address.partition("://")[2].partition("#")[0].partition("/")
    place = host.lower().removeprefix("www.") + (slash + path).rstrip("/")
    return blake2b(place.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def form(pattern: str, words: str, limit: int, kind: str = "form") -> GetPydanticSchema:
    """Return the annotation of a text that must match a pattern as a whole.

    `words` says to an author what must hold ("must be ..."); `kind` names the error where it needs a code of its own.
    """
    matches = re.compile(pattern, re.ASCII).fullmatch

    def check(text: str) -> str:
        text = text.strip()
        if len(text) > limit:
            raise PydanticCustomError(
                kind,
                "must have at most {limit} characters, has {length}",
                {"limit": limit, "length": len(text)},
            )
        if not matches(text):
            raise PydanticCustomError(kind, "{words}", {"words": words})
        return text

    schema = {"type": "string", "pattern": f"^({pattern})$", "maxLength": limit}
    return GetPydanticSchema(
        lambda source, handler: core_schema.no_info_after_validator_function(check, handler(source)),
        lambda _schema, _handler: dict(schema),
    )


Line = Annotated[str, AfterValidator(fold), StringConstraints(min_length=1)]
"""A text on one line."""
Lines = Annotated[
    str,
    AfterValidator(_lines),
    StringConstraints(min_length=1),
    WithJsonSchema({"type": "string", "minLength": 1, "contentMediaType": "text/plain"}),
]
"""A text that keeps its lines."""
Markdown = Annotated[
    str,
    AfterValidator(_lines),
    StringConstraints(min_length=1),
    WithJsonSchema({"type": "string", "minLength": 1, "contentMediaType": "text/markdown"}),
]
"""CommonMark with tables, strikethrough and citations."""
Identifier = Annotated[
    str,
    form(
        ID_PATTERN,
        "must be an id: lower-case letters a to z and digits, words joined by single hyphens",
        ID_LENGTH,
        "identifier",
    ),
    AfterValidator(_identifier),
]
Number = Annotated[str, form(r"-?[0-9]{1,30}(\.[0-9]{1,30})?", "must be a number written in digits: 11000 or 3.5", 62)]
"""A decimal number, kept as it was typed."""
Language = Annotated[
    str,
    form("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", "must be a language tag of BCP 47, like en or pt-BR", 35),
]
Email = Annotated[str, form(r"[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", "must be an email address", 254)]
Domain = Annotated[str, form(r"[^\s/:@.]+(\.[^\s/:@.]+)+", "must be a domain alone, like example.org", 253)]
Colour = Annotated[str, form("#[0-9A-Fa-f]{6}", "must be a colour written as #rrggbb", 7)]
_STEM = "[A-Za-z0-9][A-Za-z0-9_-]*"
MEDIA_PATTERN = rf"{_STEM}(/{_STEM})*(\.[A-Za-z0-9]+)+"
MediaPath = Annotated[
    str, form(MEDIA_PATTERN, "must be the path of a file below content/media/, in plain letters", 200)
]


def _page_or_address(text: str) -> str:
    text = text.strip()
    if re.fullmatch(rf"{_STEM}(/{_STEM})*\.md", text, re.ASCII):
        return text
    if "://" not in text:
        raise PydanticCustomError("form", "must be a page below content/pages/, like methodology.md, or a web address")
    return _address(text)


PageOrAddress = Annotated[str, AfterValidator(_page_or_address)]
"""A hand-written page, or the address of a page elsewhere."""
Address = Annotated[
    str,
    AfterValidator(_address),
    WithJsonSchema({"type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://", "maxLength": ADDRESS_LENGTH}),
]
"""An http or https address, as typed; `as_uri` writes it out."""
