"""Authors' Markdown as events."""

from __future__ import annotations

from factpress.markdown import images_in, links_in


def test_images_and_links_can_be_listed() -> None:
    """Rules ask which images and links a text has."""
    text = "![a](chart.png) [b](../x/) <c@d.example> `![no](no.png)` [e]\n\n[e]: https://a.example/"
    assert list(images_in(text)) == ["chart.png"]
    assert list(links_in(text)) == ["../x/", "mailto:c@d.example", "https://a.example/"]
