"""The table of what the worker can do; each operation is imported when it is first asked for."""

from __future__ import annotations

from typing import Any

from explorer.core.content.worker.job import Job


def run(job: Job) -> dict[str, Any]:
    """Do it; what comes back is told with "done". Raises what the operation raises."""
    match job["operation"]:
        case "rows":
            from explorer.core.content.worker.rows import rows

            return rows(job)
        case "format":
            from explorer.core.content.worker.formatting import formatted

            return formatted(job)
        case "find":
            from explorer.core.content.worker.searching import found

            return found(job)
        case "find_bytes":
            from explorer.core.content.worker.searching import found_bytes

            return found_bytes(job)
        case "block_end" | "children" | "place" as name:
            from explorer.core.content.worker import structure

            answer: dict[str, Any] = getattr(structure, name)(job)
            return answer
        case "xml_children":
            from explorer.core.content.worker.xml_structure import xml_children

            return xml_children(job)
        case "table" | "order" as name:
            from explorer.core.content.worker import ordering, tables

            return tables.table(job) if name == "table" else ordering.order(job)
        case "query":
            from explorer.core.content.worker.queries import queried

            return queried(job)
        case "find_in_text":
            from explorer.core.content.worker.searching import found_in_text

            return found_in_text(job)
        case "formatted_so_far" | "places" as name:
            from explorer.core.content.worker import arriving

            return arriving.places(job) if name == "places" else arriving.formatted_so_far(job)
        case other:
            raise ValueError(f"no operation {other}")
