"""A large, real-shaped API description for the benchmarks and tests: many operations that share nested schemas."""

from typing import Any

_MEMBERS = 12


def description(operations: int = 900, schemas: int = 300) -> dict[str, Any]:
    """An OpenAPI 3.0 document; each operation has parameters, a body of shared schemas and four answers."""
    paths: dict[str, Any] = {}
    for index in range(operations // 2):
        path = f"/areas/{{area_id}}/group{index % 30}/things{index}"
        item = {"parameters": [{"$ref": "#/components/parameters/area"}]}
        paths[path] = {**item, "get": _operation(index, schemas, "get"), "post": _operation(index, schemas, "post")}
    return {
        "openapi": "3.0.3",
        "info": {"title": "Large API", "version": "1.0"},
        "servers": [{"url": "https://api.large.example/v1"}],
        "paths": paths,
        "components": {
            "parameters": {"area": {"name": "area_id", "in": "path", "required": True, "schema": {"type": "string"}}},
            "schemas": {"Error": _error(), **{f"Thing{index}": _thing(index, schemas) for index in range(schemas)}},
        },
    }


def _operation(index: int, schemas: int, method: str) -> dict[str, Any]:
    thing = {"$ref": f"#/components/schemas/Thing{index % schemas}"}
    query = [
        {
            "name": name,
            "in": "query",
            "description": "Which part of the list.",
            "schema": {"type": "integer", "minimum": 1},
        }
        for name in ("page", "per_page")
    ]
    made: dict[str, Any] = {
        "operationId": f"{method}Thing{index}",
        "summary": f"{method.title()} thing number {index}",
        "description": "Acts upon the thing that the path names: see the guide for what the members mean.",
        "tags": [f"group{index % 30}"],
        "parameters": query if method == "get" else [],
        "responses": {
            "200": {"description": "The thing.", "content": {"application/json": {"schema": thing}}},
            "400": {"description": f"Thing {index} is not valid.", "content": _error_content()},
            "404": {"description": "No thing has this name.", "content": _error_content()},
            "429": {"description": "Too many requests were sent.", "content": _error_content()},
        },
    }
    if method == "post":
        made["requestBody"] = {"required": True, "content": {"application/json": {"schema": thing}}}
    return made


def _error_content() -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}


def _error() -> dict[str, Any]:
    codes = {"type": "string", "enum": [f"code_{index}" for index in range(40)]}
    return {"type": "object", "required": ["code"], "properties": {"code": codes, "message": {"type": "string"}}}


def _thing(index: int, schemas: int) -> dict[str, Any]:
    members: dict[str, Any] = {
        f"member_{number}": {
            "type": ("string", "integer", "boolean")[number % 3],
            "description": f"What member {number} of thing {index} means; at most one line of it.",
            "example": ("word", 3, True)[number % 3],
        }
        for number in range(_MEMBERS)
    }
    for near in (1, 7, 19):
        members[f"near_{near}"] = {"$ref": f"#/components/schemas/Thing{(index + near) % schemas}"}
    return {"type": "object", "required": ["member_0", "member_1"], "properties": members}


def as_yaml(value: Any, indent: int = 0) -> str:
    """The document as people and programs write it: references quoted, long texts on two lines, short lists in one."""
    pad = "  " * indent
    if isinstance(value, dict):
        rows = value.items()
        return "".join(f"{pad}{_yaml_key(key)}:{_yaml_after(one, indent)}" for key, one in rows)
    return "".join(f"{pad}- {as_yaml(one, indent + 1).lstrip(' ')}" for one in value)


def _yaml_key(key: str) -> str:
    return f"'{key}'" if key.isdecimal() else key


def _yaml_after(value: Any, indent: int) -> str:
    if isinstance(value, dict) and value:
        return "\n" + as_yaml(value, indent + 1)
    if isinstance(value, list) and value and not isinstance(value[0], str):
        return "\n" + as_yaml(value, indent)
    if isinstance(value, list):
        return f" [{', '.join(value)}]\n"
    if isinstance(value, str) and len(value) > 60:
        return f" >-\n{'  ' * (indent + 1)}{value[:40].strip()}\n{'  ' * (indent + 1)}{value[40:].strip()}\n"
    if isinstance(value, str):
        return f" '{value}'\n" if "#" in value or ":" in value else f" {value}\n"
    return f" {str(value).lower()}\n"
