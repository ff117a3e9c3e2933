"""A content file as it was found, and where such files lie in a publication's folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from factpress.digests import digest

ROOT: Final = "content"
CLAIMS: Final = "claims"
MAX_BYTES: Final = 1 << 20
"""How large a content file may be."""
_CLAIMS_BEFORE: Final = f"{ROOT}/{CLAIMS}/"


@dataclass(frozen=True, slots=True)
class Text:
    """A content file as it was found: its bytes, or why it has none."""

    path: str
    """Relative to the publication's folder: `content/claims/x.yml`."""
    raw: bytes = b""
    refused: str = ""
    """Why it can't be read, for example "it is a named pipe". Empty where it can."""

    def read(self) -> Text:
        """Return the text with its bytes at hand; here itself."""
        return self


def text_digest(raw: bytes, refused: str) -> str:
    """Return a text that differs where a file's bytes do, or why it has none."""
    return digest(raw, refused) if refused else digest(raw)


def is_claim(path: str) -> bool:
    """Return whether a file lies where claims do."""
    return path.startswith(_CLAIMS_BEFORE)
