"""Pages of lists: rows and the question come in, the rows to give with the cursor behind the last
one and the address of the next page go out.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

from fastapi import Request, Response
from pydantic import BaseModel, Field

from api import cursors
from api.parameters import Listing

Row = TypeVar("Row")


class Page(BaseModel):
    """What every page of a list has beside its `items`."""

    next: str | None = Field(
        description="The address of the next page; null where there is no further row now."
    )
    after: str | None = Field(
        description="The cursor behind the last row given, also at the end of the list: keep it to"
        " go on later. Null only where nothing was given yet."
    )


def turn(
    request: Request,
    response: Response,
    asked: Listing,
    resource: str,
    rows: Sequence[Row],
    key: Callable[[Row], cursors.Key],
) -> tuple[Sequence[Row], dict[str, str | None]]:
    """The rows of the page, and its `next` and `after`. `rows` holds one row more than asked for
    where there is a next page. The header `Link` is set as well.
    """
    shown = rows[: asked.limit]
    after = asked.after
    if shown:
        after = cursors.written(asked.question() | {"resource": resource}, key(shown[-1]))
    following = None
    if len(rows) > asked.limit:
        following = _address(request, {"after": after})
        response.headers["Link"] = f'<{following}>; rel="next"'
    return shown, {"next": following, "after": after}


def _address(request: Request, changed: Mapping[str, Any]) -> str:
    parameters = {**request.query_params, **changed}
    return f"{request.url.path}?{urlencode(parameters)}"
