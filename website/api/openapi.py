"""The description of the API (OpenAPI 3.1), made from the table of resources."""

from typing import Any, Final

from publishing.addresses import absolute
from publishing.languages import LANGUAGES
from publishing.public_ids import ALPHABET, LENGTH
from website.api.facts import ADDRESS, STRING, TEXT, Schema, or_null, schema_of
from website.api.lists import parameters
from website.api.problems import CONTENT_TYPE as PROBLEM
from website.api.resources import RESOURCES, Resource

VERSION: Final = "1"
TEXTS: Final[Schema] = {"type": "object", "properties": dict.fromkeys(LANGUAGES, STRING), "additionalProperties": False}
SHARED: Final[dict[str, Schema]] = {
    "Text": TEXTS | {"description": "A text by language. Languages in which it does not exist are left out."},
    "Reference": {
        "type": "object",
        "description": "Something else that is public. Its kind follows from the first letter of the id.",
        "properties": {"id": STRING, "permalink": ADDRESS, "url": or_null(ADDRESS), "name": TEXT},
        "required": ["id", "permalink", "url", "name"],
        "additionalProperties": False,
    },
    "Problem": {
        "type": "object",
        "description": "Problem details (RFC 9457).",
        "properties": {
            "title": STRING,
            "status": {"type": "integer"},
            "detail": STRING,
            "errors": {
                "type": "array",
                "items": {"type": "object", "properties": {"parameter": STRING, "detail": STRING}},
            },
        },
        "required": ["title", "status", "detail"],
    },
}
PROBLEMS: Final = {"$ref": "#/components/responses/Problem"}


def description(title: str) -> dict[str, Any]:
    """Return the description of the API of the press office with the name."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": title,
            "version": VERSION,
            "description": "Everything that is public on this site, for reading. Times are in ISO 8601 with offsets.",
        },
        "servers": [{"url": absolute("/api/v1")}],
        "paths": {path: {"get": operation} for resource in RESOURCES for path, operation in _paths(resource).items()},
        "components": {
            "schemas": {**SHARED, **{resource.name: schema_of(resource.facts) for resource in RESOURCES}},
            "responses": {
                "Problem": {"description": "A problem.", "content": {PROBLEM: {"schema": _named("Problem")}}}
            },
        },
    }


def _paths(resource: Resource) -> dict[str, Any]:
    listed = {
        "type": "object",
        "properties": {"data": {"type": "array", "items": _named(resource.name)}, "next": or_null(ADDRESS)},
        "required": ["data", "next"],
        "additionalProperties": False,
    }
    asked = [
        {"name": name, "in": "query", "required": False, "schema": schema, "description": said}
        for name, (schema, said) in parameters(resource).items()
    ]
    paths = {f"/{resource.name}": _operation(resource, f"list-{resource.name}", listed, asked, ("400", "404"))}
    if resource.is_of_rows:
        letter = resource.model._meta.get_field("public_id").letter
        form = STRING | {"pattern": f"^{letter}[{ALPHABET}]{{{LENGTH}}}$"}
        named = [{"name": "id", "in": "path", "required": True, "schema": form, "description": "The permanent ID."}]
        answer = _operation(resource, f"one-of-{resource.name}", _named(resource.name), named, ("400", "404", "410"))
        paths[f"/{resource.name}/{{id}}"] = answer
    return paths


def _operation(resource: Resource, name: str, schema: Schema, asked: list[Schema], refusals: tuple[str, ...]) -> Schema:
    title = str(resource.model._meta.verbose_name_plural) if resource.is_of_rows else "corrections and withdrawals"
    answers: Schema = {"200": {"description": title, "content": {"application/json": {"schema": schema}}}}
    answers["304"] = {"description": "What the ETag in If-None-Match names still holds."}
    answers |= dict.fromkeys((*refusals, "429", "503"), PROBLEMS)
    return {"operationId": name, "tags": [resource.name], "summary": title, "parameters": asked, "responses": answers}


def _named(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}
