"""A thin client of the API of Baqylau: questions come in, rows of the answers go out, page after
page. It needs the standard library alone.

>>> api = Client("http://127.0.0.1:8000")
>>> for fact in api.facts(kind="quote", who="Сатаев"):
...     print(fact["who"], fact["text"])
"""

from baqylau_client.client import Client
from baqylau_client.errors import ApiError
from baqylau_client.rows import (
    Article,
    ArticleDetail,
    Change,
    Edit,
    Entity,
    Fact,
    GapLedger,
    Issue,
    Mention,
    Outlet,
    Source,
)

__all__ = [
    "ApiError",
    "Article",
    "ArticleDetail",
    "Change",
    "Client",
    "Edit",
    "Entity",
    "Fact",
    "GapLedger",
    "Issue",
    "Mention",
    "Outlet",
    "Source",
]
