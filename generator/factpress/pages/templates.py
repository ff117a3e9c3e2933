"""The theme's templates for what stands on a page, inside the shell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from html import escape
from typing import Any

from jinja2 import BytecodeCache, DictLoader, Environment, StrictUndefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context
from markupsafe import Markup

from factpress.digests import digest
from factpress.pages.names import in_a_row, linked
from factpress.pages.verdicts import VerdictView


class _Code(CodeGenerator):
    """Compiles `claim.title` to just that: templates get our own values, of which Jinja needn't ask what they are."""

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja calls it so
        """Write how to get at a value's attribute."""
        self.visit(node.node, frame)
        self.write(f".{node.attr}")


class _Environment(Environment):
    code_generator_class = _Code


_INDENTED = re.compile("^[ \t]+", re.MULTILINE)


class Templates:
    """Templates by name. They print and don't decide: all they get is plain values and safe HTML.

    Whatever a template prints is escaped unless it is `Markup`; what a macro wrote is marked by `| safe`.
    No template ever stems from content.
    """

    def __init__(self, sources: Mapping[str, str], compiled: BytecodeCache | None = None) -> None:
        """Take the templates' texts by name, `claim.html` for instance, and what remembers them compiled."""
        self.key = digest(*[part for pair in sorted(sources.items()) for part in pair])
        """A text that differs where one of the templates does."""
        self._environment = _Environment(  # everything printed is escaped by `finalize`, which is faster
            # Indentation is for those who read the templates.
            loader=DictLoader({name: _INDENTED.sub("", source) for name, source in sources.items()}),
            finalize=_inert,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            bytecode_cache=compiled,
        )
        self._template = cache(self._environment.get_template)
        badge = lru_cache(maxsize=256)(self._badge)  # there are few verdicts, and most lines of lists show one
        self._environment.filters |= {"linked": linked, "in_a_row": in_a_row, "badge": badge}

    def compile(self, names: Iterable[str] | None = None) -> None:
        """Compile some templates, or all, so that processes forked later needn't.

        Others are compiled when they are first asked for. Raises TemplateSyntaxError.
        """
        for name in self._environment.list_templates() if names is None else names:
            self._environment.get_template(name)

    def _badge(self, verdict: VerdictView, root: str) -> Markup:
        return self.render("badge.html", verdict=verdict, root=root)

    def render(self, name: str, /, **values: object) -> Markup:
        """Return the HTML of a template filled with values."""
        template = self._template(name)
        # As Template.render does it, but for a view of all globals that it has to walk through for each page.
        context = Context(self._environment, {**self._environment.globals, **values}, name, template.blocks)
        return Markup("".join(template.root_render_func(context)))  # noqa: S704 - see above


def _inert(value: Any) -> Any:
    kind = type(value)
    if kind is Markup or kind is int:
        return value
    text = value if kind is str else str(value)
    # Most texts have none of these, and no call is as fast as five looks.
    if "&" in text or "<" in text or ">" in text or '"' in text or "'" in text:
        return escape(text)
    return text
