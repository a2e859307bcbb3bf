"""403: what the request refers to does not exist or is not set up - groups, campaigns, callback URLs, accounts."""

from collections.abc import Iterator

from explorer.core.diagnosis import locate, remedies, template_text, wording
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.findings import Finding, confirmed, likely, possible, ruled_out
from explorer.core.diagnosis.sms import numbers, prose
from explorer.core.model.diagnosis import Place, Remedy, Standing

_GROUP_FIELDS = ("to", "to_add", "child_groups", "add_from_group", "remove_from_group")


def unknown_group(evidence: Evidence) -> Iterator[Finding]:
    """The reference to a group, by the id in the text, and why the group may be unknown."""
    if evidence.read.code != "unknown_group":
        return
    named = prose.group_id(evidence.read.message or "")
    field, value = _reference(evidence, named)
    shown = wording.quoted(value or named)
    place = locate.find(evidence.request, field, "unknown group") if field else None
    whom = f"The group {shown}" if value or named else "A group in the request"
    rest: dict[str, object] = {"field": field, "place": place, "headline": f"{whom} is unknown or deleted."}
    ways = _group_ways(evidence, field)
    deleted = _deleted(evidence, value, shown, ways, rest)
    if value and value == named and deleted.cause.standing is not Standing.CONFIRMED:
        text = f"`{field}` refers to the group {shown}, and the server knows no group with this ID"
        yield confirmed("sms.group-reference", text, remedies=ways, **rest)
    if value and not numbers.is_group_id(value):
        text = f"{shown} looks like a name or number, not like a group’s ID"
        yield likely("sms.group-name", text, remedies=ways, **rest)
    yield deleted
    yield likely(
        "sms.group-other-plan", "The ID belongs to another service plan, or is misspelt", remedies=ways, **rest
    )
    yield from _variable(evidence, place)


def _reference(evidence: Evidence, named: str) -> tuple[str, str]:
    """Field and value of the group reference; the first one that is no phone number when the text names none."""
    candidates = []
    for name in _GROUP_FIELDS:
        value = evidence.fields.get(name)
        entries = enumerate(value) if isinstance(value, list) else ()
        candidates += [(f"{name}[{index}]", str(entry)) for index, entry in entries]
        candidates += [(name, value)] if isinstance(value, str) else []
    by_id = [one for one in candidates if named and one[1] == named]
    by_shape = [one for one in candidates if numbers.number_fault(one[1])]
    return next(iter(by_id or by_shape), ("", ""))


def _deleted(evidence: Evidence, value: str, shown: str, ways: tuple[Remedy, ...], rest: dict[str, object]) -> Finding:
    last = evidence.context.last_success
    known_then = bool(value and last and last.sent and value.encode() in last.sent.body.data)
    if known_then and last:
        day = last.started.strftime("%d %b %H:%M UTC")
        text = f"The group was deleted: the same ID was accepted on {day}"
    else:
        text = "The group was deleted after the request was saved"
    return (confirmed if known_then else likely)("sms.group-deleted", text, remedies=ways, **rest)


def _variable(evidence: Evidence, place: Place | None) -> Iterator[Finding]:
    text = locate.body_text(evidence.request)
    names = template_text.names(text[place.start : place.end]) if place and text and place.start >= 0 else ()
    for name in names:
        words = f"`{{{{{name}}}}}` is out of date"
        where = f" in {evidence.exchange.environment}" if evidence.exchange.environment else ""
        fix = remedies.open_environments(f"Give `{{{{{name}}}}}` the ID of a group that exists")
        yield possible("sms.group-variable", words + where, remedies=(fix,))


def _group_ways(evidence: Evidence, field: str) -> tuple[Remedy, ...]:
    context = evidence.context
    return remedies.kept(
        remedies.open_request(context, "List groups", "See which groups this service plan has"),
        remedies.open_request(
            context, "Create a group", "Create the group first and capture its `id` as `{{group_id}}`"
        ),
        remedies.restore_field(evidence.request, context, field) if field else None,
    )


def missing_callback(evidence: Evidence) -> Iterator[Finding]:
    """A delivery report with no URL to send it to; all three ways out."""
    if evidence.read.code != "missing_callback_url":
        return
    wanted = evidence.value("delivery_report")
    if evidence.value("callback_url"):
        yield ruled_out("sms.no-callback", "`callback_url` is missing: it was sent")
        return
    stated = f"`delivery_report` is {wording.quoted(wanted)}" if wanted else "A delivery report is asked for"
    yield confirmed(
        "sms.no-callback",
        f"{stated}, and `callback_url` is missing",
        headline=f"{stated}, but there is no URL to send the report to.",
        field="callback_url",
        place=locate.find(evidence.request, "callback_url", "a URL is needed for delivery reports"),
        remedies=_callback_ways(evidence),
    )
    yield likely("sms.plan-callback", "The service plan has no default callback URL")


