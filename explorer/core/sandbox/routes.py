"""The 20 operations of the API as a table, and the way from a path to the methods it knows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from explorer.core.sandbox import batches, groups, inbounds, reports
from explorer.core.sandbox.batch_fields import SEND_FORM, UPDATE_FORM
from explorer.core.sandbox.calls import Call, Form, Operation
from explorer.core.sandbox.identifiers import is_identifier
from explorer.core.sandbox.kinds import Kind
from explorer.core.sandbox.numbers import is_msisdn
from explorer.core.sandbox.query import DATES, QueryField, is_anything, is_boolean, is_integer, paging
from explorer.core.sandbox.refusals import invalid_value
from explorer.core.sandbox.validation import Field

BASE = ("xms", "v1")


def _feedback_fields(_call: Call) -> tuple[Field, ...]:
    return (
        Field(
            name="recipients",
            kind=Kind.STRINGS,
            required=True,
            limit=(0, 1000),
            expected="MSISDN or group ID",
            matches=is_msisdn,
        ),
    )


_PER_RECIPIENT = QueryField(name="per_recipient", expected="boolean", matches=is_boolean)
_DETAILS = QueryField(name="number_of_recipients", expected="integer", matches=is_integer, limit=(0, 1000))
_SENDERS = QueryField(name="from", expected="originator", matches=is_anything, several=True)
_NUMBERS = QueryField(name="to", expected="MSISDN", matches=is_anything, several=True)
_REFERENCE = QueryField(name="client_reference", expected="client reference", matches=is_anything)
_LIST = (*paging(1), *DATES, _REFERENCE)

OPERATIONS = (
    Operation(method="POST", path="batches", handler=batches.send_batch, form=SEND_FORM),
    Operation(method="GET", path="batches", handler=batches.list_batches, query=(*_LIST, _SENDERS)),
    Operation(
        method="POST",
        path="batches/dry_run",
        handler=batches.dry_run,
        form=SEND_FORM,
        query=(_PER_RECIPIENT, _DETAILS),
    ),
    Operation(method="GET", path="batches/{batch_id}", handler=batches.get_batch),
    Operation(method="POST", path="batches/{batch_id}", handler=batches.update_batch, form=UPDATE_FORM),
    Operation(method="PUT", path="batches/{batch_id}", handler=batches.replace_batch, form=SEND_FORM),
    Operation(method="DELETE", path="batches/{batch_id}", handler=batches.cancel_batch),
    Operation(
        method="POST",
        path="batches/{batch_id}/delivery_feedback",
        handler=batches.delivery_feedback,
        form=Form(fields=_feedback_fields),
    ),
    Operation(
        method="GET",
        path="batches/{batch_id}/delivery_report",
        handler=reports.batch_report,
        query=(reports.REPORT_TYPE, *reports.FILTERS),
    ),
    Operation(method="GET", path="batches/{batch_id}/delivery_report/{recipient}", handler=reports.recipient_report),
    Operation(method="GET", path="delivery_reports", handler=reports.list_reports, query=(*_LIST, *reports.FILTERS)),
    Operation(method="GET", path="inbounds", handler=inbounds.list_inbounds, query=(*_LIST, _NUMBERS)),
    Operation(method="GET", path="inbounds/{inbound_id}", handler=inbounds.get_inbound),
    Operation(method="POST", path="groups", handler=groups.create_group, form=groups.CREATE_FORM),
    Operation(method="GET", path="groups", handler=groups.list_groups, query=paging(0)),
    Operation(method="GET", path="groups/{group_id}", handler=groups.get_group),
    Operation(method="POST", path="groups/{group_id}", handler=groups.update_group, form=groups.UPDATE_FORM),
    Operation(method="PUT", path="groups/{group_id}", handler=groups.replace_group, form=groups.REPLACE_FORM),
    Operation(method="DELETE", path="groups/{group_id}", handler=groups.delete_group),
    Operation(method="GET", path="groups/{group_id}/members", handler=groups.list_members),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A known path: what can be done there, and the ids in it."""

    methods: Mapping[str, Operation]
    ids: Mapping[str, str]

    @property
    def allow(self) -> str:
        return ", ".join(sorted(self.methods))


def _by_path() -> dict[tuple[str, ...], dict[str, Operation]]:
    table: dict[tuple[str, ...], dict[str, Operation]] = {}
    for operation in OPERATIONS:
        table.setdefault(tuple(operation.path.split("/")), {})[operation.method] = operation
    return table


# ``batches/dry_run`` stands before ``batches/{batch_id}`` in the table, so the literal wins.
_PATHS = _by_path()


def find_route(segments: Sequence[str]) -> Route | None:
    """The route for the decoded segments below the service plan id, or None when the path is unknown."""
    for template, methods in _PATHS.items():
        ids = _matched(template, segments)
        if ids is not None:
            return Route(methods=methods, ids=ids)
    return None


def check_ids(ids: Mapping[str, str]) -> None:
    """Raises ``syntax_invalid_parameter_format`` for an id or number in the path that cannot be one."""
    for name, value in ids.items():
        if name == "recipient":
            if not is_msisdn(value):
                raise invalid_value(value, "MSISDN")
        elif not is_identifier(value):
            raise invalid_value(value, "identifier")


def _matched(template: tuple[str, ...], segments: Sequence[str]) -> dict[str, str] | None:
    if len(template) != len(segments) or "" in segments:
        return None
    ids = {}
    for wanted, found in zip(template, segments, strict=True):
        if wanted.startswith("{"):
            ids[wanted.strip("{}")] = found
        elif wanted != found:
            return None
    return ids
