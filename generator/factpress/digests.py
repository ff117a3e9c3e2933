"""Short texts that stand for long ones: two differ where what they were made of does."""

from __future__ import annotations

from hashlib import sha256
from typing import Final

_LETTERS: Final = 32
"""128 bits: enough that no two texts of an archive meet by chance."""


def digest(*texts: str | bytes) -> str:
    """Return a text that differs where one of the texts does, or their number (SHA-256, FIPS 180-4, shortened)."""
    try:
        raws = [text.encode() if isinstance(text, str) else text for text in texts]
    except UnicodeEncodeError:  # a lone surrogate, which an escape in YAML can make
        raws = [text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text for text in texts]
    if len(raws) == 1:  # as most are, and the largest
        whole = sha256(b"[%d]" % len(raws[0]))
        whole.update(raws[0])
        return whole.hexdigest()[:_LETTERS]
    lengths = repr([*map(len, raws)]).encode()
    return sha256(b"".join((lengths, *raws))).hexdigest()[:_LETTERS]
