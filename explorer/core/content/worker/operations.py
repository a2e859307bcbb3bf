"""What the worker can do, by name; a module is imported with the first job that needs it."""

from importlib import import_module
from typing import Any

from explorer.core.content.worker.job import Job

_OPERATIONS = {
    "rows": ("rows", "rows"),
    "format": ("formatting", "formatted"),
    "find": ("searching", "found"),
    "find_bytes": ("searching", "found_bytes"),
    "find_in_text": ("searching", "found_in_text"),
    "block_end": ("structure", "block_end"),
    "children": ("structure", "children"),
    "place": ("structure", "place"),
    "xml_children": ("xml_structure", "xml_children"),
    "table": ("tables", "table"),
    "order": ("ordering", "order"),
    "query": ("queries", "queried"),
    "formatted_ahead": ("ahead", "formatted_ahead"),
    "finish": ("ahead", "finish"),
    "places": ("places", "places"),
}
"""Module and function."""


def run(job: Job) -> dict[str, Any]:
    """Do it; what comes back is told with "done". Raises what the operation raises."""
    module, function = _OPERATIONS[job["operation"]]
    answer: dict[str, Any] = getattr(import_module(f"explorer.core.content.worker.{module}"), function)(job)
    return answer
