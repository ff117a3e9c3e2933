"""The theme's templates for what stands on a page, inside the shell."""

from __future__ import annotations

from collections.abc import Mapping

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup


class Templates:
    """Templates by name. They print and don't decide: all they get is plain values and safe HTML.

    Every value is escaped unless it is `Markup`. No template ever stems from content.
    """

    def __init__(self, sources: Mapping[str, str]) -> None:
        """Take the templates' texts by name, `claim.html` for instance."""
        self._environment = Environment(
            loader=DictLoader(dict(sources)),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )

    def render(self, name: str, /, **values: object) -> Markup:
        """Return the HTML of a template filled with values."""
        return Markup(self._environment.get_template(name).render(values))  # noqa: S704 - the engine escapes
