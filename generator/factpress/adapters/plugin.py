"""The MkDocs plugin: makes plain `mkdocs build` and `mkdocs serve` give the site that `factpress` gives."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort

from factpress.adapters.mkdocs import FramePlugin
from factpress.adapters.package import theme_folder
from factpress.adapters.settings import BadSettings
from factpress.problems import blocks
from factpress.shell import Frame
from factpress.texts import ROOT

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

    from factpress.adapters.checking import Checked

# Most of our modules are imported where they are needed: who has the frame rendered alone needs none of them.
log = logging.getLogger("mkdocs.plugins.factpress")


class FactpressPlugin(FramePlugin):
    """Checks before MkDocs begins, lets it render the frame, and adds the generated files at the end."""

    def __init__(self) -> None:
        super().__init__()
        self._serves = False
        self._checked: Checked | None = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether the desk looks on; having this makes MkDocs keep the plugin between builds."""
        self._serves = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Check everything before MkDocs clears the site folder."""
        try:
            config = super().on_config(config)
            if not self.renders_frame_only:
                self._check(config)
        except BadSettings as error:
            raise Abort(str(error)) from None
        return config

    def _check(self, config: MkDocsConfig) -> None:
        from factpress.adapters.checking import check_folder
        from factpress.adapters.reporters import report

        checked = check_folder(Path(config.config_file_path).parent, datetime.now(UTC))
        if checked.problems:
            report(checked.problems, "text", sys.stderr)
        outside = [p for p in checked.problems if not p.location.path.startswith(f"{ROOT}/claims/")]
        if blocks(outside if self._serves else checked.problems, config.strict and not self._serves):
            raise Abort("factpress: the site was not built, for the problems above stand against it.")
        self._checked = checked

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Add the generated pages, feeds and maps to what MkDocs built."""
        if self._checked is None:
            return
        from factpress.adapters.building import BrokenLinks, for_desk, same_path
        from factpress.adapters.completing import complete
        from factpress.adapters.reporters import report
        from factpress.site import SamePath

        folder = Path(config.site_dir)
        corpus = for_desk(self._checked) if self._serves else self._checked.corpus.for_readers
        try:
            complete(folder, self._checked, corpus, Frame(self.built_files(folder), self.shells))
        except SamePath as error:
            raise Abort(same_path(error).message) from None
        except BrokenLinks as error:
            report(error.problems, "text", sys.stderr)
            if not self._serves:
                raise Abort("factpress: a link inside the site leads nowhere; see above.") from None

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., Any]
    ) -> LiveReloadServer:
        """Build again when a claim, a registry or a template changes."""
        folder = Path(config.config_file_path).parent
        for watched in (folder / ROOT, folder / "theme", theme_folder()):
            if watched.is_dir():
                server.watch(str(watched))
        return server
