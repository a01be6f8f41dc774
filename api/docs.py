"""`/docs`: the OpenAPI document as a plain page, made on the server; it runs nothing and loads
nothing but its own style sheet.
"""

from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

_HERE = Path(__file__).parent
_POLICY = (
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'"
)


def routes(web: FastAPI) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    templates = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["marked"] = marked
    style = (_HERE / "static" / "docs.css").read_text(encoding="utf-8")

    @router.get("/docs")
    def page() -> Response:
        document = web.openapi()
        shown = templates.get_template("docs.html").render(
            about=document["info"]["description"],
            operations=[
                (method.upper(), path, operation)
                for path, operations in document["paths"].items()
                for method, operation in operations.items()
            ],
            problems=document["components"]["responses"],
            schemas=document["components"]["schemas"],
            fields=fields,
            kind=kind,
            answer_of=answer_of,
            body_of=body_of,
        )
        return HTMLResponse(shown, headers={"Content-Security-Policy": _POLICY})

    @router.get("/docs.css")
    def sheet() -> Response:
        return Response(style, media_type="text/css")

    return router


def marked(text: str) -> Markup:
    """Text with words between backticks as code; everything is escaped."""
    pieces = text.split("`")
    shown = [
        Markup("<code>{}</code>").format(x) if n % 2 else escape(x) for n, x in enumerate(pieces)
    ]
    return Markup("").join(shown)


def kind(schema: dict[str, Any]) -> str:
    """The type of a value in words: `integer or null`, `list of Fact`, `ru | kk`."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(kind(x) for x in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if "const" in schema:
        return str(schema["const"])
    if schema.get("type") == "array":
        return f"list of {kind(schema['items'])}"
    written = str(schema.get("format") or schema.get("type", "anything"))
    limits = [str(schema[x]) for x in ("minimum", "maximum") if x in schema]
    return f"{written} {'…'.join(limits)}" if limits else written


def answer_of(operation: dict[str, Any]) -> str | None:
    """The name of what an operation answers; None where it is nothing."""
    return next(
        (
            kind(x["content"]["application/json"]["schema"])
            for status, x in operation["responses"].items()
            if status in ("200", "201") and "content" in x
        ),
        None,
    )


def body_of(operation: dict[str, Any]) -> str | None:
    """The name of what is sent to an operation; None where it is nothing."""
    body = operation.get("requestBody")
    return kind(body["content"]["application/json"]["schema"]) if body else None


def fields(schema: dict[str, Any]) -> list[tuple[str, str, str]]:
    """The fields of an object: name, type, meaning."""
    return [
        (name, kind(each), each.get("description", ""))
        for name, each in schema.get("properties", {}).items()
    ]
