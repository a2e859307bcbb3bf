"""Groups of numbers: create, list, get, update, replace, delete and members."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from explorer.core.sandbox.calls import Call, Form
from explorer.core.sandbox.identifiers import is_identifier, new_ulid
from explorer.core.sandbox.instants import instant_text
from explorer.core.sandbox.kinds import Kind
from explorer.core.sandbox.numbers import is_msisdn, recipient
from explorer.core.sandbox.query import page_of
from explorer.core.sandbox.refusals import Code, forbidden, not_found, unknown_group, violation
from explorer.core.sandbox.replies import Reply
from explorer.core.sandbox.state import Group
from explorer.core.sandbox.validation import Field

MEMBER_LIMIT = 10_000
GROUP_SIZE_BOUND = 50_000
"""Most members of one group in the sandbox; the vendor names no such limit."""
_NUMBER = "MSISDN or group ID"
"""The vendor's text speaks of group ids for members too, where only numbers are taken."""
_KEYWORD = re.compile(r"\w+")


def _is_keyword(text: str) -> bool:
    return bool(_KEYWORD.fullmatch(text))


def _keyword(name: str, *, required: bool) -> Field:
    return Field(name=name, kind=Kind.STRING, required=required, limit=(1, 15), expected="keyword", matches=_is_keyword)


def _numbers(name: str, *, required: bool = False) -> Field:
    return Field(
        name=name,
        kind=Kind.STRINGS,
        required=required,
        limit=(0, MEMBER_LIMIT),
        expected=_NUMBER,
        matches=is_msisdn,
    )


_WORDS = (_keyword("first_word", required=True), _keyword("second_word", required=False))
_AUTO_UPDATE = Field(
    name="auto_update",
    kind=Kind.OBJECT,
    fields=(
        Field(name="to", kind=Kind.STRING, required=True, expected="MSISDN or short code", matches=is_msisdn),
        Field(name="add", kind=Kind.OBJECT, fields=_WORDS),
        Field(name="remove", kind=Kind.OBJECT, fields=_WORDS),
    ),
)
_NAME = Field(name="name", kind=Kind.STRING, limit=(1, 20))
_CHILDREN = Field(name="child_groups", kind=Kind.STRINGS, limit=(0, 10), expected="group ID", matches=is_identifier)


def _create_fields(_call: Call) -> tuple[Field, ...]:
    return (_NAME, _numbers("members"), _CHILDREN, _AUTO_UPDATE)


def _replace_fields(_call: Call) -> tuple[Field, ...]:
    return (_NAME, _numbers("members", required=True), _CHILDREN, _AUTO_UPDATE)


def _update_fields(_call: Call) -> tuple[Field, ...]:
    other_groups = (
        Field(name=name, kind=Kind.STRING, expected="group ID", matches=is_identifier)
        for name in ("add_from_group", "remove_from_group")
    )
    return (_NAME, _numbers("add"), _numbers("remove"), *other_groups, _AUTO_UPDATE)


def _check_unique_children(call: Call) -> None:
    children = call.body.get("child_groups") or ()
    if len(set(children)) != len(children):
        raise violation("child_groups", "must have no element twice")


CREATE_FORM = Form(fields=_create_fields, rules=_check_unique_children)
REPLACE_FORM = Form(fields=_replace_fields, rules=_check_unique_children)
UPDATE_FORM = Form(fields=_update_fields)


def create_group(call: Call) -> Reply:
    group = _written(call, Group(id=new_ulid(call.now), members=(), created_at=call.now, modified_at=call.now))
    call.plan.keep_group(group)
    return Reply(status=201, body=_group_object(group))


def list_groups(call: Call) -> Reply:
    groups = sorted(call.plan.groups.values(), key=lambda group: group.created_at, reverse=True)
    return Reply(body=page_of(call.query, "groups", groups, _group_object))


def get_group(call: Call) -> Reply:
    return Reply(body=_group_object(_stored(call)))


def list_members(call: Call) -> Reply:
    return Reply(body=list(_stored(call).members))


def replace_group(call: Call) -> Reply:
    group = _written(call, _stored(call))
    call.plan.keep_group(group)
    return Reply(body=_group_object(group))


def update_group(call: Call) -> Reply:
    """Additions come before removals; ``null`` takes away the name or the automatic update."""
    group = _stored(call)
    _check_name(call, group.id)
    added = (*_listed(call, "add"), *_members_of(call, "add_from_group"))
    removed = {*_listed(call, "remove"), *_members_of(call, "remove_from_group")}
    members = tuple(number for number in dict.fromkeys((*group.members, *added)) if number not in removed)
    if len(members) > GROUP_SIZE_BOUND:
        raise violation("add", f"must leave at most {GROUP_SIZE_BOUND} members in the group, leaves {len(members)}")
    changed = replace(
        group,
        members=members,
        modified_at=call.now,
        name=call.body.get("name", group.name),
        auto_update=call.body.get("auto_update", group.auto_update),
    )
    call.plan.keep_group(changed)
    return Reply(body=_group_object(changed))


def delete_group(call: Call) -> Reply:
    del call.plan.groups[_stored(call).id]
    return Reply()


def _stored(call: Call) -> Group:
    group = call.plan.groups.get(call.ids["group_id"])
    if group is None:
        raise not_found()
    return group


def _written(call: Call, group: Group) -> Group:
    """The group with everything the body says, and nothing else kept."""
    _check_name(call, group.id)
    children = tuple(call.body.get("child_groups") or ())
    for child in children:
        if child not in call.plan.groups:
            raise unknown_group(child)
    return replace(
        group,
        members=tuple(dict.fromkeys(_listed(call, "members"))),
        modified_at=call.now,
        name=call.body.get("name"),
        child_groups=children,
        auto_update=call.body.get("auto_update"),
    )


def _check_name(call: Call, own_id: str) -> None:
    name = call.body.get("name")
    if name is not None and any(g.name == name and g.id != own_id for g in call.plan.groups.values()):
        raise forbidden(Code.CONFLICT_GROUP_NAME, f"Another group is already named '{name}'.")


def _listed(call: Call, name: str) -> Iterable[str]:
    return [recipient(text) for text in call.body.get(name) or ()]


def _members_of(call: Call, name: str) -> tuple[str, ...]:
    group_id = call.body.get(name)
    if group_id is None:
        return ()
    if group_id not in call.plan.groups:
        raise unknown_group(group_id)
    return call.plan.groups[group_id].members


def _group_object(group: Group) -> dict[str, Any]:
    optional = {
        "child_groups": list(group.child_groups) or None,
        "auto_update": group.auto_update,
    }
    return {
        "id": group.id,
        **({} if group.name is None else {"name": group.name}),
        "size": len(group.members),
        "created_at": instant_text(group.created_at),
        "modified_at": instant_text(group.modified_at),
        **{name: value for name, value in optional.items() if value is not None},
    }
