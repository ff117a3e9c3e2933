"""MkDocs with Material as the builder of hand-written pages and of shells; no other module knows it."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final

import nh3
from jinja2 import Environment, FileSystemLoader
from jinja2.ext import InternationalizationExtension
from markupsafe import escape
from mkdocs.commands.build import build, get_context
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as BuiltPage
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils.templates import TemplateContext

from factpress.adapters.compiled import compiled
from factpress.adapters.package import theme_folder
from factpress.adapters.settings import BadSettings
from factpress.pages.page import Page
from factpress.shell import LATEST, Frame, Shell, Shells, UnfitShell

LANDINGS: Final[Mapping[str, str]] = {
    "claims": "Fact-checks",
    "browse": "Search",
    "topics": "Topics",
    "claimants": "Claimants",
    "people": "People",
    "publishers": "Publishers",
    "years": "Years",
    "ratings": "Ratings",
    "corrections": "Corrections",
    "feeds": "Feeds",
}
"""Generated pages that `nav` and hand-written pages may name, as `claims/index.md`, with their default titles."""
_TABS: Final[Mapping[str, str]] = {"verdicts": "ratings", "years": "claims", "browse": "claims"}
_PAGE_FILES: Final = frozenset({".md", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".pdf", ".csv", ".txt"})
_TEMPLATES: Final = frozenset({"main.html", "home.html"})

_EXTENSIONS: Final = frozenset({InternationalizationExtension.identifier})
"""What MkDocs itself adds to Jinja."""

_CLEANER: Final = nh3.Cleaner(
    tags=nh3.ALLOWED_TAGS | {"section", "label", "input", "svg", "path", "button"},
    attributes={
        **nh3.ALLOWED_ATTRIBUTES,
        "*": {"class", "id", "title", "lang", "dir", "role", "data-md-component"},
        "a": {"href", "hreflang"},
        "img": {"src", "alt", "width", "height", "loading", "align"},
        "input": {"type", "name", "checked", "disabled"},
        "label": {"for"},
        "svg": {"viewbox", "xmlns"},
        "path": {"d"},
        "details": {"open"},
    },
    attribute_filter=lambda tag, name, value: _local(value) if (tag, name) == ("img", "src") else value,
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel="noopener noreferrer",
)


def _local(address: str) -> str | None:
    """Let no page load an image from elsewhere."""
    return None if "//" in address else address


def render_frame(config_file: Path, folder: Path) -> tuple[Frame, Path]:
    """Return the hand-written pages, the theme's assets and the shells of a publication, and its own site folder.

    `folder` is for what MkDocs writes, and empty. Raises BadSettings where MkDocs can't work with mkdocs.yml, the theme
    or a hand-written page.
    """
    with _mkdocs_log() as warnings:
        try:
            config = load_config(str(config_file), strict=False)
            configured, config.site_dir = Path(config.site_dir), str(folder)
            plugin = own_plugin(config)
            plugin.renders_frame_only = True
            build(config)
        except (OSError, BadSettings):
            raise
        except Exception as error:
            # Themes, plugins and extensions are others' code and raise what they like.
            raise BadSettings(_sentence(config_file, error, warnings)) from error
        return Frame(plugin.built_files(folder), plugin.shells, tuple(warnings)), configured


def own_plugin(config: MkDocsConfig) -> FramePlugin:
    """Return our plugin in a loaded configuration. Raises BadSettings where mkdocs.yml doesn't name it."""
    plugin = config.plugins.get("factpress")
    if not isinstance(plugin, FramePlugin):
        raise BadSettings("mkdocs.yml must name the plugin: add a line “- factpress” below “plugins:”.")
    return plugin


def _sentence(config_file: Path, error: BaseException, warnings: list[str]) -> str:
    reason = warnings[-1] if warnings else " ".join(str(error).split()) or type(error).__name__
    return (
        f"MkDocs can't build with {config_file.name}: {reason}. Mend that, or compare with what `factpress init` makes."
    )


