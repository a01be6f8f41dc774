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
    <outline text="no feed"/><outline text="odd" xmlUrl="ftp://x"/></body></opml>"""
    first, second = opml.read(document)
    assert opml.skipped(document) == ["ftp://x"]
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


ONE = '<outline text="Сарқыт" xmlUrl="https://a.kz/rss?x=1"/>'
UP = '<OUTLINE TEXT="Сарқыт" XMLURL="https://a.kz/rss?x=1"/>'
BODY = f"<opml><body>{ONE}</body></opml>"
XML = '<?xml version="1.0"?>'
ODD = {
    "a default namespace": BODY.replace("<opml", '<opml xmlns="http://opml.org/spec2"'),
    "a prefix": f'<o:opml xmlns:o="x"><o:body>{ONE.replace("<", "<o:")}</o:body></o:opml>',
    "capitals": f"<OPML><BODY>{UP}</BODY></OPML>",
    "xmlurl": BODY.replace("xmlUrl", "xmlurl"),
    "XMLURL": BODY.replace("xmlUrl", "XMLURL"),
    "url and a type": BODY.replace("xmlUrl", 'type="rss" url'),
    "a blank line first": f"\n \n{XML}{BODY}",
    "a doctype": f'{XML}<!DOCTYPE opml SYSTEM "x.dtd">{BODY}',
    "a doctype with entities": f'<!DOCTYPE opml [<!ENTITY a "b">]>{BODY}',
    "a stylesheet": f'{XML}<?xml-stylesheet href="x"?>{BODY}',
    "no body": f"<opml>{ONE}</opml>",
    "no root": f"<body>{ONE}</body>",
    "deep folders": "<opml>" + '<outline text="x">' * 30 + ONE + "</outline>" * 30 + "</opml>",
    "a broken end": BODY[:-4],
    "an end that is missing": f"<opml><body>{ONE}",
    "a bare less-than": BODY.replace("<body>", '<body><outline text="a < b"/>'),
    "values without marks": BODY.replace('"', "").replace("/>", ">"),
    "an attribute twice": BODY.replace("text=", 'text="Сарқыт" text='),
    "a control character": BODY.replace("Сар", "Сар\x01"),
    "an address in lines": BODY.replace("rss", "\n  rss"),
    "feed:": BODY.replace("https", "feed:https"),
    "a comment": BODY.replace("<body>", "<!-- a & b --><body>"),
}


@pytest.mark.parametrize("name", ODD)
def test_the_lists_of_other_readers_are_read(name: str) -> None:
    (feed,) = opml.read(ODD[name].encode())
    assert (feed.name, feed.url) == ("Сарқыт", "https://a.kz/rss?x=1")


ENTITIES = {
    "Смит & Ко": "Смит & Ко",
    "Смит &amp; Ко": "Смит & Ко",
    "Смит &amp;amp; Ко": "Смит & Ко",
    "A&B": "A&B",
    "R&D;": "R&D;",
    "&laquo;Заря&raquo;": "«Заря»",
    "Заря&nbsp;&mdash; юг": "Заря — юг",
    "&#1047;&#x430;": "За",
    "&quot;Заря&quot;": '"Заря"',
    "&lt;b&gt;": "<b>",
    "&AT&T": "&AT&T",
    "&#0;Заря": "Заря",
    "&unknown;": "&unknown;",
}


@pytest.mark.parametrize("written", ENTITIES)
def test_ampersands_and_entities_are_what_they_mean(written: str) -> None:
    outline = f'<outline title="{written}" xmlUrl="http://a.kz/?x=1&y=z&amp;q"/>'
    (feed,) = opml.read(f"<opml><body>{outline}</body></opml>".encode())
    assert feed.name.replace("\ufffd", "") == ENTITIES[written]
    assert feed.url == "http://a.kz/?x=1&y=z&q"


@pytest.mark.parametrize(
    ("declared", "real"),
    [
        ("utf-8", "utf-8"),
        ("utf-8", "cp1251"),
        ("windows-1251", "cp1251"),
        ("windows-1251", "utf-8"),
        ("koi8-r", "koi8-r"),
        ("", "utf-8"),
        ("", "cp1251"),
        ("", "utf-8-sig"),
        ("utf-8", "utf-16"),
        ("utf-16", "utf-8"),
        ("utf-16", "utf-16-le"),
        ("iso-8859-1", "utf-8"),
        ("no-such", "utf-8"),
    ],
)
def test_a_charset_is_read_as_it_is_not_as_it_is_called(declared: str, real: str) -> None:
    named = f' encoding="{declared}"' if declared else ""
    outline = '<outline text="Заря" xmlUrl="http://a.kz/"/>'
    text = f'<?xml version="1.0"{named}?><opml><body>{outline}</body></opml>'
    (feed,) = opml.read(text.encode(real))
    assert feed.name == "Заря"


@pytest.mark.parametrize(
    "url", ["http://[::1", "//a.kz/x", "rss.xml", "javascript:x", "http://", ""]
)
def test_what_is_no_address_is_passed_over(url: str) -> None:
    document = f'<opml><body><outline text="x" xmlUrl="{url}"/>{ONE}</body></opml>'.encode()
    assert [x.name for x in opml.read(document)] == ["Сарқыт"]
    assert opml.skipped(document) == ([url] if url else [])


@pytest.mark.parametrize("unit", ["<outline ", "&", "<!DOCTYPE [", '="', "<opml>", "<?xml ", "&#"])
def test_hostile_lists_end_soon(unit: str) -> None:
    assert _read_or_nothing(unit.encode() * 20_000) == []
