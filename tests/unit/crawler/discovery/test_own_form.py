"""One article has one address, however a link to it is written."""

from dataclasses import replace

import pytest

from baqylau.model.link import Link
from baqylau.model.outlet import DiscoverySource, Outlet, SourceKind
from crawler.discovery.canonical import canonical
from crawler.discovery.listing import ListingBody, own_articles, read
from crawler.discovery.own_form import own_form

HOME = "https://www.tau-samal.test/"
ARTICLE = f"{HOME}news/su-keldi-10001/"
OUTLET = Outlet(
    "tau-samal",
    "Тау самалы",
    HOME,
    "kz",
    ("kk",),
    "Asia/Almaty",
    (DiscoverySource(SourceKind.TELEGRAM, "https://t.me/s/tausamal"),),
    articles=r"^https://www\.tau-samal\.test/news/[a-z-]+-\d+/$",
)
WIDE = replace(
    OUTLET,
    articles=r"^https?://(?:www\.|m\.)?tau-samal\.test/news/[a-z-]+-\d+/?$",
    examples=(ARTICLE,),
)
TWINS = [
    "http://www.tau-samal.test/news/su-keldi-10001/",
    "https://tau-samal.test/news/su-keldi-10001",
    "http://tau-samal.test/news/su-keldi-10001/?utm_source=tg",
    "https://m.tau-samal.test/news/su-keldi-10001",
    "https://amp.tau-samal.test/news/su-keldi-10001/",
    "https://www.tau-samal.test/news/su-keldi-10001/amp/",
    "https://www.tau-samal.test/news/su-keldi-10001/?at_campaign=rss&erid=2Vtzq",
]


@pytest.mark.parametrize("twin", TWINS)
@pytest.mark.parametrize("outlet", [OUTLET, WIDE])
def test_a_twin_has_the_address_that_the_outlet_writes(twin: str, outlet: Outlet) -> None:
    assert own_form(canonical(twin) or "", outlet) == ARTICLE


@pytest.mark.parametrize(
    "other",
    [
        "https://elsewhere.test/news/su-keldi-10001/",
        "https://kaz.tau-samal.test/news/su-keldi-10001/",
        "https://www.tau-samal.test/about/",
    ],
)
def test_what_is_no_twin_stays_as_it_is(other: str) -> None:
    assert own_form(other, OUTLET) == other


def test_twins_are_one_link_and_an_outlet_on_a_port_of_its_own_has_none() -> None:
    links = [Link(canonical(x) or "", "s") for x in TWINS]
    assert [x.url for x in own_articles(links, OUTLET, 10, [])] == [ARTICLE]
    press = replace(OUTLET, home="http://127.0.0.1:8001/", articles=None)
    assert own_form("http://127.0.0.1:8001/news/1", press) == "http://127.0.0.1:8001/news/1"


def test_a_pattern_and_a_home_in_national_letters_match_escaped_addresses() -> None:
    outlet = replace(
        OUTLET, home="https://самал.қаз/", articles=r"^https://самал\.қаз/жаңалық/[^/]+$"
    )
    url = canonical("https://самал.қаз/жаңалық/су-келді") or ""
    assert [x.url for x in own_articles([Link(url, "s")], outlet, 10, [])] == [url]


@pytest.mark.parametrize(
    "query",
    [
        "rss=1",
        "from=rss",
        "from=tg",
        "ref=main",
        "etext=1.2",
        "itm_source=x",
        "tgclid=1",
        "gad_source=1&gbraid=2",
        "yabizcmpgn=1",
        "sid=a1b2c3d4e5f6a7",
        "at_medium=x",
        "erid=L",
    ],
)
def test_keys_of_campaigns_are_dropped(query: str) -> None:
    assert canonical(f"{ARTICLE}?{query}") == ARTICLE


@pytest.mark.parametrize("query", ["sid=202603090001", "from=20", "id=7", "source=archive", "s=12"])
def test_keys_that_may_choose_the_article_are_kept(query: str) -> None:
    assert canonical(f"{ARTICLE}?{query}") == f"{ARTICLE}?{query}"


def _post(number: int, words: str, rest: str = "") -> str:
    return (
        f'<div class="tgme_widget_message" data-post="tausamal/{number}">'
        f'<div class="tgme_widget_message_text">{words}</div>{rest}'
        '<time datetime="2026-03-09T10:00:00+00:00"></time></div>'
    )


def _channel(*posts: str, outlet: Outlet = OUTLET) -> list[Link]:
    given = ListingBody("".join(posts).encode(), "https://t.me/s/tausamal", "text/html")
    return list(read(given, outlet.discover[0], outlet, 3, 100).links)


@pytest.mark.parametrize(
    "post",
    [
        _post(1, f'Су келді <a href="{TWINS[0]}">толығырақ</a>'),
        _post(1, f'Су келді <a href="{TWINS[1]}">толығырақ</a>'),
        _post(1, "Су келді", f'<a class="tgme_widget_message_link_preview" href="{TWINS[2]}"></a>'),
        _post(1, "Су келді", f'<a class="tgme_widget_message_inline_button" href="{ARTICLE}"></a>'),
        _post(1, f'Су <a href="{ARTICLE}">1</a> <a href="{TWINS[0]}">2</a>'),
    ],
)
def test_a_post_with_a_link_in_any_form_and_place_is_that_article(post: str) -> None:
    (link,) = _channel(post)
    assert link.url == ARTICLE
    assert "Су" in link.hint["text"]


def test_a_digest_names_each_of_its_articles() -> None:
    urls = [f"{HOME}news/a-{n}/" for n in (10001, 10002, 10003)]
    anchors = "".join(f'<a href="{x}">жаңалық</a>' for x in urls)
    links = _channel(_post(1, f"Бүгінгі жаңалықтар {anchors}"))
    assert [x.url for x in links] == urls
    assert all("text" not in x.hint for x in links)


KAZAKH = "Бүгін ауылға су келді, деп хабарлады облыс әкімдігі. Құбыр екі жыл бойы салынды."
RUSSIAN = "Сегодня в село пришла вода, сообщил акимат области. Водопровод строили два года."
ENGLISH = "Water came to the village today, the regional administration said on Monday."


def test_of_the_editions_that_read_one_channel_exactly_one_keeps_a_post() -> None:
    editions = (("kk-edition", ("kk",)), ("ru-edition", ("ru",)))
    kept = {}
    for name, languages in editions:
        source = replace(OUTLET.discover[0], editions=editions)
        outlet = replace(OUTLET, id=name, languages=languages, discover=(source,))
        posts = (_post(1, KAZAKH), _post(2, RUSSIAN), _post(3, ENGLISH))
        kept[name] = {x.url[-9:-8] for x in _channel(*posts, outlet=outlet)}
    assert kept == {"kk-edition": {"1", "3"}, "ru-edition": {"2"}}
    assert len(_channel(_post(1, KAZAKH), _post(2, RUSSIAN))) == 2  # a channel of its own
