"""The shop answers failures in a notation of its own, ``!SHOP <code> <field>|<message>``, that nothing else knows."""

import re
from importlib.resources import files

from explorer.core.diagnosis.formats import ReceivedBody, Recognised
from explorer.core.model.diagnosis import Problem

CATALOG = files(__name__) / "shop.json"

_LINE = re.compile(r"!SHOP (\S+) (\w*)\|(.*)")


def recognise(body: ReceivedBody) -> Recognised | None:
    """The reading of a shop's failure; None for everything else."""
    found = _LINE.match(body.text)
    if found is None:
        return None
    code, field, message = found.groups()
    problems = (Problem(field=field, message=message, code=code),) if field else ()
    return Recognised(
        format="shop", is_error=True, code=code, message=message, problems=problems, retryable=False, specificity=80
    )
