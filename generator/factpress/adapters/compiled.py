"""Keeps compiled templates where Python keeps our compiled modules, which takes longer to do again than to read."""

from __future__ import annotations

import shutil
import sys
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path

from jinja2 import BytecodeCache, FileSystemBytecodeCache
from jinja2.bccache import Bucket

from factpress.adapters.package import code_digest


class _Compiled(FileSystemBytecodeCache):
    """Where the folder can't be used, templates are compiled each time, as modules are."""

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


def compiled() -> BytecodeCache | None:
    """Return what remembers compiled templates by their text; None where Python keeps no bytecode of modules either.

    It is thrown away when our code or a library changes, for both have a say in how templates are compiled.
    """
    if sys.dont_write_bytecode:
        return None
    beside = Path(cache_from_source(__file__)).parent
    folder = beside / f"templates-{code_digest()[:16]}"
    if not folder.is_dir():
        for old in beside.glob("templates-*"):
            shutil.rmtree(old, ignore_errors=True)
        with suppress(OSError):
            folder.mkdir(parents=True)
    return _Compiled(str(folder))
