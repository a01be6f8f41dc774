"""The dashboard's two cookies for accounts: a request comes in, their values go out; tokens come
in, cookies that no script can read go out with an answer.

`session` names who is signed in. `form` belongs to a browser that is not signed in, so that its
forms cannot be sent from another site either. Over https both have the prefix `__Host-`, which
keeps another server of the same domain from setting them.
"""

from fastapi import Request, Response

SESSION, FORM = "baqylau_session", "baqylau_form"
_HOST = "__Host-"


def read(request: Request, name: str) -> str | None:
    """The value of one of the cookies."""
    return request.cookies.get(_HOST + name) or request.cookies.get(name) or None


def give(
    request: Request, response: Response, name: str, value: str, seconds: int | None = None
) -> None:
    """Sets the cookie; without `seconds` until the browser is closed."""
    https = is_https(request)
    response.set_cookie(
        f"{_HOST}{name}" if https else name,
        value,
        max_age=seconds,
        httponly=True,
        samesite="lax",
        secure=https,
    )


def take(request: Request, response: Response, name: str) -> None:
    """Removes the cookie under each name that the browser has it."""
    for each in (name, _HOST + name):
        if each in request.cookies:
            response.delete_cookie(
                each, httponly=True, samesite="lax", secure=each.startswith(_HOST)
            )


def is_https(request: Request) -> bool:
    """Whether the browser speaks https, to us or to a trusted proxy."""
    return request.url.scheme == "https"
