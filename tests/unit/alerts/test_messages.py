"""Nothing that a page prints steers a message: no second header, no tag, no turned-around text, no
host that looks like another.
"""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from baqylau.alerts import compose, mail, plot, telegram, webhook
from baqylau.alerts.clean_text import link, one_line
from baqylau.alerts.http_post import checked
from baqylau.errors import InputError
from baqylau.model.told import DigestContent, Item, Said
from baqylau.settings import Settings

NOW = datetime(2026, 11, 30, 7, tzinfo=UTC)
ABOUT = compose.About("Мост", "ru", "Asia/Almaty", "https://monitor.test", 3)
HOSTILE = [
    "Мост\r\nBcc: everybody@evil.test",
    "Мост\nX-Evil: 1\n\n<h1>body</h1>",
    "<script>alert(1)</script>",
    "Мост \u202etxt.exe\u202c открыт",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }} {% raw %}",
    "Мост\x00\x07\u2028Bcc: x@evil.test",
    "=?utf-8?q?evil?=",
    "M" * 5000,
]


def item(text: str, url: str = "https://tau.test/most") -> Item:
    said = (Said(text, text, text),)
    return Item(7, "match", text, text, url, text, NOW, "ru", quotes=said, amounts=(text,))


def mail_of(text: str) -> EmailMessage:
    made = compose.news("a" * 32, ABOUT, item(text))
    sent = mail.compose(Settings(mail_from="desk@baqylau.test"), "aigul@office.test", made)
    parsed = message_from_bytes(sent.as_bytes(), policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    return parsed


@pytest.mark.parametrize("text", HOSTILE)
def test_a_mail_has_our_headers_whatever_a_title_holds(text: str) -> None:
    parsed = mail_of(text)
    ours = ["Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted"]
    assert sorted(parsed.keys()) == sorted([*ours, "MIME-Version", "Content-Type"])
    assert parsed["To"] == "aigul@office.test"
    assert parsed["Message-ID"] == f"<{'a' * 32}@baqylau.test>"
    assert len(parsed["Subject"]) <= 150


@pytest.mark.parametrize(
    "title",
    [
        "Паводок пришёл в посёлок раньше срока, и школу на берегу пришлось закрыть",
        "Су тасқыны ауданға ерте келді, автобус ертең ғана жүреді деп хабарлайды",
        "Мост ТОО «Тау» открыт 24 ноября OR later, сообщает Press Office акимата области",
        "А" * 150,
    ],
)
def test_a_subject_is_read_with_all_its_spaces(title: str) -> None:
    message = replace(compose.news("a" * 32, ABOUT, item("Мост")), subject=title)
    sent = mail.compose(Settings(mail_from="desk@baqylau.test"), "aigul@office.test", message)
    lines = sent.as_bytes().partition(b"\r\nFrom:")[0].split(b"\r\n")
    assert len(lines) > 1
    assert max(map(len, lines)) <= 78
    assert message_from_bytes(sent.as_bytes(), policy=policy.default)["Subject"] == title


@pytest.mark.parametrize("text", HOSTILE)
def test_no_tag_and_no_unseen_mark_of_a_page_is_in_a_message(text: str) -> None:
    made = compose.news("a" * 32, ABOUT, item(text))
    for shown in (made.html, *made.blocks):
        assert "<script" not in shown
        assert "<img" not in shown
        assert "\u202e" not in shown
    assert "49" not in made.subject
    assert "\u202e" not in made.text


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("https://tau.test/a?b=1", "https://tau.test/a?b=1"),
        ("https://қаз.қаз/жаңалық", "https://xn--80ao21a.xn--80ao21a/жаңалық"),
        ("https://аррӏе.com/", "https://xn--80ak6aa92e.com/"),
        ("javascript:alert(1)", None),
        ("https://tau.test@evil.test/", None),
        ("https://evil.test/\u202efdp.", "https://evil.test/fdp."),
        ('https://tau.test/"><b>', None),
        ("ftp://tau.test/", None),
        ("https:///x", None),
    ],
)
def test_a_link_shows_the_host_that_it_leads_to(url: str, wanted: str | None) -> None:
    assert link(url) == wanted


