"""Where a request without a file comes from: it was recorded as one of the collection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from explorer.gui.documents.request_page import RequestPage


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """A key of the collection, and the URL that was recorded under it."""

    key: str = ""
    url: str = ""

    def place(self, page: RequestPage) -> str:
        """The key while the URL is still the recorded one: a collection's token must not go to whatever is typed."""
        return self.key if self.key and page.request().url == self.url else ""
