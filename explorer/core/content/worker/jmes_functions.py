"""What JMESPath has to know of our values: which type they have, and how they are written in a text."""

from __future__ import annotations

from functools import cache
from typing import Any

import jmespath
from jmespath import functions

from explorer.core.content.worker.json_document import Doubled, ExactNumber, compact

# It tells types by their names.
functions.TYPES_MAP |= {ExactNumber.__name__: "number", Doubled.__name__: "object"}
functions.REVERSE_TYPES_MAP["number"] = ("float", "int", ExactNumber.__name__)
functions.REVERSE_TYPES_MAP["object"] = (*functions.REVERSE_TYPES_MAP["object"], Doubled.__name__)


class _Functions(functions.Functions):
    @functions.signature({"types": []})
    def _func_to_string(self, value: Any) -> str:
        return value if isinstance(value, str) else compact(value)


@cache
def options() -> jmespath.Options:
    """For a search in values of ours."""
    return jmespath.Options(custom_functions=_Functions())
