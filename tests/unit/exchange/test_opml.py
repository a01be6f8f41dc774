import pytest

from baqylau.errors import InputError
from baqylau.exchange import opml
from baqylau.model.outlet import DiscoverySource, Outlet, SourceKind

FEED = DiscoverySource(SourceKind.FEED, "https://example.kz/rss.xml")
SECTION = DiscoverySource(SourceKind.SECTION, "https://example.kz/news/")


def _outlet(outlet_id: str, enabled: bool = True) -> Outlet:
    return Outlet(
        outlet_id,
        "«Сарқыт» & Со",
        "https://example.kz/",
        "kz",
        ("kk",),
        "Asia/Almaty",
        (FEED, SECTION),
        enabled=enabled,
    )


def test_what_goes_out_comes_in_again() -> None:
    (feed,) = opml.read(opml.write([_outlet("one"), _outlet("two", enabled=False)]))
    assert feed == opml.OpmlFeed(
        "«Сарқыт» & Со", "https://example.kz/rss.xml", "https://example.kz/", "kk", "kz"
    )


def test_another_readers_list_is_read_with_its_folders() -> None:
    document = b"""<opml version="1.0"><body>\
<outline text="News"><outline text="A" xmlUrl="http://a.kz/feed"/></outline>
    <outline title="B" text="b" xmlUrl="https://b.kg/rss" htmlUrl="https://b.kg/"/>\
<outline text="again" xmlUrl="http://a.kz/feed"/>
    <outline text="no feed"/><outline text="odd" xmlUrl="feed://x"/></body></opml>"""
    first, second = opml.read(document)
    assert (first.name, first.home, first.folder) == ("A", "http://a.kz/", "News")
    assert (second.name, second.home, second.folder) == ("B", "https://b.kg/", None)


@pytest.mark.parametrize("document", [b"", b"<html></html>", b"<opml><body>", b"\x00\x01"])
def test_what_is_no_opml_is_said_so(document: bytes) -> None:
    with pytest.raises(InputError, match="not an OPML document"):
        opml.read(document)


def test_entities_stay_closed() -> None:
    bomb = (
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><opml><body><outline text="&a;"'
        b' xmlUrl="https://a.kz/&a;"/></body></opml>'
    )
    assert all("root" not in x.name + x.url for x in _read_or_nothing(bomb))


def _read_or_nothing(document: bytes) -> list[opml.OpmlFeed]:
    try:
        return opml.read(document)
    except InputError:
        return []
