"""`/articles`: the current articles, and one with its facts, mentions and revisions."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field

from api.asking import Api
from api.paging import Page, turn
from api.parameters import FactKind, Narrowed, Number
from api.problems import Refused
from api.resources.corrections import CorrectionMark
from api.resources.facts import Fact
from api.resources.mentions import Mention
from baqylau import disclosure
from baqylau.errors import SetAside
from baqylau.model.access import Access
from baqylau.store.queries import article_records, by_id


class ArticleBase(BaseModel):
    """An article as it was printed, with where and when it was fetched."""

    id: int
    outlet: str
    outlet_name: str
    sample: bool = Field(description="Whether its outlet is an invented one of the sample press.")
    url: str
    canonical_url: str
    title: str | None
    lead: str = Field(description="The beginning of the text, at most 300 characters.")
    text: str | None = Field(None, description="The whole text: only with the scope `text`.")
    language: str | None
    script: str | None
    section: str | None
    tags: list[str]
    authors: list[str]
    image: str | None
    listed: datetime = Field(description="The time printed, or of the fetch, in UTC.")
    published: str | None = Field(description="The time printed, with the outlet's own offset.")
    precision: str | None = Field(description="How exactly the time was printed: day, minute …")
    printed: bool = Field(description="Whether `listed` is a time that the outlet printed.")
    modified: datetime | None
    fetched: datetime
    stored: datetime
    revision: int
    current: bool = Field(description="False once there is a later revision.")
    removed: datetime | None = Field(description="When the outlet had removed its page.")
    reprint_of: int | None = Field(description="The earliest article known with the same text.")
    quotes: int
    page: int
    page_sha256: str = Field(description="The hash of the page's bytes in the archive.")
    cleaner: str
    corrected: dict[str, CorrectionMark] = Field(
        description="What people corrected of it, by field; all other fields are as corrected."
    )


class ArticleInList(ArticleBase):
    """An article in a list; `facts` is the number of its facts."""

    facts: int


class Related(BaseModel):
    """Another revision of an article, or another article with its text."""

    id: int
    outlet: str
    url: str
    title: str | None
    revision: int
    current: bool
    listed: datetime
    fetched: datetime


class ArticleDetail(ArticleBase):
    """One article with all that was read from it."""

    facts: list[Fact]
    mentions: list[Mention]
    revisions: list[Related] = Field(description="All revisions, this one too, in their order.")
    reprints: list[Related]


class ArticlePage(Page):
    """A page of articles."""

    items: list[ArticleInList]


class ArticleParameters(Narrowed):
    """The filter of articles; with `kind` or `who`, one of their facts must be of it."""

    kind: FactKind | None = Field(None, description="A type of fact that the article has.")
    include: Literal["text"] | None = Field(
        None, description="`text`: whole texts in the list; needs the scope `text`."
    )


def routes(api: Api) -> APIRouter:
    router = APIRouter(tags=["articles"])

    @router.get("/articles", summary="Articles")
    def articles(
        request: Request,
        response: Response,
        asked: Annotated[ArticleParameters, Query()],
        access: Annotated[Access, Depends(api.door)],
    ) -> ArticlePage:
        """Current articles, the last stored first, or in the order in which they were stored."""
        whole = asked.include == "text"
        if whole and not access.may_read_text:
            raise Refused(HTTPStatus.FORBIDDEN, "include=text needs a token with the scope `text`")
        place = asked.place("articles")
        question = api.asked(asked, asked.kind)
        found = by_id.of_articles(api.engine, question, place, asked.limit + 1, whole)
        rows, page = turn(request, response, asked, "articles", found, lambda x: (x["id"],))
        items = [ArticleInList(**disclosure.article(x, access)) for x in rows]
        return ArticlePage(items=items, **page)

    @router.get("/articles/{article}", summary="One article")
    def one(article: Number, access: Annotated[Access, Depends(api.door)]) -> ArticleDetail:
        """One article, whether current or not, with its facts, mentions and revisions."""
        record = article_records.one(api.engine, article)
        if record is None:
            raise SetAside(f"there is no article {article}, or none any more")
        return ArticleDetail(**disclosure.article(record, access))

    return router
