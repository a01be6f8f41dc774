"""The OpenAPI document: the routes come in, the document that programs read goes out, with the
errors, headers and the token that all operations share.
"""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.problems import MEDIA_TYPE, Problem

_ERRORS = {
    "400": "The body cannot be read as JSON in UTF-8, or the host name is not this server's.",
    "401": "A token is needed, or it is unknown, has expired or was revoked.",
    "403": "The token lacks a scope.",
    "404": "There is nothing of this id, or none any more; or the outlet is not known.",
    "409": "Somebody else changed it in the meantime; look at it again.",
    "413": "The body is too large.",
    "415": "The body is no JSON: send `Content-Type: application/json`.",
    "422": "A parameter is wrong, unknown, or a cursor of another list.",
    "429": "Too many requests; `Retry-After` says when to ask again.",
    "503": "The database is busy or away; `Retry-After` says when to ask again.",
}
_ABOUT = """\
Articles, facts and what was not read, as JSON. Facts are free: titles, leads, facts with their own
characters, and links are given to everybody who may ask. Full texts, the sentences around facts and
the words of an edit need a token with the scope `text`; labels, notes and corrections the scope
`read`; whatever changes something, and watches, the scope `write`. Facts that a language model read
are marked `"made_by": "model"`.
"""
_HEADERS = {
    "ETag": "Send it as `If-None-Match`; an answer that did not change is 304.",
    "X-Request-ID": "The number of the request, also in our log.",
}


def describe(web: FastAPI) -> None:
    """Makes the application's document, once."""

    def document() -> dict[str, Any]:
        if web.openapi_schema is None:
            web.openapi_schema = _made(web)
        return web.openapi_schema

    web.openapi = document  # type: ignore[method-assign]


def _made(web: FastAPI) -> dict[str, Any]:
    made = get_openapi(title=web.title, version=web.version, description=_ABOUT, routes=web.routes)
    parts = made.setdefault("components", {})
    schemas = parts.setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    own = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= own.pop("$defs", {}) | {"Problem": own}
    parts["responses"] = {x: _problem(x, y) for x, y in _ERRORS.items()}
    parts["securitySchemes"] = {
        "token": {
            "type": "http",
            "scheme": "bearer",
            "description": "Made by `baqylau tokens add`; scopes: read, text, write.",
        }
    }
    # without accounts and on loopback, or where facts are open, no token is needed
    made["security"] = [{}, {"token": []}]
    for path, operations in made["paths"].items():
        for method, operation in operations.items():
            _complete(path, method, operation)
    return made


_OF_WRITING = ("400", "409", "413", "415")


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    done = next(x for x in ("200", "201", "204") if x in responses)
    responses[done]["headers"] = {
        x: {"description": y, "schema": {"type": "string"}}
        for x, y in _HEADERS.items()
        if x != "ETag" or done == "200"
    }
    if method == "get":
        responses["304"] = {"description": "It did not change since the ETag that was sent."}
    names = {x["name"] for x in operation.get("parameters", ())}
    for status in _ERRORS:
        if status in _OF_WRITING and method == "get":
            continue
        if status != "404" or "{" in path or "outlet" in names:
            responses[status] = {"$ref": f"#/components/responses/{status}"}


def _problem(status: str, words: str) -> dict[str, Any]:
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    headers = {}
    if status in ("429", "503"):
        headers["Retry-After"] = {"description": "Seconds.", "schema": {"type": "string"}}
    return {"description": words, "content": content} | ({"headers": headers} if headers else {})
