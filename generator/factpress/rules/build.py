"""What must hold for a site to be put together; found in its settings, or while it is built."""

from __future__ import annotations

from typing import Final

from factpress.problems import Rule, Severity

PAGE_WARNING: Final = Rule(
    "FP501",
    Severity.WARNING,
    "A hand-written page must build without a warning.",
    "Mend what is named: mostly a link to a page that isn't there, or a file that doesn't belong here.",
    "[our methods](methodolgy.md)   # in content/pages/about.md",
)
SAME_PATH: Final = Rule(
    "FP502",
    Severity.ERROR,
    "A hand-written page must not stand where a generated page does.",
    "Rename the hand-written page.",
    "content/pages/claims/bridge.md   # beside content/claims/bridge.yml",
)
BROKEN_LINK: Final = Rule(
    "FP503",
    Severity.ERROR,
    "A link to a page, place or file of the site itself must lead to one that is there.",
    "Correct the address. From the site’s root it begins with the path of `site_url`; within a page, with a #.",
    "analysis: See [the bridge](../old-brige/).   # and no claim of that id",
)
THIRD_PARTY: Final = Rule(
    "FP504",
    Severity.WARNING,
    "A site must have its readers' browsers, and its own builds, ask nobody else for anything.",
    "Change the setting that is named in mkdocs.yml.",
    "theme:\n  name: material   # and no `font: false`",
)
BUILD_RULES: Final = (PAGE_WARNING, SAME_PATH, BROKEN_LINK, THIRD_PARTY)
