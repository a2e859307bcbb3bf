"""The queries that were asked of bodies, in all tabs and windows of this run and of those before."""

from __future__ import annotations

from explorer.core.storage.asked_queries import plain_queries, queries_of, without_surplus

LANGUAGES = {"jsonpath": "JSONPath", "jmespath": "JMESPath", "jq": "jq", "xpath": "XPath"}
"""Titles of the languages by their keys."""


class AskedQueries:
    """Languages and expressions, the last one last."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, str]] = []

    def add(self, language: str, expression: str) -> None:
        """It was asked now."""
        self.rows = without_surplus([*self.rows, (language, expression)])

    def of(self, language: str) -> list[str]:
        """Expressions of one language, the last one first."""
        return [one for other, one in reversed(self.rows) if other == language]

    def restore(self, plain: object) -> None:
        """Put those that were kept before what was asked since."""
        self.rows = without_surplus([*queries_of(plain, LANGUAGES), *self.rows])

    def kept(self, secrets: tuple[str, ...]) -> dict[str, list[str]]:
        """What may be written to disk, by language: nothing with a secret in it."""
        return plain_queries(self.rows, secrets)


asked = AskedQueries()
"""Those of this program."""
