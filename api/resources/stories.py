"""`/stories`: articles of one event together; one with its articles, quotes and figures."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field

from api.asking import Api
from api.paging import Page, turn
from api.parameters import Moment, Number, Ordered, Words
from baqylau import disclosure
from baqylau.errors import SetAside
from baqylau.model.access import Access
from baqylau.store.queries import stories as queries
from baqylau.store.queries import story_records
from baqylau.store.queries.stories import Part, StoryDetail


class Story(BaseModel):
    """Articles of one event. `title` is that of the article printed first."""

    id: int
    title: str | None
    first_article: int
    articles: int
    outlets: int
    languages: list[str]
    begun: datetime = Field(description="The time of its first article, in UTC.")
    newest: datetime


class StoryPage(Page):
    """A page of stories."""

    items: list[Story]


class StoryArticle(BaseModel):
    """An article in the timeline of a story. `kind` says how it repeats the article `source`:
    `own` has a text of its own.
    """

    id: int
    title: str | None
    outlet: str
    outlet_name: str
    url: str
    language: str | None
    listed: datetime
    kind: str
    source: int | None
    kept: float | None = Field(description="The share of its words that stand in `source`.")
    added: list[str] | None = Field(
        description="Sentences that `source` does not have; null without the scope `text`."
    )
    left_out: list[str] | None = Field(description="Sentences that only `source` has; likewise.")


class StoryQuote(BaseModel):
    """What somebody said, with the first article that prints it."""

    speaker: str
    article: int
    text: str


class StoryFigure(BaseModel):
    """One value of something that the articles count differently."""

    value: float
    words: str
    articles: list[int]


class StoryDifference(BaseModel):
    """Something that the articles count differently."""

    of: str
    unit: str | None
    figures: list[StoryFigure]


class StoryWhole(BaseModel):
    """One story. `id` is the one under which it is known now: it may have become a part of
    another.
    """

    id: int
    outlets: int
    languages: list[str]
    articles: list[StoryArticle]
    quotes: list[StoryQuote]
    differences: list[StoryDifference]


class StoryParameters(Ordered):
    """The filter of stories."""

    since: Moment | None = Field(
        None, description="Only stories with an article of this moment or later."
    )
    outlet: Words | None = Field(None, description="The id of an outlet that has an article in it.")
    language: Words | None = Field(None, description="ru, kk, en …: of one of its articles.")
    least: int = Field(2, ge=1, le=1000, description="At least so many articles.")


def routes(api: Api) -> APIRouter:
    router = APIRouter(tags=["stories"])

    @router.get("/stories", summary="Stories", dependencies=[Depends(api.door)])
    def stories(
        request: Request, response: Response, asked: Annotated[StoryParameters, Query()]
    ) -> StoryPage:
        """Stories, the last begun first. A story that became a part of another is listed no
        more.
        """
        api.known(asked.outlet)
        place = asked.place("stories")
        found = story_records.listed(
            api.engine, place, asked.limit + 1, asked.since, asked.outlet, asked.language,
            asked.least,
        )  # fmt: skip
        rows, page = turn(request, response, asked, "stories", found, lambda x: (x["id"],))
        return StoryPage(items=[Story(**x) for x in rows], **page)

    @router.get("/stories/{story}", summary="One story")
    def one(story: Number, access: Annotated[Access, Depends(api.door)]) -> StoryWhole:
        """A story with its articles in the order of time, who said what in it, and which figures
        differ.
        """
        found = queries.detail(api.engine, story)
        if found is None:
            raise SetAside(f"there is no story {story}, or none any more")
        return _whole(found, access)

    return router


def _whole(found: StoryDetail, access: Access) -> StoryWhole:
    return StoryWhole(
        id=found.id,
        outlets=found.outlets,
        languages=list(found.languages),
        articles=[StoryArticle(**disclosure.story_part(_part(x), access)) for x in found.parts],
        quotes=[
            StoryQuote(speaker=name, article=x.article, text=x.text)
            for name, said in found.quotes.items()
            for x in said
        ],
        differences=[
            StoryDifference(
                of=x.of,
                unit=x.unit,
                figures=[
                    StoryFigure(value=y.value, words=y.words, articles=list(y.articles))
                    for y in x.figures
                ],
            )
            for x in found.differences
        ],
    )


def _part(part: Part) -> dict[str, object]:
    line = part.line
    return {
        "id": line.id,
        "title": line.title,
        "outlet": line.outlet_id,
        "outlet_name": line.outlet,
        "url": line.url,
        "language": line.language,
        "listed": line.when,
        "kind": part.kind,
        "source": part.source,
        "kept": part.kept,
        "added": list(part.added),
        "left_out": list(part.left_out),
    }