@contextmanager
def _mkdocs_log() -> Iterator[list[str]]:
    """Catch what MkDocs says instead of printing it; yield the warnings and errors."""
    warnings: list[str] = []

    class Catch(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            warnings.append(record.getMessage())

    logger = logging.getLogger("mkdocs")
    handler, propagate, level = Catch(logging.WARNING), logger.propagate, logger.level
    logger.addHandler(handler)
    logger.propagate = False
    logger.setLevel(logging.WARNING)
    # Material greets everyone with a notice about the future of MkDocs; the documentation has it.
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    try:
        yield warnings
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagate
        logger.setLevel(level)


class NoOptions(Config):
    """The plugin has no options in mkdocs.yml: what the site says lies in `content/`."""


class FramePlugin(BasePlugin[NoOptions]):
    """The part of the plugin that makes the frame: landing pages to name, safe hand-written pages, shells."""

    renders_frame_only = False

    def __init__(self) -> None:
        super().__init__()
        self.shells = Shells({})
        self._nav = Navigation([], [])

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Put our theme between the publication's own and Material."""
        if not config.use_directory_urls:
            raise BadSettings("mkdocs.yml must leave use_directory_urls on, for a claim's address ends in a slash.")
        folder = Path(config.config_file_path).parent
        own = [theme for theme in (folder / "theme", theme_folder()) if theme.is_dir()]
        present = {Path(directory).resolve() for directory in config.theme.dirs}
        missing = [str(theme) for theme in dict.fromkeys(path.resolve() for path in own) if theme not in present]
        at = 1 if config.theme.custom_dir else 0
        config.theme.dirs[at:at] = missing
        # Before the next event MkDocs has listed the theme's files; nothing else lets a plugin in there.
        config.theme.get_env = partial(_environment, config.theme.get_env)  # type: ignore[method-assign]
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the generated pages that `nav` may name; keep out files that browsers would run."""
        for file in list(files):
            foreign = file.src_dir is not None and Path(file.src_dir).resolve() == Path(config.docs_dir).resolve()
            if foreign and Path(file.src_uri).suffix.lower() not in _PAGE_FILES:
                logging.getLogger("mkdocs.plugins.factpress").warning(
                    "content/pages may hold Markdown, images, PDF, CSV and plain text; left out: %s",
                    file.src_uri,
                )
                files.remove(file)
        named = str(config.nav)
        for section in LANDINGS:
            uri = f"{section}/index.md"
            if files.get_file_from_path(uri) is None:
                level = InclusionLevel.INCLUDED if uri in named else InclusionLevel.NOT_IN_NAV
                files.append(File.generated(config, uri, content="", inclusion=level))
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Give landing pages that `nav` names without a title their own."""
        for section, title in LANDINGS.items():
            page = _landing(files, section)
            if "title" not in page.__dict__:
                page.title = title
        self._nav = nav
        return nav

    def on_page_content(self, html: str, *, page: BuiltPage, config: MkDocsConfig, files: Files) -> str:
        """Make a hand-written page safe: no script runs, nothing is loaded from elsewhere, no title leaves its tag."""
        title = page.title
        meta, page.meta = page.meta, {}
        if page.file.src_uri.removesuffix("/index.md") not in LANDINGS:
            page.title = escape(str(title))
        for key in ("title", "description"):
            if isinstance(meta.get(key), str):
                page.meta[key] = str(escape(meta[key]))
        if meta.get("template") in _TEMPLATES:
            page.meta["template"] = meta["template"]
        if isinstance(hidden := meta.get("hide"), list):
            page.meta["hide"] = [part for part in hidden if isinstance(part, str)]
        return _CLEANER.clean(html)

    def on_page_context(
        self, context: TemplateContext, *, page: BuiltPage, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Hand the theme what our templates ask for."""
        return _with_own(context, "")

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Hand the theme what our templates ask for."""
        return _with_own(context, "")

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Render the shells, now that the theme and all titles are known."""
        # Another plugin's extension could have templates compiled otherwise.
        env.bytecode_cache = compiled() if _EXTENSIONS.issuperset(env.extensions) else None
        theme = Theme(env, config, files, self._nav)
        kinds = Shells.kinds()
        try:
            self.shells = Shells({kind: Shell.cut(theme.render(kind.slot_page()), kind) for kind in kinds})
        except UnfitShell as error:
            raise BadSettings(f"The theme's templates don't fit factpress: {error}.") from None
        finally:
            env.bytecode_cache = None  # other plugins may extend it from here on
        self.theme = theme
        return env

    def built_files(self, folder: Path) -> dict[str, bytes]:
        """Return what MkDocs built, without the landing pages and the sitemap, whose content is ours."""
        ours = {"sitemap.xml", *(f"{section}/index.html" for section in LANDINGS)}
        files = {}
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            name = path.relative_to(folder).as_posix()
            # MkDocs leaves hidden files of an earlier build where they are; ours are written anew.
            if name not in ours and not name.startswith("."):
                files[name] = path.read_bytes()
        return files


class _Visible(FileSystemLoader):
    """Lists no hidden files, which MkDocs leaves out of a site itself: Material keeps 14,000 icons among them."""

    def list_templates(self) -> list[str]:
        """Return the names of all others."""
        found: set[str] = set()
        for place in self.searchpath:
            for folder, inner, names in os.walk(place, followlinks=self.followlinks):
                inner[:] = [name for name in inner if not name.startswith(".")]
                found.update(Path(folder, name).relative_to(place).as_posix() for name in names)
        return sorted(found)


def _environment(make: Callable[[], Environment]) -> Environment:
    env = make()
    if isinstance(env.loader, FileSystemLoader):
        env.loader = _Visible(env.loader.searchpath)
    return env


class Theme:
    """The theme as MkDocs sets it up: renders one page the long way."""

    def __init__(self, env: Environment, config: MkDocsConfig, files: Files, nav: Navigation) -> None:
        self._env = env
        self._config = config
        self._files = files
        self._nav = nav
        self._template = env.get_template("main.html")

    def render(self, page: Page) -> str:
        """Return a page as the theme prints it."""
        tab = _landing(self._files, _TABS.get(page.section, page.section))
        built = self._built(page)
        built.markdown, built.content = "", page.body
        built.meta = {
            "title": str(escape(page.title)),
            "description": str(escape(page.description)),
            "hide": ["navigation"] if page.contents else ["navigation", "toc"],
        }
        built.toc = TableOfContents(
            [AnchorLink(str(escape(heading.title)), heading.anchor, 2) for heading in page.contents]
        )
        tab.active = built.active = True
        try:
            context = get_context(self._nav, self._files, self._config, built)
            return self._template.render(_with_own(context, page.head))
        finally:
            tab.active = built.active = False

    def _built(self, page: Page) -> BuiltPage:
        if page.address.count("/") == 1 and page.section in LANDINGS:
            return _landing(self._files, page.section)
        uri = page.address + "index.md"
        return BuiltPage(
            None,
            File.generated(self._config, uri, content="", inclusion=InclusionLevel.NOT_IN_NAV),
            self._config,
        )


def _with_own(context: TemplateContext, head: str) -> TemplateContext:
    values: Any = context
    values["factpress"] = {"head": head, "latest": LATEST}
    return context


def _landing(files: Files, section: str) -> BuiltPage:
    file = files.get_file_from_path(f"{section}/index.md")
    if file is None or file.page is None:
        raise BadSettings(f"MkDocs lost the page {section}/index.md; another plugin must have removed it.")
    return file.page
