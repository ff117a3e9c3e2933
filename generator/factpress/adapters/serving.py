"""The desk's own view while it writes: drafts included, built again at every change."""

from __future__ import annotations

from pathlib import Path

from factpress.adapters.settings import FILE, BadSettings, read_settings


def serve_site(folder: Path, *, address: str, open_browser: bool) -> None:
    """Serve a publication at `host:port` until interrupted.

    Raises BadSettings where the folder is no publication, mkdocs.yml can't be used or the address is taken.
    """
    read_settings(folder)
    from mkdocs.commands.serve import serve
    from mkdocs.exceptions import MkDocsException

    try:
        serve(config_file=str(folder / FILE), dev_addr=address, open_in_browser=open_browser)
    except MkDocsException as error:
        raise BadSettings(str(error)) from None
    except OSError as error:
        raise BadSettings(f"Can't serve at {address}: {error.strerror}. Choose another --address.") from None