def _callback_ways(evidence: Evidence) -> tuple[Remedy, ...]:
    request, context = evidence.request, evidence.context
    variable = context.variable("callback_url")
    title = "Add `callback_url` from the environment"
    add = (
        remedies.set_value(request, ("callback_url",), '"{{callback_url}}"', title)
        if variable and variable.value
        else None
    )
    none = remedies.set_value(
        request, ("delivery_report",), '"none"', "Set `delivery_report` to `none` and read the report with GET"
    )
    dashboard = evidence.api.dashboard if evidence.api else None
    page = remedies.link("Set a default URL for the service plan", "Open dashboard", dashboard) if dashboard else None
    by_hand = remedies.advice("Add `callback_url` with a URL of yours") if add is None else None
    return remedies.kept(add, remedies.restore_field(request, context, "callback_url"), none, page, by_hand)


def campaign(evidence: Evidence) -> Iterator[Finding]:
    """A campaign that does not belong to the sender."""
    if evidence.read.code != "unknown_campaign":
        return
    used, sender = evidence.value("campaign_id"), evidence.value("from")
    if used is None:
        yield ruled_out("sms.campaign-sender", "The campaign does not belong to the sender: no `campaign_id` was sent")
        return
    yield confirmed(
        "sms.campaign-sender",
        f"The campaign {wording.quoted(used)} is not registered for the sender {wording.quoted(sender)}",
        headline=f"The campaign {wording.quoted(used)} does not belong to the sender {wording.quoted(sender)}.",
        field="campaign_id",
        place=locate.find(evidence.request, "campaign_id", "not registered for this sender"),
        remedies=remedies.kept(
            remedies.restore_field(evidence.request, evidence.context, "campaign_id"),
            remedies.restore_field(evidence.request, evidence.context, "from"),
            remedies.advice("Leave `campaign_id` out, or use the sender it is registered for"),
        ),
    )


def number_type(evidence: Evidence) -> Iterator[Finding]:
    """A kind of number the region does not allow."""
    if evidence.code_row is None or evidence.code_row.code != "illegal_number_type":
        return
    found = prose.read(evidence.read.message or "", ("from", "to"))
    field = found.field or "from"
    value = evidence.value(field)
    make = confirmed if found.field and value is not None else likely
    yield make(
        "sms.number-kind",
        f"`{field}` is {wording.quoted(value)}, a kind of number that is not allowed there",
        headline="This kind of number is not allowed in the region.",
        field=field,
        place=locate.find(evidence.request, field, "kind of number not allowed"),
        remedies=remedies.kept(
            remedies.restore_field(evidence.request, evidence.context, field),
            remedies.advice("Use another sender or another kind of number"),
        ),
    )


def blocked(evidence: Evidence) -> Iterator[Finding]:
    """An account that may not send; nothing in the request is at fault."""
    if evidence.read.code != "blocked_account":
        return
    page = evidence.api.dashboard if evidence.api else None
    last = evidence.context.last_success
    if last is not None:
        ago = wording.span(evidence.exchange.started - last.started)
        text = f"The account was blocked after the last success: it could send {ago} ago"
        yield confirmed("sms.blocked-since", text, headline="The account is blocked.")
    yield likely(
        "sms.balance",
        "The balance of the account is used up",
        headline="The account is blocked.",
        remedies=remedies.kept(remedies.link("Check the balance", "Open dashboard", page) if page else None),
    )


def states(evidence: Evidence) -> Iterator[Finding]:
    """Batches past the state for the request, and group names in use."""
    code, status = evidence.read.code, evidence.status
    context = evidence.context
    report = remedies.open_request(context, "Batch report", "See what became of the batch")
    if code == "batch_already_dispatched":
        new = remedies.open_request(context, "Send a batch", "Send a new batch")
        yield confirmed(
            "sms.dispatched",
            "The batch is being sent or was sent; only batches scheduled for later can be changed",
            headline="The batch is already being sent, so it cannot be changed.",
            place=_batch_place(evidence),
            remedies=remedies.kept(report, new),
        )
    elif code == "conflict_send_at" or (status == 409 and evidence.operation and evidence.operation.id == "cancel"):
        yield confirmed(
            "sms.too-late",
            "The batch was sent before the request arrived",
            headline="It is too late to cancel this batch.",
            place=_batch_place(evidence),
            remedies=remedies.kept(report),
        )
    elif code == "conflict_group_name":
        yield _name_in_use(evidence)


def _name_in_use(evidence: Evidence) -> Finding:
    name = evidence.value("name")
    shown = wording.quoted(name) if name else "the given one"
    listing = remedies.open_request(evidence.context, "List groups", "See which names are in use")
    return confirmed(
        "sms.group-name-used",
        f"Another group of this service plan has the name {shown}",
        headline=f"Another group already has the name {shown}.",
        field="name",
        place=locate.find(evidence.request, "name", "already in use"),
        remedies=remedies.kept(listing, remedies.advice("Choose another `name`")),
    )


def _batch_place(evidence: Evidence) -> Place | None:
    below = evidence.match.below if evidence.match else None
    return (
        locate.path_segment(evidence.request, len(below) - 2, "batch_id", "past this state")
        if below and len(below) > 1
        else None
    )
