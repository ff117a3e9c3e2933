"""Where the site stands: what the pages, feeds and data need to know of their address."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Site:
    """The site's name and address, from `mkdocs.yml`."""

    name: str
    address: str
    """Absolute, with a slash at its end: `https://example.org/checks/`."""

    def absolute(self, path: str) -> str:
        """Return the full address of a path that counts from the site's root: `claims/x/`."""
        return self.address + path


def claim_path(claim_id: str) -> str:
    """Return the path of a claim's page from the site's root."""
    return f"claims/{claim_id}/"
