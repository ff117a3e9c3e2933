"""Runs the command: `factpress`, or `python -m factpress`."""

from __future__ import annotations

import os
import sys

from factpress.adapters.garbage import uncollected


def main() -> None:
    """Run the command, and end at once.

    Python would take apart an archive's claims one by one, which takes a tenth of a second for ten thousand; and while
    modules are imported it would look again and again for garbage, of which there is none.
    """
    with uncollected():
        from factpress.cli import factpress
    try:
        factpress(prog_name="factpress")
    except SystemExit as end:
        if not isinstance(end.code, int):
            raise
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except OSError:  # Python says what is wrong with them
            raise end from None
        os._exit(end.code)


if __name__ == "__main__":
    main()
