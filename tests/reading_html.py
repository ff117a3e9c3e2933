"""Reads HTML as a browser does: the texts and elements that an XPath finds."""

from __future__ import annotations

from lxml import html
from lxml.html import HtmlElement


def parsed(document: str | bytes) -> HtmlElement:
    """Return a document as a tree."""
    tree = html.fromstring(document)
    assert isinstance(tree, HtmlElement)
    return tree


def elements(tree: HtmlElement, xpath: str) -> list[HtmlElement]:
    """Return the elements that an XPath finds."""
    found = tree.xpath(xpath)
    assert isinstance(found, list)
    assert all(isinstance(element, HtmlElement) for element in found), f"{xpath} finds more than elements"
    return found


def texts(tree: HtmlElement, xpath: str) -> list[str]:
    """Return the texts or attributes that an XPath finds, of an element all text in it, as they stand there."""
    found = tree.xpath(xpath)
    assert isinstance(found, list)
    return [value.text_content() if isinstance(value, HtmlElement) else str(value) for value in found]


def text(tree: HtmlElement, xpath: str) -> str:
    """Return the text of the only thing that an XPath finds. Raises where it finds none or several."""
    (found,) = texts(tree, xpath)
    return found