def test_a_message_holds_no_text_of_an_article() -> None:
    made = compose.news("k", ABOUT, item("Мост"))
    assert set(made.record["article"]) == {
        *("id", "title", "lead", "url", "outlet", "when", "language", "day_only", "title_before"),
        *("changes", "quotes", "amounts", "appointments", "outlets", "page"),
    }


@pytest.mark.parametrize("language", compose.LANGUAGES)
def test_a_digest_names_outlets_speakers_and_what_changed(language: str) -> None:
    from dataclasses import replace

    story = replace(item("Мост открыт"), outlets=("Тау", "Дала"), appointments=("назначен акимом",))
    edit = replace(item("Мост закрыт"), kind="edit", title_before="Мост открыт")
    content = DigestContent(
        NOW,
        NOW,
        (story,),
        4,
        (edit,),
        (item("Удалённая"),),
        (Said("откроют школу", "аким", "2026-12-01"),),
        (("2026-11-29", 2), ("2026-11-30", 5)),
    )
    made = compose.digest("k", replace(ABOUT, language=language), content)
    for word in ("Мост открыт", "Тау, Дала", "назначен акимом", "Удалённая", "2026-12-01"):
        assert word in made.html
        assert word in made.text
    assert made.images["by_day"].startswith(b"\x89PNG")
    assert "cid:by_day" in made.html
    assert "data:image/png;base64," in compose.as_page(made)
    assert "<style" not in made.html, "mail clients drop style sheets: they stand at the elements"


def test_a_text_is_one_line_without_unseen_marks() -> None:
    assert one_line(" a\r\n\tb\u200b\u202e c ") == "a b c"
    assert one_line("abcdef", 4) == "abc…"


def test_bars_are_a_picture_of_the_right_size() -> None:
    picture = plot.bars([0, 1, 5])
    assert int.from_bytes(picture[16:20], "big") == 16 + 3 * 22 + 2 * 6
    assert plot.bars([]).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "blocks",
    [
        ("a" * 5000,),
        ("<b>" + "x" * 5000 + "</b>",),
        ("&amp;" * 2000,),
        ("😀" * 3000,),
        ("a",) * 3000,
    ],
)
def test_a_chat_gets_pieces_that_it_can_show(blocks: tuple[str, ...]) -> None:
    parts = telegram.split(blocks)
    assert all(0 < telegram.units(x) <= telegram.LONGEST for x in parts)
    assert all(x.count("&") == x.count(";") for x in parts)
    assert all(x.count("<b>") == x.count("</b>") for x in parts)


def test_a_short_message_is_one_with_its_tags() -> None:
    assert telegram.split(("<b>a</b>", "b")) == ["<b>a</b>\n\nb"]


PRIVATE = [
    "http://127.0.0.1/x",
    "http://localhost:8000/",
    "http://10.0.0.7/",
    "http://169.254.169.254/latest/meta-data",
    "http://[::1]/",
    "http://0x7f000001/",
    "http://2130706433/",
    "http://intranet/",
    "http://printer.local/",
    "http://192.168.1.1.:80/",
    "https://u:p@office.example/",
    "ftp://office.example/",
    "file:///etc/passwd",
    "http://office.example:22/",
]


@pytest.mark.parametrize("url", PRIVATE)
def test_a_webhook_into_a_private_network_is_refused(url: str) -> None:
    with pytest.raises(InputError):
        checked(url)


def test_a_private_receiver_may_be_named() -> None:
    assert checked("http://10.0.0.7:8080/x", ("10.0.0.7:8080",)).hostname == "10.0.0.7"
    with pytest.raises(InputError):
        checked("http://10.0.0.7:8081/x", ("10.0.0.7:8080",))


def test_a_signature_is_over_the_time_and_the_body() -> None:
    assert webhook.signature("k", "1", b"{}") != webhook.signature("k", "2", b"{}")
    assert webhook.signature("k", "1", b"{}") != webhook.signature("k", "1", b"{ }")


@pytest.mark.parametrize(
    "address", ["a@b.test\nBcc: c@d.test", "a b@c.test", "<a@b.test>", "a@b", "a@b.test,c@d.test"]
)
def test_a_mailbox_is_one_plain_mailbox(address: str) -> None:
    with pytest.raises(InputError):
        mail.check(Settings(mail_server="mail.test:587"), address)
