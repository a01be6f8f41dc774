"""Who asks, and what they send: a request comes in, an `Access` or the fields of a form go out."""

from fastapi import Request
from starlette.datastructures import UploadFile

from baqylau.model.access import LOCAL, Access


def access_of(request: Request) -> Access:
    """Who asks. Without accounts it is the person at this machine's own browser."""
    access: Access = getattr(request.state, "access", LOCAL)
    return access


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a posted form by name, the last of each name; files are left out."""
    form = await request.form()
    return {k: v for k, v in form.items() if not isinstance(v, UploadFile)}
