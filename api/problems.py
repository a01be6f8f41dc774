"""Errors as problems (RFC 9457): an exception or a status comes in, an `application/problem+json`
answer goes out that says what is wrong and what to do.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from baqylau.errors import ConflictError, InputError, QueryError, SetAside, TryLater

MEDIA_TYPE = "application/problem+json"
DOCS = "/api/v1/docs"
BUSY_SECONDS = 5
"""`Retry-After` while the database is busy: a commit takes milliseconds, a restart seconds."""


class Wrong(BaseModel):
    """One value of the request that is wrong."""

    name: str = Field(description="The parameter, with the place where it was given: query.limit")
    reason: str


class Problem(BaseModel):
    """What went wrong, as RFC 9457 writes it."""

    type: str = Field(description="What kind of problem it is; a place of the documentation page.")
    title: str
    status: int
    detail: str | None = None
    instance: str = Field(description="The path that was asked for.")
    request_id: str = Field(description="The same as in the header X-Request-ID and in our log.")
    errors: list[Wrong] | None = None


class Refused(Exception):
    """A request that is refused: a status, a reason for a person, and headers."""

    def __init__(
        self, status: HTTPStatus, detail: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers = status, detail, dict(headers or {})


def answer(
    request: Request,
    status: int,
    detail: str | None = None,
    headers: Mapping[str, str] | None = None,
    errors: list[dict[str, str]] | None = None,
) -> JSONResponse:
    """The answer that tells of a problem."""
    title = HTTPStatus(status).phrase
    body: dict[str, Any] = {
        "type": f"{DOCS}#problem-{status}",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": request.url.path,
        "request_id": getattr(request.state, "request_id", ""),
    }
    if errors is not None:
        body["errors"] = errors
    given = {"Cache-Control": "no-store"} | dict(headers or {})
    return JSONResponse(body, status, given, MEDIA_TYPE)


def busy(request: Request) -> JSONResponse:
    """The database is locked, restarting or away."""
    return answer(
        request,
        503,
        "the database is busy or away; ask again later",
        {"Retry-After": str(BUSY_SECONDS)},
    )


def handle(web: FastAPI) -> None:
    """Lets the application answer every expected error with a problem; `api.envelope` answers the
    unexpected ones.
    """

    @web.exception_handler(Refused)
    async def refused(request: Request, error: Refused) -> JSONResponse:
        return answer(request, error.status, error.detail, error.headers)

    @web.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        errors = [
            {"name": ".".join(str(x) for x in each["loc"]), "reason": str(each["msg"])}
            for each in error.errors()
        ]
        return answer(request, 422, "a parameter of the request is wrong", errors=errors)

    @web.exception_handler(ConflictError)
    async def conflict(request: Request, error: ConflictError) -> JSONResponse:
        return answer(request, 409, str(error))

    @web.exception_handler(InputError)
    async def wrong_value(request: Request, error: InputError) -> JSONResponse:
        return answer(request, 422, str(error))

    @web.exception_handler(QueryError)
    async def wrong_query(request: Request, error: QueryError) -> JSONResponse:
        reason = f"character {error.at + 1}: {error}"
        return answer(
            request,
            422,
            "the query is not understood",
            errors=[{"name": "query.q", "reason": reason}],
        )

    @web.exception_handler(SetAside)
    async def not_there(request: Request, error: SetAside) -> JSONResponse:
        return answer(request, 404, str(error))

    @web.exception_handler(TryLater)
    async def later(request: Request, _error: TryLater) -> JSONResponse:
        return busy(request)

    @web.exception_handler(HTTPException)
    async def http_error(request: Request, error: HTTPException) -> JSONResponse:
        known = {
            400: "the body cannot be read as JSON in UTF-8",
            404: "there is nothing at this address",
            405: "this method is not for this address",
        }
        return answer(request, error.status_code, known.get(error.status_code), error.headers)
