"""The dashboard's RSS feeds: of a search, of the newest articles, of an outlet and of a person."""

import re
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import unquote_plus
from xml.etree import ElementTree

import pytest

from baqylau.app import open_app
from baqylau.settings import load
from baqylau.store.connect import connect
from baqylau.store.schema import migrate
from tests import filled
from tests.site import Read, Site, served


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("feeds")
    address = f"sqlite:///{folder}/baqylau.db"
    engine = connect(address)
    migrate(engine)
    engine.dispose()
    given = load(data=folder, database=address, outlets=folder / "none", dashboard_port=0)
    with open_app(given) as app:
        filled.fill(app)
        with served(app) as site:
            yield site


def feed_items(site: Site, path: str, **asked: str) -> list[ElementTree.Element]:
    answer = site.get(path, **asked)
    assert answer.headers["content-type"].startswith("application/rss+xml")
    return ElementTree.fromstring(answer.text.encode()).findall("channel/item")


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/latest.rss", {}),
        ("/latest.rss", {"outlet": "dala"}),
        ("/latest.rss", {"language": "kk"}),
        ("/search.rss", {}),
        ("/search.rss", {"q": "  "}),
        ("/search.rss", {"outlet": "dala"}),
        ("/search.rss", {"q": "мост"}),
    ],
)
def test_a_feed_has_links_to_the_outlet_and_to_here(
    site: Site, path: str, asked: dict[str, str]
) -> None:
    items = feed_items(site, path, **asked)
    assert items
    for item in items:
        (here,) = [x.get("href") or "" for x in item if x.tag.endswith("}link")]
        assert re.fullmatch(re.escape(site.address) + r"/article/\d+", here)
        assert f'<a href="{here}">' in (item.findtext("description") or "")
        written = item.findtext("{http://purl.org/dc/elements/1.1/}date") or ""
        assert len(written) == 10 or datetime.fromisoformat(written).tzinfo
        assert parsedate_to_datetime(item.findtext("pubDate") or "").tzinfo
        if asked.get("outlet"):
            assert (item.findtext("guid") or "").startswith("baqylau-dala-")


def test_a_feed_of_a_person_holds_where_the_person_speaks(site: Site) -> None:
    everything = feed_items(site, "/latest.rss")
    shown = Read(site.get("/facts", kind="quote").text)
    who = next(re.search(r"who=([^&]+)", x) for x in shown.links if "who=" in x)
    assert who
    items = feed_items(site, "/latest.rss", who=unquote_plus(who[1]))
    assert 0 < len(items) < len(everything)


def test_a_feed_that_can_never_have_an_item_is_refused(site: Site) -> None:
    assert feed_items(site, "/search.rss", q="абракадабра") == []
    for path in ("/latest.rss", "/search.rss"):
        assert site.get(path, outlet="no-such").status == 404
        assert site.get(path, kind="no-such").status == 400


def test_changes_are_a_feed_of_edits_and_removals_with_their_meaning(site: Site) -> None:
    items = feed_items(site, "/changes.rss", ui="en")
    titles = [x.findtext("title") or "" for x in items]
    assert len(titles) == 2
    assert [x for x in titles if "(A date)" in x]
    assert [x for x in titles if "Снятая новость" in x]
    for item in items:
        link, said = item.findtext("link") or "", item.findtext("description") or ""
        assert site.get(link.removeprefix(site.address)).status == 200
        assert filled.BRIDGE not in said
        assert len(said) < 1500  # what changed, never the whole text
    assert len(feed_items(site, "/changes.rss", change="removed")) == 1
    assert [*feed_items(site, "/changes.rss", change="quote_removed")] == []
    assert site.get("/changes.rss", change="nothing").status == 400


@pytest.mark.parametrize(
    ("kind", "found"), [("date", 1), ("headline", 1), ("figure", 0), ("edited", 1)]
)
def test_the_list_of_changes_is_narrowed_by_what_changed(site: Site, kind: str, found: int) -> None:
    page = site.get("/changes", change=kind)
    assert page.status == 200
    assert page.text.count('<li class="line">') == found
    assert f'href="/changes.rss?change={kind}"' in page.text
